"""Rows that answer every question alike are weighed once, and get what they would get alone."""

from __future__ import annotations

import math

import numpy as np

from recoupe.text.matching.trees import Leaf, Trees, chances

BOUNDS = [k / 50 for k in range(50)]  # more questions than one number holds


def test_each_row_gets_the_points_of_its_own_answers() -> None:
    leaves = [Leaf((("words", bound, True), ("names", 0.5, False)), bound) for bound in BOUNDS]
    rows = np.array([[[0.31, 0.0], [0.31, 1.0]], [[0.995, 0.2], [0.309, 0.1]]])
    found = chances(Trees(-1.0, tuple(leaves)), ("words", "names"), rows)
    for chance, (words, names) in zip(found.reshape(-1), rows.reshape(-1, 2), strict=True):
        total = -1.0 + sum(bound for bound in BOUNDS if words > bound and names <= 0.5)
        assert math.isclose(chance, 1 / (1 + math.exp(-total)))


def test_no_rows_have_no_chances() -> None:
    assert chances(Trees(0.0, (Leaf((), 1.0),)), ("words",), np.zeros((0, 1))).shape == (0,)
