"""Days that may be rivals: one event set on two days, each named in the text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import get_args

import msgspec
import numpy as np

from recoupe.records import Timex, TimexRole
from recoupe.text.matching.forms import MUCH
from recoupe.text.matching.ground import Difference, Ground, Key, Lot, key_numbers, spot_of
from recoupe.text.matching.marks import Codes
from recoupe.text.matching.pieces import Piece
from recoupe.text.matching.signs import (
    Columns,
    Held,
    Meeting,
    are_two_voices,
    meetings,
    negates,
    signs_of,
)
from recoupe.text.matching.views import inside

DAY = 10  # letters of « 2026-05-11 »: a value of so many is of a day or finer
FAR = 3  # sentences from which on one article tells of two things rather
ROLES = get_args(TimexRole)
AT = ROLES.index("at")

Named = tuple[Held, list[Timex]]  # a proposition and the dates that its text names


class Dated(msgspec.Struct, frozen=True):
    """Propositions that name days; every array has a value for each.

    Attributes:
        starts, ends: Numbers of its first and its last instant: its dates meet, and are one span.
        values, roles: Numbers of its first date's value and role.
        letters: Letters of that value.
        days: First day of that date, as ordinal.
        planned, conditional, negated: How it is told.
    """

    starts: Codes
    ends: Codes
    values: Codes
    roles: Codes
    letters: Codes
    days: Codes
    planned: Codes
    conditional: Codes
    negated: Codes

    def take(self, rows: Codes) -> Dated:
        """Some of them."""
        return Dated(*(getattr(self, name)[rows] for name in self.__struct_fields__))


def days(ground: Ground) -> Iterator[Lot]:
    """Every two propositions that each name days which do not meet, a lot for each article."""
    named: list[list[Named]] = [
        [(held, found) for held in ground.pieces(k) if (found := _explicit(ground, held[2]))]
        for k in range(len(ground.table.seen))
    ]
    flat = [x for some in named for x in some]
    dated = _dated(ground, flat)
    for met in meetings(ground, [[held for held, _ in some] for some in named]):
        yield _lot(met, flat, dated)


def _dated(ground: Ground, flat: Sequence[Named]) -> Dated:
    instants = _numbers(x for _, found in flat for t in found for x in (t.earliest, t.latest))
    values = _numbers(t.value for _, found in flat for t in found)
    rows = [
        (
            min(instants[str(t.earliest)] for t in found),
            max(instants[str(t.latest)] for t in found),
            values[str(found[0].value)],
            ROLES.index(found[0].role),
            len(str(found[0].value)),
            date.fromisoformat(str(found[0].earliest)[:DAY]).toordinal(),
            p.statement.modality == "planned",
            p.statement.modality == "conditional",
            negates(ground, p),
        )
        for (_, _, p), found in flat
    ]
    columns = np.array(rows, dtype=np.intp).reshape(-1, len(Dated.__struct_fields__))
    return Dated(*np.ascontiguousarray(columns.T))


def _numbers(things: Iterable[object]) -> Mapping[str, int]:
    """The number of each thing in the order of what is written."""
    return {x: k for k, x in enumerate(sorted({str(x) for x in things}))}


def _explicit(ground: Ground, p: Piece) -> list[Timex]:
    """The dates of a piece that the text itself names; none where it names several that do not meet."""
    found = [
        t
        for t in inside(ground.table.seen[p.article].timexes, (p.start, p.end))
        if t.type in {"DATE", "TIME"} and t.earliest and t.latest
    ]
    return found if all(_touch(found[0], t) for t in found) else []


def _touch(x: Timex, y: Timex) -> bool:
    return str(x.earliest) <= str(y.latest) and str(y.earliest) <= str(x.latest)


def _lot(met: Meeting, flat: Sequence[Named], dated: Dated) -> Lot:
    a, b = dated.take(met.a.index), dated.take(met.b.index)
    meet = np.less_equal.outer(a.starts, b.ends) & np.greater_equal.outer(a.ends, b.starts)
    one_sentence = met.own & np.equal.outer(met.a.sentences, met.b.sentences)
    rows, columns = (met.free & ~meet & ~one_sentence).nonzero()
    first, second = met.a.index[rows], met.b.index[columns]

    def made(k: int) -> tuple[Difference, Key]:
        ((claim, _, p), (x, *_)), ((other, _, q), (y, *_)) = flat[first[k]], flat[second[k]]
        why = f"date: {x.value} / {y.value}"
        key = ("date", *sorted((str(x.value), str(y.value))))
        return Difference(spot_of(claim, p), spot_of(other, q), "date", why), key

    signs = {**signs_of(met, rows, columns), **_places(met, rows, columns)}
    signs |= _told(dated.take(first), dated.take(second))
    return Lot("date", signs, key_numbers(dated.values[first], dated.values[second]), made)


def _places(met: Meeting, rows: Codes, columns: Codes) -> Columns:
    p, q = met.a.sentences[rows], met.b.sentences[columns]
    return {
        "other_voice": are_two_voices(met, rows, columns),
        "terms": np.minimum(met.terms[rows, columns], MUCH),
        "far": met.own[rows, columns] & (np.abs(p - q) > FAR),
        "late": np.log(1 + np.maximum(p, q)),
    }


def _told(x: Dated, y: Dated) -> Columns:
    return {
        "one_bound": (x.roles == y.roles) & (x.roles != AT),
        "two_bounds": x.roles != y.roles,
        "planned": x.planned | y.planned,
        "conditional": x.conditional + y.conditional,
        "negated": x.negated + y.negated,
        "exact": (x.letters >= DAY) * 1 + (y.letters >= DAY),
        "one_grain": x.letters == y.letters,
        "apart": np.log(1 + np.abs(x.days - y.days)),
    }
