"""How much two articles look like telling of one event: words, rare names, days, figures and meaning."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from recoupe.records import Signature
from recoupe.text.likeness.bags import Bags, Part
from recoupe.text.likeness.details import name_words, stack_vectors
from recoupe.text.likeness.neighbours import PRIOR, Indices
from recoupe.text.likeness.timeline import Calendar
from recoupe.text.similarity import Hashes, unit

Likeness = npt.NDArray[np.float64]

# weights of the cosines that make up likeness
TERMS, NAMES, DAYS, FIGURES = 1.0, 0.25, 0.5, 0.2
DAYS_DOUBT = 0.5  # all that was written in one week names the days of that week
MOST_MEANING = 0.4  # meaning says « same topic »; above this it says nothing about « same event »
FADE = 9.0  # days after which likeness counts 1/e; one event of two that follow in 5 days: plateau 8 to 14
GRACE = 1  # days apart that cost nothing: the evening's news is in the next day's paper


class Resemblance:
    """Likeness of the articles of one collection; what all of them write about counts little.

    Args:
        signatures: The collection; items are places in it.
    """

    def __init__(self, signatures: Sequence[Signature]) -> None:
        self._bags = Bags(
            [
                Part(TERMS, [dict(s.terms) for s in signatures]),
                Part(NAMES, [name_words(s) for s in signatures]),
                Part(DAYS, [dict.fromkeys((d for d, _ in s.days), 1) for s in signatures], DAYS_DOUBT),
                Part(FIGURES, [Counter(s.numbers) for s in signatures]),
            ]
        )
        vectors = stack_vectors(signatures)
        self._meaning = unit(vectors - vectors.sum(axis=0) / (len(vectors) + PRIOR))
        self._calendar = Calendar(signatures)

    def content(self, item: int, others: Indices) -> Likeness:
        """Likeness of what one article tells to what others tell: about 0 for another event, 2 at most."""
        meaning = np.minimum(self._meaning[others] @ self._meaning[item], MOST_MEANING)
        return np.asarray(self._bags.products(item, others) + meaning)

    def nearness(self, item: int, others: Indices) -> Likeness:
        """Factor for the time between publications, 0 to 1; NaN without a date."""
        gaps = self._calendar.days_apart(np.full(len(others), item), others)
        return np.asarray(np.exp(-np.maximum(gaps - GRACE, 0) / FADE))

    def heaviest(self, item: int, most: int) -> Hashes:
        """Keys of the features that tell an article from others, see `Bags`."""
        return self._bags.heaviest(item, most)
