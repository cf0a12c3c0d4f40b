"""How likely two propositions of different articles make the same claim.

A sum of small decision trees over features that a reader would name too: meaning, shared rare words,
figures, names, days, speaker, denial, and, where one article copies the other, whether they answer each
other in order.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

import msgspec
import numpy as np
import numpy.typing as npt

from recoupe.records import DerivationType
from recoupe.text.matching.marks import Codes, shared
from recoupe.text.matching.nearness import Likeness, Side
from recoupe.text.matching.pieces import Piece
from recoupe.text.matching.sheets import (
    Bools,
    Sheet,
    rival_figures,
    rival_times,
    same_figures,
    side_by_side,
)
from recoupe.text.matching.trees import chances, read_trees
from recoupe.text.matching.vetoes import rival_slots
from recoupe.text.similarity import align_each

Floats = npt.NDArray[np.float64]
Relation = DerivationType | None

FEATURES = (
    "terms", "terms_held", "names", "figures", "rare_figures", "days", "other_days", "same_speaker", "length",
    "meaning", "lead", "aligned", "aligned_translation", "aligned_rewrite", "one_denied", "both_denied",
    "foreign", "apart",
)  # fmt: skip
INDEX = {name: k for k, name in enumerate(FEATURES)}
MODEL = "pairs"
N_BEST = 3  # how many of a proposition's best partners tell how far the very best leads
SENTENCE = 0.5  # weight of the sentences' cosine beside that of the propositions and of their words
FULL = 2.5  # what `SENTENCE` and the two others sum to when all agree
LEAST = 0.03  # a lower chance is none
NO_WORD = 0.7  # nothing shared but names, which a whole story shares; dev corpus: precision .83 -> .87
MIN_ALIGNED = 0.28  # share of that below which two propositions never answer each other in order


class Pairing(msgspec.Struct, frozen=True, kw_only=True):
    """Two articles of one story and how they stand to each other.

    Attributes:
        near: How alike their propositions are.
        relation: Type of the derivation that joins them, None for articles written apart.
        weights: Weight of each term in the story, by its number.
    """

    a: Side
    b: Side
    near: Likeness
    relation: Relation
    weights: Floats


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

    A piece that says too little to be told from others scores 0. Rival figures and slots score minus
    infinity: never one claim. Many pairings at once cost less than one by one,
    most of all those of one article `a`.
    """
    met = [x for _, some in groupby(pairings, key=lambda p: id(p.a)) for x in compare(list(some))]
    bounds = [bound(pairing, x) for pairing, x in zip(pairings, met, strict=True)]
    asked = [left > 0 for left in bounds]
    rows = np.concatenate([x.features[some] for x, some in zip(met, asked, strict=True)])
    flat = chances(read_trees(MODEL), FEATURES, rows)
    at = 0
    for left, some in zip(bounds, asked, strict=True):
        n = int(some.sum())
        left[some] *= flat[at : at + n]
        at += n
    return bounds


def bound(pairing: Pairing, met: Met) -> Floats:
    """What is left of a chance: 0 of what says too little, less of names alone, minus infinity of rivals."""
    a, b = pairing.a, pairing.b
    left = np.outer(a.sheet.enough, b.sheet.enough).astype(np.float64)
    if left.size and pairing.relation is None and a.pieces[0].language == b.pieces[0].language:
        left[~met.beyond_names] *= NO_WORD
    left[met.rival] = -np.inf
    return left


class Met(msgspec.Struct, frozen=True):
    """Two articles compared.

    Attributes:
        features: Array of shape (len(a), len(b), len(FEATURES)).
        rival: True where two count one thing differently, or fill a slot with different names.
        beyond_names: True where they share more than names, which a whole story shares: a word, a figure, a
            day.
    """

    features: Floats
    rival: Bools
    beyond_names: Bools


def compare(pairings: Sequence[Pairing]) -> list[Met]:
    """Compare one article, the same `a` in every pairing, with several others."""
    a = pairings[0].a.sheet
    b = side_by_side([p.b.sheet for p in pairings])
    ends = np.cumsum([len(p.b.pieces) for p in pairings]).tolist()
    n, m = len(a.lengths), len(b.lengths)
    table = np.zeros((n, m, len(FEATURES)))
    rival = rival_figures(a, b) | rival_slots(a, b) | rival_times(a, b)
    beyond = np.zeros((n, m), dtype=np.bool_)
    if n and m:
        alike = _alike(pairings)
        facts = _facts(a, b)
        beyond = (shared(a.bare, b.bare) > 0) | (facts["figures"] > 0) | (facts["days"] > 0)
        _write(table, {"meaning": alike.meaning, "length": _length(a, b)})
        context = _context([p for p in pairings if p.b.pieces], alike.whole)
        for some in (facts, _terms(a, b, pairings[0].weights), _voices(a, b), context):
            _write(table, some)
    return [Met(table[:, s:e], rival[:, s:e], beyond[:, s:e]) for s, e in zip([0, *ends], ends, strict=False)]


def _write(table: Floats, columns: Mapping[str, Floats]) -> None:
    for name, column in columns.items():
        table[:, :, INDEX[name]] = column


class Alike(msgspec.Struct, frozen=True):
    """Cosines of propositions; and these with their sentences' and how far words cover each other."""

    meaning: Floats
    whole: Floats


def _alike(pairings: Sequence[Pairing]) -> Alike:
    meaning, of_a, of_b, sentences = (
        np.concatenate([getattr(p.near, name) for p in pairings], axis=1, dtype=np.float64)
        for name in Likeness.__struct_fields__
    )
    return Alike(meaning, meaning + (of_a + of_b) / 2 + SENTENCE * sentences)


# --- what two articles are to each other ---------------------------------------------------------------


def _context(pairings: Sequence[Pairing], whole: Floats) -> dict[str, Floats]:
    """How two propositions stand among the others of their articles; every article has some."""
    sizes = np.array([len(p.b.pieces) for p in pairings])
    places = np.arange(len(whole)) / len(whole), np.concatenate([np.arange(m) / m for m in sizes])
    language = pairings[0].a.pieces[0].language
    kinds = [(p.relation == "translation", p.relation == "rewrite") for p in pairings]
    translated, rewritten = np.repeat(np.array(kinds, dtype=np.float64), sizes, axis=0).T
    foreign = np.array([float(p.b.pieces[0].language != language) for p in pairings])
    aligned = _aligned(whole, sizes)
    return {
        "lead": whole - _level(whole, sizes),
        "aligned": aligned,
        "aligned_translation": aligned * translated,
        "aligned_rewrite": aligned * rewritten,
        "foreign": np.broadcast_to(np.repeat(foreign, sizes), whole.shape),
        "apart": np.abs(np.subtract.outer(*places)),
    }


def _aligned(whole: Floats, sizes: Codes) -> Floats:
    """1 where two propositions answer each other in the order of their articles."""
    out = np.zeros(whole.shape)
    firsts = np.cumsum(sizes) - sizes
    gains = np.asarray(whole / FULL - MIN_ALIGNED, dtype=np.float32)
    for first, pairs in zip(firsts.tolist(), align_each(np.split(gains, firsts[1:], axis=1)), strict=True):
        for i, j in pairs:
            out[i, first + j] = 1
    return out


def _level(whole: Floats, sizes: Codes) -> Floats:
    """How alike the best few partners of each two are on average."""
    held = np.arange(sizes.max()) < sizes[:, None]
    by_article = np.full((len(whole), *held.shape), -np.inf)
    by_article[:, held] = whole
    best = _top(by_article, axis=2)
    n_best = np.minimum(sizes, N_BEST)
    rows = np.where(np.isfinite(best), best, 0).sum(axis=2) / n_best
    columns = _top(whole, axis=0).mean(axis=0)
    return np.asarray((np.repeat(rows, sizes, axis=1) + columns) / 2, dtype=np.float64)


def _top(whole: Floats, axis: int) -> Floats:
    n = min(N_BEST, whole.shape[axis])
    return np.partition(whole, -n, axis=axis).take(range(whole.shape[axis] - n, whole.shape[axis]), axis)


# --- what two propositions are to each other -----------------------------------------------------------


def _terms(a: Sheet, b: Sheet, weights: Floats) -> dict[str, Floats]:
    """Cosine and containment of weighted terms."""
    common = shared(a.terms, b.terms, weights)
    wa, wb = a.terms.weighed(weights), b.terms.weighed(weights)
    return {
        "terms": _ratio(common, np.sqrt(np.multiply.outer(wa, wb))),
        "terms_held": _ratio(common, np.minimum.outer(wa, wb)),
    }


def _ratio(part: Floats, whole: Floats) -> Floats:
    return np.asarray(np.where(whole > 0, part / np.where(whole > 0, whole, 1), 0.0), dtype=np.float64)


def _facts(a: Sheet, b: Sheet) -> dict[str, Floats]:
    """Names, figures and days that agree or differ."""
    days = shared(a.days, b.days) > 0
    dated = np.logical_and.outer(a.days.sizes() > 0, b.days.sizes() > 0)
    return {
        "names": _ratio(
            shared(a.names, b.names), np.sqrt(np.multiply.outer(a.names.sizes(), b.names.sizes()))
        ),
        "figures": np.asarray(same_figures(a, b), dtype=np.float64),
        "rare_figures": np.asarray(same_figures(a, b, rare=True), dtype=np.float64),
        "days": np.asarray(days, dtype=np.float64),
        "other_days": np.asarray(dated & ~days, dtype=np.float64),
    }


def _voices(a: Sheet, b: Sheet) -> dict[str, Floats]:
    """Does one say both, and who denies?"""
    same = np.equal.outer(a.speakers, b.speakers) & (a.speakers >= 0)[:, None]
    denied = np.add.outer(a.denied * 1.0, b.denied * 1.0)
    return {
        "same_speaker": np.asarray(same, dtype=np.float64),
        "one_denied": np.asarray(denied == 1, dtype=np.float64),
        "both_denied": np.asarray(denied > 1, dtype=np.float64),
    }


def _length(a: Sheet, b: Sheet) -> Floats:
    """The shorter's letters over the longer's."""
    short, long = np.minimum.outer(a.lengths, b.lengths), np.maximum.outer(a.lengths, b.lengths)
    return np.asarray(short / long, dtype=np.float64)
