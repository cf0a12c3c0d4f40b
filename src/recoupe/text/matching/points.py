"""A sum of points turned into a chance: what a pair of places shows, weighed by a fitted table."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt


class Points(msgspec.Struct, frozen=True):
    """Log-odds for each sign.

    Attributes:
        least: Chance from which a pair is shown.
        bias: What every pair starts from.
        points: For each sign what one unit of it adds.
    """

    least: float
    bias: float
    points: dict[str, float]


@cache
def read_points(name: str) -> dict[str, Points]:
    """Decode a table of models kept beside this module.

    Args:
        name: File name without `.toml`.
    """
    text = (resources.files("recoupe.text.matching") / f"{name}.toml").read_text("utf-8")
    return msgspec.convert(tomllib.loads(text), type=dict[str, Points])


def chance_of(points: Points, signs: Mapping[str, float]) -> float:
    """Probability for one pair; a sign that is not there counts 0.

    Example:
        >>> chance_of(Points(0.5, -1.0, {"same_noun": 1.0}), {"same_noun": 1.0})
        0.5
    """
    total = points.bias + sum(weight * signs.get(name, 0.0) for name, weight in points.points.items())
    return 1 / (1 + math.exp(-total))


def chances_of(points: Points, signs: Mapping[str, npt.NDArray[Any]]) -> npt.NDArray[np.float64]:
    """Probability for each of many pairs, one at least of whose signs counts; see `chance_of`."""
    columns = [weight * signs[name].astype(np.float64) for name, weight in points.points.items()]
    return np.asarray(1 / (1 + np.exp(-(points.bias + sum(columns)))), dtype=np.float64)
