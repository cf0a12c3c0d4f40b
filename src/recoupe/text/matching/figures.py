"""Figures that may be rivals: one thing counted differently by two voices, or only less exactly by one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

import msgspec
import numpy as np

from recoupe.text.matching.forms import MUCH, shared_weight
from recoupe.text.matching.ground import Difference, Ground, Key, Lot, key_numbers, spot_of
from recoupe.text.matching.marks import Book, Codes, Floats
from recoupe.text.matching.pieces import Piece
from recoupe.text.matching.signs import Bools, Columns, Held, Meeting, meetings, signs_of
from recoupe.text.matching.views import inside
from recoupe.text.quantities import YEAR, Quantity, are_rival

TENTH = 0.1  # share by which a round figure may stand for another
MAX_RATIO = 6.0  # rival figures differ by 2.7 times at most in the corpus, by 5.7 in stories kept aside
HEAVY = 12.0  # weight of shared terms from which more say no more: three or four rare words
ROUNDED = 0.03  # share by which one figure may differ from another and be the same
SEASON = timedelta(days=90)  # figures this far apart in time count two things
DAY = re.compile(r"\d{4}-\d\d-\d\d")

Counting = tuple[Held, list[Quantity]]  # a proposition and those of its figures that count something


class Figures(msgspec.Struct, frozen=True):
    """Figures that count something; every array has a value for each.

    Attributes:
        rows: Row of its proposition among all that count something.
        values, codes: Its value, and the number of that.
        labels: Number of its value as it is written.
        told: How many articles tell that value.
        units: Number of its unit, 0 for none.
        measures: The same of units that measure something, 0 for others.
        plain: Is it a digit and zeros?
    """

    rows: Codes
    values: Floats
    codes: Codes
    labels: Codes
    told: Codes
    units: Codes
    measures: Codes
    plain: Codes

    def take(self, rows: Codes) -> Figures:
        """Some of them."""
        return Figures(*(getattr(self, name)[rows] for name in self.__struct_fields__))


class Counts(msgspec.Struct, frozen=True):
    """All that counts something in a story.

    Attributes:
        found: Each figure with its proposition.
        firsts: Where the figures of each proposition begin, and where the last ones end.
        holding: Numbers of every proposition and a value that stands in it, sorted.
        n_values: How many values there are.
    """

    found: list[tuple[Held, Quantity]]
    figures: Figures
    firsts: Codes
    holding: Codes
    n_values: int

    def of(self, index: Codes) -> tuple[Codes, Codes]:
        """The figures of some propositions, and for each the place of its proposition among these."""
        sizes = self.firsts[index + 1] - self.firsts[index]
        at = np.repeat(np.arange(len(index)), sizes)
        within = np.arange(len(at)) - (np.cumsum(sizes) - sizes)[at]
        return self.firsts[index][at] + within, at

    def hold(self, rows: Codes, codes: Codes) -> Bools:
        """Does a value stand in a proposition?"""
        asked = rows * self.n_values + codes
        found = np.searchsorted(self.holding, asked).clip(max=len(self.holding) - 1)
        return np.asarray(self.holding[found] == asked, dtype=np.bool_)


def figures(ground: Ground) -> Iterator[Lot]:
    """Every two figures of one magnitude; the signs tell whether they count one thing, in one word or not.

    Dollars and euros, dead and hurt never are one thing.
    """
    held = [
        [(h, found) for h in ground.pieces(k) if (found := counted(ground, h[2]))]
        for k in range(len(ground.table.seen))
    ]
    counts = _counts([x for some in held for x in some])
    for met in meetings(ground, [[h for h, _ in some] for some in held]):
        yield _lot(ground, met, counts)


def _counts(flat: Sequence[Counting]) -> Counts:
    found = [(h, x) for h, some in flat for x in some]
    told = Counter(value for _, value in {(h[2].article, x.value) for h, x in found})
    values: Book[float] = Book()
    labels, units = Book[str](), Book[str]()
    units.code("")
    rows = [
        (
            values.code(x.value),
            labels.code(f"{x.value:g}"),
            told[x.value],
            units.code(x.unit),
            units.code(x.unit) if x.kind else 0,
            len(f"{x.value:.12g}".rstrip("0")) == 1,
        )
        for _, x in found
    ]
    holding = sorted({(row, values.code(v)) for row, ((_, _, p), _) in enumerate(flat) for v in p.values})
    sizes = [len(some) for _, some in flat]
    n = len(values)
    return Counts(
        found,
        Figures(
            np.repeat(np.arange(len(flat)), sizes),
            np.array([x.value for _, x in found], dtype=np.float64),
            *np.array(rows, dtype=np.intp).reshape(-1, 6).T,
        ),
        np.cumsum([0, *sizes]),
        np.array([row * n + code for row, code in holding], dtype=np.intp),
        n,
    )


def _lot(ground: Ground, met: Meeting, counts: Counts) -> Lot:
    one, rows = counts.of(met.a.index)
    other, columns = counts.of(met.b.index)
    i, j = _comparable(met, counts, (one, rows), (other, columns)).nonzero()
    x, y = counts.figures.take(one[i]), counts.figures.take(other[j])
    held, again = counts.hold(y.rows, x.codes), counts.hold(x.rows, y.codes)
    kept = (~(held & again)).nonzero()[0]
    i, j, x, y, both = i[kept], j[kept], x.take(kept), y.take(kept), (held | again)[kept]
    first, second = one[i], other[j]

    def made(k: int) -> tuple[Difference, Key]:
        return _difference(ground, counts.found[first[k]], counts.found[second[k]])

    signs = {**signs_of(met, rows[i], columns[j]), **_signs(x, y), "both_told": both}
    signs["behind"] = met.behind[rows[i], columns[j]]
    signs["terms"] = np.minimum(met.terms[rows[i], columns[j]], HEAVY)
    signs["words"] = _words(ground, counts, first, second)
    return Lot("number", signs, key_numbers(x.labels, y.labels), made)


def _comparable(met: Meeting, counts: Counts, one: tuple[Codes, Codes], other: tuple[Codes, Codes]) -> Bools:
    """Figures that differ by less than figures of two things do, in units that may be one, of two voices."""
    (first, rows), (second, columns) = one, other
    x, y = counts.figures.take(first), counts.figures.take(second)
    high, low = np.maximum.outer(x.values, y.values), np.minimum.outer(x.values, y.values)
    near = (ROUNDED * high < high - low) & (high <= MAX_RATIO * low)
    apart = np.logical_and.outer(x.measures, y.measures) & np.not_equal.outer(x.units, y.units)
    speakers = met.a.speakers
    one_voice = met.own & np.equal.outer(speakers, met.b.speakers) & (speakers >= 0)[:, None]
    return np.asarray(near & ~apart & (met.free & ~one_voice)[rows[:, None], columns], dtype=np.bool_)


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


def _difference(
    ground: Ground, one: tuple[Held, Quantity], other: tuple[Held, Quantity]
) -> tuple[Difference, Key]:
    ((claim, _, p), x), ((told, _, q), y) = one, other
    spot, there = spot_of(claim, p), spot_of(told, q)
    unit = x.unit if x.unit == y.unit else f"{x.unit} / {y.unit}"
    why = f"number: {x.value:g} / {y.value:g} {unit}".rstrip(" /")
    key = ("number", *(f"{v:g}" for v in sorted((x.value, y.value))))
    if not excludes(x, y):
        return Difference(spot, there, "number", why, "refinement"), key
    if _of_other_times(ground, p, q):
        return Difference(spot, there, "number", why, "apparent", "period"), key
    return Difference(spot, there, "number", why), key


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


def _signs(x: Figures, y: Figures) -> Columns:
    high, low = np.maximum(x.values, y.values), np.minimum(x.values, y.values)
    return {
        "ratio": np.log(high / low),
        "told": np.log(x.told * y.told),
        "one_unit": (x.units == y.units) & (x.units > 0),
        "bare_figure": (x.units == 0) | (y.units == 0),
        # « cinq millions » for 4,7: one figure is round, and the other within a tenth of it
        "rough": (high - low <= TENTH * high) & ((x.plain | y.plain) > 0),
    }


def _words(ground: Ground, counts: Counts, first: Codes, second: Codes) -> Floats:
    """Weight of the words that two propositions share in some form."""
    known: dict[tuple[int, int], float] = {}
    rows = counts.figures.rows
    pairs = list(zip(rows[first].tolist(), rows[second].tolist(), strict=True))
    for pair, a, b in zip(pairs, first.tolist(), second.tolist(), strict=True):
        if pair not in known:
            known[pair] = shared_weight(ground, counts.found[a][0][2], counts.found[b][0][2])
    return np.minimum([known[pair] for pair in pairs], MUCH)
