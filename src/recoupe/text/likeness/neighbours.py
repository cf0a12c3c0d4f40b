"""Who may be like whom: pairs from an inverted index, never all with all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
import numpy.typing as npt

from recoupe.text.similarity import Hashes

Indices = npt.NDArray[np.int64]
PairWeights = tuple[Indices, Indices, npt.NDArray[np.float64]]

CHUNK = 1 << 21  # pairs added up in one go: bounds the memory of one step to about 100 MB
PRIOR = 20  # documents thought beside the collection, so that what a small one shares is not worth nothing


def count_shared(keys: Sequence[Hashes], reach: int) -> PairWeights:
    """Count the keys that each item shares with the items before it.

    A key that many hold pairs each holder with the `reach` first holders only: the cost grows with the number
    of holders and not with its square, and a dispatch printed by hundreds still leads to its first print.

    Args:
        keys: Sorted unique keys of each item, items in the order in which they appeared.
        reach: First holders of a key that later ones are paired with.

    Returns:
        Later item, earlier item, number of shared keys; sorted by both items.
    """
    holders, key_of = _index(keys)
    starts = _group_starts(key_of)
    rank = np.arange(len(holders)) - starts
    later = [np.flatnonzero(rank > k) for k in range(reach)]
    parts = ((holders[i], holders[starts[i] + k], np.ones(len(i))) for k, i in enumerate(later))
    return _sum_pairs(parts, len(keys))


def weigh_shared(keys: Sequence[Hashes], reach: int, common: int) -> PairWeights:
    """Add up the rarity of the keys that each item shares with items shortly before it.

    Unlike `count_shared` a key pairs each holder with the `reach` holders just before it, which suits keys
    that come back over time (a name, a place) in items that are sorted by time.

    Args:
        keys: Sorted unique keys of each item, items in order of time.
        reach: Holders looked back at.
        common: A key with more holders leads nowhere.

    Returns:
        Later item, earlier item, sum of weights; sorted by both items.
    """
    holders, key_of = _index(keys)
    _, back, held = np.unique(key_of, return_inverse=True, return_counts=True)
    kept = (held > 1)[back] & (held <= common)[back]
    weight = rarity(held, len(keys))[back][kept]
    holders, key_of = holders[kept], key_of[kept]
    return _sum_pairs(_look_back(holders, key_of, weight, reach), len(keys))


def rarity(held: npt.NDArray[np.int64], n: int) -> npt.NDArray[np.float64]:
    """Inverse document frequency, smoothed: what every item holds still counts a little."""
    return np.log((n + PRIOR) / (held + 0.5))


def _look_back(
    holders: Indices, key_of: Hashes, weight: npt.NDArray[np.float64], reach: int
) -> Iterator[PairWeights]:
    for k in range(1, min(reach, len(holders) - 1) + 1):
        later = np.flatnonzero(key_of[k:] == key_of[:-k]) + k
        yield holders[later], holders[later - k], weight[later]


def _index(keys: Sequence[Hashes]) -> tuple[Indices, Hashes]:
    """Holders and keys, sorted by key and then by holder."""
    sizes = [len(k) for k in keys]
    holders = np.repeat(np.arange(len(keys), dtype=np.int64), sizes)
    key_of = np.concatenate(keys) if len(keys) else np.empty(0, dtype=np.uint64)
    order = np.argsort(key_of, kind="stable")
    return holders[order], key_of[order]


def _group_starts(key_of: Hashes) -> Indices:
    """For each entry the place where its key begins."""
    first = np.ones(len(key_of), dtype=bool)
    first[1:] = key_of[1:] != key_of[:-1]
    at = np.flatnonzero(first)
    return np.repeat(at, np.diff(np.append(at, len(key_of))))


def _sum_pairs(parts: Iterable[PairWeights], n: int) -> PairWeights:
    """Add up pairs that occur more than once, a bounded number at a time."""
    codes, sums = np.empty(0, dtype=np.int64), np.empty(0)
    waiting: list[tuple[Indices, npt.NDArray[np.float64]]] = []
    for later, earlier, weight in parts:
        waiting.append((later * n + earlier, weight))
        if sum(len(code) for code, _ in waiting) > CHUNK:
            codes, sums = _add_up(codes, sums, waiting)
            waiting = []
    codes, sums = _add_up(codes, sums, waiting)
    return codes // max(n, 1), codes % max(n, 1), sums


def _add_up(
    codes: Indices, sums: npt.NDArray[np.float64], more: list[tuple[Indices, npt.NDArray[np.float64]]]
) -> tuple[Indices, npt.NDArray[np.float64]]:
    every, back = np.unique(np.concatenate([codes, *(c for c, _ in more)]), return_inverse=True)
    weights = np.concatenate([sums, *(w for _, w in more)])
    return every, np.bincount(back, weights, minlength=len(every)).astype(np.float64)
