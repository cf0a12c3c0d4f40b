"""What press calls a person or body without a name, as one key in any language: « la maire », "the mayor"."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Literal

import msgspec

from recoupe.lang.naming import kinds, territories
from recoupe.lang.offices import roles
from recoupe.lang.pack import read_table
from recoupe.text.names import KEPT, fold

Sort = Literal["person", "body"]


class Calling(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One calling, and how the languages say it."""

    id: str
    sort: Sort
    forms: tuple[str, ...]
    example: str


class Wide(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Words that may mean whom another text calls by another calling (« la patronne »: a president).

    Attributes:
        narrow: True where one who is called by the very word goes before the others (« le laboratoire »).
    """

    forms: tuple[str, ...]
    of: tuple[str, ...]
    example: str
    narrow: bool = False


class CallingTable(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All callings of the file.

    Attributes:
        links: Words behind which a complement stands.
        plain: Words that tell one bearer from no other.
        other: Words that make it another's calling (« vice-présidente »).
        former: Words after which somebody no longer is what is said.
        silent: Roles whose words count somebody else's, or that say nothing of what somebody is.
        several: Kinds that tell no body from another.
        one: Callings of which a story that names no bearer has one.
    """

    links: tuple[str, ...]
    plain: tuple[str, ...]
    other: tuple[str, ...]
    former: tuple[str, ...]
    silent: tuple[str, ...]
    several: tuple[str, ...]
    one: tuple[str, ...]
    calling: tuple[Calling, ...]
    wide: tuple[Wide, ...]


class Called(msgspec.Struct, frozen=True, kw_only=True):
    """What a phrase calls somebody.

    Attributes:
        key: The calling itself; one that somebody no longer has begins with « former ».
        keys: All callings that whoever is meant may have elsewhere.
        lands: Codes of the countries whose adjectives stand in the phrase.
        rest: Folded words that tell this bearer from others (« maire de Prazols »: prazols).
        is_narrow: One who is called by the very word elsewhere goes before those of the other keys.
    """

    key: str
    keys: frozenset[str]
    sort: Sort
    lands: frozenset[str] = frozenset()
    rest: frozenset[str] = frozenset()
    is_narrow: bool = False

    @property
    def is_one(self) -> bool:
        """Tell whether a story that names no bearer of it has one."""
        return self.key in _folded().one


class _Folded(msgspec.Struct, frozen=True, kw_only=True):
    """The tables, folded once."""

    callings: dict[str, tuple[str, Sort]]
    wide: dict[str, frozenset[str]]
    narrow: frozenset[str]
    lands: dict[str, str]
    longest: int
    links: frozenset[str]
    plain: frozenset[str]
    other: frozenset[str]
    former: frozenset[str]
    one: frozenset[str]


@cache
def callings() -> CallingTable:
    """The file of callings."""
    return read_table("any", "callings", CallingTable)


@cache
def _folded() -> _Folded:
    table = callings()
    forms: dict[str, tuple[str, Sort]] = {
        fold(form): (kind.id, "body")
        for kind in kinds().kind
        if not kind.is_body and kind.id not in table.several
        for form in kind.forms
    }
    forms |= {form: (role, "person") for form, role in roles().items() if role not in table.silent}
    sorts = {c.id: c.sort for c in table.calling} | dict(forms.values())
    for calling in table.calling:
        forms |= {fold(form): (calling.id, calling.sort) for form in calling.forms}
    wide: dict[str, frozenset[str]] = {}
    for row in table.wide:
        for form in map(fold, row.forms):
            wide[form] = wide.get(form, frozenset()) | frozenset(row.of)
            forms.setdefault(form, (form, sorts[row.of[0]]))
    return _Folded(
        callings=forms,
        wide=wide,
        narrow=frozenset(fold(form) for row in table.wide if row.narrow for form in row.forms),
        lands={fold(a): t.id for t in territories() for some in t.adjectives.values() for a in some},
        longest=max(len(form.split()) for form in forms),
        links=_all(table.links),
        plain=_all(table.plain),
        other=_all(table.other),
        former=_all(table.former),
        one=frozenset(table.one),
    )


def _all(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(fold, words))


@lru_cache(maxsize=KEPT)
def read_calling(phrase: str, sort: Sort | None = None) -> Called | None:
    """Read what a phrase calls somebody; None where its head is no known calling.

    Args:
        phrase: Words without their determiner, in any language (« maire de Prazols », "Norlys boss").
        sort: What is preferred where the head may be a person's calling or a body's.

    Example:
        >>> found = read_calling("mayor of Prazols")
        >>> found.key == read_calling("maire de Prazols").key, sorted(found.rest)
        (True, ['prazols'])
        >>> read_calling("vice-maire de Prazols") is None
        True
    """
    words, facts = fold(phrase).split(), _folded()
    end = next((k for k, w in enumerate(words) if w in facts.links and k), len(words))
    found = [f for k in range(end) if (f := _form_at(words, k))]
    chosen = next((f for f in found if facts.callings[f[1]][1] == sort), next(iter(found), None))
    if chosen is None or not facts.other.isdisjoint(words[: chosen[0]]):
        return None
    at, form = chosen
    left = [*words[:at], *words[at + len(form.split()) :]]
    before = "former " if not facts.former.isdisjoint(words[:at]) else ""
    key, kind = facts.callings[form]
    rest = [w for w in left if w not in facts.links | facts.plain | facts.former and len(w) > 1]
    return Called(
        key=before + key,
        keys=frozenset(before + k for k in {key, *facts.wide.get(form, ())}),
        sort=kind,
        lands=frozenset(facts.lands[w] for w in rest if w in facts.lands),
        rest=frozenset(w for w in rest if w not in facts.lands),
        is_narrow=form in facts.narrow,
    )


@lru_cache(maxsize=KEPT)
def read_last_calling(phrase: str, sort: Sort) -> Called | None:
    """Read the calling of some sort that stands last, nearest to the name behind it.

    Example:
        >>> read_last_calling("coach à l'attaquant", "person").key
        'striker'
    """
    words, facts = fold(phrase).split(), _folded()
    for k in reversed(range(len(words))):
        found = _form_at(words, k)
        if found is not None and facts.callings[found[1]][1] == sort:
            before = max((n for n in range(k) if words[n] in facts.links), default=-1)
            return read_calling(" ".join(words[before + 1 :]), sort)
    return None


def _form_at(words: list[str], at: int) -> tuple[int, str] | None:
    """The longest form that begins at a word."""
    facts = _folded()
    sizes = range(min(facts.longest, len(words) - at), 0, -1)
    return next(((at, form) for n in sizes if (form := " ".join(words[at : at + n])) in facts.callings), None)
