"""Names that may be one thing's, found without comparing all with all."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

import msgspec

from recoupe.lang.bodies import MIN_SLIP, body_key, compare_bodies, cut_keys, known, proper_words
from recoupe.lang.people import compare_people
from recoupe.records import Cluster, EntityType
from recoupe.stages.link.spellings import Spellings
from recoupe.text.names import fold, initials, is_latin, likeness, sound, words_of

MIN_SURNAME = 0.75  # the least that `lang.people` asks of two sounds: what it would join must meet
MIN_LONE = 0.85  # a lone surname may be one slip away (« Marguerand »), no more
MIN_LONE_LETTERS = 4  # a name of three letters is too often another's
MAX_ACRONYM = 8  # letters
FEW_BEARERS = 3  # full names of a collection that share a surname; where more do, it tells little
MIN_TELLING = 5  # letters of the word that makes a body's or place's name its own
START = 2  # sounds at the beginning of a word that no slip changes, where little else is asked

Key = tuple[str, ...]


class Form(msgspec.Struct, frozen=True, kw_only=True, gc=False):
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
    """Pairs of names that can be one thing's, with the rule; one may come more than once.

    Names meet under keys, so that a common word or surname brings together few of a large collection.
    """
    meeting = Meeting(forms)
    for met in (meeting.alike, meeting.shorter):
        for a, form in enumerate(forms):
            for b in sorted(set(met(a, form)) - {a}):
                left, right = forms[min(a, b)], forms[max(a, b)]
                if rule := _compare(left, right):
                    yield left, right, rule


class Meeting:
    """Names by what they are found under."""

    def __init__(self, forms: Sequence[Form]) -> None:
        """Know which alphabets there are; names come with `alike`."""
        self._people = Spellings(MIN_SURNAME)
        self._lone = Spellings(MIN_LONE)
        self._bodies = Spellings(MIN_SLIP)
        self._keys: dict[Key, list[int]] = defaultdict(list)
        self._has_alphabets = not all(is_latin(f.names[0]) for f in forms if f.is_person)

    def alike(self, k: int, form: Form) -> Iterator[int]:
        """Earlier names that are spelled alike; this one is there for later ones then."""
        yield from self._people_alike(k, form) if form.is_person else self._bodies_alike(k, form)

    def shorter(self, k: int, form: Form) -> Iterator[int]:
        """Names that this one may be short for, once all are there: a surname alone, an acronym, a part."""
        name = form.names[0]
        if form.is_person:
            if not _is_full(name):
                yield from self._lone.ask(_start(_parts(form)[-1]), _parts(form)[-1])
            return
        letters = {fold(n) for n in form.names}
        keys = {("proper", *sorted(body_key(name))), ("cut", fold(name))}
        keys |= {("letters", n) for n in letters if " " not in n and len(n) <= MAX_ACRONYM}
        for key in keys:
            yield from self._keys.get(key, ())

    def _people_alike(self, k: int, form: Form) -> Iterator[int]:
        """A first name's letter with each part of the surname."""
        is_full = _is_full(form.names[0])
        for word in _parts(form):
            for first in _firsts(form) if is_full else ():
                yield from self._people.meet(k, first, word)
                if self._has_alphabets:
                    latin = is_latin(form.names[0])
                    yield from self._people.meet_across(k, first, word, is_latin=latin)
            if is_full:
                self._lone.offer(k, _start(word), word)

    def _bodies_alike(self, k: int, form: Form) -> Iterator[int]:
        name = form.names[0]
        for key in _same(form):
            yield from self._keys.get(key, ())
            self._keys[key].append(k)
        for context, word in _slots(name):
            yield from self._bodies.meet(k, context, word)
        longer: set[Key] = {("proper", *sorted(proper_words(name))), *(("cut", c) for c in cut_keys(name))}
        longer |= {("letters", x) for n in form.names if " " in fold(n) for x in initials(n)}
        for key in longer:
            self._keys[key].append(k)


def _parts(form: Form) -> Key:
    """What may be the surname: all words but the first, where there are others."""
    words = words_of(form.names[0])
    return words[1:] or words


def _firsts(form: Form) -> set[str]:
    """Letters by which a first name may begin; none where there is no other name."""
    words = words_of(form.names[0])
    return {words[0][:1], sound(words[0])[:1]} if len(words) > 1 else set()


def _same(form: Form) -> set[Key]:
    """What a name, its aliases and its words in any language equal; « NightPost » is « Night Post »."""
    name = form.names[0]
    return {
        ("key", *body_key(name)),
        ("joined", fold(name).replace(" ", "")),
        *(("alias", fold(n)) for n in form.names),
    }


def _slots(name: str) -> set[tuple[str, str]]:
    """Each word that is no kind, with the others' sounds around its place and how it begins itself."""
    words, fixed = body_key(name), known().kind_ids
    heard = [w if w in fixed else sound(w) for w in words]
    places = [k for k, w in enumerate(words) if w not in fixed]
    return {("/".join([*heard[:k], f"{_start(words[k])}*", *heard[k + 1 :]]), words[k]) for k in places}


def _start(word: str) -> str:
    """How a word begins, where little else is asked."""
    return sound(word)[:START]


def _is_full(name: str) -> bool:
    """A first name too: « Kerviel-Roux » is a surname alone."""
    return " " in name.strip() and len(words_of(name)) > 1


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
