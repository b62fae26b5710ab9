"""Things timed in pairs: a noisy machine slows both, and their ratio stays."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
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


@dataclass(frozen=True)
class Job:
    """A command to time from start to end; `prepare` is called before each run and is not timed."""

    name: str
    command: tuple[str, ...]
    cwd: Path
    environment: Mapping[str, str] = field(default_factory=dict)
    prepare: Callable[[], None] = nothing

    def time(self) -> Taken:
        """Run it once. Raises CalledProcessError, with what it said, where it fails, TimeoutExpired where it hangs."""
        self.prepare()
        before, started = os.times(), time.perf_counter()
        subprocess.run(
            self.command,
            cwd=self.cwd,
            env={**os.environ, **self.environment},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=True,
            timeout=LONGEST_S,
        )
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
    """What is to be said of a failure, in one line that names no folder of this machine."""
    if isinstance(error, subprocess.TimeoutExpired):
        return f"not done after {error.timeout:.0f} s"
    if isinstance(error, subprocess.CalledProcessError):
        said = (error.stderr or b"").decode(errors="replace").strip().splitlines()
        return f"exit {error.returncode}: {said[-1][:200] if said else 'no word'}"
    return str(getattr(error, "strerror", None) or error)
