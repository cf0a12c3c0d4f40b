"""Table of rules and words of time expressions, as its TOML file must look."""

from __future__ import annotations

import msgspec


class TimexTable(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Rules and words of time expressions of one language."""
