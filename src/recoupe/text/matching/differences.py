"""Where two accounts of one story part: rival figures, and what one denies that another says.

Few and right beats many: each rule asks for a shared subject first. A blurred or rounded figure, a part of a
whole, another subject's figure differ from nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations

import msgspec

from recoupe.records import DifferenceType, Modality
from recoupe.text.matching.pieces import STEM, Piece
from recoupe.text.quantities import Quantity, are_rival
from recoupe.text.similarity import Matrix

MAX_RATIO = (
    3.0  # dev corpus: rival figures differ by 2.7 times at most, figures of two subjects mostly by more
)
SUBJECT = (
    2.5  # weight of shared rare words that make one subject: a word of two or three sentences of the story
)
COUNTED = 2.0  # the same for what is counted besides its unit (« sept personnes interpellées »)
MEASURE_COSINE = (
    0.3  # USE cosine from which one shared word is enough, where the unit counts anything (euros)
)
LONG = 7  # letters from which two forms of one word may part in the last (« signalé », « signalement »)
UNTAGGED = 2  # shared words asked where no tags tell what is denied from where and when


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
        if p.language != q.language or p.values & q.values or "possible" in {_modality(a), _modality(b)}:
            continue
        for x in p.counts:
            for y in q.counts:
                if not _comparable(x, y):
                    continue
                if x.unit in measures and not _one_subject(a, b, x.unit, weights):
                    continue
                key = (min(x.value, y.value), max(x.value, y.value), x.unit)
                out.setdefault(key, Difference(a, b, "number", f"number: {x.value:g} / {y.value:g} {x.unit}"))
    return list(out.values())


def _modality(spot: Spot) -> Modality:
    return spot.piece.statement.modality


def _comparable(x: Quantity, y: Quantity) -> bool:
    """Rivals of one magnitude."""
    return are_rival(x, y) and max(x.value, y.value) <= MAX_RATIO * min(x.value, y.value)


def _one_subject(a: Spot, b: Spot, unit: str, weights: Mapping[str, float]) -> bool:
    """Rare words in common; fewer where the sentences mean much the same."""
    shared = sum(weights.get(t, 0.0) for t in (a.piece.bare & b.piece.bare) - {unit})
    near = float(a.vector @ b.vector) >= MEASURE_COSINE
    return shared >= COUNTED or (near and shared > 0)


def denials(
    spots: Sequence[Spot], weights: Mapping[str, float], denying: frozenset[str] = frozenset()
) -> list[Difference]:
    """Each denial with what it answers: what says the very thing that it denies, in rare words.

    Args:
        spots: Appearances in original articles, in article order, then text order.
        weights: Rarity of each term.
        denying: Folded beginnings of words that deny: they are not what is denied.
    """
    out = []
    for denial in spots:
        if denial.piece.statement.modality != "denied" or denial.piece.speaker is None:
            continue
        answered = _answered(denial, spots, weights, denying)
        if answered is not None:
            out.append(Difference(answered[0], denial, "polarity", answered[1]))
    return out


def _answered(
    denial: Spot, spots: Sequence[Spot], weights: Mapping[str, float], denying: frozenset[str]
) -> tuple[Spot, str] | None:
    best: tuple[float, Spot, str] | None = None
    if any(w[:STEM] in denying for w in denial.piece.core):
        return None  # « le maire dément »: what is denied stands elsewhere
    for spot in spots:
        if not _answers(denial, spot):
            continue
        shared = [w for w in sorted(denial.piece.core) if any(are_forms(w, x) for x in spot.piece.core)]
        weight = sum(weights.get(w[:STEM], 0.0) for w in shared)
        likeness = weight + float(denial.vector @ spot.vector)
        enough = weight >= SUBJECT and (denial.piece.says is not None or len(shared) >= UNTAGGED)
        if enough and (best is None or likeness > best[0]):
            best = (likeness, spot, f"denied: {' '.join(shared)}")
    return best[1:] if best else None


def are_forms(a: str, b: str) -> bool:
    """« signale » and « signalement », never « deroute » and « deroulee »."""
    short = min(len(a), len(b))
    least = short - (short >= LONG)
    return a == b or (short >= STEM - 1 and a[:least] == b[:least])


def _answers(denial: Spot, spot: Spot) -> bool:
    p, q = denial.piece, spot.piece
    return (
        q.statement.modality not in {"denied", "planned"}
        and p.speaker != q.speaker
        and p.language == q.language
    )
