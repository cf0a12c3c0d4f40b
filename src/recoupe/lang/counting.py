"""What an article's language counts with: its number words, and the units of all languages."""

from __future__ import annotations

from functools import cache, lru_cache

import msgspec

from recoupe.lang.numbers import NumberTable, numerals
from recoupe.lang.pack import LanguagePack, read_table
from recoupe.text.quantities import Counting, Unit, Units

COUNTED = ("de", "es", "it", "nl", "pt", "ru", "uk")  # languages with number words and without a pack


class KnownUnit(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One unit, and how the languages write it.

    Attributes:
        id: « EUR », « km », « dead ».
        kind: What it measures: figures in two units of kinds never are one figure. "" for what is also
            counted in other words (14 dead may be « 14 persons »).
        forms: In any language; one that ends in « - » is the beginning of words (« доллар- »). A currency in
            capitals or as a sign also stands before its figure.
        example: Words of our own in which it is found.
    """

    id: str
    forms: tuple[str, ...]
    example: str
    kind: str = ""


class UnitTable(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All units of the file."""

    unit: tuple[KnownUnit, ...]


@cache
def units() -> Units:
    """Units by their forms.

    Raises:
        LexiconError: As `read_table`.
    """
    table = read_table("any", "units", UnitTable)
    return Units({form: Unit(unit.id, unit.kind) for unit in table.unit for form in unit.forms})


def counting(language: str, pack: LanguagePack | None) -> Counting:
    """The words an article is counted with.

    Args:
        language: ISO 639-1 code of the article.
        pack: The article's pack, the fallback of a language that has none, or None.

    Returns:
        The pack's own words when it speaks the language; else the table shipped for the language; digits and
        units alone when there is neither, so that no French word is read into another language.
    """
    if pack is not None and pack.code == language:
        return _of(pack.numbers, pack.words.stop)
    return _foreign(language)


@cache
def _foreign(language: str) -> Counting:
    table = read_table(language, "numbers", NumberTable) if language in COUNTED else NumberTable()
    return _of(table, frozenset())


@lru_cache(maxsize=32)  # a table is compiled once in a process
def _of(table: NumberTable, stop: frozenset[str]) -> Counting:
    return Counting(
        numerals=numerals(table), blurring=table.blurring, skipped=stop, passed=table.passed, units=units()
    )
