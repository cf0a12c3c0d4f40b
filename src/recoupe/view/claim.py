"""One claim, opened: every place where it is made, the way it came, and why places count as one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from recoupe.records import Article, OriginMerge
from recoupe.store.port import Store
from recoupe.view.fragments import live_link
from recoupe.view.rows import AppearanceRow, ClaimRow, CopyRow, DifferenceRow, StoryView, View


class EvidenceRow(View, frozen=True):
    """A place where the claim is made, and what a reader needs to check it.

    Attributes:
        number: Its number among the claim's places, from 1.
        live_url: The live page at these very words, None where the article has no address.
        sha256: Digest of the stored raw page.
    """

    number: int
    appearance: AppearanceRow
    sha256: str
    live_url: str | None = None
    page: str = ""


class MergeRow(View, frozen=True):
    """Places that count as one origin, and what speaks for it.

    Attributes:
        places: The places that the two sides of the merge name.
        copy: Set when the one article copies the other.
        from_ids, into_ids: Articles of the two sides; () where a side is not found among the places.
    """

    merge: OriginMerge
    places: tuple[AppearanceRow, ...]
    copy: CopyRow | None = None
    from_ids: tuple[str, ...] = ()
    into_ids: tuple[str, ...] = ()


class OpenClaim(View, frozen=True):
    """A claim with everything behind it.

    Attributes:
        evidence: A page of its places, in article order.
        entity_ids: Entity by cluster, for the names in its chains.
    """

    claim: ClaimRow
    evidence: tuple[EvidenceRow, ...]
    merges: tuple[MergeRow, ...]
    differences: tuple[DifferenceRow, ...]
    entity_ids: dict[str, str]
    page: int
    n_pages: int


def load_open(store: Store, story: StoryView, claim: ClaimRow, page: int = 1, size: int = 40) -> OpenClaim:
    """Gather what stands behind a claim of a story, `size` of its places at a time."""
    n_pages = max(1, -(-len(claim.appearances) // size))
    page = min(max(1, page), n_pages)
    first = (page - 1) * size
    shown = claim.appearances[first : first + size]
    article_ids = list(dict.fromkeys(row.place.article_id for row in shown))
    return OpenClaim(
        claim=claim,
        evidence=tuple(load_evidence(store, shown, first + 1)),
        merges=tuple(_merges(claim, story)),
        differences=tuple(d for d in (*story.differences, *story.nuances) if claim.number in d.claim_numbers),
        entity_ids={c: e for a in article_ids for c, e in store.entity_ids(a).items()},
        page=page,
        n_pages=n_pages,
    )


def load_evidence(store: Store, rows: Iterable[AppearanceRow], number: int) -> Iterator[EvidenceRow]:
    """Number places from `number` on, each with the live link and the digest of its page."""
    articles: dict[str, tuple[Article, str]] = {}
    for n, row in enumerate(rows, number):
        place = row.place
        if place.article_id not in articles:
            article = store.one(Article, place.article_id)
            articles[place.article_id] = article, store.sha256(article.page_id)
        article, sha256 = articles[place.article_id]
        yield EvidenceRow(
            number=n,
            appearance=row,
            sha256=sha256,
            live_url=live_link(article.url, article.text, place.start, place.end),
            page=article.page,
        )


def _merges(claim: ClaimRow, story: StoryView) -> Iterator[MergeRow]:
    copies = [copy for fold in story.folds for copy in fold.copies]
    for merge in claim.corroboration.merges:
        outlets = (merge.from_.partition(": ")[0], merge.into.partition(": ")[0])
        places = {
            row.place.article_number: row
            for row in reversed(claim.appearances)
            if row.place.outlet in outlets or row.source in {merge.into, merge.from_.partition(": ")[2]}
        }
        copy = next((c for c in copies if c.type == merge.rule and c.article.outlet == outlets[0]), None)
        from_ids = tuple(p.place.article_id for p in places.values() if p.place.outlet == outlets[0])
        into_ids = (p.place.article_id for p in places.values() if p.place.article_id not in from_ids)
        yield MergeRow(
            merge=merge,
            places=tuple(places[n] for n in sorted(places)),
            copy=copy,
            from_ids=from_ids,
            into_ids=tuple(into_ids),
        )
