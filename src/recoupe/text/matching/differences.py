"""Where two accounts of one story part: rival figures, and what one denies that another says.

Few and right beats many: each rule asks for a shared subject first. A blurred or rounded figure, a part of a
whole, another subject's figure differ from nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations

import msgspec

from recoupe.records import DifferenceType
from recoupe.text.matching.pieces import Piece
from recoupe.text.quantities import Quantity, are_rival
from recoupe.text.similarity import Matrix

MAX_RATIO = (
    3.0  # dev corpus: rival figures differ by 2.7 times at most, figures of two subjects mostly by more
)
SUBJECT = (
    2.5  # weight of shared rare words that make one subject: a word of two or three sentences of the story
)
MEASURE_COSINE = 0.3  # USE cosine asked besides, where the unit counts anything (euros, days, per cent)
NEAR = 2  # statements back to which a denial answers: « … aurait vendu. … Le maire dément. »


class Spot(msgspec.Struct, frozen=True):
    """An appearance of a claim as the rules see it; `vector` is its sentence's."""

    claim_id: str
    article_id: str
    piece: Piece
    vector: Matrix
    rank: int


class Difference(msgspec.Struct, frozen=True):
    """Two spots that differ, and the rule with its values."""

    a: Spot
    b: Spot
    type: DifferenceType
    why: str


def figures_apart(
    spots: Sequence[Spot], weights: Mapping[str, float], measures: frozenset[str]
) -> list[Difference]:
    """Pairs of figures that count the same thing and cannot both be right.

    Args:
        spots: Appearances in original articles.
        weights: Rarity of each term.
        measures: Folded beginnings of units that count anything.
    """
    out: dict[tuple[float, float, str], Difference] = {}
    for a, b in combinations(spots, 2):
        p, q = a.piece, b.piece
        if p.language != q.language or p.values & q.values:
            continue
        for x in p.figures:
            for y in q.figures:
                if not _comparable(x, y):
                    continue
                if x.unit in measures and not _one_subject(a, b, x.unit, weights):
                    continue
                key = (min(x.value, y.value), max(x.value, y.value), x.unit)
                out.setdefault(key, Difference(a, b, "number", f"number: {x.value:g} / {y.value:g} {x.unit}"))
    return list(out.values())


def _comparable(x: Quantity, y: Quantity) -> bool:
    """Rivals of one magnitude."""
    return are_rival(x, y) and max(x.value, y.value) <= MAX_RATIO * min(x.value, y.value)


def _one_subject(a: Spot, b: Spot, unit: str, weights: Mapping[str, float]) -> bool:
    shared = (a.piece.terms & b.piece.terms) - {unit}
    near = float(a.vector @ b.vector) >= MEASURE_COSINE
    return near and sum(weights.get(t, 0.0) for t in shared) > 0


def denials(spots: Sequence[Spot], weights: Mapping[str, float]) -> list[Difference]:
    """Each denial with what it answers: what shares its rarest word, or the unsure statement before it.

    Args:
        spots: Appearances in original articles, in article order, then text order.
        weights: Rarity of each term.
    """
    out = []
    for n, denial in enumerate(spots):
        if denial.piece.statement.modality != "denied" or denial.piece.speaker is None:
            continue
        answered = _by_words(denial, spots, weights) or _just_before(n, spots)
        if answered is not None:
            out.append(Difference(answered[0], denial, "polarity", answered[1]))
    return out


def _by_words(denial: Spot, spots: Sequence[Spot], weights: Mapping[str, float]) -> tuple[Spot, str] | None:
    best: tuple[float, Spot, str] | None = None
    for spot in spots:
        if not _answers(denial, spot):
            continue
        shared = denial.piece.bare & spot.piece.bare
        weight = sum(weights.get(t, 0.0) for t in shared)
        likeness = weight + float(denial.vector @ spot.vector)
        if weight >= SUBJECT and (best is None or likeness > best[0]):
            best = (likeness, spot, f"denied: {' '.join(sorted(shared))}")
    return best[1:] if best else None


def _just_before(n: int, spots: Sequence[Spot]) -> tuple[Spot, str] | None:
    """An unsure or anonymous statement that a named person denies in the next breath."""
    denial = spots[n]
    for spot in reversed(spots[max(0, n - NEAR) : n]):
        s = spot.piece.statement
        unsure = s.modality == "conditional" or s.source_kind == "anonymous"
        if unsure and spot.article_id == denial.article_id and _answers(denial, spot):
            return spot, "denied: just after"
    return None


def _answers(denial: Spot, spot: Spot) -> bool:
    p, q = denial.piece, spot.piece
    return (
        q.statement.modality not in {"denied", "planned"}
        and p.speaker != q.speaker
        and p.language == q.language
    )
