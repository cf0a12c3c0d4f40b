"""Sentences end at no ordinal and no abbreviation; every row holds its own example together."""

from __future__ import annotations

import pytest

from recoupe.nlp.rules import RuleTagger
from recoupe.nlp.stops import StopTable, stops_for

TABLES = {code: stops_for(code) for code in ("de", "es", "it", "nl", "pt", "ru", "uk")}


def sentences(text: str, language: str) -> list[str]:
    (tagged,) = RuleTagger(language).tag([text])
    return [text[s.start : s.end] for s in tagged.sentences]


def examples() -> list[tuple[str, str]]:
    out = [(code, row.example) for code, table in TABLES.items() for row in table.abbreviations]
    return [*out, *((code, t.ordinals.example) for code, t in TABLES.items() if t.ordinals is not None)]


@pytest.mark.parametrize(("language", "text"), examples())
def test_an_example_is_one_sentence(language: str, text: str) -> None:
    assert sentences(text, language) == [text]


@pytest.mark.parametrize(
    ("language", "first", "second"),
    [
        ("de", "Verletzt wurden 12.", "Die Straße ist frei."),
        ("de", "Gebaut wurde sie 1987.", "März und April waren nass."),
        ("de", "Das Dach ist „dicht“.", "Der Wirt lacht."),
        ("de", "„Es brennt.“", "Der Wirt lief hinaus."),
        ("es", "Llueve en el valle.", "¿Quién cierra la presa?"),
        ("ru", "Ставка выросла до 9 %.", "Банк молчит."),
        ("uk", "Посол назвав це «казкою».", "«Ми чекаємо», — каже мер."),
        ("it", "Il teatro è chiuso (per ora).", "Riapre a maggio."),
    ],
)
def test_a_sentence_ends_behind_marks_signs_and_plain_figures(language: str, first: str, second: str) -> None:
    assert sentences(f"{first} {second}", language) == [first, second]


def test_a_language_without_a_table_has_an_empty_one() -> None:
    assert stops_for("xx") == StopTable()
