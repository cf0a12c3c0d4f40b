"""The measure of what is said on the seeds counts what it should."""

from __future__ import annotations

from typing import Any

import pytest

from tests.eval.said import figures, is_chain

Row = dict[str, Any]


def same(a: str, b: str) -> bool:
    return set(a.lower().split()) <= set(b.lower().split())


def item(start: int, end: int, *chain: str, core: bool = True, doc: str = "a.txt") -> Row:
    return {
        "doc": doc,
        "start": start,
        "end": end,
        "core": core,
        "speaker": chain[0],
        "speaker_mention": {"text": f"le {chain[0].split()[-1]}"},
        "chain": [*chain, "Le Fanal"],
    }


def statement(start: int, end: int, *chain: str, report_type: str = "indirect") -> tuple[Any, Row]:
    row = {
        "id": f"{start}-{end}",
        "chain": [*chain, "a.txt"],
        "report_type": report_type,
        "no_comment": False,
    }
    return (start, end), row


def test_a_missing_relay_and_a_wrong_speaker_count_once_each() -> None:
    gold = {
        "quotes": [
            item(0, 20, "Ada Roy", "Radio Sud podcast"),
            item(30, 50, "Ada Roy", "Radio Sud podcast"),
            item(60, 80, "Jean Cazal"),
            item(90, 99, "Jean Cazal"),
        ],
        "traps": [],
    }
    found = {
        "a.txt": [
            statement(0, 20, "Ada Roy", "un entretien à Radio Sud"),
            statement(30, 50, "Ada Roy"),
            statement(60, 80, "Ada Roy"),
        ]
    }
    assert figures(found, gold, same) == pytest.approx(
        {
            "statements.f1": 6 / 7,
            "statements.speaker": 2 / 3,
            "statements.chain": 1 / 3,
            "statements.traps": 0,
        }
    )


def test_what_is_not_core_counts_neither_way_and_traps_are_counted() -> None:
    gold = {
        "quotes": [item(0, 20, "Ada Roy"), item(30, 50, "Ada Roy", core=False)],
        "traps": [{"doc": "a.txt", "start": 60, "end": 80}, {"doc": "a.txt", "start": 90, "end": 99}],
    }
    found = {
        "a.txt": [
            statement(0, 20, "Ada Roy"),
            statement(30, 50, "Ada Roy"),
            statement(62, 80, "Ada Roy"),
            statement(90, 99, report_type="none"),
        ]
    }
    found_figures = figures(found, gold, same)
    assert found_figures["statements.f1"] == pytest.approx(2 / 3)
    assert found_figures["statements.traps"] == 1


@pytest.mark.parametrize(
    ("chain", "right"),
    [
        (["Ada Roy", "un forum", "a.txt"], True),
        (["Ada Roy", "a.txt"], False),
        (["Ada Roy", "un forum", "AFP", "a.txt"], False),
        (["un forum", "Ada Roy", "a.txt"], False),
        (["a.txt"], False),
    ],
)
def test_a_chain_is_right_hop_by_hop(chain: list[str], right: bool) -> None:
    assert is_chain(chain, item(0, 20, "Ada Roy", "forum in Sète"), same) is right


@pytest.mark.parametrize(("name", "right"), [("le rapport", True), ("Ada Roy", False)])
def test_an_unnamed_speaker_is_right_by_its_words(name: str, right: bool) -> None:
    assert is_chain([name, "a.txt"], item(0, 20, "unnamed rapport"), same) is right
