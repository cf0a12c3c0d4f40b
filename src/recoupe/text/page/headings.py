"""The lines above and between an article's paragraphs as one text: headline, byline, crossheads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from recoupe.records import HeadingLine, HeadingPart, Paragraph
from recoupe.text.normalise import fold
from recoupe.text.page.blocks import Block
from recoupe.text.page.reading import MAX_DATELINE, Reading

MAX_SIGNING = 4  # lines that sign: a page that repeats its author's box has one at the top and one at the end


class _Line(msgspec.Struct, frozen=True):
    part: HeadingPart
    text: str
    page_start: int | None = None
    page_end: int | None = None


def join_headings(
    reading: Reading, byline: str | None, paragraphs: Sequence[Paragraph], text: str
) -> tuple[str, tuple[HeadingLine, ...]]:
    """Lay headline, lines that sign and crossheads end to end, a blank line between them.

    Args:
        reading: The page taken apart.
        byline: Its author; stands for itself where no visible line names him.
        paragraphs: The body's.
        text: The body, whose crossheads are taken.

    Returns:
        The text and its lines, each with its place on the page where it has one.
    """
    lines, at = [], 0
    found = [*_headline(reading), *_signing(reading, byline), *_crossheads(paragraphs, text)]
    for line in found:
        end = at + len(line.text)
        lines.append(
            HeadingLine(start=at, end=end, part=line.part, page_start=line.page_start, page_end=line.page_end)
        )
        at = end + 2  # the blank line
    return "\n\n".join(line.text for line in found), tuple(lines)


def _headline(reading: Reading) -> Iterator[_Line]:
    """The headline as the page shows it, else as its head states it."""
    wanted = fold(reading.title.text or "")
    shown = next((b for b in reading.labelled("headline") if wanted and fold(b.text) == wanted), None)
    if shown is not None:
        yield _placed(reading, shown, "headline")
    elif reading.title.text:
        yield _Line("headline", reading.title.text)


def _signing(reading: Reading, byline: str | None) -> Iterator[_Line]:
    """Short lines that were left out as byline, each once; then an author whom none of them names."""
    seen: set[str] = set()
    for block in reading.labelled("byline"):
        said = fold(block.text)
        if said and said not in seen and len(seen) < MAX_SIGNING and len(block.text) <= MAX_DATELINE:
            seen.add(said)
            yield _placed(reading, block, "byline")
    if byline is not None and not any(fold(byline) in said for said in seen):
        yield _Line("byline", byline)


def _crossheads(paragraphs: Sequence[Paragraph], text: str) -> Iterator[_Line]:
    for p in paragraphs:
        if p.label == "heading":
            yield _Line("crosshead", text[p.start : p.end], p.page_start, p.page_end)


def _placed(reading: Reading, block: Block, part: HeadingPart) -> _Line:
    start, end = reading.visible.mapped.source(block.start, block.start + len(block.text))
    return _Line(part, block.text, start, end)
