"""CPU, wall time and peak memory of each stage of a run, as a `Progress`."""

from __future__ import annotations

import threading
import time
from types import TracebackType
from typing import Self

import psutil

INTERVAL_S = 0.02  # a peak shorter than this goes unseen


LOOPS = 10_000_000  # additions: .34 s of CPU on the machine of the figures in `docs/` when nothing else runs


def fixed_loop() -> float:
    """CPU seconds that a fixed piece of work takes: how much whatever else runs on the machine slows us."""
    began, total = time.process_time(), 0
    for k in range(LOOPS):
        total += k
    return time.process_time() - began


class Meter:
    """Measures from `start` to `finish` of each stage: `figures` maps it to cpu_s, wall_s, peak_mb, units."""

    def __init__(self) -> None:
        self.figures: dict[str, dict[str, float]] = {}
        self._process = psutil.Process()
        self._peak = 0
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._since = (0.0, 0.0)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._done.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._done.wait(INTERVAL_S):
            self._peak = max(self._peak, self._process.memory_info().rss)

    def start(self, stage: str, total: int | None) -> None:
        self._peak = self._process.memory_info().rss
        self._since = (time.process_time(), time.perf_counter())
        self.figures[stage] = {"cpu_s": 0.0, "wall_s": 0.0, "peak_mb": 0.0, "units": 0}

    def step(self, stage: str, n: int = 1) -> None:
        self.figures[stage]["units"] += n

    def finish(self, stage: str) -> None:
        row = self.figures[stage]
        row["cpu_s"] = time.process_time() - self._since[0]
        row["wall_s"] = time.perf_counter() - self._since[1]
        row["peak_mb"] = max(self._peak, self._process.memory_info().rss) / 1e6
