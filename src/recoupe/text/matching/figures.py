"""Figures that may be rivals: one thing counted differently by two voices, or only less exactly by one."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import product

import msgspec

from recoupe.text.matching.forms import MUCH, shared_weight
from recoupe.text.matching.ground import (
    Candidate,
    Difference,
    Ground,
    Spot,
    meetings,
    spot_of,
)
from recoupe.text.matching.pieces import Piece
from recoupe.text.matching.signs import Meeting, meet, signs_of, weight_of_terms
from recoupe.text.matching.views import inside
from recoupe.text.quantities import YEAR, Quantity, are_apart, are_rival

TENTH = 0.1  # share by which a round figure may stand for another
MAX_RATIO = 6.0  # rival figures differ by 2.7 times at most in the corpus, by 5.7 in stories kept aside
HEAVY = 12.0  # weight of shared terms from which more say no more: three or four rare words
ROUNDED = 0.03  # share by which one figure may differ from another and be the same
SEASON = timedelta(days=90)  # figures this far apart in time count two things
DAY = re.compile(r"\d{4}-\d\d-\d\d")

Counts = Sequence[Sequence[Quantity]]  # the figures of each of some propositions


def figures(ground: Ground) -> Iterator[Candidate]:
    """Every two figures of one magnitude; the signs tell whether they count one thing, in one word or not.

    Dollars and euros, dead and hurt never are one thing.
    """
    counting = [
        [(h, found) for h in ground.pieces(k) if (found := counted(ground, h[2]))]
        for k in range(len(ground.table.seen))
    ]
    told = Counter(value for some in counting for value in {x.value for _, found in some for x in found})
    for i, j in meetings(ground.table):
        if counting[i] and counting[j]:
            met = meet(ground, [h for h, _ in counting[i]], [h for h, _ in counting[j]])
            counts = [x for _, x in counting[i]], [x for _, x in counting[j]]
            yield from _between(ground, met, counts, told)


def _between(
    ground: Ground, met: Meeting, counts: tuple[Counts, Counts], told: Mapping[float, int]
) -> Iterator[Candidate]:
    for (row, (claim, k, p)), (column, (other, m, q)) in product(enumerate(met.a), enumerate(met.b)):
        if p.article == q.article and (m <= k or (p.speaker == q.speaker and p.speaker is not None)):
            continue
        for x, y in product(counts[0][row], counts[1][column]):
            crossed = x.value in q.values and y.value in p.values
            if _one_magnitude(x, y) and not crossed and not are_apart(x, y):
                made = _difference(ground, (spot_of(claim, p), p, x), (spot_of(other, q), q, y))
                key = ("number", *(f"{v:g}" for v in sorted((x.value, y.value))))
                signs = {**signs_of(met, row, column), **_signs(ground, (p, x), (q, y))}
                signs["behind"] = float(met.behind[row, column])
                signs["told"] = math.log(told[x.value] * told[y.value])
                yield Candidate(made, signs, frozenset({key}))


def counted(ground: Ground, p: Piece) -> list[Quantity]:
    """Its figures but for years and days: « 2028 » and « du 6 au 31 octobre » count nothing."""
    dates = inside(ground.table.seen[p.article].timexes, (p.start, p.end))
    return [
        x
        for x in p.counts
        if not YEAR.fullmatch(p.text, x.start, x.end)
        and not (
            p.text[x.start : x.end].isdigit()
            and any(t.start < p.start + x.end and p.start + x.start < t.end for t in dates)
        )
    ]


Counted = tuple[Spot, Piece, Quantity]


def _difference(ground: Ground, one: Counted, other: Counted) -> Difference:
    (spot, p, x), (there, q, y) = one, other
    unit = x.unit if x.unit == y.unit else f"{x.unit} / {y.unit}"
    why = f"number: {x.value:g} / {y.value:g} {unit}".rstrip(" /")
    if not excludes(x, y):
        return Difference(spot, there, "number", why, "refinement")
    if _of_other_times(ground, p, q):
        return Difference(spot, there, "number", why, "apparent", "period")
    return Difference(spot, there, "number", why)


def _one_magnitude(x: Quantity, y: Quantity) -> bool:
    """Figures that differ, by less than figures of two things do."""
    low, high = sorted((x.value, y.value))
    return ROUNDED * high < high - low and high <= MAX_RATIO * low


def excludes(x: Quantity, y: Quantity) -> bool:
    """Can both not be right, whatever word they are counted in? « une trentaine » and 31 can."""
    noun = x.unit or y.unit or "?"
    return are_rival(msgspec.structs.replace(x, unit=noun), msgspec.structs.replace(y, unit=noun))


def _of_other_times(ground: Ground, p: Piece, q: Piece) -> bool:
    """Do both name times, none nearer to one of the other's than a season? Then each counts its own."""
    a, b = _times(ground, p), _times(ground, q)
    return bool(a and b) and all(
        date.fromisoformat(later[0]) - date.fromisoformat(earlier[1]) > SEASON
        for x in a
        for y in b
        for earlier, later in [sorted((x, y))]
    )


def _times(ground: Ground, p: Piece) -> list[tuple[str, str]]:
    found = inside(ground.table.seen[p.article].timexes, (p.start, p.end))
    return [
        (t.earliest[:10], t.latest[:10])
        for t in found
        if t.earliest and t.latest and DAY.match(t.earliest) and DAY.match(t.latest)
    ]


def _signs(ground: Ground, one: tuple[Piece, Quantity], other: tuple[Piece, Quantity]) -> dict[str, float]:
    (p, x), (q, y) = one, other
    return {
        "words": min(shared_weight(ground, p, q), MUCH),
        "terms": min(weight_of_terms(ground, p.bare & q.bare), HEAVY),
        "ratio": math.log(max(x.value, y.value) / min(x.value, y.value)),
        "one_unit": float(bool(x.unit) and x.unit == y.unit),
        "bare_figure": float(not x.unit or not y.unit),
        "both_told": float(x.value in q.values or y.value in p.values),
        "rough": float(_is_rough(x, y)),
    }


def _is_rough(x: Quantity, y: Quantity) -> bool:
    """« cinq millions » for 4,7: one figure is round, and the other within a tenth of it."""
    low, high = sorted((x.value, y.value))
    return high - low <= TENTH * high and any(len(f"{v:.12g}".rstrip("0")) == 1 for v in (low, high))
