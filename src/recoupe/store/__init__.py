"""Where everything a run finds is kept."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from recoupe.errors import StoreError

if TYPE_CHECKING:
    from recoupe.store.port import Store

__all__ = ["open_store"]


def open_store(location: str, *, create: bool = True) -> Store:
    """Open the store that a location names.

    Args:
        location: Path of a SQLite file.
        create: Whether to make one where there is none; commands that only read do not.

    Raises:
        SchemaMismatch: If another version of the program wrote it.
        StoreError: If there is none and none is to be made, or if it cannot be opened.
    """
    if location.startswith(("postgresql://", "postgres://")):
        raise StoreError("PostgreSQL is not yet in this version; give the path of a file")
    if not create and not Path(location).exists():
        raise StoreError(f"no store at {location}; fill one with: recoupe run PATH… --store {location}")
    from recoupe.store.sqlite import SqliteStore  # for those who only ask for help

    return SqliteStore(location)
