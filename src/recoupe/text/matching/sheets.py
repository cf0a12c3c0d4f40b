"""One article's propositions in arrays: all that two articles are compared by but what words mean."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt

from recoupe.text.matching.marks import Book, Codes, Floats, Marks, joined
from recoupe.text.matching.pieces import Piece
from recoupe.text.matching.slots import Slots
from recoupe.text.quantities import BLUR, MONEY, ROUNDING

Bools = npt.NDArray[np.bool_]

RARE = 13  # from here on a figure is no month, hour or small count
# days between two times that may still be one: a weekday read in the wrong week is seven off; at 1 one link
# in forty is lost on stories nobody read, at 12 one in a hundred, and two minima more are right
APART = 12
FINITE = 2  # of `Piece.says`: a finite verb of its own


class Figures(msgspec.Struct, frozen=True):
    """Every figure of an article's propositions.

    Attributes:
        rows: The proposition that holds it.
        units: Number of its unit, -1 for none.
        measures: The same of units that measure something, see `Quantity.kind`; -1 for others.
        priced: Is it money?
        blurred: Is it approximate?
    """

    rows: Codes
    values: Floats
    units: Codes
    measures: Codes
    priced: Bools
    blurred: Bools


class Times(msgspec.Struct, frozen=True):
    """Every time of an article's propositions: its row, first and last day."""

    rows: Codes
    starts: Codes
    ends: Codes


class Sheet(msgspec.Struct, frozen=True, kw_only=True):
    """One article's propositions; every array has one value for each.

    Attributes:
        terms, bare, names, days: What each holds.
        speakers: Number of who says it, in one count with the names; -1 for the outlet and the unnamed.
        persons, places, bodies, beside, known, subjects: Its slots, see `Slots`.
        languages: Number of its language.
        enough: Does it say enough to be told from others? « à Port-Valmer », « la mairie de Lenne » do not.
    """

    terms: Marks
    bare: Marks
    names: Marks
    days: Marks
    persons: Marks
    places: Marks
    bodies: Marks
    beside: Marks
    known: Marks
    subjects: Marks
    languages: Codes
    figures: Figures
    times: Times
    speakers: Codes
    lengths: Floats
    denied: Bools
    enough: Bools


def side_by_side(sheets: Sequence[Sheet]) -> Sheet:
    """The propositions of several articles of one story, one after the other."""
    if len(sheets) == 1:
        return sheets[0]
    columns: dict[str, list[Any]] = {
        name: [getattr(s, name) for s in sheets] for name in Sheet.__struct_fields__
    }
    figures = [s.figures for s in sheets]
    firsts = np.cumsum([0, *(len(s.lengths) for s in sheets)])
    rows = [f.rows + first for f, first in zip(figures, firsts, strict=False)]
    together: dict[str, Any] = {
        name: joined(some) if isinstance(some[0], Marks) else np.concatenate(some)
        for name, some in columns.items()
        if name not in {"figures", "times"}
    }
    together["figures"] = Figures(
        np.concatenate(rows),
        *(np.concatenate([getattr(f, x) for f in figures]) for x in Figures.__struct_fields__[1:]),
    )
    times = [x.times for x in sheets]
    together["times"] = Times(
        np.concatenate([t.rows + first for t, first in zip(times, firsts, strict=False)]),
        np.concatenate([t.starts for t in times]),
        np.concatenate([t.ends for t in times]),
    )
    return Sheet(**together)


class Books(msgspec.Struct, frozen=True):
    """The numbers of one story."""

    terms: Book[str]
    names: Book[str]
    days: Book[str]
    units: Book[str]
    slots: Book[str]
    languages: Book[str]


def new_books() -> Books:
    """Books with nothing in them."""
    return Books(Book(), Book(), Book(), Book(), Book(), Book())


def sheet(pieces: Sequence[Piece], slots: Sequence[Slots], books: Books) -> Sheet:
    """Read one article's propositions, and their slots in the same order, into arrays."""
    return Sheet(
        terms=books.terms.marks([sorted(p.terms) for p in pieces]),
        bare=books.terms.marks([sorted(p.bare) for p in pieces]),
        names=books.names.marks([sorted(p.names) for p in pieces]),
        days=books.days.marks([sorted(p.days) for p in pieces]),
        persons=books.slots.marks([sorted(x.persons) for x in slots]),
        places=books.slots.marks([sorted(x.places) for x in slots]),
        bodies=books.slots.marks([sorted(x.bodies) for x in slots]),
        beside=books.slots.marks([sorted(x.beside) for x in slots]),
        known=books.slots.marks([sorted(x.known) for x in slots]),
        subjects=books.slots.marks([sorted(x.subjects) for x in slots]),
        languages=np.array([books.languages.code(p.language) for p in pieces], dtype=np.intp),
        figures=_figures(pieces, books.units),
        times=_times(pieces),
        speakers=np.array(
            [-1 if p.speaker is None else books.names.code(p.speaker) for p in pieces], dtype=np.intp
        ),
        lengths=np.array([len(p.text) for p in pieces], dtype=np.float64),
        denied=np.array([p.statement.modality == "denied" for p in pieces], dtype=np.bool_),
        enough=np.array(
            [bool(p.bare or p.figures or (p.says or 0) >= FINITE) for p in pieces], dtype=np.bool_
        ),
    )


def _figures(pieces: Sequence[Piece], units: Book[str]) -> Figures:
    found = [(k, q) for k, p in enumerate(pieces) for q in p.figures]
    return Figures(
        np.array([k for k, _ in found], dtype=np.intp),
        np.array([q.value for _, q in found], dtype=np.float64),
        np.array([units.code(q.unit) if q.unit else -1 for _, q in found], dtype=np.intp),
        np.array([units.code(q.unit) if q.kind else -1 for _, q in found], dtype=np.intp),
        np.array([q.kind == MONEY for _, q in found], dtype=np.bool_),
        np.array([q.approximate for _, q in found], dtype=np.bool_),
    )


def _times(pieces: Sequence[Piece]) -> Times:
    found = np.array([(k, *t) for k, p in enumerate(pieces) for t in p.times], dtype=np.intp).reshape(-1, 3)
    return Times(found[:, 0], found[:, 1], found[:, 2])


def rival_times(a: Sheet, b: Sheet) -> Bools:
    """True where both say when, and no time of one comes near a time of the other."""
    rival = np.zeros((len(a.lengths), len(b.lengths)), dtype=np.bool_)
    x, y = a.times, b.times
    if not len(x.rows) or not len(y.rows):
        return rival
    rival[np.ix_(np.unique(x.rows), np.unique(y.rows))] = True
    gap = np.maximum(np.subtract.outer(x.starts, y.ends), -np.subtract.outer(x.ends, y.starts))
    i, j = (gap <= APART).nonzero()
    rival[x.rows[i], y.rows[j]] = False
    return rival


def same_figures(a: Sheet, b: Sheet, *, rare: bool = False) -> Bools:
    """True where one figure stands in both, in units that do not contradict each other.

    `rare` asks for figures that are hardly shared by chance.
    """
    same = np.zeros((len(a.lengths), len(b.lengths)), dtype=np.bool_)
    x, y = a.figures, b.figures
    if len(x.rows) and len(y.rows):
        measured = np.logical_and.outer(x.measures >= 0, y.measures >= 0)
        one = np.equal.outer(x.values, y.values) & (np.equal.outer(x.measures, y.measures) | ~measured)
        if rare:
            one &= ((x.values >= RARE) | (x.values != np.floor(x.values)))[:, None]
        i, j = one.nonzero()
        same[x.rows[i], y.rows[j]] = True
    return same


def rival_figures(a: Sheet, b: Sheet) -> Bools:
    """True where two count one thing differently, or name prices in other currencies, and share no figure."""
    rival = np.zeros((len(a.lengths), len(b.lengths)), dtype=np.bool_)
    x, y = a.figures, b.figures
    if not len(x.rows) or not len(y.rows):
        return rival
    high, low = np.maximum.outer(x.values, y.values), np.minimum.outer(x.values, y.values)
    slack = np.where(np.logical_or.outer(x.blurred, y.blurred), BLUR, ROUNDING)
    counting = np.equal.outer(x.units, y.units) & (x.units >= 0)[:, None]
    currencies = np.logical_and.outer(x.priced, y.priced) & np.not_equal.outer(x.units, y.units)
    i, j = (((high - low > slack * high) & counting) | currencies).nonzero()
    rival[x.rows[i], y.rows[j]] = True
    return rival & ~same_figures(a, b)
