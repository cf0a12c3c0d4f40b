"""Names gathered into things: full name, then surname, initial, acronym; with the roles the text teaches."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from recoupe.lang.bodies import compare_bodies
from recoupe.lang.titles import Gender
from recoupe.records import EntityType
from recoupe.stages.corefer.grid import Grid
from recoupe.stages.corefer.name import Name
from recoupe.stages.corefer.roles import find_roles
from recoupe.stages.corefer.words import Vocabulary, lower
from recoupe.text.names import compare_people, fold, likeness, sound, words_of

MIN_SLIP = 0.85  # within one article « Marguerant » / « Marguérant » .95; two surnames rarely come so near
LONG = 6  # letters from which a surname may be one slip away from another
MIN_FIRST = 3  # letters a first name must have to be judged by its ending


class Group(msgspec.Struct):
    """One thing of the article while it is being worked on.

    `heads` are its role nouns, `roles` the phrases they stand in.
    """

    type: EntityType
    names: list[Name]
    heads: set[str]
    roles: dict[str, None]
    gender: Gender | None = None
    named: bool = True
    plural: bool = False

    @property
    def full(self) -> str:
        """Longest proper name; the first of equals."""
        return max((n.text for n in self.names), key=len)

    @property
    def first(self) -> int:
        """Where it is first mentioned."""
        return min(n.start for n in self.names)


def gather(text: str, names: Sequence[Name], grid: Grid, words: Vocabulary) -> list[Group]:
    """Gather names into groups, in order of first mention, with their roles and gender."""
    groups: list[Group] = []
    ordered = sorted(names, key=lambda n: (n.type != "PER", -len(fold(n.text).split()), n.start))
    for n in ordered:
        fits = [g for g in groups if _fits(n, g)]
        if len(fits) > 1:
            fits = _nearest(n, fits)
        if fits:
            fits[0].names.append(n)
        else:
            groups.append(Group(type=n.type, names=[n], heads=set(), roles={}))
    for g in groups:
        g.names.sort(key=lambda n: n.start)
        for n in g.names:
            for head, phrase in find_roles(text, n, grid, words):
                g.heads.add(head)
                g.roles.setdefault(phrase)
        g.gender = _gender(g, words)
    return sorted(groups, key=lambda g: g.first)


def _fits(n: Name, g: Group) -> bool:
    if n.type != g.type:
        return _is_same_body(n, g)
    if n.type == "PER":
        return any(_is_person(n, other) for other in g.names) and _agrees(n, g)
    are_places = n.type == "LOC"
    return any(compare_bodies((n.text,), (other.text,), are_places=are_places) for other in g.names)


def _is_same_body(n: Name, g: Group) -> bool:
    """One spelling, two types: the vote may have split a name, never a person from a place."""
    return n.type != "PER" and g.type != "PER" and any(fold(n.text) == fold(o.text) for o in g.names)


def _is_person(n: Name, other: Name) -> bool:
    short, long = words_of(n.text), words_of(other.text)
    if short == long:
        return True
    if len(short) > 1 and len(long) > 1 and compare_people(n.text, other.text):
        return True
    if not long or len(short) >= len(long) or n.text == other.text:
        return False
    tail = long[1:]
    if all(w in tail for w in short) or short == long[:1]:
        return True
    return len(short) == 1 and any(_is_slip(short[0], w) for w in tail)


def _is_slip(a: str, b: str) -> bool:
    """One letter of a long name, or another spelling of the same sound (« Putin » for « Poutine »)."""
    if sound(a) == sound(b):
        return True
    return min(len(a), len(b)) >= LONG and likeness(a, b) >= MIN_SLIP


def _agrees(n: Name, g: Group) -> bool:
    """« Mme Roche » is not the Roche whom the text calls « M. »."""
    shown = {o.gender for o in g.names if o.gender}
    return n.gender is None or not shown or n.gender in shown


def _nearest(n: Name, fits: list[Group]) -> list[Group]:
    """Of several that fit, the one named last before."""
    before = [(max((o.start for o in g.names if o.start < n.start), default=-1), g.first, g) for g in fits]
    return [max(before, key=lambda b: b[:2])[2]]


def _gender(g: Group, words: Vocabulary) -> Gender | None:
    """From « Mme », then from a role noun, then from the first name; for a body from its noun."""
    for n in g.names:
        if n.gender:
            return n.gender
    if g.type == "PER":
        first = _first_name_gender(g.full, words)
        shown = {words.roles[w].gender for phrase in g.roles for w in phrase.split() if w in words.roles}
        return first or ("f" if "f" in shown else "m" if "m" in shown else None)
    return _body_gender(g, words)


def _first_name_gender(name: str, words: Vocabulary) -> Gender | None:
    """By the list, else by the ending; initials and lone surnames tell nothing."""
    parts = fold(name).split()
    if known := words.genders.get(parts[0]):
        return known
    first = lower(name.split(maxsplit=1)[0])
    if len(parts) == 1 or len(parts[0]) < MIN_FIRST:
        return None
    return next((gender for ending, gender in words.endings if first.endswith(ending)), None)


def _body_gender(g: Group, words: Vocabulary) -> Gender | None:
    for n in g.names:
        for word in lower(n.text).split()[:1]:
            if word in words.bodies:
                return words.bodies[word].gender
    for head in sorted(g.heads):
        if head in words.bodies:
            return words.bodies[head].gender
    return None
