"""The inverted index finds what comparing all with all finds, as far as it reaches."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from recoupe.text.likeness.neighbours import count_shared, rarity, weigh_shared
from recoupe.text.similarity import Hashes

ITEMS = st.lists(st.frozensets(st.integers(0, 6), max_size=5), max_size=6)


def keys_of(items: list[frozenset[int]]) -> list[Hashes]:
    return [np.array(sorted(item), dtype=np.uint64) for item in items]


@settings(deadline=None)
@given(ITEMS)
def test_shared_keys_are_counted_for_every_pair(items: list[frozenset[int]]) -> None:
    later, earlier, shared = count_shared(keys_of(items), reach=len(items))
    found = {(i, j): n for i, j, n in zip(later.tolist(), earlier.tolist(), shared.tolist(), strict=True)}
    pairs = [(i, j) for i in range(len(items)) for j in range(i)]
    assert found == {(i, j): len(items[i] & items[j]) for i, j in pairs if items[i] & items[j]}


@settings(deadline=None)
@given(ITEMS)
def test_rare_keys_weigh_more(items: list[frozenset[int]]) -> None:
    later, earlier, weight = weigh_shared(keys_of(items), reach=len(items), common=len(items))
    for i, j, w in zip(later.tolist(), earlier.tolist(), weight.tolist(), strict=True):
        held = np.array([sum(k in item for item in items) for k in items[i] & items[j]])
        assert np.isclose(w, rarity(held, len(items)).sum())


def test_a_late_holder_reaches_the_first_ones() -> None:
    items = [frozenset({1})] * 9
    later, earlier, _ = count_shared(keys_of(items), reach=2)
    assert {j for i, j in zip(later.tolist(), earlier.tolist(), strict=True) if i == 8} == {0, 1}


def test_what_is_too_common_leads_nowhere() -> None:
    later, _, _ = weigh_shared(keys_of([frozenset({1})] * 4), reach=9, common=3)
    assert not len(later)
