"""Stories against the events that articles tell of, and against those of articles that came one by one."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from pathlib import Path

from recoupe.engine.local import LocalEngine
from recoupe.engine.plan import Planner
from recoupe.engine.run import Silent, _Run
from recoupe.pipeline import STAGES
from recoupe.records import Dating, Signature, Story
from recoupe.settings import Settings
from recoupe.store.memory import MemoryStore
from recoupe.store.port import Store, Unit
from recoupe.store.sqlite import SqliteStore

BY_WEEK = ("place", "copies", "stories")
BATCHES = 12  # the first articles come in batches, the last ones alone
ALONE = 8


def b_cubed(found: Mapping[str, str], wanted: Mapping[str, str]) -> tuple[float, float, float]:
    """Precision, recall and F1 over items, each with the label it was given and the one it should have."""
    precision = recall = 0.0
    for item, label in wanted.items():
        mine = {other for other, group in found.items() if group == found[item]}
        right = {other for other, group in wanted.items() if group == label}
        precision += len(mine & right) / len(mine)
        recall += len(mine & right) / len(right)
    p, r = precision / len(wanted), recall / len(wanted)
    return p, r, 2 * p * r / (p + r)


def arrival(path: Path, seed: int = 5) -> tuple[float, int]:
    """Give the articles of a store in any order to another, and run after each batch.

    Returns:
        B-cubed F1 between the stories of both, and the number of runs.
    """
    with SqliteStore(path) as whole, MemoryStore() as other:
        signed = {s.article_id: s for s in whole.all(Signature)}
        dated = {d.article_id: d for d in whole.all(Dating)}
        runs = 0
        for batch in _batches(sorted(signed), random.Random(seed)):  # noqa: S311
            for article_id in batch:
                unit = Unit(article_id, article_id)
                other.commit("dates", 1, unit, [dated[article_id]])
                other.commit("sign", 1, unit, [signed[article_id]])
            group(other)
            runs += 1
        return b_cubed(_labels(other), _labels(whole))[2], runs


def group(store: Store) -> None:
    """Take what is signed in a store to its stories, as a run does."""
    settings = Settings(processes=1)
    with LocalEngine(settings) as engine:
        running, planner = _Run(store, engine, settings, Silent()), Planner(store, settings, STAGES)
        running.go(planner, [stage for stage in STAGES if stage.name in BY_WEEK])


def _labels(store: Store) -> dict[str, str]:
    return {article_id: story.id for story in store.all(Story) for article_id in story.article_ids}


def _batches(ids: list[str], chance: random.Random) -> Iterator[list[str]]:
    chance.shuffle(ids)
    together = ids[:-ALONE]
    size = -(-len(together) // BATCHES)
    yield from (together[k : k + size] for k in range(0, len(together), size))
    yield from ([one] for one in ids[-ALONE:])
