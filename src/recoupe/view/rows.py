"""The rows of an account: plain data that terminal, page and API show."""

from __future__ import annotations

from typing import Literal

import msgspec

from recoupe.records import (
    Access,
    Certainty,
    Corroboration,
    DerivationType,
    DifferenceRelation,
    DifferenceType,
    Drift,
    Failure,
    HopKind,
    LeftOutLabel,
    Modality,
    Occasion,
    ParagraphLabel,
    PublishedFrom,
    Rejection,
    StoryAction,
    TimexRole,
)


class View(msgspec.Struct, frozen=True, kw_only=True):
    """Base of everything that is shown: plain data, no words of any language but an article's."""


class Place(View, frozen=True):
    """Characters of an article; `text` is what stands there, verbatim."""

    article_id: str
    article_number: int
    outlet: str
    start: int
    end: int
    text: str

    @property
    def locator(self) -> str:
        """Article id and code-point offsets: `article-…:120-188`."""
        return f"{self.article_id}:{self.start}-{self.end}"

    @property
    def span(self) -> str:
        """The offsets alone, beside an article's number: `120–188`."""
        return f"{self.start}–{self.end}"  # from one to another, as printers set it


class HopRow(View, frozen=True):
    """One link of a chain; `place` is None where no words say it, `cluster_id` where it is nobody's name.

    Attributes:
        name: As the article calls it.
        known_as: The name that another article gives to whom this one only calls something (« la maire »).
        named_at: Where it does, beside the same calling; None where that article is not of the story.
    """

    name: str
    kind: HopKind
    inferred: bool
    place: Place | None = None
    cluster_id: str | None = None
    known_as: str | None = None
    named_at: Place | None = None

    @property
    def full_name(self) -> str:
        """The name, another article's where this one has none."""
        return self.known_as or self.name


class ChainRow(View, frozen=True):
    """Who an appearance had it from: origin first, the outlet last."""

    hops: tuple[HopRow, ...]
    occasion: Occasion | None = None

    @property
    def is_outlet_alone(self) -> bool:
        """True when the outlet names nobody."""
        return len(self.hops) < 2  # noqa: PLR2004 (the outlet itself is the last hop)


class AppearanceRow(View, frozen=True):
    """One place where a claim is made. `copy_of` is the number of the article it is folded under."""

    place: Place
    modality: Modality
    zone: ParagraphLabel
    source: str | None = None
    drift: tuple[Drift, ...] = ()
    chain: ChainRow | None = None
    copy_of: int | None = None


class ClaimRow(View, frozen=True):
    """One claim: its words, what stands behind it, and where it is made."""

    id: str
    number: int
    text: str
    corroboration: Corroboration
    appearances: tuple[AppearanceRow, ...]

    @property
    def is_shared(self) -> bool:
        """True when several outlets carry it."""
        return self.corroboration.outlets > 1

    @property
    def is_full(self) -> bool:
        """True when it takes more than a line: several places, several outlets, or somebody who was there."""
        return (
            self.is_shared
            or len(self.appearances) != 1
            or any(origin.first_hand for origin in self.corroboration.origins)
        )


class TimelineRow(View, frozen=True):
    """What happened when; ISO days, both inclusive; fields as in `TimelineEntry`.

    `others` are further places that tell of the same.
    """

    earliest: str
    latest: str
    planned: bool
    place: Place
    claim_numbers: tuple[int, ...]
    others: tuple[Place, ...] = ()
    clock: Literal["happened", "said"] = "happened"
    role: TimexRole = "at"
    said_earliest: str | None = None
    said_latest: str | None = None
    published_earliest: str | None = None
    published_latest: str | None = None


class DifferenceRow(View, frozen=True):
    """Two places that differ, or seem to, and the rule that found it; fields as in `Contradiction`."""

    id: str
    type: DifferenceType
    a: Place
    b: Place
    why: str
    claim_numbers: tuple[int, ...]
    relation: DifferenceRelation = "contradiction"
    on: Literal["actor", "object", "period"] | None = None


class ArticleRow(View, frozen=True):
    """An article of the story.

    Attributes:
        number: Its number in the list of articles, which the locators use.
        outlet_known: False when the outlet could not be known and stands under its file's name.
        published_at: ISO instant or day, None when nothing determines one.
        left_out: Blocks that cleaning left out, number by label.
    """

    id: str
    number: int
    outlet: str
    outlet_known: bool
    language: str
    page: str
    headline: str | None = None
    byline: str | None = None
    credit: str | None = None
    published_at: str | None = None
    published_from: PublishedFrom | None = None
    published_certainty: Certainty | None = None
    published_earliest: str | None = None
    published_latest: str | None = None
    translated_from: str | None = None
    updated: str | None = None
    access: Access = "whole"
    left_out: tuple[tuple[LeftOutLabel, int], ...] = ()


class CopyRow(View, frozen=True):
    """A copy folded under another article; type and share are None where only a third text links the two."""

    article: ArticleRow
    type: DerivationType | None = None
    share: float | None = None
    evidence: str = ""


class FoldRow(View, frozen=True):
    """An article and the copies folded under it, earliest known first."""

    article: ArticleRow
    copies: tuple[CopyRow, ...]


class EpisodeRow(View, frozen=True):
    """Another story of the same affair; `why` is what the two share."""

    story_id: str
    headline: str
    relation: Literal["earlier", "later"]
    why: str


class ChangeRow(View, frozen=True):
    """A line of a story's log; `articles` are numbers, fields as in `StoryChange`."""

    id: str
    on: str
    action: StoryAction
    articles: tuple[int, ...]
    why: str
    other_id: str | None = None


class StoryView(View, frozen=True):
    """A story's account, in reading order. Numbers of claims and articles count from 1.

    Attributes:
        nuances: What only looks like a difference: apparent ones, refinements, later states, in this order.
        rejections, failures: The first of the whole collection; `n_rejections`, `n_failures` are all.
    """

    id: str
    headline: str
    n_articles: int
    n_outlets: int
    claims: tuple[ClaimRow, ...]
    timeline: tuple[TimelineRow, ...]
    undated_claims: tuple[int, ...]
    differences: tuple[DifferenceRow, ...]
    folds: tuple[FoldRow, ...]
    n_left_out: int
    rejections: tuple[Rejection, ...]
    failures: tuple[Failure, ...]
    unknown_outlets: tuple[int, ...]
    inferred_dates: tuple[int, ...]
    faq_articles: tuple[int, ...]
    translated_articles: tuple[int, ...]
    cut_articles: tuple[int, ...] = ()
    first_day: str | None = None
    last_day: str | None = None
    is_span_inferred: bool = False
    n_rejections: int = 0
    n_failures: int = 0
    episodes: tuple[EpisodeRow, ...] = ()
    changes: tuple[ChangeRow, ...] = ()
    nuances: tuple[DifferenceRow, ...] = ()

    @property
    def articles(self) -> tuple[ArticleRow, ...]:
        """Every article, in the order of its number."""
        return tuple(row for fold in self.folds for row in (fold.article, *(c.article for c in fold.copies)))


class StoryRow(View, frozen=True):
    """A story in the list.

    Attributes:
        number: Its place in the list, from 1: newest first.
        n_one_origin: Claims carried by several outlets that rest on one origin at most.
        n_differences: Lines in the list of differences.
        first_day, last_day: ISO days of the story's span of time, None where nothing is dated.
        is_span_inferred: True when no article states its date.
        outlets: Names, sorted, each once.
    """

    number: int
    id: str
    headline: str
    n_articles: int
    n_outlets: int
    n_claims: int
    n_one_origin: int
    n_differences: int
    first_day: str | None = None
    last_day: str | None = None
    is_span_inferred: bool = False
    outlets: tuple[str, ...] = ()
