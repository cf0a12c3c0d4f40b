"""What the articles of a story call somebody whom they name: the evidence that « la maire » means her."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from recoupe.lang.callings import Called, Sort, read_calling, read_last_calling
from recoupe.lang.titles import Gender
from recoupe.records import Cluster, Excerpt

STEM = 5  # letters at the beginning that a word shares with its adjective or translation: Prazols / prazolois


class Bearer(msgspec.Struct):
    """What a story's articles call one entity that one of them names.

    Attributes:
        clusters: Places of its named clusters in the list of all.
        told: By calling: the cluster whose text says so, and the words beside the name.
        rest: By calling: words that tell it from other bearers.
        lands: Countries whose adjectives stand with a calling.
        genders: As its articles show.
        beside: Words of the places and bodies that its articles name.
    """

    clusters: list[int] = msgspec.field(default_factory=list)
    told: dict[str, tuple[int, Excerpt]] = msgspec.field(default_factory=dict)
    rest: dict[str, set[str]] = msgspec.field(default_factory=dict)
    lands: set[str] = msgspec.field(default_factory=set)
    genders: set[str] = msgspec.field(default_factory=set)
    beside: set[str] = msgspec.field(default_factory=set)

    def note(self, k: int, c: Cluster) -> None:
        """Take in what one article calls it."""
        self.clusters.append(k)
        if c.type == "PER" and c.gender:
            self.genders.add(c.gender)
        if c.type not in ("PER", "ORG"):
            return
        for title, called in titles_of(c):
            self.told.setdefault(called.key, (k, title))
            self.rest.setdefault(called.key, set()).update(called.rest)
            self.lands |= called.lands

    def may_be(self, called: Called, gender: Gender | None) -> bool:
        """Tell whether it can be whom another article calls something."""
        shared = called.keys & self.told.keys()
        if not shared or (gender and called.sort == "person" and self.genders - {gender}):
            return False
        if called.lands and (called.sort == "body" or self.lands) and called.lands.isdisjoint(self.lands):
            return False  # « le régulateur britannique » is no agency of which nobody says that it is
        return any(self._agrees(called, self.rest[key]) for key in shared)

    def _agrees(self, called: Called, rest: set[str]) -> bool:
        """Do the words beside the calling allow it?

        « la procureure de Prazols » is « la procureure », as a town has one, and « la patronne de Norlys »
        the « présidente » of an article that names Norlys; « le club local » need not be the club named.
        """
        if called.rest and not rest:
            return called.is_one or called.rest <= self.beside
        return not called.rest or any(is_like(a, b) for a in called.rest for b in rest)

    def is_told(self, called: Called) -> bool:
        """Tell whether a country or another word beside the calling is said of it too."""
        rest = {w for key in called.keys & self.told.keys() for w in self.rest[key]}
        return bool(called.lands & self.lands) or any(is_like(a, b) for a in called.rest for b in rest)

    def shows(self, called: Called) -> tuple[int, Excerpt]:
        """The first cluster whose text calls it so, and the words."""
        keys = called.keys & self.told.keys()
        return min(self.told[key] for key in ({called.key} & keys or keys))


def titles_of(c: Cluster) -> Iterator[tuple[Excerpt, Called]]:
    """The places where an article says what somebody is, and what it says there."""
    for title in c.titles:
        called = _read(title.text, c, sort_of(c))
        if called is not None and called.sort == sort_of(c):
            yield title, called


def place_of(named: Cluster, asked: Cluster) -> tuple[str, int, int, str] | tuple[()]:
    """Where an article names somebody beside what another one calls the same: article, start, end, words."""
    called = read_calling(asked.name, sort_of(asked))
    found = sorted(
        titles_of(named), key=lambda t: (called is None or t[1].key not in called.keys, t[0].start)
    )
    return (named.article_id, found[0][0].start, found[0][0].end, found[0][0].text) if found else ()


def _read(words: str, c: Cluster, sort: Sort) -> Called | None:
    """The calling beside a name, or of which the name is (« laboratoire Norlys »)."""
    name = next((n for n in sorted({c.name, *c.aliases}, key=len, reverse=True) if n in words), "")
    before, _, after = words.partition(name) if name else (words, "", "")
    if after.strip(" ,"):
        return read_calling(after.strip(" ,"), sort)
    if before.rstrip().endswith(",") or sort == "body":
        return read_calling(before.strip(" ,") or name, sort)
    return read_last_calling(before.strip(), sort)  # « le coach à l'attaquant X » says of X what is nearest


def sort_of(c: Cluster) -> Sort:
    """Whether a cluster is a person or a body."""
    return "person" if c.type == "PER" else "body"


def is_like(a: str, b: str) -> bool:
    """Tell whether two folded words may say one thing: « prazols », « prazolois »; "energy", « énergie »."""
    return a == b or (len(a) >= STEM and len(b) >= STEM and a[:STEM] == b[:STEM])
