"""Atom feeds: stories, and what is new in one story."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement, indent, register_namespace, tostring

import msgspec
from litestar import Response, get
from litestar.params import FromPath  # noqa: TC002  # the routes' annotations are read at run time

from recoupe.store.port import Store
from recoupe.view.controls import show_controls
from recoupe.view.days import write_published, write_span
from recoupe.view.load import load_page, load_story
from recoupe.view.origins import write_origins
from recoupe.view.rows import StoryRow, StoryView
from recoupe.view.wording import write_change, write_size, write_why
from recoupe.web.face import Face
from recoupe.web.pages import Asked, read_query, store_of

if TYPE_CHECKING:
    from litestar.handlers import HTTPRouteHandler

ATOM = "http://www.w3.org/2005/Atom"
ENTRIES = 50  # entries of a feed
EPOCH = "1970-01-01T00:00:00+00:00"  # of what has no instant


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One entry; `updated` is an ISO 8601 instant, `href` a path of this server."""

    id: str
    title: str
    summary: str
    href: str
    updated: str


@get("/feed.atom", sync_to_thread=True, include_in_schema=False)
def stories_feed(request: Asked) -> Response[bytes]:
    """Stories, newest first; takes what the list takes."""
    face, store = Face(request), store_of(request)
    rows = load_page(store, read_query(face.query), size=ENTRIES).rows
    entries = [_story_entry(face, store, row) for row in rows]
    return _feed(request, face, face.say("page.stories"), entries)


@get("/stories/{story_id:str}/feed.atom", sync_to_thread=True, include_in_schema=False)
def story_feed(request: Asked, story_id: FromPath[str]) -> Response[bytes]:
    """What is new in a story: its log, its articles, its differences, the account itself."""
    face, store = Face(request), store_of(request)
    view = load_story(store, story_id)
    made_at = _made(store, story_id)
    entries = sorted(_changes(face, store, view, made_at), key=lambda e: (e.updated, e.id), reverse=True)
    return _feed(request, face, show_controls(view.headline), entries[:ENTRIES])


def _story_entry(face: Face, store: Store, row: StoryRow) -> Entry:
    say = face.say
    parts = [write_span(say, row), say.count("unit.article", row.n_articles)]
    if row.n_one_origin:
        parts.append(say.count("page.n_one_origin", row.n_one_origin))
    if row.n_differences:
        parts.append(say.count("unit.difference", row.n_differences))
    return Entry(
        id=f"urn:recoupe:{row.id}",
        title=show_controls(row.headline),
        summary=" · ".join(parts),
        href=face.href("stories", row.id),
        updated=_made(store, row.id),
    )


def _changes(face: Face, store: Store, view: StoryView, made_at: str) -> Iterator[Entry]:
    say = face.say
    made = store.made("account", view.id)
    lines = [f"{show_controls(c.text)} — {write_origins(say, c.corroboration)}" for c in view.claims[:5]]
    yield Entry(
        id=f"urn:recoupe:{view.id}:{made.outputs if made else ''}",
        title=say("feed.account", headline=show_controls(view.headline)),
        summary="\n".join([write_size(say, view), *lines]),
        href=face.href("stories", view.id),
        updated=made_at,
    )
    for change in view.changes:
        yield Entry(
            id=f"urn:recoupe:{change.id}",
            title=f"{show_controls(view.headline)}{say('page.colon')}{write_change(say, change, view)}",
            summary=show_controls(change.why),
            href=face.href("stories", view.id, fragment="log"),
            updated=_instant(change.on or None) or made_at,
        )
    for row in view.articles:
        headline = _headline(face, row.headline)
        yield Entry(
            id=f"urn:recoupe:{view.id}:{row.id}",
            title=say("feed.article", outlet=show_controls(row.outlet), headline=headline),
            summary=write_published(say, row),
            href=face.href("articles", row.id),
            updated=_instant(row.published_at) or made_at,
        )
    for difference in view.differences:
        texts = " / ".join(show_controls(place.text) for place in (difference.a, difference.b))
        yield Entry(
            id=f"urn:recoupe:{difference.id}",
            title=say("feed.difference", kind=say(f"difference.{difference.type}")),
            summary=f"{texts} ({write_why(say, difference)})",
            href=face.href("stories", view.id, fragment="differs"),
            updated=made_at,
        )


def _headline(face: Face, headline: str | None) -> str:
    return show_controls(headline or face.say("page.no_headline"))


def _made(store: Store, story_id: str) -> str:
    made = store.made("account", story_id)
    return made.finished_at if made else EPOCH


def _instant(at: str | None) -> str | None:
    """An instant as Atom has it; a day begins at midnight, an hour without an offset is taken as UTC."""
    if at is None:
        return None
    day, _, hour = at.partition("T")
    if not hour:
        return f"{day}T00:00:00+00:00"
    return at if "+" in hour or "-" in hour or hour.endswith("Z") else f"{at}+00:00"


def _feed(request: Asked, face: Face, title: str, entries: Iterable[Entry]) -> Response[bytes]:
    """Write a feed; every word of an article is text, never markup."""
    register_namespace("", ATOM)
    base = str(request.base_url).rstrip("/")
    rows = list(entries)
    feed = Element(f"{{{ATOM}}}feed", {"{http://www.w3.org/XML/1998/namespace}lang": face.say.language})
    _add(feed, "title", face.say("page.title", title=title))
    _add(feed, "id", f"urn:recoupe:{request.url.path}")
    _add(feed, "updated", max((entry.updated for entry in rows), default=EPOCH))
    SubElement(feed, f"{{{ATOM}}}link", rel="self", href=f"{base}{face.here()}")
    _add(SubElement(feed, f"{{{ATOM}}}author"), "name", "recoupe")
    for row in rows:
        entry = SubElement(feed, f"{{{ATOM}}}entry")
        _add(entry, "title", row.title)
        _add(entry, "id", row.id)
        _add(entry, "updated", row.updated)
        _add(entry, "summary", row.summary)
        SubElement(entry, f"{{{ATOM}}}link", rel="alternate", href=f"{base}{row.href}")
    indent(feed)
    return Response(
        tostring(feed, encoding="utf-8", xml_declaration=True),
        media_type="application/atom+xml; charset=utf-8",
        headers={"cache-control": "no-cache", "vary": "Accept-Language"},
    )


def _add(parent: Element, name: str, text: str) -> None:
    SubElement(parent, f"{{{ATOM}}}{name}").text = "".join(c for c in text if c >= " " or c in "\n\t")


HANDLERS: list[HTTPRouteHandler] = [stories_feed, story_feed]
