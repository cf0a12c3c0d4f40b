from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import msgspec
import pytest

from recoupe.decisions import decide
from recoupe.engine.local import LocalEngine
from recoupe.engine.run import Summary, run
from recoupe.pipeline import Each, Gather, Given, Tools
from recoupe.records import (
    Claim,
    Corroboration,
    Decision,
    Entity,
    Failure,
    Page,
    Record,
    Rejection,
    Statement,
    Story,
    Target,
)
from recoupe.settings import Settings
from recoupe.store.kinds import KINDS, encode
from recoupe.store.memory import MemoryStore
from recoupe.store.port import Store, Unit
from recoupe.store.sqlite import SqliteStore
from tests.engine.fakes import STAGES, NoTools, page_of, pages_of
from tests.engine.killing import kill_now_and_then
from tests.store.listing import make_count

SETTINGS = Settings(processes=1)


def go(
    store: Store,
    pages: Iterable[Page | Rejection],
    *,
    stages: Sequence[Each | Gather] = STAGES,
    decisions: Iterable[Decision] = (),
) -> Summary:
    with LocalEngine(SETTINGS, tools=NoTools()) as engine:
        return run(pages, store=store, engine=engine, settings=SETTINGS, stages=stages, decisions=decisions)


def done(summary: Summary) -> dict[str, int]:
    return {stage.stage: stage.done for stage in summary.stages}


def dump(store: Store) -> bytes:
    """Everything a store holds, but when it was made."""
    kinds: list[type[Record]] = [Page, Failure, *KINDS]
    lines = [encode(record) for kind in kinds for record in store.all(kind)]
    made = [
        msgspec.json.encode(msgspec.structs.replace(row, finished_at=""))
        for stage in STAGES
        for row in store.provenance(stage.name)
    ]
    return b"\n".join(lines + made)


def test_takes_pages_down_the_whole_way() -> None:
    with MemoryStore() as store:
        summary = go(store, pages_of(30))
        assert (summary.pages_new, summary.pages_known) == (30, 0)
        assert (summary.articles, summary.stories, summary.failures) == (30, 7, 0)
        assert summary.claims == store.count(Claim) == 90
        assert store.count(Entity) == 5
        assert [stage.stage for stage in summary.stages] == ["read", *(stage.name for stage in STAGES)]


def test_running_twice_changes_nothing() -> None:
    with MemoryStore() as store:
        go(store, pages_of(30))
        before = dump(store)
        summary = go(store, pages_of(30))
        assert dump(store) == before
        assert set(done(summary).values()) == {0}
        assert summary.pages_known == 30


def test_order_of_pages_does_not_matter() -> None:
    pages = list(pages_of(30))
    with MemoryStore() as one, MemoryStore() as two:
        go(one, pages)
        pages.sort(key=lambda page: page.id)
        go(two, pages)
        assert dump(one) == dump(two)


def test_new_pages_redo_only_what_they_touch() -> None:
    pages = list(pages_of(35))
    with MemoryStore() as store, MemoryStore() as at_once:
        go(store, pages[:33])
        summary = go(store, pages)
        assert done(summary) == {
            "read": 2,
            "clean": 2,
            "dates": 2,
            "attribute": 2,
            "corefer": 2,
            "link": 1,
            "stories": 1,
            "claims": 2,
        }
        go(at_once, pages)
        assert dump(store) == dump(at_once)


def test_a_new_version_redoes_its_stage_and_what_follows_from_a_change() -> None:
    with MemoryStore() as store:
        go(store, pages_of(14))
        raised = [msgspec.structs.replace(s, version=s.version + (s.name == "attribute")) for s in STAGES]
        summary = go(store, pages_of(14), stages=raised)
        # attribute gives the same again: nothing that reads it is redone
        assert {stage: n for stage, n in done(summary).items() if n} == {"attribute": 14}


def test_a_stage_that_breaks_does_not_stop_the_run() -> None:
    with MemoryStore() as store:
        broken = [page_of("sujet1 boom attribute"), page_of("sujet1 boom clean")]
        summary = go(store, [*pages_of(7), *broken])
        assert summary.failures == 2
        assert {(f.stage, f.cause.split(" (fakes.py:")[0]) for f in store.all(Failure)} == {
            ("attribute", "ValueError: nobody says so"),
            ("clean", "ValueError: no such page"),
        }
        assert summary.articles == 8
        assert store.count(Statement) == 21
        again = go(store, [])
        assert again.failures == 2
        assert {stage.stage: stage.failed for stage in again.stages if stage.failed} == {
            "clean": 1,
            "attribute": 1,
        }


def test_a_failure_is_gone_once_the_stage_is_mended() -> None:
    def mended(given: object, tools: object) -> list[Statement]:
        return []

    with MemoryStore() as store:
        go(store, [page_of("sujet1 boom attribute")])
        stages = [msgspec.structs.replace(s, apply=mended) if s.name == "attribute" else s for s in STAGES]
        assert go(store, [], stages=stages).failures == 0
        assert store.count(Story) == 1


def test_an_id_given_twice_is_a_failure_of_its_unit() -> None:
    def twice(given: object, tools: object) -> list[Story]:
        return [Story(id="story-1", headline="un", article_ids=())] * 2

    with MemoryStore() as store:
        stages = [msgspec.structs.replace(s, apply=twice) if s.name == "stories" else s for s in STAGES]
        assert go(store, pages_of(3), stages=stages).failures == 1
        assert store.count(Story) == 0


def test_rejections_are_kept_until_the_page_can_be_read() -> None:
    refused = Rejection(id="rejection-1", page="a.txt", reason="unreadable", detail="Permission denied")
    with MemoryStore() as store:
        assert go(store, [refused, page_of("")]).rejections == {"empty": 1, "unreadable": 1}
        assert go(store, [refused]).rejections == {"empty": 1, "unreadable": 1}
        assert go(store, [page_of("sujet1", "a.txt")]).rejections == {"empty": 1}


def test_a_list_that_can_be_read_again_is_no_longer_refused() -> None:
    refused = Rejection(id="rejection-2", page="https://a.example/feed", reason="timeout", detail="30 s")
    with MemoryStore() as store, LocalEngine(SETTINGS, tools=NoTools()) as engine:
        for listed, left in (([], {"timeout": 1}), (["https://a.example/feed"], {})):
            pages: list[Page | Rejection] = [page_of("sujet1")] if listed else [refused]
            summary = run(pages, store=store, engine=engine, settings=SETTINGS, stages=STAGES, listed=listed)
            assert summary.rejections == left


def test_a_claim_may_move_to_another_story() -> None:
    def one_story(given: object, tools: object) -> list[Story]:
        with_all = sorted(store.owners(Statement).values())
        return [Story(id="story-b", headline="b", article_ids=tuple(dict.fromkeys(with_all)))]

    with MemoryStore() as store:
        go(store, pages_of(3))
        stages = [
            msgspec.structs.replace(s, apply=one_story, version=2) if s.name == "stories" else s
            for s in STAGES
        ]
        summary = go(store, [], stages=stages)
        assert (summary.failures, summary.stories, summary.claims) == (0, 1, 9)


def test_tells_how_far_it_is() -> None:
    class Watcher:
        def __init__(self) -> None:
            self.seen: list[tuple[str, int | None]] = []
            self.steps = 0

        def start(self, stage: str, total: int | None) -> None:
            self.seen.append((stage, total))

        def step(self, stage: str, n: int = 1) -> None:
            self.steps += n

        def finish(self, stage: str) -> None:
            self.seen.append((stage, -1))

    watcher = Watcher()
    with MemoryStore() as store, LocalEngine(SETTINGS, tools=NoTools()) as engine:
        run(pages_of(7), store=store, engine=engine, settings=SETTINGS, progress=watcher, stages=STAGES)
    assert watcher.seen[:4] == [("read", None), ("read", -1), ("clean", 7), ("clean", -1)]
    assert watcher.steps == 7 * 5 + 2 + 7


KILLED = """
import sys
from recoupe.decisions import decide
from recoupe.engine.local import LocalEngine
from recoupe.store.sqlite import SqliteStore
from tests.engine.fakes import pages_of
from tests.engine.test_run import go
with SqliteStore(sys.argv[1]) as store:
    print("go", flush=True)
    go(store, pages_of(300))
"""


def test_a_killed_run_goes_on_to_the_same_end(tmp_path: Path) -> None:
    with SqliteStore(tmp_path / "whole.db") as store:
        began = time.monotonic()
        go(store, pages_of(300))
        whole, seconds = dump(store), time.monotonic() - began
    path = tmp_path / "killed.db"
    assert kill_now_and_then(KILLED, path, times=6, longest=seconds / 2, seed=11)
    with SqliteStore(path) as store:
        go(store, pages_of(300))
        assert dump(store) == whole


@pytest.mark.parametrize("processes", [1, 2])
def test_gives_the_same_on_one_process_and_on_two(tmp_path: Path, processes: int) -> None:
    settings = Settings(processes=processes)
    pages = [*pages_of(20), page_of("sujet3 boom attribute")]
    with MemoryStore() as one, MemoryStore() as other:
        go(one, pages)
        with LocalEngine(settings) as engine:
            run(pages, store=other, engine=engine, settings=settings, stages=STAGES)
        assert dump(other) == dump(one)


def test_a_decision_redoes_the_stage_that_reads_it_and_undoing_restores_all() -> None:
    seen: list[tuple[str, ...]] = []

    def link(given: Given, _tools: Tools) -> Sequence[Record]:
        seen.append(tuple(decision.id for decision in given.all(Decision)))
        return by_name["link"].apply(given, _tools)

    by_name = {stage.name: stage for stage in STAGES}
    stages = tuple(
        msgspec.structs.replace(stage, apply=link, decided="entity")
        if isinstance(stage, Gather) and stage.name == "link"
        else stage
        for stage in STAGES
    )
    entity = Target(kind="entity", id="entity-1", label="A")
    about_entity = decide("rename", [entity], value="B", at="2025-01-01T00:00:00Z")
    about_story = decide("merge", [Target(kind="story", id="s", label="S")], at="2025-01-02T00:00:00Z")
    with MemoryStore() as store:
        go(store, pages_of(30), stages=stages)
        before = dump(store)
        summary = go(store, (), stages=stages, decisions=[about_entity, about_story])
        assert done(summary)["link"] == 1
        assert done(summary)["clean"] == 0
        assert seen == [(), (about_entity.id,)]
        assert done(go(store, (), stages=stages, decisions=[about_entity, about_story]))["link"] == 0
        go(store, (), stages=stages)
        assert dump(store) == before


def test_pages_that_come_slowly_are_kept_as_they_come(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("recoupe.engine.run.READ_EVERY_S", -1.0)
    store, kept = MemoryStore(), []

    def slowly() -> Iterator[Page]:
        for page in pages_of(3):
            kept.append(store.count(Page))
            yield page

    go(store, slowly())
    assert kept == [0, 1, 2]


def test_what_a_stage_that_is_no_more_gave_is_forgotten() -> None:
    with MemoryStore() as store:
        go(store, pages_of(7))
        (story, *_) = store.all(Story)
        store.commit("corroborate", 1, Unit(story.id, "1"), [make_count(story.id, 2)])
        go(store, ())
        assert store.outputs("corroborate") == {}
        assert store.count(Corroboration) == 0
