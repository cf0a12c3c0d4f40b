"""What the propositions of one article hold, as numbers: so that two articles are compared in arrays."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Generic, TypeVar

import msgspec
import numpy as np
import numpy.typing as npt

T = TypeVar("T", bound=Hashable)
Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.intp]


class Book(Generic[T]):
    """A number for everything that the propositions of a story hold."""

    def __init__(self) -> None:
        self._codes: dict[T, int] = {}

    def __len__(self) -> int:
        return len(self._codes)

    def code(self, thing: T) -> int:
        """The number of a thing, a new one where it has none."""
        return self._codes.setdefault(thing, len(self._codes))

    def marks(self, held: Sequence[Iterable[T]]) -> Marks:
        """Number what each proposition holds."""
        pairs = [(row, self.code(thing)) for row, things in enumerate(held) for thing in things]
        found = np.array(sorted(pairs), dtype=np.intp).reshape(-1, 2)
        unique = np.array(sorted({code for _, code in pairs}), dtype=np.intp)
        return Marks(len(held), found[:, 0], found[:, 1], unique)

    def weights(self, by_thing: Mapping[T, float]) -> Floats:
        """The weight of every thing, by number; 0 for those without one."""
        return np.array([by_thing.get(thing, 0.0) for thing in self._codes], dtype=np.float64)


class Marks(msgspec.Struct, frozen=True):
    """What each of `n` propositions holds: pairs of a row and a number, and the numbers without repeats."""

    n: int
    rows: Codes
    codes: Codes
    unique: Codes

    def sizes(self) -> Floats:
        """How many things each proposition holds."""
        return np.bincount(self.rows, minlength=self.n).astype(np.float64)

    def weighed(self, weights: Floats) -> Floats:
        """Weight of all that each proposition holds."""
        return np.bincount(self.rows, weights[self.codes], self.n).astype(np.float64)

    def table(self, columns: Codes) -> Floats:
        """1 where a proposition holds what a column stands for; `columns` are sorted numbers."""
        out = np.zeros((self.n, len(columns)))
        if len(columns) and len(self.codes):
            at = np.full(max(columns[-1], self.unique[-1]) + 1, -1)
            at[columns] = np.arange(len(columns))
            found = at[self.codes]
            known = found >= 0
            out[self.rows[known], found[known]] = 1
        return out


def shared(a: Marks, b: Marks, weights: Floats | None = None) -> Floats:
    """Weight, or number, of what each proposition of `a` shares with each of `b`."""
    common = _common(a.unique, b.unique)
    if not len(common):
        return np.zeros((a.n, b.n))
    rows = a.table(common)
    if weights is not None:
        rows = rows * weights[common]
    return np.asarray(rows @ b.table(common).T, dtype=np.float64)


def _common(a: Codes, b: Codes) -> Codes:
    """What stands in both of two sorted arrays; numbers are small, so that looking up beats sorting."""
    if not len(a) or not len(b):
        return a[:0]
    held = np.zeros(max(a[-1], b[-1]) + 1, dtype=np.bool_)
    held[a] = True
    return np.asarray(b[held[b]], dtype=np.intp)


def joined(some: Sequence[Marks]) -> Marks:
    """The propositions of several articles, one after the other."""
    ends = np.cumsum([marks.n for marks in some])
    codes = np.concatenate([marks.codes for marks in some])
    rows = np.concatenate([marks.rows for marks in some])
    rows[len(some[0].rows) :] += np.repeat(ends[:-1], [len(marks.rows) for marks in some[1:]])
    return Marks(int(ends[-1]), rows, codes, np.flatnonzero(np.bincount(codes)))
