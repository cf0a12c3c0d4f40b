"""Workers under limits of time and memory, each with one unit at a time.

A page is untrusted, and the libraries that read it are written in C: one may loop, fill the memory or crash.
So stages with `limits` run here however little there is to do, never in the program's own process. A worker
that goes over a limit is ended alone, and its unit comes out as the record that `Limits.refuse` makes of it.

Time is processor time, which a busy machine does not change, where the system can limit it
(`RLIMIT_CPU`: Linux, macOS); a clock on the wall ends a worker that only waits. Memory is address space added
to what the worker has at its start (`RLIMIT_AS`: Linux). Where neither exists the wall clock alone holds.
"""

from __future__ import annotations

import signal
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from importlib import import_module
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import ModuleType

import msgspec

from recoupe.engine.tools import Chosen, LocalTools
from recoupe.engine.worker import apply_one, begin, worker_context
from recoupe.pipeline import Item, Limits, Outcome, Stage
from recoupe.records import Reason

resource: ModuleType | None
try:
    resource = import_module("resource")
except ImportError:  # Windows has no such limits
    resource = None

WALL_PER_CPU = 10  # seconds on the wall for one of processor time: a machine that ten others use too
AHEAD = 32  # units given out before the oldest one is back: a slow page holds up no other
MAX_TRIES = 2  # a worker may be killed for what another process did; twice is the page's own doing
OUT_OF_TIME = -signal.SIGXCPU if hasattr(signal, "SIGXCPU") else None  # exit code of a process over its time


class _Task(msgspec.Struct, frozen=True):
    """A unit given out: its number in the order of the items, and how often it was."""

    number: int
    item: Item
    tries: int = 1


class _Worker:
    """A process with a pipe to it, and what it is working on."""

    def __init__(self, which: Chosen, limits: Limits) -> None:
        context = worker_context()
        self.pipe, theirs = context.Pipe()
        self.process: BaseProcess = context.Process(  # type: ignore[attr-defined]  # every context has one
            target=_work, args=(theirs, which, limits.cpu_s, limits.memory_bytes), daemon=True
        )
        self.process.start()
        theirs.close()  # so that the pipe ends when the process does
        self.task: _Task | None = None
        self.ends_at = 0.0

    def give(self, stage: Stage, task: _Task, wall_s: float) -> None:
        self.task = task
        self.ends_at = time.monotonic() + wall_s
        with suppress(OSError):  # it died while idle: its end of the pipe is closed, which `wait` will tell
            self.pipe.send((stage, task.item))

    def take(self) -> Outcome | Reason | None:
        """What the worker says of its unit; None when it died."""
        try:
            return self.pipe.recv()  # type: ignore[no-any-return]  # `_work` sends nothing else
        except (EOFError, OSError):
            return None

    def end(self) -> int | None:
        """End the process, and give its exit code; negative is the signal that ended it."""
        self.pipe.close()
        if self.process.is_alive() and self.task is not None:
            self.process.kill()
        self.process.join(1)
        if self.process.is_alive():
            self.process.kill()
            self.process.join()
        return self.process.exitcode


class Guard:
    """A few workers under a stage's limits.

    Args:
        stage: A stage with `limits`.
        size: Number of workers.
        which: Tools that the workers load.
        wall_s: Seconds on the wall for a unit, the start of its worker included.
    """

    def __init__(
        self,
        stage: Stage,
        *,
        size: int,
        which: Chosen,
        wall_s: float | None = None,
    ) -> None:
        if stage.limits is None:
            raise ValueError(f"stage {stage.name} has no limits")
        self._stage = stage
        self._limits = stage.limits
        self._size = size
        self._which = which
        self._workers: list[_Worker] = []
        self._again: list[_Task] = []
        self._wall_s = wall_s or self._limits.cpu_s * (WALL_PER_CPU if resource is not None else 2)

    def apply(self, items: Iterable[Item]) -> Iterator[Outcome]:
        """Apply the stage to every item, and give outcomes in the order of the items.

        Leaving the iteration, at its end or before, ends the workers.
        """
        source = enumerate(items)
        done: dict[int, Outcome] = {}
        given = next_out = 0
        try:
            while True:
                while (self._again or given - next_out < AHEAD) and (task := self._give_next(source)):
                    given = max(given, task.number + 1)
                if not (busy := [w for w in self._workers if w.task is not None]):
                    return
                for number, outcome in self._collect(busy):
                    done[number] = outcome
                while next_out in done:
                    yield done.pop(next_out)
                    next_out += 1
        finally:
            self.close()

    def close(self) -> None:
        """End every worker, at once; closing twice is closing once."""
        workers, self._workers = self._workers, []
        for worker in workers:
            worker.end()

    @property
    def worker_ids(self) -> tuple[int, ...]:
        """Process ids of the workers that are up."""
        return tuple(w.process.pid for w in self._workers if w.process.pid is not None)

    def _give_next(self, source: Iterator[tuple[int, Item]]) -> _Task | None:
        """Give one unit to a worker that is free; None when there is no worker or no unit."""
        worker = next((w for w in self._workers if w.task is None), None)
        if worker is None and len(self._workers) >= self._size:
            return None
        if self._again:
            task = self._again.pop()
        elif (following := next(source, None)) is not None:
            task = _Task(*following)
        else:
            return None
        if worker is None:
            worker = _Worker(self._which, self._limits)
            self._workers.append(worker)
        worker.give(self._stage, task, self._wall_s)
        return task

    def _collect(self, busy: list[_Worker]) -> Iterator[tuple[int, Outcome]]:
        """Wait for the first worker to answer, die or be overdue, and say what came of the units."""
        by_pipe: dict[object, _Worker] = {w.pipe: w for w in busy}
        first_end = min(w.ends_at for w in busy)
        for pipe in wait([w.pipe for w in busy], max(0.0, first_end - time.monotonic())):
            worker = by_pipe.pop(pipe)
            task, answer = worker.task, worker.take()
            if task is not None:
                outcome = answer if isinstance(answer, Outcome) else self._after(worker, task, answer)
                if outcome is not None:
                    worker.task = None
                    yield task.number, outcome
        for worker in by_pipe.values():
            if worker.task is not None and worker.ends_at <= time.monotonic():
                number = worker.task.number
                yield number, self._refuse(worker.task, "too_slow")
                self._drop(worker)

    def _after(self, worker: _Worker, task: _Task, answer: Reason | None) -> Outcome | None:
        """What comes of a unit whose worker ended over it; None when it is tried again."""
        code = self._drop(worker)
        if answer is not None:
            return self._refuse(task, answer)
        if code is not None and code == OUT_OF_TIME:
            return self._refuse(task, "too_slow")
        if task.tries < MAX_TRIES:
            self._again.append(msgspec.structs.replace(task, tries=task.tries + 1))
            return None
        return self._refuse(task, "crashed", f"the worker process ended with code {code}")

    def _drop(self, worker: _Worker) -> int | None:
        self._workers.remove(worker)
        return worker.end()

    def _refuse(self, task: _Task, reason: Reason, detail: str | None = None) -> Outcome:
        limits = self._limits
        said: dict[Reason, str] = {
            "too_slow": f"more than {limits.cpu_s} s of processor time",
            "too_much_memory": f"more than {limits.memory_bytes // 1_000_000} MB of memory",
        }
        record = limits.refuse(task.item.given, reason, detail or said[reason])
        return Outcome(task.item.unit_id, (record,))


# --- inside a worker ---------------------------------------------------------------------------------


def _work(pipe: Connection, which: Chosen, cpu_s: int, memory_bytes: int) -> None:
    begin()
    if resource is not None:
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a page over its time leaves no file behind
    tools = LocalTools(which)
    _limit_memory(memory_bytes)
    while True:
        try:
            stage, item = pipe.recv()
        except (EOFError, OSError):
            return
        _limit_time(cpu_s)
        try:
            pipe.send(apply_one(stage, item, tools))
        except MemoryError:
            pipe.send("too_much_memory")
            return  # what it holds is given back with the process


def _limit_time(cpu_s: int) -> None:
    """Let the system end this process (SIGXCPU) so many seconds of processor time from now."""
    if resource is not None:
        used = resource.getrusage(resource.RUSAGE_SELF)
        now = int(used.ru_utime + used.ru_stime)
        hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
        soft = now + cpu_s + 1
        resource.setrlimit(resource.RLIMIT_CPU, (soft if hard < 0 else min(soft, hard), hard))


def _limit_memory(memory_bytes: int) -> None:
    """Let the system refuse this process more than so much memory beside what it has now."""
    sizes = Path("/proc/self/statm")  # Linux: pages of address space first
    if resource is not None and sizes.exists():
        now = int(sizes.read_text("ascii").split()[0]) * resource.getpagesize()
        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        soft = now + memory_bytes
        resource.setrlimit(resource.RLIMIT_AS, (soft if hard < 0 else min(soft, hard), hard))
