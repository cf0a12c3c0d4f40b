"""How far a run is, on standard error: a bar on a terminal, a line now and then elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from typing import TextIO

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TaskID, TextColumn
from rich.progress import Progress as Bar

from recoupe.engine.run import Progress, Silent
from recoupe.messages import Messages
from recoupe.view.wording import write_stage

LINE_EVERY_S = 5.0  # often enough to see that it goes on, seldom enough for a log
MINUTE_S = 60
FORETOLD_FROM = 0.05  # of a stage: before that, loading its models is most of the time


@contextmanager
def tell_progress(say: Messages, *, quiet: bool, stream: TextIO | None = None) -> Iterator[Progress]:
    """Choose how to tell progress: not at all, as a bar, or as lines; a bar is gone when the block ends."""
    stream = stream or sys.stderr
    if quiet:
        yield Silent()
    elif stream.isatty():
        bar = BarProgress(say)
        try:
            yield bar
        finally:
            bar.close()
    else:
        yield LineProgress(say, stream)


class LineProgress:
    """Plain lines: one when a stage ends, and one every few seconds while it lasts."""

    def __init__(self, say: Messages, stream: TextIO) -> None:
        self._say, self._stream = say, stream
        self._done, self._total = 0, 0
        self._since = self._told_at = monotonic()

    def start(self, stage: str, total: int | None) -> None:
        """Begin to count."""
        self._done, self._total = 0, total or 0
        self._since = self._told_at = monotonic()

    def step(self, stage: str, n: int = 1) -> None:
        """Count, and tell if the last line is old."""
        self._done += n
        now = monotonic()
        if now - self._told_at >= LINE_EVERY_S:
            self._told_at = now
            self._tell(stage, now - self._since)

    def finish(self, stage: str) -> None:
        """Tell how many were done; a stage with nothing to do says nothing."""
        if self._done:
            done = self._say.number(self._done)
            total = self._say.number(self._total or self._done)
            name = write_stage(self._say, stage)
            self._write(self._say("run.progress_done", stage=name, done=done, total=total))

    def _tell(self, stage: str, elapsed_s: float) -> None:
        rate = self._done / elapsed_s if elapsed_s else 0.0
        is_told = self._total and self._done >= self._total * FORETOLD_FROM
        left_s = (self._total - self._done) / rate if is_told and rate else None
        self._write(
            self._say(
                "run.progress",
                stage=write_stage(self._say, stage),
                done=self._say.number(self._done),
                total=self._say.number(self._total) if self._total else "?",
                rate=self._say.decimal(f"{rate:.1f}"),
                left=write_left(self._say, left_s),
            )
        )

    def _write(self, line: str) -> None:
        print(line, file=self._stream, flush=True)


def write_left(say: Messages, seconds: float | None) -> str:
    """Time left, in the unit that fits.

    Example:
        >>> write_left(Messages("en"), 12.4), write_left(Messages("en"), 200)
        ('12 s', '3 min')
    """
    if seconds is None:
        return say("run.left_unknown")
    if seconds < MINUTE_S:
        return say("run.left_s", n=round(seconds))
    return say("run.left_min", n=round(seconds / MINUTE_S))


class BarProgress:
    """A bar with rate and time left, gone when its stage ends."""

    def __init__(self, say: Messages) -> None:
        self._say = say
        self._bar = Bar(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[pace]}"),
            console=Console(stderr=True),
            transient=True,
        )
        self._task: TaskID | None = None

    def start(self, stage: str, total: int | None) -> None:
        """Draw an empty bar."""
        self._bar.start()
        self._task = self._bar.add_task(write_stage(self._say, stage), total=total, pace="")

    def step(self, stage: str, n: int = 1) -> None:
        """Fill the bar."""
        if self._task is None:
            return
        self._bar.advance(self._task, n)
        task = self._bar.tasks[self._bar.task_ids.index(self._task)]
        rate = self._say.decimal(f"{task.speed:.1f}/s · ") if task.speed else ""
        self._bar.update(self._task, pace=rate + write_left(self._say, task.time_remaining))

    def finish(self, stage: str) -> None:
        """Take the bar away."""
        self.close()

    def close(self) -> None:
        """Leave the terminal as it was; closing twice is closing once."""
        if self._task is not None:
            self._bar.remove_task(self._task)
            self._task = None
        self._bar.stop()
