"""Settings: recoupe.toml < RECOUPE_* environment < command line."""

from __future__ import annotations

import msgspec


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a user may set."""

    store: str = "recoupe.db"
    processes: int = 0
    models: dict[str, str] = {}
