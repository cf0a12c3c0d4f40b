"""`recoupe serve`: the page, on this machine only."""

from __future__ import annotations

from types import ModuleType

import click

from recoupe.cli.options import port_option, read_store, store_option
from recoupe.cli.program import Told
from recoupe.errors import RecoupeError
from recoupe.messages import Messages


class WebMissing(RecoupeError):
    """The packages of the extra `web` are not installed."""


def load_server() -> ModuleType:
    """Import the server, which a command that serves nothing does without.

    Raises:
        WebMissing: If its packages are not installed.
    """
    try:
        from recoupe.cli import server
    except ModuleNotFoundError as missing:
        raise WebMissing(f"{missing.name} is not installed") from missing
    return server


def build(say: Messages) -> click.Command:
    """Make the command."""

    def serve(store: str | None, port: int, *, open_browser: bool) -> None:
        server = load_server()
        with read_store(store) as opened:
            listener = server.listen(port)
            click.echo(say("serve.ready", url=server.url_of(listener)), err=True)
            server.serve_until_stopped(opened, listener, open_browser=open_browser)
        click.echo(say("serve.stopped"), err=True)

    return Told(
        "serve",
        say,
        callback=serve,
        params=[
            store_option(say),
            port_option(say),
            click.Option(["--open", "open_browser"], is_flag=True, help=say("help.open")),
        ],
    )
