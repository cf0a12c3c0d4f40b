"""The pages: stories, a story's account, an article."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from litestar import Request, Response, get
from litestar.params import FromPath  # noqa: TC002  # the routes' annotations are read at run time

from recoupe.records import Article
from recoupe.store.port import Store
from recoupe.view.chains import group_chains
from recoupe.view.load import load_article, load_stories, load_story
from recoupe.web.face import Face

if TYPE_CHECKING:
    from litestar.handlers import HTTPRouteHandler

Asked = Request[Any, Any, Any]


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


@get("/", sync_to_thread=True, include_in_schema=False)
def stories(request: Asked) -> Response[str]:
    """The list of stories, newest first."""
    rows = load_stories(store_of(request))
    return html(Face(request).render("stories.html", stories=rows))


@get("/stories/{story_id:str}", sync_to_thread=True, include_in_schema=False)
def story(request: Asked, story_id: FromPath[str]) -> Response[str]:
    """A story's account."""
    view = load_story(store_of(request), story_id)
    return html(Face(request).render("story.html", story=view, chains=group_chains(view)))


@get("/articles/{article_id:str}", sync_to_thread=True, include_in_schema=False)
def article(request: Asked, article_id: FromPath[str]) -> Response[str]:
    """An article with every quoted span marked."""
    view = load_article(store_of(request), article_id)
    return html(Face(request).render("article.html", view=view, article=view.article))


@get("/articles/{article_id:str}/raw", sync_to_thread=True, include_in_schema=False)
def raw(request: Asked, article_id: FromPath[str]) -> Response[str]:
    """The page as it was read, as plain text: markup is shown, never run."""
    store = store_of(request)
    known = store.one(Article, article_id)
    text = store.page(known.page_id).content.decode(known.charset, errors="replace")
    return Response(text, media_type="text/plain")


HANDLERS: list[HTTPRouteHandler] = [stories, story, article, raw]
