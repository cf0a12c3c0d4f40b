"""Sources that are documents, and the groups made for words that nobody of the article fits."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from recoupe.lang.callings import read_calling
from recoupe.records import Article, EntityType, Excerpt
from recoupe.stages.corefer.candidates import THING, WORD, Candidates, body_words
from recoupe.stages.corefer.grid import Grid
from recoupe.stages.corefer.groups import Group
from recoupe.stages.corefer.name import Name
from recoupe.stages.corefer.roles import head_of
from recoupe.stages.corefer.words import Vocabulary, lower

DAY = re.compile(r"\s\w+\s\d{1,2}(?:er)?\s[^\W\d_]+(?:\s\d{4})?")  # « daté » + « du 9 juillet »

NOUN = re.compile(r"[a-zà-ÿ]+")
COUNTRY = re.compile(r"\s([\w-]+)")  # « la diplomatie » + « kirghize »


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
        """Names in the words; not a place that only stands in the name of a body."""
        inside = [n for n in self.names if source.start <= n.start and n.end <= source.end]
        bodies = [n for n in inside if n.type == "ORG"]
        return [n for n in inside if n.type != "LOC" or not any(o.start <= n.start < o.end for o in bodies)]

    def _fresh(self, source: Excerpt, kind: EntityType, *, plural: bool = False) -> Speaker:
        """A group of its own for words that nobody of the article fits; the same words later are the same."""
        phrase = lower(source.text)
        head, bare = head_of(phrase, self.words), self._bare(source.text)
        name = Name(start=source.start, end=source.end, text=bare, type=kind, form="nominal")
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
        known = (head or read_calling(bare)) is not None and self._is_definite(phrase)
        roles = {lower(name.text): None} if known else {}
        group = Group(
            type=kind, names=[name], heads=heads, roles=roles, gender=gender, named=False, plural=plural
        )
        self.groups.append(group)
        return Speaker(group=group)

    def _is_definite(self, phrase: str) -> bool:
        return WORD.findall(phrase)[0] not in self.words.indefinites

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
        if issuer := self._issuing_body(noun, source.start):
            return self._owned(issuer, noun)
        parts = WORD.findall(lower(source.text))
        known = (
            self._known_document(noun, parts, source.start)
            if parts[0] not in self.words.indefinites
            else None
        )
        shown = self.text[source.start : end].rstrip(" ,")
        shown = self._called(noun, source.start, end)
        return known or self._issued(noun, shown, source.start) or Speaker(name=shown, document=noun)

    def _called(self, noun: str, start: int, end: int) -> str:
        """« le dernier relevé publié lundi »: « Relevé »; « l'avis daté du 9 juin »: « Avis du 9 juin »."""
        if self.words.head_last:
            return self._bare(self.text[start:end].rstrip(" ,"))
        at = start + max(lower(self.text[start:end]).find(noun), 0)
        kept: list[str] = []
        for k, piece in self.grid.after(at, self.text):
            if self.grid.starts[k] >= end or piece in ",(":
                break
            if kept and "VerbForm=Part" in self.grid.tokens.morphs[k]:
                dated = DAY.match(self.text, self.grid.tokens.ends[k])
                kept += [dated[0].strip()] if dated else []
                break
            kept.append(self.text[self.grid.starts[k] : self.grid.tokens.ends[k]])
        name = "".join(w if w.endswith(("'", "’")) else f"{w} " for w in kept).strip()
        return name[:1].upper() + name[1:]

    def _issuing_body(self, noun: str, at: int) -> Group | None:
        """« le jugement »: the only court of the article."""
        issuers = self.words.issuers.get(noun, frozenset())
        known = [g for g in self.bodies() if issuers & (body_words(g) | g.heads)]
        return known[0] if len(known) == 1 else None

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
        called = self.text[at:end] if lower(self.text[at:end]).startswith(noun) else noun
        for g in self.groups:
            if not g.named and g.type == "ORG" and noun in g.heads and called in (noun, g.label.lower()):
                if all(n.range != echo.range for n in (*g.names, *g.echoes)):
                    g.echoes.append(echo)
                return g
        label = f"{called[:1].upper()}{called[1:]}"
        group = Group(
            type="ORG", names=[], heads={noun}, roles={called: None}, named=False, label=label, echoes=[echo]
        )
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
        if noun != self._generic and self.spoken and noun not in self.words.issuers:
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
        if head in self.words.roles:
            return self._of_several(noun, rest, end)
        if head is None or head not in self.words.bodies:
            return None
        exact = [g for g in self.bodies() if head in g.heads or head in body_words(g)]
        bare = f"d'{head}" in rest  # « rapport d'inspection » names a kind of report, no body spoken of
        at = source.start + lower(self.text[source.start : end]).find(head)
        whole = self._with_complement(at, at + len(head))
        loose = [] if self.words.bodies[head].proper or bare or whole > len(head) else self.firms()
        owner = self.full_form(head) or self.best(source.start, THING, exact or loose)
        if owner:
            return self._owned(owner, noun)
        whose = COUNTRY.match(lower(self.text), at + len(head))
        country = whose is not None and whose[1] in self.words.places.by_adjective
        size = whose.end() - at if country and whose else whole
        return self._owned(self._body(head, at, size), noun)

    def _with_complement(self, start: int, end: int) -> int:
        """Length of « inspection générale », « inspection du travail »: a body's noun and what kind it is."""
        following = COUNTRY.match(self.text, end)
        k = self.grid.at(end + 1)
        is_adjective = k < len(self.grid.starts) and self.grid.tokens.pos[k] == "ADJ"
        if following is not None and is_adjective and following[1].islower():
            return following.end() - start
        link = self.words.linked.match(self.text, end)
        noun = NOUN.match(self.text, link.end()) if link else None
        return noun.end() - start if noun is not None else end - start

    def _of_several(self, noun: str, rest: str, end: int) -> Speaker | None:
        """« le relevé des pompiers »: several of one trade, named nowhere."""
        link = self.words.linked.match(rest)
        at = end - len(rest) + (link.end() if link else 0)
        k = self.grid.at(at)
        if link is None or k >= len(self.grid.starts) or "Number=Plur" not in self.grid.tokens.morphs[k]:
            return None
        plural = Excerpt(
            start=at, end=self.grid.tokens.ends[k], text=self.text[at : self.grid.tokens.ends[k]]
        )
        group = self._fresh(plural, "ORG", plural=True).group
        return self._owned(group, noun) if group else None

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
