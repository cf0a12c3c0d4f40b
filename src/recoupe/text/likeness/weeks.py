"""The collection cut into weeks by day of publication: which weeks are compared with which."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import lru_cache

import msgspec

from recoupe.records import Published
from recoupe.text.likeness.timeline import DAY_LENGTH, KNOWN, order_key

UNDATED = "undated"  # sorts after every day
LOOK_BACK = 2  # weeks: two weeks apart, likeness counts a quarter; longer stories go on from week to week
BACKGROUND = 400  # articles from which it is known what is rare; fewer are filled up from other weeks
PROFILE_WEEKS = 26  # weeks in which an affair may come back
LOOSE = 7  # days between which a publication lies that says nothing about its week


class Frame(msgspec.Struct, frozen=True):
    """The weeks that a week is looked at with, each by the ISO day of its Monday.

    Attributes:
        before: Weeks shortly before it, with articles, oldest first.
        beside: Others from which it is known what is rare.
        follows: The last week before it that has articles; None for the first.
        last: No week after it has an article, or it is the week of those without a date.
    """

    week: str
    before: tuple[str, ...]
    beside: tuple[str, ...]
    follows: str | None
    last: bool


@lru_cache(maxsize=KNOWN)
def week_of(day: str | None) -> str:
    """Monday of a day's week.

    Example:
        >>> week_of("2026-04-15"), week_of("2026-04-13"), week_of(None)
        ('2026-04-13', '2026-04-13', 'undated')
    """
    if day is None:
        return UNDATED
    at = date.fromisoformat(day)
    return (at - timedelta(days=at.weekday())).isoformat()


def day_of(published: Published | None) -> str | None:
    """Day on which an article stands among others: that of its instant in UTC."""
    return None if published is None else order_key(published.at)[:DAY_LENGTH]


def is_loose(published: Published | None) -> bool:
    """Does a publication date not even tell the week?"""
    if published is None:
        return True
    if published.earliest == published.latest:
        return False
    apart = date.fromisoformat(published.latest) - date.fromisoformat(published.earliest)
    return apart.days > LOOSE


def frames(sizes: Mapping[str, int]) -> tuple[Frame, ...]:
    """Every week with articles, oldest first, with those it is looked at with.

    Args:
        sizes: Number of articles of each week that has any.
    """
    weeks = sorted(sizes)
    return tuple(_frame(k, weeks, sizes) for k in range(len(weeks)))


def weeks_back(week: str, weeks: Iterable[str], n: int) -> tuple[str, ...]:
    """Those of some weeks that lie up to `n` weeks before a week, oldest first."""
    if week == UNDATED:
        return ()
    first = (date.fromisoformat(week) - timedelta(weeks=n)).isoformat()
    return tuple(w for w in weeks if first <= w < week)


def _frame(k: int, weeks: list[str], sizes: Mapping[str, int]) -> Frame:
    week = weeks[k]
    near = weeks[max(0, k - LOOK_BACK) : k]
    before = weeks_back(week, near, LOOK_BACK)
    dated = [w for w in weeks if w != UNDATED]
    return Frame(
        week=week,
        before=before,
        beside=_beside(k, len(before), weeks, sizes),
        follows=weeks[k - 1] if k and week != UNDATED else None,
        last=week == UNDATED or week == dated[-1],
    )


def _beside(k: int, n_before: int, weeks: list[str], sizes: Mapping[str, int]) -> tuple[str, ...]:
    """More weeks, those before first, until what is rare can be told; whole weeks only."""
    n = sum(sizes[w] for w in weeks[k - n_before : k + 1])
    more = []
    for week in (*reversed(weeks[: k - n_before]), *weeks[k + 1 :]):
        if n >= BACKGROUND:
            break
        more.append(week)
        n += sizes[week]
    return tuple(sorted(more))
