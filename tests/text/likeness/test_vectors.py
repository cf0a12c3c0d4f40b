"""Cosines from products are those of the vectors themselves."""

from __future__ import annotations

import numpy as np
import pytest

from recoupe.text.likeness.vectors import Meaning


def test_cosines_with_and_without_the_centre() -> None:
    made = np.random.default_rng(7)
    vectors = made.normal(size=(30, 16)).astype(np.float32) + 1
    centre = vectors.mean(axis=0)
    one, two = made.integers(0, 30, 40), made.integers(0, 30, 40)
    meaning = Meaning(vectors, centre)

    def cosine(a: np.ndarray, b: np.ndarray) -> float:
        return float(a @ b / np.linalg.norm(a) / np.linalg.norm(b))

    whole = [cosine(vectors[i], vectors[j]) for i, j in zip(one, two, strict=True)]
    left = [cosine(vectors[i] - centre, vectors[j] - centre) for i, j in zip(one, two, strict=True)]
    assert meaning.cosines(one, two) == pytest.approx(whole, abs=1e-5)
    assert meaning.beyond_topic(one, two) == pytest.approx(left, abs=1e-4)


def test_a_text_without_meaning_is_near_nothing() -> None:
    vectors = np.array([[0, 0], [1, 1]], dtype=np.float32)
    meaning = Meaning(vectors, np.zeros(2, dtype=np.float32))
    pair = np.array([0]), np.array([1])
    assert meaning.cosines(*pair).tolist() == meaning.beyond_topic(*pair).tolist() == [0.0]
