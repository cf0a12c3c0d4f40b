"""`recoupe serve`: the page, on this machine unless it is told otherwise."""

from __future__ import annotations

import secrets
from types import ModuleType
from typing import TYPE_CHECKING
from urllib.parse import quote

import click

from recoupe.cli.desk import Desk
from recoupe.cli.options import load_settings, port_option, read_store, store_option
from recoupe.cli.program import Told
from recoupe.errors import InputError, RecoupeError
from recoupe.messages import Messages

if TYPE_CHECKING:
    from recoupe.web.access import Access

LOCAL = "127.0.0.1"


class WebMissing(RecoupeError):
    """The packages of the extra `web` are not installed."""


class WeakToken(InputError):
    """A token that is too short."""

    def __init__(self, n: int) -> None:
        super().__init__(f"a token has at least {n} characters")
        self.n = n


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

    def serve(
        store: str | None,
        port: int,
        host: str,
        token: str | None,
        *,
        edit: bool,
        open_browser: bool,
    ) -> None:
        server = load_server()
        with read_store(store) as opened:
            listener = server.listen(port, host)
            access = choose_access(host, token, edit=edit)
            url = server.url_of(listener)
            if access.token is not None:
                url += f"?token={quote(access.token, safe='')}"
            if access.is_open:
                click.echo(say("serve.warning", host=host), err=True)
            click.echo(say("serve.ready", url=url), err=True)
            desk = Desk(load_settings(store=store), say) if edit else None
            server.serve_until_stopped(
                opened, listener, browse=url if open_browser else None, access=access, decide=desk
            )
        click.echo(say("serve.stopped"), err=True)

    return Told(
        "serve",
        say,
        callback=serve,
        params=[
            store_option(say),
            port_option(say),
            click.Option(
                ["--host"],
                default=LOCAL,
                metavar="ADDRESS",
                help=say("help.host") + say("help.default", value=LOCAL),
            ),
            click.Option(["--edit"], is_flag=True, help=say("help.edit")),
            click.Option(["--token"], metavar="TOKEN", envvar="RECOUPE_TOKEN", help=say("help.token")),
            click.Option(["--open", "open_browser"], is_flag=True, help=say("help.open")),
        ],
    )


def choose_access(host: str, token: str | None, *, edit: bool) -> Access:
    """Who may do what: whoever decides, or reaches this machine from elsewhere, needs a token.

    Args:
        host: Where the server listens.
        token: Given by the user; None makes one where one is needed.
        edit: Whether decisions can be taken.

    Raises:
        WeakToken: If the token could be tried out.
    """
    from recoupe.web.access import MIN_TOKEN, Access, is_loopback

    is_open = not is_loopback(f"[{host}]" if ":" in host else host)
    if token is not None and len(token) < MIN_TOKEN:
        raise WeakToken(MIN_TOKEN)
    needed = edit or is_open or token is not None
    return Access(edit=edit, is_open=is_open, token=(token or secrets.token_urlsafe(18)) if needed else None)
