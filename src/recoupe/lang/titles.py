"""Table of role nouns, civil titles, demonyms and metonyms, as its TOML file must look."""

from __future__ import annotations

import msgspec


class TitleTable(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Role nouns, civil titles, demonyms and metonyms of one language."""
