"""A stage with limits: what goes over them ends alone, as the record that the stage makes of it."""

from __future__ import annotations

import ctypes
import os
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import psutil
import pytest

from recoupe.engine.guard import Guard
from recoupe.engine.local import LocalEngine
from recoupe.engine.tools import Chosen
from recoupe.pipeline import Each, Given, Item, Limits, Tools
from recoupe.records import Article, Page, Reason, Record, Rejection
from recoupe.settings import Settings
from tests.engine.contract import items_of
from tests.engine.fakes import clean, page_of, pages_of

NOTHING_CHOSEN = Chosen()


def refuse(given: Given, reason: Reason, detail: str) -> Record:
    page = given.one(Page)
    return Rejection(id=page.id, page=page.location, reason=reason, detail=detail, page_id=page.id)


def hostile(given: Given, tools: Tools) -> Sequence[Record]:
    """Do to the process what the page says."""
    text = given.one(Page).content.decode()
    if "loop" in text:
        while True:
            pass
    if "fill" in text:
        held = []
        while True:
            held.append(bytearray(10_000_000))
    if "segfault" in text:
        ctypes.string_at(0)
    if "sleep" in text:
        time.sleep(3600)
    if "once" in text and not (mark := Path(text.split()[1])).exists():
        mark.touch()
        os._exit(9)
    return clean(given, tools)


LIMITS = Limits(cpu_s=1, memory_bytes=200_000_000, refuse=refuse)
STAGE = Each(
    name="clean", of="page", version=1, reads=(Page,), gives=(Article, Rejection), apply=hostile,
    limits=LIMITS,
)  # fmt: skip


def mixed(*hostile: str) -> list[Item]:
    pages = list(pages_of(12))
    for k, text in enumerate(hostile):
        pages.insert(3 * k, page_of(text))
    return items_of(pages)


@pytest.mark.parametrize(
    ("what", "reason"), [("loop", "too_slow"), ("fill", "too_much_memory"), ("segfault", "crashed")]
)
def test_a_page_over_a_limit_is_rejected_and_all_others_are_read(what: str, reason: str) -> None:
    items = mixed(what)
    outcomes = list(Guard(STAGE, size=2, which=NOTHING_CHOSEN).apply(items))
    assert [o.unit_id for o in outcomes] == [i.unit_id for i in items]
    (rejection,) = [r for o in outcomes for r in o.records if isinstance(r, Rejection)]
    assert (rejection.reason, rejection.page_id) == (reason, items[0].unit_id)
    assert sum(isinstance(o.records[0], Article) for o in outcomes) == 12


def test_a_worker_that_only_waits_is_ended_by_the_clock() -> None:
    outcomes = list(Guard(STAGE, size=1, which=NOTHING_CHOSEN, wall_s=8).apply(mixed("sleep")))
    assert [r.reason for o in outcomes for r in o.records if isinstance(r, Rejection)] == ["too_slow"]
    assert len(outcomes) == 13


def test_a_worker_killed_once_is_no_fault_of_the_page(tmp_path: Path) -> None:
    outcomes = list(Guard(STAGE, size=2, which=NOTHING_CHOSEN).apply(mixed(f"once {tmp_path / 'mark'}")))
    assert all(isinstance(o.records[0], Article) for o in outcomes)
    assert len(outcomes) == 13


def test_many_hostile_pages_lose_none() -> None:
    items = mixed("segfault 1", "loop 2", "segfault 3", "fill 4")
    outcomes = list(Guard(STAGE, size=2, which=NOTHING_CHOSEN).apply(items))
    assert [o.unit_id for o in outcomes] == [i.unit_id for i in items]


def test_no_limited_stage_runs_in_this_process_and_no_worker_is_left() -> None:
    before = {child.pid for child in psutil.Process().children(recursive=True)}
    with LocalEngine(Settings(processes=1)) as engine:
        outcomes = iter(engine.each(STAGE, mixed("segfault"), total=13))
        assert [len(next(outcomes).records) for _ in range(2)] == [1, 1]
        workers = engine.worker_ids
        assert len(workers) == 1
        outcomes.close()  # type: ignore[attr-defined]  # a generator
        assert not [pid for pid in workers if psutil.pid_exists(pid) and pid not in before]


def test_items_are_pulled_as_they_are_needed() -> None:
    pulled = 0

    def endless() -> Iterator[Item]:
        nonlocal pulled
        for item in items_of(list(pages_of(2000))):
            pulled += 1
            yield item

    outcomes = Guard(STAGE, size=2, which=NOTHING_CHOSEN).apply(endless())
    next(outcomes)
    assert pulled < 100
    outcomes.close()  # type: ignore[attr-defined]  # a generator
