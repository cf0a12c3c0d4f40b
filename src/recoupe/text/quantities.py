"""Figures in running text, in digits or in words, with the thing they count."""

from __future__ import annotations

import re
from collections.abc import Mapping

import msgspec

from recoupe.text.similarity import fold

# "31", "4 387", "230 000", "25.000", "1,234", "3,4", "2.7"; white space or a mark between groups of three
DIGITS = r"\d{1,3}(?:[\s.,]\d{3})+(?:[.,]\d+)?(?!\d)|\d+(?:[.,]\d+)?"
# a figure or a word: « 8 h 30 », « vingt-trois », « l'usine »
TOKEN = re.compile(rf"(?P<figure>{DIGITS})|(?P<word>[^\W\d_]+)|(?P<percent>%)")
# "25 000", "1.234.567", "1,234": every group after the first has three digits
GROUPED = re.compile(r"\d{1,3}([\s.,])\d{3}(?:\1\d{3})*(?:[.,]\d+)?")
HUNDRED = 100  # from « cent » on, a number word multiplies what stands before it
ROUNDING = (
    0.03  # « 230 000 » for 231 400, « 1,8 million » for 1,79: within 3 % a figure is rounded, not another
)
BLUR = 0.2  # « une trentaine » for 31 or 26
STEM = 5  # letters that « manquement », « manquements » or « euro », « euros » share


class Quantity(msgspec.Struct, frozen=True):
    """A figure of a text.

    Attributes:
        start, end: Offsets of the figure itself, without what it counts.
        unit: Folded beginning of the next content word (« manqu », « % »), "" at a sentence's end.
        approximate: The text blurs it (« environ 30 », « une trentaine »).
    """

    start: int
    end: int
    value: float
    unit: str
    approximate: bool


class Counting(msgspec.Struct, frozen=True, kw_only=True):
    """The words a language counts with; all empty for a language without a pack.

    Attributes:
        numbers: Number words and their values.
        joining: Words inside a figure (« vingt et un »).
        blurring: Words that make a figure approximate, before it or being it (« environ », « trentaine »).
        skipped: Words passed over between a figure and its unit (« 12 de ces agents »).
    """

    numbers: Mapping[str, int] = {}
    joining: frozenset[str] = frozenset()
    blurring: frozenset[str] = frozenset()
    skipped: frozenset[str] = frozenset()


def quantities(text: str, counting: Counting) -> list[Quantity]:
    """Find every figure above one, in digits or words; `text` is one sentence or less.

    Example:
        >>> words = Counting(numbers={"vingt": 20, "trois": 3})
        >>> [(q.value, q.unit) for q in quantities("vingt-trois tonnes et 4 300 euros", words)]
        [(23.0, 'tonne'), (4300.0, 'euros')]
    """
    words = list(TOKEN.finditer(text))
    out: list[Quantity] = []
    k = 0
    while k < len(words):
        value, stop = _figure(words, k, counting)
        if value > 1:
            around = {w.group().lower() for w in words[max(0, k - 2) : stop]}
            out.append(
                Quantity(
                    start=words[k].start(),
                    end=words[stop - 1].end(),
                    value=value,
                    unit=_unit(words[stop : stop + 4], counting.skipped),
                    approximate=bool(around & counting.blurring),
                )
            )
        k = stop
    return out


def are_rival(x: Quantity, y: Quantity) -> bool:
    """Two figures of one unit that cannot both be right: further apart than rounding or blurring explains.

    Example:
        >>> words = Counting(blurring=frozenset({"environ"}))
        >>> [a], [b], [c] = (quantities(t, words) for t in ("23 lots", "32 lots", "environ 26 lots"))
        >>> are_rival(a, b), are_rival(a, c)
        (True, False)
    """
    if not x.unit or x.unit != y.unit:
        return False
    low, high = sorted((x.value, y.value))
    slack = BLUR if x.approximate or y.approximate else ROUNDING
    return high - low > slack * high


def _figure(words: list[re.Match[str]], k: int, counting: Counting) -> tuple[float, int]:
    """Value of the figure that begins at word `k` and the index after it; 0 when none begins there."""
    parts: list[float] = []
    at = k
    while at < len(words):
        value = _value(words[at], counting)
        if value is None:
            joined = parts and words[at].group().lower() in counting.joining
            if not (joined and at + 1 < len(words) and _adds(parts, _value(words[at + 1], counting))):
                break
        elif not parts or _adds(parts, value) or _multiplies(parts, value):
            _take(parts, value)
        else:
            break
        at += 1
    return (float(sum(parts)), at) if parts else (0.0, k + 1)


def _value(word: re.Match[str], counting: Counting) -> float | None:
    if word["figure"]:
        return read_digits(word["figure"])
    return counting.numbers.get(word.group().lower())


def _adds(parts: list[float], value: float | None) -> bool:
    """« soixante » and « onze », « mille » and « deux »: a smaller figure after a round one."""
    return value is not None and 0 < value < parts[-1] and parts[-1] % 10 == 0


def _multiplies(parts: list[float], value: float) -> bool:
    """« quatre » and « vingts », « deux » and « cents », « 1,5 » and « million »."""
    return value >= HUNDRED or (parts[-1], value) == (4, 20)


def _take(parts: list[float], value: float) -> None:
    if not parts or _adds(parts, value):
        parts.append(value)
    elif value == HUNDRED:
        parts[-1] *= value
    else:
        smaller = [p for p in parts if p < value]
        parts[:] = [p for p in parts if p >= value] + [sum(smaller) * value]


def read_digits(figure: str) -> float:
    """Value of a figure in digits: groups of three are thousands, what follows another mark is decimals.

    Example:
        >>> read_digits("25 000"), read_digits("1,234"), read_digits("3,4"), read_digits("54.1")
        (25000.0, 1234.0, 3.4, 54.1)
    """
    if m := GROUPED.fullmatch(figure):
        whole = re.sub(re.escape(m[1]), "", figure) if not m[1].isspace() else re.sub(r"\s", "", figure)
        return float(whole.replace(",", "."))
    return float(figure.replace(",", "."))


def _unit(after: list[re.Match[str]], skipped: frozenset[str]) -> str:
    for word in after:
        if word["percent"]:
            return "%"
        if word["figure"]:
            return ""
        if word["word"].lower() not in skipped:
            return fold(word["word"])[:STEM]
    return ""
