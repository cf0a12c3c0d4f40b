"""Table of number words, as its TOML file must look."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from recoupe.text.numerals import Numerals

ByValue = dict[str, tuple[str, ...]]


class NumberExample(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A text and the figure found in it.

    Attributes:
        text: A few words of our own.
        found: The words of its one figure; "" when it holds none.
        value: Value of that figure.
        unit: What it counts, as `Quantity.unit`.
        about: Whether the text blurs it.
    """

    text: str
    found: str = ""
    value: float = 0.0
    unit: str = ""
    about: bool = False


class NumberTable(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, eq=False):
    """Number words of one language; tables of words by their value (« "30" = ["trente"] »).

    Attributes:
        decimal: The mark before decimals.
        glued: Whether numbers are written as one word (« dreiundzwanzig »).
        joining: Words between a ten and what is added to it (« vingt et un »).
        following: Words between hundreds or thousands and what is added to them (« two hundred and six »).
        linking: Words between a collective and its scale (« une dizaine de milliers »).
        blurring: Words that make a figure approximate when they stand before it (« environ »).
        passed: Words passed over between a figure and what it counts, in a language without stop words.
        vague: Forms that are no figure without a number before them (« des milliers »).
        governing: Words after which such a form is one all the same (« более тысячи »).
        several: Words after which a scale alone is none (« several hundred »).
        halves: Words that add a half (« et demi »).
        joints: What joins the parts of a word (« und »).
        ordinal_digits: Regular expression of what makes digits an ordinal, right behind them (« 21st »).
        ordinal_words: Regular expression of a word that makes a number before it one (« vingt-deuxième »).
        numbers: Words that count by themselves (« trente » 30, « doscientos » 200).
        scales: Words that multiply what stands before them (« cent », « mille »).
        short: Abbreviated scales in this case (« Mio »); of one letter behind digits alone (« 3 M »).
        priced: Such behind a price alone (« £5m »).
        collectives: Round figures that are nouns (« trentaine » 30, « Dutzend » 12).
        inside: What stands for a number only in words written as one (« cent » of « centotto »).
        example: What must be found.
    """

    decimal: str = ""
    glued: bool = False
    joining: frozenset[str] = frozenset()
    following: frozenset[str] = frozenset()
    linking: frozenset[str] = frozenset()
    blurring: frozenset[str] = frozenset()
    passed: frozenset[str] = frozenset()
    vague: frozenset[str] = frozenset()
    governing: frozenset[str] = frozenset()
    several: frozenset[str] = frozenset()
    halves: frozenset[str] = frozenset()
    joints: frozenset[str] = frozenset()
    ordinal_digits: str = ""
    ordinal_words: str = ""
    numbers: ByValue = {}
    scales: ByValue = {}
    short: ByValue = {}
    priced: ByValue = {}
    collectives: ByValue = {}
    inside: ByValue = {}
    example: tuple[NumberExample, ...] = ()


def numerals(table: NumberTable) -> Numerals:
    """What the figures of a language are made of.

    Example:
        >>> numerals(NumberTable(numbers={"2": ("deux",)})).numbers
        {'deux': 2.0}
    """
    held = {name: getattr(table, name) for name in Numerals.__struct_fields__}
    read: dict[str, Any] = {n: _by_word(x) if isinstance(x, dict) else x for n, x in held.items()}
    return Numerals(**read)


def _by_word(by_value: Mapping[str, tuple[str, ...]]) -> dict[str, float]:
    return {word: float(value) for value, words in by_value.items() for word in words}
