"""The application: its routes, its headers, its limits."""

from __future__ import annotations

import logging
import secrets
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from litestar import Litestar, Request, Response, get
from litestar.config.csrf import CSRFConfig
from litestar.datastructures import MutableScopeHeaders, State
from litestar.exceptions import HTTPException
from litestar.middleware.rate_limit import RateLimitConfig
from litestar.openapi.config import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin

from recoupe import __version__
from recoupe.errors import NotFound
from recoupe.store.port import Store
from recoupe.web import api, deciding, entities, feeds, pages, stories
from recoupe.web.access import Access, Guard
from recoupe.web.face import Face

if TYPE_CHECKING:
    from litestar.types import Message, Scope

HEADERS = {
    # nothing but our own style sheet and keys: no font, no picture, no frame, from nowhere
    "content-security-policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; base-uri 'none'; form-action 'self';"
        " frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}
NOT_FOUND, TOO_MANY, INTERNAL = 404, 429, 500


def make_app(store: Store, access: Access | None = None, decide: deciding.Decide | None = None) -> Guard:
    """Make the application that shows a store.

    Args:
        store: What is shown; only read.
        access: Who may do what; by default this machine's reader may read.
        decide: Where decisions go; None where none can be taken.
    """
    access = access or Access()
    app = Litestar(
        route_handlers=[
            *pages.HANDLERS,
            *stories.HANDLERS,
            *entities.HANDLERS,
            *feeds.HANDLERS,
            *(deciding.HANDLERS if access.edit and decide else ()),
            *api.HANDLERS,
            style,
            keys,
        ],
        state=State({"store": store, "access": access, "decide": decide}),
        before_send=[_add_headers],
        logging_config=None,  # the terminal belongs to whoever started the server
        exception_handlers={NotFound: _not_found, HTTPException: _refused, INTERNAL: _broken},
        middleware=[RateLimitConfig(("minute", access.requests_per_minute)).middleware],
        csrf_config=CSRFConfig(secret=secrets.token_hex(32), cookie_httponly=True, cookie_samesite="strict")
        if access.edit
        else None,
        openapi_config=OpenAPIConfig(
            title="recoupe", version=__version__, path="/schema", render_plugins=[JsonRenderPlugin()]
        ),
    )
    return Guard(app, access)


@get("/style.css", sync_to_thread=False, include_in_schema=False, cache=True)
def style() -> Response[bytes]:
    """The only style sheet."""
    return _static("style.css", "text/css")


@get("/keys.js", sync_to_thread=False, include_in_schema=False, cache=True)
def keys() -> Response[bytes]:
    """The only script: keys for what can be done without them too."""
    return _static("keys.js", "text/javascript")


def _static(name: str, media_type: str) -> Response[bytes]:
    return Response(
        (files("recoupe.web") / "static" / name).read_bytes(),
        media_type=f"{media_type}; charset=utf-8",
        headers={"cache-control": "no-cache"},
    )


async def _add_headers(message: Message, _scope: Scope) -> None:
    if message["type"] == "http.response.start":
        headers = MutableScopeHeaders.from_message(message)
        for name, value in HEADERS.items():
            headers.setdefault(name, value)


def _not_found(request: Request[Any, Any, Any], error: Exception) -> Response[Any]:
    if request.url.path.startswith("/api/"):
        return api.problem(type(error).__name__, NOT_FOUND, str(error))
    if moved := stories.find_moved(request):
        return moved
    return _page(request, ("page.not_found", "page.not_found_text"), NOT_FOUND)


def _refused(request: Request[Any, Any, Any], error: HTTPException) -> Response[Any]:
    if error.status_code == NOT_FOUND:
        return _not_found(request, error)
    if request.url.path.startswith("/api/"):
        return api.problem(type(error).__name__, error.status_code, error.detail)
    too_many = error.status_code == TOO_MANY
    keys = ("page.too_many", "page.too_many_text") if too_many else ("page.refused", "page.refused_text")
    answer = _page(request, keys, error.status_code)
    answer.headers.update(error.headers or {})
    return answer


def _page(request: Request[Any, Any, Any], keys: tuple[str, str], status: int) -> Response[str]:
    """A page that says why there is no other: its title and a sentence."""
    title, text = keys
    return pages.html(Face(request).render("error.html", title_key=title, text_key=text), status)


def _broken(request: Request[Any, Any, Any], error: Exception) -> Response[Any]:
    logging.getLogger(__name__).error("%s", request.url.path, exc_info=error)
    if request.url.path.startswith("/api/"):
        return api.problem(type(error).__name__, INTERNAL, "the server's terminal has the details")
    return _page(request, ("page.server_error", "page.server_error_text"), INTERNAL)
