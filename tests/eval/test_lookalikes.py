"""The look-alikes are what they are said to be: forty events, two hundred articles, two languages."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from tests.eval.lookalikes import articles, write_pages
from tests.eval.lookalikes.score import b_cubed


def test_the_set_is_as_large_as_it_is_said_to_be_and_always_the_same(tmp_path: Path) -> None:
    made = articles()
    assert made == articles()
    assert len(made) >= 200
    assert len({a.event for a in made}) == 40
    assert {a.language for a in made} == {"fr", "en"}
    assert min(Counter(a.event for a in made).values()) >= 4
    write_pages(tmp_path, made)
    assert len(list(tmp_path.glob("*.html"))) == len(made) == len({a.name for a in made})


def test_b_cubed_of_right_split_and_joined_groups() -> None:
    wanted = {"a": "1", "b": "1", "c": "2", "d": "2"}
    assert b_cubed(wanted, wanted) == (1, 1, 1)
    assert b_cubed({k: k for k in wanted}, wanted)[:2] == (1, 0.5)
    assert b_cubed(dict.fromkeys(wanted, "x"), wanted)[:2] == (0.5, 1)
