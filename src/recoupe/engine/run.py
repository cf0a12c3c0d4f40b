"""The runner: takes pages through every stage of the pipeline, does only what is not done yet."""

from __future__ import annotations

import gc
import time
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby
from typing import Protocol, get_args

import msgspec

from recoupe.engine.plan import DECIDE, Passage, Plan, Planner, settings_digest
from recoupe.errors import StoreBusy, StoreError
from recoupe.ids import digest, make_id
from recoupe.pipeline import FORMER, STAGES, Each, Engine, Gather, Item, Outcome
from recoupe.records import Article, Claim, Decision, DecisionAbout, Failure, Page, Record, Rejection, Story
from recoupe.settings import Settings
from recoupe.store.port import Store, Unit

READ_AT_ONCE = 32  # pages kept in one transaction
READ_EVERY_S = 2.0  # or those that came within this time: a page of the network may take seconds
DECIDED: tuple[DecisionAbout, ...] = get_args(DecisionAbout)
COLLECT_AFTER = 100_000  # objects more than before: a week has tens of thousands, and no rings of them
REFUSED = "refuse"  # the stage to which rejections of the inputs belong


class Progress(Protocol):
    """Who is told how far a run is; the command line draws it. Calls come from one thread, in stage order.

    Stages are announced one after the other: `start`, any number of `step`, `finish`.
    """

    def start(self, stage: str, total: int | None) -> None:
        """A stage begins; `total` is the number of units to do, None while pages are being read."""

    def step(self, stage: str, n: int = 1) -> None:
        """So many more units are done."""

    def finish(self, stage: str) -> None:
        """A stage ends."""


class Silent:
    """Progress that nobody is told of."""

    def start(self, stage: str, total: int | None) -> None:
        """Say nothing."""

    def step(self, stage: str, n: int = 1) -> None:
        """Say nothing."""

    def finish(self, stage: str) -> None:
        """Say nothing."""


class StageSummary(msgspec.Struct, frozen=True, kw_only=True):
    """What one stage did: units done, found done already, and failed."""

    stage: str
    done: int
    skipped: int
    failed: int
    seconds: float


class _Count(msgspec.Struct):
    """What a stage has done of its weeks so far."""

    done: int = 0
    failed: int = 0
    seconds: float = 0.0


class Summary(msgspec.Struct, frozen=True, kw_only=True):
    """What a run did and what the store holds after it.

    Attributes:
        pages_new, pages_known: Pages of this run by whether the store had them.
        articles, stories, claims, failures: In the store after the run.
        rejections: In the store after the run, number by reason, sorted.
        stages: In the order of the pipeline, the reading of pages (`read`) first.
    """

    pages_new: int
    pages_known: int
    articles: int
    rejections: dict[str, int]
    failures: int
    stories: int
    claims: int
    stages: tuple[StageSummary, ...]
    seconds: float


def run(  # noqa: PLR0913  # what to read, where to, by whom, and choices with defaults
    pages: Iterable[Page | Rejection],
    *,
    store: Store,
    engine: Engine,
    settings: Settings,
    decisions: Iterable[Decision] = (),
    progress: Progress | None = None,
    stages: Sequence[Each | Gather] = STAGES,
    listed: Collection[str] = (),
) -> Summary:
    """Take pages through the pipeline.

    Whatever the store holds already is not done again; what an earlier run left undone is done too. A unit
    whose stage breaks is kept as a failure, and the next run tries it again.

    Args:
        pages: Pages and rejections as the inputs give them; read as they are consumed.
        store: Where everything is kept; the only thing that is changed.
        engine: Who runs the stages.
        settings: Models; a change redoes what it touches.
        decisions: What a person decided and did not take back, oldest first; a change redoes what it touches.
        progress: Told how far the run is.
        stages: The pipeline; another one only in tests.
        listed: Lists read whole, looked at when all pages are in: earlier rejections of them are gone.

    Raises:
        StoreError: If the store cannot be written.
    """
    running = _Run(store, engine, settings, progress or Silent())
    began = time.monotonic()
    done = [running.read(pages, listed)]
    running.keep(decisions)
    planner = Planner(store, settings, stages)
    done += running.go(planner, stages)
    return Summary(
        pages_new=done[0].done,
        pages_known=done[0].skipped,
        articles=store.count(Article),
        rejections=dict(sorted(Counter(rejection.reason for rejection in store.all(Rejection)).items())),
        failures=store.count(Failure),
        stories=store.count(Story),
        claims=store.count(Claim),
        stages=tuple(done),
        seconds=time.monotonic() - began,
    )


class _Run:
    """One run's dealings with its store, its engine and whoever watches."""

    def __init__(self, store: Store, engine: Engine, settings: Settings, progress: Progress) -> None:
        self._store = store
        self._engine = engine
        self._settings = settings_digest(settings)
        self._progress = progress

    def read(self, pages: Iterable[Page | Rejection], listed: Collection[str] = ()) -> StageSummary:
        """Keep pages and rejections as they come in."""
        began = time.monotonic()
        self._progress.start("read", None)
        n_new = n_read = 0
        accepted: set[str] = set()
        for batch in _batches(pages):
            kept = [page for page in batch if isinstance(page, Page)]
            accepted.update(_refusal_id(page.location) for page in kept)
            n_new += self._store.put_pages(kept)
            n_read += len(kept)
            for rejection in (other for other in batch if isinstance(other, Rejection)):
                unit = Unit(_refusal_id(rejection.page), rejection.id)
                self._commit(REFUSED, 1, unit, [rejection])
            self._progress.step("read", len(batch))
        # a page or a list that could not be read before, and now is one
        accepted.update(map(_refusal_id, listed))
        self._store.retire(REFUSED, self._store.outputs(REFUSED).keys() - accepted)
        self._progress.finish("read")
        return StageSummary(
            stage="read", done=n_new, skipped=n_read - n_new, failed=0, seconds=time.monotonic() - began
        )

    def keep(self, decisions: Iterable[Decision]) -> None:
        """Keep a person's decisions: what is not among them any longer is gone."""
        in_force = tuple(decisions)
        for about in DECIDED:
            mine = tuple(decision for decision in in_force if decision.about == about)
            unit = Unit(about, digest(decision.id for decision in mine))
            if self._store.pending(DECIDE, 1, [unit]):
                self._commit(DECIDE, 1, unit, mine)

    def go(self, planner: Planner, stages: Iterable[Each | Gather]) -> list[StageSummary]:
        """Do what stages have still to do, in their order; those by week go through the weeks together."""
        for name in FORMER:
            self._store.retire(name, ())
        done = []
        for by_week, several in groupby(stages, goes_by_week):
            if by_week:
                with _collecting_seldom():
                    done += self._go_through([planner.passage(s) for s in several if isinstance(s, Gather)])
            else:
                done += [self._do(planner.plan(stage)) for stage in several]
        return done

    def _go_through(self, passages: Sequence[Passage]) -> list[StageSummary]:
        """Do what stages have still to do, one week after the other: what one week takes is read but once."""
        for passage in passages:
            self._store.retire(passage.stage.name, passage.weeks)
        counts = [_Count() for _ in passages]
        lead: str | None = None  # the stage that is told of while all of them go on
        for at, week in enumerate(passages[0].weeks):
            begun = [count.done for count in counts]
            for passage, count in zip(passages, counts, strict=True):
                self._count_week(passage, at, week, count)
            if lead is None and any(count.done for count in counts):
                lead = next(p.stage.name for p, c in zip(passages, counts, strict=True) if c.done)
                self._progress.start(lead, len(passages[0].weeks) - at)
            if lead is not None and begun != [count.done for count in counts]:
                self._progress.step(lead)
        if lead is not None:
            self._progress.finish(lead)
        return [self._told(passage, count, lead) for passage, count in zip(passages, counts, strict=True)]

    def _count_week(self, passage: Passage, at: int, week: str, count: _Count) -> None:
        """Do one week of one stage where it is not done yet."""
        began = time.monotonic()
        unit = passage.unit(week)
        if self._store.pending(passage.stage.name, passage.stage.version, [unit]):
            count.failed += self._do_week(passage, at, unit)
            count.done += 1
        count.seconds += time.monotonic() - began

    def _told(self, passage: Passage, count: _Count, lead: str | None) -> StageSummary:
        """Sum up what a stage did; one that went along with another is told of now."""
        name = passage.stage.name
        if count.done and name != lead:
            self._progress.start(name, count.done)
            self._progress.step(name, count.done)
            self._progress.finish(name)
        return StageSummary(
            stage=name,
            done=count.done - count.failed,
            skipped=len(passage.weeks) - count.done,
            failed=count.failed,
            seconds=count.seconds,
        )

    def _do_week(self, passage: Passage, at: int, unit: Unit) -> bool:
        """Do one week; tells whether it is a failure."""
        stage = passage.stage
        (outcome,) = self._engine.gather(stage, [Item(unit.id, passage.load(unit.id))], total=1)
        if outcome.failed is None and self._try_commit(stage, unit, outcome.records):
            return False
        # a story that is closed in this week now may belong to a later one still: those are done again
        self._store.retire(stage.name, passage.weeks[: at + 1])
        return self._keep(stage, unit, outcome)

    def _try_commit(self, stage: Gather, unit: Unit, records: Sequence[Record]) -> bool:
        try:
            self._store.commit(stage.name, stage.version, unit, records, settings=self._settings)
        except StoreBusy:
            raise
        except StoreError:
            return False
        return True

    def _do(self, plan: Plan) -> StageSummary:
        began = time.monotonic()
        stage = plan.stage
        pending = self._store.pending(stage.name, stage.version, plan.units)
        keep = {unit.id for unit in plan.units}
        if isinstance(stage, Gather):
            # a record may go from one story to another: none is given twice
            keep -= {unit.id for unit in pending}
        self._store.retire(stage.name, keep)
        n_failed = 0
        if pending:
            self._progress.start(stage.name, len(pending))
            for outcome, unit in self._outcomes(plan, pending):
                n_failed += self._keep(stage, unit, outcome)
                self._progress.step(stage.name)
            self._progress.finish(stage.name)
        return StageSummary(
            stage=stage.name,
            done=len(pending) - n_failed,
            skipped=len(plan.units) - len(pending),
            failed=n_failed,
            seconds=time.monotonic() - began,
        )

    def _outcomes(self, plan: Plan, pending: Sequence[Unit]) -> Iterator[tuple[Outcome, Unit]]:
        unit_by_id = {unit.id: unit for unit in pending}
        items = (Item(unit.id, plan.load(unit.id)) for unit in pending)
        if isinstance(plan.stage, Each):
            outcomes = self._engine.each(plan.stage, items, total=len(pending))
        else:
            outcomes = self._engine.gather(plan.stage, items, total=len(pending))
        for outcome in outcomes:
            yield outcome, unit_by_id[outcome.unit_id]

    def _keep(self, stage: Each | Gather, unit: Unit, outcome: Outcome) -> bool:
        """Store what came of a unit; tells whether it is a failure."""
        if outcome.failed is not None:
            self._store.fail(stage.name, stage.version, unit, outcome.failed.cause)
            return True
        return self._commit(stage.name, stage.version, unit, outcome.records)

    def _commit(self, stage: str, version: int, unit: Unit, records: Sequence[Record]) -> bool:
        """Store a unit's records; what the store refuses (an id given twice) is a failure."""
        try:
            self._store.commit(stage, version, unit, records, settings=self._settings)
        except StoreBusy:
            raise
        except StoreError as refused:
            self._store.fail(stage, version, unit, str(refused))  # a store that is broken raises again
            return True
        return False


def goes_by_week(stage: Each | Gather) -> bool:
    """Does a stage go through the collection one week after the other?"""
    return isinstance(stage, Gather) and stage.by == "week"


@contextmanager
def _collecting_seldom() -> Iterator[None]:
    """Look for rings of objects seldom: a week's hold none, and looking took a fifteenth of its time."""
    before = gc.get_threshold()
    gc.set_threshold(COLLECT_AFTER, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _refusal_id(location: str) -> str:
    return make_id("refusal", location)


def _batches(pages: Iterable[Page | Rejection]) -> Iterator[list[Page | Rejection]]:
    """Pages to keep together: so many, or those that came within a time."""
    batch: list[Page | Rejection] = []
    since = time.monotonic()
    for page in pages:
        batch.append(page)
        if len(batch) >= READ_AT_ONCE or time.monotonic() - since > READ_EVERY_S:
            yield batch
            batch, since = [], time.monotonic()
    if batch:
        yield batch
