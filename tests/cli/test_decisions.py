from __future__ import annotations

import json
from pathlib import Path

import pytest

from recoupe.cli.program import run_program
from recoupe.decisions import add_decisions, decide
from recoupe.messages import Messages
from recoupe.records import Target

EN = Messages("en")
ONE = Target(kind="entity", id="entity-1", label="Rivete\x1b[31m")
TWO = Target(kind="entity", id="entity-2", label="Rivette")
MERGE = decide("merge", [ONE, TWO], at="2025-03-01T10:00:00Z", by="Camille")


def test_list_undo_and_share(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    store = str(tmp_path / "a.sqlite")
    add_decisions(tmp_path / "a.decisions.ndjson", [MERGE])
    assert run_program(["decisions", "--store", store], EN) == 0
    text = capsys.readouterr().out
    assert "make one of" in text
    assert "Camille" in text
    assert "\x1b[31m" not in text
    assert run_program(["decisions", "undo", MERGE.id[:14], "--store", store], EN) == 0
    assert run_program(["decisions", "--json", "--store", store], EN) == 0
    out = capsys.readouterr().out
    rows = json.loads(out[out.index("[\n") :])
    assert [(row["action"], row["in_force"]) for row in rows] == [("merge", False), ("undo", False)]

    shared, other = str(tmp_path / "s.ndjson"), str(tmp_path / "b.sqlite")
    assert run_program(["decisions", "export", "--store", store, "--output", shared], EN) == 0
    assert run_program(["decisions", "--store", other, "import", shared], EN) == 0  # the group's option too
    assert (tmp_path / "b.decisions.ndjson").read_bytes() == Path(shared).read_bytes()
    assert run_program(["decisions", "import", shared, "--store", other], EN) == 0
    assert "0 decisions added" in capsys.readouterr().out


@pytest.mark.parametrize("argv", [["undo", "decision-0"], ["import", "nowhere.ndjson"], ["erase"]])
def test_wrong_usage(argv: list[str], tmp_path: Path) -> None:
    assert run_program(["decisions", "--store", str(tmp_path / "a.sqlite"), *argv], EN) == 2
