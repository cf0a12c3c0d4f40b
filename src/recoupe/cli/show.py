"""`recoupe show`: one story's account; again whenever a run changes it."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

import click

from recoupe.cli.account import BRIEF, AccountPrinter
from recoupe.cli.layout import dim, find_width
from recoupe.cli.options import json_option, read_store, store_option
from recoupe.cli.output import print_json
from recoupe.cli.program import Told
from recoupe.errors import NotFound, StoreBusy
from recoupe.messages import Messages
from recoupe.view.load import find_story, load_story
from recoupe.view.rows import StoryView

LOOK_EVERY_S = 2.0  # a run changes an account every few seconds at most


def build(say: Messages) -> click.Command:
    """Make the command."""

    def show(
        story: str, store: str | None, *, as_json: bool, brief: bool, is_all: bool, is_watched: bool
    ) -> None:
        def print_account(view: StoryView) -> None:
            if as_json:
                print_json(view)
                return
            printer = AccountPrinter(
                say, view, width=find_width(), rows=BRIEF if brief else None, is_all=is_all
            )
            for line in printer.lines():
                click.echo(line)

        with read_store(store) as opened:
            story_id = find_story(opened, story)
            if not is_watched:
                print_account(load_story(opened, story_id))
                return
            watch(lambda: load_story(opened, story_id), print_account, say)

    return Told(
        "show",
        say,
        callback=show,
        params=[
            click.Argument(["story"]),
            store_option(say),
            click.Option(["--brief"], is_flag=True, help=say("help.brief")),
            click.Option(["--all", "is_all"], is_flag=True, help=say("help.all")),
            click.Option(["--watch", "is_watched"], is_flag=True, help=say("help.watch_story")),
            json_option(say),
        ],
    )


def watch(
    load: Callable[[], StoryView],
    print_account: Callable[[StoryView], None],
    say: Messages,
    sleep: Callable[[float], object] = time.sleep,
) -> None:
    """Print an account, and again each time it has changed, until Ctrl-C.

    An account that a run has just taken away to make it anew is waited for.

    Args:
        load: Gives the account as it is now.
        print_account: Prints it.
        say: The reader's language.
        sleep: How to wait so many seconds.
    """
    shown: StoryView | None = None
    try:
        while True:
            try:
                view = load()
            except (NotFound, StoreBusy):
                view = None
            if view is not None and view != shown:
                shown = view
                click.clear()  # does nothing where nobody sits at a terminal
                print_account(view)
                if sys.stderr.isatty():
                    click.echo(dim(say("show.watching")), err=True)
            sleep(LOOK_EVERY_S)
    except KeyboardInterrupt:
        return
