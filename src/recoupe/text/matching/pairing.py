"""How likely two propositions of different articles make the same claim.

A sum of small decision trees over features that a reader would name too: meaning, shared rare words,
figures, names, days, speaker, denial, and, where one article copies the other, whether they answer each
other in order.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import product
from typing import TypeVar

import msgspec
import numpy as np
import numpy.typing as npt

from recoupe.records import DerivationType
from recoupe.text.matching.meaning import Meaning, coverage
from recoupe.text.matching.pieces import Piece
from recoupe.text.matching.trees import chances, read_trees
from recoupe.text.quantities import are_rival
from recoupe.text.similarity import Matrix, align

T = TypeVar("T", str, float)
Floats = npt.NDArray[np.float64]
Relation = DerivationType | None

FEATURES = (
    "terms", "terms_held", "names", "figures", "other_figures", "rare_figures", "days", "other_days",
    "same_speaker", "other_speaker", "length", "meaning", "words", "lead", "best", "best_copy",
    "best_translation", "best_rewrite", "aligned", "aligned_translation", "aligned_rewrite", "one_denied",
    "both_denied", "denied_by_one", "foreign", "apart",
)  # fmt: skip
MODEL = "pairs"
CLOSE = ("identical", "syndicated", "excerpt", "aggregate")
RARE = 13  # from here on a figure is no month, hour or small count
N_BEST = 3  # how many of a proposition's best partners tell how far the very best leads
SENTENCE = 0.5  # weight of the sentences' cosine beside that of the propositions and of their words
FULL = 2.5  # what `SENTENCE` and the two others sum to when all agree
LEAST = 0.03  # a lower chance is none
FINITE = 2  # of `Piece.says`: a finite verb of its own
NO_WORD = 0.7  # nothing shared but names, which a whole story shares; dev corpus: precision .83 -> .87
MIN_ALIGNED = 0.28  # share of that below which two propositions never answer each other in order


class Side(msgspec.Struct, frozen=True):
    """One article's propositions, and what they mean, in the same order."""

    pieces: Sequence[Piece]
    meaning: Meaning


class Pairing(msgspec.Struct, frozen=True, kw_only=True):
    """Two articles of one story and how they stand to each other.

    Attributes:
        cosines: A row per sentence of `a`, a column per sentence of `b`.
        relation: Type of the derivation that joins them, None for articles written apart.
        rarity: Weight of each term in the story.
        told: Who has things from whom, by speaker: they are neither one voice nor two.
    """

    a: Side
    b: Side
    cosines: Matrix
    relation: Relation
    rarity: Mapping[str, float]
    told: Mapping[str, frozenset[str]] = {}


def rarity(pieces: Iterable[Piece]) -> dict[str, float]:
    """Inverse document frequency of every term, a sentence of an article being the document."""
    by_sentence: dict[tuple[int, int], set[str]] = {}
    for p in pieces:
        by_sentence.setdefault((p.article, p.sentence), set()).update(p.terms)
    n = len(by_sentence)
    found = Counter(t for terms in by_sentence.values() for t in terms)
    return {t: math.log(1 + n / k) for t, k in found.items()}


def likeness(pairings: Sequence[Pairing]) -> list[Floats]:
    """Probability that piece i of `a` and piece j of `b` make the same claim, 0 to 1, for each two articles.

    A piece that says too little to be told from others scores 0. Rival figures score minus infinity: never
    one claim. Many pairings at once cost less than one by one.
    """
    tables = [features(pairing) for pairing in pairings]
    rows = np.concatenate([table.reshape(-1, len(FEATURES)) for table in tables])
    flat = chances(read_trees(MODEL), FEATURES, rows)
    out, at = [], 0
    for pairing, table in zip(pairings, tables, strict=True):
        size = table.shape[0] * table.shape[1]
        found = flat[at : at + size].reshape(table.shape[:2])
        at += size
        _bound(pairing, found)
        out.append(found)
    return out


def _bound(pairing: Pairing, found: Floats) -> None:
    """Lower the chances of what says too little, shares names alone or counts otherwise, in place."""
    a, b = pairing.a.pieces, pairing.b.pieces
    found[[not _says_enough(p) for p in a], :] = 0
    found[:, [not _says_enough(q) for q in b]] = 0
    counting_a, counting_b = ([k for k, p in enumerate(some) if p.figures] for some in (a, b))
    for i, j in product(counting_a, counting_b):
        if have_rival_figures(a[i], b[j]):
            found[i, j] = -np.inf
    if pairing.relation is None:
        for i, j in zip(*(found > LEAST).nonzero(), strict=True):
            if _share_names_alone(a[i], b[j]):
                found[i, j] *= NO_WORD


def _says_enough(piece: Piece) -> bool:
    """« à Port-Valmer », « la mairie de Lenne » answer to anything."""
    return bool(piece.bare or piece.figures or (piece.says or 0) >= FINITE)


def _share_names_alone(p: Piece, q: Piece) -> bool:
    """One language, and no word, figure or day in common."""
    return p.language == q.language and not (p.bare & q.bare or p.values & q.values or p.days & q.days)


def features(pairing: Pairing) -> Floats:
    """Array of shape (len(a), len(b), len(FEATURES))."""
    a, b = pairing.a.pieces, pairing.b.pieces
    if not len(a) or not len(b):
        return np.zeros((len(a), len(b), len(FEATURES)))
    meaning, words, whole = _alike(pairing)
    best = _mutual(whole)
    aligned = np.zeros(whole.shape)
    for i, j in align(np.asarray(whole / FULL - MIN_ALIGNED, dtype=np.float32)):
        aligned[i, j] = 1
    relation = pairing.relation
    columns = (
        *_terms(a, b, pairing.rarity),
        *_facts(a, b),
        *_speakers(a, b, pairing.told),
        _lengths(a, b),
        meaning,
        words,
        whole - _level(whole),
        best,
        best * (relation in CLOSE),
        best * (relation == "translation"),
        best * (relation == "rewrite"),
        aligned,
        aligned * (relation == "translation"),
        aligned * (relation == "rewrite"),
        *_denials(a, b),
        np.full(whole.shape, float(a[0].language != b[0].language)),
        np.abs(np.subtract.outer(np.arange(len(a)) / len(a), np.arange(len(b)) / len(b))),
    )
    return np.stack([np.asarray(c, dtype=np.float64) for c in columns], axis=-1)


def _alike(pairing: Pairing) -> tuple[Floats, Floats, Floats]:
    """Cosines, the lesser coverage of words, and all likeness together, sentences' too."""
    a, b = pairing.a, pairing.b
    meaning = np.asarray(a.meaning.vectors @ b.meaning.vectors.T, dtype=np.float64)
    of_a, of_b = coverage(a.meaning, b.meaning)
    around = pairing.cosines[np.ix_([p.sentence for p in a.pieces], [q.sentence for q in b.pieces])]
    whole = meaning + (of_a + of_b) / 2 + SENTENCE * around
    return meaning, np.asarray(np.minimum(of_a, of_b), dtype=np.float64), np.asarray(whole, dtype=np.float64)


def _level(whole: Floats) -> Floats:
    """How alike the best few partners of each two are on average."""
    rows = np.sort(whole, axis=1)[:, -N_BEST:].mean(axis=1)
    columns = np.sort(whole, axis=0)[-N_BEST:].mean(axis=0)
    return np.asarray(np.add.outer(rows, columns) / 2, dtype=np.float64)


def _mutual(whole: Floats) -> Floats:
    """1 where each is the other's best."""
    top = (whole >= whole.max(axis=1, keepdims=True)) & (whole >= whole.max(axis=0, keepdims=True))
    return np.asarray(top, dtype=np.float64)


def _terms(a: Sequence[Piece], b: Sequence[Piece], weights: Mapping[str, float]) -> tuple[Floats, Floats]:
    """Cosine and containment of weighted terms."""
    shared = _shared([p.terms for p in a], [q.terms for q in b], weights)
    wa = np.array([_weight(p.terms, weights) for p in a])
    wb = np.array([_weight(q.terms, weights) for q in b])
    both = np.sqrt(np.multiply.outer(wa, wb))
    least = np.minimum.outer(wa, wb)
    return _ratio(shared, both), _ratio(shared, least)


def _weight(terms: frozenset[str], weights: Mapping[str, float]) -> float:
    return sum(weights.get(t, 0.0) for t in sorted(terms))


def _ratio(part: Floats, whole: Floats) -> Floats:
    return np.asarray(np.where(whole > 0, part / np.where(whole > 0, whole, 1), 0.0), dtype=np.float64)


def _shared(
    a: Sequence[frozenset[T]], b: Sequence[frozenset[T]], weights: Mapping[T, float] | None = None
) -> Floats:
    """Weight, or number, of what each of `a` shares with each of `b`."""
    common = {t for some in a for t in some} & {t for some in b for t in some}
    if not common:
        return np.zeros((len(a), len(b)))
    place = {t: k for k, t in enumerate(sorted(common))}
    rows, columns = (np.zeros((len(some), len(place))) for some in (a, b))
    for table, some in ((rows, a), (columns, b)):
        for k, held in enumerate(some):
            table[k, [place[t] for t in held if t in place]] = 1
    scale = np.array([1.0 if weights is None else weights.get(t, 0.0) for t in place])
    return np.asarray((rows * scale) @ columns.T, dtype=np.float64)


def _facts(a: Sequence[Piece], b: Sequence[Piece]) -> tuple[Floats, ...]:
    """Names, figures and days that agree or differ."""
    n_names = np.sqrt(np.multiply.outer([len(p.names) for p in a], [len(q.names) for q in b]))
    figures, other_figures = _agreeing([p.values for p in a], [q.values for q in b])
    rare, _ = _agreeing([_rare(p) for p in a], [_rare(q) for q in b])
    days, other_days = _agreeing([p.days for p in a], [q.days for q in b])
    names = _ratio(_shared([p.names for p in a], [q.names for q in b]), n_names)
    return names, figures, other_figures, rare, days, other_days


def _agreeing(a: Sequence[frozenset[T]], b: Sequence[frozenset[T]]) -> tuple[Floats, Floats]:
    """1 where something is shared; 1 where both hold something and share nothing."""
    shared = _shared(a, b) > 0
    both = np.logical_and.outer([bool(s) for s in a], [bool(s) for s in b])
    return np.asarray(shared, dtype=np.float64), np.asarray(both & ~shared, dtype=np.float64)


def _rare(piece: Piece) -> frozenset[float]:
    """Figures of three digits or with decimals, which are hardly shared by chance."""
    return frozenset(v for v in piece.values if v >= RARE or v != int(v))


def _speakers(
    a: Sequence[Piece], b: Sequence[Piece], told: Mapping[str, frozenset[str]]
) -> tuple[Floats, Floats]:
    """1 where both name one speaker; 1 where they name two who have nothing from each other."""
    same, other = np.zeros((len(a), len(b))), np.zeros((len(a), len(b)))
    for i, p in enumerate(a):
        for j, q in enumerate(b):
            if p.speaker is None or q.speaker is None:
                continue
            if p.speaker == q.speaker:
                same[i, j] = 1
            elif q.speaker not in told.get(p.speaker, ()) and p.speaker not in told.get(q.speaker, ()):
                other[i, j] = 1
    return same, other


def _denials(a: Sequence[Piece], b: Sequence[Piece]) -> tuple[Floats, Floats, Floats]:
    """1 where one of two is denied; where both are; where both are, by the same speaker."""
    da, db = ([p.statement.modality == "denied" for p in some] for some in (a, b))
    both = np.logical_and.outer(da, db)
    same, _ = _speakers(a, b, {})
    one = np.logical_xor.outer(da, db)
    return one.astype(np.float64), both.astype(np.float64), both * same


def _lengths(a: Sequence[Piece], b: Sequence[Piece]) -> Floats:
    la, lb = ([len(p.text) for p in some] for some in (a, b))
    return np.asarray(np.minimum.outer(la, lb) / np.maximum.outer(la, lb), dtype=np.float64)


def have_rival_figures(p: Piece, q: Piece) -> bool:
    """Do two pieces count one thing differently?"""
    if p.values & q.values:
        return False
    return any(are_rival(x, y) for x in p.figures for y in q.figures)
