"""One article's propositions in arrays: all that two articles are compared by but what words mean."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt

from recoupe.text.matching.marks import Book, Codes, Floats, Marks, joined, shared
from recoupe.text.matching.pieces import STEM, Piece
from recoupe.text.quantities import BLUR, ROUNDING

Bools = npt.NDArray[np.bool_]

RARE = 13  # from here on a figure is no month, hour or small count
FINITE = 2  # of `Piece.says`: a finite verb of its own
UNSURE = ("conditional", "possible")


class Figures(msgspec.Struct, frozen=True):
    """Every figure of an article's propositions: its row, value, unit (-1 for none), and is it blurred?"""

    rows: Codes
    values: Floats
    units: Codes
    blurred: Bools


class Sheet(msgspec.Struct, frozen=True, kw_only=True):
    """One article's propositions; every array has one value for each.

    Attributes:
        terms, bare, core, names, values, rare, days: What each holds; figures of `rare` are hardly shared by
            chance.
        around, around_names: Terms and names of the whole sentence.
        speakers: Number of who says it, in one count with the names; -1 for the outlet and the unnamed.
        enough: Does it say enough to be told from others? « à Port-Valmer », « la mairie de Lenne » do not.
    """

    terms: Marks
    bare: Marks
    core: Marks
    names: Marks
    values: Marks
    rare: Marks
    days: Marks
    around: Marks
    around_names: Marks
    figures: Figures
    speakers: Codes
    lengths: Floats
    says: Floats
    sentences: Codes
    outlet: Floats
    denied: Bools
    planned: Floats
    unsure: Floats
    enough: Bools


def side_by_side(sheets: Sequence[Sheet]) -> Sheet:
    """The propositions of several articles of one story, one after the other."""
    if len(sheets) == 1:
        return sheets[0]
    columns: dict[str, list[Any]] = {
        name: [getattr(s, name) for s in sheets] for name in Sheet.__struct_fields__
    }
    figures = [s.figures for s in sheets]
    firsts = np.cumsum([0, *(len(s.says) for s in sheets)])
    rows = [f.rows + first for f, first in zip(figures, firsts, strict=False)]
    together: dict[str, Any] = {
        name: joined(some) if isinstance(some[0], Marks) else np.concatenate(some)
        for name, some in columns.items()
        if name != "figures"
    }
    together["figures"] = Figures(
        np.concatenate(rows),
        np.concatenate([f.values for f in figures]),
        np.concatenate([f.units for f in figures]),
        np.concatenate([f.blurred for f in figures]),
    )
    return Sheet(**together)


class Books(msgspec.Struct, frozen=True):
    """The numbers of one story."""

    terms: Book[str]
    names: Book[str]
    values: Book[float]
    days: Book[str]
    units: Book[str]


def new_books() -> Books:
    """Books with nothing in them."""
    return Books(Book(), Book(), Book(), Book(), Book())


def sheet(pieces: Sequence[Piece], books: Books) -> Sheet:
    """Read one article's propositions into arrays."""
    around = _around(pieces, lambda p: p.terms)
    around_names = _around(pieces, lambda p: p.names)
    values = [sorted(p.values) for p in pieces]
    return Sheet(
        terms=books.terms.marks([sorted(p.terms) for p in pieces]),
        bare=books.terms.marks([sorted(p.bare) for p in pieces]),
        core=books.terms.marks([sorted({w[:STEM] for w in p.core}) for p in pieces]),
        names=books.names.marks([sorted(p.names) for p in pieces]),
        values=books.values.marks(values),
        rare=books.values.marks([[v for v in some if v >= RARE or v != int(v)] for some in values]),
        days=books.days.marks([sorted(p.days) for p in pieces]),
        around=books.terms.marks([sorted(around[p.sentence]) for p in pieces]),
        around_names=books.names.marks([sorted(around_names[p.sentence]) for p in pieces]),
        figures=_figures(pieces, books.units),
        speakers=np.array(
            [-1 if p.speaker is None else books.names.code(p.speaker) for p in pieces], dtype=np.intp
        ),
        lengths=np.array([len(p.text) for p in pieces], dtype=np.float64),
        says=np.array([p.says or 0 for p in pieces], dtype=np.float64),
        sentences=np.array([p.sentence for p in pieces], dtype=np.intp),
        outlet=np.array([p.statement.source_kind == "outlet" for p in pieces], dtype=np.float64),
        denied=np.array([p.statement.modality == "denied" for p in pieces], dtype=np.bool_),
        planned=np.array([p.statement.modality == "planned" for p in pieces], dtype=np.float64),
        unsure=np.array([p.statement.modality in UNSURE for p in pieces], dtype=np.float64),
        enough=np.array(
            [bool(p.bare or p.figures or (p.says or 0) >= FINITE) for p in pieces], dtype=np.bool_
        ),
    )


def _around(pieces: Sequence[Piece], held: Callable[[Piece], frozenset[str]]) -> Mapping[int, set[str]]:
    """What the propositions of each sentence hold together."""
    out: dict[int, set[str]] = {}
    for p in pieces:
        out.setdefault(p.sentence, set()).update(held(p))
    return out


def _figures(pieces: Sequence[Piece], units: Book[str]) -> Figures:
    found = [(k, q) for k, p in enumerate(pieces) for q in p.figures]
    return Figures(
        np.array([k for k, _ in found], dtype=np.intp),
        np.array([q.value for _, q in found], dtype=np.float64),
        np.array([units.code(q.unit) if q.unit else -1 for _, q in found], dtype=np.intp),
        np.array([q.approximate for _, q in found], dtype=np.bool_),
    )


def figures_met(a: Sheet, b: Sheet) -> tuple[Floats, Bools]:
    """1 where two give figures that round or blur to each other; where they count one thing differently."""
    near, rival = np.zeros((len(a.says), len(b.says))), np.zeros((len(a.says), len(b.says)), dtype=np.bool_)
    x, y = a.figures, b.figures
    if not len(x.rows) or not len(y.rows):
        return near, rival
    high, low = np.maximum.outer(x.values, y.values), np.minimum.outer(x.values, y.values)
    slack = np.where(np.logical_or.outer(x.blurred, y.blurred), BLUR, ROUNDING)
    apart = high - low > slack * high
    counting = np.equal.outer(x.units, y.units) & (x.units >= 0)[:, None]
    i, j = (~apart).nonzero()
    near[x.rows[i], y.rows[j]] = 1
    i, j = (apart & counting).nonzero()
    rival[x.rows[i], y.rows[j]] = True
    return near, rival & ~(shared(a.values, b.values) > 0)
