"""One GET, with everything a hostile server can do bounded: address, redirects, size, compression, time.

The name is resolved once, its addresses are checked, and the connection is made to the one that was checked:
nothing can change between check and connection. One clock runs over all of it, redirects included, so that a
server that sends a byte now and then is cut like one that sends nothing. Proxies of the environment are not
used: they would resolve names where nobody checks.
"""

from __future__ import annotations

import ssl
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from email.message import Message
from email.utils import parsedate_to_datetime
from functools import cached_property

import httpcore2
import msgspec

from recoupe.inputs.fetch.address import Allowed, Lookup, Target, look_up, read_url, resolve
from recoupe.inputs.inflate import inflate
from recoupe.inputs.refusals import Refused

MAX_BYTES = 10_000_000  # decompressed, as `inputs.files` reads at most
MAX_REDIRECTS = 5  # browsers follow 20; honest news pages need two or three
TOTAL_S = 30.0  # for one page, all redirects, lookups apart
WAIT_S = 10.0  # for a connection, or for the next bytes
NOT_MODIFIED = 304
REDIRECTS = frozenset({301, 302, 303, 307, 308})
LATER = frozenset({408, 425, 429, 500, 502, 503, 504})  # statuses after which a later try may succeed
IDENTITY = frozenset({"", "identity"})
COMPRESSED = frozenset({"gzip", "x-gzip", "deflate"})


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What a server gave.

    Attributes:
        url: Where it came from, after every redirect.
        status: 200 to 299, or 304.
        headers: Names in lower case; the first of each.
        body: Decompressed; b"" of a 304.
    """

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def is_unchanged(self) -> bool:
        """True where the server says that nothing is new since it was asked last."""
        return self.status == NOT_MODIFIED

    @property
    def media_type(self) -> str:
        """`text/html`; "" where the server says nothing."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def charset(self) -> str | None:
        """As the server declares it, or None."""
        message = Message()
        message["content-type"] = self.headers.get("content-type", "")
        found = message.get_content_charset()
        return found if isinstance(found, str) else None


class Client:
    """Asks servers, see the module.

    Args:
        agent: How the client names itself.
        allowed: Hosts of private networks that may be asked.
        lookup: Resolves names; another one only in tests.
        total_s: Seconds for one page.
        max_bytes: Of one page, decompressed.
        tls: Which certificates are trusted; None: those that the system trusts.
    """

    def __init__(
        self,
        *,
        agent: str,
        allowed: Allowed | None = None,
        lookup: Lookup = look_up,
        total_s: float = TOTAL_S,
        max_bytes: int = MAX_BYTES,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self.agent = agent
        self._allowed = allowed or Allowed()
        self._lookup = lookup
        self._total_s = total_s
        self._max_bytes = max_bytes
        self._own_tls = tls

    def get(
        self,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        before: Callable[[Target], None] | None = None,
    ) -> Answer:
        """Ask for a URL and follow its redirects.

        Args:
            url: What to ask for.
            headers: Beside the client's own: validators (`If-None-Match`).
            before: Told of every target before it is asked; may wait (which is not counted) or raise.

        Raises:
            Refused: With the reason.
        """
        target, left_s = read_url(url), self._total_s
        for _ in range(MAX_REDIRECTS + 1):
            if before is not None:
                before(target)
            began = time.monotonic()
            answer = self._ask(target, dict(headers or {}), began + left_s)
            left_s -= time.monotonic() - began
            if isinstance(answer, Answer):
                return answer
            target = answer
        raise Refused("too_many_redirects", f"more than {MAX_REDIRECTS} redirects, the last to {target.url}")

    @cached_property
    def _tls(self) -> ssl.SSLContext:
        return self._own_tls or httpcore2.default_ssl_context()

    def _ask(self, target: Target, headers: dict[str, str], ends_at: float) -> Answer | Target:
        """Ask one server: its answer, or where it sends us."""
        asked = {
            "Host": target.origin.partition("://")[2],
            "User-Agent": self.agent,
            "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.5",
            "Accept-Encoding": "gzip, deflate",
            "Connection": "close",
        }
        backend = _Backend(self._allowed, self._lookup, ends_at)
        try:
            with (
                httpcore2.ConnectionPool(ssl_context=self._tls, network_backend=backend) as pool,
                pool.stream(
                    "GET", _url(target), headers=list((asked | headers).items()), extensions=_timeouts()
                ) as response,
            ):
                return self._read(target, response)
        except httpcore2.TimeoutException as late:
            raise Refused(
                "timeout", f"{target.host}: {str(late) or 'no answer in time'}", may_pass=True
            ) from late
        except (httpcore2.NetworkError, httpcore2.ProtocolError, ssl.SSLError, OSError) as failed:
            raise Refused("unreachable", f"{target.host}: {failed}", may_pass=True) from failed

    def _read(self, target: Target, response: httpcore2.Response) -> Answer | Target:
        headers = _headers(response)
        if response.status in REDIRECTS and "location" in headers:
            return read_url(headers["location"], target.url)
        if response.status != NOT_MODIFIED and not 200 <= response.status < 300:  # noqa: PLR2004 - success
            raise Refused(
                "http_error",
                f"status {response.status}",
                may_pass=response.status in LATER,
                retry_after_s=_seconds(headers.get("retry-after")),
            )
        body = b"" if response.status == NOT_MODIFIED else self._body(response, headers)
        return Answer(url=target.url, status=response.status, headers=headers, body=body)

    def _body(self, response: httpcore2.Response, headers: Mapping[str, str]) -> bytes:
        stated = headers.get("content-length", "")
        if stated.isdecimal() and len(stated) < 20 and int(stated) > self._max_bytes:  # noqa: PLR2004 - digits
            raise Refused("too_large", f"{stated} bytes, at most {self._max_bytes} are read")
        encoding = headers.get("content-encoding", "").strip().lower()
        pieces: Iterable[bytes] = response.iter_stream()
        if encoding in COMPRESSED:
            pieces = inflate(pieces)
        elif encoding not in IDENTITY:
            raise Refused("unsupported_type", f"compressed as {encoding[:40]!r}, which was not asked for")
        return b"".join(self._bounded(pieces))

    def _bounded(self, pieces: Iterable[bytes]) -> Iterator[bytes]:
        size = 0
        for piece in pieces:
            size += len(piece)
            if size > self._max_bytes:
                raise Refused("too_large", f"more than {self._max_bytes} bytes, which is all that is read")
            yield piece


class _Backend(httpcore2.NetworkBackend):
    """Connects to addresses that were checked, and to no other, until a clock runs out."""

    def __init__(self, allowed: Allowed, lookup: Lookup, ends_at: float) -> None:
        self._allowed, self._lookup, self._ends_at = allowed, lookup, ends_at

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        """Resolve, check, connect: the first address that answers."""
        addresses = resolve(host, port, allowed=self._allowed, lookup=self._lookup)
        for number, address in enumerate(addresses, 1):
            try:
                stream = httpcore2.SyncBackend().connect_tcp(
                    address, port, _left(self._ends_at, timeout), local_address, socket_options
                )
                return _Stream(stream, self._ends_at)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout):
                if number == len(addresses):
                    raise
        raise httpcore2.ConnectError(f"{host} has no address")


class _Stream(httpcore2.NetworkStream):
    """A connection on which every read and write ends when the clock runs out."""

    def __init__(self, stream: httpcore2.NetworkStream, ends_at: float) -> None:
        self._stream, self._ends_at = stream, ends_at

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Read what is there."""
        return self._stream.read(max_bytes, _left(self._ends_at, timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Write all of it."""
        self._stream.write(buffer, _left(self._ends_at, timeout))

    def close(self) -> None:
        """Close."""
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore2.NetworkStream:
        """Go on encrypted; the certificate is checked against the name, not the address."""
        stream = self._stream.start_tls(ssl_context, server_hostname, _left(self._ends_at, timeout))
        return _Stream(stream, self._ends_at)

    def get_extra_info(self, info: str) -> object:
        """What is known of the connection."""
        return self._stream.get_extra_info(info)


def _left(ends_at: float, timeout: float | None) -> float:
    left = ends_at - time.monotonic()
    if left <= 0:
        raise httpcore2.ReadTimeout("the page does not end")
    return left if timeout is None else min(left, timeout)


def _url(target: Target) -> httpcore2.URL:
    return httpcore2.URL(
        scheme=target.scheme.encode(),
        host=target.host.encode(),
        port=target.port,
        target=target.path.encode(),
    )


def _timeouts() -> dict[str, dict[str, float]]:
    return {"timeout": {"connect": WAIT_S, "read": WAIT_S, "write": WAIT_S, "pool": WAIT_S}}


def _headers(response: httpcore2.Response) -> dict[str, str]:
    out: dict[str, str] = {}
    for name, value in response.headers:
        out.setdefault(name.decode("ascii", "replace").lower(), value.decode("latin-1"))
    return out


def _seconds(stated: str | None) -> float | None:
    """`Retry-After`: seconds, or a day and hour."""
    if stated is None:
        return None
    if stated.strip().isdecimal():
        return float(stated.strip()[:9])
    try:
        return max(0.0, parsedate_to_datetime(stated).timestamp() - time.time())
    except (ValueError, TypeError, OverflowError):
        return None
