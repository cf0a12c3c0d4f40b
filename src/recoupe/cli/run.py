"""`recoupe run`: read pages and analyse what is new."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, cast

import click
import msgspec

from recoupe.cli.options import fetch_options, json_option, load_settings, quiet_option, settings_options
from recoupe.cli.output import print_json
from recoupe.cli.program import Told
from recoupe.cli.reading import echo_lines, read_into, status_after, write_summary
from recoupe.inputs.inflate import Peekable
from recoupe.inputs.sources import STDIN, is_url, read_sources
from recoupe.inputs.web import Web, open_fetcher
from recoupe.messages import Messages
from recoupe.records import Failure, Page, Reason, Rejection
from recoupe.store import open_store


def build(say: Messages) -> click.Command:
    """Make the command."""

    def run(
        paths: tuple[str, ...], *, quiet: bool, as_json: bool, allow_private: tuple[str, ...], **chosen: Any
    ) -> int:
        for path in paths:
            if path != STDIN and not is_url(path) and not Path(path).exists():
                raise click.UsageError(say("usage.no_path", path=path), click.get_current_context())
        settings = load_settings(**chosen, allow_private=" ".join(allow_private) or None)
        with open_fetcher(settings) as fetcher, open_store(settings.store) as opened:
            reasons: set[Reason] = set()
            web = Web(fetcher)
            pages = _noting(read_sources(paths, web=web, stdin=cast("Peekable", sys.stdin.buffer)), reasons)
            summary = read_into(opened, pages, settings, say, quiet=quiet, listed=web.listed)
            if as_json:
                left = {
                    "refused": tuple(opened.all(Rejection)),
                    "failed": tuple(opened.all(Failure)),
                }
                print_json(msgspec.to_builtins(summary) | msgspec.to_builtins(left))
            elif not quiet:
                echo_lines(write_summary(say, summary, opened))
                if summary.stories:
                    click.echo(say("run.next"), err=True)
            else:
                echo_lines(list(write_summary(say, summary, opened))[1:], err=True)
        return status_after(summary, reasons)

    return Told(
        "run",
        say,
        callback=run,
        params=[
            click.Argument(["paths"], nargs=-1, required=True),
            *settings_options(say),
            *fetch_options(say),
            quiet_option(say),
            json_option(say),
        ],
    )


def _noting(pages: Iterable[Page | Rejection], reasons: set[Reason]) -> Iterator[Page | Rejection]:
    for page in pages:
        if isinstance(page, Rejection):
            reasons.add(page.reason)
        yield page
