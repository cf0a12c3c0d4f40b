"""The runner: takes pages through every stage of the pipeline, does only what is not done yet."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

import msgspec

from recoupe.pipeline import Engine
from recoupe.records import Page, Rejection
from recoupe.settings import Settings
from recoupe.store.port import Store


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


def run(
    pages: Iterable[Page | Rejection],
    *,
    store: Store,
    engine: Engine,
    settings: Settings,
    progress: Progress | None = None,
) -> Summary:
    """Take pages through the pipeline.

    Whatever the store holds already is not done again; what an earlier run left undone is done too.

    Args:
        pages: Pages and rejections as the inputs give them; read as they are consumed.
        store: Where everything is kept; the only thing that is changed.
        engine: Who runs the stages.
        settings: Models and limits; a change redoes what it touches.
        progress: Told how far the run is.

    Returns:
        Counts; a unit whose stage broke is counted as a failure and tried again by the next run.

    Raises:
        StoreError: If the store cannot be written.
        ModelMissing: If a model's package is not installed.
    """
    raise NotImplementedError
