"""Figures in running text, in digits or in words, with the thing they count."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from functools import cached_property
from typing import NamedTuple

import msgspec

from recoupe.text.numerals import Numeral, Numerals, either, find_numerals, plain
from recoupe.text.similarity import fold

# what may stand before the next word: the dot of « am 12. März », never a comma or a bracket
GAP = r"(?:\.(?=\s))?[\s'’«»“”„\"‑-]*"
NEXT = re.compile(rf"{GAP}(?P<word>[^\W\d_]+)")
WORD = re.compile(r"[^\W\d_]+|\d+")
BEFORE = 40  # characters in which the two words before a figure stand
N_BEFORE = 2  # « près de 300 », « au moins trente »
REACH = 4  # words after a figure among which what it counts is looked for
ROUNDING = (
    0.03  # « 230 000 » for 231 400, « 1,8 million » for 1,79: within 3 % a figure is rounded, not another
)
BLUR = 0.2  # « une trentaine » for 31 or 26
STEM = 5  # letters that « manquement », « manquements » share
MONEY = "money"
YEAR = re.compile(r"(?:19|20)\d\d")


class Quantity(msgspec.Struct, frozen=True):
    """A figure of a text.

    Attributes:
        start, end: Offsets of the figure itself, without what it counts.
        unit: Id of a known unit (« EUR », « % », « dead »), else the folded beginning of the next content
            word (« manqu »), "" where a clause ends.
        approximate: The text blurs it (« environ 30 », « une trentaine »).
        kind: What a known unit measures (« money »), "" for other units.
    """

    start: int
    end: int
    value: float
    unit: str
    approximate: bool
    kind: str = ""


class Unit(NamedTuple):
    """A known unit, and what it measures: "" for what is also counted by other words."""

    id: str
    kind: str


class Units(msgspec.Struct, frozen=True, eq=False, dict=True):
    """Known units in every language, by their forms; a form that ends in « - » is the beginning of words."""

    forms: Mapping[str, Unit] = {}

    @cached_property
    def stems(self) -> Mapping[str, Unit]:
        """Units by the beginnings of words."""
        return {form[:-1]: unit for form, unit in self.forms.items() if form.endswith("-")}

    @cached_property
    def behind(self) -> re.Pattern[str]:
        """A unit right after a figure."""
        whole = [form for form in self.forms if not form.endswith("-")]
        return re.compile(
            rf"{GAP}(?P<unit>(?:{either(whole)})(?!\w|['’]\w)|(?:{either(self.stems)})\w*)", re.IGNORECASE
        )

    @cached_property
    def ahead(self) -> re.Pattern[str]:
        """A currency right before a figure: « $ », « EUR », never « euro »."""
        signs = [form for form, unit in self.forms.items() if unit.kind == MONEY and form == form.upper()]
        return re.compile(rf"(?<!\w)(?P<unit>{either(signs)})\s?$")

    def find(self, text: str, at: int) -> tuple[Unit, int] | None:
        """The unit that stands at a place, and where it ends."""
        m = self.behind.match(text, at)
        if m is None:
            return None
        word = plain(m["unit"])
        found = self._lower.get(word) or max((s, u) for s, u in self.stems.items() if word.startswith(s))[1]
        return found, m.end()

    def find_before(self, text: str, at: int) -> Unit | None:
        """The currency that stands right before a place."""
        m = self.ahead.search(text[max(0, at - 5) : at])
        return self.forms[m["unit"]] if m else None

    @cached_property
    def _lower(self) -> Mapping[str, Unit]:
        return {plain(form): unit for form, unit in self.forms.items()}


class Counting(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """The words a language counts with; digits alone for a language that is not known.

    Attributes:
        numerals: What figures are made of.
        blurring: Words that make a figure approximate when they stand before it (« environ »).
        skipped: Words without content; passed over between a figure and its unit (« 12 de ces agents »).
        passed: More words passed over there, in a language without a list of those (« von », « из »).
        units: Known units.
    """

    numerals: Numerals = Numerals()
    blurring: frozenset[str] = frozenset()
    skipped: frozenset[str] = frozenset()
    passed: frozenset[str] = frozenset()
    units: Units = Units()


def quantities(text: str, counting: Counting) -> list[Quantity]:
    """Find every figure but zero and one, in digits or words; `text` is one sentence or less.

    Ordinals and what is between zero and one in words (« half ») are no figures.

    Example:
        >>> words = Counting(numerals=Numerals(numbers={"vingt": 20, "trois": 3}))
        >>> [(q.value, q.unit) for q in quantities("vingt-trois tonnes et 4 300 litres", words)]
        [(23.0, 'tonne'), (4300.0, 'litre')]
    """
    return list(_quantities(text, counting))


def _quantities(text: str, counting: Counting) -> Iterator[Quantity]:
    found = list(find_numerals(text, counting.numerals))
    starts = {x.start for x in found}
    after = 0  # « pour cent » holds a number word
    for x in found:
        if x.start < after:
            continue
        unit, after = _unit(text, x, counting, starts)
        if x.value > 1 or 0 < x.value < 1:
            yield Quantity(
                start=x.start,
                end=x.end,
                value=x.value,
                unit=unit.id,
                approximate=x.blurred or _is_blurred(text, x.start, counting.blurring),
                kind=unit.kind,
            )


def _is_blurred(text: str, at: int, blurring: frozenset[str]) -> bool:
    return not blurring.isdisjoint(WORD.findall(text[max(0, at - BEFORE) : at].lower())[-N_BEFORE:])


def _unit(text: str, x: Numeral, counting: Counting, starts: Collection[int]) -> tuple[Unit, int]:
    """What a figure counts, and where that ends if it is known."""
    if price := counting.units.find_before(text, x.start):
        return price, x.end
    at = x.end
    for _ in range(REACH):
        if known := counting.units.find(text, at):
            is_year = known[0].id == "year" and YEAR.fullmatch(text, x.start, x.end)  # « в 2025 году »
            return (Unit("", ""), x.end) if is_year else known
        m = NEXT.match(text, at)
        if m is None or m.start("word") in starts:
            break
        word = m["word"]
        if word.lower() not in counting.skipped and word.lower() not in counting.passed:
            return Unit(fold(word)[:STEM], ""), x.end
        at = m.end()
    return Unit("", ""), x.end


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


def are_apart(x: Quantity, y: Quantity) -> bool:
    """Do two figures measure what cannot be compared: dollars and euros, dead and hurt, tonnes and days?"""
    return bool(x.kind and y.kind) and x.unit != y.unit
