"""Pages broken at random through the limited workers: what came of each, time and peak memory.

    make bench ARGS="mutants --pages 10000"

Ends with 1 if a page is lost, a stage failed, or a worker crashed.
"""

from __future__ import annotations

import argparse
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator

import psutil

from recoupe.engine.local import LocalEngine
from recoupe.pipeline import STAGES, Each, Given, Item, Outcome
from recoupe.records import Page, Record, Rejection, Repeated, ShortLines
from recoupe.settings import Settings
from tests.mutants import mutants

INTERVAL_S = 0.05


class Peak:
    """Largest resident memory of one process of this program, in bytes, and how many there were at once."""

    def __init__(self) -> None:
        self.own = self.worker = self.n_workers = 0
        self._done = threading.Event()
        self._me = psutil.Process()
        threading.Thread(target=self._watch, daemon=True).start()

    def _watch(self) -> None:
        while not self._done.wait(INTERVAL_S):
            self.own = max(self.own, self._me.memory_info().rss)
            sizes = list(self._sizes())
            self.worker = max([self.worker, *sizes])
            self.n_workers = max(self.n_workers, len(sizes))

    def _sizes(self) -> Iterator[int]:
        for child in self._me.children(recursive=True):
            try:
                yield child.memory_info().rss
            except psutil.Error:
                continue

    def stop(self) -> None:
        self._done.set()


def main(arguments: list[str]) -> int:
    """Run and print the figures."""
    parser = argparse.ArgumentParser(prog="tests.bench mutants")
    parser.add_argument("--pages", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=0)
    chosen = parser.parse_args(arguments)
    peak, began = Peak(), time.perf_counter()
    with LocalEngine(Settings(processes=chosen.processes)) as engine:
        bench = Bench(engine, chosen.pages, chosen.seed)
        bench.run("lines")
        bench.run("clean")
    peak.stop()
    lost = 2 * chosen.pages - sum(bench.came.values())
    wall_s = time.perf_counter() - began
    sys.stdout.write(
        f"{chosen.pages} pages, seed {chosen.seed}: {wall_s:.0f} s on the wall, lost {lost}\n"
        f"peak memory: this process {peak.own / 1e6:.0f} MB, one worker {peak.worker / 1e6:.0f} MB,"
        f" at most {peak.n_workers} processes\n"
    )
    for what, n in bench.came.most_common():
        sys.stdout.write(f"{n:7}  {what}\n")
    sys.stdout.write(f"longest wait for one page {bench.slowest:.1f} s\n")
    for line in bench.broken[:20]:
        sys.stdout.write(f"BROKEN {line}\n")
    return 1 if lost or bench.broken else 0


class Bench:
    """Mutants through stages; every short line of a page counts as repeated when it is cleaned.

    Attributes:
        came: What came of the pages, by kind or reason.
        broken: What failed or came out of order.
        slowest: Longest wait in seconds.
    """

    def __init__(self, engine: LocalEngine, n: int, seed: int) -> None:
        self.engine, self.n, self.seed = engine, n, seed
        self.came: Counter[str] = Counter()
        self.broken: list[str] = []
        self.slowest = 0.0
        self._marks: dict[str, bytes] = {}

    def run(self, name: str) -> None:
        """Take every page through one stage."""
        stage = next(s for s in STAGES if isinstance(s, Each) and s.name == name)
        items = (Item(page.id, self._given(page)) for page in mutants(self.n, seed=self.seed))
        outcomes = self.engine.each(stage, items, total=self.n)
        last = began = time.perf_counter()
        for k, (page, outcome) in enumerate(zip(mutants(self.n, seed=self.seed), outcomes, strict=True)):
            now = time.perf_counter()
            self.slowest, last = max(self.slowest, now - last), now
            if k % 1000 == 0:
                sys.stderr.write(f"{name}: {k} of {self.n}, {now - began:.0f} s\n")
            self._count(page, outcome)

    def _given(self, page: Page) -> Given:
        marks = self._marks.get(page.id)
        repeated = () if marks is None else (Repeated(id="repeated", page_id=page.id, marks=marks),)
        return Given({Page: (page,), Repeated: repeated})

    def _count(self, page: Page, outcome: Outcome) -> None:
        if outcome.failed is not None:
            self.broken.append(f"{page.location}: {outcome.failed.cause}")
        elif outcome.unit_id != page.id:
            self.broken.append(f"{page.location}: out of order")
        for record in outcome.records:
            self.came[_kind(record)] += 1
            if isinstance(record, ShortLines):
                self._marks[page.id] = record.short
            if isinstance(record, Rejection) and record.reason == "crashed":
                self.broken.append(f"{page.location}: {record.detail}")


def _kind(record: Record) -> str:
    return f"rejected: {record.reason}" if isinstance(record, Rejection) else type(record).__name__
