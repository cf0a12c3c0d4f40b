"""Names gathered into things: full name, then surname, initial, acronym, title; with the roles the text teaches."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

import msgspec

from recoupe.lang.titles import Gender
from recoupe.records import Annotations, EntityType
from recoupe.stages.corefer.mentions import Name
from recoupe.stages.corefer.words import Vocabulary, lower, places
from recoupe.text.names import compare_people, fold, is_acronym_of, likeness, sound, words_of

MIN_SLIP = 0.85  # within one article « Lestringant » / « Lestringuant » .95; two surnames rarely come so near
LONG = 6  # letters from which a surname may be one slip away from another
MIN_FIRST = 3  # letters a first name must have to be judged by its ending
REACH = 12  # tokens looked at before a name for the role it stands with


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


def gather(text: str, names: Sequence[Name], annotations: Annotations, words: Vocabulary) -> list[Group]:
    """Gather names into groups, in order of first mention, with their roles and gender."""
    groups: list[Group] = []
    ordered = sorted(names, key=lambda n: (n.type != "PER", -len(fold(n.text).split()), n.start))
    for n in ordered:
        fits = [g for g in groups if _fits(n, g, words)]
        if len(fits) > 1:
            fits = _nearest(n, fits)
        if fits:
            fits[0].names.append(n)
        else:
            groups.append(Group(type=n.type, names=[n], heads=set(), roles={}))
    grid = Grid(annotations)
    for g in groups:
        g.names.sort(key=lambda n: n.start)
        for n in g.names:
            _learn(text, g, n, grid, words)
        g.gender = _gender(g, words)
    return sorted(groups, key=lambda g: g.first)


def _fits(n: Name, g: Group, words: Vocabulary) -> bool:
    if n.type != g.type:
        return _is_same_body(n, g)
    if n.type == "PER":
        return any(_is_person(n, other) for other in g.names) and _agrees(n, g)
    return any(_is_same_place(n, other, words) for other in g.names)


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


def _is_same_place(n: Name, other: Name, words: Vocabulary) -> bool:
    a, b = fold(n.text), fold(other.text)
    if a == b or a.replace(" ", "") == b.replace(" ", ""):
        return True
    if _core(n.text, words) == _core(other.text, words):
        return True
    if is_acronym_of(n.text, other.text) or is_acronym_of(other.text, n.text):
        return True
    known = places().by_name
    if a in known and b in known:
        return known[a] == known[b]
    # « Vitry » for « Vitry-sur-Orne »
    return n.type == "LOC" and (b.startswith((f"{a} sur ", f"{a} sous ", f"{a} les ", f"{a} en ")))


def _core(text: str, words: Vocabulary) -> str:
    """The name without the common noun at its head (« laiterie Desmaret » -> « desmaret »), or all of it."""
    parts = fold(text).split()
    if len(parts) > 1 and parts[0] in ("le", "la", "les", "l", "the", "el", "il", "der", "die", "das"):
        parts = parts[1:]
    body = words.bodies.get(lower(text.split()[0]))
    if body and len(parts) == 2:  # noqa: PLR2004 - noun and name, nothing between
        return parts[1]
    if body and body.type == "LOC" and len(parts) > 2 and parts[1] in ("de", "du", "des", "d", "of"):  # noqa: PLR2004
        return " ".join(parts[2:])
    return " ".join(parts)


def _nearest(n: Name, fits: list[Group]) -> list[Group]:
    """Of several that fit, the one named last before."""
    before = [(max((o.start for o in g.names if o.start < n.start), default=-1), g.first, g) for g in fits]
    return [max(before, key=lambda b: b[:2])[2]]


class Grid:
    """Tokens by place."""

    def __init__(self, annotations: Annotations) -> None:
        self.tokens = annotations.tokens
        self.sentences = annotations.sentences
        self.starts = annotations.tokens.starts
        self._sentence_starts = [s.start for s in annotations.sentences]

    def at(self, offset: int) -> int:
        """Index of the first token that ends after an offset."""
        k = max(0, bisect_right(self.starts, offset) - 1)
        while k < len(self.starts) and self.tokens.ends[k] <= offset:
            k += 1
        return k

    def sentence_at(self, offset: int) -> int:
        """Index of the sentence an offset stands in."""
        return max(0, bisect_right(self._sentence_starts, offset) - 1)

    def before(self, offset: int, text: str) -> Iterator[tuple[int, str]]:
        """Tokens before an offset, nearest first, not beyond the sentence."""
        floor = self.sentences[self.sentence_at(offset)].start if self.sentences else 0
        k = bisect_right(self.starts, offset - 1) - 1
        while k >= 0 and self.starts[k] >= floor:
            yield k, text[self.starts[k] : self.tokens.ends[k]]
            k -= 1

    def after(self, offset: int, text: str) -> Iterator[tuple[int, str]]:
        """Tokens from an offset on, not beyond the sentence."""
        roof = self.sentences[self.sentence_at(offset)].end if self.sentences else 0
        k = self.at(offset)
        while k < len(self.starts) and self.starts[k] < roof:
            yield k, text[self.starts[k] : self.tokens.ends[k]]
            k += 1


STOPS = frozenset('«»“”"();:!?.—–')
NAME_POS = frozenset(("NOUN", "ADJ", "PROPN", "DET", "ADP", "NUM", "X", "PUNCT", "ADV"))


def _learn(text: str, g: Group, n: Name, grid: Grid, words: Vocabulary) -> None:
    """Take up the roles that stand with one mention, before it (« la maire, X ») and behind (« X, maire de »)."""
    known = words.roles if g.type == "PER" else words.bodies
    for start, end in (_role_before(text, n, grid, words), _role_after(text, n, grid, words)):
        phrase = lower(text[start:end]).strip(" ,")
        if not phrase or phrase.endswith("'") or phrase.split()[-1] in words.links:
            continue
        head = head_of(lower(text[_noun_at(start, end, grid, words) : end]), words)
        if head in known:
            g.heads.add(head)
            g.roles.setdefault(phrase)


def _noun_at(start: int, end: int, grid: Grid, words: Vocabulary) -> int:
    """Offset of the noun that heads a phrase: its first, or its last before « of » where heads come last."""
    nouns = []
    k = grid.at(start)
    while k < len(grid.starts) and grid.starts[k] < end:
        if words.head_last and nouns and grid.tokens.pos[k] in ("ADP", "PUNCT"):
            break
        if grid.tokens.pos[k] in ("NOUN", "PROPN"):
            nouns.append(grid.starts[k])
        k += 1
    if not nouns:
        return start
    return nouns[-1] if words.head_last else nouns[0]


def _role_before(text: str, n: Name, grid: Grid, words: Vocabulary) -> tuple[int, int]:
    """Range of the role phrase before a name, from its noun on; empty when there is none."""
    nothing = (0, 0)
    civil = words.civil_before.search(text, max(0, n.start - 14), n.start)
    end = civil.start() if civil else n.start
    last, commas, seen = nothing, 0, 0
    for k, token in grid.before(end, text):
        seen += 1
        if seen > REACH or token in STOPS or grid.tokens.pos[k] not in NAME_POS:
            break
        if token == ",":
            commas += 1
            if commas > 1 or grid.tokens.ends[k] < end - 2:
                break
            continue
        word = lower(token)
        if word in words.determiners and not _is_after_link(text, grid, k, words):
            return grid.starts[k + 1], end
        if word in words.roles or word in words.bodies:
            last = (grid.starts[k], end)
    return last


def _is_after_link(text: str, grid: Grid, k: int, words: Vocabulary) -> bool:
    if k == 0:
        return False
    return lower(text[grid.starts[k - 1] : grid.tokens.ends[k - 1]]) in words.complements


def _role_after(text: str, n: Name, grid: Grid, words: Vocabulary) -> tuple[int, int]:
    """Range of the role phrase behind a name and a comma; empty when there is none."""
    if text[n.end : n.end + 2] != ", ":
        return 0, 0
    start, end, found = 0, 0, False
    for seen, (k, token) in enumerate(grid.after(n.end + 2, text)):
        word = lower(token)
        stop = token in STOPS or token == "," or grid.tokens.pos[k] in ("VERB", "AUX", "PRON", "SCONJ")
        if stop or seen > REACH:
            break
        if seen == 0 and word in words.determiners:
            continue
        start = start or grid.starts[k]
        found = found or word in words.roles
        if not found and seen > 2:  # noqa: PLR2004 - determiner, adjective, then the noun
            break
        end = grid.tokens.ends[k]
    return (start, end) if found else (0, 0)


def head_of(phrase: str, words: Vocabulary) -> str | None:
    """Key of the role or body noun that heads a phrase: the longest known at the first known place."""
    parts = re.findall(r"[\w-]+'?", phrase)
    for k in range(len(parts)):
        for size in (3, 2, 1):
            piece = " ".join(parts[k : k + size])
            if piece in words.roles:
                return words.roles[piece].key
            if piece in words.bodies:
                return piece
    return None


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
    first = lower(name.split()[0])
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
