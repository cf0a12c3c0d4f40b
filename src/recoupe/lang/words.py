"""Table of stop words and number words, as its TOML file must look."""

from __future__ import annotations

import msgspec


class WordTable(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Function words and number words of one language.

    Attributes:
        stop: Words without content of their own (articles, pronouns, prepositions, auxiliaries…),
            lower-cased, elided forms without their apostrophe (« l », « qu »).
        numbers: Number words and their value (« trente » 30); collective ones by their round figure
            (« dizaine » 10).
    """

    stop: frozenset[str]
    numbers: dict[str, int] = {}
