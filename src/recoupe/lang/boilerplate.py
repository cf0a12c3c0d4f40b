"""Table of lines and phrases that are never the article, as its TOML file must look."""

from __future__ import annotations

import msgspec


class BoilerplateTable(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Lines and phrases that are never the article of one language."""
