"""Weighted bags of words, names, figures and days as sparse vectors, side by side in one space."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec
import numpy as np
import numpy.typing as npt

from recoupe.text.likeness.neighbours import Indices, rarity
from recoupe.text.similarity import Hashes

Weights = npt.NDArray[np.float64]
Bag = Mapping[str, int]


class Part(msgspec.Struct, frozen=True):
    """One kind of features.

    Attributes:
        weight: Of this kind's cosine in the whole.
        bags: One for each item.
        doubt: Rare features thought beside each bag: with 1, to share the only one says half.
    """

    weight: float
    bags: Sequence[Bag]
    doubt: float = 0.0


class Bags:
    """Sparse vectors of items; the product of two is the weighted sum of the cosines of their parts.

    Args:
        parts: Kinds of features, at least one. A feature counts by the logarithm of its number and by its
            rarity among the items.
    """

    def __init__(self, parts: Sequence[Part]) -> None:
        columns = [_columns(part) for part in parts]
        n = len(parts[0].bags)
        offsets = np.cumsum([0, *(size for _, _, _, size in columns)])
        holders = np.concatenate([holders for holders, _, _, _ in columns])
        order = np.argsort(holders, kind="stable")
        ids = np.concatenate([ids + at for (_, ids, _, _), at in zip(columns, offsets[:-1], strict=True)])
        self._ids: Indices = ids[order]
        self._weights: Weights = np.concatenate([weights for _, _, weights, _ in columns])[order]
        self._starts: Indices = np.searchsorted(holders[order], np.arange(n + 1))
        self._desk = np.zeros(int(offsets[-1]) + 1)

    def products(self, item: int, others: Indices) -> Weights:
        """Product of one item with each of the others."""
        mine = slice(self._starts[item], self._starts[item + 1])
        self._desk[self._ids[mine]] = self._weights[mine]
        sizes = self._starts[others + 1] - self._starts[others]
        ends = np.cumsum(sizes)
        at = np.arange(int(ends[-1]) if len(ends) else 0) + np.repeat(
            self._starts[others] - ends + sizes, sizes
        )
        sums = np.concatenate([[0.0], np.cumsum(self._desk[self._ids[at]] * self._weights[at])])
        self._desk[self._ids[mine]] = 0
        return np.asarray(sums[ends] - sums[ends - sizes])

    def heaviest(self, item: int, most: int) -> Hashes:
        """Keys of an item's weightiest features, sorted; what tells it from others."""
        mine = slice(self._starts[item], self._starts[item + 1])
        order = np.lexsort((self._ids[mine], -self._weights[mine]))[:most]
        return np.sort(self._ids[mine][order]).astype(np.uint64)


def _columns(part: Part) -> tuple[Indices, Indices, Weights, int]:
    """Holder, feature and weight of each entry of one kind, and the number of features."""
    bags, weight = part.bags, part.weight
    numbers: dict[str, int] = {}
    for bag in bags:
        for feature in bag:
            numbers.setdefault(feature, len(numbers))
    sizes = [len(bag) for bag in bags]
    holders = np.repeat(np.arange(len(bags), dtype=np.int64), sizes)
    ids = np.fromiter((numbers[f] for bag in bags for f in bag), dtype=np.int64, count=sum(sizes))
    counts = np.fromiter((c for bag in bags for c in bag.values()), dtype=np.float64, count=sum(sizes))
    held = np.bincount(ids, minlength=len(numbers))
    raw = (1 + np.log(counts)) * rarity(held, len(bags))[ids]
    doubt = part.doubt * rarity(np.ones(1, dtype=np.int64), len(bags))
    norms = np.sqrt(np.bincount(holders, raw * raw, minlength=len(bags)) + doubt**2)
    return holders, ids, np.sqrt(weight) * raw / norms[holders], len(numbers)
