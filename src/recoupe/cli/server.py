"""The page's server: on this machine unless it is told otherwise, until it is stopped."""

from __future__ import annotations

import socket
import threading
import webbrowser
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from errno import EADDRNOTAVAIL
from time import monotonic, sleep

import uvicorn

from recoupe.errors import InputError, RecoupeError
from recoupe.store.port import Store
from recoupe.web.access import Access
from recoupe.web.app import make_app
from recoupe.web.deciding import Decide

HOST = "127.0.0.1"
START_TIMEOUT_S = 20.0  # a busy machine takes one or two seconds
POLL_S = 0.02


class PortTaken(InputError):
    """Another program listens on the port."""

    def __init__(self, port: int) -> None:
        super().__init__(f"port {port} is taken")
        self.port = port


class ServerFailed(RecoupeError):
    """The server did not come up in time."""


class BadHost(InputError):
    """No address of this machine."""

    def __init__(self, host: str) -> None:
        super().__init__(f"{host} is no address of this machine")
        self.host = host


def listen(port: int, host: str = HOST) -> socket.socket:
    """Take a port of this machine; 0 takes the first free one.

    Raises:
        PortTaken: If another program has it.
        BadHost: If the host is no address of this machine.
    """
    try:
        family, kind, _, _, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except OSError as unknown:
        raise BadHost(host) from unknown
    listener = socket.socket(family, kind)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(place)
        listener.listen()
    except OSError as refused:
        listener.close()
        raise (BadHost(host) if refused.errno == EADDRNOTAVAIL else PortTaken(port)) from refused
    return listener


def url_of(listener: socket.socket) -> str:
    """Address of the page."""
    host, port = listener.getsockname()[:2]
    return f"http://{f'[{host}]' if ':' in host else host}:{port}/"


def serve_until_stopped(
    store: Store,
    listener: socket.socket,
    *,
    browse: str | None = None,
    access: Access | None = None,
    decide: Decide | None = None,
) -> None:
    """Serve until Ctrl-C.

    Args:
        store: What is shown.
        listener: Where.
        browse: Address to open in the browser, None for none.
        access: Who may do what; by default this machine's reader may read.
        decide: Where decisions go, None where none can be taken.
    """
    if browse:
        threading.Timer(0.5, webbrowser.open, args=(browse,)).start()
    with suppress(KeyboardInterrupt):  # the server has shut down by then, and passes the signal on
        _server(store, access, decide).run(sockets=[listener])


@contextmanager
def serve_meanwhile(store: Store, listener: socket.socket) -> Iterator[str]:
    """Serve in a thread for as long as the block runs; gives the address.

    Raises:
        ServerFailed: If it does not come up.
    """
    server = _server(store)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    try:
        if not _wait(lambda: server.started or not thread.is_alive()) or not server.started:
            raise ServerFailed("the page's server did not start")
        yield url_of(listener)
    finally:
        server.should_exit = True
        thread.join(START_TIMEOUT_S)


def _server(store: Store, access: Access | None = None, decide: Decide | None = None) -> uvicorn.Server:
    app = make_app(store, access, decide)
    return uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False, server_header=False))


def _wait(is_so: Callable[[], bool]) -> bool:
    until = monotonic() + START_TIMEOUT_S
    while monotonic() < until:
        if is_so():
            return True
        sleep(POLL_S)
    return False
