"""Window -> Placings: the week in which an article without a date of its own is looked for others like it."""

from __future__ import annotations

import numpy as np

from recoupe.ids import make_id
from recoupe.records import Placing, Signature, Window
from recoupe.text.likeness.features import SORTS
from recoupe.text.likeness.resemblance import Resemblance
from recoupe.text.likeness.timeline import DAY_LENGTH, in_order, order_key

VERSION = 3

MIN_LIKENESS = 0.15  # as for one story: with less it has nothing to do with that week
REACH, MOST = 48, 48  # articles with a common feature it is compared with


def place(window: Window) -> tuple[Placing, ...]:
    """Place articles whose date is not known, or not to the week, beside the dated article most like them.

    Args:
        window: Such articles, and before them those with dates.

    Returns:
        A placing for each that is like another, or that names a day itself; sorted by id.
    """
    dated, loose = in_order(window.before), in_order(window.articles)
    if not loose:
        return ()
    ordered = [*dated, *loose]
    resemblance = Resemblance(ordered, window.beside)
    later, earlier, _ = resemblance.candidates(len(dated), reach=REACH, most=MOST)
    out = []
    for k, signature in enumerate(loose, len(dated)):
        others = np.concatenate([earlier[later == k], later[(earlier == k) & (later >= len(dated))]])
        likeness = resemblance.content(k, others)
        ranked = sorted(zip((-likeness).tolist(), others.tolist(), strict=True))
        found = next(
            (_beside(signature, ordered[j], -v) for v, j in ranked if _fits(signature, ordered[j], -v)), None
        )
        found = found or _own_day(signature)
        if found is not None:
            out.append(found)
    return tuple(sorted(out, key=lambda p: p.id))


def _fits(signature: Signature, other: Signature, likeness: float) -> bool:
    """Is another like it, dated, and within the days between which this one was published?"""
    if likeness < MIN_LIKENESS or other.published_at is None:
        return False
    day = order_key(other.published_at)[:DAY_LENGTH]
    return signature.earliest is None or signature.earliest <= day <= (signature.latest or day)


def _beside(signature: Signature, other: Signature, likeness: float) -> Placing:
    day = order_key(other.published_at)[:DAY_LENGTH]
    name = f"“{other.headline or other.article_id}” ({other.outlet})"
    return _placing(signature, day, f"most like {name} of that day (likeness {likeness:.2f})")


def _own_day(signature: Signature) -> Placing | None:
    """The latest day that an article without any date names."""
    if signature.published_at is not None:
        return None
    first = sum(signature.sizes[: SORTS.index("day")])
    days = signature.features.split("\n")[first : first + signature.sizes[SORTS.index("day")]]
    return _placing(signature, max(days), "the latest day that it names") if days else None


def _placing(signature: Signature, day: str, why: str) -> Placing:
    return Placing(
        id=make_id("placing", signature.article_id), article_id=signature.article_id, day=day, why=why
    )
