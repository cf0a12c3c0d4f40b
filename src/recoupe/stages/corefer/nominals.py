"""Who is meant by a common noun: « la maire », « l'agence », « son avocat », « ses services »."""

from __future__ import annotations

import re
from collections.abc import Sequence

from recoupe.records import Article, Excerpt, Statement
from recoupe.stages.corefer.bearers import Bearers
from recoupe.stages.corefer.candidates import THING, WORD, body_words
from recoupe.stages.corefer.documents import Documents, Speaker
from recoupe.stages.corefer.grid import Grid
from recoupe.stages.corefer.groups import Group
from recoupe.stages.corefer.name import Name
from recoupe.stages.corefer.phrases import Phrase
from recoupe.stages.corefer.roles import head_of
from recoupe.stages.corefer.voices import VOICES, Voices
from recoupe.stages.corefer.words import Address, Vocabulary, lower

MAX_BESIDE = 20  # characters between a verb and the name behind it: « , said Dr » + « X »
MAX_TITLE = 4  # words of a title before a name: « un médecin, » + « le bon docteur X »
MARK = re.compile(r"[,;:.«»“”\"()\n]")
TITLE = re.compile(r"([^\W\d_]+['’.]?)\s?")
BESIDE = re.compile(r", (?:[^\W\d_]+['’ ]\s?){0,3}?(?=[A-ZÀ-Ý])")  # « Le fabricant » + « , les laboratoires »
CLOSING = (",", ".", ";", ":", ")", "?", "!", "", "\n", "»")


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
        self.relations: list[Group] = []  # whom only a possessive points at: « sa sœur »
        self._guessed: dict[int, set[str]] = {}  # role nouns that only their place gave to a group
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
        asked = self._as_source.get(source.start)
        is_foreign = (
            asked is not None and asked.country is not None
        )  # « un porte-parole norvégien »: Norway's
        if group is None and self.voices.duty(phrase) == "spokesperson" and not (owned or is_foreign):
            group = self._client(source, things=True)
            return Speaker(group=group) if group else self._fresh(source, "PER")
        if group:
            self._bear(group, phrase, source)
            return Speaker(group=group, form="nominal")
        fresh = self._fresh(source, "PER" if self.voices.duty(phrase) else "ORG")
        if asked and fresh.group and (person := self.bearers.fact(asked)):
            fresh.group.fact = f"person {person}"
        return fresh

    def _bearer(self, phrase: str, source: Excerpt, *, owned: bool) -> Group | None:
        asked = self._as_source.get(source.start)
        group = self.bearers.in_office(asked) if asked else None
        group = group or self.by_role(phrase, source.start)
        if asked and group and self.bearers.is_anothers(asked, group):
            return None
        if group or WORD.findall(phrase)[0] in self.words.indefinites:
            return group
        head = head_of(phrase, self.words)
        if head in self.words.bodies and (body := self.full_form(head)):
            return body
        if self._is_narrowed(source):
            return None
        last = self.by_gender(phrase, source.start)
        if owned and not any(g is last for _, g in self.spoken):
            last = None
        if head not in self.words.bodies and (last is None or self._has_other_trade(last, phrase)):
            if last is not None and (self._is_guessed(last) or self.voices.is_counsel(last)):
                last = None  # « son avocat, Me X », then « le chirurgien »: the client
            last = self.bearers.ahead(phrase, source.end, trade=last is not None) or last
        if last is not None and head and head not in last.heads:
            self._guessed.setdefault(id(last), set()).add(head)
        return last

    def _is_guessed(self, g: Group) -> bool:
        """« l'attaquant », then « l'entraîneur »: one was guessed, both cannot be."""
        return bool(g.heads) and g.heads <= self._guessed.get(id(g), set())

    def _is_narrowed(self, source: Excerpt) -> bool:
        """« le médecin » + « qui l'a examinée »: a clause says which one, so that it is nobody spoken of."""
        clause = self.words.relative.search(self.text, source.end)
        return clause is not None and clause.start() == source.end + 1 and self.text[source.end] == " "

    def _until_comma(self, source: Excerpt) -> Excerpt:
        """« le club, dernier du classement »: what follows only adds to it."""
        end = source.start + len(source.text.partition(",")[0].rstrip())
        return Excerpt(start=source.start, end=end, text=self.text[source.start : end])

    def _apposed(self, source: Excerpt, statement: Statement) -> Group | None:
        """Who is named right beside a title: « dit X, une retraitée », « un médecin, le docteur X »."""
        head = head_of(lower(source.text), self.words)
        if head in self.words.bodies:
            return self._body_behind_comma(source)
        if head not in self.words.roles:
            return None
        before = self.bearers.by_end.get(len(self.text[: source.start].removesuffix(", ")))
        if before is not None and statement.cue is not None:
            between = self.text[statement.cue.end : before.start]
            if before.start > statement.cue.end and len(between) <= MAX_BESIDE and not MARK.search(between):
                return self._if_person(before, source)
        after = self._named_behind(source.end)
        inside = after is not None and statement.start <= after.start < statement.end
        closed = after is not None and self.text[after.end : after.end + 1] in CLOSING
        return self._if_person(after, source) if after is not None and closed and not inside else None

    def _body_behind_comma(self, source: Excerpt) -> Group | None:
        """« Le fabricant, les laboratoires Norlys, invoque »: the body's name right behind its noun."""
        opening = BESIDE.match(self.text, source.end)
        n = self.bearers.by_start.get(opening.end()) if opening else None
        closed = n is not None and self.text[n.end : n.end + 1] in CLOSING
        known = opening is not None and all(
            w in self.words.determiners or w in self.words.bodies or w.removesuffix("s") in self.words.bodies
            for w in WORD.findall(lower(opening[0]))
        )
        group = self.group_of.get(n.range) if n is not None and closed and known else None
        if group is None or group.type != "ORG":
            return None
        self._bear(group, lower(source.text), source)
        return group

    def _named_behind(self, end: int) -> Name | None:
        """The name behind a comma, with a title of its own at most."""
        at = end + 2 if self.text.startswith(", ", end) else 0
        for _ in range(MAX_TITLE if at else 0):
            if at in self.bearers.by_start:
                return self.bearers.by_start[at]
            word = TITLE.match(self.text, at)
            known = lower(word[1]) if word else ""
            role = known in self.words.roles or (word is not None and word[1] in self.words.civil)
            if word is None or not (role or known in self.words.determiners):
                return None
            at = word.end()
        return None

    def _if_person(self, n: Name, source: Excerpt) -> Group | None:
        g = self.group_of.get(n.range)
        fits = g is not None and g.type == "PER" and not self.clashes(lower(source.text), g)
        return g if fits else None

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

    def _head_token(self, source: Excerpt) -> int:
        """Index of the noun that heads a phrase where heads come last (« the chief » of « Aldmouth »)."""
        last = k = self.grid.at(source.start)
        while k < len(self.grid.starts) and self.grid.starts[k] < source.end:
            if self.grid.tokens.pos[k] == "ADP":
                break
            last, k = k, k + 1
        return last

    def _is_plural(self, source: Excerpt) -> bool:
        first = lower(source.text).split()[0]
        k = self.grid.at(source.start)
        if self.words.head_last:
            return "Number=Plur" in self.grid.tokens.morphs[self._head_token(source)]
        tokens = self.grid.tokens
        noun = k + 2 if tokens.pos[k + 1 : k + 2] == ("NUM",) else k + 1  # « les deux syndicats »
        shown = (*tokens.morphs[k : k + 1], *tokens.morphs[noun : noun + 1])
        return first in self.words.determiners and bool(shown) and all("Number=Plur" in m for m in shown)

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
        if any(w in self.words.arms for w in WORD.findall(phrase)) and (
            body := self._served(source, candidates)
        ):
            return Speaker(group=body)
        owner = self._body_subject(source) or self.nearest_subject(source.start, candidates)
        owner = owner or self.best(source.start, THING, candidates)
        if duty:
            return self._officer(phrase, source, owner)
        return self._part(phrase, source, owner)

    def _served(self, source: Excerpt, candidates: Sequence[Group]) -> Group | None:
        """« ses services »: the ministry itself; behind a prefect the prefecture."""
        seats = self.words.seats
        fit = [g for g in candidates if g.type == "ORG" or g.heads & seats.keys()]
        owner = self.nearest_subject(source.start, fit) or self.best(source.start, THING, fit)
        if owner is None or owner.type == "ORG":
            return owner
        noun = seats[min(owner.heads & seats.keys())]
        known = [g for g in self.bodies() if noun in body_words(g) | g.heads]
        return known[0] if known else self._body(noun, source.start, len(source.text))

    def _body_subject(self, source: Excerpt) -> Group | None:
        """« L'intersyndicale reste ferme, déplore son porte-voix »: a body's noun that is the subject."""
        tokens, words = self.grid.tokens, self.words
        for k, piece in self.grid.before(source.start, self.text):
            if not tokens.deps[k].startswith("nsubj") or k == 0:
                continue
            opening = lower(self.text[tokens.starts[k - 1] : tokens.ends[k - 1]])
            named = any(n.start <= tokens.starts[k] < n.end for n in self.names)
            body = words.bodies.get(lower(piece))
            if body is None or body.type != "ORG" or named or opening in words.indefinites:
                return None
            phrase = self._whole_noun(tokens.starts[k - 1], tokens.ends[k])
            return self._title(lower(phrase.text), phrase).group if opening in words.determiners else None
        return None

    def _whole_noun(self, start: int, end: int) -> Excerpt:
        """A noun with its determiner, and the common noun that completes it (« le chef d'orchestre »)."""
        link = self.words.linked.match(self.text, end)
        noun = re.compile(r"[^\W\d_]+").match(self.text, link.end()) if link else None
        end = noun.end() if noun and noun[0].islower() else end
        return Excerpt(start=start, end=end, text=self.text[start:end])

    def _family(self, source: Excerpt) -> Speaker:
        """« les siens »: of whom the text spoke last."""
        people = [g for g in self.groups if g.type == "PER"]
        owner = self.best(source.start, Address(gender=None, plural=False, things=False), people)
        noun = self._bare(self.words.kin[lower(source.text)])
        return Speaker(name=f"{noun} ({owner.full})" if owner else noun)

    def _part(self, phrase: str, source: Excerpt, owner: Group | None) -> Speaker:
        """« son cabinet » by its owner."""
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
        subject = self._body_subject(source) if things else None
        return (
            subject
            or self.nearest_subject(source.start, fit)
            or self.best(source.start, Address(gender=None, plural=False, things=things), fit)
        )

    def _client_named(self, phrase: str, at: int) -> Group | None:
        """« (l'avocat de) la championne », « (du) chauffeur »: who is that, else the last it fits."""
        head = head_of(phrase, self.words)
        if head in self.words.bodies:
            return self.by_role(phrase, at) or self.by_gender(phrase, at)
        if head not in self.words.roles and not self._is_person_noun(phrase, at):
            return None
        known = self.by_role(phrase, at)
        people = [g for g in self.groups if g.type == "PER" and g.named and not self.voices.is_counsel(g)]
        pronoun = Address(gender=self.shown_gender(phrase), plural=False, things=False)
        return known or self.best(at, pronoun, people)

    def _is_person_noun(self, phrase: str, at: int) -> bool:
        return bool(self.words.person_endings) and self._may_be_person(phrase, at)
