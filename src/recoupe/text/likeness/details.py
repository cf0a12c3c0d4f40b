"""What of a signature tells one event from others: names by sound, figures, days; and its vectors."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from recoupe.records import Signature
from recoupe.text.similarity import Hashes, Matrix, hash_word, sound_key

WORD = re.compile(r"\w+")
MIN_NAME = 3  # letters of a word of a name; below are particles
MIN_FIGURE = 2  # characters: a single digit is everywhere


def name_words(signature: Signature) -> dict[str, int]:
    """Words of the names by sound, each with the number of mentions of the names that hold it."""
    words: Counter[str] = Counter()
    for name, n in signature.names:
        for key in _name_keys(name):
            words[key] += n
    return words


@lru_cache(maxsize=65536)
def _name_keys(name: str) -> tuple[str, ...]:
    return tuple(sorted({sound_key(w) for w in WORD.findall(name) if len(w) >= MIN_NAME}))


def detail_keys(signature: Signature) -> Hashes:
    """Hashes of name words, figures and days: whoever shares none of them tells of something else."""
    details = {f"name {w}" for w in name_words(signature)}
    details |= {f"figure {n}" for n in signature.numbers if len(n) >= MIN_FIGURE}
    details |= {f"day {d}" for d, _ in signature.days}
    return np.unique(np.fromiter((_hash(d) for d in details), dtype=np.uint64, count=len(details)))


@lru_cache(maxsize=262144)
def _hash(detail: str) -> int:
    return hash_word(detail)


def unpack_rows(raw: bytes, dimensions: int) -> Matrix:
    """Vectors as packed in a signature, one a row."""
    return np.frombuffer(raw, dtype="<f2").reshape(-1, dimensions).astype(np.float32)


def sentence_rows(signature: Signature) -> Matrix:
    """Sentence vectors of a signature, in text order."""
    return unpack_rows(signature.rows, signature.dimensions)


def stack_vectors(signatures: Sequence[Signature]) -> Matrix:
    """Mean vectors of signatures, one a row; no rows and no columns when there are none."""
    if not signatures:
        return np.zeros((0, 0), dtype=np.float32)
    return np.concatenate([unpack_rows(s.vector, s.dimensions) for s in signatures])
