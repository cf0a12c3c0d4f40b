"""The contract of `pipeline.Engine`, as tests that every engine inherits and passes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from recoupe.pipeline import Each, Engine, Gather, Given, Item
from recoupe.records import Article, Page
from tests.engine.fakes import STAGES, page_of, pages_of

CLEAN = next(stage for stage in STAGES if isinstance(stage, Each) and stage.name == "clean")
STORIES = next(stage for stage in STAGES if isinstance(stage, Gather) and stage.name == "stories")


def items_of(pages: list[Page]) -> list[Item]:
    return [Item(page.id, Given({Page: (page,)})) for page in pages]


class EngineContract:
    """Inherit, and give a fixture `engine` that yields one."""

    @pytest.fixture
    def engine(self) -> Iterator[Engine]:
        raise NotImplementedError

    def test_gives_one_outcome_for_every_item(self, engine: Engine) -> None:
        items = items_of(list(pages_of(50)))
        outcomes = list(engine.each(CLEAN, items, total=50))
        assert sorted(o.unit_id for o in outcomes) == sorted(i.unit_id for i in items)
        assert all(isinstance(o.records[0], Article) and o.failed is None for o in outcomes)

    def test_gives_nothing_for_nothing(self, engine: Engine) -> None:
        assert list(engine.each(CLEAN, [], total=0)) == []

    def test_gives_what_the_stage_gives(self, engine: Engine) -> None:
        items = items_of(list(pages_of(3)))
        articles = [o.records[0] for o in engine.each(CLEAN, items, total=3)]
        group = Item("collection", Given({Article: tuple(articles)}))
        (outcome,) = engine.gather(STORIES, [group], total=1)
        assert outcome.unit_id == "collection"
        assert len(outcome.records) == 3

    def test_an_exception_is_an_outcome(self, engine: Engine) -> None:
        pages = [*pages_of(20), page_of("boom clean")]
        outcomes = list(engine.each(CLEAN, items_of(pages), total=21))
        (broken,) = [o for o in outcomes if o.failed is not None]
        assert broken.failed is not None
        assert broken.unit_id == pages[-1].id
        assert (broken.failed.stage, broken.failed.version) == ("clean", 1)
        assert "no such page" in broken.failed.cause
        assert broken.records == ()

    def test_pulls_items_as_they_are_needed(self, engine: Engine) -> None:
        pulled = 0

        def endless() -> Iterator[Item]:
            nonlocal pulled
            for item in items_of(list(pages_of(2000))):
                pulled += 1
                yield item

        outcomes = engine.each(CLEAN, endless(), total=2000)
        next(iter(outcomes))
        assert pulled < 500
