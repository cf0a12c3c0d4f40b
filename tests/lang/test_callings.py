"""Callings: one key in every language, what stands beside it, and what is another's."""

from __future__ import annotations

import pytest

from recoupe.lang.callings import Calling, Wide, callings, read_calling
from recoupe.lang.naming import kinds
from recoupe.lang.offices import roles
from recoupe.text.names import fold

TABLE = callings()
IDS = {c.id for c in TABLE.calling} | set(roles().values()) | {kind.id for kind in kinds().kind}


def key_of(phrase: str) -> str | None:
    called = read_calling(phrase)
    return called.key if called else None


@pytest.mark.parametrize("row", [*TABLE.calling, *TABLE.wide], ids=lambda row: row.example)
def test_an_example_holds_one_of_the_forms(row: Calling | Wide) -> None:
    words = f" {fold(row.example)} "
    assert any(f" {fold(form)} " in words for form in row.forms)


@pytest.mark.parametrize("row", TABLE.calling, ids=lambda row: row.id)
def test_every_form_of_a_calling_is_read_as_it(row: Calling) -> None:
    assert {form: key_of(form) for form in row.forms} == dict.fromkeys(row.forms, row.id)


def test_ids_that_rows_speak_of_are_there() -> None:
    spoken = {*TABLE.silent, *TABLE.several, *TABLE.one, *(key for row in TABLE.wide for key in row.of)}
    assert spoken <= IDS


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("maire de Prazols", "mayor of Prazols"),
        ("ingénieure", "Ingenieurin"),
        ("préfecture", "Präfektur"),
        ("procureure", "Staatsanwältin"),
        ("entraîneur", "тренер"),
        ("bureau d'études", "Ingenieurbüro"),
    ],
)
def test_languages_meet_in_one_key(a: str, b: str) -> None:
    assert key_of(a) == key_of(b) is not None


@pytest.mark.parametrize(
    "phrase", ["vice-maire de Prazols", "sous-préfet", "époux de la maire", "voix du préfet"]
)
def test_who_stands_beside_an_office_does_not_hold_it(phrase: str) -> None:
    assert key_of(phrase) is None


def test_an_office_that_somebody_left_is_another() -> None:
    assert key_of("ancienne préfète") == "former prefect"


def test_countries_and_places_are_told_apart_from_words_that_say_nothing() -> None:
    called = read_calling("nouvelle ministre italienne de la Pêche")
    assert called is not None
    assert (called.key, *called.lands, *called.rest) == ("minister", "IT", "peche")
