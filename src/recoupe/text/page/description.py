"""Who published a page, who wrote it and when: as the user states, the markup says, or the lines show."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import msgspec

from recoupe.records import Access, Certainty, Known, KnownFrom, OutletFrom, Page, Published
from recoupe.text.normalise import fold, plain, straight
from recoupe.text.page.blocks import Block
from recoupe.text.page.metadata import (
    META_AUTHOR,
    META_OUTLET,
    META_UPDATED,
    PARENTHESIS,
    Found,
    Words,
    byline_of,
    dateline,
    domain_of,
    is_name,
    meta,
    published_of,
)
from recoupe.text.page.pagedate import Stated, find_days, instant
from recoupe.text.page.reading import BETWEEN, Reading, says_only_when
from recoupe.text.page.signature import is_newsroom, is_person, names_in, read_signature

# « © Le Phare 2026 », « Copyright 2026 The Harbour Post. All rights reserved »
RIGHTS = re.compile(
    r"(?:©|\([cC]\)|[Cc]opyright(?: ©)?)\s*(?:\d{4}(?:\s*[-–]\s*\d{4})?,?\s*)?(?:[-–]\s*)?"
    r"(?P<owner>[^\d.|,–©]{3,40}?)(?:,?\s*\d{4}(?:\s*[-–]\s*\d{4})?)?(?:\s*[.|,–-].{0,80})?"
)
MIN_LAST, LAST_SHARE = 4, 6  # lines at the end among which it stands: four, on long pages a sixth
SIGNED = re.compile(r"\b(?:[Pp]ar|[Bb]y) .+")
# « mis à jour à 09h42 » : an hour of the day of publication
HOUR = re.compile(r"\s*:?\s*(?:à|at)?\s*([01]?\d|2[0-3]) ?[:hH] ?([0-5]\d)?")
MAX_CUT_NOTE = 240  # characters of a line that says that the rest is for subscribers
# an author that is a site: « https://… », « Le Phare (www.phare.example) »
ADDRESS = re.compile(r"/|\bwww\.")
BEFORE_NAME = re.compile(r"\s*[•·|–—-]\s+")  # « 4 mai 2026 • Jeanne Morvan »
OUTLET_CERTAINTY: dict[OutletFrom, Certainty] = {"text": "resolved", "domain": "resolved", "file": "assumed"}


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """What is known about an article beside its words."""

    outlet: str
    outlet_from: OutletFrom
    byline: str | None
    credit: str | None
    url: str | None
    published: Published | None
    updated: str | None
    access: Access
    known: tuple[Known, ...]


def describe(page: Page, reading: Reading, words: Words) -> Facts:
    """Find byline, credit, outlet and day of publication in markup and in the lines left out as byline."""
    lines = _from_lines(reading.labelled("byline"), words)
    of = outlet_of(page, reading, words)
    byline, source, bracket = _byline(reading, lines, of, words)
    stated = lines.stated or _lone_day(reading, words)
    published = _published(published_of(page, reading.head, reading.structured, stated, of.url))
    return Facts(
        byline=byline, credit=bracket or lines.credit, outlet=of.name, outlet_from=of.source, url=of.url,
        published=published, updated=_updated(reading, words, published), access=_access(reading, words),
        known=tuple(_known(reading, source, of.source)),
    )  # fmt: skip


class Lines(msgspec.Struct, frozen=True, kw_only=True):
    """What the lines that sign and date a page state; None where they do not.

    Attributes:
        named: The first name.
        is_signed: True when words say that somebody signs (« par », « propos recueillis par »).
    """

    stated: Stated | None = None
    named: str | None = None
    is_signed: bool = False
    credit: str | None = None


def _byline(
    reading: Reading, lines: Lines, of: Named, words: Words
) -> tuple[str | None, KnownFrom | None, str | None]:
    """Who wrote it, how that is known, and what stands in brackets behind.

    The house's own name counts where nobody else is named and a line signs with it.
    """
    house = _house(reading, of)
    stated: tuple[tuple[KnownFrom, Sequence[str]], ...] = (
        ("json-ld", reading.structured.authors),
        ("meta", [a for a in (_meta_author(reading, words),) if a]),
        ("text", [lines.named] if lines.named else []),
    )
    for source, authors in stated:
        people = [p for p in (_person(a, house, words) for a in authors) if p is not None]
        if people:
            return ", ".join(dict.fromkeys(people)), source, byline_of(authors[-1])[1]
    return (lines.named, "text", None) if lines.is_signed and reading.is_markup else (None, None, None)


def _person(author: str, house: set[str], words: Words) -> str | None:
    """An author without « par » and agency (« Le Phare et AFP » stays whole); None for the house alone."""
    written = byline_of(author)[0] or ""
    name = read_signature(written, words.signing).names
    for own in house:  # « L'Écho du Blavet Yann Kerbrat »
        n = len(own.split())
        rest = name.split()[len(name.split()) - len(fold(name).split()) + n :]
        if fold(name).startswith(f"{own} ") and is_person(" ".join(rest)):
            return " ".join(rest)
    if name and fold(name) not in house:
        return name
    return written if written and fold(written) not in house and name != written else None


def _house(reading: Reading, of: Named) -> set[str]:
    """What the outlet calls itself: its systems write that where they know no author."""
    domain = domain_of(of.url) or domain_of(reading.head.canonical) or ""
    named = (of.name, reading.structured.publisher, meta(reading.head, META_OUTLET), reading.title.site)
    parts = domain.split(".")
    return {fold(n) for n in (*named, domain, *(parts[-2:-1])) if n} - {""}


def _meta_author(reading: Reading, words: Words) -> str | None:
    """An author of the meta tags; never an address. « twitter:label1 » says what « twitter:data1 » is."""
    head = reading.head
    for n in ("1", "2"):
        label, value = (meta(head, (f"twitter:{what}{n}",)) for what in ("label", "data"))
        if label and value and words.signing.before.match(f"{label} {value}"):
            return value
    author = meta(head, META_AUTHOR)
    return author if author and not ADDRESS.search(author) else None


class Named(NamedTuple):
    """An outlet, how it is known, and the page's address."""

    name: str
    source: OutletFrom
    url: str | None


def outlet_of(page: Page, reading: Reading, words: Words) -> Named:
    """Find who published a page; in a dump its lines may say so."""
    url = page.url or reading.head.canonical or meta(reading.head, ("og:url",))
    above = None
    if not reading.is_markup:
        lines = _from_lines(reading.labelled("byline"), words)
        # « Par Inès Valdor » is an author, « La rédaction » a part of some outlet
        unknown = lines.is_signed or is_newsroom(lines.named or "", words.signing)
        above = None if unknown else lines.named
    return Named(*_outlet(page, reading, above or _owner(reading, words), url), url)


def _known(reading: Reading, byline_from: KnownFrom | None, outlet_from: OutletFrom) -> Iterator[Known]:
    """Where headline, byline and outlet come from."""
    title = reading.title
    if title.text is not None and title.source is not None:
        certainty: Certainty = "resolved" if title.is_cut else "explicit"
        yield Known(
            field="headline",
            source=title.source,
            certainty="assumed" if title.source == "title" else certainty,
        )
    if byline_from is not None:
        yield Known(field="byline", source=byline_from, certainty="explicit")
    yield Known(field="outlet", source=outlet_from, certainty=OUTLET_CERTAINTY.get(outlet_from, "explicit"))


def _updated(reading: Reading, words: Words, published: Published | None) -> str | None:
    """The last change that the page states: in its data, else in a line (« Mis à jour le 6 mai à 9h42 »)."""
    for value in (reading.structured.modified, meta(reading.head, META_UPDATED)):
        if value and (at := instant(value)) is not None:
            return at
    for block in reading.labelled("byline"):
        if (said := words.updated.search(block.text)) is None:
            continue
        rest = block.text[said.end() :]
        for stated in find_days(rest, months=words.months, meridiem=words.meridiem):
            return stated.at
        clock = HOUR.match(rest)
        if clock is not None and published is not None:
            return f"{published.at[:10]}T{int(clock[1]):02}:{int(clock[2] or 0):02}"
    return None


def _access(reading: Reading, words: Words) -> Access:
    """What a reader without a subscription sees of the article."""
    for block in reading.left_out():
        line = straight(block.text)
        if len(line) <= MAX_CUT_NOTE and any(p.search(line) for p in words.cut):
            return "cut"
    return "whole" if reading.structured.is_free else "subscribers"


def _from_lines(blocks: Sequence[Block], words: Words) -> Lines:
    """Day, name and credit that the byline lines state; the first of each, but who is said to sign first."""
    stated: Stated | None = None
    named = credit = None
    is_said = False
    for block in blocks:
        found = dateline(block, words)
        if found is not None:
            stated = stated or found[0]
        text = _beside_day(found, words) if found is not None else block.text
        bare = words.published.sub("", words.updated.sub("", _nearest(text)))
        sign = read_signature(PARENTHESIS.sub("", bare), words.signing)
        name = byline_of(sign.names)[0]
        bracket = byline_of(text)[1]
        if name and (is_name(name) or is_newsroom(name, words.signing)):
            if named is None or (_is_people(name, words) and not _is_people(named, words)):
                named = name  # « Auteurs », then « Jeanne Morvan »
            is_said = is_said or sign.is_said
        credit = credit or bracket or _credit(text, words)
    return Lines(stated=stated, named=named, is_signed=is_said, credit=credit)


def _is_people(name: str, words: Words) -> bool:
    return any(names_in(name, words.signing)) or is_newsroom(name, words.signing)


def _beside_day(found: tuple[Stated, str, str], words: Words) -> str:
    """What stands beside the day in a line: before it, but for what signs behind it."""
    _, before, after = found
    behind = after.lstrip(" ,•·|–—-")
    if words.signing.before.match(behind):
        return behind
    if PARENTHESIS.search(after):
        return f"{before} {after}"
    if not before and BEFORE_NAME.match(after) and is_person(first := BETWEEN.split(behind)[0]):
        return first
    return before


def _nearest(text: str) -> str:
    """Part of a line beside its day that names the author, the whole line where it has one part.

    « Accueil | Par Jeanne Morvan | », « jeudi, par Jeanne Morvan »
    """
    names = [part for part in BETWEEN.split(text) if _can_sign(PARENTHESIS.sub("", part).strip())]
    if len(names) == 1:
        return names[0]
    said = SIGNED.search(text)
    if said is not None:
        return said.group()
    return names[-1] if names else text


def _can_sign(part: str) -> bool:
    return is_name(part) and not any(c.isdigit() for c in part)


def _lone_day(reading: Reading, words: Words) -> Stated | None:
    """The one day that lines of the page name, wherever it stands; with several, none is sure."""
    if not reading.is_markup:
        return None
    found = [dateline(b, words) for b in reading.left_out() if says_only_when(b, words)]
    days = {f[0].day: f[0] for f in found if f is not None}
    return next(iter(days.values())) if len(days) == 1 else None


def _credit(text: str, words: Words) -> str | None:
    found = words.credit.search(text)
    return found.group().strip(" ()") if found else None


def _outlet(page: Page, reading: Reading, named: str | None, url: str | None) -> tuple[str, OutletFrom]:
    """The outlet, and how it is known."""
    sources: tuple[tuple[str | None, OutletFrom], ...] = (
        (page.outlet if page.stated_by == "manifest" else None, "manifest"),
        (reading.structured.publisher, "json-ld"),
        (meta(reading.head, META_OUTLET), "site_name"),
        (reading.title.site or _named_above(reading, named), "text"),
        (page.outlet, "feed"),
        (domain_of(url), "domain"),
    )
    for value, source in sources:
        if value:
            return plain(value).strip(), source
    return _file_name(page.location), "file"


def _named_above(reading: Reading, named: str | None) -> str | None:
    """Outlet of a dump: an item above it, where the dateline names somebody too, else whom that names.

    « • Le Phare / • Temps de lecture : 2 min »: who stands in one group with the time of reading needs no
    dateline.
    """
    if (beside := _beside_reading_time(reading)) is not None or named is None:
        return beside
    if reading.is_markup:
        return named
    items = (b.text for b in reading.labelled("menu") if b.kind == "item" and len(b.text.split()) > 1)
    return next((text for text in items if is_name(text)), named)


def _owner(reading: Reading, words: Words) -> str | None:
    """Who holds the rights by the last lines (« © Le Phare 2026 »); an agency holds those of a picture."""
    blocks = reading.visible.blocks
    for block in reversed(blocks[-max(MIN_LAST, len(blocks) // LAST_SHARE) :]):
        found = RIGHTS.fullmatch(block.text)
        if found is not None and is_name(found["owner"]) and not words.credit.search(found["owner"]):
            return found["owner"]
    return None


def _beside_reading_time(reading: Reading) -> str | None:
    blocks, labels = reading.visible.blocks, reading.labels
    for i, label in enumerate(labels):
        if reading.is_markup or label != "reading_time" or blocks[i].kind != "item" or i == 0:
            continue
        above = blocks[i - 1]
        if labels[i - 1] == "menu" and above.kind == "item" and blocks[i].gap == 0 and is_name(above.text):
            return above.text
    return None


def _file_name(location: str) -> str:
    return location.replace("\\", "/").rstrip("/").rsplit("/", 1)[-1] or location


def _published(found: Found | None) -> Published | None:
    if found is None:
        return None
    day = found.value[:10]
    return Published(
        at=found.value,
        source=found.source,
        earliest=day,
        latest=day,
        certainty="resolved" if found.source == "url" else "explicit",
    )
