"""What an article is about, as a signature keeps it: weighed features, each a hash and a word to show."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from math import log2

import msgspec
import numpy as np
import numpy.typing as npt

from recoupe.records import Signature
from recoupe.text.similarity import hash_word, sound_key

SORTS = ("term", "name", "day", "figure")
STEP = 32  # a weight is kept in 32nds of a bit
HIGHEST = 255  # what one byte holds: a count of 250
MIN_FIGURE = 2  # characters: a single digit is everywhere

Keys = npt.NDArray[np.uint32]
Indices = npt.NDArray[np.int64]


class Packed(msgspec.Struct, frozen=True):
    """Features as columns of a `Signature`, see there."""

    features: str
    sizes: tuple[int, int, int, int]
    keys: bytes
    weights: bytes


def pack_features(counts: Sequence[Mapping[str, float]]) -> Packed:
    """Pack the features of an article.

    Args:
        counts: For each of `SORTS` how often each feature is said; a part of once is possible.
    """
    names: list[str] = []
    keys: list[int] = []
    weights: list[int] = []
    sizes = []
    for sort, mine in zip(SORTS, counts, strict=True):
        kept = sorted(f for f, n in mine.items() if n > 0)
        sizes.append(len(kept))
        names += kept
        keys += [key_of(sort, feature) for feature in kept]
        weights += [min(HIGHEST, max(1, round(STEP * log2(1 + mine[f])))) for f in kept]
    return Packed(
        "\n".join(names),
        (sizes[0], sizes[1], sizes[2], sizes[3]),
        np.array(keys, dtype="<u4").tobytes(),
        np.array(weights, dtype=np.uint8).tobytes(),
    )


def key_of(sort: str, feature: str) -> int:
    """32-bit key of a feature; words of names by sound, so that their spellings are one."""
    heard = sound_key(feature) if sort == "name" else feature
    return hash_word(f"{sort} {heard}") & 0xFFFFFFFF


class Lines:
    """Features of signatures as they are written, cut out where they are asked for: most never are.

    Args:
        signatures: Signatures by their places.
    """

    def __init__(self, signatures: Sequence[Signature]) -> None:
        sizes = [sum(s.sizes) for s in signatures]
        self._first = np.cumsum([0, *sizes])
        said = [s.features for s, size in zip(signatures, sizes, strict=True) if size]
        self._raw = "\n".join(said).encode("utf-8", "surrogatepass")
        ends = np.flatnonzero(np.frombuffer(self._raw, dtype=np.uint8) == ord("\n"))
        self._cuts = np.concatenate([[-1], ends, [len(self._raw)]])

    def at(self, signatures: Indices, features: Indices) -> list[str]:
        """Some features of some signatures, both by their places."""
        lines = self._first[signatures] + features
        cuts = zip((self._cuts[lines] + 1).tolist(), self._cuts[lines + 1].tolist(), strict=True)
        return [self._raw[begin:end].decode("utf-8", "surrogatepass") for begin, end in cuts]


def unpack_keys(raw: bytes) -> Keys:
    """Keys as a signature keeps them."""
    return np.frombuffer(raw, dtype="<u4")


def day_bits(days: Iterable[str]) -> int:
    """ISO days as one number with a bit for each; two days share a bit when they lie 64 days apart."""
    bits = 0
    for day in days:
        bits |= 1 << (date.fromisoformat(day).toordinal() % 64)
    return bits
