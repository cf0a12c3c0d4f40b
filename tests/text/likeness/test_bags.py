"""Products of sparse vectors are weighted sums of cosines."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from recoupe.text.likeness.bags import Bags, Part

BAGS = st.lists(
    st.dictionaries(st.sampled_from("abcdef"), st.integers(1, 4), max_size=4), min_size=1, max_size=5
)


@settings(deadline=None)
@given(BAGS)
def test_an_item_is_as_like_itself_as_its_parts_weigh(bags: list[dict[str, int]]) -> None:
    made = Bags([Part(2.0, bags), Part(0.5, bags)])
    for k, bag in enumerate(bags):
        assert np.isclose(made.products(k, np.array([k]))[0], 2.5 if bag else 0)


@settings(deadline=None)
@given(BAGS)
def test_products_go_both_ways(bags: list[dict[str, int]]) -> None:
    made, every = Bags([Part(1.0, bags)]), np.arange(len(bags))
    whole = np.stack([made.products(k, every) for k in range(len(bags))])
    assert np.allclose(whole, whole.T)
    assert (whole >= 0).all()
    assert (whole <= 1 + 1e-9).all()


def test_a_rare_feature_tells_more_than_a_common_one() -> None:
    bags = [{"town": 1, "bridge": 1}, {"town": 1, "bridge": 1}, {"town": 1}, {"town": 1, "prize": 1}]
    near = Bags([Part(1.0, bags)]).products(0, np.array([1, 2, 3]))
    assert near[0] > near[1] > near[2] > 0


def test_doubt_makes_a_lone_common_feature_say_little() -> None:
    bags = [{"monday": 1}] * 6
    sure, doubted = (Bags([Part(1.0, bags, doubt)]).products(0, np.array([1]))[0] for doubt in (0.0, 1.0))
    assert np.isclose(sure, 1)
    assert doubted < 0.5


def test_the_heaviest_features_are_the_rare_ones() -> None:
    made = Bags([Part(1.0, [{"town": 1, "bridge": 1}, {"town": 1}, {"town": 1, "bridge": 1}])])
    assert made.heaviest(0, 1).tolist() == made.heaviest(2, 1).tolist() != made.heaviest(1, 1).tolist()
