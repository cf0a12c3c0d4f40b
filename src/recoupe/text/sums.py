"""A figure put together word by word: « deux », « cent », « mille » are 200,000."""

from __future__ import annotations

import math
from typing import Literal

import msgspec

HUNDRED = 100
SCORES = frozenset({60.0, 80.0})  # « soixante-douze », « quatre-vingt-dix-sept » count on past nine
TEENS_END = 20

Kind = Literal["digits", "number", "scale", "collective", "half"]


class Word(msgspec.Struct, frozen=True):
    """A word or a group of digits that figures are made of."""

    start: int
    end: int
    kind: Kind
    value: float
    text: str


class Sum:
    """A figure as far as it has been read: what its scales made, and the group that waits for one."""

    def __init__(self) -> None:
        self.total = 0.0
        self.group: float | None = None
        self.least = math.inf  # the last scale
        self.tail = 0.0  # the last number added to the group
        self.last: Kind | None = None

    @property
    def value(self) -> float:
        """What has been read so far."""
        return self.total + (self.group or 0.0)

    def takes(self, word: Word) -> bool:
        """Add a word if it goes on with the figure."""
        add = {
            "digits": self._digits,
            "number": self._number,
            "scale": self._scale,
            "collective": self._collective,
            "half": self._half,
        }[word.kind]
        if not add(word.value):
            return False
        self.last = word.kind
        return True

    def follows_ten(self) -> bool:
        """Does a ten wait for what is added to it?"""
        return self.group is not None and self.last == "number" and self.tail % HUNDRED != 0

    def _digits(self, value: float) -> bool:
        if self.last is not None and self.group is not None:
            return False
        self.group = self.tail = value
        return True

    def _number(self, value: float) -> bool:
        if self.group is None:
            if value >= self.least:
                return False
            self.group = self.tail = value
        elif value < 1 and self.group == 1 and self.last == "number":  # « une demi », « eine halbe »
            self.group = value
        elif self.last in {"number", "scale"} and _adds(self.tail, value):
            self.group += value
            self.tail = value
        else:
            return False
        return True

    def _scale(self, value: float) -> bool:
        if value == HUNDRED:
            return self._hundred()
        if self.group is None and self.total == 0:
            self.total = value
        elif value < self.least and self.group is not None:
            self.total += self.group * value
        elif value > self.least and self.total:
            self.total = self.value * value  # « dos mil millones »
        else:
            return False
        self.group, self.least = None, value
        return True

    def _hundred(self) -> bool:
        if self.group is None:
            if self.least <= HUNDRED:
                return False
            self.group = self.tail = HUNDRED
            return True
        if self.last != "number" or not 1 <= self.group < HUNDRED:  # never « 25 cents »
            return False
        self.group *= HUNDRED
        self.tail = self.group
        return True

    def _collective(self, value: float) -> bool:
        if self.total or (self.group is not None and self.group >= HUNDRED):
            return False
        self.group = self.tail = value * (1 if self.group is None else self.group)
        return True

    def _half(self, value: float) -> bool:
        if self.group is not None and self.last in {"number", "digits"}:
            self.group += value
        elif self.group is None and self.total:
            self.total += value * self.least
        else:
            return False
        return True


def _adds(tail: float, value: float) -> bool:
    """« soixante » and « onze », « deux cents » and « six »: a figure that fills the zeros before it."""
    if tail != int(tail) or value < 1:
        return False
    zeros = len(str(int(tail))) - len(str(int(tail)).rstrip("0"))
    return value < 10**zeros or (tail in SCORES and value < TEENS_END)
