"""Lines that an outlet repeats: marks of a page's lines, and which of them its other pages share.

A slogan or an appeal that no lexicon knows stands on page after page of one outlet. A line that another
outlet has too may have been copied with a text, and says nothing of either. Pages that share most of their
paragraphs are versions of one text, whose crossheads come again with it: they count as one page.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b
from re import sub

import msgspec

from recoupe.text.normalise import fold
from recoupe.text.page.blocks import Block, is_prose

MARK = 8  # bytes; two of a million lines are alike once in 37 million such collections
MAX_SHORT = 200  # characters; a longer line is a paragraph, whatever it ends with
MAX_MARKS = 2_000  # of one page, first ones; pages of the public sets have at most 600
MIN_PAGES = 3  # of different texts: two may be a story and what became of it
SAME_TEXT = 0.5  # share of the shorter text's paragraphs from which two pages are versions of one
LINK = 0.8  # share of link text from which a line is a link: the extractor and the model know those


class PageMarks(msgspec.Struct, frozen=True, kw_only=True):
    """Marks of one page's lines, each once, in no order."""

    short: frozenset[bytes]
    prose: frozenset[bytes]


def mark_of(line: str) -> bytes | None:
    """Mark of a line: its words, whatever their case, accents, punctuation and figures; None without a word.

    Example:
        >>> mark_of("12 lecteurs en ligne !") == mark_of("3 lecteurs en ligne"), mark_of("***")
        (True, None)
    """
    words = sub(r"\d+", "0", fold(line))
    return blake2b(words.encode("utf-8", "surrogatepass"), digest_size=MARK).digest() if words else None


def is_short(block: Block) -> bool:
    """Tell whether a block may be furniture for being repeated.

    A paragraph of a running story never is, nor is a crosshead, from which no claim is taken.

    Example:
        >>> is_short(Block(start=0, end=0, text="Le fil de la côte")), is_short(
        ...     Block(start=0, end=0, text="Le port avait fermé en mars après la rupture d'une digue.")
        ... )
        (True, False)
    """
    return len(block.text) <= MAX_SHORT and block.kind != "heading" and not is_prose(block.text)


def marks_of(blocks: Iterable[Block]) -> PageMarks:
    """Marks of a page's lines; crossheads and those that are nothing but a link are left out."""
    short: set[bytes] = set()
    prose: set[bytes] = set()
    for block in blocks:
        if block.linked >= LINK or block.kind == "heading":
            continue
        mine = short if is_short(block) else prose
        if len(mine) < MAX_MARKS and (mark := mark_of(block.text)) is not None:
            mine.add(mark)
    return PageMarks(short=frozenset(short), prose=frozenset(prose))


def join(marks: Iterable[bytes]) -> bytes:
    """Marks as one string of bytes, sorted."""
    return b"".join(sorted(marks))


def split(joined: bytes) -> frozenset[bytes]:
    """Undo `join`."""
    return frozenset(joined[at : at + MARK] for at in range(0, len(joined), MARK))


def repeated(pages: Mapping[str, Sequence[PageMarks]]) -> dict[str, frozenset[bytes]]:
    """The marks that each outlet repeats and no other has.

    Args:
        pages: Outlet -> its pages, in an order that does not hang on how they came.
    """
    candidates = {outlet: set(_on_three(own)) for outlet, own in pages.items()}
    named = frozenset(mark for marks in candidates.values() for mark in marks)
    owners: Counter[bytes] = Counter()
    for own in pages.values():
        owners.update({mark for page in own for mark in page.short if mark in named})
    return {outlet: frozenset(m for m in marks if owners[m] == 1) for outlet, marks in candidates.items()}


def _on_three(pages: Sequence[PageMarks]) -> Iterator[bytes]:
    """Marks that stand in three different texts."""
    counted = Counter(mark for page in pages for mark in page.short)
    often = {mark for mark, n in counted.items() if n >= MIN_PAGES}
    seen: dict[bytes, list[PageMarks]] = {mark: [] for mark in often}
    for page in pages:
        for mark in page.short & often:
            texts = seen[mark]
            if len(texts) < MIN_PAGES and not any(_is_same_text(page, other) for other in texts):
                texts.append(page)
    yield from (mark for mark, texts in seen.items() if len(texts) == MIN_PAGES)


def _is_same_text(page: PageMarks, other: PageMarks) -> bool:
    """Tell whether two pages are versions of one text; those without a paragraph cannot be told apart."""
    fewest = min(len(page.prose), len(other.prose))
    return len(page.prose & other.prose) >= SAME_TEXT * fewest
