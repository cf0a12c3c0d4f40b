"""Figures in digits and in words, with what they count."""

from __future__ import annotations

import pytest

from recoupe.lang import LANGUAGES
from recoupe.lang.counting import counting
from recoupe.text.quantities import Quantity, are_apart, are_rival, quantities

FR = counting("fr", LANGUAGES["fr"])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("quatre-vingt mille euros", [(80_000, "EUR", False)]),
        ("soixante et onze moutons", [(71, "mouto", False)]),
        ("quatre-vingt-dix-sept lots", [(97, "lots", False)]),
        ("deux cent trente et un votants", [(231, "votan", False)]),
        ("1,5 million d'euros", [(1_500_000, "EUR", False)]),
        ("une trentaine de bateaux", [(30, "boat", True)]),
        ("environ 230 000 fiches", [(230_000, "fiche", True)]),
        ("12 des 40 salariés", [(12, "", False), (40, "worker", False)]),
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


def only(language: str, text: str) -> Quantity:
    (found,) = quantities(text, counting(language, LANGUAGES.get(language)))
    return found


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (("fr", "deux millions de dollars"), ("es", "dos millones de dólares")),
        (("fr", "1,5 million d'euros"), ("de", "1,5 Mio. Euro")),
        (("en", "$2.5 billion"), ("ru", "2,5 млрд долларов")),
        (("fr", "quatorze morts"), ("de", "vierzehn Tote")),
        (("fr", "230 000 personnes"), ("it", "230.000 persone")),
        (("fr", "douze pour cent"), ("uk", "12 відсотків")),
        (("fr", "une trentaine de bateaux"), ("it", "una trentina di barche")),
    ],
)
def test_one_figure_in_two_languages(a: tuple[str, str], b: tuple[str, str]) -> None:
    x, y = only(*a), only(*b)
    assert (x.value, x.unit, x.kind) == (y.value, y.unit, y.kind)
    assert not are_rival(x, y)
    assert not are_apart(x, y)


@pytest.mark.parametrize(
    ("a", "b", "rival", "apart"),
    [
        (("de", "zwei Millionen Dollar"), ("fr", "1,5 million d'euros"), False, True),
        (("de", "zwei Millionen Dollar"), ("fr", "1,5 million de dollars"), True, False),
        (("es", "doce muertos"), ("fr", "douze blessés"), False, True),
        (("es", "doce muertos"), ("fr", "douze personnes"), False, False),
        (("fr", "trois jours"), ("en", "three weeks"), False, True),
    ],
)
def test_units_tell_figures_apart(a: tuple[str, str], b: tuple[str, str], rival: bool, apart: bool) -> None:
    x, y = only(*a), only(*b)
    assert are_rival(x, y) is rival
    assert are_apart(x, y) is are_apart(y, x) is apart


@pytest.mark.parametrize(
    ("language", "text"),
    [("ru", "в 2025 году"), ("fr", "en 2025, la ville")],
)
def test_a_year_counts_no_years(language: str, text: str) -> None:
    assert not only(language, text).unit
