"""Signatures -> Derivations: which article comes from which, and how much of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import msgspec
import numpy as np

from recoupe.ids import make_id
from recoupe.records import Derivation, DerivationType, Signature
from recoupe.text.likeness.details import detail_keys, sentence_rows, stack_vectors
from recoupe.text.likeness.neighbours import Indices, count_shared, weigh_shared
from recoupe.text.likeness.renderings import MIN_SENTENCES, retelling, translation
from recoupe.text.likeness.resemblance import Resemblance
from recoupe.text.likeness.timeline import Calendar, in_order, is_before
from recoupe.text.similarity import Hashes, fold, unit, unpack_hashes

VERSION = 1

# the same wording
REACH = 4  # first holders of a shingle that a later holder is compared with
MIN_SHARED = 10  # shingles, 14 words on end: shorter runs are set phrases
MIN_SHARE = 0.2  # corpus: copies >= .63, aggregates >= .40, any other pair <= .07
MIN_HELD = 0.5  # of the earlier text, standing in a longer one
IDENTICAL = 0.95  # of the shingles of both: what is left for a corrected name
# told again, in the same language or another
WINDOW = 10  # days in which a text is translated or told again
LOOK_BACK = 24  # articles with the same name or figure before it that an article is compared with
COMMON = 50  # articles that hold a name before it is too common to lead anywhere
MIN_VECTOR = 0.55  # cosine of whole texts worth aligning; corpus: translations >= .66
MAX_QUOTED = 1  # runs of four quoted words: who tells again has no voices of his own
MIN_LIKENESS = 0.2  # corpus: a rewrite and its source >= .28; below are other events
MOST_CANDIDATES = 8  # earlier articles that may be the source, those most like it
BLOCK = 1 << 13  # pairs whose vectors are compared in one go: 32 MB


class Edge(msgspec.Struct, frozen=True):
    """One article may come from another; places in the ordered list."""

    child: int
    parent: int
    type: DerivationType
    share: float
    evidence: str


def copies(signatures: Iterable[Signature]) -> tuple[Derivation, ...]:
    """Tell which articles are taken from which.

    An article has at most one parent, the one it has most from; whole and partial reprints are found by
    their wording, translations and rewrites by sentences that mean the same in the same order. Quoting one
    speech is no copy: quotations are no part of the wording.

    Returns:
        One edge for each article that is a copy, sorted by article; the same whatever the order of the input.
    """
    ordered = in_order(signatures)
    parents: dict[int, Edge] = {}
    for edge in sorted(_edges(ordered), key=lambda e: _rank(e, ordered)):
        if edge.child not in parents and not _leads_to(edge.parent, edge.child, parents):
            parents[edge.child] = edge
    derivations = [_derivation(edge, ordered) for edge in parents.values()]
    return tuple(sorted(derivations, key=lambda d: (d.article_id, d.id)))


def _edges(ordered: Sequence[Signature]) -> Iterator[Edge]:
    yield from _reprints(ordered)
    yield from _renderings(ordered)


def _rank(edge: Edge, ordered: Sequence[Signature]) -> tuple[bool, bool, float, int, int]:
    """Best parent first: wording before meaning, the credited outlet, the greatest share, the earliest."""
    credited = _credits(ordered[edge.child], ordered[edge.parent])
    by_meaning = edge.type in ("translation", "rewrite")
    return by_meaning, not credited, -round(edge.share, 2), edge.parent, edge.child


def _leads_to(start: int, goal: int, parents: dict[int, Edge]) -> bool:
    """Tell whether `goal` is `start` or one of its ancestors: then an edge would close a ring."""
    at = start
    while at != goal and at in parents:
        at = parents[at].parent
    return at == goal


def _derivation(edge: Edge, ordered: Sequence[Signature]) -> Derivation:
    child, parent = ordered[edge.child].article_id, ordered[edge.parent].article_id
    return Derivation(
        id=make_id("derivation", child, parent),
        article_id=child,
        from_article_id=parent,
        type=edge.type,
        share=round(edge.share, 3),
        evidence=edge.evidence,
    )


def _directed(a: int, b: int, ordered: Sequence[Signature]) -> tuple[int, int]:
    """Which of two is the copy: by time, else by who credits whom, else the shorter, else the later in order.

    Returns:
        Child, parent.
    """
    one, two = ordered[a], ordered[b]
    before = is_before(one, two)
    if before is None:
        signs = (
            _credits(one, two) - _credits(two, one),
            (one.published_at is None) - (two.published_at is None),
            (two.n_words > one.n_words) - (one.n_words > two.n_words),
        )
        before = next((sign < 0 for sign in signs if sign), a < b)
    return (b, a) if before else (a, b)


def _credits(child: Signature, parent: Signature) -> bool:
    """Does the credit or byline of one name the outlet of the other?"""
    outlet = fold(parent.outlet)
    written = f"{fold(child.credit or '')} | {fold(child.byline or '')}"
    return child.outlet != parent.outlet and len(outlet) > 2 and outlet in written  # noqa: PLR2004


# --- the same wording ---------------------------------------------------------------------------------


def _reprints(ordered: Sequence[Signature]) -> Iterator[Edge]:
    """Pairs that share wording outside quotations."""
    hashes = [unpack_hashes(s.shingles) for s in ordered]
    later, earlier, shared = count_shared(hashes, REACH)
    for i, j in zip(later[shared >= MIN_SHARED], earlier[shared >= MIN_SHARED], strict=True):
        edge = _reprint(*_directed(int(i), int(j), ordered), ordered, hashes)
        if edge is not None:
            yield edge


def _reprint(child: int, parent: int, ordered: Sequence[Signature], hashes: Sequence[Hashes]) -> Edge | None:
    shared = len(np.intersect1d(hashes[child], hashes[parent], assume_unique=True))
    share, held = shared / len(hashes[child]), shared / len(hashes[parent])
    if share < MIN_SHARE and held < MIN_HELD:
        return None
    evidence = f"{shared} of {len(hashes[child])} runs of five words outside quotations stand in it"
    return Edge(child, parent, _reprint_type(ordered[child], ordered[parent], share, held), share, evidence)


def _reprint_type(child: Signature, parent: Signature, share: float, held: float) -> DerivationType:
    """`syndicated` where a credit names neither outlet: the text is a third party's."""
    if share >= IDENTICAL and held >= IDENTICAL and child.quotes == parent.quotes:
        return "identical"
    credit = child.credit or parent.credit
    if credit is not None and not _credits(child, parent) and share >= MIN_HELD:
        return "syndicated"
    return "excerpt"


# --- told again ---------------------------------------------------------------------------------------


def _renderings(ordered: Sequence[Signature]) -> Iterator[Edge]:
    """Pairs without common wording: translations, and articles told again in other words."""
    later, earlier, _ = weigh_shared([detail_keys(s) for s in ordered], LOOK_BACK, COMMON)
    near = ~(Calendar(ordered).days_apart(later, earlier) > WINDOW)
    later, earlier = later[near], earlier[near]
    yield from _translations(ordered, later, earlier)
    resemblance = Resemblance(ordered)
    ends = np.searchsorted(later, np.arange(len(ordered) + 1))
    for i, child in enumerate(ordered):
        if child.credit is None and len(unpack_hashes(child.quotes)) <= MAX_QUOTED:
            sources = _sources(i, earlier[ends[i] : ends[i + 1]], ordered, resemblance)
            if sources:
                yield from _retellings(i, sources, ordered)


def _translations(ordered: Sequence[Signature], later: Indices, earlier: Indices) -> Iterator[Edge]:
    vectors = unit(stack_vectors(ordered))
    languages = np.array([s.language for s in ordered])
    foreign = languages[later] != languages[earlier]
    later, earlier = later[foreign], earlier[foreign]
    for at in np.array_split(np.arange(len(later)), len(later) // BLOCK + 1):
        i, j = later[at], earlier[at]
        alike = np.einsum("ij,ij->i", vectors[i], vectors[j]) >= MIN_VECTOR
        for one, two in zip(i[alike].tolist(), j[alike].tolist(), strict=True):
            child, parent = _directed(one, two, ordered)
            found = translation(sentence_rows(ordered[child]), sentence_rows(ordered[parent]))
            if found is not None:
                yield Edge(child, parent, "translation", found.share, found.evidence)


def _sources(
    i: int, near: Indices, ordered: Sequence[Signature], resemblance: Resemblance
) -> list[tuple[int, float]]:
    """Earlier articles on what looks like the same event: another outlet's, in the same language."""
    child = ordered[i]
    others = [
        j
        for j in near.tolist()
        if ordered[j].language == child.language
        and ordered[j].outlet != child.outlet
        and is_before(ordered[j], child)
    ]
    at = np.array(others, dtype=np.int64)
    likeness = resemblance.content(i, at) * resemblance.nearness(i, at)
    ranked = np.lexsort((at, -likeness))[:MOST_CANDIDATES]
    return [(others[k], float(likeness[k])) for k in ranked.tolist() if likeness[k] >= MIN_LIKENESS]


def _retellings(i: int, sources: Sequence[tuple[int, float]], ordered: Sequence[Signature]) -> Iterator[Edge]:
    """The one among the sources that an article without voices of its own tells again, if any."""
    rows = sentence_rows(ordered[i])
    if len(rows) >= MIN_SENTENCES:
        places, likeness = zip(*sources, strict=True)
        found = retelling(rows, [sentence_rows(ordered[j]) for j in places], likeness)
        if found is not None:
            best, rendering = found
            yield Edge(i, places[best], "rewrite", rendering.share, rendering.evidence)
