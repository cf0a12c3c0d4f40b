"""`recoupe stories`: the list of stories."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import click

from recoupe.cli.layout import find_width, table
from recoupe.cli.options import json_option, read_store, store_option
from recoupe.cli.output import print_json
from recoupe.cli.program import Told
from recoupe.messages import Messages
from recoupe.view.load import StoryRow, load_stories
from recoupe.view.wording import show_controls, write_days


def build(say: Messages) -> click.Command:
    """Make the command."""

    def stories(store: str, *, as_json: bool) -> None:
        with read_store(store) as opened:
            rows = load_stories(opened)
        if as_json:
            print_json(rows)
            return
        if not rows:
            click.echo(say("stories.none"))
        for line in list_stories(say, rows, find_width()):
            click.echo(line)

    return Told("stories", say, callback=stories, params=[store_option(say), json_option(say)])


def list_stories(say: Messages, rows: Sequence[StoryRow], width: int) -> Iterator[str]:
    """The list as a table."""
    columns = ("number", "story", "day", "articles", "outlets", "claims", "one_origin", "differences")
    yield from table(
        [say(f"column.{column}") for column in columns],
        [
            [
                str(row.number),
                show_controls(row.headline),
                write_days(say, row.first_day, row.last_day),
                *map(say.number, (row.n_articles, row.n_outlets, row.n_claims)),
                *map(say.number, (row.n_one_origin, row.n_differences)),
            ]
            for row in rows
        ],
        width,
        indent="",
    )
