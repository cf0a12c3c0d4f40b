"""Figures are put together from words that stand together, and from digits as each language writes them."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recoupe.lang import LANGUAGES
from recoupe.lang.counting import COUNTED, counting
from recoupe.text.numerals import DIGITS, find_numerals, read_digits

LANGUAGE = st.sampled_from((*LANGUAGES, *COUNTED, "und"))


def values(language: str, text: str) -> list[float]:
    words = counting(language, LANGUAGES.get(language)).numerals
    return [x.value for x in find_numerals(text, words) if x.value > 1]


@pytest.mark.parametrize(
    ("figure", "decimal", "value"),
    [
        ("25 000", ",", 25_000),
        ("25.000", ",", 25_000),
        ("25,000", ".", 25_000),
        ("25,125", ",", 25.125),
        ("25.125", ".", 25.125),
        ("230'000", "", 230_000),
        ("1.234.567,8", ",", 1_234_567.8),
        ("1,234,567", ",", 1_234_567),
        ("1 234,567", "", 1_234.567),
        ("0.400", ",", 0.4),
        ("01.234.567", "", 1_234_567),
    ],
)
def test_digits(figure: str, decimal: str, value: float) -> None:
    assert read_digits(figure, decimal) == value


@given(
    st.from_regex(DIGITS, fullmatch=True, alphabet=st.characters(max_codepoint=127)), st.sampled_from(",. ")
)
def test_digits_of_any_make_are_read(figure: str, mark: str) -> None:
    assert read_digits(figure, mark.strip()) >= 0


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("fr", "trente, vingt et dix paniers", [30, 20, 10]),
        ("fr", "en 2020 trois barques", [2020, 3]),
        ("fr", "4 000 et 20 barques", [4000, 20]),
        ("fr", "25 cents", [25]),
        ("fr", "1 million 200 000 briques", [1_200_000]),
        ("fr", "deux mille trois cent quatre-vingt-un", [2381]),
        ("fr", "cent mille milliards", [1e14]),
        ("en", "twenty-five hundred bricks", [2500]),
        ("en", "six hundred and seven thousand bricks", [607_000]),
        ("de", "dreihunderteinundzwanzigtausendfünfhundertsiebzehn", [321_517]),
        ("de", "fünf bis acht Körbe", [5, 8]),
        ("de", "Dreikönigsbrot und Elfenbein", []),
        ("it", "trecentocinquantunomila mattoni", [351_000]),
        ("it", "novantotto ceste", [98]),
        ("es", "ciento veintiún mil quinientos ladrillos", [121_500]),
        ("pt", "novecentos e noventa e nove tijolos", [999]),
        ("nl", "achtentachtig manden", [88]),
        ("ru", "девятьсот девяносто девять тысяч девятьсот корзин", [999_900]),
        ("ru", "из сорока двух корзин", [42]),
        ("uk", "тридцять п'ять тисяч кошиків", [35_000]),
        ("und", "zwölf и 12", [12]),
    ],
)
def test_what_stands_together_is_one_figure(language: str, text: str, found: list[float]) -> None:
    assert values(language, text) == found


@given(LANGUAGE, st.text(max_size=60))
def test_figures_stand_in_order_and_apart(language: str, text: str) -> None:
    found = list(find_numerals(text, counting(language, LANGUAGES.get(language)).numerals))
    assert all(x.start < x.end for x in found)
    assert all(x.end <= y.start for x, y in pairwise(found))
