"""Reads views out of a store."""

from __future__ import annotations

from collections import Counter

import msgspec

from recoupe.errors import NotFound, StoreError
from recoupe.records import (
    Account,
    Article,
    Chain,
    Claim,
    Contradiction,
    Corroboration,
    Dating,
    Derivation,
    Failure,
    Rejection,
    Story,
)
from recoupe.store.port import R, Store
from recoupe.view.article import ArticleView, view_article
from recoupe.view.rows import StoryRow, StoryView
from recoupe.view.story import StoryRecords, find_days, is_span_inferred, view_story


class Ambiguous(StoreError):
    """The beginning of an id fits several stories."""

    def __init__(self, prefix: str, ids: tuple[str, ...]) -> None:
        self.prefix, self.story_ids = prefix, ", ".join(ids)
        super().__init__(f"{prefix!r} names several stories: {self.story_ids}")


def load_stories(store: Store) -> tuple[StoryRow, ...]:
    """Every story that has an account, newest first; equal days go by id."""
    one_origin = Counter(
        corroboration.story_id
        for corroboration in store.all(Corroboration)
        if corroboration.outlets > 1 and corroboration.origins_max <= 1
    )
    rows = [_story_row(store, account, one_origin[account.story_id]) for account in store.all(Account)]
    rows.sort(key=lambda row: row.id)
    rows.sort(key=lambda row: row.last_day or "", reverse=True)
    return tuple(msgspec.structs.replace(row, number=number) for number, row in enumerate(rows, 1))


def _story_row(store: Store, account: Account, n_one_origin: int) -> StoryRow:
    first_day, last_day = account.first_day, account.last_day
    if account.inferred_dates:  # the account has the first of the possible days only
        article_ids = store.one(Story, account.story_id).article_ids
        datings = (dating for a in article_ids for dating in store.of(Dating, a))
        first_day, last_day = find_days(account, (dating.published for dating in datings))
    return StoryRow(
        number=0,
        id=account.story_id,
        headline=account.headline,
        n_articles=account.n_articles,
        n_outlets=account.n_outlets,
        n_claims=len(account.claim_ids),
        n_one_origin=n_one_origin,
        n_differences=len(account.contradiction_ids),
        first_day=first_day,
        last_day=last_day,
        is_span_inferred=is_span_inferred(account),
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


def load_story(store: Store, story_id: str) -> StoryView:
    """One story's account.

    Raises:
        NotFound: If there is no account of it.
    """
    accounts = store.of(Account, story_id)
    if not accounts:
        raise NotFound("story", story_id)
    article_ids = store.one(Story, story_id).article_ids

    def each(kind: type[R]) -> tuple[R, ...]:
        return tuple(record for article_id in article_ids for record in store.of(kind, article_id))

    return view_story(
        StoryRecords(
            account=accounts[0],
            articles=tuple(store.one(Article, article_id) for article_id in article_ids),
            datings=each(Dating),
            chains=each(Chain),
            claims=store.of(Claim, story_id),
            corroborations=store.of(Corroboration, story_id),
            contradictions=store.of(Contradiction, story_id),
            derivations=each(Derivation),
            rejections=tuple(store.all(Rejection)),
            failures=tuple(store.all(Failure)),
        )
    )


def load_article(store: Store, article_id: str) -> ArticleView:
    """One article with the spans that its story's account quotes.

    Raises:
        NotFound: If there is no such article.
    """
    article = store.one(Article, article_id)
    dating = next(iter(store.of(Dating, article_id)), None)
    story_id = store.story_id(article_id)
    has_account = story_id is not None and store.of(Account, story_id)
    story = load_story(store, story_id) if story_id and has_account else None
    return view_article(
        article,
        sha256=store.page(article.page_id).sha256,
        published=dating.published if dating else article.published,
        story=story,
    )
