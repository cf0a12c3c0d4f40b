"""Lines and tables of plain text that fit a width; colour is added last and never carries meaning alone."""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Sequence

import click

MAX_WIDTH = 110  # longer lines are hard to read
PIPED_WIDTH = 100  # what is piped has no width of its own
GAP = "  "
MIN_COLUMN = 10  # a narrower column breaks most words


def find_width() -> int:
    """Columns to write in: the terminal's (or COLUMNS), within reason."""
    return max(40, min(MAX_WIDTH, shutil.get_terminal_size((PIPED_WIDTH, 24)).columns))


def wrap(text: str, width: int, indent: str = "", first: str | None = None) -> list[str]:
    """Break a text into lines; white space is joined, words too long for a line are broken.

    Args:
        text: One paragraph.
        width: Columns of the whole line, indent included.
        indent: What every line begins with.
        first: What the first line begins with instead; by default `indent`.
    """
    return textwrap.wrap(
        text,
        max(width, len(indent) + MIN_COLUMN),
        initial_indent=indent if first is None else first,
        subsequent_indent=indent,
        break_on_hyphens=False,
    ) or [(indent if first is None else first).rstrip()]


def spread(left: str, right: str, width: int, indent: str) -> list[str]:
    """Put two texts at the two ends of a line, or on two lines where they don't fit on one."""
    room = width - len(left) - len(right)
    if room >= len(GAP):
        return [f"{left}{'':{room}}{click.style(right, dim=True)}"]
    return [*wrap(left.strip(), width, indent, left[: len(left) - len(left.lstrip())]), indent + dim(right)]


def table(head: Sequence[str], rows: Sequence[Sequence[str]], width: int, indent: str = "  ") -> list[str]:
    """Lay rows out in columns; cells that are too long are wrapped, the widest columns give way first.

    Columns of figures are set flush right.
    """
    if not rows:
        return []
    widths = _fit([*rows, head], width - len(indent) - len(GAP) * (len(head) - 1))
    flush_right = [all(row[i].replace("\u202f", "").isdecimal() for row in rows) for i in range(len(head))]
    lines = [indent + line for line in _row(head, widths, flush_right)]
    lines = [dim(line) for line in lines]
    for row in rows:
        lines += [(indent + line).rstrip() for line in _row(row, widths, flush_right)]
    return lines


def dim(text: str) -> str:
    """Set a text back."""
    return click.style(text, dim=True)


def bold(text: str) -> str:
    """Bring a text forward."""
    return click.style(text, bold=True)


def _fit(rows: Sequence[Sequence[str]], room: int) -> list[int]:
    """Widths of columns: as wide as their longest cell, the widest cut until all fit."""
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    while sum(widths) > room and max(widths) > MIN_COLUMN:
        widths[widths.index(max(widths))] -= 1
    return widths


def _row(cells: Sequence[str], widths: Sequence[int], flush_right: Sequence[bool]) -> list[str]:
    columns = [wrap(cell, width) for cell, width in zip(cells, widths, strict=True)]
    height = max(len(column) for column in columns)
    lines = []
    for i in range(height):
        parts = [
            f"{column[i] if i < len(column) else '':{'>' if right else '<'}{width}}"
            for column, width, right in zip(columns, widths, flush_right, strict=True)
        ]
        lines.append(GAP.join(parts))
    return lines
