"""Signatures -> Derivations: which article comes from which, and how much of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import msgspec
import numpy as np

from recoupe.ids import make_id
from recoupe.records import Derivation, DerivationType, Signature
from recoupe.text.details import detail_keys, stack_vectors, unpack_rows
from recoupe.text.neighbours import count_shared, weigh_shared
from recoupe.text.similarity import (
    Hashes,
    align,
    cosine,
    fold,
    unit,
    unpack_hashes,
)
from recoupe.text.timeline import Calendar, in_order, is_before

VERSION = 1

# the same wording
REACH = 4  # first holders of a shingle that a later holder is compared with
MIN_SHARED = 10  # shingles, 14 words on end: shorter runs are set phrases
MIN_SHARE = 0.2  # corpus: copies >= .63, aggregates >= .40, any other pair <= .07
MIN_HELD = 0.5  # of the earlier text, standing in a longer one
IDENTICAL = 0.95  # of the shingles of both: what is left for a corrected name
# the same sentences in another language
WINDOW = 10  # days in which a text is translated
LOOK_BACK = 24  # articles with the same name or figure before it that an article is compared with
COMMON = 50  # articles that hold a name before it is too common to lead anywhere
MIN_VECTOR = 0.55  # cosine of whole texts worth aligning; corpus: translations >= .66
MIN_MEANING = 0.42  # mean best cosine of sentences; corpus: translations >= .45, other pairs <= .37
MIN_IN_ORDER = 0.6  # of the sentences pair in order; corpus: translations >= .73
MIN_SENTENCES = 3
BLOCK = 1 << 13  # pairs whose vectors are compared in one go: 32 MB
FLOOR = 0.35  # cosine below which two sentences do not mean the same; corpus: 95 % of chance pairs are below


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
    their wording, translations by sentences that mean the same in the same order. Quoting one speech is no
    copy: quotations are no part of the wording.

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
    yield from _translations(ordered)


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


# --- the same sentences in another language -----------------------------------------------------------


def _translations(ordered: Sequence[Signature]) -> Iterator[Edge]:
    """Pairs in two languages whose sentences mean the same in the same order."""
    for i, j in _near(ordered):
        if ordered[i].language == ordered[j].language:
            continue
        child, parent = _directed(i, j, ordered)
        found = _translation(ordered[child], ordered[parent])
        if found is not None:
            yield Edge(child, parent, "translation", *found)


def _near(ordered: Sequence[Signature]) -> Iterator[tuple[int, int]]:
    """Pairs close in time and in meaning that share a rare name, figure or day."""
    later, earlier, _ = weigh_shared([detail_keys(s) for s in ordered], LOOK_BACK, COMMON)
    vectors = unit(stack_vectors(ordered))
    gaps = Calendar(ordered).days_apart(later, earlier)
    for at in np.array_split(np.flatnonzero(~(gaps > WINDOW)), len(later) // BLOCK + 1):
        i, j = later[at], earlier[at]
        alike = np.einsum("ij,ij->i", vectors[i], vectors[j]) >= MIN_VECTOR
        yield from zip(i[alike].tolist(), j[alike].tolist(), strict=True)


def _translation(child: Signature, parent: Signature) -> tuple[float, str] | None:
    """Share and evidence, None when it is no translation.

    Every sentence of a translation has one that means the same, and they run in one order; two reports of
    one event share some sentences, in any order.
    """
    meaning = cosine(unpack_rows(child.rows, child.dimensions), unpack_rows(parent.rows, parent.dimensions))
    if min(meaning.shape) < MIN_SENTENCES or float(meaning.max(axis=1).mean()) < MIN_MEANING:
        return None
    pairs = [(i, j) for i, j in align(meaning - FLOOR) if meaning[i, j] >= FLOOR]
    share = len({i for i, _ in pairs}) / len(meaning)
    if share < MIN_IN_ORDER:
        return None
    mean = float(np.mean([meaning[i, j] for i, j in pairs]))
    same = round(share * len(meaning))
    return share, f"{same} of {len(meaning)} sentences mean the same in the same order (cosine {mean:.2f})"
