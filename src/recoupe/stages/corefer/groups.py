"""Names gathered into things: full name, then surname, initial, acronym; with the roles the text teaches."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import msgspec

from recoupe.lang.bodies import body_key, compare_bodies, is_unique
from recoupe.lang.offices import person_of, persons
from recoupe.lang.people import compare_people
from recoupe.lang.titles import Gender
from recoupe.records import EntityType
from recoupe.stages.corefer.grid import Grid
from recoupe.stages.corefer.name import Name
from recoupe.stages.corefer.roles import find_roles
from recoupe.stages.corefer.words import Vocabulary, lower
from recoupe.text.names import fold, is_latin, likeness, sound, words_of

MIN_SLIP = 0.85  # within one article « Marguerant » / « Marguérant » .95; two surnames rarely come so near
LONG = 6  # letters from which a surname may be one slip away from another
FULL = 2  # words of a full name
CASES = ("ого", "ому", "ым", "ом", "ем", "ём", "ой", "ою", "ей", "а", "я", "у", "ю", "е", "ы", "и", "ь", "й")
MIN_FIRST = 3  # letters a first name must have to be judged by its ending


class Group(msgspec.Struct):
    """One thing of the article while it is being worked on.

    Attributes:
        heads: Its role nouns; `roles` the phrases they stand in.
        echoes: Places where it is meant without being named: titles, pronouns, adjectives.
        titles: Ranges where a role stands beside its name.
        label: What it is called where no words name it (« Préfecture » for « les chiffres préfectoraux »).
        fact: Shipped fact it denotes (`person …`, `territory RU`), None where it is unknown.
    """

    type: EntityType
    names: list[Name]
    heads: set[str]
    roles: dict[str, None]
    gender: Gender | None = None
    named: bool = True
    plural: bool = False
    fact: str | None = None
    label: str = ""
    echoes: list[Name] = msgspec.field(default_factory=list)
    titles: set[tuple[int, int]] = msgspec.field(default_factory=set)

    @property
    def full(self) -> str:
        """Longest proper name, the first of equals; of inflected ones (« Аскара Жумабаева ») the bare one."""
        return self.label or max((n.text for n in self.names), key=_length)

    @property
    def first(self) -> int:
        """Where it is first mentioned; a body that is only thought of comes last."""
        return min((n.start for n in (*self.names, *self.echoes)), default=sys.maxsize)


def _length(name: str) -> tuple[int, int]:
    """Words, then letters; in alphabets whose names are inflected the fewest letters."""
    return (0, len(name)) if is_latin(name) else (len(name.split()), -len(name))


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
            for head, phrase, place in find_roles(text, n, grid, words):
                g.heads.add(head)
                g.roles.setdefault(phrase)
                g.titles.add(place)
        g.gender = _gender(g, words)
        g.fact = _fact(g)
    return sorted(_one_per_fact(groups), key=lambda g: g.first)


def find_group(n: Name, groups: Sequence[Group], *, is_full: bool) -> Group | None:
    """The group that one more name belongs to: by its words, else by what the shipped tables know.

    Args:
        n: A name that was not there when the groups were gathered.
        groups: All of them.
        is_full: The name begins with a first name, so that a group of its surname alone is meant too.
    """
    named = [g for g in groups if g.named and g.names and g.names[0].form != "demonym"]
    fits = [
        g
        for g in named
        if _fits(n, g) or (is_full and g.type == "PER" and all(_is_person(o, n) for o in g.names))
    ]
    if fits:
        return _nearest(n, fits)[0]
    fact = fact_of(n)
    return next((g for g in named if fact is not None and g.fact == fact and g.type == n.type), None)


def fact_of(n: Name) -> str | None:
    """What the shipped tables know under a name alone."""
    return _fact(Group(type=n.type, names=[n], heads=set(), roles={}, gender=n.gender))


def _fact(g: Group) -> str | None:
    """What the shipped tables know under this name: a person, a territory, a body known everywhere."""
    if g.type == "PER":
        person = person_of(g.full)
        known = person is not None and g.gender in (None, persons()[person].gender)
        return f"person {person}" if known else None
    if not is_unique(g.full):
        return None
    key = body_key(g.full)[0]
    if g.names[0].form == "metonym" and key.endswith(" capital"):
        return key.replace("territory ", "government ").removesuffix(" capital")
    return key if key.startswith("territory ") else f"body {key}"


def _one_per_fact(groups: list[Group]) -> list[Group]:
    """Join what one fact says is one: « Putin » where the text else writes « Vladimir Poutine »."""
    out: list[Group] = []
    by_fact: dict[str, Group] = {}
    for g in groups:
        first = by_fact.setdefault(g.fact, g) if g.fact else g
        if first is g or first.type != g.type:
            out.append(g)
            continue
        first.names = sorted([*first.names, *g.names], key=lambda n: n.start)
        first.heads |= g.heads
        first.roles |= g.roles
        first.titles |= g.titles
        first.gender = first.gender or g.gender
    return out


def _fits(n: Name, g: Group) -> bool:
    if "metonym" in (n.form, g.names[0].form) and n.form != g.names[0].form:
        return False  # « Moscou » that answers is not the town
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
    if _is_inflected(n.text, other.text):
        return True
    if not long or len(short) >= len(long) or n.text == other.text:
        return False
    tail = long[1:]
    if all(w in tail for w in short) or short == long[:1]:
        return True
    return len(short) == 1 and any(_is_slip(short[0], w) for w in tail)


def _is_inflected(a: str, b: str) -> bool:
    """« Аскара Жумабаева »: a Slavic full name in another case, each word with an ending more or less."""
    left, right = a.split(), b.split()
    if len(left) < FULL or len(left) != len(right) or is_latin(a) or is_latin(b):
        return False
    return all(_shares_stem(x, y) for x, y in zip(left, right, strict=True))


def _shares_stem(a: str, b: str) -> bool:
    stems = {word.removesuffix(next((e for e in CASES if word.endswith(e)), "")) for word in (a, b)}
    return a == b or len(stems) == 1


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
