"""What the rules of differences read, and what they give."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

import msgspec
import numpy as np

from recoupe.records import DifferenceRelation, DifferenceType
from recoupe.text.matching.meaning import Meaning, coverage
from recoupe.text.matching.pieces import STEM, Piece
from recoupe.text.matching.table import Table
from recoupe.text.similarity import Matrix, cosine

Turn = Literal["actor", "object", "period"]

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
    keys: frozenset[tuple[str, ...]]
    voice: str = ""
    sure: bool = False


class Ground(msgspec.Struct, frozen=True):
    """What the rules read.

    Attributes:
        table: The story.
        held: For each article its propositions that do not only repeat an article that theirs comes from: the
            claim or "", the place in the article, the piece.
        denying: Folded beginnings of words that deny: they are not what is denied.
        measures: Folded beginnings of units that count anything (« euros », « jours »).
        negating: By language the folded words that turn a clause into its contrary (« aucun »).
        replying: Folded beginnings of verbs by which one answers another (« rétorquer »).
        refusing, agreeing: Folded beginnings of verbs that tell what one wants (« refuser », « accepter »):
            they deny or affirm nothing that is so.
    """

    table: Table
    held: Sequence[Sequence[tuple[str, int, Piece]]]
    denying: frozenset[str] = frozenset()
    measures: frozenset[str] = frozenset()
    negating: Mapping[str, frozenset[str]] = {}
    replying: frozenset[str] = frozenset()
    refusing: frozenset[str] = frozenset()
    agreeing: frozenset[str] = frozenset()

    def pieces(self, article: int) -> Sequence[tuple[str, int, Piece]]:
        """The claim, place in its article and piece of what an article says first-hand."""
        return self.held[article]

    def content(self, p: Piece) -> list[str]:
        """What a piece says, without words that deny."""
        return [w for w in p.core if w[:STEM] not in self.denying]


class Likeness(msgspec.Struct, frozen=True):
    """How alike some propositions of one article and some of another are; rows and columns as asked for.

    Attributes:
        meaning: Cosines.
        of_a, of_b: How much of the words of the one stands in the other, 0 to 1.
        sentences: Cosines of the sentences that hold them.
    """

    meaning: Matrix
    of_a: Matrix
    of_b: Matrix
    sentences: Matrix


def likeness_of(table: Table, a: tuple[int, Sequence[int]], b: tuple[int, Sequence[int]]) -> Likeness:
    """Compare propositions of two articles, or of one, by their places in it."""
    (i, rows), (j, columns) = a, b
    first, second = _part(table.sides[i].meaning, rows), _part(table.sides[j].meaning, columns)
    of_a, of_b = coverage(first, second)
    around = cosine(table.seen[i].vectors, table.seen[j].vectors)
    places = (
        [table.sides[i].pieces[k].sentence for k in rows],
        [table.sides[j].pieces[k].sentence for k in columns],
    )
    return Likeness(first.vectors @ second.vectors.T, of_a, of_b, around[np.ix_(*places)])


def _part(whole: Meaning, rows: Sequence[int]) -> Meaning:
    return Meaning(whole.vectors[rows], whole.words[rows], whole.weights[rows], whole.lexicon)


def spot_of(claim_id: str, p: Piece) -> Spot:
    """The place of a piece."""
    return Spot(claim_id, p.article, p.start, p.end)


def meetings(table: Table) -> list[tuple[int, int]]:
    """Every two articles that are compared, and each with itself."""
    return [*((k, k) for k in range(len(table.seen))), *table.partners]
