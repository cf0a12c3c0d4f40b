"""One run of the whole pipeline in this process, measured by stage: PAGES STORE."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from recoupe.engine.local import LocalEngine
from recoupe.engine.run import run
from recoupe.engine.tools import LocalTools, chosen
from recoupe.inputs.files import read_paths
from recoupe.settings import Settings
from recoupe.store.sqlite import SqliteStore
from tests.bench.meter import Meter


def main(pages: str, store: str) -> None:
    """Run and print the figures as JSON."""
    settings = Settings(processes=1)
    tools = LocalTools(chosen(settings))  # given: every stage works in this process, where it is measured
    cpu, wall = time.process_time(), time.perf_counter()
    with Meter() as meter, SqliteStore(store) as opened, LocalEngine(settings, tools=tools) as engine:
        summary = run(
            read_paths([Path(pages)]), store=opened, engine=engine, settings=settings, progress=meter
        )
    meter.figures["all"] = {
        "cpu_s": time.process_time() - cpu,
        "wall_s": time.perf_counter() - wall,
        "peak_mb": max(row["peak_mb"] for row in meter.figures.values()),
        "units": summary.articles,
    }
    sys.stdout.write(json.dumps(meter.figures))


if __name__ == "__main__":
    main(*sys.argv[1:3])
