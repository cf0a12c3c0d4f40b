"""Whom of the article a title or pronoun can mean, and who is likeliest."""

from __future__ import annotations

import re
from collections.abc import Sequence

from recoupe.lang.titles import Gender
from recoupe.records import Article
from recoupe.stages.corefer.finds import is_inhabitant
from recoupe.stages.corefer.grid import Grid
from recoupe.stages.corefer.groups import Group
from recoupe.stages.corefer.name import Name
from recoupe.stages.corefer.roles import head_of
from recoupe.stages.corefer.words import Address, Vocabulary, lower
from recoupe.text.names import fold
from recoupe.text.quotes import find_quotations, is_quoted

WORD = re.compile(r"[\w-]+'?")
# what a candidate's place is worth, in sentences of distance
SUBJECT = 0.8  # « Awa, grutière, a tout vu. … dit-elle »: the subject of the sentence before
SPOKE = 1.2  # the source of the statement before goes on speaking, unless someone nearer does something
SPOKE_ONCE = 0.5  # who spoke earlier comes a little after who was named there
NEW_PARAGRAPH = 0.5  # whom the paragraph itself names comes before those of the one before
QUOTED = 2.0  # people named inside a quotation are talked about, they rarely speak next
WRONG_TYPE = 1.5  # French « elle » may be an agency, but a woman comes first
NO_GENDER = 1.0  # a fitting gender beats an unknown one
OTHER_TRADE = 2.0  # « le retraité » is hardly the one the text calls « éclusier »
MAX_DISTANCE = 8  # sentences; beyond, a pronoun is left open
OPENING = 25  # characters of a sentence in which its subject begins, where no tagger says what is one
APPOSED = ("appos", "flat")  # how a tagger ties a name to the title before it
MAX_BACK = 3  # sentences within which « ce dernier » finds its person
THING = Address(gender=None, plural=False, things=True)


class Candidates:
    """The groups of an article with who has spoken so far.

    `groups` grows: a title that nobody of the article bears (« le préfet ») becomes a group without a name.
    """

    def __init__(self, article: Article, groups: Sequence[Group], grid: Grid, words: Vocabulary) -> None:
        self.text = article.text
        self.quotations = find_quotations(article.text)
        self.groups = list(groups)
        self.grid = grid
        self.words = words
        self.outlet = fold(article.outlet)
        self.spoken: list[tuple[int, Group]] = []

    def bodies(self) -> list[Group]:
        """Bodies that a common noun can mean: newspapers, agencies and the outlet only carry the news."""
        bodies = [g for g in self.groups if g.type == "ORG" and not g.plural and fold(g.full) != self.outlet]
        return [g for g in bodies if not any(w in self.words.press for w in fold(g.full).split())]

    def only(self, phrase: str, at: int) -> Group | None:
        """« sa rivale » where the text so far names one woman only; a noun for both genders tells nothing."""
        shown = {r.gender for w in WORD.findall(phrase) if (r := self.words.roles.get(w)) and r.gender}
        people = [g for g in self.groups if g.type == "PER" and g.named and g.gender in shown]
        fits = [g for g in people if g.first < at]
        if "m" in shown and len(fits) > 1 and self.spoken:  # « son rival » of the man who spoke last
            fits = [g for g in fits if g is not self.spoken[-1][1]]
        return fits[0] if len(fits) == 1 else None

    def nearest_subject(self, at: int, groups: Sequence[Group]) -> Group | None:
        """Whose « son » is: the subject of the same sentence, the nearest before."""
        floor = self.grid.sentences[self.grid.sentence_at(at)].start if self.grid.sentences else 0
        found = [
            (n.start, k)
            for k, g in enumerate(groups)
            for n in (*g.names, *g.echoes)
            if floor <= n.start < at and n.form != "demonym" and self._is_subject(n)
        ]
        return groups[max(found)[1]] if found else None

    def last_named(self, at: int, pronoun: Address, groups: Sequence[Group]) -> Group | None:
        """« ce dernier »: the last named before, of that gender; a body in the same sentence only."""
        here = self.grid.sentence_at(at)
        found = [
            (n.start, k)
            for k, g in enumerate(groups)
            if g.type in ("PER", "ORG") and not _clash(pronoun.gender, g, bodies=True)
            for n in (*g.names, *g.echoes)
            if n.start < at and self.grid.sentence_at(n.start) >= here - (MAX_BACK if g.type == "PER" else 0)
        ]
        return groups[max(found)[1]] if found else None

    def by_role(self, phrase: str, at: int, *, elsewhere: bool = False) -> Group | None:
        """The group that has this role; of several the one whose role words fit best, then the last named.

        Args:
            phrase: Lower-case words.
            at: Where they stand.
            elsewhere: True prefers another than the sentence's subject: « X raconte que le président … »
                hardly means X.
        """
        head = head_of(phrase, self.words)
        if head is None:
            return None
        same = self.words.synonyms.get(head, frozenset()) | {head}
        shown = self.shown_gender(phrase)
        wanted = set(WORD.findall(phrase))
        floor = self.grid.sentences[self.grid.sentence_at(at)].start if self.grid.sentences else 0
        ranked = []
        for g in self.groups:
            exact = head in g.heads or head in body_words(g)
            if (
                g.plural
                or not (exact or (g.heads | body_words(g)) & same)
                or _clash(shown, g)
                or self._differs(phrase, head, g)
            ):
                continue
            overlap = max((len(wanted & set(WORD.findall(r))) for r in g.roles), default=0)
            last = max((n.start for n in (*g.names, *g.echoes) if n.start < at), default=-1)
            near = elsewhere and any(floor <= n.start < at and self._is_subject(n) for n in g.names)
            ranked.append(((exact, not near, overlap, last, -g.first), g))
        return max(ranked, key=lambda r: r[0])[1] if ranked else None

    def _differs(self, phrase: str, head: str, g: Group) -> bool:
        """« le président élu » is not the « président russe », nor « le maire de Lyon » that of Paris."""
        if self._is_of_another(phrase, head, g):
            return True
        asked = self._adjective(phrase, head)
        known = {a for r in g.roles if (a := self._adjective(r, head))}
        return asked is not None and bool(known) and asked not in known

    def _is_of_another(self, phrase: str, head: str, g: Group) -> bool:
        """Two bodies or places named at one noun, none of them shared."""
        asked = self._owners(phrase)
        same = [self._owners(r) for r in g.roles if head_of(r, self.words) == head] if asked else []
        known = frozenset(k for owners in same for k in owners)
        return bool(known) and asked.isdisjoint(known)

    def _owners(self, phrase: str) -> frozenset[int]:
        """Indices of the bodies and places that a lower-case phrase names."""
        padded = _padded(phrase)
        named = [(k, g) for k, g in enumerate(self.groups) if g.named and g.type in ("ORG", "LOC")]
        return frozenset(
            k
            for k, g in named
            if any(n.form != "demonym" and _padded(lower(n.text)) in padded for n in g.names)
        )

    def _adjective(self, phrase: str, head: str) -> str | None:
        parts = WORD.findall(phrase)
        for k, word in enumerate(parts[:-1]):
            role = self.words.roles.get(word)
            if (role.key if role else word) == head and parts[k + 1] not in self.words.complements:
                return None if parts[k + 1] in self.words.determiners else parts[k + 1]
        return None

    def by_gender(self, phrase: str, at: int) -> Group | None:
        """« l'élue », « le spécialiste », « le groupe »: a noun for the last fitting speaker."""
        head, gender = head_of(phrase, self.words), self.shown_gender(phrase)
        if head in self.words.bodies:
            body = self.words.bodies[head]
            if (body.proper and not body.general) or body.alone or self._has_complement(phrase, head):
                return (
                    None  # « la préfecture », « la région », « la chambre des notaires »: bodies of their own
                )
            bodies = [g for g in self.bodies() if not (body.proper and g.heads)]
            if body.firm:
                bodies = [g for g in bodies if g in self.firms()]
            countries = self._countries(phrase)
            fits = [g for g in bodies if self._may_be_called(head, g) and countries <= self._countries_of(g)]
            return self.best(at, THING, fits)
        if head is None and not self._may_be_person(phrase, at):
            return None  # « la toiture », « the Evening Echo »: nothing says that it is somebody named before
        if head is None and (countries := self._countries(phrase)):
            return self._native(countries, gender)
        role = self.words.roles.get(head) if head else None
        same = self.words.synonyms.get(head, frozenset()) | {head} if head else frozenset()
        office = role is not None and role.duty == "office"
        people = [
            g for g in self.groups
            if g.type == "PER" and g.named and not (office and g.heads and not g.heads & same)
            and not (head and self._differs(phrase, head, g))
        ]  # fmt: skip
        if office and len([g for g in people if not _clash(gender, g)]) > 1:
            return None  # of several who might be the prefect, none is
        if role is not None and role.duty in ("office", "leader"):
            people = [g for g in people if g.gender or not gender]
        return self.best(at, Address(gender=gender, plural=False, things=False), people, trade=head)

    def _may_be_called(self, head: str, g: Group) -> bool:
        """« la compagnie » is no body that the text calls a « syndicat »."""
        wide = self.words.synonyms.get(head)
        called = {w for w in g.heads | body_words(g) if w in self.words.bodies}
        return wide is None or not called or head in called or not wide.isdisjoint(called)

    def _countries(self, phrase: str) -> set[str]:
        """« le régulateur britannique »: the countries whose adjective stands in a lower-case phrase."""
        known = self.words.places.by_adjective
        return {known[w] for w in WORD.findall(phrase) if w in known}

    def _countries_of(self, g: Group) -> set[str]:
        return {c for words in (*g.roles, *(lower(n.text) for n in g.names)) for c in self._countries(words)}

    def _native(self, countries: set[str], gender: Gender | None) -> Group | None:
        """« le Finlandais »: whom the text ties to the country, else the only one it can be."""
        people = [g for g in self.groups if g.type == "PER" and g.named and not _clash(gender, g)]
        tied = [g for g in people if countries <= self._countries_of(g)]
        fits = tied or people
        return fits[0] if len(fits) == 1 else None

    def _has_complement(self, phrase: str, head: str) -> bool:
        """« le cabinet d'experts »; « the fire service »: what kind of body is said."""
        parts = WORD.findall(phrase)
        k = parts.index(head) if head in parts else len(parts)
        if self.words.head_last:
            kind = [
                w
                for w in parts[:k]
                if w not in self.words.determiners and w not in self.words.places.by_adjective
            ]
            return bool(kind)
        return any(w in self.words.links for w in parts[k + 1 :])

    def _may_be_person(self, phrase: str, at: int) -> bool:
        """Tell by its ending whether a noun that no list holds can mean a person."""
        if is_inhabitant(self.text[at : at + len(phrase)], self.words):
            return True
        parts = [w for w in WORD.findall(phrase) if w not in self.words.determiners]
        if not parts or any(
            w in self.words.things or w.endswith(self.words.thing_endings) for w in parts[:1]
        ):
            return False
        ending = parts[-1] if self.words.head_last else parts[0]
        return not self.words.person_endings or ending.endswith(self.words.person_endings)

    def firms(self) -> list[Group]:
        """Bodies that « l'entreprise » can mean: none whose own name says what it is (« chambre »)."""
        public = {w for w, b in self.words.bodies.items() if b.proper and not b.firm}
        return [g for g in self.bodies() if public.isdisjoint(body_words(g))]

    def clashes(self, phrase: str, g: Group) -> bool:
        """Tell whether a phrase shows another gender than a person has."""
        return _clash(self.shown_gender(phrase), g)

    def shown_gender(self, phrase: str) -> Gender | None:
        """Gender that a lower-case phrase shows by its noun, else by its determiner."""
        parts = WORD.findall(phrase)
        for word in parts:
            role = self.words.roles.get(word)
            if role and role.gender:
                return role.gender
            if role or word in self.words.bodies:
                break
        return self.words.determiners.get(parts[0]) if parts else None

    def best(
        self, at: int, pronoun: Address, groups: Sequence[Group], trade: str | None = None
    ) -> Group | None:
        """The likeliest of some groups for words at an offset."""
        here = self.grid.sentence_at(at)
        ranked = []
        for g in groups:
            cost = self._cost(g, at, here, pronoun) if g.type in ("PER", "ORG") and not g.plural else None
            if cost is None or cost > MAX_DISTANCE:
                continue
            if trade and g.heads and trade not in g.heads:
                cost += OTHER_TRADE
            ranked.append((cost, -g.first, g))
        return min(ranked, key=lambda r: r[:2])[2] if ranked else None

    def _cost(self, g: Group, at: int, here: int, pronoun: Address) -> float | None:
        if _clash(pronoun.gender, g, bodies=True) or (g.type != "PER" and not pronoun.things):
            return None
        costs = [self._place_cost(n, here) + self._apart(n.start, at) for n in g.names if n.start < at]
        spoke = [start for start, s in self.spoken if s is g]
        if spoke:
            back = here - self.grid.sentence_at(spoke[-1]) + self._apart(spoke[-1], at)
            costs.append(back - SPOKE if self.spoken[-1][1] is g else back + SPOKE_ONCE)
        if not costs:
            return None
        wrong = 0.0 if g.type == "PER" or pronoun.gender is None else WRONG_TYPE
        unknown = 0.0 if g.gender or not pronoun.gender else NO_GENDER
        return min(costs) + wrong + unknown

    def _apart(self, start: int, at: int) -> float:
        """What a new paragraph costs: it mostly turns to somebody else."""
        return NEW_PARAGRAPH if "\n\n" in self.text[start:at] else 0.0

    def _place_cost(self, n: Name, here: int) -> float:
        cost = float(here - self.grid.sentence_at(n.start))
        if self._is_subject(n):
            cost -= SUBJECT
        return cost + (QUOTED if is_quoted(self.quotations, n.start) else 0.0)

    def _is_subject(self, n: Name) -> bool:
        k = self.grid.at(n.start)
        if k < len(self.grid.starts) and not self.grid.tokens.deps[k]:
            return n.start - self.grid.sentences[self.grid.sentence_at(n.start)].start <= OPENING
        if any(d.startswith("nsubj") for d in self.grid.tokens.deps[k : k + 4]):
            return True
        tokens = self.grid.tokens
        while k < len(self.grid.starts) and tokens.deps[k].startswith(APPOSED) and tokens.heads[k] != k:
            k = tokens.heads[k]  # « son président, X, l'a écrit »
            if tokens.deps[k].startswith("nsubj"):
                return True
        return False


def body_words(g: Group) -> frozenset[str]:
    """Lower-case words of a body's names: « la préfecture » is found in « préfecture du Vernois »."""
    if g.type == "PER":
        return frozenset()
    return frozenset(w for n in g.names for w in WORD.findall(lower(n.text)))


def _padded(words: str) -> str:
    """A phrase in which whole words can be looked for: « l'otan » as two."""
    return " " + words.replace("'", " ") + " "


def _clash(gender: Gender | None, g: Group, *, bodies: bool = False) -> bool:
    """Two known genders that differ; a body's grammatical gender counts only where asked."""
    return bool(gender and g.gender and gender != g.gender and (bodies or g.type == "PER"))
