"""Sentence vectors as signatures keep them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from recoupe.records import Signature
from recoupe.text.similarity import Matrix


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
