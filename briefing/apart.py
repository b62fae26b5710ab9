"""Work done in a second process, which brings in its libraries while this one is still at something else.

Half of a short build is bringing in libraries, and the engine's half needs nothing of the briefing. What comes out is the
same to the byte: only where it is made differs.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from dataclasses import dataclass
from typing import Any, BinaryIO

Work = Callable[[], Any]
"""What is to be done; for another process, a partial of a function of ours, with values that can be pickled."""

Begin = Callable[[Work], Work]
"""Begins some work, and gives what waits for its result, or raises what it raised."""

PATIENCE_S = 2.0
"""How long a process that was told to end may take."""


def here(work: Work) -> Work:
    """Do some work in this process, when its result is asked for."""
    return work


def _stay() -> None:
    """Let nobody go: there is nobody else."""


@dataclass(frozen=True)
class Hands:
    """Who does the two long works of a build, drawing and setting; by default, this process.

    `leave` ends all others, for the sake of their memory; after it, everything is done in this process.
    """

    draw: Begin = here
    set: Begin = here
    leave: Callable[[], None] = _stay


@contextmanager
def apart(prepare: Callable[[], AbstractContextManager[object]]) -> Iterator[Begin]:
    """Fork a process that prepares itself, and give what begins work there; it is gone when this is left.

    What it prepares stays open for as long as it lives. It does one work after the other: each is to be waited for before
    the next is begun. Where a second process would bring nothing (on one core), cannot be forked safely, or has died, the
    work is done here.
    """
    if not _can_double():
        yield here
        return
    work_out, work_in = os.pipe()
    done_out, done_in = os.pipe()
    child = os.fork()
    if not child:
        os.close(work_in)
        os.close(done_out)
        _serve(work_out, done_in, prepare)
    os.close(work_out)
    os.close(done_in)
    given, answers = os.fdopen(work_in, "wb"), os.fdopen(done_out, "rb")
    try:
        yield lambda work: _hand_over(work, given, answers)
    finally:
        _end(child)
        answers.close()
        with suppress(OSError):  # what could not be handed over is still in there
            given.close()


def _can_double() -> bool:
    """Whether there is a core to spare and no thread but this, nor any of a library's: a fork would leave its locks locked.

    Only Linux tells.
    """
    if sys.platform != "linux":
        return False
    return len(os.sched_getaffinity(0)) > 1 and len(os.listdir("/proc/self/task")) == 1  # noqa: PTH208


def _hand_over(work: Work, given: BinaryIO, answers: BinaryIO) -> Work:
    with suppress(OSError):  # where it has died, there will be no answer
        pickle.dump(work, given)
        given.flush()

    def wait() -> Any:
        try:
            done, answer = pickle.load(answers)  # noqa: S301 - from our own child
        except (OSError, EOFError):
            return work()
        if not done:
            raise answer
        return answer

    return wait


def _end(child: int) -> None:
    """End a process, with the grace to take its scratch files along."""
    os.kill(child, signal.SIGTERM)
    deadline = time.monotonic() + PATIENCE_S
    while not os.waitpid(child, os.WNOHANG)[0]:
        if time.monotonic() > deadline:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            return
        time.sleep(0.001)


def _serve(work_out: int, done_in: int, prepare: Callable[[], AbstractContextManager[object]]) -> None:
    """Prepare, then do each work that comes, until no more can; the whole life of the second process."""
    # Whoever presses Ctrl-C means the first process, and that takes this one with it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    with (
        suppress(BaseException),
        ExitStack() as prepared,
        os.fdopen(work_out, "rb") as given,
        os.fdopen(done_in, "wb") as answers,
    ):
        with suppress(Exception):  # whatever it is, the work will meet it too
            prepared.enter_context(prepare())
        while True:
            work = pickle.load(given)  # noqa: S301 - from our own parent
            try:
                answer = (True, work())
            except Exception as error:
                answer = (False, error)
            pickle.dump(answer, answers)
            answers.flush()
    os._exit(0)
