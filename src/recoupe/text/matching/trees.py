"""A sum of small decision trees: points for what a pair shows, at most a few questions each."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Sequence
from functools import cache
from importlib import resources

import msgspec
import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Codes = npt.NDArray[np.intp]

AT_ONCE = 40  # answers put into one number: beside them 23 bits are left for the kinds that there are already


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
    column = {name: np.ascontiguousarray(table[..., k]).ravel() for k, name in enumerate(names)}
    asked = {(feature, bound) for leaf in trees.leaves for feature, bound, _ in leaf.questions}
    answers = {(feature, bound): column[feature] > bound for feature, bound in sorted(asked)}
    firsts, kinds = _kinds(list(answers.values()), math.prod(table.shape[:-1]))
    answers = {question: answer[firsts] for question, answer in answers.items()}
    total = np.full(len(firsts), trees.bias)
    for leaf in trees.leaves:
        met = np.ones(len(firsts), dtype=np.bool_)
        for feature, bound, above in leaf.questions:
            met &= answers[feature, bound] if above else ~answers[feature, bound]
        total += leaf.points * met
    chance = 1 / (1 + np.exp(-total))
    return np.asarray(chance[kinds].reshape(table.shape[:-1]), dtype=np.float64)


def _kinds(answers: Sequence[Bools], n: int) -> tuple[Codes, Codes]:
    """Rows that answer alike are weighed once: the first of each kind, and the kind of all `n` rows."""
    kinds = np.zeros(n, dtype=np.int64)
    firsts = kinds[:1]
    for k in range(0, len(answers), AT_ONCE):
        for answer in answers[k : k + AT_ONCE]:
            kinds = kinds << 1 | answer
        _, firsts, kinds = np.unique(kinds, return_index=True, return_inverse=True)
    return firsts, kinds
