"""Everything about one story, read from a store."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from recoupe.records import (
    Annotations,
    Article,
    Chain,
    Cluster,
    Dating,
    Decision,
    DecisionAbout,
    Derivation,
    Dossier,
    Entity,
    Mention,
    Statement,
    Story,
    Timex,
    Vectors,
)
from recoupe.store.port import R, Store


def dossier_of(store: Store, story: Story) -> Dossier:
    """Gather what the stages of one story read.

    Entities are cut down to the members and aliases that the story's articles hold, and derivations to those
    between its articles: what is found elsewhere in the collection changes no story that it does not touch.

    Raises:
        NotFound: If an article of the story is not in the store.
    """
    article_ids = story.article_ids

    def every(kind: type[R]) -> tuple[R, ...]:
        return tuple(record for article_id in article_ids for record in store.of(kind, article_id))

    return Dossier(
        story=story,
        articles=tuple(store.one(Article, article_id) for article_id in article_ids),
        annotations=every(Annotations),
        vectors=every(Vectors),
        datings=every(Dating),
        timexes=every(Timex),
        mentions=every(Mention),
        statements=every(Statement),
        clusters=every(Cluster),
        chains=every(Chain),
        entities=entities_of(store, article_ids),
        derivations=derivations_of(store, article_ids),
        decisions=decisions_in(decisions_about(store, "claim"), article_ids),
    )


def entities_of(store: Store, article_ids: Iterable[str]) -> tuple[Entity, ...]:
    """Entities that some articles name, by id, each with its members and aliases in these articles only."""
    clusters: dict[str, list[Cluster]] = {}
    for article_id in article_ids:
        entity_ids = store.entity_ids(article_id)
        for cluster in store.of(Cluster, article_id):
            if cluster.id in entity_ids:
                clusters.setdefault(entity_ids[cluster.id], []).append(cluster)
    out = []
    for entity_id, mine in sorted(clusters.items()):
        entity = store.one(Entity, entity_id)
        ids = {cluster.id for cluster in mine}
        said = {name for cluster in mine for name in (cluster.name, *cluster.aliases)}
        members = tuple(member for member in entity.members if member.cluster_id in ids)
        aliases = tuple(alias for alias in entity.aliases if alias in said)
        out.append(replace(entity, members=members, aliases=aliases))
    return tuple(out)


def decisions_about(store: Store, about: DecisionAbout) -> tuple[Decision, ...]:
    """Decisions in force about one sort of thing, oldest first."""
    found = (decision for decision in store.all(Decision) if decision.about == about)
    return tuple(sorted(found, key=lambda decision: (decision.at, decision.id)))


def decisions_in(decisions: Iterable[Decision], article_ids: Iterable[str]) -> tuple[Decision, ...]:
    """Decisions with evidence in some articles, in the order given."""
    ids = frozenset(article_ids)
    return tuple(
        decision
        for decision in decisions
        if any(place.article_id in ids for target in decision.targets for place in target.evidence)
    )


def derivations_of(store: Store, article_ids: Iterable[str]) -> tuple[Derivation, ...]:
    """Derivations with both ends among some articles."""
    ids = tuple(article_ids)
    return tuple(
        derivation
        for article_id in ids
        for derivation in store.of(Derivation, article_id)
        if derivation.from_article_id in ids
    )
