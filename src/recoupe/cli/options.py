"""Options that several commands share, the settings they change, and the store they name."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from recoupe.errors import StoreError
from recoupe.messages import Messages
from recoupe.settings import MAX_DELAY_S, Settings, load
from recoupe.store import open_store
from recoupe.store.port import Store

PORT = 8640


class NoStore(StoreError):
    """A command that only reads was given a store that is not there."""

    def __init__(self, path: str) -> None:
        super().__init__(f"no store at {path}")
        self.path = path


def store_option(say: Messages, default: str = Settings().store) -> click.Option:
    """`--store FILE`; the default is that of the settings."""
    shown = say("help.default", value=default) if default else ""
    return click.Option(["--store"], metavar="FILE", help=say("help.store") + shown)


def settings_options(say: Messages) -> list[click.Parameter]:
    """`--store`, `--processes` and `--config`."""
    return [
        store_option(say),
        click.Option(["--processes"], type=click.IntRange(min=1), metavar="N", help=say("help.processes")),
        click.Option(["--config"], metavar="FILE", help=say("help.config")),
    ]


def fetch_options(say: Messages) -> list[click.Parameter]:
    """`--delay` and `--allow-private`."""
    return [
        click.Option(
            ["--delay", "delay_s"], type=click.FloatRange(0, MAX_DELAY_S), metavar="S",
            help=say("help.delay") + say("help.default", value=f"{Settings().delay_s:g}"),
        ),
        click.Option(["--allow-private"], multiple=True, metavar="HOST", help=say("help.allow_private")),
    ]  # fmt: skip


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


def load_settings(*, config: str | None = None, **overrides: object) -> Settings:
    """Settings in force, those of the command line last.

    Args:
        config: Settings file; None is that of the working directory.
        overrides: By name of the setting; None where the command line says nothing.

    Raises:
        SettingsError: If one of them is wrong, or the file is not there.
    """
    return load(file=Path(config) if config else None, overrides=overrides).settings


@contextmanager
def read_store(location: str | None) -> Iterator[Store]:
    """Open a store that must be there already; None is that of the settings.

    Raises:
        StoreError: If it is not there, or cannot be read.
    """
    location = load_settings(store=location).store
    if "://" not in location and not Path(location).exists():
        raise NoStore(location)
    with open_store(location, create=False) as store:
        yield store
