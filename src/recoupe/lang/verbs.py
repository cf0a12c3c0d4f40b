"""Table of predicate classes and PLOVER types, as its TOML file must look."""

from __future__ import annotations

import msgspec


class VerbTable(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Predicate classes and PLOVER types of one language."""
