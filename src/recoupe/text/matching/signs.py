"""What speaks for two propositions' telling of one thing, whatever differs in them."""

from __future__ import annotations

from itertools import pairwise

import msgspec
import numpy as np

from recoupe.text.matching.ground import CLOSE, Ground
from recoupe.text.matching.nearness import Likeness
from recoupe.text.matching.pieces import Piece
from recoupe.text.matching.propositions import WORD
from recoupe.text.similarity import Matrix, fold

Held = tuple[str, int, Piece]  # the claim or "", the place in the article, the piece


class Meeting(msgspec.Struct, frozen=True):
    """Some propositions of one article and some of another, or of the same, compared.

    Attributes:
        near: How alike each two are.
        behind: How far each two are behind the likelier partner that either has, 0 for the likeliest.
    """

    a: list[Held]
    b: list[Held]
    near: Likeness
    behind: Matrix


def meet(ground: Ground, a: list[Held], b: list[Held]) -> Meeting:
    """Compare propositions; `a` and `b` are not empty, each of one article."""
    rows, columns = [k for _, k, _ in a], [k for _, k, _ in b]
    i, j = a[0][2].article, b[0][2].article
    near = ground.near.of((i, rows), (j, columns))
    whole = near.meaning + (near.of_a + near.of_b) / 2 + near.sentences / 2
    if i == j:  # none is its own partner
        whole = np.where(np.equal.outer(rows, columns), -1.0, whole)
    best = np.maximum(whole.max(axis=1)[:, None], whole.max(axis=0)[None, :])
    return Meeting(a, b, near, np.asarray(whole - best, dtype=np.float32))


def signs_of(met: Meeting, row: int, column: int) -> dict[str, float]:
    """What two propositions show by themselves, whatever is compared in them."""
    p, q, near = met.a[row][2], met.b[column][2], met.near
    return {
        "meaning": float(near.meaning[row, column]),
        "sentences": float(near.sentences[row, column]),
        "most_held": max(float(near.of_a[row, column]), float(near.of_b[row, column])),
        "answering": float(are_answering(p, q)),
        "same_article": float(p.article == q.article),
        "voiced": float((p.speaker is not None) + (q.speaker is not None)),
    }


def are_two_voices(p: Piece, q: Piece) -> bool:
    """Is each somebody's, and not the same one's?"""
    return p.speaker is not None and q.speaker is not None and p.speaker != q.speaker


def are_answering(p: Piece, q: Piece) -> bool:
    """Two voices of one article, one close to the other."""
    return p.article == q.article and abs(q.sentence - p.sentence) <= CLOSE and are_two_voices(p, q)


def negates(ground: Ground, p: Piece) -> bool:
    """« pas un mot », but not « pas seulement », « non pas parce que »."""
    words = [fold(w) for w in WORD.findall(p.text)]
    negating = ground.negating.get(p.language, frozenset())
    return any(w in negating and after not in ground.narrowing for w, after in pairwise([*words, ""]))


def weight_of_terms(ground: Ground, terms: frozenset[str]) -> float:
    """How much some terms say, by how few sentences of the story hold them."""
    return sum(ground.table.rarity.get(t, 0.0) for t in sorted(terms)) if terms else 0.0
