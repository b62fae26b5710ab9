"""Build many briefings at once in worker processes on this machine; one that fails stops no other.

Workers only build. What they return is written by the calling process, in the order of the requests, so that no file is
ever half written and of two folders with one id the first wins.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from briefing.batch.fork_server import start_executor
from briefing.build import render_briefing
from briefing.build_output import BuildRequest, RenderedBriefing
from briefing.problems import BatchError, BriefingError, Place, Problem, reason_of
from briefing.workspace import BRIEFING_FILE

MAX_WAITING_BYTES = 64_000_000
"""No further request is started while finished PDFs of this size wait for an earlier one that is not finished."""

CLEAN_UP_S, TERMINATE_S = 1.0, 5.0
"""How long workers may take to remove their temporary files, and to end before they are killed."""

BuildOutcome = RenderedBriefing | BriefingError
"""What one request of a batch resulted in."""

_FEWER_JOBS = "build it alone, or several with fewer --jobs"


@dataclass(frozen=True)
class BatchProgress:
    """How many of `total` requests are done; `left_s` estimates the seconds left, None before the first is done.

    `waiting` says what is waited for before anything can be started.
    """

    done: int
    total: int
    left_s: float | None = None
    waiting: str = ""


class Backend(Protocol):
    """Whatever builds several requests at once: the pool, or a cluster. Requests are named by their number in the batch."""

    def has_capacity(self, unfinished: int) -> bool:
        """Return whether one more request should be started, while so many are started and not yet yielded."""

    def start(self, number: int, request: BuildRequest) -> BriefingError | None:
        """Start to build a request; return why that is impossible, if it is."""

    def collect(self) -> dict[int, BuildOutcome]:
        """Wait until some of the started requests are finished, and return their outcomes."""


def build_in_order(
    backend: Backend, requests: Sequence[BuildRequest], report: Callable[[BatchProgress], None]
) -> Generator[BuildOutcome]:
    """Build requests on a backend, and yield the outcome of each in the order of the requests."""
    started_s = time.monotonic()
    finished: dict[int, BuildOutcome] = {}
    started = yielded = 0
    while yielded < len(requests):
        while started < len(requests) and backend.has_capacity(started - yielded) and not _is_too_much(finished):
            if error := backend.start(started, requests[started]):
                finished[started] = error
            started += 1
        if yielded not in finished:
            finished |= backend.collect()
        done = yielded + len(finished)
        left_s = (time.monotonic() - started_s) / done * (len(requests) - done) if done else None
        report(BatchProgress(done, len(requests), left_s))
        while yielded in finished:
            yield finished.pop(yielded)
            yielded += 1


def _is_too_much(finished: dict[int, BuildOutcome]) -> bool:
    return sum(len(one.content) for one in finished.values() if isinstance(one, RenderedBriefing)) > MAX_WAITING_BYTES


def build_in_pool(
    requests: Sequence[BuildRequest], jobs: int, report: Callable[[BatchProgress], None]
) -> Generator[BuildOutcome]:
    """Build requests in `jobs` worker processes, and yield the outcome of each in the order of the requests.

    A worker that dies is replaced, and the request it was building gets a BatchError (`worker-lost`); it is not tried
    again, because what kills one worker kills the next. All workers end when the generator does, for whatever reason.
    """
    pool = _Pool(min(jobs, len(requests)))
    try:
        yield from build_in_order(pool, requests, report)
    finally:
        pool.terminate()


class _Pool:
    """Up to `size` workers, and what each of them is building."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._workers: list[Worker] = []
        self._building: dict[Future[BuildOutcome], tuple[int, BuildRequest, Worker]] = {}

    def has_capacity(self, unfinished: int) -> bool:
        return len(self._building) < self._size

    def start(self, number: int, request: BuildRequest) -> BriefingError | None:
        busy = {worker for _, _, worker in self._building.values()}
        idle = [worker for worker in self._workers if worker not in busy and worker.process.is_alive()]
        try:
            worker = idle[0] if idle else add_worker(self._workers)
            future = worker.start(request)
            if future.done() and isinstance(future.exception(), BrokenProcessPool):  # it was killed while it was idle
                self._workers.remove(worker)
                worker = add_worker(self._workers)
                future = worker.start(request)
        except BatchError as error:
            return error
        self._building[future] = number, request, worker
        return None

    def collect(self) -> dict[int, BuildOutcome]:
        outcomes = {}
        for future in wait(self._building, return_when=FIRST_COMPLETED).done:
            number, request, worker = self._building.pop(future)
            outcomes[number] = worker.outcome(future, request)
            if not worker.is_usable:
                self._workers.remove(worker)
        return outcomes

    def terminate(self) -> None:
        terminate_workers(self._workers)


class Worker:
    """A process that builds one request at a time, behind an executor of its own: its death affects no other worker."""

    def __init__(self) -> None:
        self.is_usable = True
        running = set(multiprocessing.active_children())
        try:
            self.executor = start_executor(_initialize_worker, _current_folder())
        except (OSError, EOFError) as error:
            what = f"no worker process can be started: {reason_of(error) or 'it ended at once'}"
            hint = "check whether this machine is out of memory or processes, or build with --jobs 1"
            raise BatchError(Problem("no-worker", what, hint=hint)) from error
        (self.process,) = set(multiprocessing.active_children()) - running

    def start(self, request: BuildRequest) -> Future[BuildOutcome]:
        """Start to build a request; pass the future to `outcome` once it is done."""
        try:
            return self.executor.submit(_build_in_worker, request)
        except BrokenProcessPool as error:  # it was killed while it was idle
            broken: Future[BuildOutcome] = Future()
            broken.set_exception(error)
            return broken

    def outcome(self, future: Future[BuildOutcome], request: BuildRequest) -> BuildOutcome:
        """Wait for what a request resulted in, and return it. A worker that died or ran out of memory is not usable."""
        try:
            outcome = future.result()
        except BrokenProcessPool:
            self.executor.shutdown()  # waits until the exit code is known
            self.is_usable = False
            code = self.process.exitcode or 0
            ended = f"was killed by {signal.Signals(-code).name}" if code < 0 else "ended unexpectedly"
            hint = f"{_FEWER_JOBS}, if memory ran out"
            return batch_error("worker-lost", f"the process that built this {ended}", request, hint)
        if isinstance(outcome, BatchError) and outcome.problems[0].code == "no-memory":
            terminate_workers([self])  # its state is unknown
        return outcome


def add_worker(workers: list[Worker]) -> Worker:
    """Start a worker and add it to a list, even if interrupted. Raises BatchError (`no-worker`) where it cannot be started."""
    with _interrupts_deferred():
        workers.append(Worker())
    return workers[-1]


def terminate_workers(workers: Sequence[Worker]) -> None:
    """End workers, whatever they are doing, and wait until they have ended; they remove their temporary files."""
    with _interrupts_deferred():
        # The first signal may only end the build, the second ends the wait for the next.
        for seconds in (CLEAN_UP_S, TERMINATE_S):
            for worker in workers:
                worker.is_usable = False
                worker.process.terminate()
            ends_at = time.monotonic() + seconds
            for worker in workers:
                worker.process.join(max(ends_at - time.monotonic(), 0))
        for worker in workers:
            if worker.process.is_alive():
                worker.process.kill()
            # Only the first call waits for the executor's thread, which may not be left to the end of the program.
            worker.executor.shutdown(cancel_futures=True)


@contextmanager
def _interrupts_deferred() -> Iterator[None]:
    """Raise KeyboardInterrupt only after the block; processes started in the block never receive SIGINT or SIGHUP.

    A terminal sends them to all processes of its group, but this process ends its workers itself.
    """
    received: list[int] = []
    handlers = {
        number: signal.signal(number, lambda number, _: received.append(number))
        for number in (signal.SIGINT, signal.SIGHUP, signal.SIGTERM)
    }
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGHUP})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        for number, handler in handlers.items():
            signal.signal(number, handler or signal.SIG_DFL)
        if received:
            signal.raise_signal(received[0])


def _current_folder() -> Path | None:
    with suppress(FileNotFoundError):  # it has been deleted
        return Path.cwd()
    return None


def _initialize_worker(folder: Path | None) -> None:
    if folder:
        with suppress(OSError):
            os.chdir(folder)  # paths in messages are relative to it
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _build_in_worker(request: BuildRequest) -> BuildOutcome:
    # So that temporary files are removed. Before the first build there are none, and the executor would report the exception.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    return build_outcome(request)


def _end_with_parent() -> None:
    """End this process when its parent has ended without ending it: the executor's worker would wait forever."""
    if parent := multiprocessing.parent_process():
        parent.join()
    for _ in range(2):  # the first may only end the build, the second ends the wait for the next
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(1)
    os._exit(1)


def build_outcome(request: BuildRequest) -> BuildOutcome:
    """Build a request, and return whatever goes wrong as an error."""
    try:
        return render_briefing(request, lambda _: None)
    except BriefingError as error:
        return error
    except MemoryError:
        return batch_error("no-memory", "there is not enough memory", request, _FEWER_JOBS)
    except Exception as error:
        what = f"this is a bug in briefing: {type(error).__name__}: {error}"
        return batch_error("bug", what, request, "build it alone to see the traceback, and report it")


def batch_error(code: str, what: str, request: BuildRequest, hint: str) -> BatchError:
    """Return the error that a request of a batch failed for a reason outside of its briefing."""
    row = f" (line {request.row} of the matrix)" if request.row else ""
    return BatchError(Problem(code, what, Place(f"{request.folder / BRIEFING_FILE}{row}"), hint))
