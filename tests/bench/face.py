"""`python -m tests.bench face`: time of the server for each kind of page over made stores, and its memory.

Every page is asked for by an HTTP client in the same process, without a network, client included; figures are
medians and the worst of the runs, after two that warm up. What decides is CPU time: other work on the machine
changes it little.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from pathlib import Path

import psutil
from litestar.testing import TestClient

from recoupe.store.sqlite import SqliteStore
from recoupe.web.access import Access
from recoupe.web.app import make_app
from tests.bench.facestore import make_store

BOUNDS_MS = {1_000: 50.0, 100_000: 100.0}  # of a story's page
MANY = 1_000_000  # requests in a minute: no limit


def main(argv: list[str]) -> int:
    """Make the stores, ask for the pages, print a table; 1 if a story's page is slower than its bound."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench face", description=__doc__)
    parser.add_argument("--articles", type=int, nargs="+", default=list(BOUNDS_MS))
    parser.add_argument("--runs", type=int, default=30)
    parser.add_argument("--folder", help="keep the stores here, and use those that are there")
    options = parser.parse_args(argv)
    slow = False
    with tempfile.TemporaryDirectory() as made:
        folder = Path(options.folder or made)
        for n in options.articles:
            slow |= measure(folder / f"face-{n}.sqlite", n, options.runs)
    return 1 if slow else 0


def measure(path: Path, n_articles: int, runs: int) -> bool:
    """Time every page over one store; gives whether a story's page is too slow."""
    ids = path.with_suffix(".ids")
    if not ids.exists():
        began = time.perf_counter()
        ids.write_text(" ".join(make_store(path, n_articles)))
        print(f"made {n_articles} articles in {time.perf_counter() - began:.0f} s")
    story, large, entity = ids.read_text().split()
    paths = {
        "story": f"/stories/{story}",
        "story of 200": f"/stories/{large}",
        "list": "/",
        "list, words": "/?words=marvel",
        "list, filters": "/?one_origin=1&disputed=1&language=fr",
        "person": f"/entities/{entity}",
        "dossier": f"/stories/{story}/dossier",
        "compare": f"/stories/{story}/compare",
        "feed": "/feed.atom",
    }
    print(f"{n_articles} articles, {path.stat().st_size / 1e6:.0f} MB; {runs} runs")
    print(f"{'page':16}{'CPU ms':>8}{'wall ms':>9}{'worst ms':>10}{'kB':>8}{'RSS MB':>9}")
    slow = False
    process = psutil.Process()
    with SqliteStore(path) as store:
        article = store.articles_of(entity, limit=1)[0][0]
        paths["article"] = f"/articles/{article}"
        app = make_app(store, Access(requests_per_minute=MANY))
        with TestClient(app, base_url="http://127.0.0.1") as client:
            for name, where in paths.items():
                times: list[float] = []
                cpu: list[float] = []
                size = 0
                for run in range(runs + 2):
                    began, cpu_began = time.perf_counter(), time.process_time()
                    answer = client.get(where)
                    if run > 1:
                        times.append(1000 * (time.perf_counter() - began))
                        cpu.append(1000 * (time.process_time() - cpu_began))
                    assert answer.status_code == 200, where
                    size = len(answer.content)
                rss = process.memory_info().rss / 1e6
                median, wall = statistics.median(cpu), statistics.median(times)
                print(f"{name:16}{median:8.1f}{wall:9.1f}{max(times):10.1f}{size / 1000:8.1f}{rss:9.0f}")
                slow |= name.startswith("story") and median > BOUNDS_MS.get(n_articles, 100.0)
    return slow
