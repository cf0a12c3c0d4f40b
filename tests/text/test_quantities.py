"""Figures in digits and in words, with what they count."""

from __future__ import annotations

import pytest

from recoupe.lang import LANGUAGES
from recoupe.lang.verbs import counting
from recoupe.text.quantities import are_rival, quantities

FR = counting(LANGUAGES["fr"].words, LANGUAGES["fr"].verbs)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("quatre-vingt mille euros", [(80_000, "euros", False)]),
        ("soixante et onze moutons", [(71, "mouto", False)]),
        ("quatre-vingt-dix-sept lots", [(97, "lots", False)]),
        ("deux cent trente et un votants", [(231, "votan", False)]),
        ("1,5 million d'euros", [(1_500_000, "euros", False)]),
        ("une trentaine de bateaux", [(30, "batea", True)]),
        ("environ 230 000 fiches", [(230_000, "fiche", True)]),
        ("12 des 40 salariés", [(12, "", False), (40, "salar", False)]),
        ("54,1 % des inscrits", [(54.1, "%", False)]),
        ("un pont", []),
    ],
)
def test_french_figures(text: str, found: list[tuple[float, str, bool]]) -> None:
    assert [(q.value, q.unit, q.approximate) for q in quantities(text, FR)] == found


@pytest.mark.parametrize(
    ("a", "b", "rival"),
    [
        ("23 lots", "32 lots", True),
        ("23 lots", "32 caisses", False),
        ("une trentaine de lots", "31 lots", False),
        ("230 000 fiches", "231 400 fiches", False),
        ("25 000 euros", "30 000 euros", True),
    ],
)
def test_rival_figures(a: str, b: str, rival: bool) -> None:
    (x,), (y,) = quantities(a, FR), quantities(b, FR)
    assert are_rival(x, y) is are_rival(y, x) is rival
