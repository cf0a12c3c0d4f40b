"""`recoupe run`: read pages and analyse what is new."""

from __future__ import annotations

from pathlib import Path

import click
import msgspec

from recoupe.cli.options import json_option, load_settings, quiet_option, settings_options
from recoupe.cli.output import print_json
from recoupe.cli.program import Told
from recoupe.cli.reading import echo_lines, read_into, status_after, write_summary
from recoupe.messages import Messages
from recoupe.records import Failure, Rejection
from recoupe.store import open_store


def build(say: Messages) -> click.Command:
    """Make the command."""

    def run(  # each option is a parameter
        paths: tuple[str, ...],
        *,
        store: str | None,
        processes: int | None,
        config: str | None,
        quiet: bool,
        as_json: bool,
    ) -> int:
        for path in paths:
            if not Path(path).exists():
                raise click.UsageError(say("usage.no_path", path=path), click.get_current_context())
        settings = load_settings(store=store, processes=processes, config=config)
        with open_store(settings.store) as opened:
            summary = read_into(opened, map(Path, paths), settings, say, quiet=quiet)
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
        return status_after(summary)

    return Told(
        "run",
        say,
        callback=run,
        params=[
            click.Argument(["paths"], nargs=-1, required=True),
            *settings_options(say),
            quiet_option(say),
            json_option(say),
        ],
    )
