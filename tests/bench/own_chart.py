"""A chart of 500 days as a briefing draws it, beside the same chart of a plain pyplot script.

Usage: python -m tests.bench.own_chart FILE.svg draws it once, from the start of the process to the file.
"""

from __future__ import annotations

import math
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from briefing.figures.charts.request import ChartRequest
from briefing.model.charts.data import ChartData, Series
from briefing.model.dates import parse_when

CHECKOUT = Path(__file__).parents[2]
PLAIN = CHECKOUT / "tests" / "bench" / "peers" / "plain_chart.py"
DAYS = 500
ROUNDS = 7
MOST = 0.6
"""At most this share of the plain script's time is aimed at."""


def chart() -> ChartRequest:
    """Return a chart of 500 made-up days."""
    days = tuple(parse_when(str(date(2022, 1, 1) + timedelta(days=number))) for number in range(DAYS))
    cases = tuple(Decimal(round(math.sin(number / 30) * 100 + number)) for number in range(DAYS))
    data = ChartData("date", "date", days, (Series("Cases", cases),), "people")
    return ChartRequest("chart-cases", data, "line", "auto", "", 2023, 170.0, 212.0, "en-GB")


@dataclass(frozen=True)
class Again:
    """The chart in a process that has drawn one before, as for the second chart of a briefing, in a batch and under watch."""

    name: str = "a further chart of a process"

    def time(self) -> tuple[float, float]:
        """Draw it once."""
        wall, processor = time.perf_counter(), time.process_time()
        chart().draw()
        return time.perf_counter() - wall, time.process_time() - processor


def measure_chart(say: Callable[[str], None]) -> tuple[str, bool]:
    """Return the table of times and ratios, and whether the target is met for the first chart of a process too."""
    from tests.bench.paired import Job, measure
    from tests.bench.verdict import Verdict

    with tempfile.TemporaryDirectory() as folder:
        target = str(Path(folder, "chart.svg"))
        plain = Job("the plain script, with its imports", (sys.executable, str(PLAIN), target), CHECKOUT)
        first = Job(
            "the first chart of a process, with its imports",
            (sys.executable, "-m", "tests.bench.own_chart", target),
            CHECKOUT,
        )
        again = Again()
        timings, failed = measure((plain, first, again), ROUNDS, say)
    if failed:
        return "\n".join(f"{name} failed: {why}" for name, why in failed.items()), False
    lines = ["| | s | processor s | of the plain script | aim | |", "|---|---:|---:|---:|---:|---|"]
    met = True
    for job in (plain, first, again):
        timing = timings[job.name]
        verdict = Verdict(job.name, timing.against(timings[plain.name]), MOST)
        end = "| |" if job is plain else f"{verdict.aim} | {verdict.word} |"
        lines.append(f"| {job.name} | {timing.wall:.3f} | {timing.processor:.3f} | {verdict.shown} | {end}")
        met = met and (job is plain or verdict.met)
    return "\n".join(lines), met


if __name__ == "__main__":
    Path(sys.argv[1]).write_bytes(chart().draw().svg)
