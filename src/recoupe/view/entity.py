"""A person, body or place across the collection: what it said, when, in which outlets, in whose company."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from recoupe.errors import NotFound
from recoupe.records import (
    Article,
    Chain,
    Cluster,
    Dating,
    Entity,
    EntityType,
    Modality,
    Occasion,
    Statement,
    Story,
)
from recoupe.store.port import Store
from recoupe.view.rows import Place, View

PAGE = 25  # articles of a page, latest first
COMPANY = 12  # others shown
COMPANY_ARTICLES = 200  # latest articles in which company is looked for: more would take too long
EVIDENCE = 40  # reasons shown


class SaidRow(View, frozen=True):
    """Something that it said, or that is said in its name.

    Attributes:
        first: True when it is the chain's origin, False when it only passes on what others said.
        story_id, story_headline: Of the article's story, None where there is none.
    """

    place: Place
    modality: Modality
    first: bool
    occasion: Occasion | None
    published_at: str | None
    story_id: str | None
    story_headline: str | None


class NamedRow(View, frozen=True):
    """An article that names it."""

    article_id: str
    outlet: str
    headline: str | None
    language: str
    published_at: str | None
    story_id: str | None


class CompanionRow(View, frozen=True):
    """Another person, body or place in the same articles: how many, and on which days (ISO, number)."""

    entity_id: str
    name: str
    type: EntityType
    n_articles: int
    days: tuple[tuple[str, int], ...]


class MemberRow(View, frozen=True):
    """Why the mentions of one article belong to it: the rule, its evidence, and the name there."""

    cluster_id: str
    article_id: str
    outlet: str
    name: str
    rule: str
    evidence: str


class EntityView(View, frozen=True):
    """A page about one person, body or place.

    Attributes:
        said: What it said in the articles of this page of the list, latest first.
        named: These articles.
        outlets: Outlets of these articles with their number, most first.
        members: Why the mentions were taken to be one, at most `EVIDENCE`.
        company: Of the latest `COMPANY_ARTICLES` articles, most first.
    """

    id: str
    name: str
    type: EntityType
    aliases: tuple[str, ...]
    roles: tuple[str, ...]
    n_articles: int
    n_outlets: int
    n_stories: int
    said: tuple[SaidRow, ...]
    named: tuple[NamedRow, ...]
    outlets: tuple[tuple[str, int], ...]
    members: tuple[MemberRow, ...]
    company: tuple[CompanionRow, ...]
    page: int
    n_pages: int
    wikidata: str | None = None


def load_entity(store: Store, entity_id: str, page: int = 1) -> EntityView:
    """One person, body or place, with a page of the articles that name it.

    Raises:
        NotFound: If there is none of this id.
    """
    entity = store.one(Entity, entity_id)
    n_articles, n_outlets, n_stories = store.n_articles_of(entity_id)
    n_pages = max(1, -(-n_articles // PAGE))
    page = min(max(1, page), n_pages)
    latest = store.articles_of(entity_id, limit=COMPANY_ARTICLES)
    listed = (
        latest[(page - 1) * PAGE : page * PAGE]
        if page * PAGE <= COMPANY_ARTICLES
        else store.articles_of(entity_id, limit=PAGE, offset=(page - 1) * PAGE)
    )
    loaded = [_Loaded(store, article_id, clusters) for article_id, clusters in listed]
    return EntityView(
        id=entity.id,
        name=entity.name,
        type=entity.type,
        aliases=entity.aliases,
        roles=_roles(loaded),
        n_articles=n_articles,
        n_outlets=n_outlets,
        n_stories=n_stories,
        said=tuple(row for one in loaded for row in one.said()),
        named=tuple(one.row() for one in loaded),
        outlets=tuple(Counter(one.article.outlet for one in loaded).most_common()),
        members=_members(store, entity, {c for one in loaded for c in one.cluster_ids}),
        company=_company(store, entity_id, [article_id for article_id, _ in latest]),
        page=page,
        n_pages=n_pages,
        wikidata=entity.wikidata,
    )


class _Loaded:
    """One article with what is needed to tell what somebody said in it."""

    def __init__(self, store: Store, article_id: str, cluster_ids: Iterable[str]) -> None:
        self._store = store
        self.article = store.one(Article, article_id)
        self.cluster_ids = frozenset(cluster_ids)
        self.clusters = [c for c in store.of(Cluster, article_id) if c.id in self.cluster_ids]
        self.published_at = day_of(store, self.article)
        self.story_id = store.story_id(article_id)

    def row(self) -> NamedRow:
        article = self.article
        return NamedRow(
            article_id=article.id,
            outlet=article.outlet,
            headline=article.headline,
            language=article.language,
            published_at=self.published_at,
            story_id=self.story_id,
        )

    def said(self) -> Iterable[SaidRow]:
        """What it said here, in text order; nested statements once each."""
        chains: Mapping[str, Chain] = {
            chain.statement_id: chain
            for chain in self._store.of(Chain, self.article.id)
            if any(hop.cluster_id in self.cluster_ids for hop in chain.hops)
        }
        if not chains:
            return
        headline = self._headline()
        for statement in self._store.of(Statement, self.article.id):
            chain = chains.get(statement.id)
            if chain is None or statement.no_comment:
                continue
            yield SaidRow(
                place=self._place(statement),
                modality=statement.modality,
                first=chain.hops[0].cluster_id in self.cluster_ids,
                occasion=chain.occasion,
                published_at=self.published_at,
                story_id=self.story_id,
                story_headline=headline,
            )

    def _headline(self) -> str | None:
        try:
            return self._store.one(Story, self.story_id).headline if self.story_id else None
        except NotFound:
            return None

    def _place(self, statement: Statement) -> Place:
        return Place(
            article_id=self.article.id,
            article_number=0,
            outlet=self.article.outlet,
            start=statement.start,
            end=statement.end,
            text=statement.text,
        )


def day_of(store: Store, article: Article) -> str | None:
    """When an article was published, as its dates were read with; ISO instant or day."""
    dating = next(iter(store.of(Dating, article.id)), None)
    published = dating.published if dating else article.published
    return published.at if published else None


def _roles(loaded: Iterable[_Loaded]) -> tuple[str, ...]:
    counts = Counter(role for one in loaded for cluster in one.clusters for role in cluster.roles)
    return tuple(role for role, _ in counts.most_common(4))


def _members(store: Store, entity: Entity, listed: set[str]) -> tuple[MemberRow, ...]:
    """Reasons of the articles on this page of the list."""
    rows = []
    for member in [m for m in entity.members if m.cluster_id in listed][:EVIDENCE]:
        cluster = store.one(Cluster, member.cluster_id)
        article = store.one(Article, cluster.article_id)
        rows.append(
            MemberRow(
                cluster_id=cluster.id,
                article_id=article.id,
                outlet=article.outlet,
                name=cluster.name,
                rule=member.rule,
                evidence=member.evidence,
            )
        )
    return tuple(rows)


def _company(store: Store, entity_id: str, article_ids: Iterable[str]) -> tuple[CompanionRow, ...]:
    days: dict[str, Counter[str]] = defaultdict(Counter)
    counts: Counter[str] = Counter()
    for article_id in article_ids:
        others = set(store.entity_ids(article_id).values()) - {entity_id}
        dating = next(iter(store.of(Dating, article_id)), None)
        day = dating.published.earliest if dating and dating.published else None
        counts.update(others)
        for other in others:
            if day:
                days[other][day] += 1
    best = sorted(counts.items(), key=lambda row: (-row[1], row[0]))[:COMPANY]
    rows = []
    for other, n in best:
        entity = store.one(Entity, other)
        rows.append(
            CompanionRow(
                entity_id=other,
                name=entity.name,
                type=entity.type,
                n_articles=n,
                days=tuple(sorted(days[other].items())),
            )
        )
    return tuple(rows)
