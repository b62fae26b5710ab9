"""Many briefings at once on the cores of one machine: each is built in a worker, and one that fails stops no other.

Workers only make: what they made comes back as values and is written here, in the order asked, so that nothing is ever half
written and of two folders with one id the first wins.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Generator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from multiprocessing.connection import wait
from typing import IO

from briefing.batch.worker import Worker, WorkerLost, begin_worker, end_workers
from briefing.build import render_briefing
from briefing.build_output import BuildRequest, RenderedBriefing
from briefing.problems import BatchError, BriefingError, Place, Problem
from briefing.workspace import BRIEFING_FILE

HELD_BYTES = 64_000_000
"""Of the PDFs that wait for their turn, so much is held in memory; the others wait on disk."""

Outcome = RenderedBriefing | BriefingError
"""What became of an order."""

_NO_MEMORY = "no-memory"
_FEWER = "build it alone, or several with fewer --jobs"


@dataclass(frozen=True)
class Pace:
    """How far a batch has come; `left_s` is a guess from what it took so far, None before the first is done."""

    done: int
    total: int
    left_s: float | None


def make_all(
    orders: Sequence[BuildRequest], jobs: int, tell: Callable[[Pace], None], held: int = HELD_BYTES
) -> Generator[Outcome]:
    """Build briefings in `jobs` worker processes, and give what became of each, in the order of the orders.

    A worker that dies is replaced, and the briefing it was at gets a BatchError; it is not tried again, for what kills one
    worker kills the next. Every worker ends when this generator does, however it does. While an early briefing takes its
    time, what was made of later ones waits: at most `held` bytes of it in memory, the rest on disk.
    """
    crew = _Crew(min(jobs, len(orders)))
    told = 0
    started = time.monotonic()
    with _Waiting(orders, held) as waiting:
        try:
            while told < len(orders):
                for number, outcome in crew.work(orders):
                    waiting.put(number, outcome)
                done = told + len(waiting)
                tell(Pace(done, len(orders), _left(time.monotonic() - started, done, len(orders))))
                while told in waiting:
                    yield waiting.take(told)
                    told += 1
        finally:
            end_workers(crew.workers)


def _left(taken_s: float, done: int, total: int) -> float | None:
    return taken_s / done * (total - done) if done else None


@dataclass
class _Crew:
    """The workers of a batch, at most `most` of them, what each is at, and how many orders were given out."""

    most: int
    workers: list[Worker] = field(default_factory=list)
    at: dict[Worker, int] = field(default_factory=dict)
    given: int = 0

    def work(self, orders: Sequence[BuildRequest]) -> list[tuple[int, Outcome]]:
        """Give out orders to whoever has none, wait, and give what became of some."""
        while self.given < len(orders):
            try:
                worker = self._idle()
            except BatchError as error:
                if not self.at:
                    return self._give_up(orders, error)
                worker = None  # those that are there do it
            if worker is None:
                break
            worker.give(partial(attempt, orders[self.given]))
            self.at[worker] = self.given
            self.given += 1
        busy = [worker for worker in self.workers if worker in self.at]
        ready = wait([worker.wire for worker in busy])
        return [self._take(worker, orders) for worker in busy if worker.wire in ready]

    def _idle(self) -> Worker | None:
        """A worker with nothing to do, a new one where there may be one more; else None."""
        gone = [worker for worker in self.workers if worker not in self.at and not worker.is_alive()]
        end_workers(gone)
        self.workers[:] = [worker for worker in self.workers if worker not in gone]
        for worker in self.workers:
            if worker not in self.at:
                return worker
        if len(self.workers) >= self.most:
            return None
        self.workers.append(begin_worker("forkserver"))
        return self.workers[-1]

    def _take(self, worker: Worker, orders: Sequence[BuildRequest]) -> tuple[int, Outcome]:
        number = self.at.pop(worker)
        try:
            outcome: Outcome = worker.take()
        except WorkerLost as lost:
            outcome = lost_worker(orders[number], lost)
        # Nobody knows what it left undone for want of memory.
        if isinstance(outcome, BatchError) and outcome.problems[0].code == _NO_MEMORY:
            end_workers([worker])
        return number, outcome

    def _give_up(self, orders: Sequence[BuildRequest], error: BatchError) -> list[tuple[int, Outcome]]:
        """The rest of the orders, none of which can be built."""
        first, self.given = self.given, len(orders)
        told = [replace(error.problems[0], place=Place(_shown(order))) for order in orders[first:]]
        return [(number, BatchError(problem)) for number, problem in enumerate(told, first)]


class _Waiting:
    """Outcomes whose turn has not come, by number."""

    def __init__(self, orders: Sequence[BuildRequest], held: int) -> None:
        self._orders, self._most, self._held = orders, held, 0
        self._outcomes: dict[int, Outcome] = {}
        self._file: IO[bytes] | None = None
        self._on_disk: dict[int, tuple[int, int]] = {}

    def __enter__(self) -> _Waiting:
        return self

    def __exit__(self, *_: object) -> None:
        if self._file:
            self._file.close()

    def __len__(self) -> int:
        return len(self._outcomes)

    def __contains__(self, number: int) -> bool:
        return number in self._outcomes

    def put(self, number: int, outcome: Outcome) -> None:
        """Keep an outcome."""
        if isinstance(outcome, RenderedBriefing):
            if self._held + len(outcome.content) > self._most:
                outcome = self._set_aside(number, outcome)
            self._held += len(outcome.content)
        self._outcomes[number] = outcome

    def take(self, number: int) -> Outcome:
        """The outcome that was kept under a number, which is kept no longer."""
        outcome = self._outcomes.pop(number)
        if not isinstance(outcome, RenderedBriefing):
            return outcome
        self._held -= len(outcome.content)
        if self._file and (where := self._on_disk.pop(number, None)):
            self._file.seek(where[0])
            outcome = replace(outcome, content=self._file.read(where[1]))
            if not self._on_disk:
                self._file.truncate(0)
        return outcome

    def _set_aside(self, number: int, made: RenderedBriefing) -> RenderedBriefing:
        """Put the PDF on the disk it is meant for, in a file without a name; where that cannot be, it stays as it is."""
        with suppress(OSError):
            if self._file is None:
                out = self._orders[number].out
                out.mkdir(parents=True, exist_ok=True)
                self._file = tempfile.TemporaryFile(dir=out, buffering=0)  # noqa: SIM115 - closed on leaving
            start = self._file.seek(0, 2)
            if self._file.write(made.content) == len(made.content):
                self._on_disk[number] = (start, len(made.content))
                return replace(made, content=b"")
        return made


def lost_worker(order: BuildRequest, lost: WorkerLost) -> BatchError:
    """What to say of an order at which a worker died."""
    what = f"the process that built this was {lost}"
    return BatchError(Problem("worker-lost", what, Place(_shown(order)), f"if memory ran out, {_FEWER}"))


def _shown(order: BuildRequest) -> str:
    return (
        f"{order.folder / BRIEFING_FILE} (line {order.row} of the matrix)"
        if order.row
        else str(order.folder / BRIEFING_FILE)
    )


def attempt(order: BuildRequest) -> Outcome:
    """Build one briefing; whatever goes wrong becomes an error that can be told."""
    try:
        return render_briefing(order, lambda _: None)
    except BriefingError as error:
        return error
    except MemoryError:
        return BatchError(Problem(_NO_MEMORY, "there is not enough memory", Place(_shown(order)), _FEWER))
    except Exception as error:
        what = f"this is a fault of briefing itself: {type(error).__name__}: {error}"
        hint = "build it alone to see where it lies, and please report it"
        return BatchError(Problem("bug", what, Place(_shown(order)), hint))
