"""A process that does one task after the other for this one, and ends when this one does, however that is."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing import forkserver, resource_tracker
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Literal

from briefing.problems import BatchError, Problem

PATIENCE_S = 5.0
"""How long a worker that was told to end may take."""

READY = "briefing.batch.ready"
"""What the server that workers are forked from brings in."""

GONE = (EOFError, OSError)
"""What a wire raises whose other end has died."""

_OUT_OF_MEMORY = 71
"""The exit code of a worker that had not even the memory to say so."""

Start = Literal["forkserver", "spawn"]
"""How a worker begins: with all that is brought in already, or as a process that has seen nothing."""


class WorkerLost(Exception):
    """A worker died at its task; says how."""


@dataclass(frozen=True, eq=False)
class Worker:
    """A process, and the wire to it."""

    process: Any
    wire: Connection

    def give(self, task: Callable[[], object]) -> None:
        """Have it begin a task that can be pickled. Raises nothing: where it has just died, `take` finds out."""
        with suppress(*GONE):
            self.wire.send(task)

    def take(self) -> Any:
        """What came of its task; waits for it. Raises WorkerLost where it died."""
        try:
            return self.wire.recv()
        except GONE as error:
            self.process.join(PATIENCE_S)
            raise WorkerLost(how_ended(self.process.exitcode)) from error

    def is_alive(self) -> bool:
        """Whether it can be given a task."""
        return not self.wire.closed and bool(self.process.is_alive())


def begin_worker(start: Start) -> Worker:
    """Begin a worker. Raises BatchError (`no-worker`) where no process can be begun."""
    context: Any = multiprocessing.get_context(start)
    ours, theirs = context.Pipe()
    process = context.Process(target=work, args=(theirs, Path.cwd()), daemon=True)
    try:
        if start == "forkserver":
            context.set_forkserver_preload([READY])
            resource_tracker.ensure_running()  # first, for it has us hear again
            with _deaf():
                forkserver.ensure_running()
            process.start()
        else:
            resource_tracker.ensure_running()
            with _deaf():
                process.start()
    except GONE as error:
        ours.close()
        said = (isinstance(error, OSError) and error.strerror) or "it ended before it began"
        hint = "look whether this machine is out of memory or of processes; or build one by one, with --jobs 1"
        raise BatchError(
            Problem("no-worker", f"no process to build in can be begun: {said.lower()}", hint=hint)
        ) from error
    finally:
        theirs.close()
    return Worker(process, ours)


def end_workers(workers: list[Worker]) -> None:
    """End workers, whatever they are at, with the grace to take their scratch files along."""
    with _deaf():  # who presses Ctrl-C once more gets what they want by waiting
        for worker in workers:
            worker.wire.close()
            worker.process.terminate()
        for worker in workers:
            worker.process.join(PATIENCE_S)
            if worker.process.is_alive():
                worker.process.kill()
                worker.process.join()


@contextmanager
def _deaf() -> Iterator[None]:
    """Hear no Ctrl-C for a moment; a process that is begun meanwhile hears none for as long as it lives.

    Whoever presses it, or closes the terminal, means the process that asked, and that ends the others.
    """
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGHUP})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def how_ended(exit_code: int | None) -> str:
    """How a worker ended, by its exit code, in words."""
    if exit_code == _OUT_OF_MEMORY:
        return "out of memory"
    return f"killed by {signal.Signals(-exit_code).name}" if exit_code and exit_code < 0 else "gone"


def work(wire: Connection, here: Path) -> None:
    """Do what comes over the wire until it is cut; the life of a worker."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    with suppress(OSError):  # whoever asked may stand in a folder that is gone
        os.chdir(here)
    gc.freeze()
    try:
        with suppress(*GONE):
            while True:
                wire.send(wire.recv()())
    except MemoryError:
        os._exit(_OUT_OF_MEMORY)
