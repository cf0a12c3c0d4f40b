"""Who may ask, and who may decide: this machine's own reader, or whoever holds the token."""

from __future__ import annotations

import hashlib
import hmac
from http.cookies import CookieError, SimpleCookie
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import msgspec
from litestar.enums import ScopeType
from litestar.template.base import csrf_token

from recoupe.messages import Messages, find_accepted_language

if TYPE_CHECKING:
    from litestar import Request
    from litestar.types import ASGIApp, Receive, Scope, Send

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
COOKIE = "recoupe_token"
MIN_TOKEN = 12  # characters: shorter ones can be tried out
SEE_OTHER, BAD_REQUEST, UNAUTHORISED = 303, 400, 401
OPEN_PATHS = frozenset({"/style.css", "/keys.js"})


class Access(msgspec.Struct, frozen=True, kw_only=True):
    """What the server lets whom do.

    Attributes:
        edit: Whether decisions can be taken in the page.
        token: Secret of whoever may decide, and may read where others can reach the server; None: nobody's.
        is_open: Whether others than this machine can reach the server.
        requests_per_minute: Of one address, before it has to wait.
    """

    edit: bool = False
    token: str | None = None
    is_open: bool = False
    requests_per_minute: int = 600

    def holds_token(self, cookies: dict[str, str]) -> bool:
        """Tell whether a request comes from whoever was given the token."""
        return self.token is not None and hmac.compare_digest(cookies.get(COOKIE, ""), self.seal)

    @property
    def seal(self) -> str:
        """What the cookie holds: made from the token, which it does not give away."""
        return hashlib.sha256(f"recoupe {self.token}".encode()).hexdigest()

    def may_edit(self, request: Request[Any, Any, Any]) -> bool:
        """Tell whether whoever asks may decide."""
        return self.edit and self.holds_token(dict(request.cookies))

    def csrf_of(self, request: Request[Any, Any, Any]) -> str:
        """The token that a form of this page must bring back."""
        return csrf_token({"request": request})


class Guard:
    """Lets a request through only if its Host is allowed and, where it takes one, with the token.

    Another site's name may be made to point here, and its scripts would read our pages (DNS rebinding). On a
    server that others can reach any name is let through: the cookie of the token belongs to one name only.
    """

    def __init__(self, app: ASGIApp, access: Access) -> None:
        self._app, self._access = app, access

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, take its token in, or refuse it."""
        if scope["type"] != ScopeType.HTTP:
            await self._app(scope, receive, send)
            return
        if not self._access.is_open and not is_loopback(_host(scope)):
            await _answer(send, scope, BAD_REQUEST, "page.bad_host")
            return
        query = dict(parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True))
        if "token" in query and self._access.token is not None:
            await self._take_token(send, scope, query)
            return
        closed = self._access.is_open and scope["path"] not in OPEN_PATHS
        if closed and not self._access.holds_token(_cookies(scope)):
            await _answer(send, scope, UNAUTHORISED, "page.needs_token")
            return
        await self._app(scope, receive, send)

    async def _take_token(self, send: Send, scope: Scope, query: dict[str, str]) -> None:
        """Keep a right token in a cookie and take it out of the address."""
        given = query.pop("token")
        if not hmac.compare_digest(given.encode(), (self._access.token or "").encode()):
            await _answer(send, scope, UNAUTHORISED, "page.needs_token")
            return
        place = urlsplit(scope["path"]).path or "/"
        place = "/" + place.lstrip("/")  # « //elsewhere » would lead elsewhere
        target = f"{place}?{urlencode(query)}" if query else place
        cookie = f"{COOKIE}={self._access.seal}; Path=/; HttpOnly; SameSite=Strict"
        headers = [(b"location", target.encode("latin-1", "replace")), (b"set-cookie", cookie.encode())]
        await _send(send, SEE_OTHER, headers, b"")


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


def _cookies(scope: Scope) -> dict[str, str]:
    header = "; ".join(value.decode("latin-1") for name, value in scope["headers"] if name == b"cookie")
    try:
        return {name: morsel.value for name, morsel in SimpleCookie(header).items()}
    except CookieError:
        return {}


async def _answer(send: Send, scope: Scope, status: int, key: str) -> None:
    accepted = dict(scope["headers"]).get(b"accept-language", b"").decode("latin-1")
    body = Messages(find_accepted_language(accepted))(key).encode()
    await _send(send, status, [(b"content-type", b"text/plain; charset=utf-8")], body)


async def _send(send: Send, status: int, headers: list[tuple[bytes, bytes]], body: bytes) -> None:
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body, "more_body": False})
