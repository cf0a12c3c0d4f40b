"""Week by week through the collection: the order of arrival changes nothing, a late page redoes little."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

import msgspec
import pytest

from recoupe.engine.local import LocalEngine
from recoupe.engine.plan import Planner
from recoupe.engine.run import Silent, _Run
from recoupe.pipeline import STAGES
from recoupe.records import Carry, Closed, Derivation, Story, StoryChange, StoryLink
from recoupe.settings import Settings
from recoupe.store.kinds import encode
from recoupe.store.memory import MemoryStore
from recoupe.store.port import Store, Unit
from recoupe.store.sqlite import SqliteStore
from recoupe.text.likeness.weeks import LOOK_BACK
from tests.bench.stream import Stream, Told

WEEKS, A_WEEK = 14, 60  # articles: seven weeks tell what is rare
BEGIN = date(2026, 1, 5)
BY_WEEK = ("place", "copies", "stories")


@pytest.fixture(scope="module")
def told() -> list[Told]:
    """Articles of fourteen weeks, five days of twelve each."""
    return [_on(told, k) for k, told in enumerate(Stream().articles(WEEKS * A_WEEK))]


def _on(told: Told, number: int) -> Told:
    week, slot = divmod(number, A_WEEK)
    day = (BEGIN + timedelta(weeks=week, days=slot // 12)).isoformat()
    at = f"{day}T{8 + slot % 12:02d}:00:00+00:00"
    published = told.dating.published
    assert published is not None
    return msgspec.structs.replace(
        told,
        signature=msgspec.structs.replace(told.signature, published_at=at, earliest=day, latest=day),
        dating=msgspec.structs.replace(
            told.dating, published=msgspec.structs.replace(published, at=at, earliest=day, latest=day)
        ),
    )


def take_in(store: Store, told: Iterable[Told]) -> dict[str, int]:
    """Keep articles as `dates` and `sign` would, and group; units done by stage."""
    for one in told:
        unit = Unit(one.signature.article_id, one.signature.article_id)
        store.commit("dates", 1, unit, [one.dating])
        store.commit("sign", 1, unit, [one.signature])
    settings = Settings(processes=1)
    with LocalEngine(settings) as engine:
        running, planner = _Run(store, engine, settings, Silent()), Planner(store, settings, STAGES)
        made = running.go(planner, [stage for stage in STAGES if stage.name in BY_WEEK])
    assert not any(summary.failed for summary in made)
    return {summary.stage: summary.done for summary in made}


def dump(store: Store) -> bytes:
    kinds = (Derivation, Story, StoryLink, StoryChange, Carry, Closed)
    return b"\n".join(encode(record) for kind in kinds for record in store.all(kind))


def test_every_article_is_in_one_story(told: list[Told], tmp_path: Path) -> None:
    with SqliteStore(tmp_path / "a.sqlite") as store:
        assert take_in(store, told) == {"place": 0, "copies": WEEKS, "stories": WEEKS}
        held = [a for story in store.all(Story) for a in story.article_ids]
        assert sorted(held) == sorted(one.signature.article_id for one in told)


def test_stages_by_week_go_together_and_are_told_of_one_after_the_other(told: list[Told]) -> None:
    class Watcher(Silent):
        def __init__(self) -> None:
            self.seen: list[tuple[str, int | None]] = []

        def start(self, stage: str, total: int | None) -> None:
            self.seen.append((stage, total))

        def step(self, stage: str, n: int = 1) -> None:
            self.seen.append((stage, n))

        def finish(self, stage: str) -> None:
            self.seen.append((stage, None))

    watcher, settings = Watcher(), Settings(processes=1)
    with MemoryStore() as store, LocalEngine(settings) as engine:
        for one in told[: 2 * A_WEEK]:
            unit = Unit(one.signature.article_id, one.signature.article_id)
            store.commit("dates", 1, unit, [one.dating])
            store.commit("sign", 1, unit, [one.signature])
        running = _Run(store, engine, settings, watcher)
        running.go(Planner(store, settings, STAGES), [stage for stage in STAGES if stage.name in BY_WEEK])
    lead, other = "copies", "stories"
    assert watcher.seen == [
        *[(lead, 2), (lead, 1), (lead, 1), (lead, None)],
        *[(other, 2), (other, 2), (other, None)],
    ]


def test_the_order_of_arrival_changes_nothing(told: list[Told], tmp_path: Path) -> None:
    with SqliteStore(tmp_path / "a.sqlite") as at_once, SqliteStore(tmp_path / "b.sqlite") as bit_by_bit:
        take_in(at_once, told)
        take_in(bit_by_bit, told[1::3])
        take_in(bit_by_bit, told[2::3])
        take_in(bit_by_bit, told[0::3])
        assert dump(bit_by_bit) == dump(at_once)


def test_nothing_new_is_nothing_to_do(told: list[Told], tmp_path: Path) -> None:
    with SqliteStore(tmp_path / "a.sqlite") as store:
        take_in(store, told)
        assert take_in(store, []) == {"place": 0, "copies": 0, "stories": 0}


def test_a_late_page_redoes_the_weeks_it_touches(told: list[Told], tmp_path: Path) -> None:
    late = told[8 * A_WEEK + 5]
    with SqliteStore(tmp_path / "a.sqlite") as store, SqliteStore(tmp_path / "b.sqlite") as at_once:
        take_in(at_once, told)
        take_in(store, [one for one in told if one is not late])
        done = take_in(store, [late])
        assert dump(store) == dump(at_once)
        background = 400 // A_WEEK + 1  # weeks after it that know from it what is rare
        assert done["copies"] <= background + LOOK_BACK
        assert done["stories"] < WEEKS


def test_todays_page_redoes_the_last_week(told: list[Told], tmp_path: Path) -> None:
    with SqliteStore(tmp_path / "a.sqlite") as store:
        take_in(store, told[:-1])
        assert take_in(store, told[-1:]) == {"place": 0, "copies": 1, "stories": 1}


def test_an_article_without_a_date_is_placed_beside_its_like(told: list[Told], tmp_path: Path) -> None:
    original = told[5 * A_WEEK]
    undated = msgspec.structs.replace(
        original,
        signature=msgspec.structs.replace(
            original.signature,
            id="signature-undated",
            article_id="article-undated",
            published_at=None,
            earliest=None,
            latest=None,
        ),
        dating=msgspec.structs.replace(
            original.dating, id="dating-undated", article_id="article-undated", published=None
        ),
    )
    with SqliteStore(tmp_path / "a.sqlite") as store:
        assert take_in(store, [*told, undated])["place"] == 1
        (story,) = [s for s in store.all(Story) if "article-undated" in s.article_ids]
        assert original.signature.article_id in story.article_ids
