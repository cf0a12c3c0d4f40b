from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from importlib import resources
from importlib.resources import as_file

import pytest

from recoupe import pipeline
from recoupe.engine.local import LocalEngine
from recoupe.engine.run import run
from recoupe.inputs.files import read_paths
from recoupe.outputs.interchange import export
from recoupe.pipeline import STAGES, Gather
from recoupe.records import (
    Account,
    Article,
    Decision,
    Dossier,
    Failure,
    Page,
    Rejection,
    Story,
    Window,
)
from recoupe.settings import Settings
from recoupe.store.kinds import KINDS
from recoupe.store.memory import MemoryStore
from recoupe.store.port import Store
from recoupe.verify import verify
from tests.fakes import RuleTools

SETTINGS = Settings(processes=1)


def test_every_stage_is_in_the_drawing_in_order() -> None:
    drawing = (pipeline.__doc__ or "").split("Above `link`")[0]
    places = [drawing.find(stage.name) for stage in STAGES]
    assert -1 not in places
    assert len({stage.name for stage in STAGES}) == len(STAGES)


def test_every_kind_is_given_by_one_stage() -> None:
    given = Counter(kind for stage in STAGES for kind in stage.gives)
    assert set(given.values()) == {1}
    assert {*given, Decision} == set(KINDS)  # decisions come from a person


def test_stages_read_only_what_earlier_ones_gave() -> None:
    known: set[type] = {Page, Dossier, Window}
    for stage in STAGES:
        assert set(stage.reads) <= known, stage.name
        known |= set(stage.gives)


def test_only_what_is_gathered_by_story_reads_dossiers() -> None:
    assert {s.name for s in STAGES if Dossier in s.reads} == {
        s.name for s in STAGES if isinstance(s, Gather) and s.by == "story"
    }


def corpus() -> list[Page | Rejection]:
    """Ten pages of the shipped corpus, of more than one story and language."""
    with as_file(resources.files("recoupe") / "corpus" / "pages") as folder:
        pages = [page for page in read_paths([folder]) if isinstance(page, Page)]
    return [*pages[:10]]


def go(store: Store, pages: list[Page | Rejection]) -> None:
    with LocalEngine(SETTINGS, tools=RuleTools()) as engine:
        run(pages, store=store, engine=engine, settings=SETTINGS)


@pytest.fixture(scope="module")
def whole() -> Iterator[Store]:
    with MemoryStore() as store:
        go(store, corpus())
        yield store


def test_goes_the_whole_way_without_a_model(whole: Store) -> None:
    assert [f.cause for f in whole.all(Failure)] == []
    assert whole.count(Article) == 10
    assert whole.count(Account) == whole.count(Story) > 1


def test_every_word_is_in_its_article(whole: Store) -> None:
    assert verify(whole).faults == ()


def test_page_by_page_is_all_at_once(whole: Store) -> None:
    with MemoryStore() as store:
        for page in reversed(corpus()):
            go(store, [page])
        assert list(export(store)) == list(export(whole))
