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
SAME_BUT_DAY = 0.5  # the same for days: a story has many days of many things
ROUNDED = 0.03  # share by which one figure may differ from another and be the same


def differences(ground: Ground) -> list[Difference]:
    """Everything that differs in a story, of each difference the earliest two places."""
    found: dict[tuple[str, ...], Difference] = {}
    for key, difference in (*_figures_and_days(ground), *_within(ground), *denials(ground)):
        found.setdefault(key, difference)
    return list(found.values())


def _figures_and_days(ground: Ground) -> Iterator[Keyed]:
    stated = _stated(ground)
    for i, j in combinations(range(len(ground.table.seen)), 2):
        a, b = ground.pieces(i), ground.pieces(j)
        with_figures = any(p.counts for _, _, p in a) and any(q.counts for _, _, q in b)
        with_days = any(p.days for _, _, p in a) and any(q.days for _, _, q in b)
        if not (with_figures or with_days):
            continue
        table = features(pairing_of(ground.table, i, j))
        but_figures, but_days = _chances(table, FIGURES), _chances(table, DAYS)
        for c, k, p in a:
            for d, m, q in b:
                if "possible" in {p.statement.modality, q.statement.modality}:
                    continue
                for x, y in _rivals(p, q, float(but_figures[k, m]), stated):
                    yield _number(spot_of(c, p), spot_of(d, q), x, y)
                if but_days[k, m] >= SAME_BUT_DAY and (days := _days_apart(ground, p, q)):
                    key = ("date", *sorted(days))
                    yield (
                        key,
                        Difference(spot_of(c, p), spot_of(d, q), "date", f"date: {days[0]} / {days[1]}"),
                    )


def _chances(table: Floats, without: Sequence[str]) -> Floats:
    """Chances with some features taken to be absent."""
    bare = table.copy()
    bare[:, :, [FEATURES.index(name) for name in without]] = 0
    return chances(read_trees(MODEL), FEATURES, bare)


# --- figures -----------------------------------------------------------------------------------------

Stated = set[tuple[int, str | None, float]]


def _stated(ground: Ground) -> Stated:
    """Every figure, with the article and the voice that give it."""
    return {(p.article, p.speaker, v) for p in ground.table.flat for v in p.values}


def _rivals(p: Piece, q: Piece, chance: float, stated: Stated) -> Iterator[tuple[Quantity, Quantity]]:
    if chance < SAME_BUT or p.values & q.values:
        return
    for x in p.counts:
        for y in q.counts:
            alike = (x.unit == y.unit and x.unit != PERCENT) or chance >= SAME_BUT_UNIT
            if alike and _comparable(x, y) and not _both_given(x.value, y.value, stated):
                yield x, y


def _comparable(x: Quantity, y: Quantity) -> bool:
    """Rivals of one magnitude, whatever word they are counted in."""
    same_unit = msgspec.structs.replace(y, unit=x.unit or "?")
    near = max(x.value, y.value) <= MAX_RATIO * min(x.value, y.value)
    return near and are_rival(msgspec.structs.replace(x, unit=x.unit or "?"), same_unit)


def _both_given(x: float, y: float, stated: Stated) -> bool:
    """Does one voice of one article give both? Then they count two things."""
    with_x = {(article, voice) for article, voice, value in stated if abs(value - x) <= ROUNDED * x}
    return any(
        (article, voice) in with_x for article, voice, value in stated if abs(value - y) <= ROUNDED * y
    )


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
