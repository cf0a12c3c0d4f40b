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

    n_trees: int = 120
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
    mean = float(np.average(same, weights=counts))
    bias = float(np.log(mean / (1 - mean)))
    total = np.full(len(table), bias)
    leaves: list[Leaf] = []
    for _ in range(fitting.n_trees):
        chance = 1 / (1 + np.exp(-total))
        slope, weight = counts * (same - chance), counts * chance * (1 - chance)
        for rows, questions in _grow(bins, slope, weight, fitting):
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
Node = tuple[npt.NDArray[np.intp], tuple[Question, ...]]


def _grow(bins: npt.NDArray[np.intp], slope: Floats, weight: Floats, fitting: Fitting) -> list[Node]:
    """Split the leaf whose split explains most, until there are enough leaves."""
    nodes: list[Node] = [(np.arange(len(bins)), ())]
    splits = [_best_split(bins, slope, weight, nodes[0][0], fitting)]
    while len(nodes) < fitting.n_leaves:
        at = max(range(len(nodes)), key=lambda k: splits[k][0])
        gain, feature, bound = splits[at]
        if gain <= 0:
            break
        rows, asked = nodes.pop(at)
        splits.pop(at)
        above = bins[rows, feature] > bound
        for part, side in ((rows[~above], False), (rows[above], True)):
            nodes.append((part, (*asked, (feature, bound, side))))
            splits.append(_best_split(bins, slope, weight, part, fitting))
    return nodes


def _best_split(
    bins: npt.NDArray[np.intp], slope: Floats, weight: Floats, rows: npt.NDArray[np.intp], fitting: Fitting
) -> tuple[float, int, int]:
    """Gain, feature and bin of the split that explains most; gain 0 where none is allowed."""
    best = (0.0, 0, 0)
    s, w = slope[rows], weight[rows]
    whole = s.sum() ** 2 / (w.sum() + fitting.ridge)
    for k in range(bins.shape[1]):
        mine = bins[rows, k]
        gs, ws, ns = (np.bincount(mine, x, N_BINS + 1).cumsum()[:-1] for x in (s, w, np.ones(len(rows))))
        allowed = (ns >= fitting.least) & (len(rows) - ns >= fitting.least)
        gain = gs**2 / (ws + fitting.ridge) + (s.sum() - gs) ** 2 / (w.sum() - ws + fitting.ridge) - whole
        gain = np.where(allowed, gain, 0.0)
        at = int(gain.argmax())
        if gain[at] > best[0]:
            best = (float(gain[at]), k, at)
    return best
