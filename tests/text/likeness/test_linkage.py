"""Average link: pairs without an edge are unlike, time holds apart, order does not matter."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recoupe.text.likeness.linkage import Edges, Linkage, connected

Alike = tuple[float, float | None]  # content, nearness


def edges_of(pairs: list[tuple[int, int, Alike]]) -> Edges:
    later, earlier = (np.array([pair[k] for pair in pairs], dtype=np.int64) for k in (0, 1))
    content, nearness = (np.array([pair[2][k] for pair in pairs], dtype=np.float64) for k in (0, 1))
    return Edges(later, earlier, content, nearness)


def clusters(n: int, pairs: list[tuple[int, int, Alike]], threshold: float = 0.5) -> list[list[int]]:
    return Linkage([[k] for k in range(n)], unknown=0.8, breadth=20).clusters(edges_of(pairs), threshold)


def alike(content: float, nearness: float | None = 1.0) -> Alike:
    return content, nearness


def test_a_chain_is_not_a_cluster() -> None:
    chain = [(k, k + 1, alike(0.6)) for k in range(4)]
    assert [0, 1, 2, 3, 4] not in clusters(5, chain)


def test_like_items_join() -> None:
    assert clusters(3, [(0, 1, alike(0.7)), (0, 2, alike(0.6)), (1, 2, alike(0.6))]) == [[0, 1, 2]]


def test_time_holds_apart() -> None:
    assert clusters(2, [(0, 1, alike(0.9, 0.1))]) == [[0], [1]]


def test_what_has_no_date_takes_that_of_its_cluster() -> None:
    edges = [(0, 1, alike(1.0, None)), (0, 2, alike(0.9, 0.0)), (1, 2, alike(0.9, None))]
    assert clusters(3, edges) == [[0, 1], [2]]


def test_groups_stay_together() -> None:
    made = Linkage([[0, 2], [1]], unknown=0.8, breadth=20)
    assert made.clusters(edges_of([(0, 1, alike(0.1))]), 0.5) == [[0, 2], [1]]


def one_after_the_other(n: int, likeness: dict[tuple[int, int], float], threshold: float) -> list[list[int]]:
    """Average linkage by the book: the most alike two of all, again and again."""

    def mean(one: list[int], two: list[int]) -> float:
        return sum(likeness.get((min(a, b), max(a, b)), 0.0) for a in one for b in two) / (
            len(one) * len(two)
        )

    made = [[k] for k in range(n)]
    while len(made) > 1:
        most, a, b = max((mean(made[a], made[b]), a, b) for a in range(len(made)) for b in range(a))
        if most < threshold:
            break
        made[b] += made.pop(a)
    return sorted(sorted(cluster) for cluster in made)


@pytest.mark.parametrize("seed", range(6))
def test_many_joined_at_once_are_what_one_after_the_other_gives(seed: int) -> None:
    n, made = 70, np.random.default_rng(seed)
    likeness = {
        (a, b): made.random() ** (1 if a // 4 == b // 4 else 4)
        for a, b in combinations(range(n), 2)
        if made.random() < 0.5
    }
    pairs = [(b, a, alike(value)) for (a, b), value in likeness.items()]
    joined = Linkage([[k] for k in range(n)], unknown=0.8, breadth=n).clusters(edges_of(pairs), 0.3)
    assert joined == one_after_the_other(n, likeness, 0.3)
    assert 12 < len(joined) < 50


def test_those_kept_apart_stay_so_when_many_are_joined_at_once() -> None:
    pairs = [(2 * k, 2 * k + 1, alike(0.9)) for k in range(20)]
    joined = Linkage([[k] for k in range(40)], unknown=0.8, breadth=20, apart={0: [1], 1: [0]}).clusters(
        edges_of(pairs), 0.5
    )
    assert [0] in joined and [1] in joined and len(joined) == 21


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8)), max_size=12))
def test_what_a_way_of_pairs_joins_has_the_same_least_item(pairs: list[tuple[int, int]]) -> None:
    one, two = (np.array([pair[k] for pair in pairs], dtype=np.int64) for k in (0, 1))
    part = connected(9, one, two).tolist()
    assert all(part[a] == part[b] for a, b in pairs)
    for item in range(9):
        reached, grown = {item}, {item}
        while grown:
            grown = {b for p in pairs for a, b in (p, p[::-1]) if a in grown} - reached
            reached |= grown
        assert part[item] == min(reached)


@settings(deadline=None)
@given(
    st.dictionaries(
        st.tuples(st.integers(0, 5), st.integers(0, 5)).filter(lambda p: p[0] < p[1]),
        st.sampled_from([0.1, 0.4, 0.6, 0.9]),
    )
)
def test_every_item_is_in_one_cluster(likeness: dict[tuple[int, int], float]) -> None:
    edges = [(a, b, alike(c)) for (a, b), c in sorted(likeness.items())]
    made = clusters(6, edges)
    assert sorted(k for cluster in made for k in cluster) == list(range(6))
    assert made == sorted(sorted(cluster) for cluster in made)
