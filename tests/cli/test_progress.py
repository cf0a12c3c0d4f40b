from __future__ import annotations

import io
from typing import TYPE_CHECKING

from recoupe.cli.progress import LineProgress, make_progress, write_left
from recoupe.engine.run import Silent
from recoupe.messages import Messages

if TYPE_CHECKING:
    import pytest

EN = Messages("en")


def test_lines_come_now_and_then_with_rate_and_time_left(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 0.0
    monkeypatch.setattr("recoupe.cli.progress.monotonic", lambda: now)
    stream = io.StringIO()
    progress = LineProgress(EN, stream)
    progress.start("clean", 40)
    for _ in range(12):
        now += 1.0
        progress.step("clean", 2)
    progress.finish("clean")
    assert stream.getvalue().splitlines() == [
        "cleaning: 10/40, 2.0/s, 15 s left",
        "cleaning: 20/40, 2.0/s, 10 s left",
        "cleaning: 24/40",
    ]


def test_a_stage_with_nothing_to_do_says_nothing() -> None:
    stream = io.StringIO()
    progress = LineProgress(EN, stream)
    progress.start("read", None)
    progress.finish("read")
    assert stream.getvalue() == ""


def test_quiet_is_silent_and_a_file_gets_lines() -> None:
    assert isinstance(make_progress(EN, quiet=True), Silent)
    assert isinstance(make_progress(EN, quiet=False, stream=io.StringIO()), LineProgress)


def test_time_left_that_is_not_known() -> None:
    assert write_left(EN, None) == "…"
