"""Settings: recoupe.toml < RECOUPE_* environment < command line.

A file holds them under their names, models in a table of their own:

    store = "veille.db"
    processes = 2

    [models]
    fr = "fr_core_news_md"
    de = "rules"

In the environment the same are `RECOUPE_STORE`, `RECOUPE_PROCESSES` and `RECOUPE_MODELS_FR`.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from recoupe.errors import SettingsError
from recoupe.nlp.spacy import MODELS

FILE = "recoupe.toml"
PREFIX = "RECOUPE_"
TABLES = ("models",)  # settings that are tables: their keys are chosen by the user
MAX_DELAY_S = 3600.0
LANGUAGE = re.compile(r"[a-z]{2,3}")  # « fr »


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a user may set.

    Attributes:
        store: Path of the store.
        decisions: File of a person's decisions; empty for the one beside the store.
        processes: Worker processes; 0 leaves it to the number of pages and cores, 1 works in this process.
        outlets: File of your own outlets, families and agencies; empty for none beside the shipped ones.
        delay_s: Seconds between two requests to one host, at least; a robots.txt may ask for more.
        allow_private: Hosts (`name`, `name:port`), addresses and networks (`10.2.0.0/16`) that may be fetched
            from although they are private, with spaces between them; by default none may.
        models: spaCy package by language code, `rules` for none; a language without an entry has none.
    """

    store: str = "recoupe.sqlite"
    decisions: str = ""
    processes: int = 0
    outlets: str = ""
    delay_s: float = 1.0
    allow_private: str = ""
    models: dict[str, str] = msgspec.field(default_factory=lambda: dict(MODELS))

    def __post_init__(self) -> None:
        if self.processes < 0:
            raise ValueError("a number of processes, or 0 to leave it to the program")
        if not 0 <= self.delay_s <= MAX_DELAY_S:
            raise ValueError(f"a pause of 0 to {MAX_DELAY_S:g} seconds")
        if not self.store:
            raise ValueError("an empty path")
        for code in self.models:
            if not LANGUAGE.fullmatch(code):
                raise ValueError(f"{code!r} is no language code")


class Loaded(msgspec.Struct, frozen=True):
    """Settings, and where each value comes from.

    Attributes:
        origins: By key (`store`, `models.fr`): `default`, `recoupe.toml:3`, `RECOUPE_STORE` or
            `command line`.
    """

    settings: Settings
    origins: dict[str, str]


def load(
    *,
    file: Path | None = None,
    environ: Mapping[str, str] | None = None,
    overrides: Mapping[str, object] | None = None,
) -> Loaded:
    """Read the settings in force.

    Args:
        file: Settings file, which must exist; None reads `recoupe.toml` of the working directory if
            there is one.
        environ: Environment; None is the process's own. Names of the environment that are no setting are
            nobody's mistake and are passed over.
        overrides: From the command line, by key; None values are as if not given.

    Raises:
        SettingsError: If a key is unknown or a value does not fit; names file (or variable), line and key.
    """
    entries = [
        *_defaults(),
        *_from_file(file),
        *_from_environment(os.environ if environ is None else environ),
        *(
            _Entry(key, value, "command line")
            for key, value in (overrides or {}).items()
            if value is not None
        ),
    ]
    values: dict[str, Any] = {}
    origins: dict[str, str] = {}
    for entry in entries:
        values = _with(values, entry)
        origins[entry.key] = entry.file if entry.line is None else f"{entry.file}:{entry.line}"
    return Loaded(msgspec.convert(values, Settings), dict(sorted(origins.items())))


class _Entry(msgspec.Struct, frozen=True):
    """One value that somebody gave: a dotted key, and where it stands."""

    key: str
    value: object
    file: str
    line: int | None = None


def _defaults() -> Iterator[_Entry]:
    for key, value in msgspec.to_builtins(Settings()).items():
        for dotted, one in _flat(key, value):
            yield _Entry(dotted, one, "default")


def _from_file(file: Path | None) -> Iterator[_Entry]:
    path = Path(FILE) if file is None else file
    try:
        text = path.read_text("utf-8")
        table = tomllib.loads(text)
    except FileNotFoundError as missing:
        if file is None:
            return
        raise SettingsError("no such file", file=str(path)) from missing
    except (OSError, UnicodeDecodeError) as unreadable:
        raise SettingsError(f"cannot be read: {unreadable}", file=str(path)) from unreadable
    except tomllib.TOMLDecodeError as broken:
        line = re.search(r"line (\d+)", str(broken))  # « Invalid value (at line 3, column 9) »
        raise SettingsError(str(broken), file=str(path), line=int(line[1]) if line else None) from broken
    for key, value in table.items():
        for dotted, one in _flat(key, value):
            yield _Entry(dotted, one, str(path), _line_of(text, dotted))


def _from_environment(environ: Mapping[str, str]) -> Iterator[_Entry]:
    for name, value in sorted(environ.items()):
        key = name.removeprefix(PREFIX).lower()
        for table in TABLES:
            if key.startswith(f"{table}_"):
                key = f"{table}.{key.removeprefix(f'{table}_')}"
        if name.startswith(PREFIX) and key.split(".")[0] in Settings.__struct_fields__:
            yield _Entry(key, value, name)


def _flat(key: str, value: object) -> Iterator[tuple[str, object]]:
    """A table's entries under dotted keys; any other value under its own."""
    if key in TABLES and isinstance(value, dict):
        for inner, one in value.items():
            yield f"{key}.{inner}", one
    else:
        yield key, value


def _line_of(text: str, key: str) -> int | None:
    """Line of a key in a TOML file, counted from 1; None where it is written in another way."""
    *tables, name = key.split(".")
    wanted, table = ".".join(tables), ""
    for number, line in enumerate(text.splitlines(), 1):
        if header := re.match(r"\s*\[+\s*([\w.-]+)", line):  # « [models] »
            table = header[1]
        elif re.match(rf"""\s*["']?{re.escape(name)}["']?\s*=""", line) and table == wanted:  # « fr = "…" »
            return number
        if table and table.split(".")[0] == name:
            return number
    return None


def _with(values: Mapping[str, Any], entry: _Entry) -> dict[str, Any]:
    """Values with one more, checked.

    Raises:
        SettingsError: If there is no such key, or the value does not fit.
    """
    key, _, inner = entry.key.partition(".")
    if key not in Settings.__struct_fields__:
        known = ", ".join(Settings.__struct_fields__)
        raise _wrong(f"no such setting; there are: {known}", entry)
    value = {**values.get(key, {}), inner: entry.value} if inner else entry.value
    out = {**values, key: value}
    try:
        msgspec.convert(out, Settings, strict=entry.line is not None)  # the environment knows only words
    except msgspec.ValidationError as error:
        raise _wrong(str(error).split(" - at ")[0], entry) from error
    return msgspec.to_builtins(msgspec.convert(out, Settings, strict=False))  # type: ignore[no-any-return]


def _wrong(message: str, entry: _Entry) -> SettingsError:
    return SettingsError(message, file=entry.file, line=entry.line, key=entry.key)
