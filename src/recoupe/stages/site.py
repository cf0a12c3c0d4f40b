"""What each outlet repeats on its pages, found in the lines of the whole collection."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from recoupe.ids import make_id
from recoupe.records import Repeated, ShortLines
from recoupe.text.page.repetition import PageMarks, join, repeated, split

VERSION = 1


def site(pages: Iterable[ShortLines]) -> Sequence[Repeated]:
    """Find the lines that an outlet repeats.

    Args:
        pages: Of the whole collection, in any order.

    Returns:
        One record a page that has such lines, by page; a page is cleaned again only when its own changed.
    """
    ordered = sorted((page for page in pages if page.outlet), key=lambda page: page.page_id)
    by_outlet: dict[str, list[PageMarks]] = {}
    for page in ordered:
        marks = PageMarks(short=split(page.short), prose=split(page.prose))
        by_outlet.setdefault(page.outlet, []).append(marks)
    found = repeated(by_outlet)
    out = []
    for page in ordered:
        if mine := split(page.short) & found[page.outlet]:
            out.append(Repeated(id=make_id("repeated", page.page_id), page_id=page.page_id, marks=join(mine)))
    return out
