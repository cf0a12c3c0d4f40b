"""`recoupe watch`: poll feeds, fetch what is new, analyse it; stopped anywhere, it goes on where it was."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import click
import msgspec

from recoupe.cli.failure import DONE, FAILURES
from recoupe.cli.options import fetch_options, json_option, load_settings, quiet_option, settings_options
from recoupe.cli.program import Told
from recoupe.cli.progress import tell_progress
from recoupe.cli.reading import read_into
from recoupe.engine.run import Summary
from recoupe.errors import InputError
from recoupe.inputs.fetch.queue import Queue
from recoupe.inputs.fetch.watch import Round, Step, Watch
from recoupe.inputs.refusals import Refused
from recoupe.inputs.sources import is_url
from recoupe.inputs.web import open_fetcher
from recoupe.messages import Messages
from recoupe.records import Page, Rejection
from recoupe.settings import Settings
from recoupe.store import open_store
from recoupe.store.port import Store
from recoupe.view.wording import write_rejection

EVERY_MIN = 15.0  # minutes between two polls; most feeds say 5 to 60
SHORTEST_S = 1.0  # between two rounds
QUEUE = ".watch.sqlite"  # beside the store, in place of its suffix


def build(say: Messages) -> click.Command:
    """Make the command."""

    def watch(*, quiet: bool, as_json: bool, allow_private: tuple[str, ...], **chosen: Any) -> int:
        own = {name: chosen.pop(name) for name in ("feeds", "once", "every", "queue")}
        settings = load_settings(**chosen, allow_private=" ".join(allow_private) or None)
        return keep_watch(_Asked(**own), settings, _Telling(say, quiet, as_json))

    return Told("watch", say, callback=watch, params=_params(say))


class _Asked(msgspec.Struct, frozen=True):
    """What the command line asks of a watch beside the settings."""

    feeds: tuple[str, ...]
    once: bool
    every: float
    queue: str | None


def keep_watch(asked: _Asked, settings: Settings, tell: _Telling) -> int:
    """Poll, fetch and analyse, once or until somebody stops it."""
    path = Path(asked.queue) if asked.queue else queue_file(settings)
    with (
        open_fetcher(settings) as fetcher,
        Queue(path) as queue,
        open_store(settings.store) as store,
    ):
        watched = Watch(queue, fetcher, every_s=asked.every * 60)
        follow(watched, queue, asked.feeds, tell.say)
        rounds = _Rounds(watched, queue, store, settings, tell)
        status = rounds.one()
        while not asked.once:
            rounds.wait()
            status = rounds.one()
        return status


def _params(say: Messages) -> list[click.Parameter]:
    return [
        click.Argument(["feeds"], nargs=-1),
        click.Option(
            ["--every"], type=click.FloatRange(min=0.01), default=EVERY_MIN, metavar="MIN",
            help=say("help.every") + say("help.default", value=f"{EVERY_MIN:g}"),
        ),
        click.Option(["--once"], is_flag=True, help=say("help.once")),
        click.Option(["--queue"], metavar="FILE", help=say("help.queue")),
        *settings_options(say),
        *fetch_options(say),
        quiet_option(say),
        json_option(say),
    ]  # fmt: skip


def queue_file(settings: Settings) -> Path:
    """Where the queue of a store is: beside it, or in the working directory for a store on a server."""
    location = "recoupe.sqlite" if "://" in settings.store else settings.store
    return Path(location).with_suffix(QUEUE)


def follow(watched: Watch, queue: Queue, feeds: tuple[str, ...], say: Messages) -> None:
    """Add what the user names to what is polled; without a name, what was polled before.

    Raises:
        InputError: If a file names no feed, or nothing is polled at all.
    """
    for word in feeds:
        if is_url(word):
            queue.follow([word])
        elif not Path(word).is_file():
            raise click.UsageError(say("usage.no_path", path=word), click.get_current_context())
        else:
            try:
                watched.follow_file(Path(word))
            except Refused as refused:
                raise InputError(f"{word}: {refused.detail}") from refused
    if not queue.lists():
        raise click.UsageError(say("watch.nothing"), click.get_current_context())


class _Rounds:
    """Rounds of one watch, and what is said of them."""

    def __init__(
        self, watched: Watch, queue: Queue, store: Store, settings: Settings, tell: _Telling
    ) -> None:
        self._watched, self._queue, self._store = watched, queue, store
        self._settings, self._tell = settings, tell

    def one(self) -> int:
        """Poll, fetch until nothing is due, analyse; gives the exit status of a run of this round alone."""
        done = self._tell.step("poll", self._watched.poll)
        while True:
            before = done
            done = self._tell.step("fetch", partial(self._watched.fetch, before))
            summary = self._take()
            if done == before:
                break
        self._tell.round(done, summary, self._queue)
        return FAILURES if done.problems or summary.failures else DONE

    def wait(self) -> None:
        """Sleep until something is due."""
        time.sleep(max(SHORTEST_S, self._queue.next_in_s() or 0.0))

    def _take(self) -> Summary:
        """Hand over what was fetched: to the store first, then out of the queue."""
        taken: list[str] = []

        def noted() -> Iterator[Page | Rejection]:
            for page in self._queue.ready():
                taken.append(page.location if isinstance(page, Page) else page.page)
                yield page

        summary = read_into(self._store, noted(), self._settings, self._tell.say, quiet=self._tell.quiet)
        self._queue.taken(taken)
        return summary


class _Telling(msgspec.Struct, frozen=True):
    """How a watch says what it does."""

    say: Messages
    quiet: bool
    as_json: bool

    def step(self, stage: str, work: Callable[[Step], Round]) -> Round:
        """Do a part of a round under a progress of its own."""
        with tell_progress(self.say, quiet=self.quiet) as progress:
            progress.start(stage, None)
            done = work(partial(progress.step, stage))
            progress.finish(stage)
        return done

    def round(self, done: Round, summary: Summary, queue: Queue) -> None:
        """Say what a round did: a line, or a JSON object on a line of its own."""
        next_in_s = round(queue.next_in_s() or 0.0)
        if self.as_json:
            row = {"round": done, "summary": summary, "queue": queue.counts(), "next_in_s": next_in_s}
            click.echo(msgspec.json.encode(row).decode())
            return
        if not self.quiet:
            click.echo(self._line(done, summary, next_in_s))
        for problem in done.problems:
            click.echo("  " + write_rejection(self.say, problem), err=True)

    def _line(self, done: Round, summary: Summary, next_in_s: int) -> str:
        say = self.say
        counts = {"lists": done.lists, "new": done.new, "fetched": done.fetched}
        counts |= {key: n for key in ("refused", "put_off") if (n := getattr(done, key))}
        return say(
            "watch.round",
            time=time.strftime("%H:%M"),
            what=", ".join(say.count(f"watch.{key}", n) for key, n in counts.items()),
            stories=say.count("unit.story", summary.stories),
            left=say.number(-(-next_in_s // 60)),
        )
