"""What speaks for two propositions' telling of one thing, whatever differs in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt

from recoupe.text.matching.ground import CLOSE, Ground
from recoupe.text.matching.marks import Codes, Floats, joined, shared
from recoupe.text.matching.nearness import Likeness
from recoupe.text.matching.pieces import Piece
from recoupe.text.matching.propositions import WORD
from recoupe.text.similarity import Matrix, fold

Held = tuple[str, int, Piece]  # the claim or "", the place in the article, the piece
Bools = npt.NDArray[np.bool_]
Columns = dict[str, npt.NDArray[Any]]  # a value of each sign for each pair


class Line(msgspec.Struct, frozen=True):
    """Some propositions, article by article; every array has a value for each.

    Attributes:
        index: Which it is of all that are compared in the story.
        articles, places, sentences: Its article, its place there, its sentence.
        speakers: Number of who says it, -1 for the outlet and the unnamed.
    """

    index: Codes
    articles: Codes
    places: Codes
    sentences: Codes
    speakers: Codes


class Meeting(msgspec.Struct, frozen=True):
    """Some propositions of one article compared with those of it and of all later articles that it meets.

    Attributes:
        near: How alike each two are.
        behind: How far each two are behind the likelier partner that either has in the other's article, 0 for
            the likeliest.
        terms: Weight of what both hold outside names and dates.
        own: True where both stand in one article.
        free: True where the two are to be compared: not one with itself, nor once more the other way round.
    """

    a: Line
    b: Line
    near: Likeness
    behind: Matrix
    terms: Floats
    own: Bools
    free: Bools


def meetings(ground: Ground, held: Sequence[Sequence[Held]]) -> Iterator[Meeting]:
    """Each article that has any beside itself and what it meets later.

    Args:
        ground: The story.
        held: For each article the propositions that are compared.
    """
    firsts = accumulate((len(some) for some in held), initial=0)
    lines = [_line(ground, some, first) for some, first in zip(held, firsts, strict=False)]
    met: list[list[int]] = [[k] for k in range(len(held))]
    for i, j in ground.table.partners:
        met[i].append(j)
    for i, some in enumerate(met):
        if held[i]:
            yield _meet(ground, lines[i], [lines[j] for j in some if held[j]])


def _line(ground: Ground, held: Sequence[Held], first: int) -> Line:
    sides = ground.table.sides
    columns = [
        (first + n, p.article, k, p.sentence, sides[p.article].sheet.speakers[k])
        for n, (_, k, p) in enumerate(held)
    ]
    return Line(*np.array(columns, dtype=np.intp).reshape(-1, len(Line.__struct_fields__)).T)


def _meet(ground: Ground, a: Line, others: Sequence[Line]) -> Meeting:
    """Compare propositions of an article with those of several, its own first."""
    b = Line(*(np.concatenate([getattr(x, name) for x in others]) for name in Line.__struct_fields__))
    articles = [int(x.articles[0]) for x in others]
    places = [x.places.tolist() for x in others]
    near = ground.near.of((articles[0], places[0]), list(zip(articles, places, strict=True)))
    bare = [ground.table.sides[j].sheet.bare for j in articles]
    firsts = accumulate((marks.n for marks in bare), initial=0)
    columns = np.concatenate([x.places + first for x, first in zip(others, firsts, strict=False)])
    own = np.equal.outer(a.articles, b.articles)
    return Meeting(
        a,
        b,
        near,
        _behind(near, [len(some) for some in places]),
        shared(bare[0], joined(bare), ground.table.weights)[a.places[:, None], columns],
        own,
        ~own | np.less.outer(a.places, b.places),
    )


def _behind(near: Likeness, sizes: Sequence[int]) -> Matrix:
    """See `Meeting.behind`; the first of several articles is the one that the rows stand in."""
    whole = near.meaning + (near.of_a + near.of_b) / 2 + near.sentences / 2
    np.fill_diagonal(whole[:, : sizes[0]], -1.0)  # none is its own partner
    firsts = np.cumsum([0, *sizes[:-1]])
    rows = np.repeat(np.maximum.reduceat(whole, firsts, axis=1), sizes, axis=1)
    return np.asarray(whole - np.maximum(rows, whole.max(axis=0)), dtype=np.float32)


def signs_of(met: Meeting, rows: Codes, columns: Codes) -> Columns:
    """What two propositions show by themselves, whatever is compared in them."""
    a, b, near, own = met.a, met.b, met.near, met.own[rows, columns]
    close = np.abs(a.sentences[rows] - b.sentences[columns]) <= CLOSE
    return {
        "meaning": near.meaning[rows, columns],
        "sentences": near.sentences[rows, columns],
        "most_held": np.maximum(near.of_a, near.of_b)[rows, columns],
        "answering": own & close & are_two_voices(met, rows, columns),
        "same_article": own,
        "voiced": (a.speakers[rows] >= 0) * 1 + (b.speakers[columns] >= 0),
    }


def are_two_voices(met: Meeting, rows: Codes, columns: Codes) -> Bools:
    """Is each somebody's, and not the same one's?"""
    p, q = met.a.speakers[rows], met.b.speakers[columns]
    return np.asarray((p >= 0) & (q >= 0) & (p != q), dtype=np.bool_)


def negates(ground: Ground, p: Piece) -> bool:
    """« pas un mot », but not « pas seulement », « non pas parce que »."""
    words = [fold(w) for w in WORD.findall(p.text)]
    negating = ground.negating.get(p.language, frozenset())
    return any(w in negating and after not in ground.narrowing for w, after in pairwise([*words, ""]))


def weight_of_terms(ground: Ground, terms: frozenset[str]) -> float:
    """How much some terms say, by how few sentences of the story hold them."""
    return sum(ground.table.rarity.get(t, 0.0) for t in sorted(terms)) if terms else 0.0
