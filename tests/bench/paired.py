"""Things timed in pairs: a noisy machine slows both, and their ratio stays."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Protocol

LONGEST_S = 300.0
"""What one run may take before it is given up."""

Taken = tuple[float, float]
"""Seconds on the wall, and of processor time with that of children."""


class Timed(Protocol):
    """Something with a name that can be done once, and says what it took."""

    @property
    def name(self) -> str:
        """What it is called in the table."""

    def time(self) -> Taken:
        """Do it. Raises SubprocessError where it fails."""


def nothing() -> None:
    """Prepare nothing."""


def run_whole(command: Sequence[str], cwd: Path, environment: Mapping[str, str], longest_s: float) -> bytes:
    """Run a command to its end, and return its output; its child processes are ended with it.

    Raises CalledProcessError, with its errors, where it fails, TimeoutExpired where it hangs.
    """
    with subprocess.Popen(
        command,
        cwd=cwd,
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    ) as process:
        try:
            out, errors = process.communicate(timeout=longest_s)
        except BaseException:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            raise
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command, out, errors)
    return out


@dataclass(frozen=True)
class Job:
    """A command to time from start to end; `prepare` is called before each run and is not timed."""

    name: str
    command: tuple[str, ...]
    cwd: Path
    environment: Mapping[str, str] = field(default_factory=dict)
    prepare: Callable[[], None] = nothing

    def time(self) -> Taken:
        """Run it once. Raises CalledProcessError, with its errors, where it fails, TimeoutExpired where it hangs."""
        self.prepare()
        before, started = os.times(), time.perf_counter()
        run_whole(self.command, self.cwd, self.environment, LONGEST_S)
        wall, after = time.perf_counter() - started, os.times()
        used = after.children_user - before.children_user + after.children_system - before.children_system
        return wall, used


@dataclass(frozen=True)
class Timing:
    """The runs of one job in the order of the rounds, in seconds on the wall and of processor time, children included."""

    walls: tuple[float, ...]
    processors: tuple[float, ...]

    @property
    def wall(self) -> float:
        """The median, in seconds on the wall."""
        return median(self.walls)

    @property
    def processor(self) -> float:
        """The median, in seconds of processor time."""
        return median(self.processors)

    def against(self, other: Timing) -> float:
        """The median of the ratios round by round, so that a slow spell of the machine weighs on neither."""
        return median(mine / theirs for mine, theirs in zip(self.walls, other.walls, strict=True))


def measure(jobs: Sequence[Timed], rounds: int, say: Callable[[str], None]) -> tuple[dict[str, Timing], dict[str, str]]:
    """Run every job once a round, in turn forwards and backwards, after one round that is not counted.

    One that fails is left out from then on: the second mapping says why, by its name.
    """
    runs: dict[str, list[Taken]] = {job.name: [] for job in jobs}
    failed: dict[str, str] = {}
    for number in range(rounds + 1):
        say(f"round {number} of {rounds}" if number else "warming up")
        for job in jobs if number % 2 else reversed(jobs):
            if job.name in failed:
                continue
            try:
                taken = job.time()
            except (subprocess.SubprocessError, OSError) as error:
                failed[job.name] = why(error)
                say(f"{job.name} is left out: {failed[job.name]}")
                continue
            if number:
                runs[job.name].append(taken)
    whole = {name: taken for name, taken in runs.items() if name not in failed}
    return {name: Timing(*map(tuple, zip(*taken, strict=True))) for name, taken in whole.items()}, failed


def why(error: Exception) -> str:
    """Describe a failure in one line that names no folder of this machine."""
    if isinstance(error, subprocess.TimeoutExpired):
        return f"not done after {error.timeout:.0f} s"
    if isinstance(error, subprocess.CalledProcessError):
        lines = (error.stderr or b"").decode(errors="replace").strip().splitlines()
        return f"exit {error.returncode}: {lines[-1][:200] if lines else 'no word'}"
    return str(getattr(error, "strerror", None) or error)
