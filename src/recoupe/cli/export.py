"""`recoupe export`: everything that was found."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from recoupe.cli.options import read_store, store_option
from recoupe.cli.program import Told
from recoupe.messages import Messages
from recoupe.outputs.interchange import export as write_lines

FORMATS = ("ndjson",)


def build(say: Messages) -> click.Command:
    """Make the command."""

    def export(store: str | None, output: str | None, **_format: str) -> None:
        with read_store(store) as opened:
            if output is None:
                sys.stdout.buffer.writelines(write_lines(opened))
                sys.stdout.buffer.flush()
                return
            if not Path(output).parent.is_dir():
                raise click.UsageError(
                    say("usage.no_path", path=Path(output).parent), click.get_current_context()
                )
            with Path(output).open("wb") as file:
                file.writelines(write_lines(opened))

    return Told(
        "export",
        say,
        callback=export,
        params=[
            store_option(say),
            click.Option(
                ["--format"],
                type=click.Choice(FORMATS),
                default=FORMATS[0],
                help=say("help.format") + say("help.default", value=FORMATS[0]),
            ),
            click.Option(["--output"], metavar="FILE", help=say("help.output")),
        ],
    )
