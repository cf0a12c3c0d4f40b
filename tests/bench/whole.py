"""The whole program: articles per CPU second and peak memory of each stage, beside plain spaCy.

Every run is a process of its own; figures are medians over the runs. CPU seconds are those of the process,
so other work on the machine changes them little; memory is the peak resident set while the stage ran.
"""

from __future__ import annotations

import argparse
import json
import platform
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.bench.pages import write_pages


def main(arguments: list[str]) -> int:
    """Generate pages, run both sides, print one table."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--articles", type=int, default=1050, help="at least so many pages (default 1050)")
    parser.add_argument("--runs", type=int, default=3, help="runs of each side; medians are printed")
    parser.add_argument("--json", action="store_true", help="print every run as JSON instead")
    options = parser.parse_args(arguments)
    ours, peer = [], []
    with tempfile.TemporaryDirectory() as folder:
        pages = Path(folder) / "pages"
        pages.mkdir()
        n = write_pages(pages, options.articles)
        for i in range(options.runs):
            store = Path(folder) / f"{i}.sqlite"
            ours.append(measured("tests.bench.pipeline", pages, store))
            peer.append(measured("tests.bench.peer", store))
            store.unlink()
    if options.json:
        print(json.dumps({"articles": n, "recoupe": ours, "spacy": peer}, indent=1))
        return 0
    report(n, ours, peer)
    return 0


Run = dict[str, dict[str, float]]


def measured(module: str, *args: Path) -> Run:
    """Run one side in a process of its own; it prints {stage: {cpu_s, wall_s, peak_mb, units}}."""
    done = subprocess.run(
        [sys.executable, "-m", module, *map(str, args)], check=True, stdout=subprocess.PIPE, text=True
    )
    figures: Run = json.loads(done.stdout)
    return figures


def report(n: int, ours: list[Run], peer: list[Run]) -> None:
    """Print the medians."""
    print(
        f"{n} articles, {len(ours)} runs, medians; {platform.machine()}, Python {platform.python_version()}"
    )
    print(f"{'stage':14}{'units':>8}{'CPU s':>9}{'articles/CPU s':>16}{'share':>8}{'peak MB':>9}")
    total = median(ours, "all", "cpu_s")
    for stage in ours[0]:
        cpu = median(ours, stage, "cpu_s")
        units = int(median(ours, stage, "units"))
        rate = n / cpu if cpu else float("inf")
        peak = median(ours, stage, "peak_mb")
        print(f"{stage:14}{units:8}{cpu:9.2f}{rate:16.1f}{cpu / total:8.1%}{peak:9.0f}")
    base, peak = median(peer, "spacy", "cpu_s"), median(peer, "spacy", "peak_mb")
    print(f"{'plain spaCy':14}{n:8}{base:9.2f}{n / base:16.1f}{'':8}{peak:9.0f}")
    print(f"recoupe takes {total / base:.2f} times the CPU of plain spaCy over the same text")


def median(runs: list[Run], stage: str, key: str) -> float:
    """Median of one figure over the runs."""
    return statistics.median(r[stage][key] for r in runs)
