"""`recoupe completion`: the shell's completion script."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from recoupe.cli.program import Program, Told
from recoupe.messages import Messages

SHELLS = ("bash", "zsh", "fish")


def build(say: Messages) -> click.Command:
    """Make the command."""

    def completion(shell: str) -> None:
        kind = get_completion_class(shell)
        if kind is None:
            raise click.UsageError(shell)
        click.echo(kind(Program(say), {}, "recoupe", "_RECOUPE_COMPLETE").source())

    return Told(
        "completion", say, callback=completion, params=[click.Argument(["shell"], type=click.Choice(SHELLS))]
    )
