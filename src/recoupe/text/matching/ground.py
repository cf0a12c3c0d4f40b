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
        held: For each article its propositions that belong to a claim and do not only repeat an article that
            theirs comes from: the claim, the place in the article, the piece.
        denying: Folded beginnings of words that deny: they are not what is denied.
        measures: Folded beginnings of units that count anything (« euros », « jours »).
    """

    table: Table
    held: Sequence[Sequence[tuple[str, int, Piece]]]
    denying: frozenset[str] = frozenset()
    measures: frozenset[str] = frozenset()

    def pieces(self, article: int) -> Sequence[tuple[str, int, Piece]]:
        """The claim, place in its article and piece of what an article says first-hand."""
        return self.held[article]


Keyed = tuple[tuple[str, ...], Difference]  # what two differences share when they are one


def spot_of(claim_id: str, p: Piece) -> Spot:
    """The place of a piece."""
    return Spot(claim_id, p.article, p.start, p.end)
