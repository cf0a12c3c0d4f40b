"""Whom a role phrase means: by apposition, by the text's own roles, by the office on the article's day."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from recoupe.lang.offices import LEADER, has_held, holder_of, numbered, persons
from recoupe.records import Dating
from recoupe.stages.corefer.candidates import WORD, Candidates
from recoupe.stages.corefer.groups import Group
from recoupe.stages.corefer.name import Name
from recoupe.stages.corefer.phrases import Phrase
from recoupe.stages.corefer.words import lower
from recoupe.text.names import fold
from recoupe.text.quotes import is_quoted

GAP = re.compile(r",?\s{0,2}")  # « la maire, » + « X »; « le président » + « X »
PARAGRAPH = "\n\n"
MAX_LINK = 20  # characters in which the words between a person and a predicate stand: « en tant que »
AHEAD = 2  # sentences behind a title within which its bearer is named
TOLD = ("office", "leader", "spokesperson")  # what a person is by the text's own words, and only one can be


def day_of(dating: Dating) -> tuple[str, str] | None:
    """First and last day on which the article can have been written; None where nothing determines one."""
    return (dating.published.earliest, dating.published.latest) if dating.published else None


class Bearers:
    """Finds who bears a role, in one article."""

    def __init__(self, candidates: Candidates, names: Sequence[Name], days: tuple[str, str] | None) -> None:
        self.candidates = candidates
        self.words = candidates.words
        self.text = candidates.text
        self.by_start = {n.start: n for n in names}
        self.by_end = {n.end: n for n in names}
        self.group_of = {n.range: g for g in candidates.groups for n in g.names}
        self.days = days
        self.speaking: set[int] = set()  # ids of the groups that are a source somewhere

    def bearer(self, p: Phrase) -> Group | None:
        """The person that a singular phrase means; None where nobody of the article does."""
        if p.plural or (p.duty == "spokesperson" and p.indefinite):
            return None
        known = self._beside(p) or self._predicated(p) or self.in_office(p) or self._by_text(p)
        if known and self.is_anothers(p, known):
            return None
        if known or not p.definite or p.duty not in ("office", "leader") or p.country:
            return known
        if found := self.ahead(p.text, p.end):
            found.heads.add(p.head)
            found.roles.setdefault(p.text.split(maxsplit=1)[-1])
        return found

    def ahead(self, phrase: str, end: int, *, trade: bool = False) -> Group | None:
        """« Le patron du port s'est expliqué. « … », a dit X »: who is first named behind a title and speaks.

        Args:
            phrase: Lower-case words of the title.
            end: Where they end.
            trade: True takes a person with a role of their own too (« le transporteur … X, le gérant »).
        """
        grid = self.candidates.grid
        here = grid.sentence_at(end)
        if is_quoted(self.candidates.quotations, end - 1):
            return None  # « Le notaire m'a écrit », affirme X: who speaks of a title does not bear it
        for start in sorted(k for k in self.by_start if k >= end):
            n = self.by_start[start]
            if grid.sentence_at(start) > here + AHEAD or PARAGRAPH in self.text[end:start]:
                return None
            g = self.group_of.get(n.range)
            if n.type != "PER" or g is None:
                continue
            new = g.first >= end and id(g) in self.speaking and (trade or not g.heads)
            return g if new and not self.candidates.clashes(phrase, g) else None
        return None

    def fact(self, p: Phrase) -> str | None:
        """Id of the person who held the office on the article's day, named there or not."""
        if p.number is not None and p.role and p.country in (None, "US"):
            return numbered(p.role, p.number)
        of = p.body or p.country
        if of is None or p.role is None or self.days is None:
            return None
        first, last = (holder_of(p.role, of, day) for day in self.days)
        return first if first == last else None

    def is_anothers(self, p: Phrase, g: Group) -> bool:
        """« le président de la Fed » is nobody that the table knows as another office's holder."""
        person = self.fact(p)
        return person is not None and g.fact is not None and g.fact != f"person {person}"

    def _beside(self, p: Phrase) -> Group | None:
        """The person named right behind, or right before and a comma."""
        gap = GAP.match(self.text, p.end)
        at = gap.end() if gap else p.end
        if civil := self.words.civil_ahead.match(self.text, at):
            at = civil.end()
        after = self.by_start.get(at)
        if after is not None and after.type == "PER" and self._agrees(p, after):
            return self.group_of[after.range]
        before = self.by_end.get(len(self.text[: p.start].rstrip(" ,")))
        if before is None or before.type != "PER" or self.text[before.end : p.start] != ", ":
            return None
        closes = self.text[p.end : p.end + 1] in (",", ".", ";", ")", ":")
        return self.group_of[before.range] if closes and self._agrees(p, before) else None

    def _predicated(self, p: Phrase) -> Group | None:
        """« voit X comme un ami », « X est son ami »; « il est son ami »: the last one named is."""
        link = self.words.predicate_before.search(self.text, max(0, p.start - MAX_LINK), p.start)
        if link is None or not (p.indefinite or p.possessive):
            return None
        named = self.by_end.get(link.start())
        if named is not None:
            owned = WORD.findall(lower(self.text[max(0, named.start - MAX_LINK) : named.start]))[-1:]
            is_whole = named.type == "PER" and not self.words.links.intersection(owned)
            return self.group_of[named.range] if is_whole and self._agrees(p, named) else None
        word = WORD.findall(lower(self.text[max(0, link.start() - MAX_LINK) : link.start()]))[-1:]
        pronoun = self.words.pronouns.get(word[0]) if word and p.possessive else None
        if pronoun is None or pronoun.gender is None or pronoun.plural:
            return None
        people = [g for g in self.candidates.groups if g.type == "PER" and not g.plural]
        return self.candidates.last_named(p.start, pronoun, people)

    def _agrees(self, p: Phrase, n: Name) -> bool:
        shown = self.candidates.shown_gender(p.text)
        g = self.group_of[n.range]
        return not (shown and g.gender and shown != g.gender)

    def in_office(self, p: Phrase) -> Group | None:
        """A person of the article who holds the office by the shipped table."""
        if person := self.fact(p):
            return next((g for g in self.candidates.groups if g.fact == f"person {person}"), None)
        of = p.body or p.country
        if p.role is None or p.complement or (p.owner and not p.body):
            return None
        days = self.days or (None,)
        fits = [g for g in self._known() if all(has_held(self._person(g), p.role, of, day) for day in days)]
        return fits[0] if len(fits) == 1 else None

    def _known(self) -> Iterator[Group]:
        return (g for g in self.candidates.groups if g.fact and g.type == "PER")

    def _person(self, g: Group) -> str:
        return (g.fact or "").removeprefix("person ")

    def _by_text(self, p: Phrase) -> Group | None:
        """Who has the role by the article's own words."""
        if p.possessive and p.duty not in TOLD:
            return None
        if p.country:
            return self._of_country(p)
        if p.indefinite:
            return None
        found = self.candidates.by_role(p.text, p.start, elsewhere=True)
        if found is not None and self._complements(p, found):
            return found
        return None

    def _of_country(self, p: Phrase) -> Group | None:
        """« le dirigeant russe » for whom the text calls « président russe »."""
        if p.indefinite or p.duty not in (*TOLD, "occupation"):
            return None
        adjectives = self.words.places.by_adjective
        fits = []
        for g in self.candidates.groups:
            roles = [r for r in g.roles if any(adjectives.get(w) == p.country for w in r.split())]
            same = p.head in g.heads or (p.role == LEADER and g.type == "PER")
            if roles and same and not self.candidates.clashes(p.text, g):
                last = max((n.start for n in (*g.names, *g.echoes) if n.start < p.start), default=-1)
                fits.append((last, -g.first, g))
        return max(fits, key=lambda f: f[:2])[2] if fits else None

    def _complements(self, p: Phrase, g: Group) -> bool:
        """« le président du bureau » is no other president; a role without a complement may be he."""
        if p.complement is None and p.owner is None:
            return True
        asked = fold(p.complement or (p.owner.text if p.owner else ""))
        shown = [fold(r) for r in g.roles if len(r.split()) > 1]
        return any(asked in r for r in shown)


def called(person: str) -> str:
    """The French name of a person of the shipped table."""
    return persons()[person].names[0]
