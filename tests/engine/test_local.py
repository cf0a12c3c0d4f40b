from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from recoupe.engine.local import LocalEngine
from recoupe.pipeline import Each, Engine, Given, Item
from recoupe.records import Article, Dating, Page
from recoupe.settings import Settings
from tests.engine.contract import CLEAN, EngineContract, items_of
from tests.engine.fakes import STAGES, NoTools, page_of, pages_of
from tests.gold import ROOT

ATTRIBUTE = next(stage for stage in STAGES if isinstance(stage, Each) and stage.name == "attribute")


class TestInThisProcess(EngineContract):
    @pytest.fixture
    def engine(self) -> Iterator[Engine]:
        with LocalEngine(Settings(processes=1), tools=NoTools()) as engine:
            yield engine


class TestInWorkers(EngineContract):
    @pytest.fixture
    def engine(self) -> Iterator[Engine]:
        with LocalEngine(Settings(processes=2)) as engine:
            yield engine


def articles(engine: LocalEngine, pages: list[Page]) -> list[Item]:
    outcomes = engine.each(CLEAN, items_of(pages), total=len(pages))
    return [
        Item(article.id, Given({Article: (article,), Dating: ()}))
        for outcome in outcomes
        for article in outcome.records
        if isinstance(article, Article)
    ]


def test_a_worker_that_dies_loses_only_what_killed_it() -> None:
    with LocalEngine(Settings(processes=2)) as engine:
        pages = list(pages_of(12))
        pages.insert(5, page_of("die attribute"))
        items = articles(engine, pages)
        outcomes = list(engine.each(ATTRIBUTE, items, total=len(items)))
    assert sorted(o.unit_id for o in outcomes) == sorted(i.unit_id for i in items)
    (dead,) = [o for o in outcomes if o.failed is not None]
    assert dead.unit_id == items[5].unit_id
    assert dead.failed is not None
    assert "worker process died" in dead.failed.cause


def test_leaves_no_worker_behind() -> None:
    before = {child.pid for child in psutil.Process().children(recursive=True)}
    with LocalEngine(Settings(processes=2)) as engine:
        next(iter(engine.each(CLEAN, items_of(list(pages_of(40))), total=40)))
        workers = engine.worker_ids
        assert len(workers) == 2
    assert not [pid for pid in workers if psutil.pid_exists(pid) and pid not in before]


PRESSES = 2  # Python drops an interrupt that comes while it runs a finaliser: who waits presses again
STUCK = """
import signal
from recoupe.engine.local import LocalEngine
from recoupe.settings import Settings
from tests.engine.fakes import page_of, pages_of
from tests.engine.test_local import ATTRIBUTE, articles

if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell lets what it runs behind ignore it
    with LocalEngine(Settings(processes=2)) as engine:
        items = articles(engine, [page_of("wait attribute"), *pages_of(20)])
        print(*engine.worker_ids, flush=True)
        list(engine.each(ATTRIBUTE, items, total=len(items)))
"""


@pytest.mark.parametrize("signal_number", [signal.SIGINT, signal.SIGKILL])
def test_workers_end_with_a_run_that_is_stopped(tmp_path: Path, signal_number: signal.Signals) -> None:
    script = tmp_path / "stuck.py"
    script.write_text(STUCK)
    with subprocess.Popen(
        [sys.executable, str(script)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), *sys.path])},
    ) as process:
        assert process.stdout is not None
        workers = [psutil.Process(int(pid)) for pid in process.stdout.readline().split()]
        try:
            assert len(workers) == 2
            left = workers
            for _ in range(PRESSES):
                if left:
                    process.send_signal(signal_number)
                    _, left = psutil.wait_procs(left, timeout=10)
            assert left == []
            assert process.wait(20) != 0
        finally:
            process.kill()  # leaving `with` would wait for it for ever


@pytest.mark.parametrize(
    ("total", "processes", "expected"), [(5000, 1, 1), (1, 4, 1), (10, 4, 4), (20, 0, 1)]
)
def test_takes_as_many_workers_as_the_work_is_worth(total: int, processes: int, expected: int) -> None:
    assert LocalEngine(Settings(processes=processes))._workers(total) == expected
