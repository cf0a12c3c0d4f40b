"""Tools without a model, small and real: rules for a tagger, hashed trigrams for an encoder."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence

import numpy as np

from recoupe.lang import FALLBACK, packs
from recoupe.lang.outlets import Outlets, shipped
from recoupe.lang.pack import LanguagePack
from recoupe.nlp.port import Embedder, Matrix, Tagger
from recoupe.nlp.rules import RuleTagger


class TrigramEncoder:
    """Sentences that share letters stand close to each other."""

    name = "trigrams"
    dimensions = 64

    def embed(self, sentences: Sequence[str]) -> Matrix:
        rows = np.zeros((len(sentences), self.dimensions), dtype=np.float32)
        for row, sentence in zip(rows, sentences, strict=True):
            for k in range(len(sentence)):
                row[zlib.crc32(sentence[k : k + 3].encode()) % self.dimensions] += 1
        rows /= np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
        return rows


class RuleTools:
    """Tools that load at once."""

    @property
    def packs(self) -> Mapping[str, LanguagePack]:
        return packs()

    def pack(self, language: str) -> LanguagePack:
        return packs().get(language, FALLBACK)

    @property
    def outlets(self) -> Outlets:
        return shipped()

    def tagger(self, language: str) -> Tagger:
        return RuleTagger(language)

    @property
    def embedder(self) -> Embedder:
        return TrigramEncoder()
