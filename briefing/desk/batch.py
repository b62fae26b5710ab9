"""Many briefings at once on the cores of one machine: each is built in a worker, and one that fails stops no other.

Workers only make: what they made comes back as values and is written here, in the order asked, so that nothing is ever half
written and of two folders with one id the first wins.
"""

from __future__ import annotations

import ctypes
import gc
import itertools
import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Callable, Generator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any

from briefing.build import Made, Order, make_briefing
from briefing.problems import BatchError, BriefingError, Place, Problem
from briefing.workspace import BRIEF

TRIM_EACH = 10
"""After so many briefings a worker gives back what memory it no longer needs."""

PATIENCE_S = 5.0
"""How long a worker that was told to end may take."""


Outcome = Made | BriefingError
"""What became of a order."""


@dataclass(frozen=True)
class Pace:
    """How far a batch has come; `left_s` is a guess from what it took so far, None before the first is done."""

    done: int
    total: int
    left_s: float | None


def make_all(orders: Sequence[Order], jobs: int, tell: Callable[[Pace], None]) -> Generator[Outcome]:
    """Build briefings in `jobs` worker processes, and give what became of each, in the order of the orders.

    A worker that dies is replaced, and the briefing it was at gets a BatchError; it is not tried again, for what kills one
    worker kills the next. Every worker ends when this generator does, however it does.
    """
    pool: list[_Worker] = []
    outcomes: dict[int, Outcome] = {}
    given = told = 0
    started = time.monotonic()
    try:
        while told < len(orders):
            while given < len(orders) and (idle := _idle(pool, min(jobs, len(orders)))):
                idle.give(given, orders[given])
                given += 1
            for worker in _answering(pool):
                number, outcome = worker.take(orders)
                outcomes[number] = outcome
            done = told + len(outcomes)
            tell(Pace(done, len(orders), _left(time.monotonic() - started, done, len(orders))))
            while told in outcomes:
                yield outcomes.pop(told)
                told += 1
    finally:
        _end(pool)


def _left(taken_s: float, done: int, total: int) -> float | None:
    return taken_s / done * (total - done) if done else None


_IDLE = -1
_GONE = (EOFError, OSError)
"""What a wire raises whose other end has died."""


@dataclass
class _Worker:
    """A process that builds, the wire to it, and the number of the task it is at."""

    process: Any
    wire: Connection
    at: int = _IDLE

    def give(self, number: int, order: Order) -> None:
        self.at = number
        # Where the worker has just died, `take` finds out.
        with suppress(*_GONE):
            self.wire.send(order)

    def take(self, orders: Sequence[Order]) -> tuple[int, Outcome]:
        """What became of the task it is at; to be called when there is an answer, or the wire is cut."""
        number, self.at = self.at, _IDLE
        outcome: Outcome | None = None
        with suppress(*_GONE):
            outcome = self.wire.recv()
        if outcome is None:
            self.process.join(PATIENCE_S)
            outcome = _lost(orders[number], self.process.exitcode)
        return number, outcome


def _lost(order: Order, exit_code: int | None) -> BatchError:
    how = f"killed by {signal.Signals(-exit_code).name}" if exit_code and exit_code < 0 else "gone"
    what = f"the process that built this was {how}"
    hint = "if memory ran out, build it alone, or several with fewer --jobs"
    return BatchError(Problem("worker-lost", what, Place(_shown(order)), hint))


def _shown(order: Order) -> str:
    return f"{order.folder / BRIEF} (line {order.row} of the matrix)" if order.row else str(order.folder / BRIEF)


def _idle(pool: list[_Worker], jobs: int) -> _Worker | None:
    """A worker with nothing to do, a new one where there may be one more; else None."""
    pool[:] = [worker for worker in pool if worker.at != _IDLE or worker.process.is_alive()]
    for worker in pool:
        if worker.at == _IDLE:
            return worker
    if len(pool) >= jobs:
        return None
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["briefing.desk.ready"])
    ours, theirs = context.Pipe()
    process = context.Process(target=_work, args=(theirs, Path.cwd()), daemon=True)
    process.start()
    theirs.close()
    pool.append(_Worker(process, ours))
    return pool[-1]


def _answering(pool: list[_Worker]) -> list[_Worker]:
    """The workers that have an answer, or have died at their task; waits for one."""
    ready = wait([worker.wire for worker in pool if worker.at != _IDLE])
    return [worker for worker in pool if worker.wire in ready]


def _end(pool: list[_Worker]) -> None:
    for worker in pool:
        worker.wire.close()
        worker.process.terminate()
    for worker in pool:
        worker.process.join(PATIENCE_S)
        if worker.process.is_alive():
            worker.process.kill()
            worker.process.join()


def _work(wire: Connection, here: Path) -> None:
    """Build what comes over the wire until it is cut; the life of a worker."""
    # Whoever presses Ctrl-C means the process that asked, and that ends this one.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    os.chdir(here)
    gc.freeze()
    with suppress(*_GONE):
        for number in itertools.count(1):
            wire.send(attempt(wire.recv()))
            if number % TRIM_EACH == 0:
                _give_back_memory()


def _give_back_memory() -> None:
    """Have the C library give back what is free: by itself it keeps scraps, a sixth of a megabyte a briefing."""
    # Other C libraries give back by themselves, or have no such call.
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)


def attempt(order: Order) -> Outcome:
    """Build one briefing; whatever goes wrong becomes an error that can be told."""
    try:
        return make_briefing(order, say=lambda _: None)
    except BriefingError as error:
        return error
    except MemoryError:
        hint = "build it alone, or several with fewer --jobs"
        return BatchError(Problem("no-memory", "there is not enough memory", Place(_shown(order)), hint))
    except Exception as error:
        what = f"this is a fault of briefing itself: {type(error).__name__}: {error}"
        hint = "build it alone to see where it lies, and please report it"
        return BatchError(Problem("bug", what, Place(_shown(order)), hint))
