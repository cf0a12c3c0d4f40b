"""What every worker process does: start, work on one unit, end with its parent."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import traceback
from contextlib import AbstractContextManager
from functools import cache
from multiprocessing.connection import wait
from multiprocessing.context import BaseContext
from pathlib import Path
from typing import Any

from recoupe.errors import StageFailed
from recoupe.pipeline import Item, Outcome, Stage, Tools

PRELOADED = "recoupe.engine.local"  # imports every stage: a worker forked off it starts in a hundredth second


def worker_context() -> BaseContext:
    """How workers are started: forked off a server that has imported the stages, where that is possible."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([PRELOADED])
    return context


def begin() -> None:
    """Start a worker: leave Ctrl-C to the parent, and end when the parent is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


def one_thread() -> AbstractContextManager[object]:
    """Let products of matrices run in the thread that asks for them.

    Those of stages are small: a second thread waits longer than it works, and burns a core while it waits
    (comparing propositions takes 20 times the processor time). Engines work by processes instead.
    """
    limited: AbstractContextManager[object] = _libraries().limit(limits=1, user_api="blas")
    return limited


@cache
def _libraries() -> Any:  # it has no types
    """The libraries of this process; to look for them takes 2 ms."""
    from threadpoolctl import ThreadpoolController  # type: ignore[import-untyped]

    return ThreadpoolController()


def apply_one(stage: Stage, item: Item, tools: Tools) -> Outcome:
    """Apply a stage to one unit; whatever breaks becomes a failure.

    Raises:
        MemoryError: Only of a stage with limits: whoever set them says what comes of it.
    """
    try:
        with one_thread():
            return Outcome(item.unit_id, tuple(stage.apply(item.given, tools)))
    except Exception as error:  # one bad page never stops a run
        if stage.limits is not None and isinstance(error, MemoryError):
            raise
        last = traceback.extract_tb(error.__traceback__)[-1]
        cause = f"{type(error).__name__}: {error} ({Path(last.filename).name}:{last.lineno})"
        return Outcome(item.unit_id, failed=StageFailed(stage.name, stage.version, item.unit_id, cause))
