"""Average link: pairs without an edge are unlike, time holds apart, order does not matter."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from recoupe.text.likeness.linkage import Likeness, Linkage

Edges = list[tuple[int, int, Likeness]]


def clusters(n: int, edges: Edges, threshold: float = 0.5) -> list[list[int]]:
    return Linkage([[k] for k in range(n)], unknown=0.8, breadth=20).clusters(edges, threshold)


def alike(content: float, nearness: float | None = 1.0) -> Likeness:
    return Likeness(content, nearness)


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
    assert made.clusters([(0, 1, alike(0.1))], 0.5) == [[0, 2], [1]]


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
