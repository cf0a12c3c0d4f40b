"""The inverted index finds what comparing all with all finds, as far as it reaches."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from recoupe.text.likeness.neighbours import (
    PairWeights,
    Postings,
    best_of,
    count_shared,
    in_groups,
    postings_of,
    rarity,
    sums_of,
    weigh_shared,
)

ITEMS = st.lists(st.frozensets(st.integers(0, 6), max_size=5), max_size=6)


def index_of(items: list[frozenset[int]], first: int = 0) -> Postings:
    keys = [key for item in items for key in sorted(item)]
    return postings_of(np.array(keys, dtype=np.uint64), [len(item) for item in items], first=first)


def pairs_of(found: PairWeights) -> dict[tuple[int, int], float]:
    return {(i, j): n for i, j, n in zip(*(column.tolist() for column in found), strict=True)}


@settings(deadline=None)
@given(ITEMS, st.integers(0, 5))
def test_shared_keys_are_counted_for_every_pair(items: list[frozenset[int]], first: int) -> None:
    found = pairs_of(count_shared(index_of(items, first), len(items), first=first))
    pairs = [(i, j) for i in range(first, len(items)) for j in range(i)]
    assert found == {(i, j): len(items[i] & items[j]) for i, j in pairs if items[i] & items[j]}


@settings(deadline=None)
@given(ITEMS, st.integers(0, 5))
def test_weights_of_shared_keys_are_multiplied_and_added_up(items: list[frozenset[int]], first: int) -> None:
    index = index_of(items)
    heavy = index.keys.astype(np.float64) + index.holders + 1
    weighed = Postings(index.holders, index.keys, heavy, index.n)
    found = pairs_of(weigh_shared(weighed, len(items), len(items), first=first))
    assert set(found) == set(pairs_of(count_shared(index, len(items), first=first)))
    for (i, j), weight in found.items():
        assert np.isclose(weight, sum((k + i + 1) * (k + j + 1) for k in items[i] & items[j]))


def test_a_late_holder_reaches_the_first_ones_or_the_last_ones() -> None:
    index = index_of([frozenset({1})] * 9)
    assert {j for i, j in pairs_of(count_shared(index, 2)) if i == 8} == {0, 1}
    assert {j for i, j in pairs_of(weigh_shared(index, 2, 9)) if i == 8} == {6, 7}


@settings(deadline=None)
@given(ITEMS, st.integers(1, 3))
def test_the_best_pairs_are_kept(items: list[frozenset[int]], most: int) -> None:
    every = count_shared(index_of(items), len(items))
    kept, whole = pairs_of(best_of(every, most)), pairs_of(every)
    assert kept.items() <= whole.items()
    for i in range(len(items)):
        mine = sorted((n for (k, _), n in whole.items() if k == i), reverse=True)
        assert sorted((n for (k, _), n in kept.items() if k == i), reverse=True) == mine[:most]


def test_of_many_pairs_the_same_are_kept_as_if_all_were_looked_at() -> None:
    chance = np.random.default_rng(3)
    items = [frozenset(chance.integers(0, 60, 9).tolist()) for _ in range(300)]
    index = index_of(items)
    weighed = Postings(index.holders, index.keys, chance.random(len(index.keys)), index.n)
    every = weigh_shared(weighed, 40, len(items), least=0.1, first=50)
    kept = weigh_shared(weighed, 40, 4, least=0.1, first=50)
    assert 4 * 250 == len(kept[0]) < len(every[0])
    assert pairs_of(kept) == pairs_of(best_of(every, 4))


def test_what_few_hold_is_rarer() -> None:
    assert (np.diff(rarity(np.arange(9), 9)) < 0).all()


def test_keys_are_sorted_with_their_places() -> None:
    keys = np.array([7, 3, 7, 0], dtype=np.uint32)
    grouped, order = in_groups(keys)
    assert (grouped.tolist(), order.tolist()) == ([0, 3, 7, 7], [3, 1, 0, 2])
    assert in_groups(keys[:0])[1].tolist() == []


def test_stretches_are_summed_up_and_empty_ones_are_nothing() -> None:
    sums = sums_of(np.array([1.0, 2.0, 4.0]), np.array([0, 2, 0, 1, 0]))
    assert sums.tolist() == [0, 3, 0, 4, 0]
    assert sums_of(np.zeros(0), np.array([0, 0])).tolist() == [0, 0]
