"""Taking pages into a store: what `run` and `demo` share."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

import click

from recoupe.cli.failure import DONE, FAILURES
from recoupe.cli.progress import tell_progress
from recoupe.decisions import decisions_file, in_force, read_decisions
from recoupe.engine.local import LocalEngine
from recoupe.engine.run import Summary, run
from recoupe.messages import Messages
from recoupe.records import Failure, Page, Reason, Rejection
from recoupe.settings import Settings
from recoupe.store.port import Store
from recoupe.view.wording import write_failure, write_rejection

UNREACHED: frozenset[Reason] = frozenset({"unreachable", "timeout", "http_error"})
SHOWN = 20  # rejections and failures printed; all of them are in the store and in --json


def read_into(
    store: Store,
    pages: Iterable[Page | Rejection],
    settings: Settings,
    say: Messages,
    *,
    quiet: bool,
    listed: Collection[str] = (),
) -> Summary:
    """Take pages into a store and analyse what is new; without any, apply what was decided since.

    Raises:
        DecisionError: If the decisions file cannot be used.
    """
    decisions = in_force(read_decisions(decisions_file(settings)))
    with LocalEngine(settings) as engine, tell_progress(say, quiet=quiet) as progress:
        return run(
            pages,
            store=store,
            engine=engine,
            settings=settings,
            decisions=decisions,
            progress=progress,
            listed=listed,
        )


def status_after(summary: Summary, reasons: Collection[Reason] = ()) -> int:
    """Exit status of a run: a rejected page is a normal outcome, an unreadable file or a failure is not.

    Args:
        summary: What the run did.
        reasons: Why things of this very run were rejected: a site that was out of reach is a failure of it.
    """
    failed = summary.failures or summary.rejections.get("unreadable") or UNREACHED.intersection(reasons)
    return FAILURES if failed else DONE


def write_summary(say: Messages, summary: Summary, store: Store) -> Iterator[str]:
    """What a run did, in a line; then each page it refused and why, and each failure."""
    read = [say.count("run.new_pages", summary.pages_new)]
    if summary.rejections:
        reasons = [
            say("run.reason", reason=say(f"reason.{reason}"), n=say.number(n))
            for reason, n in sorted(summary.rejections.items(), key=lambda item: (-item[1], item[0]))
        ]
        what = say.count("run.rejected", sum(summary.rejections.values()))
        read.append(say("run.reasons", what=what, reasons=", ".join(reasons)))
    if summary.failures:
        read.append(say.count("run.failed", summary.failures))
    yield say(
        "run.done",
        read=", ".join(read),
        articles=say.count("unit.article", summary.articles),
        stories=say.count("unit.story", summary.stories),
        store=store.location,
    )
    rejections = [write_rejection(say, r) for r in store.all(Rejection)]
    failures = [write_failure(say, failure) for failure in store.all(Failure)]
    for key, rows in (("run.rejected", rejections), ("run.failed", failures)):
        if not rows:
            continue
        yield say("run.list", what=say.count(key, len(rows)))
        for row in sorted(rows)[:SHOWN]:
            yield "  " + row.replace("\n", " ")
        if len(rows) > SHOWN:
            yield "  " + say.count("unit.more", len(rows) - SHOWN)


def echo_lines(lines: Iterable[str], *, err: bool = False) -> None:
    """Print lines."""
    for line in lines:
        click.echo(line, err=err)
