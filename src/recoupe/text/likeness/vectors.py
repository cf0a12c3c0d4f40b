"""Sentence vectors as signatures keep them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from recoupe.records import Signature
from recoupe.text.similarity import Matrix

Vector = npt.NDArray[np.float32]
Indices = npt.NDArray[np.int64]


def sentence_rows(*signatures: Signature) -> Matrix:
    """Sentence vectors of one signature or more, one text after the other, each in its order."""
    raw = np.frombuffer(b"".join(s.rows for s in signatures), dtype=np.int8)
    rows = raw.reshape(-1, signatures[0].dimensions).astype(np.float32)
    rows *= np.frombuffer(b"".join(s.scale for s in signatures), dtype="<f4")[:, None]
    return rows


def stack_vectors(signatures: Sequence[Signature]) -> Matrix:
    """Mean vectors of signatures, one a row; no rows and no columns when there are none."""
    if not signatures:
        return np.zeros((0, 0), dtype=np.float32)
    flat = np.frombuffer(b"".join(s.vector for s in signatures), dtype="<f2")
    return flat.reshape(-1, signatures[0].dimensions).astype(np.float32)


class Meaning:
    """How near texts are to each other in meaning: cosines of their mean vectors.

    Args:
        vectors: A row a text.
        centre: What all of a collection have in common.
    """

    def __init__(self, vectors: Matrix, centre: Vector) -> None:
        self._vectors = vectors
        squares = np.vecdot(vectors, vectors)
        self._lengths = _divisors(squares)
        # what is left without the centre is worked out from products: no second copy of the vectors is made
        self._towards = vectors @ centre - np.float32(centre @ centre / 2)
        self._left = _divisors(squares - 2 * self._towards)

    def cosines(self, one: Indices, two: Indices) -> Vector:
        """Cosines of pairs of texts; 0 where one has no meaning."""
        return np.asarray(self._products(one, two) / (self._lengths[one] * self._lengths[two]))

    def beyond_topic(self, one: Indices, two: Indices) -> Vector:
        """Cosines of pairs of texts with the centre taken away from both."""
        products = self._products(one, two) - self._towards[one] - self._towards[two]
        return np.asarray(products / (self._left[one] * self._left[two]))

    def _products(self, one: Indices, two: Indices) -> Vector:
        return np.asarray(np.vecdot(self._vectors[one], self._vectors[two]))


def _divisors(squares: Vector) -> Vector:
    """Lengths by their squares; 1 for none, which a product of it is 0 with anyway."""
    return np.asarray(np.sqrt(np.where(squares > 0, squares, 1)), dtype=np.float32)
