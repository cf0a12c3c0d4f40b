"""What a decision is about, with the places in articles by which a later run finds it again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from recoupe.records import (
    Appearance,
    Article,
    ArticleExcerpt,
    Claim,
    Cluster,
    Entity,
    Mention,
    Origin,
    Story,
    Target,
)
from recoupe.store.port import Store

PLACES = 200  # evidence kept of one target: enough to find it again, little enough to read the file
OPENING = 60  # code points of an article that stand for it


def entity_target(store: Store, entity_id: str, cluster_ids: Iterable[str] | None = None) -> Target:
    """An entity, or those of its clusters that are named; a mention of each is its evidence.

    Raises:
        NotFound: If there is no such entity.
    """
    entity = store.one(Entity, entity_id)
    wanted = [member.cluster_id for member in entity.members] if cluster_ids is None else list(cluster_ids)
    clusters = (store.one(Cluster, cluster_id) for cluster_id in islice(sorted(wanted), PLACES))
    mentions = (store.one(Mention, c.mention_ids[0]) for c in clusters if c.mention_ids)
    evidence = tuple(
        ArticleExcerpt(article_id=m.article_id, start=m.start, end=m.end, text=m.text) for m in mentions
    )
    return Target(kind="entity", id=entity.id, label=entity.name, evidence=evidence)


def story_target(store: Store, story_id: str) -> Target:
    """A story; the opening of each article is its evidence.

    Raises:
        NotFound: If there is no such story.
    """
    story = store.one(Story, story_id)
    evidence = tuple(_opening(store, article_id) for article_id in story.article_ids[:PLACES])
    return Target(kind="story", id=story.id, label=story.headline, evidence=evidence)


def article_target(store: Store, article_id: str) -> Target:
    """An article; its opening is its evidence.

    Raises:
        NotFound: If there is no such article.
    """
    article = store.one(Article, article_id)
    label = f"{article.headline or article.page} ({article.outlet})"
    return Target(kind="article", id=article.id, label=label, evidence=(_opening(store, article_id),))


def claim_target(store: Store, claim_id: str, article_ids: Iterable[str] | None = None) -> Target:
    """A claim, or its appearances in some articles.

    Raises:
        NotFound: If there is no such claim.
    """
    claim = store.one(Claim, claim_id)
    return Target(kind="claim", id=claim.id, label=claim.text, evidence=_appearances(claim, article_ids))


def origin_target(store: Store, claim_id: str, origin: Origin) -> Target:
    """An origin of a claim; the appearances that rest on it are its evidence.

    Raises:
        NotFound: If there is no such claim.
    """
    claim = store.one(Claim, claim_id)
    evidence = _appearances(claim, origin.article_ids)
    return Target(kind="origin", id=claim.id, label=origin.name, evidence=evidence)


def _appearances(claim: Claim, article_ids: Iterable[str] | None) -> tuple[ArticleExcerpt, ...]:
    wanted = None if article_ids is None else frozenset(article_ids)

    def places() -> Iterator[Appearance]:
        yield from (a for a in claim.appearances if wanted is None or a.article_id in wanted)

    return tuple(
        ArticleExcerpt(article_id=a.article_id, start=a.start, end=a.end, text=a.text)
        for a in islice(places(), PLACES)
    )


def _opening(store: Store, article_id: str) -> ArticleExcerpt:
    text = store.one(Article, article_id).text[:OPENING]
    return ArticleExcerpt(article_id=article_id, start=0, end=len(text), text=text)
