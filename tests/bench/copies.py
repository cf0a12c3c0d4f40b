"""`make bench ARGS=copies`: articles per CPU second through copies and stories; near-duplicates beside peers.

The stream is made (`tests/bench/stream.py`) and kept in a store as `sign` would leave it; then `place`,
`copies` and `stories` go through it week by week as in a run, in a process of its own, reading from and
writing to the file. CPU seconds and resident memory are noted after each week, so one run of 200,000 articles
gives the whole curve. A fixed loop is timed every fourth week and not counted: a shared machine gives now
more and now less in a second, so that weeks are compared in loops too, each by the loops next to it.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from tests.bench.duplicates import report_duplicates
from tests.bench.meter import fixed_loop
from tests.bench.stream import PER_DAY, Stream

SIZES = (10_000, 50_000, 200_000)
WEEK = 7 * PER_DAY  # articles
LOOP_EVERY = 4  # weeks
LOOP_THEN = 0.34  # CPU seconds of the fixed loop when 2,000 articles a CPU second were asked for


def main(arguments: Sequence[str]) -> int:
    """Measure and print; `--svg FILE` draws the curve."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES), help="articles in the stream")
    parser.add_argument("--svg", type=Path, help="where the curve of the last size is drawn")
    parser.add_argument("--no-duplicates", action="store_true", help="leave the peers out")
    options = parser.parse_args(arguments)
    then = f"at a loop of {LOOP_THEN} s"
    names = ("articles", "CPU s", "articles/CPU s", then, "planning s", "peak MB", "stories", "loop s")
    print("".join(f"{name:>{max(10, len(name) + 2)}}" for name in names))
    curve: list[dict[str, float]] = []
    with tempfile.TemporaryDirectory() as folder:
        for n in options.sizes:
            store = Path(folder) / f"{n}.sqlite"
            fill(store, n)
            done = subprocess.run(
                [sys.executable, "-m", "tests.bench.copies", str(store)], check=True, stdout=subprocess.PIPE
            )
            made = json.loads(done.stdout)
            curve = made["weeks"]
            print(
                f"{n:10}{made['cpu_s']:10.1f}{n / made['cpu_s']:16.0f}"
                f"{n / made['loops_all'] / LOOP_THEN:{len(then) + 2}.0f}{made['plan_s']:12.2f}"
                f"{made['peak_mb']:10.0f}{made['stories']:10}{made['loop_s']:10.2f}",
                flush=True,
            )
            store.unlink()
    if options.svg:
        options.svg.write_text(draw(curve), "utf-8")
    if not options.no_duplicates:
        report_duplicates()
    return 0


def fill(path: Path, n: int) -> None:
    """Keep the first `n` articles of the stream in a store, as `dates` and `sign` would."""
    from recoupe.store.port import Unit
    from recoupe.store.sqlite import SqliteStore

    with SqliteStore(path) as store:
        store._db.execute("PRAGMA synchronous = OFF")  # made data: no need to be safe
        for told in Stream().articles(n):
            unit = Unit(told.signature.article_id, "")
            store.commit("dates", 1, unit, [told.dating])
            store.commit("sign", 1, unit, [told.signature])


def measure(path: Path) -> dict[str, object]:
    """Go through a store in this process; CPU seconds and memory after each week."""
    import psutil

    from recoupe.engine.local import LocalEngine
    from recoupe.engine.plan import Passage, Planner
    from recoupe.engine.run import Silent, _Run
    from recoupe.pipeline import STAGES, Gather
    from recoupe.records import Story
    from recoupe.settings import Settings
    from recoupe.store.sqlite import SqliteStore

    class Noted(Silent):
        """Progress that notes CPU and memory after each week."""

        def __init__(self) -> None:
            self.weeks: list[tuple[float, float]] = []
            self.loops: list[float] = []

        def step(self, stage: str, n: int = 1) -> None:
            if stage == "copies":
                at = time.process_time() - sum(self.loops)
                self.weeks.append((at, psutil.Process().memory_info().rss / 1e6))
                if len(self.weeks) % LOOP_EVERY == 1:
                    self.loops.append(fixed_loop())

    class Timed(Planner):
        """Planner that notes what it took to plan."""

        plan_s = 0.0

        def passage(self, stage: Gather) -> Passage:
            began = time.process_time()
            made = super().passage(stage)
            self.plan_s += time.process_time() - began
            return made

    settings, noted = Settings(processes=1), Noted()
    began = time.process_time()
    with SqliteStore(path) as store, LocalEngine(settings) as engine:
        running, planner = _Run(store, engine, settings, noted), Timed(store, settings, STAGES)
        running.go(planner, [stage for stage in STAGES if stage.name in ("place", "copies", "stories")])
        ended, n_stories = time.process_time() - sum(noted.loops), store.count(Story)
    loops = in_loops([at - began for at, _ in noted.weeks], noted.loops)
    return {
        "cpu_s": ended - began,
        "plan_s": planner.plan_s,
        "peak_mb": max(mb for _, mb in noted.weeks),
        "stories": n_stories,
        "loop_s": sum(noted.loops) / len(noted.loops),
        "loops": noted.loops,
        "loops_all": sum(loops),
        "weeks": [
            {"cpu_s": at - began, "mb": mb, "loops": n}
            for (at, mb), n in zip(noted.weeks, loops, strict=True)
        ],
    }


def in_loops(weeks: Sequence[float], loops: Sequence[float]) -> list[float]:
    """What each week took, in fixed loops as long as between the two that were timed next to it.

    Args:
        weeks: CPU seconds at the end of each.
        loops: CPU seconds of the loops, timed after the first week and after every `LOOP_EVERY` more.
    """
    out = []
    for k, (before, at) in enumerate(pairwise([0.0, *weeks])):
        part, whole = (k % LOOP_EVERY) / LOOP_EVERY, k // LOOP_EVERY
        after = loops[min(whole + 1, len(loops) - 1)]
        out.append((at - before) / (loops[whole] * (1 - part) + after * part))
    return out


def draw(curve: Sequence[dict[str, float]]) -> str:
    """Articles per CPU second and memory over the number of articles, as SVG."""
    width, height, left, top = 640, 300, 60, 30
    wide, high = width - 2 * left, height - 2 * top
    n = len(curve)
    rates = [4 * WEEK / sum(week["loops"] for week in curve[k - 3 : k + 1]) / LOOP_THEN for k in range(4, n)]
    memory = [week["mb"] for week in curve[4:]]

    by_loop = f"articles per CPU second, at a loop of {LOOP_THEN} s"

    def line(values: Sequence[float], highest: float, colour: str) -> str:
        places = " ".join(
            f"{left + wide * k / max(1, len(values) - 1):.1f},{top + high * (1 - v / highest):.1f}"
            for k, v in enumerate(values)
        )
        return f'<polyline points="{places}" fill="none" stroke="{colour}" stroke-width="2"/>'

    fastest, most = max([4000.0, *rates]), max([1000.0, *memory])
    goal = top + high * (1 - 2000 / fastest)
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-size="12">',
            '<rect width="100%" height="100%" fill="#fff"/>',
            f'<path d="M{left} {goal:.1f}H{width - left}" stroke="#999" stroke-dasharray="4 4"/>',
            f'<text x="{left}" y="{goal - 4:.1f}" fill="#666">2,000 articles per CPU second</text>',
            line(rates, fastest, "#0b5"),
            line(memory, most, "#c40"),
            f'<text x="{left}" y="18" fill="#0b5">{by_loop} (0 to {fastest:,.0f})</text>',
            f'<text x="{width // 2}" y="18" fill="#c40">memory, MB (0 to {most:,.0f})</text>',
            f'<text x="{left}" y="{height - 8}">{4 * WEEK:,} articles</text>',
            f'<text x="{width - left}" y="{height - 8}" text-anchor="end">{n * WEEK:,} articles</text>',
            "</svg>",
            "",
        ]
    )


if __name__ == "__main__":
    sys.stdout.write(json.dumps(measure(Path(sys.argv[1]))))
