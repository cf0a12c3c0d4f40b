"""Role phrases wherever they stand: « le président russe », « son homologue », « l'envoyé spécial de X »."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import msgspec

from recoupe.lang.bodies import body_key
from recoupe.lang.offices import role_of
from recoupe.lang.titles import Duty
from recoupe.stages.corefer.grid import Grid
from recoupe.stages.corefer.name import Name
from recoupe.stages.corefer.words import Role, Vocabulary, lower

BEFORE = re.compile(r"([\w-]+)(['’]|\s+)$")
AFTER = re.compile(r"[\s-]([\w-]+)")
ORDINAL = re.compile(r"(\d{1,3})(?:e|er|ère|ème|st|nd|rd|th|º|-й)$")
MAX_LEFT, MAX_RIGHT = 3, 2  # words taken in before and behind a noun: « le tout nouveau président russe élu »
PLURAL_DUTIES = ("office", "leader", "spokesperson")  # « les dirigeants européens », not « les habitants »


class Phrase(msgspec.Struct, frozen=True):
    """One role phrase of the text.

    Attributes:
        head: The noun's masculine form, see `Role.key`.
        role: Id of the role it names in any language, None for an occupation.
        country: Code of the territory whose adjective or name stands in it.
        body: Key of the body whose name stands behind it (« de l'OTAN »).
        owner: The name behind it (« l'envoyé spécial de X »).
        number: « 47 » in « le 47e président ».
        complement: Common noun behind it (« la patronne du port »).
    """

    start: int
    end: int
    text: str
    head: str
    duty: Duty
    role: str | None = None
    definite: bool = False
    possessive: bool = False
    indefinite: bool = False
    plural: bool = False
    country: str | None = None
    body: str | None = None
    owner: Name | None = None
    number: int | None = None
    complement: str | None = None


class Phrases:
    """Finds the role phrases of one article."""

    def __init__(self, text: str, names: Sequence[Name], grid: Grid, words: Vocabulary) -> None:
        self.text = text
        self.grid = grid
        self.words = words
        self.by_start = {n.start: n for n in names}
        self.inside = {k for n in names for k in range(n.start, n.end)}

    def find(self, since: int = 0) -> list[Phrase]:
        """All role phrases outside names from an offset on, in text order; they do not overlap."""
        return list(self._found(since))

    def _found(self, since: int) -> Iterator[Phrase]:
        last = since
        for m in self.words.role_nouns.finditer(self.text, since):
            if m.start() in self.inside or m.start() < last:
                continue
            role = self.words.roles[lower(m[0])]
            start, opening, number = self._left(m.start(), last)
            end, owner, complement = self._right(m.end())
            phrase = self._phrase((start, end), m, role, opening)
            phrase = msgspec.structs.replace(phrase, owner=owner, complement=complement, number=number)
            if self._stands(phrase, opening):
                last = end
                yield self._of_whom(phrase)

    def _phrase(self, place: tuple[int, int], m: re.Match[str], role: Role, opening: str) -> Phrase:
        words = self.words
        inner = lower(self.text[m.start() : place[1]])
        return Phrase(
            start=place[0],
            end=place[1],
            text=lower(self.text[place[0] : place[1]]),
            head=role.key,
            duty=role.duty,
            role=role_of(inner) or role_of(role.key),
            definite=opening in words.determiners and opening not in {*words.indefinites, *words.possessives},
            possessive=opening in words.possessives,
            indefinite=opening in words.indefinites,
            plural=self._is_plural(m),
        )

    def _left(self, at: int, floor: int) -> tuple[int, str, int | None]:
        """Start of the phrase, its opening word and its ordinal."""
        number = None
        for _ in range(MAX_LEFT):
            m = BEFORE.search(self.text, max(floor, at - 30), at)
            if m is None or m.start() in self.inside:
                break
            word = lower(m[1]) + ("'" if m[2] in ("'", "’") else "")
            if word in self.words.determiners or word in self.words.possessives:
                return m.start(), word, number
            if word in self.words.indefinites:
                return m.start(), word, number
            ordinal = ORDINAL.match(word)
            if not (ordinal or self._is_adjective(m.start(1), word)):
                break
            number = int(ordinal[1]) if ordinal else number
            at = m.start()
        m = BEFORE.search(self.text, max(floor, at - 30), at)
        return at, lower(m[1]) if m else "", number

    def _right(self, at: int) -> tuple[int, Name | None, str | None]:
        """End of the phrase, the name and the common noun that complete it."""
        for _ in range(MAX_RIGHT):
            m = AFTER.match(self.text, at)
            if m is None or m.start(1) in self.inside or not self._is_adjective(m.start(1), lower(m[1])):
                break
            at = m.end()
        link = self.words.linked.match(self.text, at)
        if link is None:
            return at, None, None
        if name := self.by_start.get(link.end()):
            return name.end, name, None
        noun = re.compile(r"[\w-]+").match(self.text, link.end())
        if noun is None or noun.start() in self.inside or self._pos(noun.start()) not in ("NOUN", "X"):
            return at, None, None
        return noun.end(), None, lower(noun[0])

    def _is_adjective(self, at: int, word: str) -> bool:
        return self._pos(at) in ("ADJ", "NUM") or word in self.words.places.by_adjective

    def _pos(self, at: int) -> str:
        k = self.grid.at(at)
        return self.grid.tokens.pos[k] if k < len(self.grid.starts) else ""

    def _is_plural(self, m: re.Match[str]) -> bool:
        k = self.grid.at(m.start())
        morph = self.grid.tokens.morphs[k] if k < len(self.grid.starts) else ""
        return "Number=Plur" in morph or (not morph and lower(m[0]) != lower(m[0]).rstrip("s"))

    def _stands(self, p: Phrase, opening: str) -> bool:
        """A noun without a determiner is a predicate (« devenir président ») unless a link opens it."""
        if p.plural:
            full = p.owner or p.end - p.start > len(p.head) + len(opening) + 3
            return p.duty in PLURAL_DUTIES and bool(full) and not p.indefinite
        opened = p.definite or p.possessive or p.indefinite or p.number is not None
        return opened or opening in self.words.links or p.end in self._glued

    @property
    def _glued(self) -> set[int]:
        """Offsets right before a name: « président » + « X »."""
        return {start - 1 for start in self.by_start}

    def _of_whom(self, p: Phrase) -> Phrase:
        """Note the country or body that the phrase names."""
        country = next((c for w in p.text.split() if (c := self.words.places.by_adjective.get(w))), None)
        body = None
        if p.owner is not None and p.owner.type != "PER":
            key = body_key(p.owner.text)
            body = key[0] if len(key) == 1 else None
            if body and body.startswith("territory "):
                code, _, part = body.removeprefix("territory ").partition(" ")
                country, body = code, f"{code} {part}" if part.startswith("seat") else None
        return msgspec.structs.replace(p, country=country, body=body)
