"""What the rules of differences read, and what they give."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from recoupe.records import DifferenceType
from recoupe.text.matching.pieces import Piece
from recoupe.text.matching.table import Table


class Spot(msgspec.Struct, frozen=True):
    """Where something differs: a range of an article and the claim it belongs to."""

    claim_id: str
    article: int
    start: int
    end: int


class Difference(msgspec.Struct, frozen=True):
    """Two spots that differ, and the rule with its values; the earlier article first."""

    a: Spot
    b: Spot
    type: DifferenceType
    why: str


class Ground(msgspec.Struct, frozen=True):
    """What the rules read.

    Attributes:
        table: The story.
        claim_ids: The claim that each proposition of `table.flat` belongs to, None for those of none, and for
            those that only repeat an article they come from.
        denying: Folded beginnings of words that deny: they are not what is denied.
        measures: Folded beginnings of units that count anything (« euros », « jours »).
    """

    table: Table
    claim_ids: Sequence[str | None]
    denying: frozenset[str] = frozenset()
    measures: frozenset[str] = frozenset()

    def pieces(self, article: int) -> list[tuple[str, int, Piece]]:
        """The claim, place in its article and piece of what an article says first-hand."""
        first = self.table.firsts[article]
        held = enumerate(self.table.sides[article].pieces)
        return [(c, k, p) for k, p in held if (c := self.claim_ids[first + k]) is not None]


Keyed = tuple[tuple[str, ...], Difference]  # what two differences share when they are one


def spot_of(claim_id: str, p: Piece) -> Spot:
    """The place of a piece."""
    return Spot(claim_id, p.article, p.start, p.end)
