from __future__ import annotations

import io

import pytest

from recoupe.cli.progress import LineProgress, tell_progress, write_left
from recoupe.engine.run import Silent
from recoupe.messages import Messages

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
    with tell_progress(EN, quiet=True) as progress:
        assert isinstance(progress, Silent)
    with tell_progress(EN, quiet=False, stream=io.StringIO()) as progress:
        assert isinstance(progress, LineProgress)


def test_time_left_that_is_not_known() -> None:
    assert write_left(EN, None) == "…"


def test_a_bar_leaves_the_terminal_as_it_was_even_when_interrupted() -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    def interrupted() -> None:
        with tell_progress(EN, quiet=False, stream=Terminal()) as progress:
            progress.start("clean", 2)
            progress.step("clean")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
