"""All of a story -> Account: what a reader gets, in reading order, as ids that point at the words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from recoupe.ids import make_id
from recoupe.lang.pack import LanguagePack
from recoupe.records import (
    Account,
    Article,
    Claim,
    Contradiction,
    Corroboration,
    DifferenceRelation,
    Dossier,
    Event,
    Fold,
    Published,
)
from recoupe.text.dates.storyline import Sayings, timeline
from recoupe.text.matching.views import by_publication
from recoupe.text.similarity import fold

VERSION = 4


def account(
    dossier: Dossier,
    claims: tuple[Claim, ...],
    corroborations: tuple[Corroboration, ...],
    contradictions: tuple[Contradiction, ...],
    events: tuple[Event, ...],
    *,
    packs: Mapping[str, LanguagePack],
) -> Account:
    """Put a story's findings in the order in which a person reads them.

    Args:
        dossier: The story's records; their order does not matter.
        claims: The story's claims.
        corroborations: One for each claim.
        contradictions: What differs between them, or seems to.
        events: Their days stand in for a claim whose own words give none.
        packs: By language, for the nouns of saying.

    Returns:
        Claims most carried first (outlets, then those with a named origin, then as the earliest article tells
        them; what one outlet says in its own voice comes last), timeline by event date,
        articles with their copies folded under the earliest, and what to know about the articles.
    """
    articles = by_publication(dossier)
    entries = timeline(
        dossier,
        claims,
        events,
        sayings={code: Sayings(p.verbs.saying, p.verbs.giving) for code, p in packs.items()},
    )
    placed = {claim_id for entry in entries for claim_id in entry.claim_ids}
    dated = {d.article_id: d.published for d in dossier.datings}
    days = [p for p in dated.values() if p is not None]
    by_claim = {c.claim_id: c for c in corroborations}
    order = {a.id: k for k, a in enumerate(articles)}
    ranked = sorted(claims, key=lambda c: _rank(c, by_claim.get(c.id), order))
    return Account(
        id=make_id("account", dossier.story.id),
        story_id=dossier.story.id,
        headline=dossier.story.headline,
        n_articles=len(articles),
        n_outlets=len({fold(a.outlet) for a in articles}),
        claim_ids=tuple(c.id for c in ranked),
        timeline=entries,
        undated_claim_ids=tuple(c.id for c in ranked if c.id not in placed),
        contradiction_ids=_related(contradictions, "contradiction"),
        apparent_ids=_related(contradictions, "apparent"),
        refinement_ids=_related(contradictions, "refinement"),
        later_ids=_related(contradictions, "later"),
        folds=_folds(dossier, articles),
        unknown_outlets=tuple(a.id for a in articles if a.outlet_from == "file"),
        inferred_dates=tuple(
            a.id for a in articles if (p := dated.get(a.id)) is None or p.source == "inferred"
        ),
        faq_articles=tuple(a.id for a in articles if any(p.label == "faq" for p in a.paragraphs)),
        translated_articles=tuple(a.id for a in articles if a.translated_from is not None),
        cut_articles=tuple(a.id for a in articles if a.access == "cut"),
        n_left_out=sum(len(a.left_out) for a in articles),
        first_day=min((p.earliest for p in days), default=None),
        last_day=_last_day(days),
    )


def _related(found: Sequence[Contradiction], relation: DifferenceRelation) -> tuple[str, ...]:
    return tuple(c.id for c in found if c.relation == relation)


def _rank(
    claim: Claim, found: Corroboration | None, order: Mapping[str, int]
) -> tuple[int, bool, int, int, str]:
    """Most outlets first, then those with a named origin, then where the earliest article tells it."""
    first = claim.appearances[0]
    place = order.get(first.article_id, len(order)), first.start, claim.id
    return (-found.outlets, found.origins_min == 0, *place) if found else (0, True, *place)


def _last_day(days: Sequence[Published]) -> str | None:
    """The latest publication day: as stated; where none is, the end of the inferred days that starts last.

    A wide guess must not stretch a story whose other articles say their day.
    """
    stated = [p.latest for p in days if p.source != "inferred"]
    begun = max((p.earliest for p in days), default=None)
    if begun is None:
        return None
    narrow = [p.latest for p in days if p.earliest == begun]
    return max([*stated, begun]) if stated else min(narrow)


def _folds(dossier: Dossier, articles: list[Article]) -> tuple[Fold, ...]:
    """Each article that comes from no other of the story, with its copies, near and far, earliest first."""
    order = {a.id: k for k, a in enumerate(articles)}
    parents: dict[str, list[str]] = {}
    for d in sorted(dossier.derivations, key=lambda d: d.id):
        if d.article_id in order and d.from_article_id in order:
            parents.setdefault(d.article_id, []).append(d.from_article_id)
    roots: dict[str, str] = {a.id: _root(a.id, parents, order) for a in articles}
    return tuple(
        Fold(
            article_id=a.id,
            copies=tuple(c.id for c in articles if roots[c.id] == a.id and c.id != a.id),
            derivation_ids=tuple(
                d.id
                for d in sorted(dossier.derivations, key=lambda d: (order.get(d.article_id, 0), d.id))
                if d.article_id in order and d.article_id != a.id and roots[d.article_id] == a.id
            ),
        )
        for a in articles
        if roots[a.id] == a.id
    )


def _root(article_id: str, parents: Mapping[str, list[str]], order: Mapping[str, int]) -> str:
    """The earliest article that this one comes from, near or far; itself when from none."""
    seen, todo = {article_id}, [article_id]
    while todo:
        for parent in parents.get(todo.pop(), []):
            if parent not in seen:
                seen.add(parent)
                todo.append(parent)
    tops = [x for x in seen if not parents.get(x)] or sorted(seen)
    return min(tops, key=lambda x: order[x])
