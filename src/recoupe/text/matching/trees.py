"""A sum of small decision trees: points for what a pair shows, at most a few questions each."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import cache
from importlib import resources

import msgspec
import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


class Leaf(msgspec.Struct, frozen=True, array_like=True):
    """Points for whatever answers every question.

    Attributes:
        questions: (feature, bound, True when the feature must be above the bound, not at or below it).
    """

    questions: tuple[tuple[str, float, bool], ...]
    points: float


class Trees(msgspec.Struct, frozen=True):
    """Every leaf of every tree; `bias` is what all start from. Points are log-odds."""

    bias: float
    leaves: tuple[Leaf, ...]


@cache
def read_trees(name: str) -> Trees:
    """Decode a model kept beside this module.

    Args:
        name: File name without `.toml`.
    """
    text = (resources.files("recoupe.text.matching") / f"{name}.toml").read_text("utf-8")
    return msgspec.convert(tomllib.loads(text), type=Trees)


def chances(trees: Trees, names: Sequence[str], table: Floats) -> Floats:
    """Probability for each row of features.

    Args:
        trees: The model.
        names: Name of each feature, the last axis of `table`.
        table: Features; any shape before the last axis.
    """
    total = np.full(table.shape[:-1], trees.bias)
    column = {name: np.ascontiguousarray(table[..., k]) for k, name in enumerate(names)}
    answers: dict[tuple[str, float], npt.NDArray[np.bool_]] = {}
    for leaf in trees.leaves:
        met: npt.NDArray[np.bool_] | None = None
        for feature, bound, above in leaf.questions:
            if (feature, bound) not in answers:
                answers[feature, bound] = column[feature] > bound
            answer = answers[feature, bound] if above else ~answers[feature, bound]
            met = answer if met is None else met & answer
        total += leaf.points if met is None else leaf.points * met
    return np.asarray(1 / (1 + np.exp(-total)), dtype=np.float64)
