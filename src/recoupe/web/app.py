"""The application: its routes, its headers, and who may ask."""

from __future__ import annotations

import logging
from importlib.resources import files
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from litestar import Litestar, Request, Response, get
from litestar.datastructures import MutableScopeHeaders, State
from litestar.enums import ScopeType
from litestar.exceptions import HTTPException
from litestar.openapi.config import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin

from recoupe import __version__
from recoupe.errors import NotFound
from recoupe.messages import Messages, find_accepted_language
from recoupe.store.port import Store
from recoupe.web import api, pages
from recoupe.web.face import Face

if TYPE_CHECKING:
    from litestar.types import ASGIApp, Message, Receive, Scope, Send

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
HEADERS = {
    # nothing but our own style sheet: no script, no font, no picture, no frame, from nowhere
    "content-security-policy": (
        "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
NOT_FOUND, BAD_REQUEST, INTERNAL = 404, 400, 500


class HostGuard:
    """Lets a request through only if its Host is this machine.

    Another site's name may be made to point here, and its scripts would read our pages (DNS rebinding).
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] != ScopeType.HTTP or is_loopback(_host(scope)):
            await self._app(scope, receive, send)
            return
        accepted = dict(scope["headers"]).get(b"accept-language", b"").decode("latin-1")
        body = Messages(find_accepted_language(accepted))("page.bad_host").encode()
        await send(
            {
                "type": "http.response.start",
                "status": BAD_REQUEST,
                "headers": [(b"content-type", b"text/plain; charset=utf-8")],
            }
        )
        await send({"type": "http.response.body", "body": body, "more_body": False})


def is_loopback(host: str) -> bool:
    """Tell whether a Host header names this machine, whatever the port.

    Example:
        >>> is_loopback("127.0.0.1:8640"), is_loopback("[::1]:80"), is_loopback("localhost.example.org")
        (True, True, False)
    """
    try:
        return urlsplit(f"//{host}").hostname in LOOPBACK
    except ValueError:
        return False


def _host(scope: Scope) -> str:
    values = [value for name, value in scope["headers"] if name == b"host"]
    return values[0].decode("latin-1") if len(values) == 1 else ""


def make_app(store: Store) -> HostGuard:
    """Make the application that shows a store; it only reads."""
    app = Litestar(
        route_handlers=[*pages.HANDLERS, *api.HANDLERS, style],
        state=State({"store": store}),
        before_send=[_add_headers],
        logging_config=None,  # the terminal belongs to whoever started the server
        exception_handlers={NotFound: _not_found, HTTPException: _refused, INTERNAL: _broken},
        openapi_config=OpenAPIConfig(
            title="recoupe", version=__version__, path="/schema", render_plugins=[JsonRenderPlugin()]
        ),
    )
    return HostGuard(app)


@get("/style.css", sync_to_thread=False, include_in_schema=False, cache=True)
def style() -> Response[bytes]:
    """The only style sheet."""
    return Response(
        (files("recoupe.web") / "static" / "style.css").read_bytes(),
        media_type="text/css",
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
    return pages.html(
        Face(request).render("error.html", title_key="page.not_found", text_key="page.not_found_text"),
        NOT_FOUND,
    )


def _refused(request: Request[Any, Any, Any], error: HTTPException) -> Response[Any]:
    if error.status_code == NOT_FOUND:
        return _not_found(request, error)
    if request.url.path.startswith("/api/"):
        return api.problem(type(error).__name__, error.status_code, error.detail)
    return Response(f"{error.status_code}\n", media_type="text/plain", status_code=error.status_code)


def _broken(request: Request[Any, Any, Any], error: Exception) -> Response[Any]:
    logging.getLogger(__name__).error("%s", request.url.path, exc_info=error)
    if request.url.path.startswith("/api/"):
        return api.problem(type(error).__name__, INTERNAL, "the server's terminal has the details")
    return pages.html(
        Face(request).render("error.html", title_key="page.server_error", text_key="page.server_error_text"),
        INTERNAL,
    )
