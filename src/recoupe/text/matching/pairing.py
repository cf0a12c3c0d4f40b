"""How likely two propositions of different articles make the same claim.

A logistic model over features that a reader would name too: meaning of the sentences, shared rare words,
figures, names, days, speaker, and, where one article copies the other, whether sentences answer each other.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import msgspec
import numpy as np
import numpy.typing as npt
from rapidfuzz.fuzz import ratio

from recoupe.records import DerivationType
from recoupe.text.matching.pieces import Piece
from recoupe.text.quantities import are_rival
from recoupe.text.similarity import Matrix, align

Floats = npt.NDArray[np.float64]
Relation = DerivationType | None

FEATURES = (
    "cosine", "best_in_both", "aligned", "aligned_place", "terms", "terms_held", "letters", "names",
    "figures",
    "other_figures", "days", "other_days", "same_speaker", "other_speaker", "both_quoted", "other_modality",
    "length", "close_copy", "translation", "rewrite", "foreign", "foreign_cosine", "figures_rare",
)  # fmt: skip
OTHER_SPEAKER = 0.4  # two people named: a wrong link makes a false second origin, so it must be far surer
NO_WORD = 0.5  # nothing shared but names, which a whole story shares; dev corpus: too high .061 -> .056
MIN_TERMS = 2  # « à Port-Valmer », « par le jury » answer to anything
MIN_ALIGNED = 0.3  # USE cosine: unrelated sentences of one story lie below it nine times in ten


# fitted on the pieces of the project's corpus, ridge 1; left-out stories reach the same F1 within .01
BIAS = -4.33
WEIGHTS: dict[str, float] = {
    "cosine": 2.46,
    "best_in_both": 0.68,
    "aligned": -0.26,
    "aligned_place": 1.03,
    "terms": 2.27,
    "terms_held": 1.53,
    "letters": 1.43,
    "names": -0.31,
    "figures": 1.38,
    "other_figures": -0.52,
    "days": 1.87,
    "other_days": -1.32,
    "same_speaker": 1.35,
    "other_speaker": -0.05,
    "both_quoted": -0.20,
    "other_modality": -0.02,
    "length": -0.06,
    "close_copy": -1.39,
    "translation": -0.66,
    "rewrite": 0.98,
    "foreign": -0.09,
    "foreign_cosine": 1.24,
    "figures_rare": 1.61,
}


class Pairing(msgspec.Struct, frozen=True, kw_only=True):
    """Two articles of one story and how they stand to each other.

    Attributes:
        cosines: A row per sentence of `a`, a column per sentence of `b`.
        relation: Type of the derivation that joins them, None for articles written apart.
        rarity: Weight of each term in the story.
        told: Who has things from whom, by speaker: they are neither one voice nor two.
    """

    a: Sequence[Piece]
    b: Sequence[Piece]
    cosines: Matrix
    relation: Relation
    rarity: dict[str, float]
    told: Mapping[str, frozenset[str]] = {}


def rarity(pieces: Iterable[Piece]) -> dict[str, float]:
    """Inverse document frequency of every term, a sentence of an article being the document."""
    by_sentence: dict[tuple[int, int], set[str]] = {}
    for p in pieces:
        by_sentence.setdefault((p.article, p.sentence), set()).update(p.terms)
    n = len(by_sentence)
    found = Counter(t for terms in by_sentence.values() for t in terms)
    return {t: math.log(1 + n / k) for t, k in found.items()}


def features(pairing: Pairing) -> Floats:
    """Array of shape (len(a), len(b), len(FEATURES)); every feature lies between 0 and 1 or near it."""
    a, b = pairing.a, pairing.b
    out: Floats = np.zeros((len(a), len(b), len(FEATURES)))
    if not len(a) or not len(b):
        return out
    cosines = pairing.cosines
    tops = (cosines >= cosines.max(axis=1, keepdims=True)) & (cosines >= cosines.max(axis=0, keepdims=True))
    answers = set(align(cosines - MIN_ALIGNED))
    for i, p in enumerate(a):
        for j, q in enumerate(b):
            met = (p.sentence, q.sentence)
            aligned = float(met in answers)
            cosine = float(cosines[met])
            foreign = p.language != q.language
            out[i, j] = (
                cosine,
                float(tops[met]),
                aligned,
                aligned * (1 - abs(p.at - q.at)),
                *_words(p, q, pairing.rarity),
                *_facts(p, q),
                *_voices(p, q, pairing.told),
                min(len(p.text), len(q.text)) / max(len(p.text), len(q.text)),
                aligned * (pairing.relation in {"identical", "syndicated", "excerpt", "aggregate"}),
                aligned * (pairing.relation == "translation"),
                aligned * (pairing.relation == "rewrite"),
                float(foreign),
                foreign * cosine,
                _rare_figures(p, q),
            )
    return out


def _words(p: Piece, q: Piece, weights: dict[str, float]) -> tuple[float, float, float]:
    """Cosine and containment of weighted terms, and likeness letter by letter."""
    shared, wp, wq = (_weight(terms, weights) for terms in (p.terms & q.terms, p.terms, q.terms))
    if not shared:
        return 0.0, 0.0, ratio(p.text, q.text) / 100
    return shared / math.sqrt(wp * wq), shared / min(wp, wq), ratio(p.text, q.text) / 100


def _weight(terms: frozenset[str], weights: dict[str, float]) -> float:
    return sum(weights.get(t, 0.0) for t in sorted(terms))


def _facts(p: Piece, q: Piece) -> tuple[float, float, float, float, float]:
    """Names, figures and days that agree or differ."""
    names = len(p.names & q.names) / math.sqrt(len(p.names) * len(q.names)) if p.names and q.names else 0.0
    return (
        names,
        float(bool(p.values & q.values)),
        float(bool(p.values) and bool(q.values) and not p.values & q.values),
        float(bool(p.days & q.days)),
        float(bool(p.days) and bool(q.days) and not p.days & q.days),
    )


def _rare_figures(p: Piece, q: Piece) -> float:
    """A shared figure of three digits or with decimals is hardly chance."""
    return float(any(v >= 13 or v != int(v) for v in p.values & q.values))  # noqa: PLR2004 above: never a month or hour


def _voices(p: Piece, q: Piece, told: Mapping[str, frozenset[str]]) -> tuple[float, float, float, float]:
    """Speaker, quotation and firmness that agree or differ."""
    both = p.speaker is not None and q.speaker is not None
    apart = both and p.speaker != q.speaker
    if apart and p.speaker and q.speaker:
        apart = q.speaker not in told.get(p.speaker, ()) and p.speaker not in told.get(q.speaker, ())
    direct = {"direct", "mixed"}
    return (
        float(both and p.speaker == q.speaker),
        float(apart),
        float(p.statement.report_type in direct and q.statement.report_type in direct),
        float(p.statement.modality != q.statement.modality),
    )


def likeness(pairing: Pairing) -> Floats:
    """Probability that piece i of `a` and piece j of `b` make the same claim, 0 to 1.

    Where neither is the other's best, both have a better partner in that article: the pair scores 0, as does
    a piece that says too little to be told from others. Rival figures score minus infinity: never one claim.
    """
    table = features(pairing)
    chances: Floats = 1 / (1 + np.exp(-(table @ np.array([WEIGHTS[f] for f in FEATURES]) + BIAS)))
    if not chances.size:
        return chances
    chances[table[:, :, FEATURES.index("other_speaker")] > 0] *= OTHER_SPEAKER
    chances[[not _says_enough(p) for p in pairing.a], :] = 0
    chances[:, [not _says_enough(q) for q in pairing.b]] = 0
    chances = np.where(_best(pairing, chances), chances, 0.0)
    for i, p in enumerate(pairing.a):
        for j, q in enumerate(pairing.b):
            if _have_rival_figures(p, q):
                chances[i, j] = -np.inf
            elif pairing.relation is None and _share_names_alone(p, q):
                chances[i, j] *= NO_WORD
    return chances


def _share_names_alone(p: Piece, q: Piece) -> bool:
    """One language, and no word, figure or day in common."""
    return p.language == q.language and not (p.bare & q.bare or p.values & q.values or p.days & q.days)


def _best(pairing: Pairing, chances: Floats) -> npt.NDArray[np.bool_]:
    """Where a piece has no better partner; question-and-answer blocks repeat the body and compete apart."""
    rows = np.array([p.statement.zone == "faq" for p in pairing.a])
    columns = np.array([q.statement.zone == "faq" for q in pairing.b])
    out = np.zeros(chances.shape, dtype=np.bool_)
    for r in (rows, ~rows):
        for c in (columns, ~columns):
            part = chances[np.ix_(r, c)]
            if part.size:
                top = (part >= part.max(axis=1, keepdims=True)) | (part >= part.max(axis=0, keepdims=True))
                out[np.ix_(r, c)] = top
    return out


def _says_enough(piece: Piece) -> bool:
    return len(piece.terms) >= MIN_TERMS and bool(piece.bare)


def _have_rival_figures(p: Piece, q: Piece) -> bool:
    if p.values & q.values:
        return False
    return any(are_rival(x, y) for x in p.figures for y in q.figures)
