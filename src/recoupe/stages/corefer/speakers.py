"""Who a source's words mean: a name, a title, a pronoun, a document, nobody named."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from recoupe.lang.titles import Gender
from recoupe.records import Article, Excerpt, Statement
from recoupe.stages.corefer.groups import Grid, Group, head_of
from recoupe.stages.corefer.mentions import Name
from recoupe.stages.corefer.words import Address, Vocabulary, lower
from recoupe.text.names import fold

WORD = re.compile(r"[\w-]+'?")
# what a candidate's place is worth, in sentences of distance
SUBJECT = 0.8  # « Awa, grutière, a tout vu. … dit-elle »: the subject of the sentence before
SPOKE = 1.2  # the source of the statement before goes on speaking, unless someone nearer does something
QUOTED = 2.0  # people named inside a quotation are talked about, they rarely speak next
WRONG_TYPE = 1.5  # French « elle » may be an agency, but a woman comes first
MAX_DISTANCE = 8  # sentences; beyond, a pronoun is left open


class Speaker(msgspec.Struct, frozen=True):
    """What a source's words were read as.

    Attributes:
        group: The person or body; None when the words name nobody of the article.
        name: What the chain shows when there is no group.
        document: Noun of the document, when the source is one.
        through: Lawyer or other voice that passes the words on.
        form: How the group is mentioned here, None when by name.
    """

    group: Group | None = None
    name: str | None = None
    document: str | None = None
    through: Group | None = None
    form: str | None = None


class Speakers:
    """Resolves sources in text order, remembering who spoke."""

    def __init__(self, article: Article, groups: Sequence[Group], grid: Grid, words: Vocabulary) -> None:
        self.text = article.text
        self.groups = groups
        self.grid = grid
        self.words = words
        self.group_of = {n.range: g for g in groups for n in g.names}
        self.names = sorted((n for g in groups for n in g.names), key=lambda n: n.start)
        self.spoken: list[tuple[int, Group]] = []
        self.documents: dict[str, Speaker] = {}

    def resolve(self, statement: Statement) -> Speaker:
        """Read one statement's source; call in text order."""
        speaker = self._read(statement)
        if speaker.group:
            self.spoken.append((statement.start, speaker.group))
        if speaker.document:
            self.documents[speaker.document] = speaker
        return speaker

    def _read(self, statement: Statement) -> Speaker:
        source = statement.source
        if source is None:
            return self._continued(statement)
        if statement.source_kind == "anonymous":
            return Speaker(name=source.text)
        inside = [n for n in self.names if source.start <= n.start and n.end <= source.end]
        heads = [n for n in inside if not self._is_complement(n, source)]
        document = self._document_noun(source, heads)
        if document:
            return self._document(document, source, inside)
        if heads:
            return self._named(heads, source, statement)
        if inside:
            return self._complement(inside, source, statement)
        return self._unnamed(source, statement)

    def _continued(self, statement: Statement) -> Speaker:
        """No words for the source: the last speaker goes on."""
        if statement.source_kind in ("anonymous", "outlet", "witness") or not self.spoken:
            return Speaker()
        return Speaker(group=self.spoken[-1][1], form="none")

    # --- a name in the words ---

    def _is_complement(self, n: Name, source: Excerpt) -> bool:
        """« le patron de l'UDV », « économiste chez Westmere »: the name says whose, not who."""
        before = self.words.civil_before.sub("", self.text[source.start : n.start])
        before = lower(before).rstrip()
        before = re.sub(r"(?:\s|^)(?:la|le|les|l'|the)$", "", before).rstrip()
        last = before.rsplit(" ", 1)[-1] if before else ""
        return last in self.words.links or last in (
            "chez",
            "at",
            "from",
            "in",
            "en",
            "bei",
            "par",
            "by",
            "sur",
            "on",
        )

    def _named(self, heads: list[Name], source: Excerpt, statement: Statement) -> Speaker:
        people = [n for n in heads if n.type == "PER"]
        n = (people or heads)[0]
        group = self.group_of[n.range]
        before = lower(self.text[source.start : n.start])
        if self._duty(before) == "counsel" or (
            self._duty(" ".join(group.roles)) == "counsel" and group.type == "PER"
        ):
            client = self._client(source, group, statement)
            if client:
                return Speaker(group=client, through=group)
        return Speaker(group=group)

    def _duty(self, phrase: str) -> str | None:
        head = head_of(phrase, self.words)
        return self.words.roles[head].duty if head in self.words.roles else None

    def _client(self, source: Excerpt, lawyer: Group, statement: Statement) -> Group | None:
        """Whose lawyer: « l'avocat de X » by name, « son avocat » by who was spoken of."""
        for n in self.names:
            if source.start <= n.start and n.end <= source.end and self.group_of[n.range] is not lawyer:
                return self.group_of[n.range]
        if lower(source.text).split()[0] not in self.words.possessives and statement.source_kind != "pronoun":
            known = getattr(self, "_clients", {}).get(id(lawyer))
            return known if isinstance(known, Group) else None
        others = [g for g in self.groups if g is not lawyer]
        client = self._best(source.start, Address(gender=None, plural=False, things=False), others)
        clients = self.__dict__.setdefault("_clients", {})
        clients[id(lawyer)] = client
        return client

    def _complement(self, inside: list[Name], source: Excerpt, statement: Statement) -> Speaker:
        """Only the owner is named: « la porte-parole de Havnes », « l'équipe de Karin Solberg »."""
        phrase = lower(source.text)
        voice = self.words.voice.search(source.text)
        if voice:
            after = [n for n in inside if n.start >= source.start + voice.end()]
            if after:
                return Speaker(group=self.group_of[after[0].range])
        owner = self.group_of[inside[0].range]
        duty = self._duty(phrase)
        if duty in ("counsel", "spokesperson"):
            return Speaker(group=owner)
        if duty:
            found = self._by_role(phrase, source.start)
            return Speaker(group=found, name=None if found else source.text, form="nominal")
        return Speaker(name=_bare(source.text, self.words))

    # --- no name in the words ---

    def _unnamed(self, source: Excerpt, statement: Statement) -> Speaker:
        phrase = lower(source.text)
        pronoun = self.words.pronouns.get(phrase)
        if pronoun:
            return Speaker(
                group=self._best(source.start, pronoun, self.groups), name=source.text, form="pronoun"
            )
        parts = WORD.findall(phrase)
        if parts and parts[0] in self.words.own:
            return Speaker()
        if not parts:
            return Speaker(name=source.text)
        if parts[0].rstrip("'") in self.words.possessives and self._duty(phrase) == "counsel":
            return Speaker(
                group=self._best(source.start, Address(gender=None, plural=False, things=False), self.groups)
            )
        found = self._by_role(phrase, source.start)
        if found is None and self._is_definite(phrase):
            found = self._by_gender(phrase, source.start)
        return Speaker(group=found, name=None if found else _bare(source.text, self.words), form="nominal")

    def _is_definite(self, phrase: str) -> bool:
        return not phrase.startswith(("un ", "une ", "des ", "a ", "an ", "ein ", "eine ", "una ", "un'"))

    def _by_role(self, phrase: str, at: int) -> Group | None:
        """The group that has this role; of several the one whose role words fit best, then the last named."""
        head = head_of(phrase, self.words)
        if head is None:
            return None
        same = self.words.synonyms.get(head, frozenset((head,))) | {head}
        shown = self._shown_gender(phrase)
        wanted = set(WORD.findall(phrase))
        best: tuple[tuple[int, int, int], Group] | None = None
        for g in self.groups:
            if not (g.heads & same or head in fold_words(g)) or (
                shown and g.gender and shown != g.gender and g.type == "PER"
            ):
                continue
            overlap = max((len(wanted & set(WORD.findall(r))) for r in g.roles), default=0)
            exact = int(head in g.heads or head in fold_words(g))
            last = max((n.start for n in g.names if n.start < at), default=-1)
            rank = (exact, overlap, last)
            if best is None or rank > best[0]:
                best = (rank, g)
        return best[1] if best else None

    def _by_gender(self, phrase: str, at: int) -> Group | None:
        """« l'élue », « le spécialiste »: a noun for the last fitting speaker."""
        head = head_of(phrase, self.words)
        gender = self._shown_gender(phrase)
        if head in self.words.bodies:
            bodies = [
                g
                for g in self.groups
                if g.type == "ORG" and (not g.gender or not gender or g.gender == gender)
            ]
            return self._best(at, Address(gender=gender, plural=False, things=True), bodies)
        if head not in self.words.roles and not phrase.startswith(
            ("le ", "la ", "l'", "the ", "ce ", "cette ", "cet ")
        ):
            return None
        people = [g for g in self.groups if g.type == "PER"]
        return self._best(at, Address(gender=gender, plural=False, things=False), people)

    def _shown_gender(self, phrase: str) -> Gender | None:
        for word in WORD.findall(phrase):
            role = self.words.roles.get(word)
            if role and role.gender:
                return role.gender
            if role or word in self.words.bodies:
                break
        first = WORD.findall(phrase)[:1]
        return self.words.determiners.get(first[0]) if first else None

    def _best(self, at: int, pronoun: Address, groups: Sequence[Group]) -> Group | None:
        """The likeliest of some groups for a pronoun at an offset."""
        here = self.grid.sentence_at(at)
        ranked = [(self._cost(g, at, here, pronoun), g.first, g) for g in groups if g.type in ("PER", "ORG")]
        fit = [r for r in ranked if r[0] is not None and r[0] <= MAX_DISTANCE]
        return min(fit, key=lambda r: (r[0], -r[1]))[2] if fit else None

    def _cost(self, g: Group, at: int, here: int, pronoun: Address) -> float | None:
        if g.gender and pronoun.gender and g.gender != pronoun.gender:
            return None
        if g.type != "PER" and not pronoun.things:
            return None
        costs = [self._place_cost(n, here) for n in g.names if n.start < at]
        spoke = [here - self.grid.sentence_at(start) for start, s in self.spoken if s is g]
        if self.spoken and self.spoken[-1][1] is g:
            costs.append(spoke[-1] - SPOKE)
        elif spoke:
            costs.append(spoke[-1] + 0.5)
        if not costs:
            return None
        penalty = 0.0 if g.type == "PER" else WRONG_TYPE
        unknown = 0.0 if g.gender or not pronoun.gender else 0.4
        return min(costs) + penalty + unknown

    def _place_cost(self, n: Name, here: int) -> float:
        k = self.grid.at(n.start)
        cost = float(here - self.grid.sentence_at(n.start))
        deps = self.grid.tokens.deps[k : k + 4]
        if any(d.startswith("nsubj") for d in deps):
            cost -= SUBJECT
        return cost + (QUOTED if self._is_quoted(n.start) else 0.0)

    def _is_quoted(self, at: int) -> bool:
        start = self.text.rfind("\n", 0, at) + 1
        before = self.text[start:at]
        return before.count("«") + before.count("“") > before.count("»") + before.count("”")

    # --- documents ---

    def _document_noun(self, source: Excerpt, heads: list[Name]) -> str | None:
        """The document's noun when it heads the words (« le rapport de … »), else None."""
        if heads and heads[0].start - source.start <= 1:
            return None
        for word in WORD.findall(lower(source.text))[:4]:
            if word in self.words.documents:
                return word
            if word in self.words.roles or word in self.words.bodies:
                return None
        return None

    def _document(self, noun: str, source: Excerpt, inside: list[Name]) -> Speaker:
        relay = self.words.relay.search(source.text)
        owners = [n for n in inside if not relay or n.end <= source.start + relay.start()]
        if owners:
            owner = self.group_of[owners[0].range]
            return Speaker(
                group=None if owner.type == "LOC" else owner, name=f"{owner.full} ({noun})", document=noun
            )
        known = self.documents.get(noun) or (self.documents.get("") if noun == "document" else None)
        if known is None and noun in ("document", "texte") and self.documents:
            known = list(self.documents.values())[-1]
        return known or Speaker(name=_bare(source.text, self.words), document=noun)


def fold_words(g: Group) -> frozenset[str]:
    """Lower-case words of a body's names: « la préfecture » is found in « préfecture du Vernois »."""
    if g.type == "PER":
        return frozenset()
    return frozenset(w for n in g.names for w in WORD.findall(lower(n.text)))


def _bare(text: str, words: Vocabulary) -> str:
    """A phrase without its determiner, first letter large."""
    parts = re.match(r"(?:(\w+)\s+|(\w['’]))(?=\S)", text)
    if parts and lower(parts[1] or parts[2]) in words.determiners:
        text = text[parts.end() :]
    return text[:1].upper() + text[1:]


__all__ = ["Speaker", "Speakers", "fold", "fold_words"]
