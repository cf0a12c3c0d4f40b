"""Who is meant by a common noun: « la maire », « l'agence », « son avocat », « ses services »."""

from __future__ import annotations

from collections.abc import Sequence

from recoupe.records import Article, Excerpt
from recoupe.stages.corefer.bearers import Bearers
from recoupe.stages.corefer.candidates import THING, WORD, body_words
from recoupe.stages.corefer.documents import Documents, Speaker
from recoupe.stages.corefer.grid import Grid
from recoupe.stages.corefer.groups import Group
from recoupe.stages.corefer.phrases import Phrase
from recoupe.stages.corefer.roles import head_of
from recoupe.stages.corefer.voices import VOICES, Voices
from recoupe.stages.corefer.words import Address, Vocabulary, lower


class Nominals(Documents):
    """Resolves sources that are common nouns."""

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
        self._as_source: dict[int, Phrase] = {}
        self._phrases: list[Phrase] = []

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

    def _is_plural(self, source: Excerpt) -> bool:
        first = lower(source.text).split()[0]
        k = self.grid.at(source.start)
        morphs = self.grid.tokens.morphs[k : k + 2]
        return first in self.words.determiners and bool(morphs) and all("Number=Plur" in m for m in morphs)

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
