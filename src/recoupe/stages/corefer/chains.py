"""Chains of who had it from whom: origin first, the outlet last."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from recoupe.ids import make_id
from recoupe.lang.bodies import is_agency
from recoupe.lang.outlets import shipped
from recoupe.records import NOBODY, Article, Chain, Channel, Excerpt, Hop, HopKind, Occasion, Statement
from recoupe.stages.corefer.documents import Documents, Speaker
from recoupe.stages.corefer.groups import Group
from recoupe.text.datelines import find_dateline
from recoupe.text.names import fold

LONG = ("podcast", "interview", "press_conference", "newspaper")  # an appearance that fills an article
SHORT = ("speech", "post")  # one that fills a passage: another follows without a word about it
REACH = 1  # paragraphs after a post or speech in which its author is still taken to speak there
TENSES = (
    "Tense=Imp",
    "Tense=Past",
)  # of « avait », "had" before a participle: another day than the article's
# what an unresolved source is; a pronoun that could not be read names nobody
KIND_OF: dict[str, HopKind] = {
    "organisation": "organisation",
    "collective": "organisation",
    "pronoun": "anonymous",
}
WORD = re.compile(r"[^\W\d_]{2,}")  # without « l' », « d' »
WITH = re.compile(r"^(?:[a-zà-ÿа-яё]+\s+)+")  # « avec AFP »: small words before the name


class Chains:
    """Builds a chain for each statement of one article."""

    def __init__(
        self,
        article: Article,
        speakers: Mapping[str, Speaker],
        statements: Sequence[Statement],
        cluster_ids: Mapping[int, str],
        reader: Documents,
    ) -> None:
        self.article = article
        self.grid = reader.grid
        self.speakers = speakers
        self.by_id = {s.id: s for s in statements}
        self.cluster_ids = cluster_ids
        self.words = reader.words
        self.appearances = self._appearances(statements)
        self.group_of = {n.range: g for g in reader.groups for n in g.names}
        self.names = sorted(self.group_of)
        self.sources = {id(x.group) for s, x in speakers.items() if x.group and self.by_id[s].source}

    def build(self, statement: Statement) -> Chain:
        """The chain of one statement."""
        hops: list[Hop] = []
        seen: set[str] = set()
        at: Statement | None = statement
        while at is not None and at.id not in seen:
            seen.add(at.id)
            hops += [h for h in self._said(at) if not any(_same(h, other) for other in hops)]
            at = self.by_id.get(at.parent_id) if at.parent_id else None
        if hops:
            hops += self._credit(hops)
        hops.append(Hop(name=self.article.outlet, kind="outlet"))
        return Chain(
            id=make_id("chain", statement.id),
            statement_id=statement.id,
            article_id=self.article.id,
            hops=tuple(hops),
            occasion=self._occasion(statement),
        )

    def _said(self, s: Statement) -> list[Hop]:
        """Speaker, then relay and channel, as one statement has them."""
        speaker = self.speakers[s.id]
        first = self._speaker(s, speaker)
        if first is None:
            return []
        hops = [first]
        if speaker.through:
            hops.append(self._hop(speaker.through, None))
        told = self._told(s, speaker)
        if told is not None:
            hops.append(self._hop(told, None))
        if channel := self._channel(s, told or speaker.group):
            hops.append(channel)
        if relay := self._relay(s):  # « a-t-elle dit au Phare, cité par l'AFP »: last who carried it last
            hops.append(relay)
        return [first, *(h for h in hops[1:] if not self._is_own(h) and not _same(h, first))]

    def _is_own(self, hop: Hop) -> bool:
        """« L'Écho » on a page of « L'Écho du Rieu » is the outlet itself, « à notre micro » its own."""
        own, name = (set(WORD.findall(fold(n))) for n in (self.article.outlet, hop.name))
        is_ours = bool(name & self.words.own) and hop.name[1:].islower()
        return hop.kind != "person" and (is_ours or (bool(name) and name <= own))

    def _speaker(self, s: Statement, speaker: Speaker) -> Hop | None:
        """The first hop of one statement; None for the outlet's own voice."""
        if s.source_kind == "outlet":
            return None
        if s.source_kind == "witness":
            return Hop(name=self.article.byline or self.article.outlet, kind="witness", excerpt=s.source)
        if s.source_kind == "anonymous" and speaker.group is None:
            return Hop(name=s.source.text if s.source else NOBODY, kind="anonymous", excerpt=s.source)
        if speaker.own:
            return Hop(name=self.article.outlet, kind="organisation", excerpt=s.source)
        return self._named(s, speaker)

    def _named(self, s: Statement, speaker: Speaker) -> Hop | None:
        if speaker.group and not (speaker.document and speaker.name):
            return self._hop(speaker.group, s.source)
        if speaker.name is None:
            return None
        cluster = self.cluster_ids.get(id(speaker.group)) if speaker.group else None
        kind: HopKind = "document" if speaker.document else KIND_OF.get(s.source_kind, "person")
        return Hop(name=speaker.name, kind=kind, cluster_id=cluster, excerpt=s.source)

    def _hop(self, group: Group, excerpt: Excerpt | None) -> Hop:
        return Hop(
            name=group.full,
            kind="person" if group.type == "PER" else "organisation",
            cluster_id=self.cluster_ids[id(group)],
            excerpt=excerpt,
            inferred=excerpt is None,
        )

    def _relay(self, s: Statement) -> Hop | None:
        """« un document révélé par Le Phare », « …, qui cite un cadre »: who carried it."""
        if s.relay is not None:
            return self._passed(s.relay)
        if s.source is None or not (found := self.words.relay.search(s.source.text)):
            return None
        at = s.source.start + found.end()
        rest = self.article.text[at : s.source.end]
        return self._passed(Excerpt(start=at, end=s.source.end, text=rest)) if rest else None

    def _passed(self, relay: Excerpt) -> Hop:
        """A relay that the sentence names: a person or body of the article, an agency, else a medium."""
        for n in self.names:
            if relay.start <= n[0] and n[1] <= relay.end:
                return self._hop(self.group_of[n], relay)
        agency = shipped().agencies_in(relay.text)
        is_wire = bool(agency) or is_agency(relay.text)
        return Hop(name=agency or relay.text, kind="wire" if is_wire else "channel", excerpt=relay)

    def _told(self, s: Statement, speaker: Speaker) -> Group | None:
        """Whom the speaker told, when that person is a source of the article too: he passed it on."""
        if s.addressee is None or speaker.group is None:
            return None
        for n in self.names:
            group = self.group_of[n]
            inside = s.addressee.start <= n[0] and n[1] <= s.addressee.end
            if inside and group.type == "PER" and group is not speaker.group and id(group) in self.sources:
                return group
        return None

    def _channel(self, s: Statement, by: Group | None) -> Hop | None:
        channel = self._medium(s, by)
        if channel is None:
            return None
        kind: HopKind = "wire" if channel.medium == "wire" else "channel"
        return Hop(
            name=channel.excerpt.text,
            kind=kind,
            excerpt=channel.excerpt,
            inferred=s.channel is None or channel is not s.channel,
        )

    def _medium(self, s: Statement, by: Group | None) -> Channel | None:
        """The medium as the sentence says, as the one before it that « son message » means, or carried on."""
        if s.channel is None:
            return self._carried(by, s)
        if not self._points_back(s.channel):
            return s.channel
        known = (x.channel for x in reversed(self._before(by, s)) if x.channel is not None)
        named = (c for c in known if c.medium == s.channel.medium and not self._points_back(c))
        return next(named, s.channel)

    def _points_back(self, channel: Channel) -> bool:
        """« son message », but not « son compte Runway »."""
        words = channel.excerpt.text.split()
        return words[0].lower() in self.words.possessives and not any(w[:1].isupper() for w in words)

    def _appearances(self, statements: Sequence[Statement]) -> dict[int, list[Statement]]:
        """Where the article says that a speaker spoke in public, in text order."""
        out: dict[int, list[Statement]] = {}
        for s in sorted(statements, key=lambda s: s.start):
            group = self.speakers[s.id].group
            if group is not None and s.channel is not None and s.channel.medium in (*LONG, *SHORT):
                out.setdefault(id(group), []).append(s)
        return out

    def _before(self, group: Group | None, at: Statement) -> list[Statement]:
        return [s for s in self.appearances.get(id(group), []) if s.start <= at.start] if group else []

    def _carried(self, group: Group | None, at: Statement) -> Channel | None:
        """The medium a speaker still speaks in: the last named before, or the only one named at all.

        What is told within another's words, or in the tense of what was before, was said elsewhere.
        """
        known = self.appearances.get(id(group), []) if group else []
        if not known or at.parent_id is not None or self._is_past(at):
            return None
        if before := self._before(group, at):
            return before[-1].channel if self._reaches(before[-1], at) else None
        several = len({fold(s.channel.excerpt.text) for s in known if s.channel}) > 1
        return known[0].channel if not several and self._reaches(known[0], at) else None

    def _reaches(self, said: Statement, at: Statement) -> bool:
        """A podcast fills an article; a post or a speech ends at the crosshead or a paragraph later."""
        if said.channel is None or said.channel.medium in LONG:
            return True
        here, there = (self._paragraph(s.cue.start if s.cue else s.start) for s in (said, at))
        if there <= here:
            return there == here
        between = self.article.paragraphs[here + 1 : there + 1]
        return len(between) <= REACH and all(p.label != "heading" for p in between)

    def _paragraph(self, at: int) -> int:
        return sum(p.start <= at for p in self.article.paragraphs) - 1

    def _is_past(self, s: Statement) -> bool:
        """« avait déclaré », "had said"."""
        if s.cue is None:
            return False
        tokens = self.grid.tokens
        inside = [k for k, a in enumerate(tokens.starts) if s.cue.start <= a < s.cue.end]
        auxiliaries = [k for k in inside if tokens.deps[k] in ("aux", "aux:tense")]
        return any(t in tokens.morphs[k] for k in auxiliaries for t in TENSES)

    def _credit(self, hops: list[Hop]) -> list[Hop]:
        """An agency or newspaper that the article credits stands behind everything it reports."""
        opened = find_dateline(self.article.text)
        credit = self.article.credit or (opened.agency if opened is not None else "")
        name = shipped().agencies_in(credit) or WITH.sub("", credit)
        agency = self.article.wire is not None or is_agency(name)
        is_press = agency or any(w in self.words.press for w in fold(name).split())
        hop = Hop(name=name, kind="wire" if agency else "channel", inferred=True)
        if not is_press or fold(name) == fold(self.article.outlet) or any(_same(hop, h) for h in hops):
            return []
        return [hop]

    def _occasion(self, statement: Statement) -> Occasion | None:
        """The medium of the first utterance: as the sentence says, else carried from the speaker's others."""
        channel = self._medium(statement, self.speakers[statement.id].group)
        to = self._to(statement)
        if channel is None:
            return Occasion(to=to) if to else None
        return Occasion(medium=channel.medium, name=channel.excerpt.text, to=to)

    def _to(self, statement: Statement) -> str | None:
        """Who was told: by name, by the words, or who quotes it (« m'a raconté » between his marks)."""
        told = statement.addressee
        if told is None:
            return None
        for n in self.names:
            if told.start <= n[0] and n[1] <= told.end:
                return self.group_of[n].full
        k = self.grid.at(told.start)
        if k >= len(self.grid.starts) or "Person=1" not in self.grid.tokens.morphs[k]:
            return told.text
        speaker = self.speakers.get(statement.parent_id) if statement.parent_id else None
        return speaker.group.full if speaker is not None and speaker.group is not None else None


def _same(a: Hop, b: Hop) -> bool:
    if a.cluster_id is not None and a.cluster_id == b.cluster_id:
        return True
    if a.kind == b.kind == "wire":  # « l'AFP » and the credit « AFP »
        return fold(a.name).split()[-1:] == fold(b.name).split()[-1:]
    return fold(a.name) == fold(b.name)
