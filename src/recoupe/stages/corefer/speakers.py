"""Who a source's words mean: a name, a title, a pronoun, a document, nobody named."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

import msgspec

from recoupe.records import NOBODY, Article, Excerpt, Statement
from recoupe.stages.corefer.bearers import PARAGRAPH, TOLD, Bearers
from recoupe.stages.corefer.candidates import THING, WORD, body_words
from recoupe.stages.corefer.documents import Documents, Speaker
from recoupe.stages.corefer.grid import Grid
from recoupe.stages.corefer.groups import Group
from recoupe.stages.corefer.name import Name
from recoupe.stages.corefer.phrases import Phrase, Phrases
from recoupe.stages.corefer.roles import head_of
from recoupe.stages.corefer.voices import VOICES, Voices
from recoupe.stages.corefer.words import Address, Vocabulary, lower

END = re.compile(r"[,;:.«»“”\"()\n]")
MAX_TAIL = 90  # characters that may still belong to a source's words
ANYONE = Address(gender=None, plural=False, things=False)


class Speakers(Documents):
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
        self.voices = Voices(article.text, self.group_of, grid, words)
        self.voices.look_for_clients(self._client_named)
        self.several: list[Group] = []  # whom plural words meant, in text order
        self.bearers = Bearers(self, self.names, days)
        self._phrases: list[Phrase] = []
        self._as_source: dict[int, Phrase] = {}

    def look_for_titles(self, statements: Sequence[Statement]) -> None:
        """Find role phrases to be read on the way; those that are sources are read as sources."""
        sources = sorted({(s.source.start, s.source.end) for s in statements if s.source})
        bare = [(a, b) for a, b in sources if not any(a <= n.start < b for n in self.names)]
        self.bearers.speaking = {
            id(self.group_of[n.range]) for n in self.names for a, b in sources if a <= n.start and n.end <= b
        }
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
        at = statement.source.start if statement.source else statement.start
        self.note(at)
        speaker = self._read(statement)
        voice = speaker.group
        if client := self.voices.client_of(voice) if voice else None:
            speaker = msgspec.structs.replace(speaker, group=client, through=voice, meant=voice)
        if voice and (not speaker.document or voice.type == "PER"):
            self.spoken += [(at, g) for g in (client, voice) if g]
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
        if group.type == "PER" and self.voices.passes_on(before):
            self._learn_client(source, before, group)
        return Speaker(group=group)

    def _learn_client(self, source: Excerpt, before: str, voice: Group) -> None:
        """« son avocat, X »: who was spoken of before; what the words themselves name is known already."""
        named = [g for m in self._names_in(source) if (g := self.group_of[m.range]) is not voice]
        if named:
            self.voices.learn(voice, named[0])
        elif self._is_unowned(before):
            owner = self._client(source, things=self.voices.duty(before) == "spokesperson")
            if owner and owner is not voice:
                self.voices.learn(voice, owner)

    def _is_unowned(self, before: str) -> bool:
        """« son avocat, X », « un porte-parole, X »: whose is not said there."""
        first = before.split(maxsplit=1)[0] if before.strip() else ""
        is_one = first in self.words.indefinites and self.voices.duty(before) == "spokesperson"
        return first in self.words.possessives or is_one

    def _complement(self, inside: list[Name], source: Excerpt) -> Speaker:
        """Only the owner is named: « la porte-parole de Havnes », « l'équipe de Karin Solberg »."""
        phrase = lower(source.text)
        if voice := self.words.voice.search(source.text):
            after = [n for n in inside if n.start >= source.start + voice.end()]
            if after:
                return Speaker(group=self.group_of[after[0].range])
        owner = self.group_of[inside[0].range]
        duty = self.voices.duty(phrase)
        if duty in VOICES:
            return Speaker(group=owner)
        if duty:
            return self._title(phrase, source, owned=duty != "occupation")
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
            group = group or self._coming(source, pronoun) or self._subject_noun(source.start, pronoun)
        if group and group.type == "PER" and group.gender is None and " " in group.full:
            group.gender = pronoun.gender  # « Dominique … dit-elle »: from here on a woman
        return Speaker(group=group, name=None if group else NOBODY, form="pronoun")

    def _coming(self, source: Excerpt, pronoun: Address) -> Group | None:
        """« « Tant mieux », lâche-t-il. X n'a jamais … »: the subject of the very next sentence."""
        here = self.grid.sentence_at(source.start)
        quoting = any(self.grid.sentence_at(q.end - 1) == here for q in self.quotations)
        for n in self.names:
            g = self.group_of[n.range]
            if self.grid.sentence_at(n.start) == here + 1 and n.type == "PER" and self._is_subject(n):
                fits = quoting and not g.roles and g.gender in (pronoun.gender, None)
                return g if fits and PARAGRAPH not in self.text[source.end : n.start] else None
        return None

    def _subject_noun(self, at: int, pronoun: Address) -> Group | None:
        """« Le chef d'orchestre a livré ses projets. …, a-t-il glissé »: whom nobody of the article bears."""
        here = self.grid.sentence_at(at)
        tokens = self.grid.tokens
        for k in range(self.grid.at(at) - 1, 0, -1):
            start, end = tokens.starts[k], tokens.ends[k]
            if self.grid.sentence_at(start) < here - 1:
                return None
            if tokens.deps[k].startswith("nsubj") and tokens.pos[k] == "NOUN":
                first = lower(self.text[tokens.starts[k - 1] : tokens.ends[k - 1]])
                opens = first in self.words.determiners or first in self.words.possessives
                phrase = self._whole_noun(tokens.starts[k - 1], end)
                head = head_of(lower(phrase.text), self.words)
                shown = pronoun.gender is None or self.shown_gender(lower(phrase.text)) in (
                    pronoun.gender,
                    None,
                )
                if (
                    opens
                    and shown
                    and (head in self.words.roles or (pronoun.things and head in self.words.bodies))
                ):
                    return self._fresh(phrase, "PER" if head in self.words.roles else "ORG").group
        return None

    def _whole_noun(self, start: int, end: int) -> Excerpt:
        """A noun with its determiner, and the common noun that completes it (« le chef d'orchestre »)."""
        link = self.words.linked.match(self.text, end)
        noun = re.compile(r"[^\W\d_]+").match(self.text, link.end()) if link else None
        end = noun.end() if noun and noun[0].islower() else end
        return Excerpt(start=start, end=end, text=self.text[start:end])

    def _concerned(self, groups: Sequence[Group]) -> list[Group]:
        """« l'intéressé » answers what others said: he is not the one who spoke last, if there is another."""
        last = self.spoken[-1][1] if self.spoken else None
        others = [g for g in groups if g is not last and g.type == "PER"]
        return others or list(groups)

    def _possessed(self, phrase: str, source: Excerpt) -> Speaker:
        """« son avocat », « sa porte-parole », « son cabinet », « ses services »: whose is the question."""
        duty, head = self.voices.duty(phrase), head_of(phrase, self.words)
        if duty in VOICES or head in self.words.defences:
            owner = self._client(source, things=duty == "spokesperson")
            return Speaker(group=owner, name=None if owner else source.text, form="nominal")
        if any(w in self.words.clients for w in WORD.findall(phrase)):
            client = next((c for _, g in reversed(self.spoken) if (c := self.voices.client_of(g))), None)
            return Speaker(group=client, form="nominal") if client else self._fresh(source, "PER")
        candidates = [*(g for g in self.groups if g.type == "PER"), *self.bodies()]
        owner = self.nearest_subject(source.start, candidates) or self.best(source.start, THING, candidates)
        if duty:
            return self._officer(phrase, source, owner)
        return self._part(phrase, source, owner)

    def _part(self, phrase: str, source: Excerpt, owner: Group | None) -> Speaker:
        """« son cabinet » by its owner; « ses services » are the ministry itself."""
        if owner and owner.type == "ORG" and any(w in self.words.arms for w in WORD.findall(phrase)):
            return Speaker(group=owner)
        noun = self._bare(source.text)
        known = owner and head_of(phrase, self.words)
        return Speaker(name=f"{noun} ({owner.full})" if owner and known else noun)

    def _officer(self, phrase: str, source: Excerpt, owner: Group | None) -> Speaker:
        """« sa rivale » by who fits; « son secrétaire général », named nowhere, speaks for the union."""
        known = self.by_role(phrase, source.start)
        office = self.voices.duty(phrase) == "office"
        if known is None and not office:
            known = self.only(phrase, source.start)
        if known is None and (known := self.bearers.ahead(phrase, source.end)):
            self._bear(known, phrase, source)
        if known:
            return Speaker(group=known, form="nominal")
        return (
            Speaker(group=owner) if office and owner and owner.type == "ORG" else self._fresh(source, "PER")
        )

    def _client(self, source: Excerpt, *, things: bool) -> Group | None:
        """Whose lawyer or spokesperson: the subject of the sentence, else who was spoken of last."""
        fit = [g for g in self.groups if g.type == "PER" or (things and g in self.bodies())]
        fit = [g for g in fit if not self.voices.is_counsel(g)]
        return self.nearest_subject(source.start, fit) or self.best(
            source.start, Address(gender=None, plural=False, things=things), fit
        )

    def _client_named(self, phrase: str, at: int) -> Group | None:
        """« (l'avocat de) la championne », « (du) chauffeur »: who is that, else the last it fits."""
        head = head_of(phrase, self.words)
        if head in self.words.bodies:
            return self.by_role(phrase, at)
        if head not in self.words.roles and not self._is_person_noun(phrase, at):
            return None
        known = self.by_role(phrase, at)
        people = [g for g in self.groups if g.type == "PER" and g.named and not self.voices.is_counsel(g)]
        pronoun = Address(gender=self.shown_gender(phrase), plural=False, things=False)
        return known or self.best(at, pronoun, people)

    def _is_person_noun(self, phrase: str, at: int) -> bool:
        return bool(self.words.person_endings) and self._may_be_person(phrase, at)

    def _title(self, phrase: str, source: Excerpt, *, owned: bool = False) -> Speaker:
        """« la maire », « l'agence », « le spécialiste »: who has the role, else the last it fits.

        Args:
            phrase: Lower-case words.
            source: The same with their place.
            owned: A name says whose (« la directrice technique de Norlys »): nobody else is meant.
        """
        body = self._body_of(phrase)
        if body or self._is_plural(source):
            speaker = Speaker(group=body, form="nominal") if body else self._fresh(source, "ORG", plural=True)
            if speaker.group:
                self.several.append(speaker.group)
            return speaker
        group = self._bearer(phrase, source, owned=owned)
        if group is None and self.voices.duty(phrase) == "spokesperson" and not owned:
            group = self._client(source, things=True)
            return Speaker(group=group) if group else self._fresh(source, "PER")
        if group:
            self._bear(group, phrase, source)
            return Speaker(group=group, form="nominal")
        fresh = self._fresh(source, "PER" if self.voices.duty(phrase) else "ORG")
        asked = self._as_source.get(source.start)
        if asked and fresh.group and (person := self.bearers.fact(asked)):
            fresh.group.fact = f"person {person}"
        return fresh

    def _bearer(self, phrase: str, source: Excerpt, *, owned: bool) -> Group | None:
        asked = self._as_source.get(source.start)
        group = self.bearers.in_office(asked) if asked else None
        group = group or self.by_role(phrase, source.start)
        if group or WORD.findall(phrase)[0] in self.words.indefinites:
            return group
        head = head_of(phrase, self.words)
        if head in self.words.bodies and (body := self.full_form(head)):
            return body
        last = self.by_gender(phrase, source.start)
        if owned and not any(g is last for _, g in self.spoken):
            last = None
        if head not in self.words.bodies and (last is None or self._has_other_trade(last, phrase)):
            return self.bearers.ahead(phrase, source.end, trade=last is not None) or last
        return last

    def _has_other_trade(self, g: Group, phrase: str) -> bool:
        head = head_of(phrase, self.words)
        same = self.words.synonyms.get(head or "", frozenset()) | {head}
        return head in self.words.roles and bool(g.heads) and not g.heads & same

    def _bear(self, g: Group, phrase: str, source: Excerpt) -> None:
        """Read once as this person, the title stays theirs."""
        if head := head_of(phrase, self.words):
            g.heads.add(head)
            g.roles.setdefault(lower(self._bare(source.text)))

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
