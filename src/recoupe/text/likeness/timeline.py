"""Signatures in the order in which they appeared, and how far apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from recoupe.records import Signature
from recoupe.text.likeness.neighbours import Indices

DAY_LENGTH = len("2026-03-04")
INSTANT_LENGTH = len("2026-03-04T01:02:03")
KNOWN = 1 << 14  # days and instants remembered: those of a few weeks
NEVER = "9999"  # sorts after every day: what is not dated is taken to depend on what is


def in_order(signatures: Iterable[Signature]) -> list[Signature]:
    """Sort by instant of publication, then by article: one order whatever the order of the input."""
    return sorted(signatures, key=lambda s: (order_key(s.published_at), s.article_id))


@lru_cache(maxsize=KNOWN)
def order_key(published_at: str | None) -> str:
    """Sortable form of an instant or a day: in UTC, a day before its hours, None last.

    Example:
        >>> order_key("2026-03-04T01:00+02:00") < order_key("2026-03-04") < order_key("2026-03-04T00:30")
        True
    """
    if published_at is None:
        return NEVER
    try:
        instant = datetime.fromisoformat(published_at)
    except ValueError:
        return published_at[:DAY_LENGTH]
    offset = instant.utcoffset()
    if offset:
        instant -= offset
    day_only = len(published_at) <= DAY_LENGTH
    return instant.isoformat(timespec="seconds")[: DAY_LENGTH if day_only else INSTANT_LENGTH]


def is_before(a: Signature, b: Signature) -> bool | None:
    """Tell whether `a` was published before `b`; None when their dates do not say so."""
    if a.earliest is None or a.latest is None or b.earliest is None or b.latest is None:
        return None
    if a.latest < b.earliest or b.latest < a.earliest:
        return a.latest < b.earliest
    one, two = order_key(a.published_at), order_key(b.published_at)
    if len(one) <= DAY_LENGTH or len(two) <= DAY_LENGTH or one == two:
        return None
    return one < two


class Calendar:
    """Publication days of signatures as numbers, to compare many at once."""

    def __init__(self, signatures: Sequence[Signature]) -> None:
        earliest, latest = [s.earliest for s in signatures], [s.latest for s in signatures]
        number = {day: _number(day) for day in {*earliest, *latest}}
        self._earliest = np.array([number[day] for day in earliest])
        self._latest = np.array([number[day] for day in latest])

    def days_apart(self, one: Indices, two: Indices) -> npt.NDArray[np.float64]:
        """Days for certain between the publications of pairs: 0 where bounds meet, NaN without a date."""
        gaps = np.maximum(self._earliest[one] - self._latest[two], self._earliest[two] - self._latest[one])
        return np.asarray(np.maximum(gaps, 0))

    def days_covered(self, items: Indices, begins: Indices) -> npt.NDArray[np.float64]:
        """Days for certain from the first publication of groups of items to the last; 0 without a date.

        Args:
            items: Members of the groups, one group after the other.
            begins: Where each group begins.
        """
        if not len(begins):
            return np.zeros(0)
        first = np.fmin.reduceat(self._latest[items], begins)
        last = np.fmax.reduceat(self._earliest[items], begins)
        return np.asarray(np.nan_to_num(np.maximum(last - first, 0)))


def _number(iso: str | None) -> float:
    return date.fromisoformat(iso).toordinal() if iso is not None else np.nan
