"""What the archive costs: storing an edition early and late in a long history, listing and verifying ten thousand objects."""

from __future__ import annotations

import os
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from statistics import median

from briefing.archive.archive import Archive, open_archive
from briefing.archive.contents import digest_edition, edition_files
from briefing.archive.ocfl.inventory import User
from briefing.archive.summary import list_editions
from briefing.archive.verify import VerifyOptions, verify_objects
from briefing.model.edition_statement import EditionStatement
from briefing.pages.document import Pdf
from tests.archived import FIRST, TOOLCHAIN, make_edition, publish

HISTORY, ROUNDS, OBJECTS = 104, 7, 10_000
MOST_ADDED, MOST_GROWTH = 0.1, 1.5
"""The limit for storing an edition, in seconds, and its ratio at the end of the history to its start."""

Say = Callable[[str], None]


def measure_archive(say: Say) -> tuple[str, bool]:
    """The figures as lines of text, and whether every target is met."""
    with tempfile.TemporaryDirectory(prefix="briefing-bench-") as folder:
        say("archive: a long history")
        early, late = _store_history(Path(folder) / "one")
        growth = late[0] / early[0]
        met = late[0] <= MOST_ADDED and growth <= MOST_GROWTH
        lines = [
            f"{'':<46}{'wall s':>8}{'cpu s':>8}",
            f"{'an edition stored as number 2 to 8':<46}{early[0]:>8.3f}{early[1]:>8.3f}",
            f"{f'an edition stored as number {HISTORY - ROUNDS + 1} to {HISTORY}':<46}{late[0]:>8.3f}{late[1]:>8.3f}"
            f"  ratio {growth:.2f}, target {MOST_GROWTH:.2f}  {'met' if met else 'MISSED'}",
            *_measure_many(Path(folder) / "many", say),
        ]
    return "\n".join(lines), met


def _store_history(root: Path) -> tuple[tuple[float, float], tuple[float, float]]:
    """The median wall and processor time of a store near the start and near the end."""
    archive, noise = open_archive(root), random.Random(1)
    times = [_store(archive, noise.randbytes(120_000)) for _ in range(HISTORY)]
    spans = times[1 : 1 + ROUNDS], times[-ROUNDS:]
    first, last = ((median(wall for wall, _ in span), median(cpu for _, cpu in span)) for span in spans)
    return first, last


def _store(archive: Archive, pdf: bytes) -> tuple[float, float]:
    """Store an edition as large as the worked example: 120 kB of PDF, 40 files that do not change."""
    house = {f"templates/part-{n}.j2": f"{n}".encode() * 500 for n in range(40)}
    started = time.perf_counter(), time.process_time()
    with archive.open_writer("x") as writer:
        number = writer.number
        published = FIRST + timedelta(hours=number)
        edition = replace(make_edition(f"says {number}"), pdf=Pdf(pdf, 5))
        source = {"briefing.yaml": f"says {number}".encode()}
        statement = EditionStatement(
            "x", number, published, published, False, None, (), digest_edition("x", number, published, source)
        )
        files = edition_files(edition, statement, replace(TOOLCHAIN, house=house), source, "", None)
        writer.store_edition(files, published, f"Edition {number}", User("Desk", "mailto:d@desk.example"))
    return time.perf_counter() - started[0], time.process_time() - started[1]


def _measure_many(root: Path, say: Say) -> Iterator[str]:
    archive = open_archive(root)
    with _without_waiting_for_the_disk():
        for number in range(OBJECTS):
            if number % 1000 == 0:
                say(f"archive: {number:,} of {OBJECTS:,} objects")
            publish(archive, "small", f"b{number:05}")
    for name, act in (
        ("listed", lambda: list_editions(archive, lambda done, of: None)),
        ("verified --quick", lambda: list(verify_objects(archive, archive.ids(), VerifyOptions(digests=False)))),
    ):
        say(f"archive: {name}")
        started = time.perf_counter(), time.process_time()
        act()
        wall, cpu = time.perf_counter() - started[0], time.process_time() - started[1]
        yield f"{f'{OBJECTS:,} objects {name}':<46}{wall:>8.1f}{cpu:>8.1f}"


@contextmanager
def _without_waiting_for_the_disk() -> Iterator[None]:
    """Ten thousand editions are made only to be read."""
    fsync = os.fsync
    os.fsync = lambda fd: None
    try:
        yield
    finally:
        os.fsync = fsync
