"""What drawings are made of: places in user units of an SVG, and words already written."""

from __future__ import annotations

import textwrap

from recoupe.view.rows import Place, View

LETTER = 7.4  # units: a letter of the drawings' type, on the safe side
MAX_LINES = 3


class Line(View, frozen=True):
    """A line of words in a drawing; `kind` names its style."""

    x: float
    y: float
    text: str
    kind: str = ""
    anchor: str = "start"


class Box(View, frozen=True):
    """A named thing.

    Attributes:
        kind: `origin`, `hop`, `outlet`, `nobody`: its style.
        place: The words that say it, where there are any.
        is_common: True for the link that most outlets share.
        is_inferred: True where no words say it.
    """

    x: float
    y: float
    width: float
    height: float
    kind: str
    lines: tuple[Line, ...]
    place: Place | None = None
    is_common: bool = False
    is_inferred: bool = False


class Stroke(View, frozen=True):
    """A line from one thing to another, as an SVG path."""

    path: str
    is_inferred: bool = False
    is_common: bool = False


class Drawing(View, frozen=True):
    """A drawing of so many units; strokes lie under boxes."""

    width: float
    height: float
    boxes: tuple[Box, ...]
    strokes: tuple[Stroke, ...]
    lines: tuple[Line, ...] = ()


def fit(text: str, width: float, max_lines: int = MAX_LINES) -> list[str]:
    """Break words into lines that fit a width in units; what is too long ends with « … ».

    Example:
        >>> fit("Le Courrier national", 90)
        ['Le Courrier', 'national']
    """
    return textwrap.wrap(text, max(4, int(width / LETTER)), max_lines=max_lines, placeholder="…") or [""]


def curve(start: tuple[float, float], end: tuple[float, float]) -> str:
    """A path that leaves and arrives level."""
    (x, y), (to_x, to_y) = start, end
    middle = (x + to_x) / 2
    return f"M{x:.0f} {y:.0f}C{middle:.0f} {y:.0f} {middle:.0f} {to_y:.0f} {to_x:.0f} {to_y:.0f}"
