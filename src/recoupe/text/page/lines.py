"""A text dump as visible blocks: every line with something on it is one, hard-wrapped lines are joined."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from recoupe.text.normalise import normalise
from recoupe.text.page.blocks import FULL_STOP, Block, BlockKind, Visible

LINE = re.compile(r"[^\n\r\u2028\u2029]+")
BULLET = re.compile(r"\s*[•·▪■●‣◦►▶*]\s+(?=\S)")  # « • Temps de lecture »; a dash may open a speech and stays
LINE_BREAK = re.compile(r"[\n\r\u2028\u2029]")
WRAP_FROM, WRAP_TO = 45, 100  # characters of lines that a program broke; paragraphs are longer
MIN_WRAPPED = 5  # such lines that make a page a wrapped one
WRAPPED_SHARE = 0.7  # share of the lines with a line right under them that end inside a sentence


def read_lines(page: str) -> Visible:
    """Cut a text dump into lines.

    A bullet is not part of its block. `gap` counts the blank lines before a line. Where a program broke the
    lines at a fixed width, the lines of a paragraph are one block.
    """
    mapped = normalise(page)
    text, blocks, done = mapped.text, [], 0
    for match in LINE.finditer(text):
        line = match.group()
        if not line.strip():
            continue
        bullet = BULLET.match(line)
        start = match.start() + (bullet.end() if bullet else len(line) - len(line.lstrip()))
        end = match.start() + len(line.rstrip())
        gap = max(0, len(text[done : match.start()].replace("\r\n", "\n").splitlines()) - 1)
        kind: BlockKind = "item" if bullet else "paragraph"
        blocks.append(Block(start=start, end=end, text=text[start:end], kind=kind, gap=gap))
        done = match.end()
    return Visible(mapped=mapped, blocks=tuple(_unwrap(blocks, text) if is_wrapped(blocks) else blocks))


def is_wrapped(blocks: Sequence[Block]) -> bool:
    r"""Tell whether the lines of a page were broken at a fixed width.

    Example:
        >>> is_wrapped(read_lines("Une phrase.\nUne autre phrase.").blocks)
        False
    """
    pairs = [a for a, b in pairwise(blocks) if b.gap == 0 and b.kind == "paragraph"]
    broken = [a for a in pairs if WRAP_FROM <= len(a.text) <= WRAP_TO and not FULL_STOP.search(a.text)]
    longest = max((len(b.text) for b in blocks), default=0)
    return longest <= WRAP_TO and len(broken) >= max(MIN_WRAPPED, WRAPPED_SHARE * len(pairs))


def _unwrap(blocks: Sequence[Block], text: str) -> list[Block]:
    out: list[Block] = []
    for block in blocks:
        before = out[-1] if out else None
        if before is None or block.gap or "item" in (before.kind, block.kind):
            out.append(block)
            continue
        joined = LINE_BREAK.sub(" ", text[before.start : block.end])
        out[-1] = Block(start=before.start, end=block.end, text=joined, gap=before.gap)
    return out
