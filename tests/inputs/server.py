"""A news site on this machine, with all that a hostile one does; every address of 127.0.0.0/8 is a host."""

from __future__ import annotations

import gzip
import ssl
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PARAGRAPHS = (
    "La mairie de Sauveterre a fermé mardi la passerelle des Tanneurs, fissurée depuis l'hiver.",
    "« Nous ne prendrons aucun risque », a déclaré la maire, Odile Brancaz, devant les riverains.",
    "Selon le bureau d'études, les travaux dureront six semaines et coûteront près de 80 000 euros.",
)
# a certificate of its own for phare.example, valid until 2126, and the key to it: trusted by nobody but tests
CERTIFICATE = """\
-----BEGIN EC PRIVATE KEY-----
MHcCAQEEIKsjIEfpoAQV2awrx3866r0Z+rtl9+jHQUfgP3P/9PoIoAoGCCqGSM49
AwEHoUQDQgAEWkqSh46Km/qxNbF2MgxeFU1XYv6yGYnBZHQU07ykrRdJZSRea05C
DYzVIL+G8OKcv31cEhxXswiiE4UgQO6yDw==
-----END EC PRIVATE KEY-----
-----BEGIN CERTIFICATE-----
MIIBoDCCAUegAwIBAgIUOcALjqG8njbfECOU8P/JDgXCzXgwCgYIKoZIzj0EAwIw
GDEWMBQGA1UEAwwNcGhhcmUuZXhhbXBsZTAgFw0yNjExMjEwOTEzNDJaGA8yMTI2
MTAyODA5MTM0MlowGDEWMBQGA1UEAwwNcGhhcmUuZXhhbXBsZTBZMBMGByqGSM49
AgEGCCqGSM49AwEHA0IABFpKkoeOipv6sTWxdjIMXhVNV2L+shmJwWR0FNO8pK0X
SWUkXmtOQg2M1SC/hvDinL99XBIcV7MIohOFIEDusg+jbTBrMB0GA1UdDgQWBBTi
DzUDeVrOMokGn5KvEPI7dzxdQTAfBgNVHSMEGDAWgBTiDzUDeVrOMokGn5KvEPI7
dzxdQTAPBgNVHRMBAf8EBTADAQH/MBgGA1UdEQQRMA+CDXBoYXJlLmV4YW1wbGUw
CgYIKoZIzj0EAwIDRwAwRAIhALJiiUCRC95y2uYD+V5nPwc8xd/zcPNMpqj/gxd9
n+1SAh8TfzcNuONp3A7VGuIfMNhKJji6QTnrFs2tvMMCJW1f
-----END CERTIFICATE-----
"""
BOMB = gzip.compress(b"\x00" * 20_000_000)
HTML = {"Content-Type": "text/html; charset=utf-8"}

Answer = tuple[int, Mapping[str, str], bytes]
Route = Callable[["Handler"], Answer | None]


def article(title: str, *, head: str = "", extra: str = "") -> bytes:
    body = "".join(f"<p>{p}</p>" for p in (*PARAGRAPHS, extra) if p)
    return (
        f'<html lang="fr"><head><title>{title}</title>{head}</head>'
        f"<body><article><h1>{title}</h1>{body}</article></body></html>"
    ).encode()


def feed(*links: tuple[str, str], title: str = "Le Phare") -> bytes:
    """RSS of (address, whatever stands in the item)."""
    items = "".join(f"<item><title>t</title><link>{link}</link>{inner}</item>" for link, inner in links)
    return f'<rss version="2.0"><channel><title>{title}</title>{items}</channel></rss>'.encode()


class Handler(BaseHTTPRequestHandler):
    """Answers from the routes of its site; one that gives None has written by itself."""

    site: Site

    def do_GET(self) -> None:
        self.site.asked[self.path] += 1
        self.site.times.append((self.path, time.monotonic()))
        route = self.site.routes.get(self.path)
        try:
            answer: Answer | None = (404, {}, b"") if route is None else route(self)
            if answer is not None:
                self.send(*answer)
        except (BrokenPipeError, ConnectionResetError):
            pass  # the client has had enough, as it should

    def send(self, status: int, headers: Mapping[str, str], body: bytes) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""


class Site:
    """Routes by path, and what was asked.

    Attributes:
        asked: How often each path was asked for.
        times: Paths in the order in which they were asked for, with the moment.
    """

    def __init__(self, port: int = 0, *, tls: ssl.SSLContext | None = None) -> None:
        self.routes: dict[str, Route] = {}
        self.asked: Counter[str] = Counter()
        self.times: list[tuple[str, float]] = []
        handler = type("SiteHandler", (Handler,), {"site": self})
        self.server = ThreadingHTTPServer(("0.0.0.0", port), handler)  # noqa: S104 - 127.0.0.2 is a host too
        self.server.daemon_threads = True
        if tls is not None:
            self.server.socket = tls.wrap_socket(self.server.socket, server_side=True)
        self.port: int = self.server.server_address[1]

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    def add(self, path: str, body: bytes, status: int = 200, **headers: str) -> None:
        named = {name.replace("_", "-"): value for name, value in headers.items()} or HTML
        self.routes[path] = lambda _: (status, named, body)

    def redirect(self, path: str, to: str, status: int = 302) -> None:
        self.add(path, b"", status, Location=to)


def never_ending(handler: Handler) -> None:
    """A page that sends some bytes now and then, for ever."""
    handler.send_response(200)
    handler.send_header("Content-Type", "text/html")
    handler.end_headers()
    while True:
        handler.wfile.write(b"<p>encore</p>")
        handler.wfile.flush()
        time.sleep(0.05)


def endless_head(handler: Handler) -> None:
    """A head that never comes to its end, a byte at a time."""
    while True:
        handler.wfile.write(b"H")
        handler.wfile.flush()
        time.sleep(0.05)


def silent(handler: Handler) -> None:
    """A host that takes the question and says nothing."""
    time.sleep(30)


def bomb(handler: Handler) -> Answer:
    """Twenty megabytes of nothing in twenty kilobytes."""
    return 200, {"Content-Type": "text/html", "Content-Encoding": "gzip"}, BOMB


@contextmanager
def serving(site: Site) -> Iterator[Site]:
    thread = threading.Thread(target=site.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        site.server.shutdown()
        site.server.server_close()
        thread.join()
