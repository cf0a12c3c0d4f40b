"""Days that may be rivals: one event set on two days, each named in the text."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from datetime import date

import msgspec

from recoupe.records import Timex
from recoupe.text.matching.forms import MUCH
from recoupe.text.matching.ground import (
    Candidate,
    Difference,
    Ground,
    meetings,
    spot_of,
)
from recoupe.text.matching.pieces import Piece
from recoupe.text.matching.signs import (
    Held,
    Meeting,
    are_two_voices,
    meet,
    negates,
    signs_of,
    weight_of_terms,
)
from recoupe.text.matching.views import inside

DAY = 10  # letters of « 2026-05-11 »: a value of so many is of a day or finer
FAR = 3  # sentences from which on one article tells of two things rather


class Dated(msgspec.Struct, frozen=True):
    """What a proposition says of when: the dates that its text names, and does it deny?"""

    dates: list[Timex]
    negated: bool


def days(ground: Ground) -> Iterator[Candidate]:
    """Every two propositions that each name days which do not meet."""
    dated = [list(_dated(ground, k)) for k in range(len(ground.table.seen))]
    for i, j in meetings(ground.table):
        if dated[i] and dated[j]:
            met = meet(ground, [h for h, _ in dated[i]], [h for h, _ in dated[j]])
            yield from _between(ground, met, [d for _, d in dated[i]], [d for _, d in dated[j]])


def _dated(ground: Ground, article: int) -> Iterator[tuple[Held, Dated]]:
    for held in ground.pieces(article):
        if found := _explicit(ground, held[2]):
            yield held, Dated(found, negates(ground, held[2]))


def _between(
    ground: Ground, met: Meeting, of_a: Sequence[Dated], of_b: Sequence[Dated]
) -> Iterator[Candidate]:
    for row, ((claim, k, p), one) in enumerate(zip(met.a, of_a, strict=True)):
        for column, ((other, m, q), two) in enumerate(zip(met.b, of_b, strict=True)):
            if p.article == q.article and (m <= k or p.sentence == q.sentence):
                continue
            if _meet(one.dates, two.dates):
                continue
            x, y = one.dates[0], two.dates[0]
            made = Difference(spot_of(claim, p), spot_of(other, q), "date", f"date: {x.value} / {y.value}")
            signs = {**signs_of(met, row, column), **_signs(ground, (p, x), (q, y))}
            signs["negated"] = float(one.negated + two.negated)
            key = ("date", *sorted((str(x.value), str(y.value))))
            yield Candidate(made, signs, frozenset({key}))


def _explicit(ground: Ground, p: Piece) -> list[Timex]:
    """The dates of a piece that the text itself names; none where it names several that do not meet."""
    found = [
        t
        for t in inside(ground.table.seen[p.article].timexes, (p.start, p.end))
        if t.type in {"DATE", "TIME"} and t.earliest and t.latest
    ]
    return found if all(_touch(found[0], t) for t in found) else []


def _meet(a: Sequence[Timex], b: Sequence[Timex]) -> bool:
    return any(_touch(x, y) for x in a for y in b)


def _touch(x: Timex, y: Timex) -> bool:
    return str(x.earliest) <= str(y.latest) and str(y.earliest) <= str(x.latest)


def _signs(ground: Ground, one: tuple[Piece, Timex], other: tuple[Piece, Timex]) -> dict[str, float]:
    (p, x), (q, y) = one, other
    modalities = [p.statement.modality, q.statement.modality]
    return {
        "other_voice": float(are_two_voices(p, q)),
        "terms": min(weight_of_terms(ground, p.bare & q.bare), MUCH),
        "one_bound": float(x.role == y.role != "at"),
        "two_bounds": float(x.role != y.role),
        "planned": float("planned" in modalities),
        "conditional": float(modalities.count("conditional")),
        "exact": float(sum(len(str(t.value)) >= DAY for t in (x, y))),
        "one_grain": float(len(str(x.value)) == len(str(y.value))),
        "apart": math.log(1 + abs((_first_day(x) - _first_day(y)).days)),
        "far": float(p.article == q.article and abs(p.sentence - q.sentence) > FAR),
        "late": math.log(1 + max(p.sentence, q.sentence)),
    }


def _first_day(t: Timex) -> date:
    return date.fromisoformat(str(t.earliest)[:DAY])
