"""Who a source's words mean: a name, a title, a pronoun, a document, nobody named."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

import msgspec

from recoupe.records import NOBODY, Article, EntityType, Excerpt, Statement
from recoupe.stages.corefer.bearers import TOLD, Bearers
from recoupe.stages.corefer.candidates import THING, WORD, Candidates, body_words
from recoupe.stages.corefer.grid import Grid
from recoupe.stages.corefer.groups import Group
from recoupe.stages.corefer.name import Name
from recoupe.stages.corefer.phrases import Phrase, Phrases
from recoupe.stages.corefer.roles import head_of
from recoupe.stages.corefer.words import Address, Vocabulary, lower

END = re.compile(r"[,;:.«»“”\"()\n]")
MAX_TAIL = 90  # characters that may still belong to a source's words
ANYONE = Address(gender=None, plural=False, things=False)


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


class Speakers(Candidates):
    """Resolves sources in text order, remembering who spoke."""

    def __init__(
        self,
        article: Article,
        groups: Sequence[Group],
        grid: Grid,
        words: Vocabulary,
        *,
        days: tuple[str, str] | None = None,
    ) -> None:
        super().__init__(article, groups, grid, words)
        self.group_of = {n.range: g for g in groups for n in g.names if n.form != "demonym"}
        names = (n for g in groups for n in g.names if n.form != "demonym")
        self.names = sorted(names, key=lambda n: (n.start, -n.end))
        self.documents: dict[str, Speaker] = {}
        self.clients: dict[int, Group] = {}
        self.several: list[Group] = []  # whom plural words meant, in text order
        self.bearers = Bearers(self, self.names, days)
        self._phrases: list[Phrase] = []
        self._as_source: dict[int, Phrase] = {}
        self._generic = "document" if "document" in words.documents else None

    def look_for_titles(self, statements: Sequence[Statement]) -> None:
        """Find role phrases to be read on the way; those that are sources are read as sources."""
        sources = sorted({(s.source.start, s.source.end) for s in statements if s.source})
        bare = [(a, b) for a, b in sources if not any(a <= n.start < b for n in self.names)]
        found = Phrases(self.text, self.names, self.grid, self.words).find()
        self._as_source = {a: p for p in found for a, b in bare if p.start < b and a < p.end}
        self._phrases = [p for p in found if p not in self._as_source.values()]

    def note(self, until: int) -> None:
        """Read the role phrases before an offset, in text order."""
        while self._phrases and self._phrases[0].start < until:
            p = self._phrases.pop(0)
            group = self.bearers.bearer(p) or self._unborne(p)
            if group is not None:
                echo = Name(
                    start=p.start, end=p.end, text=self.text[p.start : p.end], type=group.type, form="nominal"
                )
                if all(n.range != echo.range for n in group.names):
                    group.echoes.append(echo)

    def _unborne(self, p: Phrase) -> Group | None:
        """A group without a name for a title that nobody of the article bears, where it means one person."""
        excerpt = Excerpt(start=p.start, end=p.end, text=self.text[p.start : p.end])
        if p.plural:
            return self._fresh(excerpt, "ORG", plural=True).group
        if p.duty not in TOLD and not p.country:
            return None
        if not (p.definite or p.country or p.body or p.number):
            return None
        if p.duty == "leader" and not (p.country or p.body):
            return None
        group = self._fresh(excerpt, "PER").group
        if group is not None and (person := self.bearers.fact(p)):
            group.fact = f"person {person}"
        return group

    def resolve(self, statement: Statement) -> Speaker:
        """Read one statement's source; call in text order."""
        self.note(statement.source.start if statement.source else statement.start)
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
            seat = self._seat_before(source) if source else None
            return Speaker(group=seat) if seat else Speaker(name=source.text if source else None)
        if source is None:
            return Speaker(group=self.spoken[-1][1], form="none") if self.spoken else Speaker()
        source = self._whole(source, statement)
        inside = self._names_in(source)
        heads = [n for n in inside if not self._is_complement(n, source)]
        if document := self._document_noun(source, heads):
            return self._document(document, source, inside)
        if heads:
            return self._named(heads, source)
        return self._complement(inside, source) if inside else self._unnamed(source)

    def _seat_before(self, source: Excerpt) -> Group | None:
        """« À l'Élysée, on assure », « Chez Norlys, on dément »: nobody, in a body named first."""
        if lower(source.text) not in self.words.anyone:
            return None
        floor = self.grid.sentences[self.grid.sentence_at(source.start)].start if self.grid.sentences else 0
        for n in self.names:
            opens = not WORD.findall(lower(self.text[floor : n.start]))[2:]
            closed = self.text[n.end : source.start].strip() == ","
            if (
                floor <= n.start < source.start
                and opens
                and (n.form == "metonym" or (n.type == "ORG" and closed))
            ):
                return self.group_of[n.range]
        return None

    def _whole(self, source: Excerpt, statement: Statement) -> Excerpt:
        """The source up to the comma: « un avis publié » + « sur le site de l'agence »."""
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
        if noun and self._body_behind(longer.text[len(source.text) :]):
            return longer  # « la feuille affichée » + « hier par la commission »
        return longer if self._names_in(longer) and (noun or self._is_participle(source)) else source

    def _body_behind(self, text: str) -> bool:
        """« par la commission »: who issued it, by a common noun."""
        m = self.words.agent.search(lower(text))
        return m is not None and head_of(text[m.end() :].lower(), self.words) in self.words.bodies

    def _names_in(self, source: Excerpt) -> list[Name]:
        return [n for n in self.names if source.start <= n.start and n.end <= source.end]

    def _is_participle(self, source: Excerpt) -> bool:
        """« un groupe se faisant » + « appeler NightPost »: the words stop at a participle."""
        last = max(self.grid.at(source.end - 1), 0)
        return last < len(self.grid.starts) and "VerbForm=Part" in self.grid.tokens.morphs[last]

    # --- a name in the words ---

    def _is_complement(self, n: Name, source: Excerpt) -> bool:
        """« le patron de l'UMB », « économiste chez Westmere », « the London curator »: whose, not who."""
        before = lower(self.words.civil_before.sub("", self.text[source.start : n.start])).rstrip()
        parts = WORD.findall(before)
        while parts and parts[-1] in self.words.determiners:
            parts.pop()
        if parts and parts[-1] in self.words.complements:
            return True
        if n.type == "PER":
            return False
        roles = [k for k, w in enumerate(parts) if w in self.words.roles]
        if roles and any(w in self.words.complements for w in parts[roles[-1] + 1 :]):
            return True  # « the chairman of local side Ravel FC »
        after = WORD.findall(lower(self.text[n.end : source.end]))[:2]
        return any(w in self.words.roles or (self.words.head_last and w in self.words.bodies) for w in after)

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
        if any(before.startswith(f"{p} ") for p in self.words.possessives):
            client = self.best(source.start, ANYONE, [g for g in self.groups if g is not lawyer])
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
        if head_of(phrase, self.words) in self.words.bodies:
            return self._fresh(source, "ORG")  # « the Norfolk prefecture »
        return Speaker(name=self._bare(source.text))

    # --- no name in the words ---

    def _unnamed(self, source: Excerpt) -> Speaker:
        phrase = lower(source.text)
        if voice := self.words.voice.search(source.text):  # « l'intéressé, par la bouche de son conseil »
            phrase = phrase[: voice.start()].rstrip(" ,")
            end = source.start + len(phrase)
            source = Excerpt(start=source.start, end=end, text=self.text[source.start : end])
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
            if self.several:
                return Speaker(group=self.several[-1], form="pronoun")
            pair = self._pair(source.start)
            return Speaker(name=pair or NOBODY)
        singles = [g for g in self.groups if not g.plural]
        phrase = lower(source.text)
        if phrase in self.words.latter:
            group = self.last_named(source.start, pronoun, singles)
        elif phrase in self.words.concerned:
            group = self.best(source.start, pronoun, self._concerned(singles))
        else:
            group = self.best(source.start, pronoun, singles)
        if group and group.type == "PER" and group.gender is None:
            group.gender = pronoun.gender  # « Dominique … dit-elle »: from here on a woman
        return Speaker(group=group, name=None if group else NOBODY, form="pronoun")

    def _concerned(self, groups: Sequence[Group]) -> list[Group]:
        """« l'intéressé » answers what others said: he is not the one who spoke last, if there is another."""
        last = self.spoken[-1][1] if self.spoken else None
        others = [g for g in groups if g is not last and g.type == "PER"]
        return others or list(groups)

    def _possessed(self, phrase: str, source: Excerpt) -> Speaker:
        """« son avocat », « sa porte-parole », « son cabinet », « ses services »: whose is the question."""
        duty, head = self._duty(phrase), head_of(phrase, self.words)
        if duty in ("counsel", "spokesperson"):
            things = duty == "spokesperson"
            fit = self.groups if things else [g for g in self.groups if g.type == "PER"]
            owner = self.nearest_subject(source.start, fit) or self.best(
                source.start, Address(gender=None, plural=False, things=things), fit
            )
            return Speaker(group=owner, name=None if owner else source.text, form="nominal")
        if duty:
            known = self.by_role(phrase, source.start) or self.only(phrase, source.start)
            return Speaker(group=known, form="nominal") if known else self._fresh(source, "PER")
        candidates = [*(g for g in self.groups if g.type == "PER"), *self.bodies()]
        owner = self.nearest_subject(source.start, candidates) or self.best(source.start, THING, candidates)
        if owner and head:
            noun = self._bare(source.text)
            return Speaker(name=f"{noun} ({owner.full})")
        return Speaker(name=self._bare(source.text))

    def _title(self, phrase: str, source: Excerpt) -> Speaker:
        """« la maire », « l'agence », « le spécialiste »: who has the role, else the last it fits."""
        body = self._body_of(phrase)
        if body or self._is_plural(source):
            speaker = Speaker(group=body, form="nominal") if body else self._fresh(source, "ORG", plural=True)
            if speaker.group:
                self.several.append(speaker.group)
            return speaker
        asked = self._as_source.get(source.start)
        group = self.bearers.in_office(asked) if asked else None
        group = group or self.by_role(phrase, source.start)
        first = WORD.findall(phrase)[0]
        if group is None and first not in self.words.indefinites:
            group = self.by_gender(phrase, source.start)
        if group:
            if head := head_of(phrase, self.words):
                group.heads.add(head)  # read once as this person, the title stays theirs
                group.roles.setdefault(lower(self._bare(source.text)))
            return Speaker(group=group, form="nominal")
        fresh = self._fresh(source, "PER" if self._duty(phrase) else "ORG")
        if asked and fresh.group and (person := self.bearers.fact(asked)):
            fresh.group.fact = f"person {person}"
        return fresh

    def _body_of(self, phrase: str) -> Group | None:
        """« les magistrats »: the court that the article names."""
        parts = WORD.findall(phrase)[1:]
        for size in (2, 1):
            for noun in self.words.members.get(" ".join(parts[:size]), ()) if len(parts) == size else ():
                named = [g for g in self.bodies() if noun in body_words(g) or noun in lower(g.full)]
                if named:
                    return named[0]
        return None

    def _pair(self, at: int) -> str | None:
        """« X et Y … ils disent »: two people joined in the sentence or the one before."""
        floor = self.grid.sentence_at(at) - 1
        people = [n for n in self.names if n.type == "PER" and n.start < at]
        for one, other in reversed(list(pairwise(people))):
            if self.grid.sentence_at(one.start) < floor:
                return None
            if self.text[one.end : other.start].strip() in self.words.joints:
                return f"{self.group_of[one.range].full}, {self.group_of[other.range].full}"
        return None

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
                and (
                    lower(g.full) == lower(name.text)
                    or (head and head in g.heads and not self._differs(phrase, head, g))
                )
            ):
                g.names.append(name)
                return Speaker(group=g)
        heads = {head} if head else set()
        gender = self.shown_gender(phrase)
        known = head is not None and WORD.findall(phrase)[0] not in self.words.indefinites
        roles = {lower(name.text): None} if known else {}
        group = Group(
            type=kind, names=[name], heads=heads, roles=roles, gender=gender, named=False, plural=plural
        )
        self.groups.append(group)
        return Speaker(group=group)

    # --- documents ---

    def _document_noun(self, source: Excerpt, heads: list[Name]) -> str | None:
        """The document's noun when it heads the words (« le rapport de … »), else None."""
        end = heads[0].start if heads else source.end
        words: list[str] = WORD.findall(lower(self.text[source.start : end]))
        for word in words[:4]:  # determiner, adjective, noun
            if word in self.words.documents:
                return word
            if word in self.words.roles or word in self.words.bodies:
                return None
        return None

    def _document(self, noun: str, source: Excerpt, inside: list[Name]) -> Speaker:
        cuts = [m.start() for p in (self.words.relay, self.words.relative) if (m := p.search(source.text))]
        end = source.start + min(cuts, default=len(source.text))
        owners = [self.group_of[n.range] for n in inside if n.end <= end]
        if owners:
            return self._owned(owners[0], noun)
        if second := self._second_noun(source, noun, end):
            return second
        parts = WORD.findall(lower(source.text))
        known = (
            self._known_document(noun, parts, source.start)
            if parts[0] not in self.words.indefinites
            else None
        )
        shown = self.text[source.start : end].rstrip(" ,")
        return (
            known or self._issued(noun, shown, source.start) or Speaker(name=self._bare(shown), document=noun)
        )

    def _issued(self, noun: str, shown: str, at: int) -> Speaker | None:
        """« un arrêté »: the only prefect or mayor of the article; « les chiffres préfectoraux »: by word.

        Args:
            noun: The document's.
            shown: The whole phrase.
            at: Where it starts.
        """
        for m in WORD.finditer(lower(shown)):
            if body := self.words.bodies_by_adjective.get(m[0]):
                known = [g for g in self.groups if g.type == "ORG" and body in (body_words(g) | g.heads)]
                group = known[0] if known else self._body(body, at + m.start(), m.end() - m.start())
                return self._owned(group, noun)
        issuers = self.words.issuers.get(noun, frozenset())
        people = [g for g in self.groups if g.type == "PER" and g.heads & issuers]
        return self._owned(people[0], noun) if len(people) == 1 else None

    def _body(self, noun: str, at: int, size: int | None = None) -> Group:
        """A body without a name, known by its noun only, with the words at an offset that mean it."""
        end = at + (size or len(noun))
        echo = Name(start=at, end=end, text=self.text[at:end], type="ORG", form="nominal")
        for g in self.groups:
            if not g.named and g.type == "ORG" and noun in g.heads:
                if all(n.range != echo.range for n in (*g.names, *g.echoes)):
                    g.echoes.append(echo)
                return g
        label = f"{noun[:1].upper()}{noun[1:]}"
        group = Group(type="ORG", names=[], heads={noun}, roles={}, named=False, label=label, echoes=[echo])
        self.groups.append(group)
        return group

    def _known_document(self, noun: str, parts: list[str], at: int) -> Speaker | None:
        """« le rapport », « ce document »: one spoken of before, else the last speaker's or body's."""
        if noun in self.documents:
            return self.documents[noun]
        if parts[1:] not in ([], [noun]):
            return None
        if self.documents:
            return list(self.documents.values())[-1]
        if noun != self._generic and self.spoken:
            return self._owned(self.spoken[-1][1], noun)
        owner = self.best(at, THING, self.bodies())
        return self._owned(owner, noun) if owner else None

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
        exact = [g for g in self.bodies() if head in g.heads or head in body_words(g)]
        bare = f"d'{head}" in rest  # « rapport d'inspection » names a kind of report, no body spoken of
        loose = [] if self.words.bodies[head].proper or bare else self._firms()
        owner = self.best(source.start, THING, exact or loose)
        if owner:
            return self._owned(owner, noun)
        at = lower(self.text[source.start : end]).find(head)
        return self._owned(self._body(head, source.start + at), noun)

    def _firms(self) -> list[Group]:
        """Bodies that « l'entreprise » can mean: none whose own name says what it is (« chambre »)."""
        bodies = self.words.bodies
        return [g for g in self.bodies() if not any(w in bodies and bodies[w].proper for w in body_words(g))]

    def _bare(self, text: str) -> str:
        """A phrase without its determiner, first letter large."""
        parts = re.match(r"(?:(\w+)\s+|(\w['’]))(?=\S)", text)
        if parts:
            first = lower(parts[1] or parts[2])
            if first in self.words.determiners or first in self.words.possessives:
                text = text[parts.end() :]
        return text[:1].upper() + text[1:]
