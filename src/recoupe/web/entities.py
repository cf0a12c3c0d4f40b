"""The pages of persons, bodies and places."""

from __future__ import annotations

from typing import TYPE_CHECKING

from litestar import Response, get
from litestar.params import FromPath  # noqa: TC002  # the routes' annotations are read at run time

from recoupe.view.daydrawing import draw_company
from recoupe.view.entity import load_entity
from recoupe.web.face import Face
from recoupe.web.pages import Asked, html, store_of

if TYPE_CHECKING:
    from litestar.handlers import HTTPRouteHandler


@get("/entities/{entity_id:str}", sync_to_thread=True, include_in_schema=False)
def entity(request: Asked, entity_id: FromPath[str]) -> Response[str]:
    """What somebody said, on which occasions, in which outlets, in whose company."""
    face = Face(request)
    view = load_entity(store_of(request), entity_id, face.number("page"))
    company = draw_company(face.say, [(row.name, row.days) for row in view.company], "company-table")
    return html(face.render("entity.html", entity=view, company=company))


HANDLERS: list[HTTPRouteHandler] = [entity]
