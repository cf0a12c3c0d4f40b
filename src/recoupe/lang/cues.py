"""Table of words that report, as its TOML file must look."""

from __future__ import annotations

import msgspec


class CueTable(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Words that report of one language."""
