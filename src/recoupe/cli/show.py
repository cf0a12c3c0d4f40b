"""`recoupe show`: one story's account."""

from __future__ import annotations

import click

from recoupe.cli.account import BRIEF, AccountPrinter
from recoupe.cli.layout import find_width
from recoupe.cli.options import json_option, read_store, store_option
from recoupe.cli.output import print_json
from recoupe.cli.program import Told
from recoupe.messages import Messages
from recoupe.view.load import find_story, load_story


def build(say: Messages) -> click.Command:
    """Make the command."""

    def show(story: str, store: str | None, *, as_json: bool, brief: bool, is_all: bool) -> None:
        with read_store(store) as opened:
            view = load_story(opened, find_story(opened, story))
        if as_json:
            print_json(view)
            return
        rows = BRIEF if brief else None
        for line in AccountPrinter(say, view, width=find_width(), rows=rows, is_all=is_all).lines():
            click.echo(line)

    return Told(
        "show",
        say,
        callback=show,
        params=[
            click.Argument(["story"]),
            store_option(say),
            click.Option(["--brief"], is_flag=True, help=say("help.brief")),
            click.Option(["--all", "is_all"], is_flag=True, help=say("help.all")),
            json_option(say),
        ],
    )
