"""Figures that may be rivals: one thing counted differently by two voices, or only less exactly by one."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

import msgspec

from recoupe.text.matching.forms import MUCH, shared_weight
from recoupe.text.matching.ground import (
    CLOSE,
    Candidate,
    Difference,
    Ground,
    meetings,
    spot_of,
)
from recoupe.text.matching.nearness import Likeness
from recoupe.text.matching.pieces import Piece
from recoupe.text.matching.views import inside
from recoupe.text.quantities import Quantity, are_rival

MAX_RATIO = 6.0  # rival figures differ by 2.7 times at most in the corpus, by 5.7 in stories kept aside
OTHER_NOUN = (
    0.3  # cosine asked where figures count in other words: cheap to know, and less is hardly one thing
)
ROUNDED = 0.03  # share by which one figure may differ from another and be the same
PERCENT = "%"
SEASON = timedelta(days=90)  # figures this far apart in time count two things
DAY = re.compile(r"\d{4}-\d\d-\d\d")

Held = Sequence[tuple[str, int, Piece]]
Stated = dict[float, set[tuple[int, str | None]]]


def figures(ground: Ground) -> Iterator[Candidate]:
    """Every two figures of one magnitude in propositions that have something in common."""
    stated = _stated(ground)
    counting = [[h for h in ground.pieces(k) if h[2].counts] for k in range(len(ground.table.seen))]
    for i, j in meetings(ground.table):
        a, b = counting[i], counting[j]
        if not a or not b:
            continue
        near = ground.near.of((i, [k for _, k, _ in a]), (j, [k for _, k, _ in b]))
        yield from _between(ground, a, b, near, stated)


def _between(ground: Ground, a: Held, b: Held, near: Likeness, stated: Stated) -> Iterator[Candidate]:
    for row, (claim, k, p) in enumerate(a):
        for column, (other, m, q) in enumerate(b):
            if p.article == q.article and (m <= k or p.speaker == q.speaker):
                continue
            if p.values & q.values:
                continue
            for x, y in _rivals(p, q, float(near.meaning[row, column])):
                unit = x.unit if x.unit == y.unit else f"{x.unit} / {y.unit}"
                spots = spot_of(claim, p), spot_of(other, q)
                why = f"number: {x.value:g} / {y.value:g} {unit}".rstrip(" /")
                if not excludes(x, y):
                    made = Difference(*spots, "number", why, "refinement")
                elif _of_other_times(ground, p, q):
                    made = Difference(*spots, "number", why, "apparent", "period")
                else:
                    made = Difference(*spots, "number", why)
                key = ("number", *(f"{v:g}" for v in sorted((x.value, y.value))))
                signs = _signs(ground, (p, x), (q, y), (near, row, column))
                signs["both_given"] = float(_both_given(x.value, y.value, stated))
                if made.relation == "refinement":
                    signs["blurred"] = 0.0  # what speaks against rivals speaks for these
                yield Candidate(made, signs, frozenset({key}))


def _rivals(p: Piece, q: Piece, near: float) -> Iterator[tuple[Quantity, Quantity]]:
    for x in p.counts:
        for y in q.counts:
            alike = (x.unit == y.unit and x.unit) or near >= OTHER_NOUN
            if alike and _one_magnitude(x, y):
                yield x, y


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


def _stated(ground: Ground) -> Stated:
    """For every figure the articles and the voices that give it."""
    out: Stated = {}
    for p in ground.table.flat:
        for value in p.values:
            out.setdefault(value, set()).add((p.article, p.speaker))
    return out


def _both_given(x: float, y: float, stated: Stated) -> bool:
    """Does one voice of one article give both? Then they count two things."""
    giving_x, giving_y = (
        {voice for value, voices in stated.items() if abs(value - v) <= ROUNDED * v for voice in voices}
        for v in (x, y)
    )
    return bool(giving_x & giving_y)


def _signs(
    ground: Ground, one: tuple[Piece, Quantity], other: tuple[Piece, Quantity], at: tuple[Likeness, int, int]
) -> dict[str, float]:
    (p, x), (q, y), (near, row, column) = one, other, at
    held = float(near.of_a[row, column]), float(near.of_b[row, column])
    percent = PERCENT in {x.unit, y.unit}
    measure = x.unit in ground.measures and not percent
    apart = p.speaker is not None and q.speaker is not None and p.speaker != q.speaker
    return {
        "meaning": float(near.meaning[row, column]),
        "most_held": max(held),
        "least_held": min(held),
        "sentences": float(near.sentences[row, column]),
        "same_noun": float(x.unit == y.unit and not percent and not measure),
        "measure": float(measure),
        "percent": float(percent),
        "other_voice": float(apart),
        "blurred": float(x.approximate or y.approximate),
        "ratio": math.log(max(x.value, y.value) / min(x.value, y.value)),
        "words": min(shared_weight(ground, p, q), MUCH),
        "answering": float(apart and p.article == q.article and q.sentence - p.sentence <= CLOSE),
        "bare_figure": float(not x.unit or not y.unit),
    }
