"""A text dump as visible blocks: every line with something on it is one."""

from __future__ import annotations

import re

from recoupe.text.blocks import Block, Visible
from recoupe.text.normalise import normalise

LINE = re.compile(r"[^\n\r\u2028\u2029]+")
BULLET = re.compile(r"\s*[•·▪■●‣◦►▶*]\s+(?=\S)")  # « • Temps de lecture »; a dash may open a speech and stays


def read_lines(page: str) -> Visible:
    """Cut a text dump into lines.

    A bullet is not part of its block. `gap` counts the blank lines before a line.
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
        blocks.append(
            Block(
                start=start, end=end, text=text[start:end], kind="item" if bullet else "paragraph",
                gap=gap,
            )
        )  # fmt: skip
        done = match.end()
    return Visible(mapped=mapped, blocks=tuple(blocks))
