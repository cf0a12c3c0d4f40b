"""The interchange file: every finding of a store as NDJSON, one object a line, sorted by kind, then id.

The same store gives the same bytes. `docs/interchange.md` holds the fields.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from tempfile import TemporaryFile
from typing import IO, Any, cast

import msgspec

from recoupe.records import (
    Article,
    Chain,
    Claim,
    Cluster,
    Contradiction,
    Corroboration,
    Dating,
    Derivation,
    Entity,
    Event,
    Headings,
    Hop,
    Mention,
    Record,
    Redating,
    Rejection,
    Statement,
    Story,
    Timex,
)
from recoupe.store.port import R, Store

SORTED_AT_ONCE = 50_000  # lines of about 1 kB each that are sorted in memory; more go through temporary files
NAMED_HOPS = ("person", "organisation", "document", "witness", "wire", "anonymous")

Row = dict[str, Any]


def export(store: Store) -> Iterator[bytes]:
    """Write out a store.

    Little is held in memory: records are read as they are consumed, and what must be put together from
    several is sorted in temporary files.

    Yields:
        Lines of UTF-8 JSON, each with its line end.
    """
    names = _Names(store)
    lines: list[Callable[[], Iterator[bytes]]] = [
        lambda: _lines("article", _articles(store)),
        lambda: _sorted(_lines("claim", _claims(store))),
        lambda: _lines("contradiction", _differences(store, {"contradiction"})),
        lambda: _lines("derivation", (_derivation(d) for d in store.all(Derivation))),
        lambda: _lines("entity", _entities(store)),
        lambda: _plain(store, "event", Event),
        lambda: _sorted(_lines("heading_mention", _heading_mentions(store))),
        lambda: _sorted(_lines("heading_statement", _heading_statements(store, names))),
        lambda: _sorted(_lines("mention", _mentions(store))),
        lambda: _lines("nuance", _differences(store, {"apparent", "refinement", "later"})),
        lambda: _plain(store, "rejection", Rejection),
        lambda: _sorted(_lines("statement", _statements(store, names))),
        lambda: _plain(store, "story", Story),
        lambda: _sorted(_lines("timex", _timexes(store))),
    ]
    for write in lines:
        yield from write()


class _Names:
    """What entities are called, and where those are named whom an article only calls something."""

    def __init__(self, store: Store) -> None:
        self.by_entity: dict[str, str] = {}
        self.places: dict[str, Row] = {}  # by cluster
        for entity in store.all(Entity):
            self.by_entity[entity.id] = entity.name
            self.places.update({m.cluster_id: _fields(m.place) for m in entity.members if m.place})


def _differences(store: Store, relations: set[str]) -> Iterator[Row]:
    """Contradictions, or what only looks like one."""
    return (msgspec.to_builtins(c) for c in store.all(Contradiction) if c.relation in relations)


def _lines(kind: str, rows: Iterable[Row]) -> Iterator[bytes]:
    for row in rows:
        yield msgspec.json.encode({"kind": kind, "id": row["id"], **row}) + b"\n"


def _plain(store: Store, kind: str, of: type[R]) -> Iterator[bytes]:
    """Records as they are."""
    return _lines(kind, (_fields(record) for record in store.all(of)))


def _derivation(derivation: Derivation) -> Row:
    """A derivation; the format has no type for a part of an article that is put together from several."""
    is_aggregate = derivation.type == "aggregate"
    return {
        **_fields(derivation),
        "type": "excerpt" if is_aggregate else derivation.type,
        "aggregate": is_aggregate,
    }


def _fields(record: Record) -> Row:
    row: Row = msgspec.to_builtins(record)
    return row


def _sorted(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Sort lines of one kind: they differ first in their id, so bytes sort as ids do."""
    source = iter(lines)
    runs: list[IO[bytes]] = []
    try:
        while run := sorted(islice(source, SORTED_AT_ONCE)):
            if len(run) < SORTED_AT_ONCE and not runs:
                yield from run
                return
            runs.append(file := cast("IO[bytes]", TemporaryFile()))  # noqa: SIM115  # closed below
            file.writelines(run)
            file.seek(0)
        yield from heapq.merge(*runs)
    finally:
        for file in runs:
            file.close()


# --- rows that are put together from several records -------------------------------------------------


def _articles(store: Store) -> Iterator[Row]:
    for article in store.all(Article):
        datings = store.of(Dating, article.id)
        published = datings[0].published if datings else article.published
        row = _fields(article)
        for left in ("paragraphs", "left_out", "published"):
            del row[left]
        yield {
            **row,
            "published_at": None if published is None else published.at,
            "published_from": None if published is None else published.source,
            "published_earliest": None if published is None else published.earliest,
            "published_latest": None if published is None else published.latest,
            "published_certainty": None if published is None else published.certainty,
        }


def _timexes(store: Store) -> Iterator[Row]:
    """Expressions as read in their article; of undated articles, as read with the days of their story."""
    anew = {x.article_id: x for x in store.all(Redating)}
    for timex in store.all(Timex):
        if timex.article_id not in anew:
            yield _fields(timex)
    for redating in anew.values():
        yield from map(_fields, redating.timexes)


def _entities(store: Store) -> Iterator[Row]:
    for entity in store.all(Entity):
        row = _fields(entity)
        del row["members"]
        yield row


def _mentions(store: Store) -> Iterator[Row]:
    for article_id in store.owners(Article):
        entity_id = store.entity_ids(article_id)
        by_mention = {
            mention_id: entity_id.get(cluster.id)
            for cluster in store.of(Cluster, article_id)
            for mention_id in cluster.mention_ids
        }
        for mention in store.of(Mention, article_id):
            if mention.form == "possible" and by_mention.get(mention.id) is None:
                continue  # a capitalised word, no name
            yield {**_fields(mention), "entity_id": by_mention.get(mention.id)}


def _statements(store: Store, names: _Names) -> Iterator[Row]:
    for article_id in store.owners(Article):
        entity_id = store.entity_ids(article_id)
        chains = {chain.statement_id: chain for chain in store.of(Chain, article_id)}
        for statement in store.of(Statement, article_id):
            yield {**_fields(statement), **_spoken(chains.get(statement.id), entity_id, names)}


def _spoken(chain: Chain | None, entity_id: Mapping[str, str], names: _Names) -> Row:
    """Who says a statement, and from whom the outlet has it."""
    hops = chain.hops if chain else ()
    speaker = hops[0] if hops and hops[0].kind in NAMED_HOPS else None
    return {
        "speaker": entity_id.get(speaker.cluster_id) if speaker and speaker.cluster_id else None,
        "speaker_name": _name(speaker, entity_id, names) if speaker else None,
        "speaker_called": speaker.name if speaker and speaker.cluster_id in names.places else None,
        "speaker_named_at": names.places.get(speaker.cluster_id or "") if speaker else None,
        "chain": [_name(hop, entity_id, names) for hop in hops],
        "occasion": _fields(chain.occasion) if chain and chain.occasion else None,
    }


def _heading_mentions(store: Store) -> Iterator[Row]:
    """Their offsets are of the article's `headings`: a kind of their own, since those of mentions are not."""
    for article_id in store.owners(Article):
        entity_id = store.entity_ids(article_id)
        for headings in store.of(Headings, article_id):
            for mention in headings.mentions:
                row = {**_fields(mention), "article_id": article_id}
                yield {**row, "entity_id": entity_id.get(row.pop("cluster_id"))}


def _heading_statements(store: Store, names: _Names) -> Iterator[Row]:
    for article_id in store.owners(Article):
        entity_id = store.entity_ids(article_id)
        for headings in store.of(Headings, article_id):
            for statement in headings.statements:
                row = {**_fields(statement.said), "part": statement.part}
                del row["zone"]
                yield {**row, **_spoken(statement.chain, entity_id, names)}


def _name(hop: Hop, entity_id: Mapping[str, str], names: _Names) -> str:
    """What a hop is called: as its entity, else as in its article."""
    if hop.cluster_id is None or hop.cluster_id not in entity_id:
        return hop.name
    return names.by_entity[entity_id[hop.cluster_id]]


def _claims(store: Store) -> Iterator[Row]:
    for story in store.all(Story):
        counted = {c.claim_id: c for c in store.of(Corroboration, story.id)}
        for claim in store.of(Claim, story.id):
            yield {**_fields(claim), **_count(counted.get(claim.id))}


COUNTED = (
    "outlets",
    "documents",
    "origins",
    "origins_min",
    "origins_max",
    "unknown",
    "merges",
    "drift",
    "common_link",
)


def _count(corroboration: Corroboration | None) -> Row:
    """What stands behind a claim; nulls where counting it failed."""
    row = _fields(corroboration) if corroboration else dict.fromkeys(COUNTED)
    return {**{field: row[field] for field in COUNTED}, "modality": row.get("modality")}
