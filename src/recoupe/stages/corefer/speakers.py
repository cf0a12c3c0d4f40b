"""Who a source's words mean: a name, a title, a pronoun, a document, nobody named."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from recoupe.lang.titles import Gender
from recoupe.records import Excerpt, Statement
from recoupe.stages.corefer.bearers import TOLD
from recoupe.stages.corefer.candidates import WORD
from recoupe.stages.corefer.documents import Speaker
from recoupe.stages.corefer.groups import Group
from recoupe.stages.corefer.name import Name
from recoupe.stages.corefer.phrases import Phrase, Phrases
from recoupe.stages.corefer.pronouns import Pronouns
from recoupe.stages.corefer.roles import head_of
from recoupe.stages.corefer.voices import VOICES
from recoupe.stages.corefer.words import lower

END = re.compile(r"[,;:.«»“”\"()\n]")
MAX_TAIL = 90  # characters that may still belong to a source's words


class Speakers(Pronouns):
    """Resolves sources in text order, remembering who spoke."""

    def look_for_titles(self, statements: Sequence[Statement], since: int = 0) -> None:
        """Find role phrases to be read on the way, from an offset on; those that are sources are read so."""
        sources = sorted({(s.source.start, s.source.end) for s in statements if s.source})
        bare = [(a, b) for a, b in sources if not any(a <= n.start < b for n in self.names)]
        self.bearers.speaking = {
            id(self.group_of[n.range]) for n in self.names for a, b in sources if a <= n.start and n.end <= b
        }
        found = Phrases(self.text, self.names, self.grid, self.words).find(since)
        unnamed = {a: p for p in found for a, b in bare if p.start < b and a < p.end}
        self._phrases = [p for p in found if p not in unnamed.values()]
        whole = {p.start: p for p in found if (p.start, p.end) in sources}  # « le président de la Fed »
        self._as_source = whole | unnamed

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
        if p.possessive and p.duty == "occupation" and self.shown_gender(p.text.split(maxsplit=1)[-1]):
            return self._relate(p)
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

    def _relate(self, p: Phrase) -> Group | None:
        """« son prêtre », « sa sœur »: the only one named whom the text calls so and who is not the subject.

        Otherwise somebody of whom no more is known, and whom no other words mean. A noun for both genders is
        left out before: « sa garde » may be no person.
        """
        called = [g for g in self.groups if p.head in g.heads and g.named and not self.clashes(p.text, g)]
        if len(called) == 1 and self.nearest_subject(p.start, self.groups) is not called[0]:
            return called[0]
        name = Name(start=p.start, end=p.end, text=self.text[p.start : p.end], type="PER", form="nominal")
        label = self._bare(name.text)
        gender = self.shown_gender(p.text)
        for g in self.relations:
            if g.label == label:
                g.echoes.append(name)
                return None
        self.relations.append(
            Group(
                type="PER", names=[], heads=set(), roles={}, gender=gender,
                named=False, label=label, echoes=[name],
            )
        )  # fmt: skip
        return None

    def note_latter(self) -> None:
        """« après que ce dernier a parlé »: the last person named, where no other noun can be meant."""
        people = [g for g in self.groups if g.type == "PER" and not g.plural]
        for m in self.words.latter_forms.finditer(self.text):
            pronoun = self.words.pronouns.get(lower(m[0]))
            group = self.last_named(m.start(), pronoun, people) if pronoun and pronoun.gender else None
            if group is None or pronoun is None:
                continue
            last = max(n.end for n in (*group.names, *group.echoes) if n.start < m.start())
            if self._is_nearest(last, m.start(), pronoun.gender):
                group.echoes.append(
                    Name(start=m.start(), end=m.end(), text=m[0], type=group.type, form="pronoun")
                )

    def _is_nearest(self, end: int, at: int, gender: Gender | None) -> bool:
        """No noun of that gender stands between, in the one sentence: « X a un plan, celui-ci … »."""
        grid = self.grid
        if not grid.is_tagged or grid.sentence_at(end - 1) != grid.sentence_at(at):
            return False
        tokens, shown = grid.tokens, f"Gender={'Masc' if gender == 'm' else 'Fem'}"
        between = range(grid.at(end), grid.at(at))
        return not any(tokens.pos[k] in ("NOUN", "PROPN") and shown in tokens.morphs[k] for k in between)

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
        source = self._before_voice(self._whole(source, statement))
        inside = self._names_in(source)
        heads = [n for n in inside if not self._is_complement(n, source)]
        if document := self._document_noun(source, heads):
            return self._document(document, source, inside)
        if heads:
            return self._named(heads, source)
        return self._complement(inside, source) if inside else self._unnamed(source, statement)

    def _before_voice(self, source: Excerpt) -> Excerpt:
        """« l'animateur » + « , par la voix de son avocat, Me X »: whose words they are stands first.

        Who is named speaks himself, unless he is a lawyer (« le syndicat, par la voix de X »).
        """
        voice = self.words.voice.search(source.text)
        if voice is None:
            return source
        behind = lower(source.text[voice.end() :])
        if self._names_in(source) and self.voices.duty(behind) != "counsel":
            return source
        whole = source.text[: voice.start()].rstrip(" ,")
        end = source.start + len(whole)
        return Excerpt(start=source.start, end=end, text=whole) if whole else source

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
        if len(parts) > 1 and parts[-1] in self.words.links:
            return True  # « les parents des Ormes »
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
            owner = self._owner_of_voice(source, before)
            if owner and owner is not voice:
                self.voices.learn(voice, owner)

    def _owner_of_voice(self, source: Excerpt, before: str) -> Group | None:
        """« son avocat », « leur porte-parole »: of several only who spoke as several."""
        if WORD.findall(before)[0] in self.words.plural_possessives:
            return self.several[-1] if self.several else None
        return self._client(source, things=self.voices.duty(before) == "spokesperson")

    def _is_unowned(self, before: str) -> bool:
        """« son avocat, X », « un porte-parole, X »: whose is not said there, nor by « norvégien »."""
        if any(w in self.words.places.by_adjective for w in WORD.findall(before)):
            return False
        first = before.split(maxsplit=1)[0] if before.strip() else ""
        if self.words.linked.search(before):
            return False  # « un porte-parole du fabricant, X »
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

    def _unnamed(self, source: Excerpt, statement: Statement) -> Speaker:
        phrase = lower(source.text)
        if pronoun := self.words.pronouns.get(phrase.partition(",")[0]):  # « l'intéressé, 51 ans »
            return self._pronoun(pronoun, self._until_comma(source), statement)
        parts = WORD.findall(phrase)
        if not parts:
            return Speaker(name=source.text)
        if parts[0] in self.words.own:
            return Speaker(own=True)
        if beside := self._apposed(source, statement):
            return Speaker(group=beside, form="nominal")
        return self._noun(self._until_comma(source))

    def _noun(self, source: Excerpt) -> Speaker:
        """« les siens », « son cabinet », « la maire »."""
        phrase = lower(source.text)
        if phrase in self.words.kin:
            return self._family(source)
        if WORD.findall(phrase)[0] in self.words.possessives:
            return self._possessed(phrase, source)
        return self._title(phrase, source)
