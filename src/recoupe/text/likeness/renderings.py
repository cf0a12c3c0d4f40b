"""Has one text been made from another without its words: translated, or told again?

Both are read off sentence vectors. A translation has each sentence in order. Telling again leaves less: with
what all reports of the event have in common taken away, the sentences still come nearest to those of one
earlier text, and run in its order; and it has words, names and figures from there that no other report has.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate
from math import sqrt

import msgspec
import numpy as np

from recoupe.text.likeness.neighbours import Sums
from recoupe.text.similarity import Matrix, align, cosine

MIN_SENTENCES = 3
MIN_MEANING = 0.42  # mean best cosine of sentences; corpus: translations >= .45, other pairs <= .37
MIN_IN_ORDER = 0.6  # of the sentences pair in order; corpus: translations >= .73
SAME = 0.35  # cosine below which two sentences do not mean the same; corpus: 95 % of chance pairs are below
MIN_SCORE = 0.18  # of 52 stories: 33 of 40 rewrites are above, and 3 other articles without voices
ORDER_WEIGHT = 0.2  # a correlation of positions of .5 counts as much as .1 of cosine; plateau .15 to .3
SHARE_WEIGHT = 0.2  # of the part of the sentences that come nearest to a text; plateau .15 to .3
SHARE = 0.4  # part at which that says nothing: the source of few sentences is hardly what was told again
TINY = 1e-6  # square of a length that is none
ROUNDING = 1e-9  # of a sum of squares: what is left of it where all places are one
LIKENESS_WEIGHT = 0.1  # plateau .05 to .1; without it an article of another event of that day may be nearest


class Rendering(msgspec.Struct, frozen=True):
    """How a text follows another.

    Attributes:
        share: Part of its sentences that have one in the other, 0 to 1.
        evidence: English text for a person.
    """

    share: float
    evidence: str


def translation(child: Matrix, parent: Matrix) -> Rendering | None:
    """Tell whether sentences in one language are those of a text in another.

    Args:
        child: Sentence vectors in text order.
        parent: Same, of what may be its original.

    Returns:
        None when it is no translation: two reports of one event share some sentences, in any order.
    """
    if min(len(child), len(parent)) < MIN_SENTENCES:
        return None
    meaning = cosine(child, parent)
    if float(meaning.max(axis=1).mean()) < MIN_MEANING:
        return None
    pairs = [(i, j) for i, j in align(meaning - SAME) if meaning[i, j] >= SAME]
    same = len({i for i, _ in pairs})
    if same < MIN_IN_ORDER * len(child):
        return None
    mean = float(np.mean([meaning[i, j] for i, j in pairs]))
    return Rendering(
        share=same / len(child),
        evidence=f"{same} of {len(child)} sentences mean the same in the same order (cosine {mean:.2f})",
    )


class Source(msgspec.Struct, frozen=True):
    """An earlier text that another one may tell again.

    Attributes:
        sentences: How many it has.
        likeness: How much the two look like telling of one event.
        alone: Evidence that only this text of all that came before shares with the other: parts of its words
            and of its names, days, figures and quotations.
        against: What speaks against it: details of the other that it lacks, and time between the two.
    """

    sentences: int
    likeness: float
    alone: float
    against: float = 0.0


def retelling(rows: Matrix, sources: Sequence[Source]) -> tuple[int, Rendering] | None:
    """Find the text that another one tells again.

    Args:
        rows: Sentence vectors in text order: of the text itself, then of each source.
        sources: Each earlier text about what may be the same event; at least one.

    Returns:
        Place of the nearest source, None when the child follows none of them.
    """
    *starts, end = accumulate((source.sentences for source in sources), initial=0)
    child = len(rows) - end
    meaning = _beyond_topic(rows, child)
    nearest = np.maximum.reduceat(meaning, starts, axis=1)  # a row a sentence, a column a source
    order = in_order(meaning, starts)
    means = (np.add.reduce(nearest, axis=0) / np.float32(child)).tolist()
    follows = [mean + ORDER_WEIGHT * o for mean, o in zip(means, order, strict=True)]
    most = Counter(nearest.argmax(axis=1).tolist())
    shares = [most[k] / child for k in range(len(sources))]
    nearer = SHARE_WEIGHT if len(sources) > 1 else 0.0  # than others, of which there must be any
    score = [
        f + (LIKENESS_WEIGHT * s.likeness + s.alone - s.against) + nearer * (share - SHARE)
        for f, s, share in zip(follows, sources, shares, strict=True)
    ]
    best = max(range(len(sources)), key=score.__getitem__)
    if score[best] < MIN_SCORE:
        return None
    same = most[best]
    evidence = (
        f"no voices of its own; {same} of {child} sentences come nearest to it among {len(sources)} "
        f"earlier texts (likeness beyond the topic {follows[best]:.2f}, order {order[best]:.2f}, "
        f"what no other of them has {sources[best].alone:.2f})"
    )
    return best, Rendering(share=same / child, evidence=evidence)


def _beyond_topic(rows: Matrix, child: int) -> Matrix:
    """Cosines of the first sentences with the others once the mean of all is taken away, without copies."""
    rows = rows - rows.sum(axis=0) / len(rows)
    lengths = np.sqrt(np.maximum(np.vecdot(rows, rows), TINY))
    products = rows[:child] @ rows[child:].T
    products /= lengths[:child, None]
    products /= lengths[None, child:]
    return products


def in_order(meaning: Matrix, starts: Sequence[int]) -> list[float]:
    """Correlations of the places of like sentences in texts: 1 in the same order, -1 in the reverse.

    Args:
        meaning: Likeness of each sentence of one text with each of several others, which stand side by side;
            what is negative counts as none.
        starts: First column of each of the others.
    """
    weight = np.maximum(meaning, 0, dtype=np.float64)
    rows, columns = _powers(weight.shape[0]), _powers(weight.shape[1])
    sums = np.add.reduceat((rows @ weight)[:, None] * columns, starts, axis=2)
    out = []
    for (n, c, cc), (r, rc, _), (rr, _, _) in sums.transpose(2, 0, 1).tolist():
        of_rows, of_columns = n * rr - r * r, n * cc - c * c
        some = of_rows > ROUNDING * n * rr and of_columns > ROUNDING * n * cc
        out.append((n * rc - r * c) / sqrt(of_rows * of_columns) if some else 0.0)
    return out


@lru_cache(maxsize=1 << 10)
def _powers(n: int) -> Sums:
    """Places 0 to n - 1 to the powers 0, 1 and 2, a row each."""
    return np.vander(np.arange(n, dtype=np.float64), 3, increasing=True).T.copy()
