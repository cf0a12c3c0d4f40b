"""Table of stop words, number words and units, as its TOML file must look."""

from __future__ import annotations

import msgspec


class WordTable(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Stop words, number words and units of one language."""
