"""The comparison of names alone keeps its figures: no false merges to speak of, in any alphabet."""

from __future__ import annotations

from tests.eval.names import measure, pairs


def test_the_set_is_large_and_hard() -> None:
    same, apart = pairs()
    assert len(same) >= 300
    assert len(apart) >= 200
    assert not set(same) & set(apart)


def test_names_are_told_apart_better_than_by_similarity() -> None:
    figures = measure()
    assert figures["names.f1"] >= 0.95
    assert figures["names.false_merges"] < 0.01
    assert figures["names.f1"] > figures["jaro_winkler.f1"]
