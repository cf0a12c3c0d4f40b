"""Who a source's words mean: a name, a title, a pronoun, a document, nobody named."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from recoupe.lang.titles import Gender
from recoupe.records import Article, EntityType, Excerpt, Statement
from recoupe.stages.corefer.groups import Grid, Group, head_of
from recoupe.stages.corefer.mentions import Name
from recoupe.stages.corefer.words import Address, Vocabulary, lower
from recoupe.text.names import fold

WORD = re.compile(r"[\w-]+'?")
END = re.compile(r"[,;:.«»“”\"()\n]")
MAX_TAIL = 90  # characters that may still belong to a source's words
# what a candidate's place is worth, in sentences of distance
SUBJECT = 0.8  # « Awa, grutière, a tout vu. … dit-elle »: the subject of the sentence before
SPOKE = 1.2  # the source of the statement before goes on speaking, unless someone nearer does something
SPOKE_ONCE = 0.5  # who spoke earlier comes a little after who was named there
QUOTED = 2.0  # people named inside a quotation are talked about, they rarely speak next
WRONG_TYPE = 1.5  # French « elle » may be an agency, but a woman comes first
NO_GENDER = 1.0  # a fitting gender beats an unknown one
OTHER_TRADE = 2.0  # « le retraité » is hardly the one the text calls « éclusier »
MAX_DISTANCE = 8  # sentences; beyond, a pronoun is left open
ANYONE = Address(gender=None, plural=False, things=False)
THING = Address(gender=None, plural=False, things=True)


class Speaker(msgspec.Struct, frozen=True):
    """What a source's words were read as.

    Attributes:
        group: The person or body; None when the words name nobody of the article.
        name: What the chain shows when there is no group, or for a document.
        document: Noun of the document, when the source is one.
        through: Lawyer or other voice that passes the words on.
        own: True when the outlet means itself (« nous »).
        form: How the group is mentioned here, None when by name.
    """

    group: Group | None = None
    name: str | None = None
    document: str | None = None
    through: Group | None = None
    own: bool = False
    form: str | None = None


class Speakers:
    """Resolves sources in text order, remembering who spoke.

    `groups` grows: a title that nobody of the article bears (« le préfet ») becomes a group without a name.
    """

    def __init__(self, article: Article, groups: Sequence[Group], grid: Grid, words: Vocabulary) -> None:
        self.text = article.text
        self.groups = list(groups)
        self.grid = grid
        self.words = words
        self.group_of = {n.range: g for g in groups for n in g.names}
        self.names = sorted((n for g in groups for n in g.names), key=lambda n: (n.start, -n.end))
        self.spoken: list[tuple[int, Group]] = []
        self.documents: dict[str, Speaker] = {}
        self.clients: dict[int, Group] = {}
        self._generic = "document" if "document" in words.documents else None

    def resolve(self, statement: Statement) -> Speaker:
        """Read one statement's source; call in text order."""
        speaker = self._read(statement)
        if speaker.group and (not speaker.document or speaker.group.type == "PER"):
            self.spoken.append(
                (statement.source.start if statement.source else statement.start, speaker.group)
            )
        if speaker.document:
            self.documents[speaker.document] = speaker
        return speaker

    def _read(self, statement: Statement) -> Speaker:
        source = statement.source
        if statement.source_kind in ("anonymous", "outlet", "witness"):
            return Speaker(name=source.text if source else None)
        if source is None:
            return Speaker(group=self.spoken[-1][1], form="none") if self.spoken else Speaker()
        source = self._whole(source, statement)
        inside = self._names_in(source)
        heads = [n for n in inside if not self._is_complement(n, source)]
        if document := self._document_noun(source, heads):
            return self._document(document, source, inside)
        if heads:
            return self._named(heads, source)
        if inside:
            return self._complement(inside, source)
        return self._unnamed(source)

    def _whole(self, source: Excerpt, statement: Statement) -> Excerpt:
        """The source with what belongs to it up to the comma: « un avis publié » + « sur le site de l'agence »."""
        if self._names_in(source) or lower(source.text) in self.words.pronouns:
            return source
        stop = END.search(self.text, source.end)
        end = min(stop.start() if stop else source.end, source.end + MAX_TAIL)
        for other in (statement.start, statement.cue.start if statement.cue else 0):
            if other >= source.end:
                end = min(end, other)
        end = source.start + len(self.text[source.start : end].rstrip())
        longer = Excerpt(start=source.start, end=end, text=self.text[source.start : end])
        noun = self._document_noun(source, [])
        return longer if self._names_in(longer) and (noun or self._is_participle(source)) else source

    def _names_in(self, source: Excerpt) -> list[Name]:
        return [n for n in self.names if source.start <= n.start and n.end <= source.end]

    def _is_participle(self, source: Excerpt) -> bool:
        """« un groupe se faisant » + « appeler NightPost »: the words stop at a participle."""
        last = max(self.grid.at(source.end - 1), 0)
        return last < len(self.grid.starts) and "VerbForm=Part" in self.grid.tokens.morphs[last]

    # --- a name in the words ---

    def _is_complement(self, n: Name, source: Excerpt) -> bool:
        """« le patron de l'UDV », « économiste chez Westmere », « the London curator »: whose, not who."""
        before = lower(self.words.civil_before.sub("", self.text[source.start : n.start])).rstrip()
        parts = WORD.findall(before)
        while parts and parts[-1] in self.words.determiners:
            parts.pop()
        if parts and (parts[-1] in self.words.complements or parts[-1] == "d'"):
            return True
        after = WORD.findall(lower(self.text[n.end : source.end]))[:2]
        return n.type != "PER" and any(w in self.words.roles for w in after)

    def _named(self, heads: list[Name], source: Excerpt) -> Speaker:
        people = [n for n in heads if n.type == "PER"]
        n = max(people, key=lambda p: (" " in p.text, -p.start)) if people else heads[0]
        group = self.group_of[n.range]
        before = lower(self.text[source.start : n.start])
        if "counsel" in (self._duty(before), *map(self._duty, group.roles)) and group.type == "PER":
            client = self._client(source, before, group)
            return Speaker(group=client or group, through=group if client else None)
        return Speaker(group=group)

    def _duty(self, phrase: str) -> str | None:
        head = head_of(phrase, self.words)
        return self.words.roles[head].duty if head in self.words.roles else None

    def _client(self, source: Excerpt, before: str, lawyer: Group) -> Group | None:
        """Whose lawyer: « l'avocat de X » by name, « son avocat » by who was spoken of, later as before."""
        for n in self.names:
            if source.start <= n.start and n.end <= source.end and self.group_of[n.range] is not lawyer:
                return self.clients.setdefault(id(lawyer), self.group_of[n.range])
        if before.split()[:1] and before.split()[0] in self.words.possessives:
            client = self._best(source.start, ANYONE, [g for g in self.groups if g is not lawyer])
            if client:
                self.clients[id(lawyer)] = client
        return self.clients.get(id(lawyer))

    def _complement(self, inside: list[Name], source: Excerpt) -> Speaker:
        """Only the owner is named: « la porte-parole de Havnes », « l'équipe de Karin Solberg »."""
        phrase = lower(source.text)
        if voice := self.words.voice.search(source.text):
            after = [n for n in inside if n.start >= source.start + voice.end()]
            if after:
                return Speaker(group=self.group_of[after[0].range])
        owner = self.group_of[inside[0].range]
        duty = self._duty(phrase)
        if duty in ("counsel", "spokesperson"):
            return Speaker(group=owner)
        if duty:
            return self._title(phrase, source)
        return Speaker(name=self._bare(source.text))

    # --- no name in the words ---

    def _unnamed(self, source: Excerpt) -> Speaker:
        phrase = lower(source.text)
        if pronoun := self.words.pronouns.get(phrase):
            return self._pronoun(pronoun, source)
        parts = WORD.findall(phrase)
        if not parts:
            return Speaker(name=source.text)
        if parts[0] in self.words.own:
            return Speaker(own=True)
        if parts[0] in self.words.possessives:
            return self._possessed(phrase, source)
        return self._title(phrase, source)

    def _pronoun(self, pronoun: Address, source: Excerpt) -> Speaker:
        if pronoun.plural:
            several = [g for _, g in self.spoken if g.plural]
            return Speaker(group=several[-1], form="pronoun") if several else Speaker(name=source.text)
        singles = [g for g in self.groups if not g.plural]
        group = self._best(source.start, pronoun, singles)
        return Speaker(group=group, name=None if group else source.text, form="pronoun")

    def _possessed(self, phrase: str, source: Excerpt) -> Speaker:
        """« son avocat », « sa porte-parole », « son cabinet », « ses services »: whose is the question."""
        duty, head = self._duty(phrase), head_of(phrase, self.words)
        if duty in ("counsel", "spokesperson"):
            things = duty == "spokesperson"
            owner = self._best(source.start, Address(gender=None, plural=False, things=things), self.groups)
            return Speaker(group=owner, name=None if owner else source.text, form="nominal")
        if duty:
            known = self._by_role(phrase, source.start) or self._only(phrase)
            return Speaker(group=known, form="nominal") if known else self._fresh(source, "PER")
        candidates = [*(g for g in self.groups if g.type == "PER"), *self._bodies()]
        owner = self._best(source.start, THING, candidates)
        if owner and head:
            noun = self._bare(source.text)
            return Speaker(name=f"{noun} ({owner.full})")
        return Speaker(name=self._bare(source.text))

    def _only(self, phrase: str) -> Group | None:
        """« sa rivale » in an article that names one woman only; a noun for both genders tells nothing."""
        shown = {r.gender for w in WORD.findall(phrase) if (r := self.words.roles.get(w)) and r.gender}
        fits = [g for g in self.groups if g.type == "PER" and g.named and g.gender in shown]
        return fits[0] if len(fits) == 1 else None

    def _title(self, phrase: str, source: Excerpt) -> Speaker:
        """« la maire », « l'agence », « le spécialiste »: who has the role, else the last whom the noun fits."""
        if self._is_plural(source):
            return self._fresh(source, "ORG", plural=True)
        group = self._by_role(phrase, source.start)
        first = WORD.findall(phrase)[0]
        if group is None and first not in self.words.indefinites:
            group = self._by_gender(phrase, source.start)
        if group:
            if head := head_of(phrase, self.words):
                group.heads.add(head)  # read once as this person, the title stays theirs
                group.roles.setdefault(lower(self._bare(source.text)))
            return Speaker(group=group, form="nominal")
        return self._fresh(source, "PER" if self._duty(phrase) else "ORG")

    def _is_plural(self, source: Excerpt) -> bool:
        first = lower(source.text).split()[0]
        k = self.grid.at(source.start)
        morphs = self.grid.tokens.morphs[k : k + 2]
        return first in self.words.determiners and bool(morphs) and all("Number=Plur" in m for m in morphs)

    def _fresh(self, source: Excerpt, kind: EntityType, *, plural: bool = False) -> Speaker:
        """A group of its own for words that nobody of the article fits; the same words later are the same."""
        phrase = lower(source.text)
        head = head_of(phrase, self.words)
        name = Name(
            start=source.start, end=source.end, text=self._bare(source.text), type=kind, form="nominal"
        )
        for g in self.groups:
            if (
                not g.named
                and g.type == kind
                and (lower(g.full) == lower(name.text) or (head and head in g.heads))
            ):
                g.names.append(name)
                return Speaker(group=g)
        heads = {head} if head else set()
        gender = self._shown_gender(phrase)
        known = head is not None and WORD.findall(phrase)[0] not in self.words.indefinites
        roles = {lower(name.text): None} if known else {}
        group = Group(
            type=kind, names=[name], heads=heads, roles=roles, gender=gender, named=False, plural=plural
        )
        self.groups.append(group)
        return Speaker(group=group)

    def _by_role(self, phrase: str, at: int) -> Group | None:
        """The group that has this role; of several the one whose role words fit best, then the last named."""
        head = head_of(phrase, self.words)
        if head is None:
            return None
        same = self.words.synonyms.get(head, frozenset()) | {head}
        shown = self._shown_gender(phrase)
        wanted = set(WORD.findall(phrase))
        ranked = []
        for g in self.groups:
            exact = head in g.heads or head in body_words(g)
            if (
                g.plural
                or not (exact or g.heads & same)
                or _clash(shown, g)
                or self._differs(phrase, head, g)
            ):
                continue
            overlap = max((len(wanted & set(WORD.findall(r))) for r in g.roles), default=0)
            last = max((n.start for n in g.names if n.start < at), default=-1)
            ranked.append(((exact, overlap, last, -g.first), g))
        return max(ranked, key=lambda r: r[0])[1] if ranked else None

    def _differs(self, phrase: str, head: str, g: Group) -> bool:
        """« le président élu » is not the « président russe »: two adjectives at one noun."""
        asked = self._adjective(phrase, head)
        known = {a for r in g.roles if (a := self._adjective(r, head))}
        return asked is not None and bool(known) and asked not in known

    def _adjective(self, phrase: str, head: str) -> str | None:
        parts = WORD.findall(phrase)
        for k, word in enumerate(parts[:-1]):
            role = self.words.roles.get(word)
            if (role.key if role else word) == head and parts[k + 1] not in self.words.complements:
                return None if parts[k + 1][:1] in ("d", "l") and parts[k + 1].endswith("'") else parts[k + 1]
        return None

    def _by_gender(self, phrase: str, at: int) -> Group | None:
        """« l'élue », « le spécialiste », « le groupe »: a noun for the last fitting speaker."""
        head, gender = head_of(phrase, self.words), self._shown_gender(phrase)
        if head in self.words.bodies:
            body = self.words.bodies[head]
            if body.proper and not body.general:
                return None  # « la préfecture » is a body of its own, not the last one named
            bodies = [
                g
                for g in self._bodies()
                if not _clash(gender, g, bodies=True) and not (body.proper and g.heads)
            ]
            return self._best(at, THING, bodies)
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
        return self._best(at, Address(gender=gender, plural=False, things=False), people, trade=head)

    def _bodies(self) -> list[Group]:
        """Bodies that a common noun can mean: newspapers and agencies only carry the news."""
        return [
            g for g in self.groups
            if g.type == "ORG" and not g.plural and not any(w in self.words.press for w in fold(g.full).split())
        ]  # fmt: skip

    def _shown_gender(self, phrase: str) -> Gender | None:
        parts = WORD.findall(phrase)
        for word in parts:
            role = self.words.roles.get(word)
            if role and role.gender:
                return role.gender
            if role or word in self.words.bodies:
                break
        return self.words.determiners.get(parts[0]) if parts else None

    # --- the likeliest of several ---

    def _best(
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
        costs = [self._place_cost(n, here) for n in g.names if n.start < at]
        spoke = [here - self.grid.sentence_at(start) for start, s in self.spoken if s is g]
        if spoke:
            costs.append(spoke[-1] - SPOKE if self.spoken[-1][1] is g else spoke[-1] + SPOKE_ONCE)
        if not costs:
            return None
        wrong = 0.0 if g.type == "PER" or pronoun.gender is None else WRONG_TYPE
        unknown = 0.0 if g.gender or not pronoun.gender else NO_GENDER
        return min(costs) + wrong + unknown

    def _place_cost(self, n: Name, here: int) -> float:
        k = self.grid.at(n.start)
        cost = float(here - self.grid.sentence_at(n.start))
        if any(d.startswith("nsubj") for d in self.grid.tokens.deps[k : k + 4]):
            cost -= SUBJECT
        return cost + (QUOTED if self._is_quoted(n.start) else 0.0)

    def _is_quoted(self, at: int) -> bool:
        before = self.text[self.text.rfind("\n", 0, at) + 1 : at]
        if before.count('"') % 2:
            return True
        return before.count("«") + before.count("“") > before.count("»") + before.count("”")

    # --- documents ---

    def _document_noun(self, source: Excerpt, heads: list[Name]) -> str | None:
        """The document's noun when it heads the words (« le rapport de … »), else None."""
        for word in WORD.findall(lower(self.text[source.start : heads[0].start if heads else source.end]))[
            :4
        ]:
            if word in self.words.documents:
                return word
            if word in self.words.roles or word in self.words.bodies:
                return None
        return None

    def _document(self, noun: str, source: Excerpt, inside: list[Name]) -> Speaker:
        relay = self.words.relay.search(source.text)
        end = source.start + relay.start() if relay else source.end
        owners = [self.group_of[n.range] for n in inside if n.end <= end]
        if owners:
            return self._owned(owners[0], noun)
        if second := self._second_noun(source, noun, end):
            return second
        phrase = lower(source.text)
        if noun in self.documents and WORD.findall(phrase)[0] not in self.words.indefinites:
            return self.documents[noun]
        parts = WORD.findall(phrase)
        # determiner and noun, nothing more: « le document », not « un document »
        short = len(parts) <= 2 and parts[0] not in self.words.indefinites  # noqa: PLR2004 - two words
        if short and self.documents:
            return list(self.documents.values())[-1]
        if short and noun != self._generic and self.spoken:
            return self._owned(self.spoken[-1][1], noun)
        owner = self._best(source.start, THING, self._bodies()) if short else None
        if owner:
            return self._owned(owner, noun)
        shown = self.text[source.start : end].rstrip(" ,")
        return Speaker(name=self._bare(shown), document=noun)

    def _owned(self, owner: Group, noun: str) -> Speaker:
        """The document of a person counts as the person's words; that of a body keeps its noun."""
        name = None if owner.type == "PER" else f"{owner.full} ({noun})"
        return Speaker(group=owner, name=name, document=noun)

    def _second_noun(self, source: Excerpt, noun: str, end: int) -> Speaker | None:
        """« les statuts de l'entreprise », « le relevé de la capitainerie »: whose, by a common noun."""
        rest = lower(self.text[source.start : end]).split(noun, 1)[-1]
        head = head_of(rest, self.words)
        if head is None or head not in self.words.bodies:
            return None
        exact = [g for g in self._bodies() if head in g.heads or head in body_words(g)]
        loose = [] if self.words.bodies[head].proper or f"'{head}" in rest.split(" l'")[0] else self._bodies()
        owner = self._best(source.start, THING, exact or loose)
        if owner:
            return self._owned(owner, noun)
        return Speaker(name=f"{head[:1].upper()}{head[1:]} ({noun})", document=noun)

    def _bare(self, text: str) -> str:
        """A phrase without its determiner, first letter large."""
        parts = re.match(r"(?:(\w+)\s+|(\w['’]))(?=\S)", text)
        if parts:
            first = lower(parts[1] or parts[2])
            if first in self.words.determiners or first in self.words.possessives:
                text = text[parts.end() :]
        return text[:1].upper() + text[1:]


def body_words(g: Group) -> frozenset[str]:
    """Lower-case words of a body's names: « la préfecture » is found in « préfecture du Vernois »."""
    if g.type == "PER":
        return frozenset()
    return frozenset(w for n in g.names for w in WORD.findall(lower(n.text)))


def _clash(gender: Gender | None, g: Group, *, bodies: bool = False) -> bool:
    """Two known genders that differ; a body's grammatical gender counts only where asked."""
    return bool(gender and g.gender and gender != g.gender and (bodies or g.type == "PER"))
