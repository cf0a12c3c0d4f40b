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
from recoupe.pipeline import STAGES, Given, Item
from recoupe.records import Article, Page, Rejection
from recoupe.settings import Settings
from tests.mutants import mutants

CLEAN = next(stage for stage in STAGES if stage.name == "clean")
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
    came, broken, slowest, began = measure(chosen.pages, chosen.seed, chosen.processes)
    wall_s = time.perf_counter() - began
    lost = chosen.pages - sum(came.values())
    sys.stdout.write(f"{chosen.pages} pages, seed {chosen.seed}: {wall_s:.0f} s on the wall, lost {lost}\n")
    for what, n in came.most_common():
        sys.stdout.write(f"{n:7}  {what}\n")
    sys.stdout.write(f"longest wait for one page {slowest:.1f} s\n")
    for line in broken[:20]:
        sys.stdout.write(f"BROKEN {line}\n")
    return 1 if lost or broken else 0


def measure(n: int, seed: int, processes: int) -> tuple[Counter[str], list[str], float, float]:
    """What came of the pages by kind or reason, what broke, the longest wait in seconds, when it began."""
    peak, began = Peak(), time.perf_counter()
    came: Counter[str] = Counter()
    broken: list[str] = []
    slowest, last = 0.0, began
    items = (Item(page.id, Given({Page: (page,)})) for page in mutants(n, seed=seed))
    with LocalEngine(Settings(processes=processes)) as engine:
        for page, outcome in zip(mutants(n, seed=seed), engine.each(CLEAN, items, total=n), strict=True):  # type: ignore[arg-type]  # an Each
            if sum(came.values()) % 1000 == 0:
                sys.stderr.write(f"{sum(came.values())} of {n}, {time.perf_counter() - began:.0f} s\n")
            now = time.perf_counter()
            slowest, last = max(slowest, now - last), now
            if outcome.failed is not None:
                broken.append(f"{page.location}: {outcome.failed.cause}")
            elif outcome.unit_id != page.id:
                broken.append(f"{page.location}: out of order")
            for record in outcome.records:
                came["article" if isinstance(record, Article) else f"rejected: {_reason(record)}"] += 1
                if isinstance(record, Rejection) and record.reason == "crashed":
                    broken.append(f"{page.location}: {record.detail}")
    peak.stop()
    sys.stdout.write(
        f"peak memory: this process {peak.own / 1e6:.0f} MB, one worker {peak.worker / 1e6:.0f} MB,"
        f" at most {peak.n_workers} processes\n"
    )
    return came, broken, slowest, began


def _reason(record: object) -> str:
    return record.reason if isinstance(record, Rejection) else type(record).__name__
