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
    # figures that lie far apart, or of which one is round, and what is only planned speak against it
    assert models["number"].points["ratio"] < 0
    assert models["number"].points["rough"] < 0
    assert models["date"].points["planned"] < 0
    assert models["polarity"].points["terms_held"] > 0
