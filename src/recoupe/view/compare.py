"""Two outlets side by side on one story: what both carry, and what only one of them does."""

from __future__ import annotations

from recoupe.view.rows import AppearanceRow, ClaimRow, DifferenceRow, StoryView, View


class ComparedClaim(View, frozen=True):
    """A claim with its places in each of two outlets; a side that does not carry it is empty."""

    claim: ClaimRow
    a: tuple[AppearanceRow, ...]
    b: tuple[AppearanceRow, ...]


class Comparison(View, frozen=True):
    """Two outlets on one story, claims in the account's order.

    Attributes:
        differences: Lines of the story's list that lie between the two, `a` first.
    """

    a: str
    b: str
    both: tuple[ComparedClaim, ...]
    only_a: tuple[ComparedClaim, ...]
    only_b: tuple[ComparedClaim, ...]
    differences: tuple[DifferenceRow, ...]


def list_outlets(story: StoryView) -> tuple[str, ...]:
    """Outlets of a story, in the order of its articles, each once."""
    return tuple(dict.fromkeys(row.outlet for row in story.articles))


def compare(story: StoryView, a: str, b: str) -> Comparison:
    """Set two outlets of a story side by side; one without an article in it carries nothing."""
    rows = [
        ComparedClaim(claim=claim, a=_places(claim, a), b=_places(claim, b))
        for claim in story.claims
        if {row.place.outlet for row in claim.appearances} & {a, b}
    ]
    return Comparison(
        a=a,
        b=b,
        both=tuple(row for row in rows if row.a and row.b),
        only_a=tuple(row for row in rows if not row.b),
        only_b=tuple(row for row in rows if not row.a),
        differences=tuple(_turned(d, a) for d in story.differences if {d.a.outlet, d.b.outlet} == {a, b}),
    )


def _places(claim: ClaimRow, outlet: str) -> tuple[AppearanceRow, ...]:
    return tuple(row for row in claim.appearances if row.place.outlet == outlet)


def _turned(difference: DifferenceRow, a: str) -> DifferenceRow:
    if difference.a.outlet == a:
        return difference
    return DifferenceRow(
        id=difference.id,
        type=difference.type,
        a=difference.b,
        b=difference.a,
        why=difference.why,
        claim_numbers=difference.claim_numbers,
        relation=difference.relation,
        on=difference.on,
    )
