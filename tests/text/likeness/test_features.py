"""Features come out of signatures as they were written."""

from __future__ import annotations

import numpy as np

from recoupe.records import Signature
from recoupe.text.likeness.features import Lines
from tests.text.likeness.test_resemblance import about


def at(signatures: list[Signature], places: list[tuple[int, int]]) -> list[str]:
    signature, feature = np.array(places, dtype=np.int64).T
    return Lines(signatures).at(signature, feature)


def test_features_are_cut_out_by_their_places() -> None:
    told = [about({"digue": 1, "été": 2}, {"путин": 1}), about({}, {}), about({"vent": 1}, {})]
    assert at(told, [(2, 0), (0, 1), (0, 2), (0, 0)]) == ["vent", "été", "путин", "digue"]
