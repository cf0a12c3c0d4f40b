"""Tokens and sentences of an article, found by their place."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from recoupe.records import Annotations


class Grid:
    """Tokens by place."""

    def __init__(self, annotations: Annotations) -> None:
        self.tokens = annotations.tokens
        self.sentences = annotations.sentences
        self.starts = annotations.tokens.starts
        self._sentence_starts = [s.start for s in annotations.sentences]

    @property
    def is_tagged(self) -> bool:
        """Whether parts of speech are known."""
        return any(pos != "X" for pos in self.tokens.pos)

    def at(self, offset: int) -> int:
        """Index of the first token that ends after an offset."""
        k = max(0, bisect_right(self.starts, offset) - 1)
        while k < len(self.starts) and self.tokens.ends[k] <= offset:
            k += 1
        return k

    def sentence_at(self, offset: int) -> int:
        """Index of the sentence an offset stands in."""
        return max(0, bisect_right(self._sentence_starts, offset) - 1)

    def before(self, offset: int, text: str) -> Iterator[tuple[int, str]]:
        """Tokens before an offset, nearest first, not beyond the sentence."""
        floor = self.sentences[self.sentence_at(offset)].start if self.sentences else 0
        k = bisect_right(self.starts, offset - 1) - 1
        while k >= 0 and self.starts[k] >= floor:
            yield k, text[self.starts[k] : self.tokens.ends[k]]
            k -= 1

    def after(self, offset: int, text: str) -> Iterator[tuple[int, str]]:
        """Tokens from an offset on, not beyond the sentence."""
        roof = self.sentences[self.sentence_at(offset)].end if self.sentences else 0
        k = self.at(offset)
        while k < len(self.starts) and self.starts[k] < roof:
            yield k, text[self.starts[k] : self.tokens.ends[k]]
            k += 1
