"""Who may be like whom: pairs from an inverted index, never all with all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

import msgspec
import numpy as np
import numpy.typing as npt

from recoupe.text.similarity import Hashes

Indices = npt.NDArray[np.int64]
Sums = npt.NDArray[np.float64]
PairWeights = tuple[Indices, Indices, Sums]

CELLS = 1 << 18  # sums that lie open at once: 2 MB, which stay near the processor
PARTS = 32  # sums that one of a row stands for, to know soon which may be among the greatest of the row
DENSE = 32  # cells to each product at most, for that to save more than it costs
TABLE_BITS = 20  # of a key: enough to tell nearly all keys apart
MANTISSA = 52  # bits of a weight that count
PRIOR = 20  # documents thought beside the collection, so that what a small one shares is not worth nothing


class Postings(msgspec.Struct, frozen=True):
    """An inverted index: which item holds which key, and what that weighs; key by key, each by item.

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
    packed = keys.astype(np.uint64)  # a fresh array costs as much as what is done with it: as few as possible
    packed <<= bits
    packed |= np.arange(len(keys), dtype=np.uint64)
    packed.sort()
    places = packed & ((np.uint64(1) << bits) - np.uint64(1))
    packed >>= bits
    return packed, places.view(np.int64)


def may_be_among(keys: npt.NDArray[np.integer], others: npt.NDArray[np.integer]) -> npt.NDArray[np.bool_]:
    """Tell of keys whether they may be among others: by their low bits, which few share by chance."""
    known = np.zeros(1 << TABLE_BITS, dtype=bool)
    low = keys.dtype.type(len(known) - 1)
    known[others & low] = True
    return np.asarray(known[keys & low])


def postings_of(keys: Hashes, sizes: Sequence[int], *, first: int = 0) -> Postings:
    """Index of the keys of items, item after item, with the number of each; every entry weighs 1.

    Most keys that no item from `first` on holds are left out.
    """
    holders = np.repeat(np.arange(len(sizes), dtype=np.int64), np.array(sizes, dtype=np.int64))
    if first:
        kept = may_be_among(keys, keys[holders >= first])
        holders, keys = holders[kept], keys[kept]
    grouped, order = in_groups(keys)
    return Postings(holders[order], grouped, np.ones(len(keys)), len(sizes))


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
    at, begins, sizes = _holders_before(index, reach, first)
    return _joined(_summed(index, at, begins, sizes))


def weigh_shared(
    index: Postings, reach: int, most: int, *, least: float = 0.0, first: int = 0
) -> PairWeights:
    """Add up the products of the weights of the keys that items share with items shortly before them.

    Unlike `count_shared` a key pairs each holder with the `reach` holders just before it, which suits keys
    that come back over time (a name, a place) in items that are sorted by time.

    Args:
        index: Items in order of time; keys that lead nowhere are left out of it.
        reach: Holders looked back at.
        most: Heaviest pairs kept of each later item.
        least: Sum below which a pair is left out.
        first: Items before this one are not asked for those before them.

    Returns:
        Later item, earlier item, sum of products; sorted by both items.
    """
    at, _, sizes = _holders_before(index, reach, first)
    blocks = _summed(index, at, at - sizes, sizes, least=least, most=most)
    return _joined(best_of(block, most) for block in blocks)


def best_of(pairs: PairWeights, most: int) -> PairWeights:
    """The heaviest pairs of each later item, of equals the earlier first; sorted as they were."""
    later, earlier, weight = pairs
    if not len(later):
        return pairs
    items = (later - later[0]).astype(np.uint64)
    left = 64 - int(items[-1]).bit_length() - len(later).bit_length()  # bits of one number for the weight
    grains = np.float64((1 << min(left, MANTISSA)) - 1)
    light = ((1 - weight / (weight.max() or 1.0)) * grains).astype(np.uint64)
    _, order = in_groups((items << np.uint64(min(left, MANTISSA))) | light)
    rank = np.arange(len(order)) - _group_starts(later[order])
    kept = np.sort(order[rank < most])
    return later[kept], earlier[kept], weight[kept]


def rarity(held: npt.NDArray[np.int64], n: int) -> Sums:
    """Inverse document frequency, smoothed: what every item holds still counts a little."""
    return np.asarray(np.log((n + PRIOR) / (held + 0.5)))


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


def _holders_before(index: Postings, reach: int, first: int) -> tuple[Indices, Indices, Indices]:
    """Entries of the items that are asked for, by item, with those of earlier holders of the same key.

    Returns:
        Place of each entry, of the first holder of its key, and how many holders before it are looked at.
    """
    starts = _group_starts(index.keys)
    at = np.flatnonzero(index.holders >= first)
    at = at[starts[at] < at]
    at = at[in_groups(index.holders[at])[1]]
    return at, starts[at], np.minimum(at - starts[at], reach)


def _summed(
    index: Postings, at: Indices, begins: Indices, sizes: Indices, *, least: float = 0.0, most: int = 0
) -> Iterator[PairWeights]:
    """Add up what entries share with stretches of others, some items at a time.

    Each item has a row of cells, one for each earlier item, in which sums are made; no entry is sorted, only
    the numbers of the cells. With `most` sums may be left out that are not among so many greatest of an item.
    """
    width = -(-index.n // PARTS) * PARTS
    height = max(1, CELLS // max(1, width))
    desk = np.zeros(height * width)
    items = index.holders[at]
    cuts = np.searchsorted(items, np.arange(items[0], index.n + height, height)).tolist() if len(at) else []
    for begin, end in pairwise(cuts):
        mine, counts = at[begin:end], sizes[begin:end]
        others = spread(begins[begin:end], counts)
        first = int(items[begin]) if begin < end else 0
        rows = items[begin:end] - first
        cells = index.holders.take(others)
        cells += np.repeat(rows * width, counts)
        np.add.at(desk, cells, np.repeat(index.weights[mine], counts) * index.weights.take(others))
        enough = np.full(height, least)
        if most and DENSE * len(cells) > len(desk):
            np.maximum(enough, _reached(desk.reshape(height, width), most), out=enough)
        few = np.sort(cells[desk.take(cells) >= np.repeat(enough[rows], counts)].astype(np.uint32))
        few = few[starts_of(few)]  # sorting 32 bits is thrice as fast as 64
        weight = desk.take(few)
        desk[cells] = 0
        later, earlier = np.divmod(few.astype(np.int64), width)
        other = later + first != earlier  # an item may hold a key twice
        yield later[other] + first, earlier[other], weight[other]


def _reached(rows: Sums, most: int) -> Sums:
    """For each row a number that more than `most` of its cells reach: one more, since an item is no pair."""
    best = rows.reshape(len(rows), PARTS, -1).max(axis=1)  # what stands in one column lies far apart
    least = best.shape[1] - most - 1
    return np.partition(best, least, axis=1)[:, least] if least >= 0 else np.zeros(len(rows))


def _joined(blocks: Iterable[PairWeights]) -> PairWeights:
    """Blocks of pairs, one after the other."""
    none = (np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64), np.empty(0))
    later, earlier, weight = zip(none, *blocks, strict=True)
    return np.concatenate(later), np.concatenate(earlier), np.concatenate(weight)
