"""Days that may be rivals: one event set on two days, each named in the text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from recoupe.records import Timex
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

NEAR = 0.2  # cosine below which two propositions with days tell of two things: cheap to know
MONTH = 30  # days from which days apart are far apart


def days(ground: Ground) -> Iterator[Candidate]:
    """Every two propositions that each name days which do not meet, and have something in common."""
    dated = [
        [(h, found) for h in ground.pieces(k) if (found := _explicit(ground, h[2]))]
        for k in range(len(ground.table.seen))
    ]
    for i, j in meetings(ground.table):
        a, b = dated[i], dated[j]
        if not a or not b:
            continue
        near = ground.near.of((i, [h[1] for h, _ in a]), (j, [h[1] for h, _ in b]))
        for row, ((claim, k, p), found) in enumerate(a):
            for column, ((other, m, q), others) in enumerate(b):
                if p.article == q.article and (m <= k or p.sentence == q.sentence):
                    continue
                if near.meaning[row, column] < NEAR or _meet(found, others):
                    continue
                x, y = found[0], others[0]
                made = Difference(
                    spot_of(claim, p), spot_of(other, q), "date", f"date: {x.value} / {y.value}"
                )
                key = ("date", *sorted((str(x.value), str(y.value))))
                yield Candidate(made, _signs(ground, (p, x), (q, y), (near, row, column)), frozenset({key}))


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


def _signs(
    ground: Ground, one: tuple[Piece, Timex], other: tuple[Piece, Timex], at: tuple[Likeness, int, int]
) -> dict[str, float]:
    (p, x), (q, y), (near, row, column) = one, other, at
    held = float(near.of_a[row, column]), float(near.of_b[row, column])
    gap = _days_between(x, y)
    same = p.speaker is not None and p.speaker == q.speaker
    return {
        "meaning": float(near.meaning[row, column]),
        "most_held": max(held),
        "least_held": min(held),
        "sentences": float(near.sentences[row, column]),
        "other_voice": float(p.speaker is not None and q.speaker is not None and not same),
        "same_voice": float(same),
        "words": min(shared_weight(ground, p, q), MUCH),
        "close": float(p.article == q.article and abs(q.sentence - p.sentence) <= CLOSE),
        "gap": min(gap, MONTH) / MONTH,
        "one_grain": float(len(x.value or "") == len(y.value or "")),
        "one_bound": float(x.role == y.role != "at"),
        "two_bounds": float(x.role != y.role),
        "planned": float("planned" in {p.statement.modality, q.statement.modality}),
        "foreign": float(p.language != q.language),
        "names": float(bool(p.names & q.names)),
    }


def _days_between(x: Timex, y: Timex) -> int:
    """Days from the one to the other; centuries and the like are far apart."""
    first, second = sorted((x, y), key=lambda t: str(t.earliest))
    try:
        end, start = date.fromisoformat(str(first.latest)[:10]), date.fromisoformat(str(second.earliest)[:10])
    except ValueError:
        return MONTH
    return (start - end).days
