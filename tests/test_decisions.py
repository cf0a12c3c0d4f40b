from __future__ import annotations

import multiprocessing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recoupe.decisions import (
    add_decisions,
    decide,
    decisions_file,
    in_force,
    now,
    read_decisions,
    undo,
)
from recoupe.errors import DecisionError
from recoupe.records import ArticleExcerpt, Decision, Target
from recoupe.settings import Settings

PLACE = ArticleExcerpt(article_id="article-a", start=3, end=9, text="Rivete")
RIVETTE = Target(kind="entity", id="entity-1", label="Rivete", evidence=(PLACE,))
OTHER = Target(kind="entity", id="entity-2", label="Rivette")


def merge(minute: int) -> Decision:
    return decide("merge", [RIVETTE, OTHER], at=f"2025-03-01T10:{minute:02}:00Z", by="Camille")


def test_a_decision_comes_back_as_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / "d.ndjson"
    assert read_decisions(path) == ()
    assert add_decisions(path, [merge(2), merge(1)]) == (merge(2), merge(1))
    assert read_decisions(path) == (merge(1), merge(2))  # oldest first
    assert add_decisions(path, [merge(1), merge(3), merge(3)]) == (merge(3),)
    assert len(path.read_bytes().splitlines()) == 3


def test_what_it_is_about_is_read_off_its_target() -> None:
    article = Target(kind="article", id="article-a", label="A")
    story = Target(kind="story", id="story-b", label="B")
    assert decide("move", [article, story], at=now()).about == "story"
    assert decide("same_origin", [Target(kind="origin", id="claim-a", label="C")], at=now()).about == "claim"
    with pytest.raises(ValueError, match="about something"):
        decide("merge", [], at=now())


def test_undo_and_undo_of_an_undo() -> None:
    one, two = merge(1), merge(2)
    back = undo(one, at="2025-03-01T11:00:00Z")
    again = undo(back, at="2025-03-01T12:00:00Z")
    assert in_force([two, one]) == (one, two)
    assert in_force([one, two, back]) == (two,)
    assert in_force([again, back, one, two]) == (one, two)


@given(st.lists(st.integers(0, 9), max_size=12), st.randoms())
def test_files_joined_in_any_order_say_the_same(backs: list[int], dice: object) -> None:
    lines: list[Decision] = [merge(minute) for minute in range(10)]
    for n, k in enumerate(backs):
        lines.append(undo(lines[k], at=f"2025-03-01T12:{n:02}:00Z"))
    shuffled = list(lines) + lines[:3]
    dice.shuffle(shuffled)  # type: ignore[attr-defined]
    assert in_force(shuffled) == in_force(lines)
    assert in_force(lines) == tuple(lines[k] for k in range(10) if k not in backs)


def test_a_line_that_is_no_decision_is_named(tmp_path: Path) -> None:
    path = tmp_path / "d.ndjson"
    add_decisions(path, [merge(1)])
    with path.open("ab") as file:
        file.write(b'\n{"id": "decision-1"')  # torn by a crash
    with pytest.raises(DecisionError, match=r"d\.ndjson:3: no decision"):
        read_decisions(path)
    with pytest.raises(DecisionError):
        add_decisions(path, [merge(2)])
    with pytest.raises(DecisionError, match="cannot be written"):
        add_decisions(tmp_path / "nowhere" / "d.ndjson", [merge(1)])


def test_a_last_line_without_its_end_is_not_run_together_with_the_next(tmp_path: Path) -> None:
    path = tmp_path / "d.ndjson"
    add_decisions(path, [merge(1)])
    path.write_bytes(path.read_bytes().rstrip(b"\n"))
    add_decisions(path, [merge(2)])
    assert read_decisions(path) == (merge(1), merge(2))


def _add(path: Path, minutes: range) -> None:
    for minute in minutes:
        add_decisions(path, [merge(minute)])


def test_two_processes_may_add_at_once(tmp_path: Path) -> None:
    path = tmp_path / "d.ndjson"
    spawn = multiprocessing.get_context("spawn")
    both = [spawn.Process(target=_add, args=(path, range(k, 30 + k))) for k in (0, 15)]
    for process in both:
        process.start()
    for process in both:
        process.join()
    assert read_decisions(path) == tuple(merge(minute) for minute in range(45))


def test_where_the_file_is() -> None:
    assert decisions_file(Settings(store="a/b.sqlite")) == Path("a/b.decisions.ndjson")
    assert decisions_file(Settings(store="a/b.sqlite", decisions="c.ndjson")) == Path("c.ndjson")
    assert decisions_file(Settings(store="postgresql://h/d")) == Path("recoupe.decisions.ndjson")
