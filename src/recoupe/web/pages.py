"""The list of stories, an article, help; and what every page is answered with."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, cast

from litestar import Request, Response, get
from litestar.params import FromPath  # noqa: TC002  # the routes' annotations are read at run time

from recoupe.records import Article, Entity
from recoupe.store.listing import StoryQuery
from recoupe.store.port import Store
from recoupe.view.load import load_article, load_page
from recoupe.web.face import Face

if TYPE_CHECKING:
    from litestar.handlers import HTTPRouteHandler

Asked = Request[Any, Any, Any]
STORIES_PER_PAGE = 30
MAX_WORDS = 200  # code points of a search: longer ones are no search
ENTITIES_FOUND = 8
DAY = re.compile(r"\d{4}-\d\d-\d\d")
FILTERS = ("words", "outlet", "language", "since", "until", "one_origin", "disputed")


def html(body: str, status: int = 200) -> Response[str]:
    """A page; the same address may hold it in two languages."""
    return Response(
        body,
        media_type="text/html",
        status_code=status,
        headers={"vary": "Accept-Language", "cache-control": "no-cache"},
    )


def store_of(request: Asked) -> Store:
    """The store that the application shows."""
    return cast("Store", request.app.state["store"])


def read_query(given: dict[str, str]) -> StoryQuery:
    """What a query of an address asks for; what is no day asks for nothing."""
    return StoryQuery(
        words=given.get("words", "")[:MAX_WORDS].strip(),
        outlet=given.get("outlet", ""),
        language=given.get("language", ""),
        since=day if DAY.fullmatch(day := given.get("since", "")) else "",
        until=day if DAY.fullmatch(day := given.get("until", "")) else "",
        one_origin="one_origin" in given,
        disputed="disputed" in given,
    )


@get("/", sync_to_thread=True, include_in_schema=False)
def stories(request: Asked) -> Response[str]:
    """The list of stories, newest first, those that are asked for."""
    store, face = store_of(request), Face(request)
    query = read_query(face.query)
    listed = load_page(store, query, face.number("page"), STORIES_PER_PAGE)
    found = store.find_entities(query.words, ENTITIES_FOUND) if query.words else []
    return html(
        face.render(
            "stories.html",
            listed=listed,
            query=query,
            is_filtered=query != StoryQuery(),
            kept={name: face.query[name] for name in FILTERS if name in face.query},
            entities=[store.one(Entity, entity_id) for entity_id in found],
            outlets=store.outlets(),
            languages=store.languages(),
        )
    )


@get("/articles/{article_id:str}", sync_to_thread=True, include_in_schema=False)
def article(request: Asked, article_id: FromPath[str]) -> Response[str]:
    """An article with what the account quotes, its statements, dates and names marked."""
    face = Face(request)
    view = load_article(store_of(request), article_id)
    return html(
        face.render(
            "article.html",
            view=view,
            article=view.article,
            shows_left_out=face.query.get("left_out") == "1",
            is_plain=face.query.get("plain") == "1",
        )
    )


@get("/articles/{article_id:str}/raw", sync_to_thread=True, include_in_schema=False)
def raw(request: Asked, article_id: FromPath[str]) -> Response[str]:
    """The page as it was read, as plain text to keep: markup is shown, never run."""
    store = store_of(request)
    known = store.one(Article, article_id)
    text = store.page(known.page_id).content.decode(known.charset, errors="replace")
    return Response(
        text,
        media_type="text/plain",
        headers={"content-disposition": f'attachment; filename="{article_id}.txt"'},
    )


@get("/help", sync_to_thread=True, include_in_schema=False)
def help_page(request: Asked) -> Response[str]:
    """Keys, marks, and how it is counted."""
    return html(Face(request).render("help.html"))


HANDLERS: list[HTTPRouteHandler] = [stories, article, raw, help_page]
