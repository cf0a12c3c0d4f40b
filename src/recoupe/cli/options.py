"""Options that several commands share, and the store they name."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from recoupe.errors import StoreError
from recoupe.messages import Messages
from recoupe.store import open_store
from recoupe.store.port import Store

STORE = "recoupe.sqlite"
PORT = 8640


class NoStore(StoreError):
    """A command that only reads was given a store that is not there."""

    def __init__(self, path: str) -> None:
        super().__init__(f"no store at {path}")
        self.path = path


def store_option(say: Messages, default: str | None = STORE) -> click.Option:
    """`--store FILE`."""
    return click.Option(
        ["--store"],
        metavar="FILE",
        default=default,
        envvar="RECOUPE_STORE",
        help=say("help.store") + (say("help.default", value=default) if default else ""),
    )


def json_option(say: Messages) -> click.Option:
    """`--json`."""
    return click.Option(["--json", "as_json"], is_flag=True, help=say("help.json"))


def quiet_option(say: Messages) -> click.Option:
    """`--quiet`."""
    return click.Option(["--quiet"], is_flag=True, help=say("help.quiet"))


def port_option(say: Messages) -> click.Option:
    """`--port N`."""
    return click.Option(
        ["--port"],
        type=click.IntRange(0, 65535),
        default=PORT,
        help=say("help.port") + say("help.default", value=PORT),
    )


@contextmanager
def read_store(location: str) -> Iterator[Store]:
    """Open a store that must be there already.

    Raises:
        StoreError: If it is not, or cannot be read.
    """
    if "://" not in location and not Path(location).exists():
        raise NoStore(location)
    with open_store(location, create=False) as store:
        yield store
