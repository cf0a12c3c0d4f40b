"""Table of words that weaken, deny or plan, as its TOML file must look."""

from __future__ import annotations

import msgspec


class ModalityTable(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Words that weaken, deny or plan of one language."""
