"""Reads views out of a store."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from recoupe.errors import NotFound, StoreError
from recoupe.records import (
    Account,
    Article,
    ArticleExcerpt,
    Chain,
    Claim,
    Cluster,
    Contradiction,
    Corroboration,
    Dating,
    Derivation,
    Entity,
    Failure,
    Headings,
    Mention,
    Rejection,
    Statement,
    Story,
    StoryChange,
    StoryLink,
    Timex,
)
from recoupe.store.listing import StoryQuery
from recoupe.store.port import Store
from recoupe.view.article import ArticleRecords, ArticleView, view_article
from recoupe.view.rows import StoryRow, StoryView, View
from recoupe.view.story import StoryRecords, find_days, is_span_inferred, view_story

SHOWN = 20  # rejections and failures beside an account: they are the collection's, not the story's


class Ambiguous(StoreError):
    """The beginning of an id fits several stories."""

    def __init__(self, prefix: str, ids: tuple[str, ...]) -> None:
        self.prefix, self.story_ids = prefix, ", ".join(ids)
        super().__init__(f"{prefix!r} names several stories: {self.story_ids}")


class StoryPage(View, frozen=True):
    """A page of the list of stories, newest first, and how many there are of them."""

    rows: tuple[StoryRow, ...]
    n_found: int
    page: int
    n_pages: int


def load_stories(store: Store) -> tuple[StoryRow, ...]:
    """Every story that has an account, newest first; equal days go by id."""
    return tuple(_story_row(store, story_id, number) for story_id, number in store.stories().found)


def load_page(store: Store, query: StoryQuery, page: int = 1, size: int = 30) -> StoryPage:
    """A page of the stories that a reader asks for; a page beyond the last one is the last."""
    listed = store.stories(query, limit=size, offset=(max(1, page) - 1) * size)
    n_pages = max(1, -(-listed.n_found // size))
    if page > n_pages:
        page = n_pages
        listed = store.stories(query, limit=size, offset=(page - 1) * size)
    rows = tuple(_story_row(store, story_id, number) for story_id, number in listed.found)
    return StoryPage(rows=rows, n_found=listed.n_found, page=max(1, page), n_pages=n_pages)


def _story_row(store: Store, story_id: str, number: int) -> StoryRow:
    account = store.of(Account, story_id)[0]
    first_day, last_day = account.first_day, account.last_day
    article_ids = store.one(Story, story_id).article_ids
    if account.inferred_dates:  # the account has the first of the possible days only
        datings = (dating for a in article_ids for dating in store.of(Dating, a))
        first_day, last_day = find_days(account, (dating.published for dating in datings))
    return StoryRow(
        number=number,
        id=story_id,
        headline=account.headline,
        n_articles=account.n_articles,
        n_outlets=account.n_outlets,
        n_claims=len(account.claim_ids),
        n_one_origin=store.lone_claims(story_id),
        n_differences=len(account.contradiction_ids),
        first_day=first_day,
        last_day=last_day,
        is_span_inferred=is_span_inferred(account),
        outlets=tuple(store.outlets_of(story_id)),
    )


def find_story(store: Store, wanted: str) -> str:
    """Id of the story that a person means: its number in the list, its id, or the beginning of it.

    Raises:
        NotFound: If no story fits.
        Ambiguous: If several do.
    """
    rows = load_stories(store)
    if wanted.isdecimal() and 0 < int(wanted) <= len(rows):
        return rows[int(wanted) - 1].id
    prefix = wanted if wanted.startswith("story-") else f"story-{wanted}"
    fits = tuple(row.id for row in rows if row.id.startswith(prefix))
    if prefix in fits or len(fits) == 1:
        return prefix if prefix in fits else fits[0]
    if fits:
        raise Ambiguous(wanted, fits)
    raise NotFound("story", wanted)


def load_story(store: Store, story_id: str, *, article_id: str | None = None) -> StoryView:
    """One story's account.

    Args:
        store: Where it is.
        story_id: Whose.
        article_id: Keep to what the account takes from this article; None: all of it.

    Raises:
        NotFound: If there is no account of it.
    """
    accounts = store.of(Account, story_id)
    if not accounts:
        raise NotFound("story", story_id)
    contradictions = store.of(Contradiction, story_id)
    if article_id is None:
        article_ids = store.one(Story, story_id).article_ids
    else:  # and those that it differs from
        pairs = ((c.a.article_id, c.b.article_id) for c in contradictions)
        article_ids = tuple({article_id}.union(*(pair for pair in pairs if article_id in pair)))
    chains = store.of_each(Chain, article_ids)
    return view_story(
        StoryRecords(
            account=accounts[0],
            articles=store.some(Article, article_ids),
            datings=store.of_each(Dating, article_ids),
            chains=chains,
            named_elsewhere=_named_elsewhere(store, chains),
            claims=store.of(Claim, story_id),
            corroborations=store.of(Corroboration, story_id),
            contradictions=contradictions,
            derivations=store.of_each(Derivation, article_ids),
            rejections=() if article_id else tuple(islice(store.all(Rejection), SHOWN)),
            failures=() if article_id else tuple(islice(store.all(Failure), SHOWN)),
            n_rejections=store.count(Rejection),
            n_failures=store.count(Failure),
            links=store.of(StoryLink, story_id),
            changes=store.of(StoryChange, story_id),
            headlines={
                link.other_id: found[0].headline
                for link in store.of(StoryLink, story_id)
                if (found := store.of(Account, link.other_id))
            },
        )
    )


def _named_elsewhere(store: Store, chains: Iterable[Chain]) -> dict[str, tuple[str, ArticleExcerpt]]:
    """By cluster, the name of whom an article only calls something, and where another names it so."""
    wanted: dict[str, set[str]] = {}
    for chain in chains:
        clusters = {hop.cluster_id for hop in chain.hops if hop.cluster_id is not None}
        wanted.setdefault(chain.article_id, set()).update(clusters)
    entity_ids = {
        entity_id
        for article_id, clusters in wanted.items()
        for cluster_id, entity_id in store.entity_ids(article_id).items()
        if cluster_id in clusters
    }
    found = store.some(Entity, sorted(entity_ids))
    return {m.cluster_id: (e.name, m.place) for e in found for m in e.members if m.place is not None}


def load_article(store: Store, article_id: str) -> ArticleView:
    """One article with the spans that its story's account quotes, and what was found in it.

    Raises:
        NotFound: If there is no such article.
    """
    article = store.one(Article, article_id)
    dating = next(iter(store.of(Dating, article_id)), None)
    story_id = store.story_id(article_id)
    has_account = story_id is not None and store.of(Account, story_id)
    story = load_story(store, story_id, article_id=article_id) if story_id and has_account else None
    entity_ids = store.entity_ids(article_id)
    records = ArticleRecords(
        article=article,
        sha256=store.sha256(article.page_id),
        published=dating.published if dating else article.published,
        statements=store.of(Statement, article_id),
        timexes=store.of(Timex, article_id),
        mentions=store.of(Mention, article_id),
        entity_by_mention={
            mention_id: entity_ids[cluster.id]
            for cluster in store.of(Cluster, article_id)
            if cluster.id in entity_ids
            for mention_id in cluster.mention_ids
        },
        headings=next(iter(store.of(Headings, article_id)), None),
        entity_by_cluster=entity_ids,
    )
    return view_article(records, story)
