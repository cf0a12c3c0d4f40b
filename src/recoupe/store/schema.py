"""The schema of the SQLite file: opened, made, brought up to date from the scripts in `sql/`."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

from recoupe.errors import SchemaMismatch, StoreError
from recoupe.text.searching import name_keys, stems

SCHEMA = 8  # number of the newest file in `sql/`
APPLICATION_ID = 0x5245434F  # « RECO », in the file's header
CACHE_KB = 16_000  # each record goes into up to six indexes, at a random place: with 2 MB most is read again
BUSY_TIMEOUT_S = 30.0  # a commit of another process takes milliseconds; longer means that it hangs


def connect(path: Path) -> sqlite3.Connection:
    """Open a database file, made if there is none.

    Raises:
        StoreError: If its folder does not exist or may not be written.
    """
    try:
        # closed by whoever closes the store, which need not be the thread that opened it
        db = sqlite3.connect(path, timeout=BUSY_TIMEOUT_S, isolation_level=None, check_same_thread=False)
        db.create_function("stems", 2, stems, deterministic=True)
        db.create_function("name_keys", 2, _name_keys, deterministic=True)
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA synchronous = NORMAL")
        db.execute("PRAGMA temp_store = MEMORY")  # else each story's trigger writes pages to a file beside
        db.execute(f"PRAGMA cache_size = -{CACHE_KB}")
    except sqlite3.DatabaseError as error:
        raise StoreError(f"{path} cannot be opened as a store: {error}") from error
    return db


def _name_keys(name: str | None, aliases: str | None) -> str:
    """Keys of an entity's names, as JSON; `aliases` are JSON too."""
    return json.dumps(name_keys([name or "", *json.loads(aliases or "[]")]))


def migrate(path: Path) -> tuple[int, int]:
    """Bring an older file up to this program's schema.

    Returns:
        Version before and after.

    Raises:
        SchemaMismatch: If a newer program wrote the file.
        StoreError: If it is no store.
    """
    db = connect(path)
    try:
        found = _upgrade(db, path)
    except sqlite3.Error as error:
        raise StoreError(f"{path} cannot be migrated: {error}") from error
    finally:
        db.close()
    return found, SCHEMA


def prepare(db: sqlite3.Connection, path: Path) -> None:
    """Make the tables in an empty file, check the version of any other.

    Raises:
        SchemaMismatch: If another version of the program wrote it.
        StoreError: If it is a database of something else.
    """
    found = _version(db, path)
    if found == 0:
        _upgrade(db, path)
    elif found != SCHEMA:
        raise SchemaMismatch(found, SCHEMA, str(path))


def _version(db: sqlite3.Connection, path: Path) -> int:
    """Schema version of a file, 0 of an empty one."""
    (found,) = db.execute("PRAGMA user_version").fetchone()
    (owner,) = db.execute("PRAGMA application_id").fetchone()
    filled = db.execute("SELECT 1 FROM sqlite_master").fetchone() is not None
    if (found or filled) and owner != APPLICATION_ID:
        raise StoreError(f"{path} is a database, but no recoupe store")
    return int(found)


def _upgrade(db: sqlite3.Connection, path: Path) -> int:
    """Run the scripts that a file lacks, all or none; two processes may try at once.

    Returns:
        The version before.
    """
    db.execute("BEGIN IMMEDIATE")
    try:
        found = _version(db, path)
        if found > SCHEMA:
            raise SchemaMismatch(found, SCHEMA, str(path))
        for number in range(found + 1, SCHEMA + 1):
            for statement in _statements(_script(number)):
                db.execute(statement)
        db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        db.execute(f"PRAGMA user_version = {SCHEMA}")
        db.execute("COMMIT")
    finally:
        if db.in_transaction:
            db.execute("ROLLBACK")
    return found


def _script(number: int) -> str:
    """The common and the SQLite part of one migration."""
    folder = resources.files("recoupe") / "store" / "sql"
    files = [f for part in (folder, folder / "sqlite") for f in part.iterdir() if f.is_file()]
    return "\n".join(f.read_text("utf-8") for f in files if f.name.startswith(f"{number:04}_"))


def _statements(script: str) -> Iterator[str]:
    """Cut a script into statements (a trigger holds semicolons)."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
