"""Processes on this machine: the default engine.

Few units are worked on in this process. Many go to a pool of workers that each load a tool once, when a stage
first asks for it; a worker that dies takes its batch with it, and the batch is tried again one by one.
A stage with limits always has workers of its own, see `engine.guard`.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import cache
from itertools import islice
from multiprocessing.process import BaseProcess
from types import TracebackType
from typing import Self

from recoupe.engine.guard import Guard
from recoupe.engine.tools import Chosen, LocalTools, chosen
from recoupe.engine.worker import apply_one, begin, worker_context
from recoupe.errors import StageFailed
from recoupe.pipeline import Each, Gather, Item, Outcome, Stage, Tools
from recoupe.settings import Settings

UNITS_WORTH_A_WORKER = 60  # a worker loads models for 4 s, as long as 40 to 60 articles take
PAGES_WORTH_A_READER = 8  # a worker that only cleans pages starts in .1 s, as long as 3 to 5 pages take
BATCH = 16  # items sent at once: small enough to try again one by one, large enough to hide the sending
AHEAD = 3  # batches under way per worker: one at work, one waiting, one coming back
MAIN_MEMORY_PER_WORKER = 0.8e9  # bytes: the models of two languages and the encoder


class LocalEngine:
    """Runs stages on this machine, see `Engine`.

    Args:
        settings: `processes` says how many workers; 0 takes as many as the work, the cores and the memory are
            worth, 1 works in this process, or in one worker where a stage has limits. `models` are the
            taggers.
        tools: What stages are given; None loads the models of the settings. Only used in this process.
    """

    def __init__(self, settings: Settings, *, tools: Tools | None = None) -> None:
        self._settings = settings
        self._tools = LocalTools(chosen(settings)) if tools is None else tools
        self._which = chosen(settings)
        self._alone = tools is not None
        self._pool: ProcessPoolExecutor | None = None
        self._guard: Guard | None = None
        self._size = 0

    def __enter__(self) -> Self:
        """Give the engine itself; workers start when there is work for them."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End every worker."""
        self.close()

    def close(self) -> None:
        """End every worker, at once; closing twice is closing once."""
        pool, self._pool = self._pool, None
        guard, self._guard = self._guard, None
        if guard is not None:
            guard.close()
        if pool is not None:
            workers = _processes(pool)
            pool.shutdown(wait=False, cancel_futures=True)
            for worker in workers:
                worker.terminate()
            for worker in workers:
                worker.join()

    @property
    def worker_ids(self) -> tuple[int, ...]:
        """Process ids of the workers that are up."""
        workers = _processes(self._pool) if self._pool is not None else []
        guarded = self._guard.worker_ids if self._guard is not None else ()
        return (*guarded, *(worker.pid for worker in workers if worker.pid is not None))

    def each(self, stage: Each, items: Iterable[Item], *, total: int) -> Iterator[Outcome]:
        """Apply a stage one by one, see `Engine`."""
        return self._apply(stage, items, total)

    def gather(self, stage: Gather, groups: Iterable[Item], *, total: int) -> Iterator[Outcome]:
        """Apply a stage to groups, see `Engine`."""
        return self._apply(stage, groups, total)

    def _apply(self, stage: Stage, items: Iterable[Item], total: int) -> Iterator[Outcome]:
        if stage.limits is not None and not self._alone:
            return self._guarded(stage, items, total)
        workers = self._workers(total)
        if workers == 1:
            return (apply_one(stage, item, self._tools) for item in items)
        if self._pool is not None and self._size < workers:
            self.close()
        self._size = max(self._size, workers)
        return self._spread(stage, items, min(BATCH, max(1, total // (self._size * 4))))

    def _guarded(self, stage: Stage, items: Iterable[Item], total: int) -> Iterator[Outcome]:
        worth = max(1, total // PAGES_WORTH_A_READER)
        self._guard = Guard(stage, size=min(worth, self._settings.processes or _cores()), which=self._which)
        return self._guard.apply(items)

    def _workers(self, total: int) -> int:
        if self._alone or total <= 1:
            return 1
        if self._settings.processes:
            return self._settings.processes
        worth = total // UNITS_WORTH_A_WORKER
        return max(1, min(worth, _cores(), int(_memory() * 0.7 / MAIN_MEMORY_PER_WORKER)))

    # --- workers -------------------------------------------------------------------------------------

    def _started(self) -> ProcessPoolExecutor:
        if self._pool is None:
            self._pool = ProcessPoolExecutor(
                self._size,
                mp_context=worker_context(),
                initializer=begin,
            )
        return self._pool

    def _spread(self, stage: Stage, items: Iterable[Item], size: int) -> Iterator[Outcome]:
        """Send batches to workers, a few ahead, and give outcomes in the order of the items."""
        source = iter(items)
        under_way: deque[tuple[list[Item], Future[list[Outcome]]]] = deque()
        while True:
            while len(under_way) < self._size * AHEAD and (batch := list(islice(source, size))):
                under_way.append((batch, self._submit(stage, batch)))
            if not under_way:
                return
            batch, future = under_way.popleft()
            try:
                yield from future.result()
            except BrokenProcessPool:
                lost = [batch, *(waiting for waiting, other in under_way if not _is_done(other))]
                kept = [other.result() for _, other in under_way if _is_done(other)]
                under_way.clear()
                self.close()
                for outcomes in kept:
                    yield from outcomes
                for waiting in lost:
                    yield from self._again(stage, waiting)

    def _submit(self, stage: Stage, batch: list[Item]) -> Future[list[Outcome]]:
        try:
            return self._started().submit(_apply_batch, stage, batch, self._which)
        except BrokenProcessPool as broken:
            future: Future[list[Outcome]] = Future()
            future.set_exception(broken)
            return future

    def _again(self, stage: Stage, batch: list[Item]) -> Iterator[Outcome]:
        """Try a lost batch one by one; what kills a worker alone is a failure."""
        for item in batch:
            try:
                yield from self._submit(stage, [item]).result()
            except BrokenProcessPool:
                self.close()
                cause = "the worker process died (out of memory, or a crash in a library)"
                yield Outcome(
                    item.unit_id, failed=StageFailed(stage.name, stage.version, item.unit_id, cause)
                )


def _processes(pool: ProcessPoolExecutor) -> list[BaseProcess]:
    return list((pool._processes or {}).values())  # no public way to end a worker that is at work


def _is_done(future: Future[list[Outcome]]) -> bool:
    return future.done() and not future.cancelled() and future.exception() is None


# --- inside a worker ---------------------------------------------------------------------------------


@cache
def _worker_tools(which: Chosen) -> LocalTools:
    return LocalTools(which)


def _apply_batch(stage: Stage, batch: list[Item], which: Chosen) -> list[Outcome]:
    return [apply_one(stage, item, _worker_tools(which)) for item in batch]


# --- this machine ------------------------------------------------------------------------------------


def _cores() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _memory() -> float:
    """Bytes of main memory, or of nothing known enough for two workers."""
    try:
        return float(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"))
    except (AttributeError, ValueError, OSError):
        return 3 * MAIN_MEMORY_PER_WORKER
