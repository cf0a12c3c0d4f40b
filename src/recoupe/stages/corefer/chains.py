"""Chains of who had it from whom: origin first, the outlet last."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from recoupe.ids import make_id
from recoupe.lang.bodies import is_agency
from recoupe.lang.outlets import shipped
from recoupe.records import NOBODY, Article, Chain, Channel, Excerpt, Hop, HopKind, Occasion, Statement
from recoupe.stages.corefer.documents import Speaker
from recoupe.stages.corefer.groups import Group
from recoupe.stages.corefer.words import Vocabulary
from recoupe.text.datelines import find_dateline
from recoupe.text.names import fold

PUBLIC = (
    "podcast",
    "interview",
    "press_conference",
    "speech",
    "post",
)  # one appearance, told over many sentences
# what an unresolved source is; a pronoun that could not be read names nobody
KIND_OF: dict[str, HopKind] = {
    "organisation": "organisation",
    "collective": "organisation",
    "pronoun": "anonymous",
}
WITH = re.compile(r"^(?:[a-zà-ÿа-яё]+\s+)+")  # « avec AFP »: small words before the name


class Chains:
    """Builds a chain for each statement of one article."""

    def __init__(
        self,
        article: Article,
        speakers: Mapping[str, Speaker],
        statements: Sequence[Statement],
        cluster_ids: Mapping[int, str],
        groups: Sequence[Group],
        words: Vocabulary,
    ) -> None:
        self.article = article
        self.speakers = speakers
        self.by_id = {s.id: s for s in statements}
        self.cluster_ids = cluster_ids
        self.words = words
        self.appearances = self._appearances(statements)
        self.group_of = {n.range: g for g in groups for n in g.names}
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
        if relay := self._relay(s):
            hops.append(relay)
        told = self._told(s, speaker)
        if told is not None:
            hops.append(self._hop(told, None))
        if channel := self._channel(s, told or speaker.group):
            hops.append(channel)
        own = fold(self.article.outlet)
        later = [h for h in hops[1:] if fold(h.name) != own and not _same(h, first)]
        return [first, *later]

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
        return (
            Hop(name=rest, kind="channel", excerpt=Excerpt(start=at, end=s.source.end, text=rest))
            if rest
            else None
        )

    def _passed(self, relay: Excerpt) -> Hop:
        """A relay that the sentence names: a person or body of the article, an agency, else a medium."""
        for n in self.names:
            if relay.start <= n[0] and n[1] <= relay.end:
                return self._hop(self.group_of[n], relay)
        return Hop(name=relay.text, kind="wire" if is_agency(relay.text) else "channel", excerpt=relay)

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
        if s.channel:
            kind: HopKind = "wire" if s.channel.medium == "wire" else "channel"
            return Hop(name=s.channel.excerpt.text, kind=kind, excerpt=s.channel.excerpt)
        carried = self._carried(by, s)
        if carried is None:
            return None
        return Hop(name=carried.excerpt.text, kind="channel", excerpt=carried.excerpt, inferred=True)

    def _appearances(self, statements: Sequence[Statement]) -> dict[int, list[Statement]]:
        """Where the article says that a speaker spoke in public, in text order."""
        out: dict[int, list[Statement]] = {}
        for s in sorted(statements, key=lambda s: s.start):
            group = self.speakers[s.id].group
            if group is not None and s.channel is not None and s.channel.medium in PUBLIC:
                out.setdefault(id(group), []).append(s)
        return out

    def _carried(self, group: Group | None, at: Statement) -> Channel | None:
        """The medium a speaker still speaks in: the last named before, or the only one named at all."""
        known = self.appearances.get(id(group), []) if group else []
        before = [s for s in known if s.start <= at.start]
        several = len({fold(s.channel.excerpt.text) for s in known if s.channel}) > 1
        if before:
            return before[-1].channel
        return known[0].channel if known and not several else None

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
        channel = statement.channel or self._carried(self.speakers[statement.id].group, statement)
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
        if statement.cue is None or not statement.cue.start <= told.start < statement.cue.end:
            return told.text
        speaker = self.speakers.get(statement.parent_id) if statement.parent_id else None
        return speaker.group.full if speaker is not None and speaker.group is not None else None


def _same(a: Hop, b: Hop) -> bool:
    if a.cluster_id is not None and a.cluster_id == b.cluster_id:
        return True
    if a.kind == b.kind == "wire":  # « l'AFP » and the credit « AFP »
        return fold(a.name).split()[-1:] == fold(b.name).split()[-1:]
    return fold(a.name) == fold(b.name)
