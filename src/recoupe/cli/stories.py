"""`recoupe stories`: the list of stories."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import click

from recoupe.cli.layout import bold, find_width, wrap
from recoupe.cli.options import json_option, read_store, store_option
from recoupe.cli.output import print_json
from recoupe.cli.program import Told
from recoupe.messages import Messages
from recoupe.view.controls import show_controls
from recoupe.view.days import write_span
from recoupe.view.load import load_stories
from recoupe.view.rows import StoryRow


def build(say: Messages) -> click.Command:
    """Make the command."""

    def stories(store: str | None, *, as_json: bool) -> None:
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
    """Two lines a story: its headline, and what is to know about it."""
    margin = len(str(len(rows)))
    indent = " " * (margin + 2)
    for row in rows:
        yield from map(bold, wrap(show_controls(row.headline), width, indent, f"{row.number:>{margin}}  "))
        yield from wrap(" · ".join(write_row(say, row)), width, indent)


def write_row(say: Messages, row: StoryRow) -> Iterator[str]:
    """Span of time, articles, outlets, claims, and what calls for a look."""
    yield write_span(say, row)
    yield say.count("unit.article", row.n_articles)
    yield say.count("unit.outlet", row.n_outlets)
    yield say.count("unit.claim", row.n_claims)
    if row.n_one_origin:
        yield say.count("page.n_one_origin", row.n_one_origin)
    if row.n_differences:
        yield say.count("unit.difference", row.n_differences)
