"""Who may be like whom: pairs from an inverted index, never all with all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import msgspec
import numpy as np
import numpy.typing as npt

from recoupe.text.similarity import Hashes

Indices = npt.NDArray[np.int64]
Sums = npt.NDArray[np.float64]
PairWeights = tuple[Indices, Indices, Sums]

CHUNK = 1 << 21  # pairs added up in one go: bounds the memory of one step to about 100 MB
PRIOR = 20  # documents thought beside the collection, so that what a small one shares is not worth nothing


class Postings(msgspec.Struct, frozen=True):
    """An inverted index: which item holds which key, and what that weighs; sorted by key, then by item.

    Attributes:
        n: Number of items.
    """

    holders: Indices
    keys: npt.NDArray[np.uint64]
    weights: Sums
    n: int


def in_groups(keys: npt.NDArray[np.integer]) -> tuple[npt.NDArray[np.uint64], Indices]:
    """Sort keys, equal ones by place; a sort of one number each is several times as fast as `argsort`.

    Of keys that leave no room for their places only the low bits count: of a million 64-bit hashes two are
    taken for one about once in thirty.

    Returns:
        Keys in order (their low bits), and the place of each.
    """
    bits = np.uint64(max(1, len(keys)).bit_length())
    packed = (keys.astype(np.uint64) << bits) | np.arange(len(keys), dtype=np.uint64)
    packed.sort()
    return packed >> bits, (packed & ((np.uint64(1) << bits) - np.uint64(1))).astype(np.int64)


def postings_of(keys: Sequence[Hashes]) -> Postings:
    """Index of the keys of each item; every entry weighs 1."""
    holders = np.repeat(np.arange(len(keys), dtype=np.int64), [len(k) for k in keys])
    flat = np.concatenate(keys) if len(keys) else np.empty(0, dtype=np.uint64)
    grouped, order = in_groups(flat)
    return Postings(holders[order], grouped, np.ones(len(flat)), len(keys))


def count_shared(index: Postings, reach: int, *, first: int = 0) -> PairWeights:
    """Count the keys that items share with those before them.

    A key that many hold pairs each holder with the `reach` first holders only: the cost grows with the number
    of holders and not with its square, and a dispatch printed by hundreds still leads to its first print.

    Args:
        index: Items in the order in which they appeared.
        reach: First holders of a key that later ones are paired with.
        first: Items before this one are not asked for those before them.

    Returns:
        Later item, earlier item, number of shared keys; sorted by both items.
    """
    starts = _group_starts(index.keys)
    at = np.flatnonzero(index.holders >= first)
    rank = at - starts[at]
    later = [at[rank > k] for k in range(reach)]
    parts = ((index.holders[i], index.holders[starts[i] + k], np.ones(len(i))) for k, i in enumerate(later))
    return _sum_pairs(parts, index.n)


def weigh_shared(index: Postings, reach: int, *, first: int = 0) -> PairWeights:
    """Add up the products of the weights of the keys that items share with items shortly before them.

    Unlike `count_shared` a key pairs each holder with the `reach` holders just before it, which suits keys
    that come back over time (a name, a place) in items that are sorted by time.

    Args:
        index: Items in order of time; keys that lead nowhere are left out of it.
        reach: Holders looked back at.
        first: Items before this one are not asked for those before them.

    Returns:
        Later item, earlier item, sum of products; sorted by both items.
    """
    return _sum_pairs(_look_back(index, reach, first), index.n)


def best_of(pairs: PairWeights, most: int) -> PairWeights:
    """The heaviest pairs of each later item, at most so many; sorted as before."""
    later, earlier, weight = pairs
    # one number to sort by: the later item, less a part of one for the weight; of equals the earlier first
    order = np.argsort(later - weight / (2 * weight.max(initial=1e-9)), kind="stable")
    rank = np.arange(len(later)) - _group_starts(later[order])
    kept = np.sort(order[rank < most])
    return later[kept], earlier[kept], weight[kept]


def rarity(held: npt.NDArray[np.int64], n: int) -> Sums:
    """Inverse document frequency, smoothed: what every item holds still counts a little."""
    return np.asarray(np.log((n + PRIOR) / (held + 0.5)))


def _look_back(index: Postings, reach: int, first: int) -> Iterator[PairWeights]:
    at = np.flatnonzero(index.holders >= first)
    for k in range(1, reach + 1):
        at = at[at >= k]
        at = at[index.keys[at - k] == index.keys[at]]
        if not len(at):
            return
        yield index.holders[at], index.holders[at - k], index.weights[at] * index.weights[at - k]


def starts_of(keys: npt.NDArray[np.integer]) -> Indices:
    """Places where another key begins, in keys that are sorted."""
    begins = np.ones(len(keys), dtype=bool)
    begins[1:] = keys[1:] != keys[:-1]
    return np.flatnonzero(begins)


def spread(starts: Indices, sizes: Indices) -> Indices:
    """Places of several stretches, one stretch after the other.

    Example:
        >>> spread(np.array([5, 0]), np.array([2, 3])).tolist()
        [5, 6, 0, 1, 2]
    """
    ends = np.cumsum(sizes)
    places = np.arange(int(ends[-1]) if len(ends) else 0)
    places += np.repeat(starts - ends + sizes, sizes)
    return places


def sums_of(values: npt.NDArray[np.floating], sizes: Indices) -> Sums:
    """Sums of stretches of values, one after the other; an empty one sums up to 0."""
    out = np.zeros(len(sizes))
    some = sizes > 0
    if some.any():
        out[some] = np.add.reduceat(values, (np.cumsum(sizes) - sizes)[some])
    return out


def _group_starts(keys: npt.NDArray[np.integer]) -> Indices:
    """For each entry the place where its key begins."""
    at = starts_of(keys)
    return np.repeat(at, np.diff(np.append(at, len(keys))))


def _sum_pairs(parts: Iterable[PairWeights], n: int) -> PairWeights:
    """Add up pairs that occur more than once, a bounded number at a time."""
    codes, sums = np.empty(0, dtype=np.int64), np.empty(0)
    waiting: list[tuple[Indices, Sums]] = []
    for later, earlier, weight in parts:
        waiting.append((later * n + earlier, weight))
        if sum(len(code) for code, _ in waiting) > CHUNK:
            codes, sums = _add_up(codes, sums, waiting)
            waiting = []
    codes, sums = _add_up(codes, sums, waiting)
    return codes // max(n, 1), codes % max(n, 1), sums


def _add_up(codes: Indices, sums: Sums, more: list[tuple[Indices, Sums]]) -> tuple[Indices, Sums]:
    grouped, order = in_groups(np.concatenate([codes, *(c for c, _ in more)]))
    if not len(order):
        return codes, sums
    weights = np.concatenate([sums, *(w for _, w in more)])
    begins = starts_of(grouped)
    return grouped[begins].astype(np.int64), np.add.reduceat(weights[order], begins)
