"""`recoupe stories`: the stories that are asked for, their log, and what a person decides about them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import click

from recoupe.cli.grouping import subcommands
from recoupe.cli.layout import bold, dim, find_width, wrap
from recoupe.cli.options import json_option, read_store, store_option
from recoupe.cli.output import print_json
from recoupe.cli.program import ToldGroup
from recoupe.messages import Messages
from recoupe.records import Entity
from recoupe.store.listing import StoryQuery
from recoupe.store.port import Store
from recoupe.view.controls import show_controls
from recoupe.view.days import write_span
from recoupe.view.load import load_page
from recoupe.view.rows import StoryRow

TABLE_WIDTH = 90  # columns below which a table would break every headline
NAMES = 6  # persons, bodies and places shown that a search found
EVERY = 1_000_000  # stories: all of them


def build(say: Messages) -> click.Command:
    """Make the command."""

    def stories(store: str | None, limit: int | None, *, as_json: bool, **asked: object) -> None:
        query = StoryQuery(**asked)  # type: ignore[arg-type]  # click has read each of them
        with read_store(store) as opened:
            listed = load_page(opened, query, size=limit or EVERY)
            names = list(find_names(opened, query.words))
        if as_json:
            print_json(listed.rows)
            return
        if not listed.rows:
            click.echo(say("search.nothing") if query != StoryQuery() else say("stories.none"))
        if names:
            click.echo(f"{say('search.entities')} {', '.join(names)}")
        for line in list_stories(say, listed.rows, find_width()):
            click.echo(line)
        if listed.n_found > len(listed.rows):
            click.echo(dim(say.count("unit.more", listed.n_found - len(listed.rows))))

    return ToldGroup(
        "stories",
        say,
        callback=stories,
        commands=subcommands(say),
        params=[
            store_option(say),
            click.Option(["--search", "words"], default="", metavar="WORDS", help=say("help.search")),
            click.Option(["--outlet"], default="", metavar="NAME", help=say("help.outlet")),
            click.Option(["--language"], default="", metavar="CODE", help=say("help.language")),
            click.Option(["--since"], default="", metavar="DAY", callback=_day, help=say("help.since")),
            click.Option(["--until"], default="", metavar="DAY", callback=_day, help=say("help.until")),
            click.Option(["--one-origin"], is_flag=True, help=say("help.one_origin")),
            click.Option(["--disputed"], is_flag=True, help=say("help.disputed")),
            click.Option(["--limit"], type=click.IntRange(min=1), metavar="N", help=say("help.limit")),
            json_option(say),
        ],
    )


def _day(ctx: click.Context, param: click.Parameter, value: str) -> str:
    """An ISO day, or nothing."""
    if value:
        click.DateTime(formats=["%Y-%m-%d"]).convert(value, param, ctx)
    return value


def find_names(store: Store, words: str) -> Iterator[str]:
    """Names that a search means, with the number of their articles."""
    for entity_id in store.find_entities(words, NAMES) if words else ():
        n_articles, _, _ = store.n_articles_of(entity_id)
        yield f"{show_controls(store.one(Entity, entity_id).name)} ({n_articles})"


def list_stories(say: Messages, rows: Sequence[StoryRow], width: int) -> Iterator[str]:
    """The stories as a table, or two lines each where there is no room for one."""
    if width >= TABLE_WIDTH and rows:
        yield from _table(say, rows, width)
        return
    margin = max((len(str(row.number)) for row in rows), default=1)
    indent = " " * (margin + 2)
    for row in rows:
        yield from map(bold, wrap(show_controls(row.headline), width, indent, f"{row.number:>{margin}}  "))
        yield from wrap(" · ".join(write_row(say, row)), width, indent)


def _table(say: Messages, rows: Sequence[StoryRow], width: int) -> Iterator[str]:
    """Number, headline, days, and five counts; figures stand under each other."""
    keys = ("articles", "outlets", "claims", "lone", "differences")
    heads = [say(f"stories.{key}") for key in keys]
    counts = [
        [say.number(n) for n in (r.n_articles, r.n_outlets, r.n_claims, r.n_one_origin, r.n_differences)]
        for r in rows
    ]
    sizes = [max(len(head), *(len(row[i]) for row in counts)) for i, head in enumerate(heads)]
    days = [write_span(say, row) for row in rows]
    margin = max(len(str(row.number)) for row in rows)
    days_size = min(26, max(map(len, days)))
    room = width - margin - 2 - days_size - 2 - sum(size + 2 for size in sizes)
    right = "  ".join(f"{head:>{size}}" for head, size in zip(heads, sizes, strict=True))
    head = f"{'':{margin}}  {say('stories.story'):<{room}}  {say('stories.days'):<{days_size}}  {right}"
    yield dim(head.rstrip())
    for row, when, numbers in zip(rows, days, counts, strict=True):
        left = wrap(show_controls(row.headline), room)
        middle = wrap(when, days_size)
        right = "  ".join(f"{n:>{size}}" for n, size in zip(numbers, sizes, strict=True))
        for i in range(max(len(left), len(middle))):
            headline = f"{left[i] if i < len(left) else '':<{room}}"
            day = f"{middle[i] if i < len(middle) else '':<{days_size}}"
            number = f"{row.number if i == 0 else '':>{margin}}"
            yield f"{number}  {bold(headline)}  {day}  {right if i == 0 else ''}".rstrip()


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
