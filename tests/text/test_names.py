"""Names: many spellings, one key; alike is not the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recoupe.lang.people import compare_people
from recoupe.text.names import (
    fold,
    in_latin,
    is_acronym_of,
    is_latin,
    likeness,
    near_keys,
    readings,
    skeleton,
    sound,
    words_of,
)

ONE_PERSON = [
    ("Vladimir Poutine", "Vladímir Putin", "other spelling"),
    ("Владимир Путин", "Vladimir Poutine", "other spelling"),
    ("Volodymyr Zelensky", "Volodymyr Zelenski", "other spelling"),
    ("Володимир Зеленський", "Volodymyr Zelensky", "other spelling"),
    ("Steve Witkoff", "Stev Vitkoff", "other spelling"),
    ("Стив Уиткофф", "Steve Witkoff", "other spelling"),
    ("Аскара Жумабаева", "Askar Joumabaïev", "other spelling"),
    ("Olexiy Kravtchouk", "Oleksii Kravchuk", "other spelling"),
    ("P. Oudart", "Philippe Oudart", "initial"),
    ("Y. Le Goazion", "Yannick Le Goaziou", "one slip"),
    ("Colette Vasseur", "Colette Vasseur-Ndiaye", "shorter name"),
    ("Colette Ndiaye", "Colette Vasseur-Ndiaye", "shorter name"),
    ("Étienne Bressac", "Etienne BRESSAC", "same name"),
]
TWO_PEOPLE = [
    ("Vladimir Poutine", "Philippe Pétain"),
    ("Daniel Roche", "Danielle Roche"),
    ("Frédéric Lanson", "Frédérique Lanson"),
    ("Marc Aubry", "Paul Aubry"),
    ("Emmanuel Macron", "Emmanuel Marcon"),
    ("Jean Roux", "Jean Roy"),
    ("Poutine", "Pétain"),
]


@pytest.mark.parametrize(("a", "b", "rule"), ONE_PERSON)
def test_one_person_in_two_spellings(a: str, b: str, rule: str) -> None:
    assert compare_people(a, b) == rule
    assert compare_people(b, a) == rule


@pytest.mark.parametrize(("a", "b", "rule"), ONE_PERSON)
def test_one_person_meets_under_a_key(a: str, b: str, rule: str) -> None:
    left, right = ({k for w in words_of(n)[1:] for k in near_keys(w)} for n in (a, b))
    assert left & right, rule


@pytest.mark.parametrize(("a", "b"), TWO_PEOPLE)
def test_two_people_stay_two(a: str, b: str) -> None:
    assert compare_people(a, b) is None


def test_equal_skeletons_do_not_make_equal_sounds() -> None:
    assert skeleton("poutine") == skeleton("petain")
    assert likeness("poutine", "petain") == 0 or likeness("poutine", "petain") < 0.75


def test_acronyms() -> None:
    assert is_acronym_of("CRC", "chambre régionale des comptes")
    assert not is_acronym_of("A", "Aude")


@given(st.text(max_size=30))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(max_size=30), st.text(max_size=30))
def test_comparison_has_no_direction(a: str, b: str) -> None:
    assert compare_people(a, b) == compare_people(b, a)
    assert likeness(fold(a), fold(b)) == likeness(fold(b), fold(a))


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz", max_size=20))
def test_sound_is_never_longer_than_doubled(token: str) -> None:
    assert len(sound(token)) <= 2 * len(token)


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=12))
def test_a_word_meets_itself_with_a_consonant_less(word: str) -> None:
    bones = skeleton(word)
    assert bones in near_keys(word)
    assert len(near_keys(word)) <= (len(word) + 2) * len(readings(word))


@pytest.mark.parametrize(("name", "shown"), [("Ирина Лебедь", "Irina Lebed"), ("Søren Ærø", "Søren Ærø")])
def test_a_name_of_another_alphabet_is_shown_in_latin_letters(name: str, shown: str) -> None:
    assert in_latin(name) == shown
    assert is_latin(shown)
