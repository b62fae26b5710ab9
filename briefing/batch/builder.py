"""A process of its own that builds, for a worker that is busy with other things, on a machine that has none of the files.

The worker talks with its cluster in threads, may warn of anything, and is watched over by others; a page is set in a process
with one thread, which nobody else writes in. It is begun as a program, for the workers of a cluster may not fork.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import partial
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path

from briefing.batch.worker import GONE, PATIENCE_S, WorkerLost, how_ended
from briefing.build_output import BuildRequest, RenderedBriefing
from briefing.problems import BriefingError, Problem
from briefing.workspace import Workspace

Outcome = RenderedBriefing | BriefingError

_CHILD = "import sys; from briefing.batch.builder import serve; serve(int(sys.argv[1]))"


class Builder:
    """The process, and the wire to it. Whatever it writes for itself lies in `scratch`, a folder."""

    def __init__(self, scratch: Path) -> None:
        self._wire, theirs = Pipe()
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603 - this very program
                [sys.executable, "-P", "-c", _CHILD, str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                env={**os.environ, "TMPDIR": str(scratch)},
                # Who presses Ctrl-C at the worker means the worker, and that ends this one.
                start_new_session=True,
            )

    @property
    def process(self) -> int:
        """Its number."""
        return self._process.pid

    def build(self, order: BuildRequest, mirror: Path, here: Path, figures: Path) -> Outcome:
        """Build what another machine ordered who stands in `here`, whose folders are mirrored below `mirror`.

        All its paths are absolute, with no links in them; `figures` takes what is drawn. What comes back names files by
        that machine's paths. Raises WorkerLost where the process dies.
        """
        there = replace(
            order,
            folder=_mirrored(mirror, order.folder),
            workspace=Workspace(_mirrored(mirror, order.workspace.root)),
            out=figures,
        )
        try:
            self._wire.send(partial(_build, there, _mirrored(mirror, here)))
            outcome: Outcome = self._wire.recv()
        except GONE as error:
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(PATIENCE_S)
            raise WorkerLost(how_ended(self._process.poll())) from error
        return at_home(outcome, mirror)

    def end(self) -> None:
        """End it, whatever it is at."""
        self._process.terminate()
        try:
            self._process.wait(PATIENCE_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        # Last: who waits for an answer in another thread has got its end by now.
        self._wire.close()


def _mirrored(mirror: Path, path: Path) -> Path:
    return Path(f"{mirror}{path}")


def at_home(outcome: Outcome, mirror: Path) -> Outcome:
    """What became of an order, with every path as it is where it was ordered."""

    def home(text: str) -> str:
        return text.replace(str(mirror), "")

    if isinstance(outcome, BriefingError):
        return type(outcome)([_problem_at_home(problem, home) for problem in outcome.problems])
    return replace(
        outcome,
        read={home(path): known for path, known in outcome.read.items()},
        missing=tuple(map(home, outcome.missing)),
        warnings=tuple(map(home, outcome.warnings)),
        errors=tuple(map(home, outcome.errors)),
        due=(outcome.due[0], home(outcome.due[1])) if outcome.due else None,
    )


def _problem_at_home(problem: Problem, home: Callable[[str], str]) -> Problem:
    place = replace(problem.place, file=home(problem.place.file)) if problem.place else None
    return replace(problem, what=home(problem.what), hint=home(problem.hint), place=place)


def _build(order: BuildRequest, here: Path) -> Outcome:
    from briefing.batch.pool import attempt

    here.mkdir(parents=True, exist_ok=True)
    os.chdir(here)  # for places are told as seen from there
    try:
        return attempt(order)
    finally:
        os.chdir("/")


def serve(wire: int) -> None:
    """Do what comes over a wire until it is cut: the whole life of the process."""
    import briefing.batch.ready  # noqa: F401 - so that the first briefing takes no longer than the next
    from briefing.batch.worker import work

    work(Connection(wire), Path("/"))
