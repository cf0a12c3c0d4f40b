"""Runs that are killed now and then."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from pathlib import Path


def kill_now_and_then(code: str, store: Path, *, times: int, longest: float, seed: int) -> int:
    """Start a program on a store again and again, and kill it wherever it stands.

    Args:
        code: Python that takes the store's path as its argument and prints a line once it has begun.
        store: Path it is given.
        times: How often it is started.
        longest: Seconds it may go on for at most once it has begun.
        seed: Of the times at which it is killed.

    Returns:
        How often it was killed before it ended by itself.
    """
    chance = random.Random(seed)  # noqa: S311  # no secret hangs on it
    killed = 0
    for _ in range(times):
        with subprocess.Popen(
            [sys.executable, "-c", code, str(store)],
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        ) as process:
            assert process.stdout is not None
            process.stdout.readline()
            try:
                process.wait(chance.uniform(0, longest))
            except subprocess.TimeoutExpired:
                process.send_signal(signal.SIGKILL)
                killed += 1
    return killed
