from __future__ import annotations

import pytest

from tests.eval.dates.score import FOLDER, pairs, read_all, read_line, score


def test_brackets_give_text_and_places() -> None:
    line = read_line("2026-03-11 | It rained [yesterday=2026-03-10].", "en")
    assert (line.text, line.wanted) == ("It rained yesterday.", ((10, 19, "2026-03-10"),))


def test_each_find_answers_one_expression() -> None:
    found, wanted = [(0, 4, "a"), (6, 9, "b")], [(0, 9, "a")]
    assert list(pairs(found, wanted)) == [((0, 4, "a"), (0, 9, "a")), ((6, 9, "b"), None)]


@pytest.mark.parametrize(("name", "least"), [("english", 0.9), ("french", 0.93)])
def test_sentences_are_read_as_well_as_ever(name: str, least: float) -> None:
    assert score(read_all(FOLDER / f"{name}.txt"))["value"] >= least
