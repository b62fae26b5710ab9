"""`./run bench --scale`: what a briefing costs on this machine's cores and over a cluster of two workers, and what follows.

Both build the same reports, each with its own chart, in turn; a cluster of real processes on loopback is measured by the
processor time of all of them. `--write` puts the tables into `docs/scale.md`, between its two marks.
"""

from __future__ import annotations

import argparse
import math
import os
import pickle
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from distributed import Client

from briefing.atomic import write_atomically
from briefing.batch.cluster import Cluster, build_on_cluster
from briefing.batch.pool import BuildOutcome, build_in_pool
from briefing.batch.remote import pack
from briefing.build_output import BuildRequest, RenderedBriefing, write_build
from briefing.resources import ASSETS
from briefing.workspace import Workspace
from tests.bench.machine import this_machine

BRIEF = ASSETS / "briefs" / "niger-2023"
PAGE = Path(__file__).parents[2] / "docs" / "scale.md"
BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"
TICKS = os.sysconf("SC_CLK_TCK")
TINY = 2_000
"""Tasks that do nothing, to measure the scheduler's own time for one."""

IDLE_S = 4.0
"""So long nothing is done."""

HOURS = 4.0
"""A morning."""


@dataclass(frozen=True)
class Measured:
    """What was measured: wall and processor seconds a briefing, bytes of one, and bytes of memory of a process.

    `first_s` is the wall time until the first briefing of a run is there. Of the processor time over a cluster, `client_s` is
    the calling process's and `scheduler_s` the scheduler's; the two that are `idle` are what a second without work takes.
    """

    documents: int
    workers: int
    load: float
    pool_wall_s: float
    pool_cpu_s: float
    pool_first_s: float
    cluster_wall_s: float
    cluster_cpu_s: float
    cluster_first_s: float
    client_s: float
    scheduler_s: float
    idle_scheduler_s: float
    idle_worker_s: float
    tiny_a_second: float
    tiny_s: float
    whole_a_second: float
    whole_s: float
    task_bytes: int
    input_bytes: int
    made_bytes: int
    record_bytes: int
    worker_bytes: int
    scheduler_bytes: int

    @property
    def busy_s(self) -> float:
        """The scheduler's processor seconds for a briefing, without its idle time: its task, and its inputs."""
        return self.whole_s + self.tiny_s

    @property
    def there_s(self) -> float:
        """The processor seconds of a worker and its process for a briefing."""
        return self.cluster_cpu_s - self.client_s - self.scheduler_s


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def cpu_s(process: int) -> float:
    """The processor time of a process and of all children it has waited for."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) / TICKS


def resident(process: int, name: str = "VmHWM") -> int:
    """The memory of a process in bytes; by default the most it ever had."""
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith(name)).split()[1]) * 1024


def own_cpu_s() -> float:
    return sum(resource.getrusage(resource.RUSAGE_SELF)[:2])


def children(process: int) -> list[int]:
    found = Path(f"/proc/{process}/task").glob("*/children")
    return [int(child) for path in found for child in path.read_text().split()]


def all_cpu_s(process: int) -> float:
    """The processor time of a process and of all that it began, and they."""
    with suppress(OSError):  # one that has just ended counts with who waited for it
        return cpu_s(process) + sum(map(all_cpu_s, children(process)))
    return 0.0


@contextmanager
def cluster_of(workers: int, scratch: Path) -> Iterator[tuple[str, int, list[int]]]:
    """A scheduler and its workers, each a process: its address, and their numbers."""
    scheduler_file = scratch / "scheduler.json"
    processes: list[subprocess.Popen[bytes]] = []

    def begin(*words: str) -> None:
        command = [
            sys.executable,
            "-m",
            f"distributed.cli.{words[0]}",
            *words[1:],
            "--host",
            "127.0.0.1",
            "--no-dashboard",
        ]
        settings = {"DASK_TEMPORARY_DIRECTORY": str(scratch), "DASK_DISTRIBUTED__WORKER__PROFILE__ENABLED": "False"}
        quiet = subprocess.DEVNULL
        processes.append(
            subprocess.Popen(command, stdout=quiet, stderr=quiet, cwd=scratch, env={**os.environ, **settings})
        )

    try:
        begin("dask_scheduler", "--port", "0", "--scheduler-file", str(scheduler_file))
        while not scheduler_file.exists():
            time.sleep(0.05)
        for _ in range(workers):
            begin("dask_worker", "--scheduler-file", str(scheduler_file), "--nthreads", "1", "--no-nanny")
        with Client(scheduler_file=str(scheduler_file), set_as_default=False) as client:
            client.wait_for_workers(workers, timeout=60)
            yield client.scheduler.address, processes[0].pid, [process.pid for process in processes[1:]]
    finally:
        for process in reversed(processes):
            process.terminate()
            process.wait()


def reports(desk: Path, count: int, out: str) -> list[BuildRequest]:
    """As many reports, each a folder of its own with its own chart, to be built into a folder where nothing is kept."""
    text = (BRIEF / "briefing.yaml").read_text(encoding="utf-8")
    requests = []
    for number in range(count):
        folder = desk / "briefs" / f"n{number:04}"
        if not folder.exists():
            folder.mkdir(parents=True)
            for path in BRIEF.iterdir():
                if path.is_file():
                    (folder / path.name).write_bytes(path.read_bytes())
            own = text.replace("id: niger-2023", f"id: n{number:04}").replace(
                "since: 1960", f"since: {1950 + number % 60}"
            )
            (folder / "briefing.yaml").write_text(own, encoding="utf-8")
        requests.append(BuildRequest(folder, Workspace(desk), desk / out, "a4"))
    return requests


@dataclass(frozen=True)
class Round:
    """One run over some requests: seconds until the first came, wall and processor seconds a briefing from then on.

    Of the processor time, `client_s` is what this process took for one, and `scheduler_s` what a scheduler did.
    """

    first_s: float
    wall_s: float
    cpu_s: float
    client_s: float
    scheduler_s: float
    made: Sequence[RenderedBriefing]


@dataclass
class Sizes:
    """The most memory that was seen of each kind of process."""

    worker: int = 0
    scheduler: int = 0

    def look(self, workers: Sequence[int], _: object) -> None:
        """Look at some workers."""
        with suppress(OSError):
            self.worker = max(self.worker, *map(resident, workers))


def run(outcomes: Iterator[BuildOutcome], requests: Sequence[BuildRequest], scheduler: int = 0) -> Round:
    """Write the results of some requests, and return what that took."""
    started = time.monotonic()
    made: list[RenderedBriefing] = []
    marks: list[tuple[float, ...]] = []
    for request, outcome in zip(requests, outcomes, strict=True):
        if not isinstance(outcome, RenderedBriefing):
            raise outcome
        write_build(outcome, request, {})
        made.append(outcome)
        if len(made) in (1, len(requests)):
            spent = (all_cpu_s(os.getpid()), own_cpu_s(), cpu_s(scheduler) if scheduler else 0.0)
            marks.append((time.monotonic(), *spent))
    wall, cpu, client, scheduling = ((end - begin) / (len(requests) - 1) for begin, end in zip(*marks, strict=True))
    return Round(marks[0][0] - started, wall, cpu, client, scheduling, made)


def measure(documents: int, rounds: int, workers: int) -> Measured:
    """Build in this machine's pool and over a cluster, in turn, and weigh what passes."""
    load = os.getloadavg()[0]
    pool: list[Round] = []
    over: list[Round] = []
    sizes = Sizes()
    with tempfile.TemporaryDirectory(prefix="briefing-scale-") as name:
        desk = Path(name).resolve()
        (desk / "briefing.toml").touch()
        for number in range(rounds):
            say(f"round {number + 1} of {rounds}")
            requests = reports(desk, documents, f"pool-{number}")
            pool.append(run(build_in_pool(requests, workers, lambda _: None), requests))
            requests = reports(desk, documents, f"cluster-{number}")
            scratch = desk / f"scratch-{number}"
            scratch.mkdir()
            with cluster_of(workers, scratch) as (address, scheduler, at_work):
                idle = idle_s([scheduler]), idle_s(at_work) / workers
                made = build_on_cluster(requests, partial(sizes.look, at_work), Cluster(address))
                over.append(run(made, requests, scheduler))
                sizes.scheduler = resident(scheduler)
                small = tiny(address, scheduler, 1)
                large = tiny(address, scheduler, len(pickle.dumps(over[-1].made[0])))
            for there, here in zip(over[-1].made, pool[-1].made, strict=True):
                if there.content != here.content:
                    raise AssertionError(f"{here.name} is not the same over the cluster")
        request, one = requests[0], over[-1].made[0]
        record = sum(path.stat().st_size for path in (request.out / ".briefing").glob("*.json"))
        return Measured(
            documents=documents,
            workers=workers,
            load=load,
            pool_wall_s=statistics.median(one.wall_s for one in pool),
            pool_cpu_s=statistics.median(one.cpu_s for one in pool),
            pool_first_s=statistics.median(one.first_s for one in pool),
            cluster_wall_s=statistics.median(one.wall_s for one in over),
            cluster_cpu_s=statistics.median(one.cpu_s for one in over),
            cluster_first_s=statistics.median(one.first_s for one in over),
            client_s=statistics.median(one.client_s for one in over),
            scheduler_s=statistics.median(one.scheduler_s for one in over),
            idle_scheduler_s=idle[0],
            idle_worker_s=idle[1],
            tiny_a_second=small[0],
            tiny_s=small[1],
            whole_a_second=large[0],
            whole_s=large[1],
            task_bytes=len(pickle.dumps((request, desk))),
            input_bytes=len(pack(request, "")[0].blob),
            made_bytes=len(pickle.dumps(one)),
            record_bytes=round(record / documents),
            worker_bytes=sizes.worker,
            scheduler_bytes=sizes.scheduler,
        )


def idle_s(processes: Sequence[int]) -> float:
    """The processor seconds that processes take for a second in which there is nothing to do."""
    before = sum(map(cpu_s, processes))
    time.sleep(IDLE_S)
    return (sum(map(cpu_s, processes)) - before) / IDLE_S


def tiny(address: str, scheduler: int, size: int) -> tuple[float, float]:
    """Tasks a second that only give so many bytes, and the scheduler's processor seconds for one."""
    with Client(address, set_as_default=False) as client:
        before, started = cpu_s(scheduler), time.monotonic()
        for start in range(0, TINY, 100):
            client.gather([client.submit(os.urandom, size, key=f"tiny-{size}-{start + n}") for n in range(100)])
        return TINY / (time.monotonic() - started), (cpu_s(scheduler) - before) / TINY


def tables(m: Measured) -> str:
    """What was measured, and what follows for a morning of 1,170 and for 100,000, as Markdown."""
    machine = this_machine({})
    mb = 1e6
    extra = m.cluster_cpu_s - m.pool_cpu_s
    load = f"The machine had a load of {m.load:.1f} when this began"
    load += ": other work ran beside it, so that wall seconds mean little." if m.load > machine.cores / 2 else "."
    waiting = m.idle_worker_s * m.cluster_wall_s * m.workers
    lines = [
        f"Measured with {m.documents} reports a round on {machine.cores} cores ({machine.processor}), {machine.system},",
        f"Python {machine.versions['Python']}, WeasyPrint {machine.versions['weasyprint']}: a pool of {m.workers} processes "
        f"and a cluster of {m.workers} workers on loopback, in turn.",
        "Medians of the rounds; what a briefing costs is counted from the first to the last, each with a chart to draw.",
        load,
        "",
        "| measured | pool of this machine | cluster on this machine |",
        "|---|---|---|",
        f"| wall seconds a briefing | {m.pool_wall_s:.2f} | {m.cluster_wall_s:.2f} |",
        f"| processor seconds a briefing, all processes | **c** = {m.pool_cpu_s:.2f} | {m.cluster_cpu_s:.2f} |",
        f"| – more than the pool | | {extra * 1000:.0f} ms ({extra / m.pool_cpu_s:.0%}) |",
        f"| – of it, the client (reading, sending, checking, writing) | | **k** = {m.client_s * 1000:.0f} ms |",
        f"| – of it, the scheduler, its idle time included | | {m.scheduler_s * 1000:.0f} ms |",
        f"| – of it, workers that only wait, in as long as one takes | | {waiting * 1000:.0f} ms |",
        f"| wall seconds until the first is written | {m.pool_first_s:.1f} | {m.cluster_first_s:.1f} |",
        "",
        "| measured | |",
        "|---|---|",
        f"| processor time of a scheduler with nothing to do | {m.idle_scheduler_s:.1%} of a core |",
        f"| processor time of a worker with nothing to do | {m.idle_worker_s:.1%} of a core |",
        f"| tasks a second that give one byte | {m.tiny_a_second:,.0f} |",
        f"| – the scheduler's processor time for one | {m.tiny_s * 1000:.2f} ms |",
        f"| tasks a second that give as many bytes as a briefing | {m.whole_a_second:,.0f} |",
        f"| – the scheduler's processor time for one | {m.whole_s * 1000:.2f} ms |",
        f"| – a briefing is one of these and a small one, for its files | **s** = {m.busy_s * 1000:.1f} ms |",
        f"| bytes of a task (request and paths) | {m.task_bytes:,} |",
        f"| bytes of a briefing's inputs, compressed | {m.input_bytes:,} |",
        f"| bytes that come back (PDF of {m.made_bytes / mb:.2f} MB, its record) | **b** = {m.made_bytes:,} |",
        f"| bytes of a build record on disk | {m.record_bytes:,} |",
        f"| most memory of a worker | {m.worker_bytes / mb:.0f} MB |",
        f"| most memory of the scheduler | {m.scheduler_bytes / mb:.0f} MB |",
        "",
        f"From these, by the formulae below, for a morning of {HOURS:.0f} hours and one process a core:",
        "",
        "| briefings | on | cores for a morning | takes | scheduler busy | client busy | in and out of the scheduler | disk |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for count, cores in ((1_170, 2), (1_170, 8), (100_000, None), (100_000, 64), (100_000, 256)):
        lines.append(_row(m, count, cores))
    return "\n".join(lines)


def _row(m: Measured, count: int, cores: int | None) -> str:
    local = count < 10_000
    each = m.pool_cpu_s if local else m.there_s
    needed = math.ceil(count * each / (HOURS * 3600))
    cores = cores or needed
    wall = max(count * each / cores, 0 if local else count * max(m.busy_s, m.client_s))
    cells = [f"{count:,}", f"{cores} cores of {'one machine' if local else 'a cluster'}", str(needed), _hours(wall)]
    if local:
        cells += ["–", "–", "–"]
    else:
        passes = 2 * count * (m.made_bytes + m.input_bytes) / 1e9
        cells += [_hours(count * m.busy_s), _hours(count * m.client_s), f"{passes:.0f} GB"]
    return f"| {' | '.join(cells)} | {count * (m.made_bytes + m.record_bytes) / 1e9:.1f} GB |"


def _hours(seconds: float) -> str:
    if seconds < 5400:
        return f"{seconds / 60:.0f} min"
    return f"{seconds / 3600:.1f} h"


def main() -> int:
    parser = argparse.ArgumentParser(prog="./run bench --scale", description=__doc__)
    parser.add_argument("--documents", type=int, default=30, help="reports a round (default 30)")
    parser.add_argument("--rounds", type=int, default=3, help="rounds (default 3)")
    parser.add_argument("--write", action="store_true", help="put the tables into docs/scale.md")
    options = parser.parse_args()
    text = tables(measure(options.documents, options.rounds, 2))
    print(text)
    if options.write:
        page = PAGE.read_text(encoding="utf-8")
        before, _, rest = page.partition(BEGIN)
        write_atomically(PAGE, f"{before}{BEGIN}\n{text}\n{END}{rest.partition(END)[2]}".encode())
    return 0


if __name__ == "__main__":
    sys.exit(main())
