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
from recoupe.text.matching.marks import Marks, shared
from recoupe.text.matching.meaning import Meaning, coverage, joined
from recoupe.text.matching.pieces import Piece
from recoupe.text.matching.sheets import Bools, Sheet, figures_met, side_by_side
from recoupe.text.matching.trees import chances, read_trees
from recoupe.text.similarity import Matrix, align

Floats = npt.NDArray[np.float64]
Relation = DerivationType | None

FEATURES = (
    "terms", "terms_held", "names", "figures", "other_figures", "rare_figures", "days", "other_days",
    "same_speaker", "other_speaker", "length", "meaning", "words", "lead", "best", "best_copy",
    "best_translation", "best_rewrite", "aligned", "aligned_translation", "aligned_rewrite", "one_denied",
    "both_denied", "denied_by_one", "foreign", "apart",
    "sentence", "words_most", "second", "beside", "sentence_best", "near_figures", "sentence_terms",
    "sentence_names", "bare_weight", "core", "other_names", "short", "long", "says_least", "says_most",
    "first", "last", "both_outlet", "one_outlet", "n_named", "one_planned", "both_planned", "unsure",
    "speaker_named", "whole", "rank", "rank_of_other",
)  # fmt: skip
INDEX = {name: k for k, name in enumerate(FEATURES)}
BEYOND_NAMES = ("bare_weight", "figures", "days")  # what two share beside names, which a whole story shares
MODEL = "pairs"
CLOSE = ("identical", "syndicated", "excerpt", "aggregate")
N_BEST = 3  # how many of a proposition's best partners tell how far the very best leads
LAST_RANK = 9
SENTENCE = 0.5  # weight of the sentences' cosine beside that of the propositions and of their words
FULL = 2.5  # what `SENTENCE` and the two others sum to when all agree
LEAST = 0.03  # a lower chance is none
NO_WORD = 0.7  # nothing shared but names, which a whole story shares; dev corpus: precision .83 -> .87
MIN_ALIGNED = 0.28  # share of that below which two propositions never answer each other in order


class Side(msgspec.Struct, frozen=True):
    """One article's propositions, what they mean, and what they hold, in the same order."""

    pieces: Sequence[Piece]
    meaning: Meaning
    sheet: Sheet


class Pairing(msgspec.Struct, frozen=True, kw_only=True):
    """Two articles of one story and how they stand to each other.

    Attributes:
        cosines: A row per sentence of `a`, a column per sentence of `b`.
        relation: Type of the derivation that joins them, None for articles written apart.
        weights: Weight of each term in the story, by its number.
        told: Speakers who have things from each other, by number, both ways: neither one voice nor two.
    """

    a: Side
    b: Side
    cosines: Matrix
    relation: Relation
    weights: Floats
    told: frozenset[tuple[int, int]] = frozenset()


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
    one claim. Many pairings at once cost less than one by one, most of all those of one article `a`.
    """
    met = [x for _, some in groupby(pairings, key=lambda p: id(p.a)) for x in compare(list(some))]
    rows = np.concatenate([x.features.reshape(-1, len(FEATURES)) for x in met])
    flat = chances(read_trees(MODEL), FEATURES, rows)
    out, at = [], 0
    for pairing, x in zip(pairings, met, strict=True):
        shape = x.features.shape[:2]
        found = flat[at : at + shape[0] * shape[1]].reshape(shape)
        at += found.size
        out.append(found * bound(pairing, x))
    return out


def bound(pairing: Pairing, met: Met) -> Floats:
    """What is left of a chance: 0 of what says too little, less of names alone, minus infinity of rivals."""
    a, b = pairing.a, pairing.b
    left = np.outer(a.sheet.enough, b.sheet.enough).astype(np.float64)
    if left.size and pairing.relation is None and a.pieces[0].language == b.pieces[0].language:
        more = (met.features[:, :, [INDEX[name] for name in BEYOND_NAMES]] > 0).any(axis=2)
        left[~more] *= NO_WORD
    left[met.rival] = -np.inf
    return left


class Met(msgspec.Struct, frozen=True):
    """Two articles compared.

    Attributes:
        features: Array of shape (len(a), len(b), len(FEATURES)).
        rival: True where two count one thing differently.
    """

    features: Floats
    rival: Bools


def features(pairing: Pairing) -> Floats:
    """Array of shape (len(a), len(b), len(FEATURES))."""
    return compare([pairing])[0].features


def compare(pairings: Sequence[Pairing]) -> list[Met]:
    """Compare one article, the same `a` in every pairing, with several others."""
    a = pairings[0].a.sheet
    b = side_by_side([p.b.sheet for p in pairings])
    ends = np.cumsum([len(p.b.pieces) for p in pairings]).tolist()
    n, m = len(a.says), len(b.says)
    table = np.zeros((n, m, len(FEATURES)))
    near, rival = figures_met(a, b)
    if n and m:
        alike = _alike(pairings)
        weights, told = pairings[0].weights, pairings[0].told
        _write(table, {"near_figures": near, "meaning": alike.meaning, "sentence": alike.around})
        _write(table, {"whole": alike.whole, "words": np.minimum(alike.of_a, alike.of_b)})
        _write(table, {"words_most": np.maximum(alike.of_a, alike.of_b)})
        for some in (
            _facts(a, b),
            _terms(a, b, weights),
            _voices(a, b, told),
            _manners(a, b),
            _sizes(a, b),
        ):
            _write(table, some)
        for pairing, start, end in zip(pairings, [0, *ends], ends, strict=False):
            if end > start:
                _write(table[:, start:end], _context(pairing, alike.whole[:, start:end]))
    return [Met(table[:, s:e], rival[:, s:e]) for s, e in zip([0, *ends], ends, strict=False)]


def _write(table: Floats, columns: Mapping[str, Floats]) -> None:
    for name, column in columns.items():
        table[:, :, INDEX[name]] = column


class Alike(msgspec.Struct, frozen=True):
    """Cosines of propositions and of their sentences, coverage of words both ways, and all of it together."""

    meaning: Floats
    around: Floats
    of_a: Floats
    of_b: Floats
    whole: Floats


def _alike(pairings: Sequence[Pairing]) -> Alike:
    a, b = pairings[0].a, joined([p.b.meaning for p in pairings])
    meaning = np.asarray(a.meaning.vectors @ b.vectors.T, dtype=np.float64)
    of_a, of_b = (np.asarray(x, dtype=np.float64) for x in coverage(a.meaning, b))
    parts = [p.cosines[np.ix_(a.sheet.sentences, p.b.sheet.sentences)] for p in pairings]
    around = np.asarray(np.concatenate(parts, axis=1), dtype=np.float64)
    return Alike(meaning, around, of_a, of_b, meaning + (of_a + of_b) / 2 + SENTENCE * around)


# --- what two articles are to each other ---------------------------------------------------------------


def _context(pairing: Pairing, whole: Floats) -> dict[str, Floats]:
    """How two propositions stand among the others of their articles."""
    n, m = whole.shape
    best, relation = _mutual(whole), pairing.relation
    aligned = np.zeros(whole.shape)
    for i, j in align(np.asarray(whole / FULL - MIN_ALIGNED, dtype=np.float32)):
        aligned[i, j] = 1
    wide = np.zeros((n + 2, m + 2))
    wide[1:-1, 1:-1] = whole
    sentences = np.ix_(pairing.a.sheet.sentences, pairing.b.sheet.sentences)
    foreign = float(pairing.a.pieces[0].language != pairing.b.pieces[0].language)
    ranks = _rank(whole, 1), _rank(whole, 0)
    return {
        "rank": np.minimum(*ranks),
        "rank_of_other": np.maximum(*ranks),
        "lead": whole - _level(whole),
        "second": np.minimum(_lead(whole, 1), _lead(whole, 0)),
        "beside": np.maximum(wide[:-2, :-2], wide[2:, 2:]),
        "best": best,
        "best_copy": best * (relation in CLOSE),
        "best_translation": best * (relation == "translation"),
        "best_rewrite": best * (relation == "rewrite"),
        "aligned": aligned,
        "aligned_translation": aligned * (relation == "translation"),
        "aligned_rewrite": aligned * (relation == "rewrite"),
        "sentence_best": _mutual(np.asarray(pairing.cosines, dtype=np.float64))[sentences],
        "foreign": np.full(whole.shape, foreign),
        "apart": np.abs(np.subtract.outer(np.arange(n) / n, np.arange(m) / m)),
    }


def _level(whole: Floats) -> Floats:
    """How alike the best few partners of each two are on average."""
    rows = _top(whole, axis=1).mean(axis=1)
    columns = _top(whole, axis=0).mean(axis=0)
    return np.asarray(np.add.outer(rows, columns) / 2, dtype=np.float64)


def _top(whole: Floats, axis: int) -> Floats:
    n = min(N_BEST, whole.shape[axis])
    return np.partition(whole, -n, axis=axis).take(range(whole.shape[axis] - n, whole.shape[axis]), axis)


def _mutual(whole: Floats) -> Floats:
    """1 where each is the other's best."""
    top = (whole >= whole.max(axis=1, keepdims=True)) & (whole >= whole.max(axis=0, keepdims=True))
    return np.asarray(top, dtype=np.float64)


def _rank(whole: Floats, axis: int) -> Floats:
    """How many are more alike along an axis, `LAST_RANK` at most."""
    order = (-whole).argsort(axis=axis, kind="stable").argsort(axis=axis, kind="stable")
    return np.minimum(order, LAST_RANK).astype(np.float64)


def _lead(whole: Floats, axis: int) -> Floats:
    """How far each is above the best of its rivals along an axis; 0 where there are none."""
    n = whole.shape[axis]
    if n == 1:
        return np.zeros(whole.shape)
    two = np.partition(whole, n - 2, axis=axis)
    second, top = two.take([n - 2], axis), two.take([n - 1], axis)
    return np.asarray(whole - np.where(whole >= top, second, top), dtype=np.float64)


# --- what two propositions are to each other -----------------------------------------------------------


def _terms(a: Sheet, b: Sheet, weights: Floats) -> dict[str, Floats]:
    """Weighted terms that are shared: by the propositions, by what they say, by their sentences."""
    terms, held = _weighed(a.terms, b.terms, weights)
    around, _ = _weighed(a.around, b.around, weights)
    return {
        "terms": terms,
        "terms_held": held,
        "sentence_terms": around,
        "bare_weight": shared(a.bare, b.bare, weights),
        "core": shared(a.core, b.core, weights),
    }


def _weighed(a: Marks, b: Marks, weights: Floats) -> tuple[Floats, Floats]:
    """Cosine and containment of weighted terms."""
    common = shared(a, b, weights)
    wa, wb = a.weighed(weights), b.weighed(weights)
    return _ratio(common, np.sqrt(np.multiply.outer(wa, wb))), _ratio(common, np.minimum.outer(wa, wb))


def _ratio(part: Floats, whole: Floats) -> Floats:
    return np.asarray(np.where(whole > 0, part / np.where(whole > 0, whole, 1), 0.0), dtype=np.float64)


def _facts(a: Sheet, b: Sheet) -> dict[str, Floats]:
    """Names, figures and days that agree or differ."""
    n_names = np.sqrt(np.multiply.outer(a.names.sizes(), b.names.sizes()))
    names = shared(a.names, b.names)
    figures, other_figures = _agreeing(a.values, b.values)
    days, other_days = _agreeing(a.days, b.days)
    return {
        "names": _ratio(names, n_names),
        "other_names": np.asarray((n_names > 0) & ~(names > 0), dtype=np.float64),
        "sentence_names": shared(a.around_names, b.around_names),
        "figures": figures,
        "other_figures": other_figures,
        "rare_figures": np.asarray(shared(a.rare, b.rare) > 0, dtype=np.float64),
        "days": days,
        "other_days": other_days,
    }


def _agreeing(a: Marks, b: Marks) -> tuple[Floats, Floats]:
    """1 where something is shared; 1 where both hold something and share nothing."""
    common = shared(a, b) > 0
    both = np.logical_and.outer(a.sizes() > 0, b.sizes() > 0)
    return np.asarray(common, dtype=np.float64), np.asarray(both & ~common, dtype=np.float64)


def _voices(a: Sheet, b: Sheet, told: frozenset[tuple[int, int]]) -> dict[str, Floats]:
    """Who says it: one, two who have nothing from each other, an outlet; is one named beside the other?"""
    x, y = a.speakers[:, None], b.speakers[None, :]
    both = (x >= 0) & (y >= 0)
    same, other = both & (x == y), both & (x != y)
    met = set(
        zip(a.speakers[other.nonzero()[0]].tolist(), b.speakers[other.nonzero()[1]].tolist(), strict=True)
    )
    for p, q in sorted(met & told):
        other &= ~((x == p) & (y == q))
    outlets = np.add.outer(a.outlet, b.outlet)
    return {
        "same_speaker": np.asarray(same, dtype=np.float64),
        "other_speaker": np.asarray(other, dtype=np.float64),
        "denied_by_one": np.asarray(same & a.denied[:, None] & b.denied, dtype=np.float64),
        "n_named": np.add.outer((a.speakers >= 0) * 1.0, (b.speakers >= 0) * 1.0),
        "both_outlet": np.asarray(outlets == 2, dtype=np.float64),  # noqa: PLR2004  # both of two
        "one_outlet": np.asarray(outlets == 1, dtype=np.float64),
        "speaker_named": np.maximum(_named_beside(a, b), _named_beside(b, a).T),
    }


def _named_beside(a: Sheet, b: Sheet) -> Floats:
    """1 where the speaker of a proposition of `a` is named in the sentence of one of `b`."""
    speakers = np.unique(a.speakers[a.speakers >= 0])
    out = np.zeros((len(a.says), len(b.says)))
    named = b.around_names.table(speakers)
    for k, speaker in enumerate(speakers):
        out[a.speakers == speaker] = named[:, k]
    return out


def _manners(a: Sheet, b: Sheet) -> dict[str, Floats]:
    """Denied, planned or unsure: one of two, or both."""
    denied, planned = (
        np.add.outer(x * 1.0, y * 1.0) for x, y in ((a.denied, b.denied), (a.planned, b.planned))
    )
    return {
        "one_denied": np.asarray(denied == 1, dtype=np.float64),
        "both_denied": np.asarray(denied > 1, dtype=np.float64),
        "one_planned": np.asarray(planned == 1, dtype=np.float64),
        "both_planned": np.asarray(planned > 1, dtype=np.float64),
        "unsure": np.add.outer(a.unsure, b.unsure),
    }


def _sizes(a: Sheet, b: Sheet) -> dict[str, Floats]:
    """How long two are, how much they say, how near their articles' tops they stand."""
    short, long = np.minimum.outer(a.lengths, b.lengths), np.maximum.outer(a.lengths, b.lengths)
    return {
        "length": short / long,
        "short": short,
        "long": long,
        "says_least": np.minimum.outer(a.says, b.says),
        "says_most": np.maximum.outer(a.says, b.says),
        "first": np.minimum.outer(a.sentences, b.sentences).astype(np.float64),
        "last": np.maximum.outer(a.sentences, b.sentences).astype(np.float64),
    }
