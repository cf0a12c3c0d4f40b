"""No figure below its floor: the whole program over gold, as a user runs it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.eval.floors import UPPER, load
from tests.eval.measures import SETS, MissingGold, digest


@pytest.mark.parametrize("name", sorted(load()))
def test_figures_are_not_below_their_floors(name: str, tmp_path: Path) -> None:
    measure, files = SETS[name]
    try:
        figures = measure(tmp_path)
    except MissingGold as missing:
        pytest.skip(f"gold is not on this machine: {missing}")
    pinned = load()[name]
    assert digest(files()) == pinned.digest, "the test data changed: measure anew and commit the floors apart"
    below = {
        key: (figures[key], floor)
        for key, floor in pinned.floors.items()
        if (figures[key] > floor if key in UPPER else figures[key] < floor)
    }
    assert not below
