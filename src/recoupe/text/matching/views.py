"""A story's records gathered by article, as the stages of a story read them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from operator import attrgetter
from typing import Protocol, TypeVar

import msgspec
import numpy as np

from recoupe.records import (
    Annotations,
    Article,
    Chain,
    Cluster,
    Dossier,
    Entity,
    Hop,
    Mention,
    Published,
    Statement,
    Timex,
    Vectors,
)
from recoupe.text.similarity import Matrix, fold
from recoupe.text.spans import Range

_START = attrgetter("start")


class Placed(Protocol):
    """A record with a place in an article's text."""

    @property
    def start(self) -> int:
        """First code point."""

    @property
    def end(self) -> int:
        """One past the last code point."""


P = TypeVar("P", bound=Placed)


class View(msgspec.Struct, frozen=True, kw_only=True):
    """One article of a dossier with everything that hangs on it, each in text order.

    Attributes:
        vectors: A row per sentence of `annotations`.
        names: Key of what each mention denotes: the entity's id, or the folded name where none is known.
        chains: By statement id.
    """

    article: Article
    annotations: Annotations
    vectors: Matrix
    statements: tuple[Statement, ...]
    mentions: tuple[Mention, ...]
    timexes: tuple[Timex, ...]
    names: dict[str, str]
    chains: dict[str, Chain]


def views(dossier: Dossier) -> list[View]:
    """Gather a dossier by article, earliest known publication first; those without annotations are left out.

    The order depends on dates and ids alone, never on the order of the dossier.
    """
    entity_by_cluster = entities_by_cluster(dossier.entities)
    annotations = {a.article_id: a for a in dossier.annotations}
    vectors = {v.article_id: v for v in dossier.vectors}
    statements = _by_article(dossier.statements)
    mentions = _by_article(dossier.mentions)
    timexes = _by_article(dossier.timexes)
    clusters = _by_article(dossier.clusters)
    chains = _by_article(dossier.chains)
    names = {a: _names(mentions[a], clusters[a], entity_by_cluster) for a in annotations}
    return [
        View(
            article=a,
            annotations=annotations[a.id],
            vectors=_rows(vectors.get(a.id), len(annotations[a.id].sentences)),
            statements=_in_order(statements[a.id]),
            mentions=_in_order(m for m in mentions[a.id] if m.form != "possible" or m.id in names[a.id]),
            timexes=_in_order(timexes[a.id]),
            names=names[a.id],
            chains={c.statement_id: c for c in chains[a.id]},
        )
        for a in by_publication(dossier)
        if a.id in annotations
    ]


def by_publication(dossier: Dossier) -> list[Article]:
    """The articles, earliest known publication first, those without a date last."""
    dated = {d.article_id: d.published for d in dossier.datings}
    return sorted(dossier.articles, key=lambda a: (_instant(dated.get(a.id) or a.published), a.id))


def _instant(published: Published | None) -> tuple[str, str]:
    """Day, then the instant in UTC; a bare day stands after the instants of that day."""
    if published is None:
        return "~", "~"
    if "T" not in published.at:
        return published.at, "~"
    at = datetime.fromisoformat(published.at)
    at = (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)
    return at.date().isoformat(), at.isoformat()


def entities_by_cluster(entities: Iterable[Entity]) -> dict[str, Entity]:
    """The entity of every cluster that belongs to one."""
    return {m.cluster_id: e for e in entities for m in e.members}


def speakers(view: View, entity_by_cluster: Mapping[str, Entity]) -> dict[str, str]:
    """Who said a statement first, by statement id: an entity's id or a folded name; nobody where unnamed."""
    out = {}
    for chain in view.chains.values():
        first = chain.hops[0]
        if first.kind not in {"outlet", "anonymous", "channel"}:
            out[chain.statement_id] = key_of(first, entity_by_cluster)
    return out


def told(seen: Iterable[View], entity_by_cluster: Mapping[str, Entity]) -> dict[str, frozenset[str]]:
    """Who has things from whom in this story: later persons of a chain, and whom one addressed."""
    out: dict[str, set[str]] = {}
    for view in seen:
        said_by = speakers(view, entity_by_cluster)
        for statement in view.statements:
            source, chain = said_by.get(statement.id), view.chains.get(statement.id)
            if source is None or chain is None:
                continue
            later = {key_of(h, entity_by_cluster) for h in chain.hops[1:] if h.kind == "person"}
            out.setdefault(source, set()).update((later | _addressed(view, statement)) - {source})
    return {k: frozenset(v) for k, v in out.items()}


def _addressed(view: View, statement: Statement) -> set[str]:
    """Persons to whom it was said: where marked, else those named between the cue and the words."""
    if statement.addressee:
        place = (statement.addressee.start, statement.addressee.end)
    elif statement.cue and statement.cue.end < statement.start:
        place = (statement.cue.end, statement.start)  # « a confié à l'envoyé Luc Mérou que … »
    else:
        return set()
    if sentence_at(view.annotations, place[0]) != sentence_at(view.annotations, statement.start):
        return set()
    found = [m for m in inside(view.mentions, place) if m.type == "PER" and m.form == "name"]
    return {view.names[m.id] for m in found if m.id in view.names}


def key_of(hop: Hop, entity_by_cluster: Mapping[str, Entity]) -> str:
    """Key of who a hop names: the entity's id, or the folded name where none is known."""
    entity = entity_by_cluster.get(hop.cluster_id or "")
    return entity.id if entity else fold(hop.name)


def inside(records: tuple[P, ...], within: Range) -> list[P]:
    """Records that touch a range; `records` are in text order."""
    return [r for r in records if r.start < within[1] and r.end > within[0]]


def event_time(view: View, within: Range) -> Timex | None:
    """The date of what a range tells: the first with days inside it, else the nearest in its sentence."""
    found = [t for t in inside(view.timexes, within) if t.earliest and t.type in {"DATE", "TIME"}]
    if found:
        return found[0]
    sentences = view.annotations.sentences
    if not sentences:
        return None
    sentence = sentences[sentence_at(view.annotations, within[0])]
    near = [t for t in inside(view.timexes, (sentence.start, sentence.end)) if t.earliest]
    near = [t for t in near if t.type in {"DATE", "TIME"}]
    return min(near, key=lambda t: (max(within[0] - t.end, t.start - within[1]), t.start), default=None)


def sentence_at(annotations: Annotations, at: int) -> int:
    """Index of the sentence that holds a place (of the last one before it, between sentences)."""
    return max(0, bisect_right(annotations.sentences, at, key=_START) - 1)


def tokens_inside(annotations: Annotations, within: Range) -> range:
    """Indices of the tokens that begin in a range."""
    starts = annotations.tokens.starts
    return range(bisect_left(starts, within[0]), bisect_left(starts, within[1]))


class _Owned(Protocol):
    @property
    def article_id(self) -> str: ...


O = TypeVar("O", bound=_Owned)  # noqa: E741


def _by_article(records: Iterable[O]) -> defaultdict[str, list[O]]:
    out: defaultdict[str, list[O]] = defaultdict(list)
    for r in records:
        out[r.article_id].append(r)
    return out


def _in_order(records: Iterable[P]) -> tuple[P, ...]:
    return tuple(sorted(records, key=lambda r: (r.start, r.end)))


def _rows(vectors: Vectors | None, n: int) -> Matrix:
    if vectors is None or not n:
        return np.zeros((n, 1), dtype=np.float32)
    rows = np.frombuffer(vectors.rows, dtype=np.float16).reshape(n, vectors.dimensions)
    return rows.astype(np.float32)


def _names(
    mentions: list[Mention], clusters: list[Cluster], entity_by_cluster: Mapping[str, Entity]
) -> dict[str, str]:
    out = {m.id: fold(m.text) for m in mentions if m.form == "name"}
    for c in clusters:
        entity = entity_by_cluster.get(c.id)
        for m in c.mention_ids if entity or not c.unsure else ():
            out[m] = entity.id if entity else fold(c.name)
    return out
