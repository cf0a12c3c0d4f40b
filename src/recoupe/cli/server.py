"""The page's server: on this machine only, until it is stopped."""

from __future__ import annotations

import socket
import threading
import webbrowser
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from time import monotonic, sleep

import uvicorn

from recoupe.errors import InputError, RecoupeError
from recoupe.store.port import Store
from recoupe.web.app import make_app

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


def listen(port: int) -> socket.socket:
    """Take a port of this machine; 0 takes the first free one.

    Raises:
        PortTaken: If another program has it.
    """
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
        listener.listen()
    except OSError as taken:
        listener.close()
        raise PortTaken(port) from taken
    return listener


def url_of(listener: socket.socket) -> str:
    """Address of the page."""
    return f"http://{HOST}:{listener.getsockname()[1]}/"


def serve_until_stopped(store: Store, listener: socket.socket, *, open_browser: bool) -> None:
    """Serve until Ctrl-C."""
    if open_browser:
        threading.Timer(0.5, webbrowser.open, args=(url_of(listener),)).start()
    with suppress(KeyboardInterrupt):  # the server has shut down by then, and passes the signal on
        _server(store).run(sockets=[listener])


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


def _server(store: Store) -> uvicorn.Server:
    return uvicorn.Server(
        uvicorn.Config(make_app(store), log_level="warning", access_log=False, server_header=False)
    )


def _wait(is_so: Callable[[], bool]) -> bool:
    until = monotonic() + START_TIMEOUT_S
    while monotonic() < until:
        if is_so():
            return True
        sleep(POLL_S)
    return False
