"""Sources that are documents, and the groups made for words that nobody of the article fits."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from recoupe.records import Article, EntityType, Excerpt
from recoupe.stages.corefer.candidates import THING, WORD, Candidates, body_words
from recoupe.stages.corefer.grid import Grid
from recoupe.stages.corefer.groups import Group
from recoupe.stages.corefer.name import Name
from recoupe.stages.corefer.roles import head_of
from recoupe.stages.corefer.words import Vocabulary, lower


class Speaker(msgspec.Struct, frozen=True):
    """What a source's words were read as.

    Attributes:
        group: The person or body; None when the words name nobody of the article.
        name: What the chain shows when there is no group, or for a document.
        document: Noun of the document, when the source is one.
        through: Lawyer or spokesperson who passes the words on.
        meant: Whom the words mean, where that is not `group` (« elle » for the lawyer whose client counts).
        own: True when the outlet means itself (« nous »).
        form: How the group is mentioned here, None when by name.
    """

    group: Group | None = None
    name: str | None = None
    document: str | None = None
    through: Group | None = None
    meant: Group | None = None
    own: bool = False
    form: str | None = None


class Documents(Candidates):
    """Candidates beside the documents spoken of so far."""

    def __init__(self, article: Article, groups: Sequence[Group], grid: Grid, words: Vocabulary) -> None:
        super().__init__(article, groups, grid, words)
        self.group_of = {n.range: g for g in groups for n in g.names if n.form != "demonym"}
        names = (n for g in groups for n in g.names if n.form != "demonym")
        self.names = sorted(names, key=lambda n: (n.start, -n.end))
        self.documents: dict[str, Speaker] = {}
        self._generic = "document" if "document" in words.documents else None

    def _names_in(self, source: Excerpt) -> list[Name]:
        return [n for n in self.names if source.start <= n.start and n.end <= source.end]

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
        loose = [] if self.words.bodies[head].proper or bare else self.firms()
        owner = self.full_form(head) or self.best(source.start, THING, exact or loose)
        if owner:
            return self._owned(owner, noun)
        at = lower(self.text[source.start : end]).find(head)
        return self._owned(self._body(head, source.start + at), noun)

    def full_form(self, head: str) -> Group | None:
        """« la direction » where the article writes « direction du port de Vernois » once: that body's."""
        for n in self.names:
            before = lower(self.text[max(0, n.start - len(head) - 8) : n.start])
            m = re.search(rf"(?<!\w){re.escape(head)}(?=\s)", before)
            if n.type == "ORG" and m and self.words.linked.fullmatch(before, m.end()):
                return self.group_of[n.range]
        return None

    def _bare(self, text: str) -> str:
        """A phrase without its determiner, first letter large."""
        parts = re.match(r"(?:(\w+)\s+|(\w['’]))(?=\S)", text)
        if parts:
            first = lower(parts[1] or parts[2])
            if first in self.words.determiners or first in self.words.possessives:
                text = text[parts.end() :]
        return text[:1].upper() + text[1:]
