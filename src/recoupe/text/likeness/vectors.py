"""Sentence vectors as signatures keep them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from recoupe.records import Signature
from recoupe.text.similarity import Matrix


def sentence_rows(signature: Signature) -> Matrix:
    """Sentence vectors of a signature, in text order."""
    rows = np.frombuffer(signature.rows, dtype=np.int8).reshape(-1, signature.dimensions)
    scale = np.frombuffer(signature.scale, dtype="<f4")
    return np.asarray(rows.astype(np.float32) * scale[:, None], dtype=np.float32)


def stack_vectors(signatures: Sequence[Signature]) -> Matrix:
    """Mean vectors of signatures, one a row; no rows and no columns when there are none."""
    if not signatures:
        return np.zeros((0, 0), dtype=np.float32)
    flat = np.frombuffer(b"".join(s.vector for s in signatures), dtype="<f2")
    return flat.reshape(-1, signatures[0].dimensions).astype(np.float32)
