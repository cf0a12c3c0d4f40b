"""Normalisation keeps the way back to the source."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from recoupe.text.normalise import fold, normalise, plain, squash, straight

CHARACTERS = st.text(
    st.one_of(
        st.characters(codec="utf-8"),
        st.sampled_from("e\u0301\u00a0\u202f\u00ad\u200b\ufeffÃ©â€™œ«»’ \n\u1100\u1161\u11a8"),
    ),
    max_size=60,
)


@given(CHARACTERS)
def test_every_range_of_the_text_gives_the_same_words_from_its_source(source: str) -> None:
    mapped = normalise(source)
    for start in range(len(mapped)):
        first, last = mapped.source(start, len(mapped))
        assert squash(mapped.text[start:]) in squash(plain(source[first:last]))


@given(CHARACTERS)
def test_places_never_run_backwards(source: str) -> None:
    mapped = normalise(source)
    places = [mapped.source(i, i + 1) for i in range(len(mapped))]
    assert places == sorted(places)
    assert all(0 <= first < last <= len(source) for first, last in places)


@given(CHARACTERS)
def test_the_short_form_gives_the_same_text_as_the_mapped_one(source: str) -> None:
    assert plain(source) == normalise(source).text


def test_accents_typed_apart_are_composed_and_keep_their_place() -> None:
    mapped = normalise("a e\u0301te\u0301")
    assert mapped.text == "a été"
    assert mapped.source(2, 3) == (2, 4)
    assert unicodedata.is_normalized("NFC", mapped.text)


def test_spaces_that_do_not_break_become_plain_and_invisible_signs_go() -> None:
    assert plain("«\u00a0Non\u202f!\u00a0» ré\u00adunion\u200b") == "« Non ! » réunion"


def test_words_read_in_the_wrong_charset_are_read_again() -> None:
    assert plain("numÃ©ro, lâ€™eau") == "numéro, l’eau"


def test_quotation_marks_and_apostrophes_are_kept_as_written() -> None:
    assert plain("« l’eau » “l'air” „Luft“") == "« l’eau » “l'air” „Luft“"


def test_matching_forms() -> None:
    assert straight("l’eau") == "l'eau"
    assert fold("L’Écluse n° 4") == "l ecluse n 4"
