"""What an article is about, as a signature keeps it: weighed features, each a hash and a word to show."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from math import log2

import msgspec
import numpy as np
import numpy.typing as npt

from recoupe.records import Signature
from recoupe.text.likeness.neighbours import Indices, in_groups, starts_of
from recoupe.text.similarity import hash_word, sound_key

SORTS = ("term", "name", "day", "figure")
STEP = 32  # a weight is kept in 32nds of a bit
HIGHEST = 255  # what one byte holds: a count of 250
AT_ONCE = 1024  # pairs compared in one go
MIN_FIGURE = 2  # characters: a single digit is everywhere

Keys = npt.NDArray[np.uint32]


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


def unpack_keys(raw: bytes) -> Keys:
    """Keys as a signature keeps them."""
    return np.frombuffer(raw, dtype="<u4")


def day_bits(days: Iterable[str]) -> int:
    """ISO days as one number with a bit for each; two days share a bit when they lie 64 days apart."""
    bits = 0
    for day in days:
        bits |= 1 << (date.fromisoformat(day).toordinal() % 64)
    return bits


def shared_features(pairs: Sequence[tuple[Signature, Signature]], most: int) -> list[tuple[str, ...]]:
    """Features that two articles share, heaviest first, as the first writes them; for a person to read."""
    out = []
    for first in range(0, len(pairs), AT_ONCE):
        part = pairs[first : first + AT_ONCE]
        held = _held_by_both(part)
        for (one, _), places in zip(part, held, strict=True):
            names = one.features.split("\n")
            out.append(tuple(dict.fromkeys([names[k] for k in places[: 2 * most]]))[:most])
    return out


def _held_by_both(pairs: Sequence[tuple[Signature, Signature]]) -> list[list[int]]:
    """For each pair the places of the first's features that the second has too, heaviest first."""
    which, keys = _laid_out([one for one, _ in pairs])
    which_too, keys_too = _laid_out([two for _, two in pairs])
    codes = np.concatenate([which, which_too]).astype(np.uint64) << np.uint64(32)
    grouped, order = in_groups(codes | np.concatenate([keys, keys_too]))
    begins = starts_of(grouped)
    if not len(order):
        return [[] for _ in pairs]
    is_mine = order < len(keys)
    both = np.logical_or.reduceat(~is_mine, begins)
    at = order[np.repeat(both, np.diff(np.append(begins, len(order)))) & is_mine]
    pair = which[at]
    place = at - np.searchsorted(which, np.arange(len(pairs)))[pair]
    said = np.frombuffer(b"".join(one.weights for one, _ in pairs), dtype=np.uint8)[at].astype(np.int64)
    n_terms = np.array([one.sizes[0] for one, _ in pairs])
    heavy = said + STEP * (place >= n_terms[pair])  # a name, a day or a figure tells more than a word
    ordered = np.sort((pair << 42) | ((HIGHEST + STEP - heavy) << 32) | place)
    ends = np.searchsorted(ordered >> 42, np.arange(1, len(pairs)))
    return [part.tolist() for part in np.split(ordered & 0xFFFFFFFF, ends)]


def _laid_out(signatures: Sequence[Signature]) -> tuple[Indices, Keys]:
    """Keys of articles on end, and before them the number of the article for each."""
    sizes = [sum(s.sizes) for s in signatures]
    return np.repeat(np.arange(len(signatures)), sizes), unpack_keys(b"".join(s.keys for s in signatures))
