"""A sample of the planted cases, without a model."""

from __future__ import annotations

from tests.dossiers import BRIDGE, untagged
from tests.eval.planted import copies, count, plant, without_sources
from tests.fakes import TrigramEncoder


def test_a_planted_copy_never_raises_a_count() -> None:
    found = list(copies(untagged(BRIDGE), TrigramEncoder()))
    assert len(found) > 1
    assert [claim for claim, ok in found if not ok] == []


def test_a_dropped_attribution_is_drift() -> None:
    made = without_sources(plant(untagged(BRIDGE), 0))
    _, found = count(made, TrigramEncoder())
    planted = made.articles[-1].id
    assert any(d.article_id == planted for c in found.corroborations for d in c.drift)
