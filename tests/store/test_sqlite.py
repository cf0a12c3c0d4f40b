from __future__ import annotations

import sqlite3
import threading
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from recoupe.errors import SchemaMismatch, StoreBusy, StoreError
from recoupe.records import Article, Signature, Story
from recoupe.store import open_store, schema
from recoupe.store.kinds import KINDS, encode
from recoupe.store.port import Store, Unit
from recoupe.store.sqlite import SqliteStore
from tests.bench.stream import Stream
from tests.store.contract import StoreContract, make_article, make_page, make_story
from tests.store.listing import ListingContract


class TestSqliteStore(StoreContract, ListingContract):
    @pytest.fixture
    def store(self, tmp_path: Path) -> Iterator[Store]:
        with SqliteStore(tmp_path / "recoupe.db") as store:
            yield store


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "recoupe.db"


def test_keeps_everything_after_closing(path: Path) -> None:
    with SqliteStore(path) as store:
        store.commit("stories", 1, Unit("a", "1"), [make_story("un")])
    with SqliteStore(path) as store:
        assert store.one(Story, "story-un") == make_story("un")
        assert store.pending("stories", 1, [Unit("a", "1")]) == []


def test_keeps_equal_bytes_once(path: Path) -> None:
    with SqliteStore(path) as store:
        store.put_pages([make_page("un", outlet="A"), make_page("un", outlet="B")])
    with sqlite3.connect(path) as db:
        assert db.execute("SELECT count(*) FROM page").fetchone() == (2,)
        assert db.execute("SELECT count(*) FROM raw").fetchone() == (1,)
    db.close()


def test_writes_nothing_of_a_batch_that_breaks(path: Path) -> None:
    def pages() -> Iterator[object]:
        yield make_page("un")
        raise KeyboardInterrupt

    with SqliteStore(path) as store:
        with pytest.raises(KeyboardInterrupt):
            store.put_pages(pages())  # type: ignore[arg-type]
        assert store.outputs("read") == {}


def test_every_kind_has_its_table(path: Path) -> None:
    SqliteStore(path).close()
    db = sqlite3.connect(path)
    tables = {name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    for kind in KINDS.values():
        columns = {row[1] for row in db.execute(f"PRAGMA table_xinfo({kind.table})")}
        assert {"id", "position", "body", "stage", "unit_id"} <= columns
        assert kind.owner is None or kind.owner in columns
    assert {kind.table for kind in KINDS.values()} <= tables
    db.close()


def test_shows_fields_as_columns(path: Path) -> None:
    with SqliteStore(path) as store:
        store.commit("clean", 1, Unit("p", "1"), [make_article("La route est fermée.")])
    db = sqlite3.connect(path)
    row = db.execute("SELECT outlet, headline, language, text FROM article").fetchone()
    assert row == ("La Gazette", "Un pont fermé", "fr", "La route est fermée.")
    db.close()


def test_finds_words_after_a_vacuum(path: Path) -> None:
    with SqliteStore(path) as store:
        for k in range(3):
            store.commit("clean", 1, Unit(str(k), "1"), [make_article(f"Route numéro {k} fermée.")])
        store.commit("clean", 1, Unit("0", "2"), [])
    db = sqlite3.connect(path)
    db.execute("VACUUM")
    db.close()
    with SqliteStore(path) as store:
        ((article_id, excerpt),) = store.search("numero 2")
        assert store.one(Article, article_id).text == excerpt == "Route numéro 2 fermée."


def test_reads_in_other_threads(path: Path) -> None:
    found: list[int] = []
    with SqliteStore(path) as store:
        store.commit("stories", 1, Unit("a", "1"), [make_story("un")])
        threads = [threading.Thread(target=lambda: found.append(store.count(Story))) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert found == [1, 1, 1, 1]


def test_reads_while_another_process_writes(path: Path) -> None:
    with SqliteStore(path) as store, SqliteStore(path) as other:
        db = other._db
        db.execute("BEGIN IMMEDIATE")
        assert store.count(Story) == 0
        db.execute("ROLLBACK")


def test_says_that_another_process_writes(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schema, "BUSY_TIMEOUT_S", 0.01)
    with SqliteStore(path) as store, SqliteStore(path) as other:
        other._db.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreBusy, match="try again"):
            store.commit("stories", 1, Unit("a", "1"), [])
        other._db.execute("ROLLBACK")
        store.commit("stories", 1, Unit("a", "1"), [])


def test_refuses_a_newer_schema(path: Path) -> None:
    SqliteStore(path).close()
    db = sqlite3.connect(path)
    db.execute(f"PRAGMA user_version = {schema.SCHEMA + 1}")
    db.close()
    with pytest.raises(SchemaMismatch, match="install a newer recoupe"):
        SqliteStore(path)
    with pytest.raises(SchemaMismatch):
        schema.migrate(path)


def test_migrates_from_nothing(path: Path) -> None:
    assert schema.migrate(path) == (0, schema.SCHEMA)
    assert schema.migrate(path) == (schema.SCHEMA, schema.SCHEMA)
    SqliteStore(path).close()


def test_refuses_what_is_no_store(tmp_path: Path) -> None:
    text = tmp_path / "notes.txt"
    text.write_text("Ceci n'est pas une base. " * 200)
    with pytest.raises(StoreError, match=r"notes\.txt"):
        open_store(str(text))
    other = tmp_path / "other.db"
    db = sqlite3.connect(other)
    db.execute("CREATE TABLE t (x)")
    db.close()
    with pytest.raises(StoreError, match="no recoupe store"):
        open_store(str(other))
    with pytest.raises(StoreError, match=r"missing/recoupe\.db"):
        open_store(str(tmp_path / "missing" / "recoupe.db"))


def test_opens_by_location(path: Path) -> None:
    with pytest.raises(StoreError, match="recoupe run"):
        open_store(str(path), create=False)
    with open_store(str(path)) as store:
        assert store.location == str(path)
    open_store(str(path), create=False).close()
    with pytest.raises(StoreError, match="not yet"):
        open_store("postgresql://example.org/recoupe")


def test_reads_rows_of_a_time_when_every_body_was_json(path: Path) -> None:
    signature = next(Stream().articles(1)).signature
    with SqliteStore(path) as store:
        store.commit("sign", 1, Unit(signature.article_id, "1"), [signature])
        assert store.of(Signature, signature.article_id) == (signature,)
        store._db.execute("UPDATE signature SET body = ?", (zlib.compress(encode(signature), 0),))
        assert store.of(Signature, signature.article_id) == (signature,)
