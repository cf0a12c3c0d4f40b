from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from recoupe.outputs import interchange
from recoupe.outputs.interchange import export
from recoupe.records import Article, Mention, Rejection, Statement
from recoupe.store.memory import MemoryStore
from recoupe.store.port import Store, Unit
from tests.test_pipeline import corpus, go

Row = dict[str, Any]
DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "interchange.md"


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    with MemoryStore() as store:
        go(store, corpus())
        refused = Rejection(id="rejection-1", page="a.txt", reason="empty", detail="no bytes")
        store.commit("refuse", 1, Unit("a", "1"), [refused])
        yield store


@pytest.fixture(scope="module")
def rows(store: Store) -> list[Row]:
    return [json.loads(line) for line in export(store)]


def of(rows: list[Row], kind: str) -> list[Row]:
    return [row for row in rows if row["kind"] == kind]


def documented() -> dict[str, list[str]]:
    """Fields by kind, as the documentation's table names them: « `kind` | `a`, `b` (`not` this) »."""
    table = re.findall(r"^\| `(\w+)` \| (.+) \|$", DOCUMENT.read_text("utf-8"), re.MULTILINE)
    bare = {kind: re.sub(r"\([^()]*\)|\[[^\]]*\]|\{[^}]*\}", "", fields) for kind, fields in table}
    return {kind: re.findall(r"`(\w+)`", fields) for kind, fields in bare.items()}


def test_writes_every_documented_kind_and_field(rows: list[Row]) -> None:
    kinds = documented()
    assert len(kinds) == 14
    for row in rows:
        assert set(kinds[row["kind"]]) <= set(row), row["kind"]
    some = {"derivation", "contradiction", "event", "heading_mention", "heading_statement", "nuance"}
    assert {row["kind"] for row in rows} >= set(kinds) - some


def test_goes_by_kind_and_id(rows: list[Row]) -> None:
    keys = [(row["kind"], row["id"]) for row in rows]
    assert keys == sorted(set(keys))


def test_lines_are_utf8_and_end(store: Store) -> None:
    for line in export(store):
        assert line.endswith(b"}\n")
        assert line.count(b"\n") == 1
        assert "\\u" not in line.decode()


def test_the_same_store_gives_the_same_bytes(store: Store) -> None:
    assert b"".join(export(store)) == b"".join(export(store))


def test_sorting_in_files_changes_nothing(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    before = list(export(store))
    monkeypatch.setattr(interchange, "SORTED_AT_ONCE", 7)
    assert list(export(store)) == before


def test_a_reader_may_stop(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(interchange, "SORTED_AT_ONCE", 7)
    lines = export(store)
    for line in lines:
        if b'"kind":"mention"' in line:
            break
    lines.close()  # type: ignore[attr-defined]  # a generator; an open file would be a warning


def test_spans_slice_their_articles(rows: list[Row]) -> None:
    text = {row["id"]: row["text"] for row in of(rows, "article")}
    spans = [row for kind in ("mention", "timex", "statement") for row in of(rows, kind)]
    spans += [appearance for claim in of(rows, "claim") for appearance in claim["appearances"]]
    assert spans
    for span in spans:
        assert text[span["article_id"]][span["start"] : span["end"]] == span["text"]


def test_spans_of_headings_slice_the_headings(rows: list[Row]) -> None:
    headings = {row["id"]: row["headings"] for row in of(rows, "article")}
    spans = [*of(rows, "heading_mention"), *of(rows, "heading_statement")]
    assert spans
    for span in spans:
        for part in (span, span.get("cue"), span.get("source")):
            if part is not None:
                assert headings[span["article_id"]][part["start"] : part["end"]] == part["text"]


def test_articles_say_when_they_were_published_and_how_that_is_known(rows: list[Row]) -> None:
    for row in of(rows, "article"):
        assert re.match(r"\d{4}-\d{2}-\d{2}", row["published_at"])
        assert row["published_from"] in ("json-ld", "meta", "time", "url", "text", "manifest", "inferred")


def test_everything_is_kept(store: Store, rows: list[Row]) -> None:
    assert len(of(rows, "article")) == store.count(Article)
    words = [m for m in store.all(Mention) if m.form == "possible"]  # no names where no entity has them
    known = [row for row in of(rows, "mention") if row["form"] == "possible"]
    assert all(row["entity_id"] for row in known)
    assert len(of(rows, "mention")) == store.count(Mention) - len(words) + len(known)
    assert len(of(rows, "statement")) == store.count(Statement)


def test_mentions_name_their_entity(rows: list[Row]) -> None:
    entities = {row["id"] for row in of(rows, "entity")}
    assert entities
    assert {row["entity_id"] for row in of(rows, "mention")} <= entities


def test_statements_have_their_chain(rows: list[Row]) -> None:
    outlet = {row["id"]: row["outlet"] for row in of(rows, "article")}
    for row in of(rows, "statement"):
        assert row["chain"][-1] == outlet[row["article_id"]]
        if len(row["chain"]) == 1:
            assert row["speaker"] is row["speaker_name"] is None
        else:
            assert row["speaker_name"] == row["chain"][0]
    assert any(row["speaker"] for row in of(rows, "statement"))


def test_who_is_named_in_another_article_only_stands_with_the_words_of_this_one(rows: list[Row]) -> None:
    text = {row["id"]: row["text"] for row in of(rows, "article")}
    for row in of(rows, "statement"):
        at = row["speaker_named_at"]
        assert (row["speaker_called"] is None) == (at is None)
        if at is not None:
            assert text[at["article_id"]][at["start"] : at["end"]] == at["text"]


def test_claims_are_counted(rows: list[Row]) -> None:
    for row in of(rows, "claim"):
        assert 0 <= row["origins_min"] <= row["origins_max"]
        assert row["outlets"] >= 1
        assert row["text"] in [appearance["text"] for appearance in row["appearances"]]
