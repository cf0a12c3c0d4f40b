"""Table of stop words, as its TOML file must look."""

from __future__ import annotations

import msgspec


class WordTable(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Function words of one language.

    Attributes:
        stop: Words without content of their own (articles, pronouns, prepositions, auxiliaries…),
            lower-cased, elided forms without their apostrophe (« l », « qu »).
    """

    stop: frozenset[str]
