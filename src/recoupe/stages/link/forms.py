"""Names that may be one thing's, found without comparing all with all."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

import msgspec

from recoupe.lang.bodies import body_key, compare_bodies, cut_keys, known, proper_words
from recoupe.lang.people import compare_people
from recoupe.records import Cluster, EntityType
from recoupe.text.names import fold, initials, likeness, near_keys, sound, words_of

MIN_LONE = 0.85  # a lone surname may be one slip away (« Marguerand »), no more
MIN_LONE_LETTERS = 4  # a name of three letters is too often another's
MAX_ACRONYM = 8  # letters
FEW_BEARERS = 3  # full names of a collection that share a surname; where more do, it tells little
MIN_TELLING = 5  # letters of the word that makes a body's or place's name its own
START = 2  # sounds at the beginning of a word that no slip changes, where little else is asked

Key = tuple[str, ...]


class Form(msgspec.Struct, frozen=True, kw_only=True):
    """All clusters that bear one folded name: what is compared, so that a name is compared once."""

    is_person: bool
    names: tuple[str, ...]
    types: frozenset[EntityType]
    clusters: tuple[int, ...]


def name_key(c: Cluster) -> str:
    """What an equal name is: a person's folded name; a known body's id; a body's words without small ones."""
    if c.type == "PER":
        return fold(c.name)
    if c.fact is not None:
        return c.fact
    key = body_key(c.name)
    if key[0].startswith("territory "):
        return key[0]
    return " ".join(w for w in fold(c.name).split() if w not in known().small)


def find_forms(clusters: Sequence[Cluster]) -> list[Form]:
    """Named clusters by their name, in the order of names."""
    by_name: dict[tuple[bool, str], list[int]] = defaultdict(list)
    for k, c in enumerate(clusters):
        if c.named:
            by_name[c.type == "PER", name_key(c)].append(k)
    out = []
    for (is_person, _), members in sorted(by_name.items()):
        first = clusters[members[0]].name
        aliases = {a for k in members for a in (clusters[k].name, *clusters[k].aliases)} - {first}
        types = frozenset(clusters[k].type for k in members)
        names = (first, *sorted(aliases))
        out.append(Form(is_person=is_person, names=names, types=types, clusters=tuple(members)))
    return out


class Telling:
    """Names that say whom they mean without company: « Awa Kerjean », not « Jean Martin »."""

    def __init__(self, forms: Sequence[Form]) -> None:
        self._bearers = Counter(
            sound(words_of(f.names[0])[-1]) for f in forms if f.is_person and len(words_of(f.names[0])) > 1
        )

    def is_telling(self, form: Form) -> bool:
        """A full name whose surname few others of the collection bear; a body's long proper word."""
        words = words_of(form.names[0])
        if form.is_person:
            full = len(words) > 1 and len(words[0]) > 1
            return full and self._bearers[sound(words[-1])] <= FEW_BEARERS
        proper = proper_words(form.names[0])
        return any(len(w) >= MIN_TELLING and not w.startswith("territory ") for w in proper)


def alike(forms: Sequence[Form]) -> Iterator[tuple[Form, Form, str]]:
    """Pairs of names that can be one thing's, with the rule.

    Each name offers some keys and asks for some; only an asker meets those who offer, so that a common word
    or surname brings together few names of a large collection.
    """
    offers: dict[Key, list[int]] = defaultdict(list)
    for k, form in enumerate(forms):
        for key in sorted(_offered(form)):
            offers[key].append(k)
    seen: set[tuple[int, int]] = set()
    for a, form in enumerate(forms):
        for key in sorted(_asked(form)):
            for b in offers.get(key, ()):
                pair = (min(a, b), max(a, b))
                if a != b and pair not in seen:
                    seen.add(pair)
                    if rule := _compare(forms[pair[0]], forms[pair[1]]):
                        yield forms[pair[0]], forms[pair[1]], rule


def _offered(form: Form) -> set[Key]:
    """Keys under which a name can be found."""
    if form.is_person:
        words = words_of(form.names[0])
        parts = words[1:] or words
        return _full(words) | (
            {key for w in parts for key in _alone(w)} if _is_full(form.names[0]) else set()
        )
    out: set[Key] = {("key", *body_key(form.names[0])), ("proper", *sorted(proper_words(form.names[0])))}
    out |= {("joined", k) for k in _joined(form.names[0])}
    out |= {("alias", fold(n)) for n in form.names}
    out |= {("cut", k) for k in cut_keys(form.names[0])}
    for name in form.names:
        if " " in fold(name):
            out |= {("letters", letters) for letters in initials(name)}
    return out


def _asked(form: Form) -> set[Key]:
    """Keys under which a name looks for its like."""
    if form.is_person:
        words = words_of(form.names[0])
        return _full(words) if _is_full(form.names[0]) else _alone(words[-1])
    key = body_key(form.names[0])
    out: set[Key] = {("key", *key), ("proper", *sorted(key)), ("cut", fold(form.names[0]))}
    out |= {("joined", k) for k in _joined(form.names[0])}
    out |= {("alias", fold(n)) for n in form.names}
    letters = {fold(n) for n in form.names}
    return out | {("letters", n) for n in letters if " " not in n and len(n) <= MAX_ACRONYM}


def _full(words: Key) -> set[Key]:
    """A first name's letter with each part of the surname, spelled with a slip or without."""
    if len(words) == 1:
        return set()
    firsts = {words[0][:1], sound(words[0])[:1]}
    return {("PER", k, f) for w in words[1:] for k in near_keys(w) for f in firsts}


def _is_full(name: str) -> bool:
    """A first name too: « Kerviel-Roux » is a surname alone."""
    return " " in name.strip() and len(words_of(name)) > 1


def _alone(word: str) -> set[Key]:
    """A surname without a first name: its beginning must sound alike too."""
    return {("lone", sound(word)[:START], k) for k in near_keys(word)}


def _joined(name: str) -> set[str]:
    """« NightPost » and « Night Post »; names of bodies with a slip."""
    words = body_key(name)
    if len(words) > 1 and not any(w in known().kind_ids for w in words):
        return {" ".join(fold(name).split()).replace(" ", "")} | _slips(words)
    return {fold(name).replace(" ", "")} | _slips(words)


def _slips(words: Key) -> set[str]:
    """The words' sounds in order, each in turn with a letter less."""
    heard = [w if w in known().kind_ids else sound(w) for w in words]
    out = set()
    for k, word in enumerate(words):
        if word not in known().kind_ids:
            rest = [*heard[:k], "*", *heard[k + 1 :]]
            out |= {f"{'/'.join(rest)}/{heard[k][:START]}{key}" for key in near_keys(word)}
    return out


def _compare(a: Form, b: Form) -> str | None:
    if a.is_person != b.is_person:
        return None
    if not a.is_person:
        return compare_bodies(a.names, b.names, are_places=bool(a.types & b.types & {"LOC"}))
    return compare_people(a.names[0], b.names[0]) or _lone(a.names[0], b.names[0])


def _lone(a: str, b: str) -> str | None:
    """« Marguerand » in one article, « Lise Marguerant » in the other."""
    a, b = sorted((a, b), key=_is_full)
    if _is_full(a):
        return None
    short, long = words_of(a), words_of(b)
    parts = long[1:] or long
    if len(short) > 1:
        return "lone name" if parts[-len(short) :] == short else None
    if len(short[0]) < MIN_LONE_LETTERS:
        return None
    return "lone name" if any(short[0] == w or likeness(short[0], w) >= MIN_LONE for w in parts) else None
