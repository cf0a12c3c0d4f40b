"""Where two accounts of one story part: rival figures, days that cannot both be right, and what is denied.

Few and right beats many: each rule asks that the two say the same but for what differs. A blurred or rounded
figure, a part of a whole, another subject's figure differ from nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

import msgspec

from recoupe.records import Timex
from recoupe.text.matching.denials import denials
from recoupe.text.matching.ground import Difference, Ground, Keyed, Spot, spot_of
from recoupe.text.matching.pairing import FEATURES, MODEL, Floats, features
from recoupe.text.matching.pieces import Piece
from recoupe.text.matching.table import pairing_of
from recoupe.text.matching.trees import chances, read_trees
from recoupe.text.matching.views import inside
from recoupe.text.quantities import Quantity, are_rival

MAX_RATIO = 3.0  # dev corpus: rival figures differ by 2.7 times at most, figures of two subjects mostly more
SAME_BUT = 0.1  # chance, figures or days left out, from which two say the same but for these
SAME_BUT_UNIT = 0.3  # the same where they count in other words (« blessés », « personnes »)
PERCENT = "%"  # counts a share of anything
FIGURES = ("figures", "other_figures", "rare_figures")
DAYS = ("days", "other_days")
SAME_BUT_DAY = 0.7  # the same for days: a story has many days of many things
NEAR_UNIT = (
    0.3  # cosine asked where figures count in other words: cheap to know, and less than is asked later
)
NEAR_DAY = 0.4  # the same for days
ROUNDED = 0.03  # share by which one figure may differ from another and be the same


Stated = dict[float, set[tuple[int, str | None]]]


def differences(ground: Ground) -> list[Difference]:
    """Everything that differs in a story, of each difference the earliest two places."""
    found: dict[tuple[str, ...], Difference] = {}
    for key, difference in (*_figures_and_days(ground), *_within(ground), *denials(ground)):
        found.setdefault(key, difference)
    return list(found.values())


def _figures_and_days(ground: Ground) -> Iterator[Keyed]:
    stated = _stated(ground)
    held = [ground.pieces(k) for k in range(len(ground.table.seen))]
    for i, j in ground.table.partners:
        apart = list(_apart(ground, (i, held[i]), (j, held[j]), stated))
        if not apart:
            continue
        table = features(pairing_of(ground.table, i, j))
        for found, rows in ((x, table[x.k, x.m]) for x in apart):
            but = float(_chances(rows, DAYS if found.difference.type == "date" else FIGURES))
            if but >= found.least:
                yield found.key, found.difference


class Apart(msgspec.Struct, frozen=True):
    """Two propositions that differ in a figure or a day, and how likely they must be to say the same else.

    Attributes:
        k, m: Their places in their articles.
    """

    k: int
    m: int
    least: float
    key: tuple[str, ...]
    difference: Difference


Held = tuple[str, int, Piece]


def _apart(
    ground: Ground, one: tuple[int, Sequence[Held]], other: tuple[int, Sequence[Held]], stated: Stated
) -> Iterator[Apart]:
    (i, a), (j, b) = one, other
    sides = ground.table.sides
    near = sides[i].meaning.vectors @ sides[j].meaning.vectors.T
    for c, k, p in a:
        for d, m, q in b:
            if not ((p.counts and q.counts) or (p.days and q.days)):
                continue
            if "possible" in {p.statement.modality, q.statement.modality}:
                continue
            for x, y in _rivals(p, q, float(near[k, m]), stated):
                key, made = _number(spot_of(c, p), spot_of(d, q), x, y)
                alike = x.unit == y.unit and x.unit != PERCENT
                yield Apart(k, m, SAME_BUT if alike else SAME_BUT_UNIT, key, made)
            days = _days_apart(ground, p, q)
            if days and near[k, m] >= NEAR_DAY:
                why = f"date: {days[0]} / {days[1]}"
                made = Difference(spot_of(c, p), spot_of(d, q), "date", why)
                yield Apart(k, m, SAME_BUT_DAY, ("date", *sorted(days)), made)


def _chances(rows: Floats, without: Sequence[str]) -> Floats:
    """Chances with some features taken to be absent."""
    bare = rows.copy()
    bare[..., [FEATURES.index(name) for name in without]] = 0
    return chances(read_trees(MODEL), FEATURES, bare)


# --- figures -----------------------------------------------------------------------------------------


def _stated(ground: Ground) -> Stated:
    """For every figure the articles and the voices that give it."""
    out: Stated = {}
    for p in ground.table.flat:
        for value in p.values:
            out.setdefault(value, set()).add((p.article, p.speaker))
    return out


def _rivals(p: Piece, q: Piece, near: float, stated: Stated) -> Iterator[tuple[Quantity, Quantity]]:
    if p.values & q.values:
        return
    for x in p.counts:
        for y in q.counts:
            alike = x.unit == y.unit or near >= NEAR_UNIT
            if alike and _comparable(x, y) and not _both_given(x.value, y.value, stated):
                yield x, y


def _comparable(x: Quantity, y: Quantity) -> bool:
    """Rivals of one magnitude, whatever word they are counted in."""
    same_unit = msgspec.structs.replace(y, unit=x.unit or "?")
    near = max(x.value, y.value) <= MAX_RATIO * min(x.value, y.value)
    return near and are_rival(msgspec.structs.replace(x, unit=x.unit or "?"), same_unit)


def _both_given(x: float, y: float, stated: Stated) -> bool:
    """Does one voice of one article give both? Then they count two things."""
    giving_x, giving_y = (
        {voice for value, voices in stated.items() if abs(value - v) <= ROUNDED * v for voice in voices}
        for v in (x, y)
    )
    return bool(giving_x & giving_y)


def _number(a: Spot, b: Spot, x: Quantity, y: Quantity) -> Keyed:
    unit = x.unit if x.unit == y.unit else f"{x.unit} / {y.unit}"
    key = ("number", *(f"{v:g}" for v in sorted((x.value, y.value))))
    return key, Difference(a, b, "number", f"number: {x.value:g} / {y.value:g} {unit}")


def _within(ground: Ground) -> Iterator[Keyed]:
    """Two voices of one article who count one thing differently, one after the other."""
    for i in range(len(ground.table.seen)):
        for (c, _, p), (d, _, q) in combinations(ground.pieces(i), 2):
            if p.speaker == q.speaker or q.sentence - p.sentence > 1 or p.values & q.values:
                continue
            for x in p.counts:
                for y in q.counts:
                    if x.unit == y.unit and x.unit not in {"", *ground.measures} and _comparable(x, y):
                        yield _number(spot_of(c, p), spot_of(d, q), x, y)


# --- days --------------------------------------------------------------------------------------------


def _days_apart(ground: Ground, p: Piece, q: Piece) -> tuple[str, str] | None:
    """Days that both texts name and that differ, where each names one."""
    a, b = (_explicit(ground, piece) for piece in (p, q))
    if len(a) != 1 or len(b) != 1 or a == b:
        return None
    return a[0], b[0]


def _explicit(ground: Ground, p: Piece) -> list[str]:
    found: list[Timex] = inside(ground.table.seen[p.article].timexes, (p.start, p.end))
    days = {t.earliest for t in found if t.earliest and t.earliest == t.latest and t.type == "DATE"}
    return sorted(days)
