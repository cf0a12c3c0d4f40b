"""`recoupe demo`: the corpus that comes along, analysed and shown."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.request import urlopen

import click

from recoupe.cli.account import AccountPrinter, tells
from recoupe.cli.layout import dim, find_width, wrap
from recoupe.cli.options import json_option, load_settings, port_option, quiet_option, store_option
from recoupe.cli.output import print_json
from recoupe.cli.program import Told
from recoupe.cli.reading import read_into, status_after
from recoupe.cli.serve import load_server
from recoupe.corpus import open_pages
from recoupe.inputs.files import read_paths
from recoupe.messages import Messages
from recoupe.store import open_store
from recoupe.store.port import Store
from recoupe.view.load import load_stories, load_story
from recoupe.view.rows import StoryView

ASK_TIMEOUT_S = 30.0
# twelve whole accounts are more than anybody reads
DEMO_PARTS, DEMO_ROWS = ("said", "chains", "differs"), 2


def build(say: Messages) -> click.Command:
    """Make the command."""

    def demo(*, store: str | None, port: int, quiet: bool, no_serve: bool, as_json: bool) -> int:
        with _place_for(store) as location, open_store(location) as opened:
            with open_pages() as folder:
                settings = load_settings(store=location)
                if not quiet:
                    n = len([page for page in folder.iterdir() if page.suffix in {".html", ".txt"}])
                    click.echo(say.count("demo.start", n), err=True)
                summary = read_into(opened, read_paths([folder]), settings, say, quiet=quiet)
            if as_json:
                print_json([load_story(opened, row.id) for row in load_stories(opened)])
            else:
                _print_accounts(opened, say, kept=store)
            click.echo(say("demo.kept", store=store) if store else say("demo.not_kept"), err=True)
            if not no_serve and not as_json:
                show_page(opened, say, port)
        return status_after(summary)

    return Told(
        "demo",
        say,
        callback=demo,
        params=[
            store_option(say, default=""),
            port_option(say),
            click.Option(["--no-serve"], is_flag=True, help=say("help.no_serve")),
            quiet_option(say),
            json_option(say),
        ],
    )


@contextmanager
def _place_for(store: str | None) -> Iterator[str]:
    """The store that was given, or one that is gone afterwards."""
    if store:
        yield store
        return
    with TemporaryDirectory(prefix="recoupe-demo-") as folder:
        yield str(Path(folder) / "demo.sqlite")


def _print_accounts(store: Store, say: Messages, *, kept: str | None) -> None:
    """Each story's account in brief, the most telling story first, and how to see the rest."""
    rows = {row.id: row for row in load_stories(store)}
    stories = sorted((load_story(store, story_id) for story_id in rows), key=_tells)
    for line in wrap(say("demo.intro"), find_width()):
        click.echo(line)
    for story in stories:
        printer = AccountPrinter(say, story, width=find_width(), rows=DEMO_ROWS, parts=DEMO_PARTS)
        for line in printer.lines():
            click.echo(line)
        if kept:
            click.echo(dim(say("demo.more", n=rows[story.id].number, store=kept)))
    click.echo()


def _tells(story: StoryView) -> tuple[bool, bool, bool, int]:
    return min(map(tells, story.claims), default=(True, True, True, 0))


def show_page(store: Store, say: Messages, port: int) -> None:
    """Serve until Ctrl-C; where nobody sits at a terminal, ask for the page once and stop."""
    server = load_server()
    if sys.stdin is not None and sys.stdin.isatty():
        listener = server.listen(port)
        click.echo(say("serve.ready", url=server.url_of(listener)), err=True)
        server.serve_until_stopped(store, listener)
        click.echo(say("serve.stopped"), err=True)
        return
    with server.serve_meanwhile(store, server.listen(0)) as url:
        status, size = _ask(url)
    click.echo(say("demo.asked", url=url, status=status, size=say.number(size)))


def _ask(url: str) -> tuple[int, int]:
    """Ask for a page of our own server: status and bytes."""
    with urlopen(url, timeout=ASK_TIMEOUT_S) as answer:  # noqa: S310  # the address is ours
        return answer.status, len(answer.read())
