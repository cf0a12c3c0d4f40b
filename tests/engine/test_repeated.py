"""What an outlet repeats is found page by page as all at once, and a killed run comes to the same end."""

from __future__ import annotations

import random
from collections.abc import Iterable
from pathlib import Path

import msgspec

from recoupe.engine.local import LocalEngine
from recoupe.engine.run import Summary, run
from recoupe.pipeline import STAGES
from recoupe.records import Article, LeftOut, Page, Rejection, Repeated, ShortLines
from recoupe.settings import Settings
from recoupe.store.kinds import encode
from recoupe.store.memory import MemoryStore
from recoupe.store.port import Store
from recoupe.store.sqlite import SqliteStore
from tests.engine.killing import kill_now_and_then
from tests.fakes import RuleTools
from tests.stages.sites import markup, site_of

SETTINGS = Settings(processes=1)
FIRST = [stage for stage in STAGES if stage.name in {"lines", "site", "clean"}]


def go(store: Store, pages: Iterable[Page]) -> Summary:
    with LocalEngine(SETTINGS, tools=RuleTools()) as engine:
        return run(pages, store=store, engine=engine, settings=SETTINGS, stages=FIRST)


def done(summary: Summary) -> dict[str, int]:
    return {stage.stage: stage.done for stage in summary.stages}


def dump(store: Store) -> bytes:
    kinds = (Page, ShortLines, Repeated, Article, Rejection)
    lines = [encode(record) for kind in kinds for record in store.all(kind)]
    made = [
        msgspec.json.encode(msgspec.structs.replace(row, finished_at=""))
        for stage in FIRST
        for row in store.provenance(stage.name)
    ]
    return b"\n".join(lines + made)


def left_out(store: Store) -> list[LeftOut]:
    return [x for article in store.all(Article) for x in article.left_out if x.label == "repeated"]


def test_page_by_page_in_any_order_is_all_at_once() -> None:
    pages = site_of(range(5))
    with MemoryStore() as one, MemoryStore() as other:
        go(one, pages)
        random.Random(2).shuffle(pages)  # noqa: S311  # no secret hangs on it
        for page in pages:
            go(other, [page])
        assert left_out(one)
        assert dump(one) == dump(other)


def test_only_pages_whose_own_lines_come_again_are_cleaned_again() -> None:
    with MemoryStore() as store:
        assert done(go(store, [markup(5), markup(7)])) == {"read": 2, "lines": 2, "site": 1, "clean": 2}
        assert not left_out(store)
        assert done(go(store, [markup(8)])) == {"read": 1, "lines": 1, "site": 1, "clean": 3}
        assert left_out(store)
        assert done(go(store, [markup(9)])) == {"read": 1, "lines": 1, "site": 1, "clean": 1}
        assert done(go(store, [])) == {"read": 0, "lines": 0, "site": 0, "clean": 0}


KILLED = """
import sys
from recoupe.store.sqlite import SqliteStore
from tests.engine.test_repeated import go
from tests.stages.sites import site_of
with SqliteStore(sys.argv[1]) as store:
    print("go", flush=True)
    go(store, site_of())
"""


def test_a_killed_run_goes_on_to_the_same_end(tmp_path: Path) -> None:
    with MemoryStore() as store:
        go(store, site_of())
        whole = dump(store)
    path = tmp_path / "killed.db"
    assert kill_now_and_then(KILLED, path, times=5, longest=0.6, seed=4)
    with SqliteStore(path) as store:
        go(store, site_of())
        assert dump(store) == whole
