"""The same data as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from litestar import Request, Response, get
from litestar.params import FromPath  # noqa: TC002  # the routes' annotations are read at run time

from recoupe.store.port import Store
from recoupe.view.article import ArticleView
from recoupe.view.load import load_article, load_stories, load_story
from recoupe.view.rows import StoryRow, StoryView

if TYPE_CHECKING:
    from litestar.handlers import HTTPRouteHandler

Asked = Request[Any, Any, Any]


def problem(kind: str, status: int, detail: str) -> Response[dict[str, Any]]:
    """An error as RFC 9457 has it; `type` is the class of the error."""
    return Response(
        {"type": kind, "status": status, "detail": detail},
        media_type="application/problem+json",
        status_code=status,
    )


def _store(request: Asked) -> Store:
    store: Store = request.app.state["store"]
    return store


@get("/api/stories", sync_to_thread=True)
def list_stories(request: Asked) -> tuple[StoryRow, ...]:
    """Every story, newest first."""
    return load_stories(_store(request))


@get("/api/stories/{story_id:str}", sync_to_thread=True)
def read_story(request: Asked, story_id: FromPath[str]) -> StoryView:
    """A story's account."""
    return load_story(_store(request), story_id)


@get("/api/articles/{article_id:str}", sync_to_thread=True)
def read_article(request: Asked, article_id: FromPath[str]) -> ArticleView:
    """An article as paragraphs of tokens, every quoted span marked."""
    return load_article(_store(request), article_id)


HANDLERS: list[HTTPRouteHandler] = [list_stories, read_story, read_article]
