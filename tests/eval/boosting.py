"""Fit a sum of small decision trees to pairs that are, or are not, one claim: gradient boosting of log-odds.

Written out because the model is small and has to be fitted again by whoever doubts it: the same data give
the same trees on every machine.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import numpy as np
import numpy.typing as npt

from recoupe.text.matching.trees import Leaf, Trees

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
N_BINS = 96  # bounds tried for each feature at most


class Fitting(msgspec.Struct, frozen=True):
    """How trees are grown; chosen with whole stories left out, see `docs/claims.md`."""

    n_trees: int = 90
    n_leaves: int = 5
    rate: float = 0.08
    ridge: float = 20.0
    least: int = 60  # rows a leaf must hold


def fit(names: Sequence[str], table: Floats, same: Bools, fitting: Fitting, counts: Floats) -> Trees:
    """Grow trees, each on what the ones before it leave unexplained.

    Args:
        names: Name of each column.
        table: A row per pair.
        same: Is the pair one claim?
        fitting: How.
        counts: How many pairs each row stands for.
    """
    bounds = [_bounds(table[:, k], same) for k in range(len(names))]
    bins = np.stack([np.searchsorted(b, table[:, k], side="left") for k, b in enumerate(bounds)], axis=1)
    codes = bins + np.arange(len(names)) * (N_BINS + 1)
    mean = float(np.average(same, weights=counts))
    bias = float(np.log(mean / (1 - mean)))
    total = np.full(len(table), bias)
    leaves: list[Leaf] = []
    for _ in range(fitting.n_trees):
        chance = 1 / (1 + np.exp(-total))
        slope, weight = counts * (same - chance), counts * chance * (1 - chance)
        for rows, questions in _grow(Binned(codes, slope, weight), fitting):
            points = fitting.rate * float(slope[rows].sum() / (weight[rows].sum() + fitting.ridge))
            total[rows] += points
            asked = tuple((names[k], float(f"{bounds[k][b]:.5g}"), above) for k, b, above in questions)
            leaves.append(Leaf(asked, float(f"{points:.5g}")))
    return Trees(float(f"{bias:.5g}"), tuple(leaves))


def _bounds(values: Floats, same: Bools) -> Floats:
    """Quantiles of all values and of those of the few pairs that are one claim, which lie close together."""
    parts = np.linspace(0.01, 0.99, N_BINS // 2)
    return np.unique(np.concatenate([np.quantile(values, parts), np.quantile(values[same], parts)]))


Question = tuple[int, int, bool]
Rows = npt.NDArray[np.intp]
Node = tuple[Rows, tuple[Question, ...]]


class Binned(msgspec.Struct, frozen=True):
    """Rows to grow a tree on: the bin of each feature, and what is left to explain.

    Attributes:
        codes: Bins, those of each feature numbered after those of the one before.
        slope, weight: First and second derivative of the loss.
    """

    codes: Rows
    slope: Floats
    weight: Floats

    def sums(self, rows: Rows) -> Floats:
        """Slope, weight and number of some rows by feature and bin."""
        width = self.codes.shape[1]
        flat, n = self.codes[rows].ravel(), width * (N_BINS + 1)
        parts = (self.slope[rows], self.weight[rows], np.ones(len(rows)))
        found = [np.bincount(flat, np.repeat(part, width), n) for part in parts]
        return np.stack(found).reshape(3, width, N_BINS + 1).astype(np.float64)


def _grow(binned: Binned, fitting: Fitting) -> list[Node]:
    """Split the leaf whose split explains most, until there are enough leaves."""
    nodes: list[Node] = [(np.arange(len(binned.codes)), ())]
    sums = [binned.sums(nodes[0][0])]
    splits = [_best_split(sums[0], fitting)]
    while len(nodes) < fitting.n_leaves:
        at = max(range(len(nodes)), key=lambda k: splits[k][0])
        gain, feature, bound = splits.pop(at)
        if gain <= 0:
            break
        (rows, asked), whole = nodes.pop(at), sums.pop(at)
        above = binned.codes[rows, feature] > feature * (N_BINS + 1) + bound
        parts = [(rows[~above], False), (rows[above], True)]
        few = min(parts, key=lambda part: len(part[0]))
        counted = binned.sums(few[0])  # the other part is what is left
        for part, side in parts:
            nodes.append((part, (*asked, (feature, bound, side))))
            sums.append(counted if side == few[1] else whole - counted)
            splits.append(_best_split(sums[-1], fitting))
    return nodes


def _best_split(sums: Floats, fitting: Fitting) -> tuple[float, int, int]:
    """Gain, feature and bin of the split that explains most; gain 0 where none is allowed."""
    slopes, weights, numbers = sums.cumsum(axis=2)
    s, w, n = slopes[:, -1:], weights[:, -1:], numbers[:, -1:]
    slopes, weights, numbers = slopes[:, :-1], weights[:, :-1], numbers[:, :-1]
    allowed = (numbers >= fitting.least - 0.5) & (n - numbers >= fitting.least - 0.5)
    gain = slopes**2 / (weights + fitting.ridge) + (s - slopes) ** 2 / (w - weights + fitting.ridge)
    gain = np.where(allowed, gain - s**2 / (w + fitting.ridge), 0.0)
    feature, bound = np.unravel_index(int(gain.argmax()), gain.shape)
    return float(gain[feature, bound]), int(feature), int(bound)
