"""The short lines of a page: what may be furniture if its outlet repeats it."""

from __future__ import annotations

from collections.abc import Mapping

from recoupe.ids import make_id
from recoupe.lang.blocks import page_lexicon
from recoupe.lang.outlets import Outlets, shipped
from recoupe.lang.pack import LanguagePack
from recoupe.records import Page, ShortLines
from recoupe.text.normalise import fold
from recoupe.text.page.description import outlet_of
from recoupe.text.page.metadata import domain_of
from recoupe.text.page.reading import Refused, skim
from recoupe.text.page.repetition import join, marks_of

VERSION = 2


def lines(page: Page, *, packs: Mapping[str, LanguagePack], outlets: Outlets | None = None) -> ShortLines:
    """Take the marks of a page's lines; nothing is extracted, so that this costs a third of cleaning.

    Args:
        page: Bytes with what the way in knows about them.
        packs: Boilerplate tables.
        outlets: Facts about outlets; None: those that are shipped.

    Returns:
        No marks where the page cannot be read, which `clean` says, or names no outlet.
    """
    lexicon = page_lexicon(packs)
    try:
        reading = skim(page, lexicon)
    except Refused:
        return no_lines(page)
    named = outlet_of(page, reading, lexicon.words)
    if named.source == "file":
        return no_lines(page)
    domain = domain_of(reading.head.canonical) or domain_of(named.url)
    outlet = (outlets or shipped()).shown_name(named.name, named.source, domain)
    marks = marks_of(reading.visible.blocks)
    return ShortLines(
        id=make_id("lines", page.id),
        page_id=page.id,
        outlet=fold(outlet),
        short=join(marks.short),
        prose=join(marks.prose),
    )


def no_lines(page: Page) -> ShortLines:
    """A page whose lines are compared with no other's."""
    return ShortLines(id=make_id("lines", page.id), page_id=page.id, outlet="", short=b"", prose=b"")
