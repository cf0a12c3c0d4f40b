"""The two models behind small protocols: a tagger for words, an embedder for meaning.

Stages see tokens and vectors of our own, never a library's objects.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import msgspec
import numpy as np
import numpy.typing as npt

from recoupe.records import EntityType, Span, Tokens

Matrix = npt.NDArray[np.float32]


class Tagged(msgspec.Struct, frozen=True, kw_only=True):
    """What a tagger says of one paragraph; offsets count from the paragraph's start.

    `heads` of `tokens` are indices into the same paragraph. `names` are (start, end, type) in text order.
    """

    tokens: Tokens
    sentences: tuple[Span, ...]
    names: tuple[tuple[int, int, EntityType], ...]


class Tagger(Protocol):
    """Tokens, heads and names of text in one language.

    Contract: one `Tagged` per text, in order; offsets slice the given text; an empty text gives empty
    columns; the same text gives the same result whatever stands beside it in the batch.
    """

    @property
    def name(self) -> str:
        """Model and version, kept with every record made from it."""

    def tag(self, texts: Sequence[str]) -> list[Tagged]:
        """Tag each text."""


class Embedder(Protocol):
    """Sentence to vector, in one space for all languages.

    Contract: rows are L2-normalised float32 of shape (len(sentences), dimensions), in order.
    """

    @property
    def name(self) -> str:
        """Model and version."""

    @property
    def dimensions(self) -> int:
        """Number of columns."""

    def embed(self, sentences: Sequence[str]) -> Matrix:
        """Embed each sentence."""
