"""Headline, author, outlet, credit and day of publication: each with the place it was taken from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import urlsplit

import msgspec

from recoupe.records import KnownFrom, Page, PublishedFrom
from recoupe.text.normalise import fold, plain
from recoupe.text.page.blocks import Block, Head
from recoupe.text.page.pagedate import Stated, day_in_url, find_days, instant
from recoupe.text.page.signature import Signing
from recoupe.text.page.structured import Structured

# « Le pont ferme | Le Phare », « Le pont ferme - Le Phare » : the outlet behind the last separator
SUFFIX = re.compile(r"\s+[|·•–—-]\s+(?P<outlet>[^|·•–—]{2,40})$|\s*\|\s*(?P<bar>[^|]{2,40})$")
PARENTHESIS = re.compile(r"\s*\(([^()]{2,60})\)\s*$")  # « Solange Auzeral (avec AFP) »
NAME = re.compile(r"^(?:(?:[Pp]ar|[Bb]y)\s+)?(?P<name>[^\d|]{3,120}?)\s*(?:[-–—|·,]\s*)?$")
META_PUBLISHED = (
    "article:published_time", "og:article:published_time", "og:published_time", "datepublished", "date",
    "dc.date", "dc.date.issued", "dcterms.date", "dcterms.created", "date.issued", "pubdate", "publishdate",
    "publish-date", "publication_date", "parsely-pub-date", "sailthru.date", "article.published",
    "cxenseparse:recs:publishtime", "rnews:datepublished", "article_date_original", "originalpublicationdate",
)  # fmt: skip
META_UPDATED = (
    "article:modified_time", "og:updated_time", "og:article:modified_time", "datemodified",
    "dcterms.modified",
    "dc.date.modified", "lastmod", "last-modified", "parsely-mod-date",
)  # fmt: skip
META_HEADLINE = ("og:title", "twitter:title", "dc.title", "title")
META_AUTHOR = ("author", "article:author", "dc.creator", "byl", "parsely-author", "sailthru.author")
META_OUTLET = ("og:site_name", "application-name", "publisher", "dc.publisher")
MAX_HEADLINE = 300
MAX_NAME_WORDS = 8  # « Jeanne Morvan et Paul Le Goff, à Brest »
MIN_NAME = 3  # letters; shorter words at the end are prepositions


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """A value and where it was found."""

    value: str
    source: PublishedFrom


class Words(msgspec.Struct, frozen=True, kw_only=True):
    """What the languages at hand bring to reading metadata.

    Attributes:
        months, meridiem: As in the boilerplate table.
        published: Words before a day of publication, one pattern.
        updated: Words before a date that is not the day of publication, one pattern.
        cut: Lines that say that the rest of the article is for subscribers.
        credit: A wire credit in brackets or standing alone, one pattern.
        signing: What reading signatures takes.
    """

    months: Mapping[str, int]
    meridiem: Mapping[str, int]
    published: re.Pattern[str]
    updated: re.Pattern[str]
    credit: re.Pattern[str]
    signing: Signing
    cut: tuple[re.Pattern[str], ...] = ()


def meta(head: Head, names: Sequence[str]) -> str | None:
    """First value of the first of these meta names that the page has."""
    for name in names:
        for key, value in head.meta:
            if key == name:
                return value
    return None


class Title(msgspec.Struct, frozen=True, kw_only=True):
    """A headline.

    Attributes:
        text: None where the page has none.
        source: Where it was taken from.
        site: Outlet that the title names behind it, or None.
        is_cut: True when an outlet was cut off it.
    """

    text: str | None = None
    source: KnownFrom | None = None
    site: str | None = None
    is_cut: bool = False


def headline_of(head: Head, structured: Structured, titles: Sequence[str]) -> Title:
    """Headline, and the outlet that the title element names after it.

    Args:
        head: The page's head.
        structured: Its JSON-LD.
        titles: Text of its h1 blocks.
    """
    candidates: tuple[tuple[KnownFrom, str | None], ...] = (
        ("meta", meta(head, META_HEADLINE[:1])),
        ("json-ld", structured.headline),
        ("heading", titles[0] if titles else None),
        ("meta", meta(head, META_HEADLINE[1:])),
        ("title", head.title),
    )
    source, best = next(((s, c) for s, c in candidates if c and c.strip()), (None, None))
    if best is None:
        return Title()
    bare, outlet = split_title(best, titles)
    is_cut = outlet is not None
    if outlet is None and head.title:
        outlet = split_title(head.title, [bare, *titles])[1]
    return Title(text=bare[:MAX_HEADLINE], source=source, site=outlet, is_cut=is_cut)


def split_title(title: str, known: Sequence[str]) -> tuple[str, str | None]:
    """Take the outlet off a title; a dash is a separator only where the page confirms it.

    Example:
        >>> split_title("Le pont ferme | Le Phare", [])
        ('Le pont ferme', 'Le Phare')
        >>> split_title("Le pont ferme - la ville proteste", ["Le pont ferme - la ville proteste"])
        ('Le pont ferme - la ville proteste', None)
    """
    title = " ".join(plain(title).split())
    if any(fold(title) == fold(k) for k in known):
        return title, None
    found = SUFFIX.search(title)
    if found is None:
        return title, None
    bare = title[: found.start()].strip()
    sure = "|" in found.group() or any(fold(bare) == fold(k) for k in known)
    return (
        (bare, (found["outlet"] or found["bar"]).strip()) if bare and (sure or not known) else (title, None)
    )


def byline_of(line: str) -> tuple[str | None, str | None]:
    """Author and what stands in brackets behind, of a byline's text.

    Example:
        >>> byline_of("Par Jeanne Morvan (avec AFP)"), byline_of("Jeanne Morvan -")
        (('Jeanne Morvan', 'avec AFP'), ('Jeanne Morvan', None))
    """
    credit = None
    if found := PARENTHESIS.search(line):
        credit, line = found[1].strip(), line[: found.start()]
    name = NAME.match(line.strip())
    return (name["name"].strip() or None if name else None), credit


def is_name(text: str) -> bool:
    """Tell whether a byline's text can be a name: a few words, half with a capital, no « le » or « on » last.

    Example:
        >>> is_name("Jeanne Morvan"), is_name("L'Écho de l'Orne"), is_name("Publié le")
        (True, True, False)
    """
    words = text.split()
    if not 0 < len(words) <= MAX_NAME_WORDS or len(text) < MIN_NAME or "//" in text or ":" in text:
        return False
    open_end = words[-1].islower() and len(words[-1]) <= MIN_NAME
    return sum(any(c.isupper() for c in w) for w in words) * 2 >= len(words) and not open_end


def dateline(block: Block, words: Words) -> tuple[Stated, str, str] | None:
    """Read a line that states a day of publication.

    Returns:
        The day, what stands before it and what stands after it; None where the line states none, or only
        the day of an update.
    """
    for stated in find_days(block.text, months=words.months, meridiem=words.meridiem):
        before = block.text[: stated.start]
        if not words.updated.search(before[-40:]):
            return stated, before.strip(), block.text[stated.end :].strip()
    return None


def published_of(
    page: Page, head: Head, structured: Structured, line: Stated | None, url: str | None
) -> Found | None:
    """Day or instant of publication; never the day of a change.

    The manifest is what the user says, so it comes first; then what the page says of itself, from the most
    to the least reliable; then the feed that led to it, whose date may be that of an update; a visible line
    before the URL, which knows no time.
    """
    given = instant(page.published) if page.published else None
    stated: tuple[tuple[PublishedFrom, str | None], ...] = (
        ("manifest", given if page.stated_by == "manifest" else None),
        ("json-ld", instant(structured.published) if structured.published else None),
        ("meta", _first_instant(meta(head, (name,)) for name in META_PUBLISHED)),
        ("text", line.at if line is not None else None),
        ("time", _first_instant(head.times[:1])),
        ("feed", given if page.stated_by == "feed" else None),
        ("url", day_in_url(url) if url else None),
    )
    for source, at in stated:
        if at is not None:
            return Found(value=at, source=source)
    return None


def domain_of(url: str | None) -> str | None:
    """Host of a URL without `www.`.

    Example:
        >>> domain_of("https://www.journal.example/a"), domain_of("/a/b")
        ('journal.example', None)
    """
    if url is None:
        return None
    try:
        host = urlsplit(url).hostname
    except ValueError:
        return None
    return host.removeprefix("www.") if host else None


def _first_instant(values: Iterable[str | None]) -> str | None:
    for value in values:
        if value and (at := instant(value)):
            return at
    return None
