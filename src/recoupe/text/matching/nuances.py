"""What looks like a difference between appearances of one claim and is none: more exact, or come true."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product

import msgspec

from recoupe.records import Appearance, Claim, DifferenceRelation, Timex
from recoupe.text.matching.ground import Difference, Spot
from recoupe.text.matching.views import View, inside

DAY = 10  # letters of « 2026-05-11 »


class Seen(msgspec.Struct, frozen=True):
    """An appearance with its one date.

    Attributes:
        article: Place of its article in the story, earliest first.
        published: ISO day, None where the article says none.
    """

    appearance: Appearance
    article: int
    published: str | None
    day: Timex | None

    @property
    def spot(self) -> tuple[int, int, int]:
        """Article and range."""
        return self.article, self.appearance.start, self.appearance.end


def nuances(claims: Sequence[Claim], views: Mapping[str, View]) -> Iterator[Difference]:
    """Of each claim the first appearances of which one tells the day more exactly, or that it came true."""
    order = {article_id: k for k, article_id in enumerate(views)}
    for claim in claims:
        seen = [_seen(x, order[x.article_id], views[x.article_id]) for x in claim.appearances]
        seen.sort(key=lambda s: s.spot)
        for find in (_more_exact, _come_true):
            made = next((d for x, y in product(seen, seen) if (d := find(claim.id, x, y))), None)
            if made is not None:
                yield made


def _seen(x: Appearance, article: int, view: View) -> Seen:
    dates = [
        t for t in inside(view.timexes, (x.start, x.end)) if t.type == "DATE" and t.earliest and t.latest
    ]
    published = view.article.published
    return Seen(x, article, published.at[:DAY] if published else None, dates[0] if len(dates) == 1 else None)


def _more_exact(claim_id: str, x: Seen, y: Seen) -> Difference | None:
    """« en mars » and « le 12 mars »: the one day lies within the other."""
    if x.article >= y.article or x.day is None or y.day is None or x.day.role != y.day.role:
        return None
    (a, b), (c, d) = _days(x.day), _days(y.day)
    within = (a <= c and d <= b) or (c <= a and b <= d)
    if not within or (a, b) == (c, d):
        return None
    return _between(claim_id, x, y, "refinement", f"date: {x.day.value} / {y.day.value}")


def _days(t: Timex) -> tuple[str, str]:
    return str(t.earliest)[:DAY], str(t.latest)[:DAY]


def _come_true(claim_id: str, x: Seen, y: Seen) -> Difference | None:
    """Planned for a day, and told as done by an article of that day or after."""
    if x.appearance.modality != "planned" or y.appearance.modality != "asserted" or x.day is None:
        return None
    due = _days(x.day)[1]
    if x.published is None or y.published is None or not x.published < due <= y.published:
        return None
    return _between(claim_id, x, y, "later", f"planned: {due}")


def _between(claim_id: str, x: Seen, y: Seen, relation: DifferenceRelation, why: str) -> Difference:
    return Difference(Spot(claim_id, *x.spot), Spot(claim_id, *y.spot), "date", why, relation)
