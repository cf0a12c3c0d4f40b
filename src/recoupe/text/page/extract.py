"""Which blocks of an HTML page are its article: trafilatura chooses, the blocks keep their places."""

from __future__ import annotations

import logging
from bisect import bisect_right

import msgspec
from trafilatura import bare_extraction

from recoupe.text.normalise import plain, squash
from recoupe.text.page.blocks import Block, Visible, is_prose

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # it reports pages it cannot read on stderr
MIN_CHARS = 300  # below this a second reading in favour of recall is tried
MIN_FOUND = 120  # characters; below this the extractor has missed the article, or there is none
MIN_ANCHOR = 16  # characters without spaces that make a place certain enough to go on from
SURE = 60  # characters of a piece that can stand only where it was found
REACH = 2_000  # characters ahead within which a short piece is taken for the next one
PROBE, MIN_SHOWN = 24, 0.5  # characters of each place looked for, and share of them that a shown body has
MIN_CHOSEN = 0.5  # share of a block's characters among the extracted ones from which it is taken whole


def extract(page: str) -> str:
    """Text of the main content as trafilatura reads it, one line a block; "" when it finds none."""
    first = _read(page, favor_recall=False)
    if len(first) >= MIN_CHARS:
        return first
    second = _read(page, favor_recall=True)
    return second if len(second) > len(first) else first


def choose(visible: Visible, extracted: str, body: str | None) -> tuple[Block, ...]:
    """Mark the blocks of the article.

    Where the extractor found little, the body that the page states of itself is followed (`articleBody`);
    where that is not there either, sentences that are no links are taken, as in a text dump.

    Args:
        visible: All blocks of the page.
        extracted: What `extract` gave for the same page.
        body: The article's text as the page's JSON-LD states it, or None.
    """
    if body is not None and len(extracted) < MIN_CHARS < len(body):
        extracted = body
    blocks = mark(visible, extracted)
    if sum(len(b.text) for b in blocks if b.chosen) >= MIN_FOUND:
        return blocks
    return tuple(msgspec.structs.replace(b, chosen=b.chosen or _is_text(b)) for b in blocks)


def is_hidden(visible: Visible, body: str) -> bool:
    """Tell whether a page states a body that it does not show: a script draws it, or it is missing."""
    stream = squash(visible.mapped.text)
    bare = squash(body)
    probes = [bare[i : i + PROBE] for i in range(0, len(bare) - PROBE, 4 * PROBE)]
    return len(body) >= MIN_CHARS and sum(p in stream for p in probes) < MIN_SHOWN * len(probes)


def _is_text(block: Block) -> bool:
    return block.hint in (None, "standfirst") and block.linked < MIN_CHOSEN and is_prose(block.text)


def mark(visible: Visible, extracted: str) -> tuple[Block, ...]:
    """Mark the blocks whose words stand in the extracted text, in its order."""
    stream, owners = _stream(visible.blocks)
    hits = [0] * len(visible.blocks)
    at = 0
    for line in extracted.splitlines():
        needle = squash(plain(line))
        for start, end in _places(stream, needle, at):
            at = _moved(at, start, end)
            for owner, share in _owners(owners, start, end):
                hits[owner] += share
    return tuple(
        msgspec.structs.replace(block, chosen=hits[i] >= MIN_CHOSEN * len(squash(block.text)) and hits[i] > 0)
        for i, block in enumerate(visible.blocks)
    )


def _read(page: str, *, favor_recall: bool) -> str:
    found = bare_extraction(
        page, include_comments=False, include_tables=True, favor_recall=favor_recall, with_metadata=False
    )
    text = getattr(found, "text", None)
    return text if isinstance(text, str) else ""


def _stream(blocks: tuple[Block, ...]) -> tuple[str, list[int]]:
    """All blocks without white space, and where each one ends there."""
    parts, ends, at = [], [], 0
    for block in blocks:
        bare = squash(block.text)
        parts.append(bare)
        at += len(bare)
        ends.append(at)
    return "".join(parts), ends


def _places(stream: str, needle: str, cursor: int) -> list[tuple[int, int]]:
    """Where the pieces of an extracted line stand: after the cursor if they can, else anywhere."""
    if not needle:
        return []
    at = stream.find(needle, cursor)
    if at < 0:
        at = stream.find(needle)
    if at >= 0:
        return [(at, at + len(needle))]
    return _pieces(stream, needle, cursor)


def _pieces(stream: str, needle: str, cursor: int) -> list[tuple[int, int]]:
    """Longest common runs from left to right, for lines in which the extractor left something out."""
    out, i = [], 0
    while i + MIN_ANCHOR <= len(needle):
        anchor = needle[i : i + MIN_ANCHOR]
        at = stream.find(anchor, cursor)
        if at < 0 or at - cursor > REACH:
            at = max(at, stream.find(anchor, max(0, cursor - REACH)))
        if at < 0:
            i += MIN_ANCHOR // 4
            continue
        length = MIN_ANCHOR
        while i + length < len(needle) and stream[at + length : at + length + 1] == needle[i + length]:
            length += 1
        out.append((at, at + length))
        cursor = _moved(cursor, at, at + length)
        i += length
    return out


def _moved(cursor: int, start: int, end: int) -> int:
    """Where to look on from; a short piece found far ahead (« Chine » in a menu) moves nothing."""
    return max(cursor, end) if start - cursor <= REACH or end - start >= SURE else cursor


def _owners(ends: list[int], start: int, end: int) -> list[tuple[int, int]]:
    """Blocks that a range of the stream touches, with the number of characters."""
    out = []
    i = bisect_right(ends, start)
    while i < len(ends) and (ends[i - 1] if i else 0) < end:
        first = ends[i - 1] if i else 0
        out.append((i, min(end, ends[i]) - max(start, first)))
        i += 1
    return out
