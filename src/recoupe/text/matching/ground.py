"""What the rules of differences read, and what they give."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Literal

import msgspec
import numpy as np
import numpy.typing as npt

from recoupe.records import DifferenceRelation, DifferenceType
from recoupe.text.matching.marks import Codes
from recoupe.text.matching.nearness import Nearness
from recoupe.text.matching.pieces import STEM, Piece
from recoupe.text.matching.table import Table

Turn = Literal["actor", "object", "period"]
Key = tuple[str, ...]  # what two candidates share when they are one difference

CLOSE = 2  # sentences within which one voice answers another


class Spot(msgspec.Struct, frozen=True):
    """Where something differs: a range of an article and the claim it belongs to, "" for none."""

    claim_id: str
    article: int
    start: int
    end: int


class Difference(msgspec.Struct, frozen=True):
    """Two spots that differ, or seem to, and the rule with its values; the earlier article first."""

    a: Spot
    b: Spot
    type: DifferenceType
    why: str
    relation: DifferenceRelation = "contradiction"
    on: Turn | None = None


class Candidate(msgspec.Struct, frozen=True):
    """A difference that may be one.

    Attributes:
        signs: What speaks for it and against it, see `points`.
        keys: What two candidates share when they are one difference.
        voice: Whose words it hangs on (the statement that denies), "" for none.
        sure: It needs no weighing.
    """

    difference: Difference
    signs: dict[str, float]
    keys: frozenset[Key]
    voice: str = ""
    sure: bool = False


class Lot(msgspec.Struct, frozen=True):
    """Many candidates of one type in columns: most are never made, since nothing speaks for them.

    Attributes:
        signs: A value of each sign for each.
        keys: A number for each: who have the same number in a story are one difference.
        made: The difference at an index, and its key.
    """

    type: DifferenceType
    signs: Mapping[str, npt.NDArray[Any]]
    keys: Codes
    made: Callable[[int], tuple[Difference, Key]]

    def candidate(self, k: int) -> Candidate:
        """The candidate at an index."""
        difference, key = self.made(k)
        return Candidate(difference, {n: float(v[k]) for n, v in self.signs.items()}, frozenset({key}))

    def __iter__(self) -> Iterator[Candidate]:
        return (self.candidate(k) for k in range(len(self.keys)))


class Ground(msgspec.Struct, frozen=True):
    """What the rules read.

    Attributes:
        table: The story.
        near: How alike its propositions are.
        held: For each article its propositions that do not only repeat an article that theirs comes from: the
            claim or "", the place in the article, the piece.
        denying: Folded beginnings of words that deny: they are not what is denied.
        negating: By language the folded words that turn a clause into its contrary (« aucun »).
        narrowing: Folded words before which a negation denies but a part (« pas seulement »).
        opining: Folded beginnings of verbs by which one tells what he thinks of another (« considérer »).
        replying: Folded beginnings of verbs by which one answers another (« rétorquer »).
        refusing, agreeing: Folded beginnings of verbs that tell what one wants (« refuser », « accepter »):
            they deny or affirm nothing that is so.
    """

    table: Table
    near: Nearness
    held: Sequence[Sequence[tuple[str, int, Piece]]]
    denying: frozenset[str] = frozenset()
    negating: Mapping[str, frozenset[str]] = {}
    narrowing: frozenset[str] = frozenset()
    opining: frozenset[str] = frozenset()
    replying: frozenset[str] = frozenset()
    refusing: frozenset[str] = frozenset()
    agreeing: frozenset[str] = frozenset()

    def pieces(self, article: int) -> Sequence[tuple[str, int, Piece]]:
        """The claim, place in its article and piece of what an article says first-hand."""
        return self.held[article]

    def content(self, p: Piece) -> list[str]:
        """What a piece says, without words that deny."""
        return [w for w in p.core if w[:STEM] not in self.denying]


def spot_of(claim_id: str, p: Piece) -> Spot:
    """The place of a piece."""
    return Spot(claim_id, p.article, p.start, p.end)


def key_numbers(a: Codes, b: Codes) -> Codes:
    """A number for every two numbers, whichever stands first."""
    return np.asarray(np.minimum(a, b) << 32 | np.maximum(a, b), dtype=np.intp)
