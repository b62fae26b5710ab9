"""Whole processes timed in pairs: a noisy machine slows both, and their ratio stays."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median


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


def measure(jobs: Sequence[Job], rounds: int, say: Callable[[str], None]) -> dict[str, Timing]:
    """Run every job once a round, in turn forwards and backwards, after one round that is not counted.

    Raises CalledProcessError, with what the command said, where one fails.
    """
    runs: dict[str, list[tuple[float, float]]] = {job.name: [] for job in jobs}
    for number in range(rounds + 1):
        say(f"round {number} of {rounds}" if number else "warming up")
        for job in jobs if number % 2 else reversed(jobs):
            taken = _time(job)
            if number:
                runs[job.name].append(taken)
    return {name: Timing(*map(tuple, zip(*taken, strict=True))) for name, taken in runs.items()}


def _time(job: Job) -> tuple[float, float]:
    job.prepare()
    before, started = os.times(), time.perf_counter()
    subprocess.run(job.command, cwd=job.cwd, env={**os.environ, **job.environment}, capture_output=True, check=True)
    wall, after = time.perf_counter() - started, os.times()
    used = after.children_user - before.children_user + after.children_system - before.children_system
    return wall, used
