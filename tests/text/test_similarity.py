"""Hashes are stable, shingles stay inside their run, alignment runs forward."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from recoupe.text.similarity import (
    Matrix,
    align,
    cosine,
    hash_word,
    pack_hashes,
    shingles,
    sound_key,
    unpack_hashes,
)

WORDS = st.lists(st.sampled_from(["pont", "bac", "quai", "rive", "maire"]), max_size=12)


def test_a_word_has_the_same_hash_everywhere() -> None:
    assert hash_word("pont") == 8458537466052057880


def test_shingles_do_not_reach_over_a_run() -> None:
    assert not len(shingles([["a", "b"], ["c", "d"]], 3))
    assert len(shingles([["a", "b", "c"], ["d", "e", "f"]], 3)) == 2


def test_the_order_of_words_counts() -> None:
    assert set(shingles([["a", "b"]], 2)) != set(shingles([["b", "a"]], 2))


@settings(deadline=None)
@given(WORDS, st.integers(1, 4))
def test_shingles_are_as_many_as_distinct_sequences(words: list[str], width: int) -> None:
    distinct = {tuple(words[k : k + width]) for k in range(len(words) - width + 1)}
    made = shingles([words], width)
    assert len(made) == len(distinct)
    assert np.array_equal(unpack_hashes(pack_hashes(made)), made)


@pytest.mark.parametrize(
    ("a", "b"),
    [("goaziou", "goaziu"), ("chevtchenko", "shevchenko"), ("khan", "kan"), ("wittkoff", "vitkof")],
)
def test_spellings_of_one_name_sound_alike(a: str, b: str) -> None:
    assert sound_key(a) == sound_key(b)


def test_a_zero_row_is_like_nothing() -> None:
    rows = np.array([[0, 0], [3, 4]], dtype=np.float32)
    assert cosine(rows, rows).tolist() == [[0, 0], [0, 1]]


GAINS = arrays(np.float32, st.tuples(st.integers(1, 5), st.integers(1, 5)), elements=st.integers(-2, 3))


@settings(deadline=None)
@given(GAINS)
def test_an_alignment_runs_forward_and_takes_gains_only(gains: Matrix) -> None:
    pairs = align(gains)
    assert all(gains[i, j] > 0 for i, j in pairs)
    assert all(a <= c and b <= d and (a, b) != (c, d) for (a, b), (c, d) in pairwise(pairs))


@settings(deadline=None)
@given(GAINS)
def test_an_alignment_gains_at_least_the_best_pair(gains: Matrix) -> None:
    assert sum(float(gains[i, j]) for i, j in align(gains)) >= max(0.0, float(gains.max()))
