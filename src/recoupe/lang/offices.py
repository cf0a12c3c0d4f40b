"""Who held which office on a day, and which names are whose: shipped facts, no guess."""

from __future__ import annotations

from functools import cache

import msgspec

from recoupe.lang.pack import read_table
from recoupe.lang.titles import Gender
from recoupe.text.names import fold

LEADER = "leader"  # the role by which press says whoever leads a state (« le dirigeant russe »)


class RoleWords(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One office or function, and how the languages say it."""

    id: str
    forms: tuple[str, ...]


class RoleTable(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All roles of the file."""

    role: tuple[RoleWords, ...]


class Person(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A person whom press names the world over.

    Attributes:
        names: As the languages write the full name; the first is the French one.
        lone: Surnames that mean this person where an article gives no first name (« Poutine »).
    """

    id: str
    gender: Gender
    names: tuple[str, ...]
    lone: tuple[str, ...] = ()


class Holder(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One person's time in an office; ISO days, `until` the day of leaving or "" where still in office."""

    person: str
    since: str
    until: str = ""


class Office(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One office of a state or body.

    Attributes:
        role: Id of the role.
        of: ISO 3166 code of a state, or the id of a body in the table of kinds.
        leads: True for the office that leads the state: « le dirigeant », « le chef de l'État ».
        first_number: Ordinal of the first holder listed (« le 47e président »); 0 where none is counted.
    """

    role: str
    of: str
    holders: tuple[Holder, ...]
    leads: bool = False
    first_number: int = 0


class OfficeTable(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Persons and offices of the file; a holder without an end held the office on `as_of`."""

    as_of: str
    person: tuple[Person, ...]
    office: tuple[Office, ...]


@cache
def _table() -> OfficeTable:
    return read_table("any", "offices", OfficeTable)


@cache
def roles() -> dict[str, str]:
    """Role id by folded form: « premiere ministre » is `prime minister`."""
    table = read_table("any", "roles", RoleTable)
    return {fold(form): role.id for role in table.role for form in role.forms}


def role_of(phrase: str) -> str | None:
    """Role that opens a phrase, the longest known first; None where it opens with no known role.

    Example:
        >>> role_of("ministre des Affaires étrangères russe"), role_of("la maire")
        ('foreign minister', None)
    """
    words, known = fold(phrase).split(), roles()
    return next((r for n in range(len(words), 0, -1) if (r := known.get(" ".join(words[:n])))), None)


@cache
def persons() -> dict[str, Person]:
    """Persons by id."""
    return {p.id: p for p in _table().person}


@cache
def _by_name() -> dict[str, str]:
    full = {fold(n): p.id for p in _table().person for n in p.names}
    return {fold(n): p.id for p in _table().person for n in p.lone} | full


def person_of(name: str) -> str | None:
    """Id of the person whom a full name, or a surname that says enough, means; None for any other name.

    Example:
        >>> person_of("Владимир Путин"), person_of("Pétain")
        ('vladimir-poutine', None)
    """
    return _by_name().get(fold(name))


def holder_of(role: str, of: str, day: str | None) -> str | None:
    """Id of the person in office on a day.

    Args:
        role: Id of the role; `leader` means whoever leads the state.
        of: Code of the state, or id of the body.
        day: ISO day; None leaves it open, and only an office that one person has held is then said.

    Returns:
        None where the table does not know the office, or not on that day.

    Example:
        >>> holder_of("president", "US", "2021-01-19"), holder_of("president", "US", "1999-01-01")
        ('donald-trump', None)
    """
    found = [o for o in _table().office if o.of == of and (o.role == role or (role == LEADER and o.leads))]
    holders = [h for o in found for h in o.holders]
    if day is None:
        return holders[0].person if len({h.person for h in holders}) == 1 else None
    return next((h.person for h in holders if _is_in_office(h, day)), None)


def has_held(person: str, role: str, of: str | None, day: str | None = None) -> bool:
    """Tell whether a person held an office, of any state when `of` is None, ever when `day` is None."""
    return any(
        h.person == person and (day is None or _is_in_office(h, day))
        for o in _table().office
        if (of is None or o.of == of) and (o.role == role or (role == LEADER and o.leads))
        for h in o.holders
    )


def _is_in_office(h: Holder, day: str) -> bool:
    return h.since <= day < (h.until or _table().as_of)


def numbered(role: str, number: int) -> str | None:
    """Id of the person who was the n-th holder of the only office that is counted so (« le 47e président »).

    Example:
        >>> numbered("president", 46), numbered("president", 12)
        ('joe-biden', None)
    """
    for office in _table().office:
        k = number - office.first_number
        if office.first_number and office.role == role and 0 <= k < len(office.holders):
            return office.holders[k].person
    return None
