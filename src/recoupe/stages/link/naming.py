"""Groups of clusters -> Entities: their id, the name they are shown by, their other names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import msgspec
from anyascii import anyascii

from recoupe.ids import make_id
from recoupe.lang.bodies import body_key, is_foreign, known
from recoupe.lang.naming import kinds, territories
from recoupe.lang.offices import persons
from recoupe.records import Cluster, Entity, EntityType
from recoupe.stages.link.decided import Decided
from recoupe.stages.link.joined import Group
from recoupe.text.names import fold, in_latin, is_latin, words_of


def entities_of(groups: Iterable[Group], decided: Decided) -> tuple[Entity, ...]:
    """Name each group; of two things that bear one name the later gets an id of its own.

    Returns:
        Entities by id.
    """
    ordered = sorted(groups, key=_first)
    kept = [_kept_id(members, decided) for members in ordered]
    out: dict[str, Entity] = {}
    for wants_kept in (True, False):  # an id that a decision keeps goes before one that a name gives
        for members, old in zip(ordered, kept, strict=True):
            if (old is not None) == wants_kept:
                entity = _entity(members, decided)
                entity = msgspec.structs.replace(entity, id=old) if old is not None else entity
                if entity.id in out:
                    apart = make_id("entity", entity.id, _first(members))
                    entity = msgspec.structs.replace(entity, id=apart)
                out[entity.id] = entity
    return tuple(out[k] for k in sorted(out))


def _first(members: Group) -> str:
    """The cluster that gives a group its place and its id: the least that is surely a name, if any is."""
    return min((c.unsure, c.id) for c, _ in members)[1]


def _kept_id(members: Group, decided: Decided) -> str | None:
    ids = Counter(decided.ids[c.id] for c, _ in members if c.id in decided.ids)
    return max(ids, key=lambda i: (ids[i], i)) if ids else None


def _entity(members: Group, decided: Decided) -> Entity:
    clusters = [c for c, _ in members]
    named = [c for c in clusters if c.named] or clusters
    kinds: Counter[EntityType] = Counter(c.type for c in named)
    kind = max(kinds, key=lambda t: (kinds[t], t))
    fact = _fact(named)
    written = _name(named, kind, fact)
    name = in_latin(written)
    shown = next((decided.names[c.id] for c in clusters if c.id in decided.names), name)
    spellings = {a for c in named for a in (c.name, *c.aliases) if not _is_adjective(c)}
    return Entity(
        id=make_id("entity", "PER" if kind == "PER" else "body", fact or fold(name)),
        name=shown,
        type=kind,
        aliases=tuple(sorted((spellings | {name}) - {shown})),
        members=tuple(member for _, member in members),
        wikidata=known().wikidata.get(fact) if fact else None,
    )


def _fact(named: list[Cluster]) -> str | None:
    """The shipped fact that the group is; the code of a territory that a body's name only holds."""
    facts = sorted({c.fact for c in named if c.fact})
    if facts:
        return facts[0]
    keys = {k for c in named if c.type != "PER" for k in body_key(c.name) if len(body_key(c.name)) == 1}
    codes = sorted(k for k in keys if k.startswith("territory "))
    return codes[0] if codes else None


def _is_adjective(c: Cluster) -> bool:
    """A country that the article has only as an adjective (« russe »)."""
    return not c.named and c.type == "LOC"


def _name(named: list[Cluster], kind: EntityType, fact: str | None) -> str:
    if fact and all(not c.named for c in named):
        return _shipped(fact) or named[0].name
    if fact and (usual := _usual(fact, named)):
        return usual
    articles = Counter(c.name for c in named)
    mentions = Counter({n: sum(len(c.mention_ids) for c in named if c.name == n) for n in articles})
    return max(articles, key=lambda n: _rank_name(n, (articles[n], mentions[n]), is_person=kind == "PER"))


def _usual(fact: str, named: list[Cluster]) -> str | None:
    """The name by which press knows a body everywhere (« ANSSI »), as most of the collection spells it."""
    kind, _, key = fact.partition(" ")
    usual = {fold(k.forms[0]) for k in kinds().kind if kind == "body" and k.id == key}
    spelled = Counter(n for c in named for n in (c.name, *c.aliases) if fold(n) in usual)
    return max(spelled, key=lambda n: (spelled[n], n)) if spelled else None


def _shipped(fact: str) -> str | None:
    """What a fact is called in French where no article names it."""
    kind, _, key = fact.partition(" ")
    if kind == "person":
        return persons()[key].names[0]
    return next((t.all_names[0] for t in territories() if t.id == key), None) if kind == "territory" else None


def _rank_name(
    name: str, count: tuple[int, int], *, is_person: bool
) -> tuple[bool, bool, tuple[int, ...], tuple[int, ...], int, str]:
    """Which name shows: Latin letters, a French noun, a person's fullest, the most used, with accents.

    `count` are the articles and the mentions that use it: what most of a collection writes is its spelling.
    """
    accents = sum(1 for a, b in zip(name, anyascii(name), strict=False) if a != b)
    size = (len(words_of(name)),)
    first, second = (size, count) if is_person else (count, size)
    return is_latin(name), is_person or not is_foreign(name), first, second, accents, name
