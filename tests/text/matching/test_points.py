"""Points as data: what they name is what the rules give."""

from __future__ import annotations

import math

from recoupe.text.matching.differences import MODEL
from recoupe.text.matching.points import Points, chance_of, read_points


def test_chance_follows_the_points_of_the_signs_that_are_there() -> None:
    model = Points(0.5, 0.0, {"same_noun": math.log(3), "percent": -1.0})
    assert chance_of(model, {}) == 0.5
    assert abs(chance_of(model, {"same_noun": 1.0, "unheard_of": 9.0}) - 0.75) < 1e-9


def test_every_type_has_points_and_a_bound() -> None:
    models = read_points(MODEL)
    assert set(models) == {"number", "date", "polarity"}
    assert all(0 < m.least < 1 and m.points for m in models.values())
    # what blurs a figure, what is far apart in time and what says nothing of the denied speak against it
    assert models["number"].points["blurred"] < 0
    assert models["number"].points["both_given"] < 0
    assert models["polarity"].points["word_meaning"] > 0
