"""Half-open ranges: overlap, cover, merge, slice."""

from __future__ import annotations

from collections.abc import Iterable

from recoupe.records import Excerpt

Range = tuple[int, int]


def overlap(a: Range, b: Range) -> int:
    """Number of code points that two ranges share.

    Example:
        >>> overlap((0, 5), (3, 9))
        2
    """
    return max(0, min(a[1], b[1]) - max(a[0], b[0]))


def is_inside(inner: Range, outer: Range) -> bool:
    """Tell whether `outer` holds all of `inner`."""
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def iou(a: Range, b: Range) -> float:
    """Intersection over union, 0 to 1."""
    shared = overlap(a, b)
    union = (a[1] - a[0]) + (b[1] - b[0]) - shared
    return shared / union if union else 0.0


def merge(ranges: Iterable[Range]) -> list[Range]:
    """Join ranges that overlap or touch; sorted.

    Example:
        >>> merge([(4, 6), (0, 2), (2, 5)])
        [(0, 6)]
    """
    out: list[Range] = []
    for start, end in sorted(ranges):
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(out[-1][1], end))
        else:
            out.append((start, end))
    return out


def strip(text: str, start: int, end: int, chars: str | None = None) -> Range:
    """Shrink a range until neither end holds white space (or one of `chars`).

    Returns:
        The shrunk range; (start, start) when nothing remains.

    Example:
        >>> strip("a  b ", 1, 5)
        (3, 4)
    """
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip(chars))
    if left == len(piece):
        return start, start
    return start + left, start + len(piece.rstrip(chars))


def excerpt(text: str, start: int, end: int) -> Excerpt:
    """Cut a non-empty range out of a text as evidence.

    Raises:
        ValueError: If the range is empty or reaches outside the text.
    """
    return Excerpt(start=start, end=end, text=text[start:end])
