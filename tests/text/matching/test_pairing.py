"""Comparing one article with several at once, and one by one."""

from __future__ import annotations

import numpy as np
import pytest

from recoupe.lang import packs
from recoupe.lang.laying import lay_out
from recoupe.text.matching.pairing import FEATURES, INDEX, bound, compare, likeness
from recoupe.text.matching.table import Table, pairing_of
from tests.dossiers import BRIDGE, paper, untagged
from tests.fakes import TrigramEncoder


def laid_out() -> Table:
    return lay_out(untagged(BRIDGE), packs=packs(), embed=TrigramEncoder().embed)


def test_several_at_once_are_compared_as_one_by_one() -> None:
    table = laid_out()
    both = [pairing_of(table, 0, 1), pairing_of(table, 0, 2)]
    together, alone = compare(both), [compare([p])[0] for p in both]
    for a, b in zip(together, alone, strict=True):
        assert np.allclose(a.features, b.features, atol=1e-6)
        assert np.array_equal(a.rival, b.rival)
    assert all(
        np.allclose(x, y) for x, y in zip(likeness(both), [likeness([p])[0] for p in both], strict=True)
    )


def test_every_feature_is_written() -> None:
    table = laid_out()
    met = compare([pairing_of(table, 0, 1)])[0]
    shape = len(table.sides[0].pieces), len(table.sides[1].pieces), len(FEATURES)
    assert met.features.shape == shape
    assert met.features[:, :, INDEX["aligned"]].max() == 1
    assert met.features[:, :, INDEX["terms"]].max() <= 1


def test_rival_figures_keep_two_apart() -> None:
    table = laid_out()
    pairings = [pairing_of(table, 0, k) for k in range(1, len(table.seen))]
    met = compare(pairings)
    assert any(m.rival.any() for m in met)  # 23 and 32 cracks
    for pairing, m in zip(pairings, met, strict=True):
        left = bound(pairing, m)
        assert np.isneginf(left[m.rival]).all()
        assert (left[~m.rival] <= 1).all()


@pytest.mark.parametrize(
    ("german", "same", "rival"),
    [
        ("Die Reparatur der Brücke kostet zwei Millionen Dollar", True, False),
        ("Die Reparatur der Brücke kostet zwei Millionen Euro", False, True),
        ("Die Reparatur der Brücke kostet 1,5 Millionen Euro", False, True),
        ("Die Reparatur der Brücke kostet drei Millionen Dollar", False, True),
        ("Die Reparatur der Brücke kostet zwei Millionen Dollar oder 1,8 Millionen Euro", True, False),
        ("Die Reparatur der Brücke dauert zwei Millionen Minuten", False, False),
    ],
)
def test_prices_meet_across_languages_in_one_currency(german: str, same: bool, rival: bool) -> None:
    french = "La réparation du pont coûtera deux millions de dollars"
    story = [paper("a", [f"{french}."]), paper("b", [f"{german}."], lang="de")]
    table = lay_out(
        untagged({"story_id": "bridge", "articles": story}), packs=packs(), embed=TrigramEncoder().embed
    )
    (met,) = compare([pairing_of(table, 0, 1)])
    assert met.features[:, :, INDEX["figures"]].any() == same
    assert met.features[:, :, INDEX["rare_figures"]].any() == same
    assert met.rival.any() == rival
