"""Feeds, OPML and sitemaps: lists of pages to read, and of further lists.

RSS and Atom are read by feedparser, JSON Feed, OPML and sitemaps here. No entity is ever expanded and nothing
a list names is loaded by reading it: a list that declares entities is refused before any parser sees it.
"""

from __future__ import annotations

import io
import re
from calendar import timegm
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, Literal
from urllib.parse import urljoin

import feedparser
import msgspec
from lxml import etree

from recoupe.inputs.refusals import Refused
from recoupe.text.page.decode import decode
from recoupe.text.page.metadata import domain_of

Kind = Literal["feed", "opml", "sitemap", "sitemap_index"]

MAX_BYTES = 5_000_000  # a sitemap of 50,000 addresses, the most one may hold, has 4 to 5 million
MAX_TAGS = (
    200_000  # of a feed, by a count of « < »: 300 whole articles have 90,000; the parser takes 15 s for them
)
MAX_LINKS = 5_000  # pages taken from one list: its newest where it is in that order
MAX_LISTS = 1_000  # lists named by one list
ROOTS: dict[str, Kind] = {
    "rss": "feed", "feed": "feed", "rdf": "feed", "opml": "opml", "urlset": "sitemap",
    "sitemapindex": "sitemap_index",
}  # fmt: skip
ROOT = re.compile(
    r"\s*(?:<\?[^>]*>\s*|<!--.*?-->\s*|<!DOCTYPE[^>\[]*(?:\[[^\]]*\]\s*)?>\s*)*<(?:\w+:)?(\w+)", re.S | re.I
)
ENTITY = re.compile(r"<!ENTITY", re.IGNORECASE)
HEAD = 100_000  # characters in which the root element must begin
JSON_FEED = "https://jsonfeed.org/version/"
FEED_TYPES = frozenset({"application/rss+xml", "application/atom+xml", "application/feed+json"})
LINK = re.compile(r"<link\b[^>]{1,2000}>", re.IGNORECASE)  # of a page's head
ATTRIBUTE = re.compile(r"""([a-z]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)


class Link(msgspec.Struct, frozen=True, kw_only=True):
    """A page that a list names, with what the list says of it.

    Attributes:
        outlet: Publisher as the list names it; of an aggregated feed the real one (`<source url>`).
        published: ISO 8601, as precise as it is written.
    """

    url: str
    outlet: str | None = None
    published: str | None = None


class Listing(msgspec.Struct, frozen=True, kw_only=True):
    """What a list names, in its order, each once.

    Attributes:
        lists: Further lists: feeds of an OPML file, parts of a sitemap.
        n_more: How many pages or lists it names beyond those that are taken.
    """

    kind: Kind
    links: tuple[Link, ...] = ()
    lists: tuple[str, ...] = ()
    n_more: int = 0


def read_listing(content: bytes, url: str, charset: str | None = None) -> Listing | None:
    """Read a list.

    Args:
        content: Its bytes, decompressed.
        url: Where it came from: what relative addresses are relative to.
        charset: As the server declared it.

    Returns:
        What it names; None where the bytes are no list.

    Raises:
        Refused: `entities` or `too_large`.
    """
    decoded = decode(content, charset)
    if decoded is None:
        return None
    text = decoded[0]
    if text.lstrip().startswith("{"):
        return _json_feed(text, url)
    found = ROOT.match(text, 0, HEAD)
    kind = ROOTS.get(found[1].lower()) if found else None
    if kind is None:
        return None
    if len(content) > MAX_BYTES:
        raise Refused("too_large", f"{len(content)} bytes, at most {MAX_BYTES} of a list are read")
    if ENTITY.search(text):
        raise Refused("entities", "the list declares XML entities, which are never expanded")
    if kind == "feed":
        if (n_tags := text.count("<")) > MAX_TAGS:
            raise Refused("too_large", f"{n_tags} tags, at most {MAX_TAGS} of a feed are read")
        return _feed(text, url)
    return _opml(text, url) if kind == "opml" else _sitemap(text, url, kind)


def feeds_of(content: bytes, url: str, charset: str | None = None) -> tuple[str, ...]:
    """Feeds that a page's head names (`<link rel="alternate" type="application/rss+xml">`), in its order."""
    decoded = decode(content, charset)
    out: list[str] = []
    for tag in LINK.finditer(decoded[0][:HEAD] if decoded else ""):
        stated = {k.lower(): a or b or c for k, a, b, c in ATTRIBUTE.findall(tag.group())}
        if "alternate" in stated.get("rel", "").lower() and stated.get("type", "").lower() in FEED_TYPES:
            out += _joined(url, stated.get("href"))
    return tuple(dict.fromkeys(out))


# --- feeds -------------------------------------------------------------------------------------------


def _feed(text: str, url: str) -> Listing | None:
    body = text.partition("?>")[2] if text.lstrip().startswith("<?xml") else text  # its charset is ours now
    parsed: Any = feedparser.parse(
        io.BytesIO(body.encode()),
        response_headers={"content-type": "application/xml; charset=utf-8"},
        sanitize_html=False,  # nothing of an entry is shown: its page is fetched
        resolve_relative_uris=False,
    )
    own = _text(parsed.feed.get("title"))
    links = (
        Link(
            url=link,
            outlet=_text(entry.get("source", {}).get("title"))
            or (own if domain_of(link) == domain_of(url) else None),
            published=_instant(entry),
        )
        for entry in parsed.entries
        for link in _joined(url, entry.get("link") or _permalink(entry))
    )
    return _listing("feed", links)


def _permalink(entry: Any) -> str | None:
    """The id of an entry that has no link, where it is an address."""
    found = entry.get("id") or ""
    return found if found.startswith(("http://", "https://")) else None


def _instant(entry: Any) -> str | None:
    """When an entry was published, in its own time zone where that is written."""
    written = _text(entry.get("published")) or _text(entry.get("updated"))
    if written is None:
        return None
    with suppress(ValueError, TypeError, OverflowError):
        return parsedate_to_datetime(written).isoformat()
    with suppress(ValueError):
        return datetime.fromisoformat(written).isoformat()
    parsed = entry.get("published_parsed") or entry.get("updated_parsed")
    if parsed is None:
        return None
    with suppress(ValueError, OverflowError):
        return datetime.fromtimestamp(timegm(parsed), UTC).isoformat()
    return None


class _Item(msgspec.Struct):
    url: str | None = None
    external_url: str | None = None
    date_published: str | None = None


class _JsonFeed(msgspec.Struct):
    version: str = ""
    title: str | None = None
    items: list[_Item] = []


def _json_feed(text: str, url: str) -> Listing | None:
    try:
        feed = msgspec.json.decode(text.encode("utf-8", "replace"), type=_JsonFeed)
    except (msgspec.DecodeError, RecursionError):
        return None
    if not feed.version.startswith(JSON_FEED):
        return None
    links = (
        Link(
            url=link,
            outlet=_text(feed.title) if domain_of(link) == domain_of(url) else None,
            published=item.date_published,
        )
        for item in feed.items
        for link in _joined(url, item.url or item.external_url)
    )
    return _listing("feed", links)


# --- OPML and sitemaps -------------------------------------------------------------------------------


def _opml(text: str, url: str) -> Listing:
    lists = (
        link
        for element in _elements(text)
        if _name(element) == "outline"
        for link in _joined(url, element.get("xmlUrl") or element.get("xmlurl"))
    )
    return _listing("opml", (), lists)


def _sitemap(text: str, url: str, kind: Kind) -> Listing:
    """A sitemap's pages, with what its news part says of them; an index's sitemaps."""
    if kind == "sitemap_index":
        parts = (place for entry in _entries(text, "sitemap") for place in _joined(url, entry.get("loc")))
        return _listing(kind, (), parts)
    links = (
        Link(url=link, outlet=_text(entry.get("name")), published=_text(entry.get("publication_date")))
        for entry in _entries(text, "url")
        for link in _joined(url, entry.get("loc"))
    )
    return _listing(kind, links)


def _elements(text: str) -> Iterator[Any]:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, recover=True, huge_tree=False
    )
    root = etree.fromstring(_declared_utf8(text), parser)
    if root is not None:
        yield from root.iter(etree.Element)


def _entries(text: str, name: str) -> Iterator[dict[str, str]]:
    """The first text of every element below each element of a name, by local name."""
    for element in _elements(text):
        if _name(element) == name:
            found: dict[str, str] = {}
            for inner in element.iter(etree.Element):
                if inner.text and inner.text.strip():
                    found.setdefault(_name(inner), inner.text.strip())
            yield found


def _declared_utf8(text: str) -> bytes:
    body = text.partition("?>")[2] if text.lstrip().startswith("<?xml") else text
    return body.strip().encode("utf-8", "replace")


def _name(element: Any) -> str:
    return str(element.tag).rpartition("}")[2].lower()


# --- both --------------------------------------------------------------------------------------------


def _listing(kind: Kind, links: Iterable[Link], lists: Iterable[str] = ()) -> Listing:
    """Each page and list once, as many as are taken."""
    once = {link.url: link for link in reversed(list(links))}
    pages = list(reversed(once.values()))
    further = list(dict.fromkeys(lists))
    more = max(0, len(pages) - MAX_LINKS) + max(0, len(further) - MAX_LISTS)
    return Listing(kind=kind, links=tuple(pages[:MAX_LINKS]), lists=tuple(further[:MAX_LISTS]), n_more=more)


def _joined(base: str, link: str | None) -> list[str]:
    """A link made absolute; none where there is none."""
    if not link or not link.strip():
        return []
    try:
        return [urljoin(base, link.strip())]
    except ValueError:
        return []


def _text(value: object) -> str | None:
    """A value as one line; None where it is empty or something else."""
    if not isinstance(value, str):
        return None
    return " ".join(re.sub(r"<[^>]{0,200}>", " ", value).split()) or None
