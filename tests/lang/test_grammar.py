from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recoupe import lang
from recoupe.errors import LexiconError
from recoupe.lang.grammar import PROBE, START, compile_table, fold, grammar_of, opened_by, read_number
from recoupe.lang.timex import Rule, TimexTable

FRENCH = lang.LANGUAGES["fr"].timex


@given(st.text())
def test_folding_keeps_every_character_in_its_place(text: str) -> None:
    assert len(fold(text)) == len(text)


def test_folding_makes_typographic_forms_plain() -> None:
    assert fold("L’avant‑veille, 18\u202fh") == "l'avant-veille, 18 h"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12", 12),
        ("30,4", "30.4"),
        ("vingt et un", 21),
        ("quatre-vingt-dix", 90),
        ("deux cents", 200),
        ("trente-six", 36),
        ("beaucoup", "X"),
    ],
)
def test_numbers_in_figures_and_words(text: str, number: int | str) -> None:
    assert read_number(text, FRENCH.words["number"]) == number


def find(text: str) -> list[str]:
    return [text[m.start : m.end] for m in compile_table(FRENCH).find(fold(text))]


def test_longest_match_wins_and_nothing_overlaps() -> None:
    assert find("Le lundi 2 mars 2026, puis mardi.") == ["Le lundi 2 mars 2026", "mardi"]


def test_determiner_belongs_to_the_expression_and_preposition_does_not() -> None:
    assert find("Depuis le 3 mars et jusqu’à l’automne 2027.") == ["le 3 mars", "l’automne 2027"]


def test_pattern_that_is_no_expression_names_its_rule() -> None:
    table = TimexTable(rules=(Rule(name="open", pattern="(", do="day", example="x"),))
    with pytest.raises(LexiconError, match="open"):
        compile_table(table)


def test_pattern_with_an_unknown_class_names_its_rule() -> None:
    table = TimexTable(rules=(Rule(name="moon", pattern="<moon>", do="day", example="x"),))
    with pytest.raises(LexiconError, match="moon"):
        compile_table(table)


def test_language_without_a_pack_has_its_own_table_or_dates_in_figures() -> None:
    german = grammar_of("de", lang.FALLBACK)
    assert [m.rule.name for m in german.find("am montag")] == ["weekday"]
    dutch = grammar_of("nl", lang.FALLBACK)
    assert [m.rule.name for m in dutch.find("lundi 6/2/2026")] == ["figures"]


WORDS = (
    "le", "l'", "20h", "20 ha", "'98", "mi-", "lendemain", "de", "mars", "1er", "été", "il y a", "deux",
    "ans", "d'ici", "12/03/2026", "fin", "nuit de", "lundi", "XIXe", "siècle", "premier",
    "at 5 pm", "last week", "1990s", "…", "\n", "-",
)  # fmt: skip


@settings(deadline=None)  # the first example compiles a table
@given(st.lists(st.one_of(st.sampled_from(WORDS), st.text(max_size=4)), max_size=10), st.sampled_from("fe"))
def test_first_characters_never_rule_out_a_rule_that_matches(words: list[str], language: str) -> None:
    grammar = compile_table(lang.LANGUAGES["fr" if language == "f" else "en"].timex)
    text = fold(" ".join(words))
    starts = {m.start() for m in START.finditer(text)}
    for at in range(len(text)):
        matching = {c.rule.name for c in grammar.rules if c.pattern.match(text, at)}
        opened = {c.rule.name for c in opened_by(grammar, text[at : at + PROBE])}
        assert matching <= opened
        assert not matching or at in starts
