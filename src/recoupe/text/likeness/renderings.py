"""Has one text been made from another without its words: translated, or told again?

Both are read off sentence vectors. A translation has each sentence in order. Telling again leaves less: with
what all reports of the event have in common taken away, the sentences still come nearest to those of one
earlier text, and run in its order.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import numpy as np

from recoupe.text.similarity import Matrix, align, cosine

MIN_SENTENCES = 3
MIN_MEANING = 0.42  # mean best cosine of sentences; corpus: translations >= .45, other pairs <= .37
MIN_IN_ORDER = 0.6  # of the sentences pair in order; corpus: translations >= .73
SAME = 0.35  # cosine below which two sentences do not mean the same; corpus: 95 % of chance pairs are below
MIN_FOLLOWS = 0.14  # corpus: rewrites >= .15
ORDER_WEIGHT = 0.2  # a correlation of positions of .5 counts as much as .1 of cosine; plateau .15 to .3
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


def retelling(
    child: Matrix, candidates: Sequence[Matrix], likeness: Sequence[float]
) -> tuple[int, Rendering] | None:
    """Find the text that another one tells again.

    Args:
        child: Sentence vectors in text order.
        candidates: Same, of each earlier text about what may be the same event; at least one.
        likeness: How much child and candidate look like telling of one event, for each.

    Returns:
        Place of the nearest candidate, None when the child follows none of them.
    """
    topic = np.concatenate([child, *candidates]).mean(axis=0)
    near = [cosine(child - topic, rows - topic) for rows in candidates]
    follows = [float(m.max(axis=1).mean()) + ORDER_WEIGHT * in_order(m) for m in near]
    best = int(np.argmax(np.array(follows) + LIKENESS_WEIGHT * np.array(likeness)))
    if follows[best] < MIN_FOLLOWS:
        return None
    nearest = np.stack([m.max(axis=1) for m in near]).argmax(axis=0)
    same = int((nearest == best).sum())
    evidence = (
        f"quotes nobody; {same} of {len(child)} sentences come nearest to it among {len(candidates)} earlier "
        f"articles (likeness beyond the topic {follows[best]:.2f}, order {in_order(near[best]):.2f})"
    )
    return best, Rendering(share=same / len(child), evidence=evidence)


def in_order(meaning: Matrix) -> float:
    """Correlation of the places of like sentences in two texts: 1 in the same order, -1 in the reverse.

    Args:
        meaning: Likeness of each sentence of one with each of the other; what is negative counts as none.
    """
    weight = np.maximum(meaning, 0).astype(np.float64)
    if not weight.sum():
        return 0.0
    weight /= weight.sum()
    rows, columns = np.indices(weight.shape).astype(np.float64)
    rows -= (weight * rows).sum()
    columns -= (weight * columns).sum()
    spread = np.sqrt((weight * rows**2).sum() * (weight * columns**2).sum())
    return float((weight * rows * columns).sum() / spread) if spread else 0.0
