"""Signatures in the order in which they appeared, and how far apart."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime

from recoupe.records import Signature

DAY_LENGTH = len("2026-03-04")
NEVER = "9999"  # sorts after every day: what is not dated is taken to depend on what is


def in_order(signatures: Iterable[Signature]) -> list[Signature]:
    """Sort by instant of publication, then by article: one order whatever the order of the input."""
    return sorted(signatures, key=lambda s: (order_key(s.published_at), s.article_id))


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
    if instant.tzinfo is not None:
        instant = instant.astimezone(UTC).replace(tzinfo=None)
    day_only = len(published_at) <= DAY_LENGTH
    return instant.date().isoformat() if day_only else instant.isoformat(timespec="seconds")


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


def days_apart(a: Signature, b: Signature) -> int | None:
    """Days for certain between two publications, 0 where their bounds meet; None where one is not dated."""
    if a.earliest is None or a.latest is None or b.earliest is None or b.latest is None:
        return None
    gap = max(_day(a.earliest) - _day(b.latest), _day(b.earliest) - _day(a.latest))
    return max(0, gap)


def _day(iso: str) -> int:
    return date.fromisoformat(iso).toordinal()
