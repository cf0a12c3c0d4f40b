"""Lines of plain text that fit a width; colour is added last and never carries meaning alone."""

from __future__ import annotations

import shutil
import textwrap

import click

MAX_WIDTH = 110  # longer lines are hard to read
PIPED_WIDTH = 100  # what is piped has no width of its own
GAP = "  "
MIN_COLUMN = 10  # a narrower line breaks most words


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
    """Put two texts at the two ends of a line, or one after the other where they don't fit on one."""
    room = width - len(left) - len(right)
    if room >= len(GAP):
        return [f"{left}{'':{room}}{click.style(right, dim=True)}"]
    return wrap(f"{left.strip()}{GAP}{right}", width, indent, left[: len(left) - len(left.lstrip())])


def dim(text: str) -> str:
    """Set a text back."""
    return click.style(text, dim=True)


def bold(text: str) -> str:
    """Bring a text forward."""
    return click.style(text, bold=True)
