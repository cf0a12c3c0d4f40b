"""Who held which office when: the table is consistent, and says nothing it does not know."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest

from recoupe.lang.naming import kinds, territories
from recoupe.lang.offices import (
    OfficeTable,
    has_held,
    holder_of,
    numbered,
    person_of,
    persons,
    role_of,
    roles,
)
from recoupe.lang.pack import read_table
from recoupe.text.names import fold

TABLE = read_table("any", "offices", OfficeTable)


def test_every_holder_is_a_person_of_the_table() -> None:
    assert {h.person for o in TABLE.office for h in o.holders} == set(persons())


def test_terms_of_one_office_do_not_overlap_and_run_forward() -> None:
    for office in TABLE.office:
        spans = [(h.since, h.until or "9999") for h in office.holders]
        assert all(since < until for since, until in spans), office.role
        assert all(a[1] <= b[0] for a, b in pairwise(spans)), (office.role, office.of)


def test_offices_are_of_known_states_and_bodies() -> None:
    states = {t.id for t in territories()}
    seats = {f"{t.id} seat {k}" for t in territories() for k in t.seats}
    bodies = {k.id for k in kinds().kind if k.is_body}
    assert {o.of for o in TABLE.office} <= states | seats | bodies


def test_offices_have_roles_of_the_table() -> None:
    assert {o.role for o in TABLE.office} <= set(roles().values())


def test_no_name_means_two_persons() -> None:
    seen: dict[str, str] = {}
    for person in TABLE.person:
        for name in (*person.names, *person.lone):
            assert seen.setdefault(fold(name), person.id) == person.id, name


@pytest.mark.parametrize(
    ("role", "of", "day", "person"),
    [
        ("president", "US", "2021-01-19", "donald-trump"),
        ("president", "US", "2021-01-20", "joe-biden"),
        ("president-elect", "US", "2024-11-08", "donald-trump"),
        ("president-elect", "US", "2024-11-01", None),
        ("leader", "DE", "2020-05-01", "angela-merkel"),
        ("secretary general", "nato", "2025-08-06", "mark-rutte"),
        ("president", "RU", "2010-05-01", "dmitri-medvedev"),
        ("president", "FR", "1850-01-01", None),
        ("governor", "banque de france", "2022-01-01", "francois-villeroy-de-galhau"),
        ("president", "fed", "2016-01-01", "janet-yellen"),
        ("leader", "bank of england", "2021-01-01", "andrew-bailey"),
        ("director", "unicef", "2024-01-01", "catherine-russell"),
        ("prosecutor", "icc", "2023-03-17", "karim-khan"),
        ("prosecutor", "pnf", "2022-05-05", "jean-francois-bohnert"),
        ("president", "eu parliament", "2020-06-01", "david-sassoli"),
        ("secretary general", "cgt", "2023-03-30", "philippe-martinez"),
        ("president", "medef", "2024-01-01", "patrick-martin"),
        ("president", "rassemblement national", "2024-06-30", "jordan-bardella"),
    ],
)
def test_an_office_is_read_on_its_day(role: str, of: str, day: str, person: str | None) -> None:
    assert holder_of(role, of, day) == person


def test_without_a_day_only_an_office_of_one_person_is_said() -> None:
    assert holder_of("president", "BY", None) == "alexandre-loukachenko"
    assert holder_of("president", "US", None) is None


def test_holders_are_counted_where_press_counts_them() -> None:
    assert numbered("president", 47) == "donald-trump"
    assert numbered("prime minister", 47) is None


def test_a_name_is_a_person_in_every_alphabet_and_a_like_one_is_none() -> None:
    assert {person_of(n) for n in ("Vladimir Poutine", "Putin", "Володимир Путін")} == {"vladimir-poutine"}
    assert person_of("Philippe Pétain") is None
    assert person_of("Mary Trump") is None


def test_who_has_held_an_office() -> None:
    assert has_held("joe-biden", "president", None)
    assert has_held("joe-biden", "president", None, "2022-01-01")
    assert not has_held("joe-biden", "president", None, "2025-02-01")


def test_the_longest_form_of_a_role_is_read() -> None:
    assert role_of("ministre des Affaires étrangères russe") == "foreign minister"
    assert role_of("ministre de la Pêche") == "minister"
    assert role_of("le ministre") is None


def test_days_are_days_and_none_lies_behind_the_tables_own() -> None:
    for office in TABLE.office:
        days = [h.since for h in office.holders] + [h.until for h in office.holders if h.until]
        assert [date.fromisoformat(day).isoformat() for day in days] == days, office.role
        assert all(h.since <= TABLE.as_of for h in office.holders), (office.role, office.of)
        assert all(h.until for h in office.holders[:-1]), (office.role, office.of)


def test_one_office_of_a_state_or_body_stands_once() -> None:
    held = [(o.role, o.of) for o in TABLE.office]
    assert len(held) == len(set(held))


def test_names_are_full_names_written_once() -> None:
    for person in TABLE.person:
        assert len(set(person.names)) == len(person.names), person.id
        assert all(name == name.strip() and name[0].isalpha() for name in person.names), person.id
        assert all(any(lone in name for name in person.names) for lone in person.lone), person.id
