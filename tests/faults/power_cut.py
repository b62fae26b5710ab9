"""Kill a publisher at each of its steps, and check the archive after each: run as a program by `test_power_cut.py`.

    python -m tests.faults.power_cut ACT FOLDER FROM STEP

ACT is what is killed: `first` (a first edition, its archive being made), `next` (a later edition), `withdraw`. Steps FROM,
FROM+STEP… are each killed in a copy of the same archive under FOLDER; with STEP 0, one kill comes at each of FROM random
moments. Prints the number of kills; a wrong result ends the program with an assertion.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from briefing.archive.archive import Archive, Notice, open_archive
from briefing.problems import ArchiveError
from tests.archived import all_files, faults, publish
from tests.faults.steps import failing, kill

LATER = datetime(2025, 1, 1, tzinfo=UTC)


def first(archive: Archive) -> None:
    publish(open_archive(archive.root), "one")


def following(archive: Archive) -> None:
    publish(open_archive(archive.root), "three")


def withdraw(archive: Archive) -> None:
    open_archive(archive.root).withdraw("x", Notice(1, LATER, "wrong", "desk", 2))


ACTS: dict[str, Callable[[Archive], None]] = {"first": first, "next": following, "withdraw": withdraw}


def killed(act: Callable[[], None]) -> bool:
    """Call a function in a child process, and return whether that was killed."""
    child = os.fork()
    if child == 0:
        act()
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0, "the child failed by itself"
    return os.WIFSIGNALED(status)


def killed_at(step: int, archive: Archive, act: Callable[[Archive], None]) -> bool:
    def dying() -> None:
        with failing(step, kill):
            act(archive)

    return killed(dying)


def killed_after(seconds: float, archive: Archive, act: Callable[[Archive], None]) -> bool:
    child = os.fork()
    if child == 0:
        act(archive)
        os._exit(0)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def copies(act: str, folder: Path) -> Iterator[Archive]:
    """Yield copies of the same archive, as it is before the act."""
    before = folder / f"{act}-before"
    if act != "first":
        publish(Archive(before), "one")
        publish(Archive(before), "two")
    number = 0
    while True:
        root = folder / f"{act}-{number}"
        if before.exists():
            shutil.copytree(before, root)
        yield Archive(root)
        number += 1


def check_archive(act: str, archive: Archive, earlier: dict[str, dict[str, bytes]]) -> None:
    """Check an archive whose publisher was killed."""
    # Before the recovery, every earlier edition can be read.
    before = all_files(archive)
    assert before.items() >= earlier.items(), "an earlier edition is lost"
    recovered = open_archive(archive.root)
    found = faults(recovered)
    assert not found, "\n".join(map(str, found))
    after = all_files(recovered)
    assert after.items() >= before.items(), "what could be read before the recovery no longer can"
    assert len(after) in (len(earlier), len(earlier) + (act != "withdraw")), "half an edition"
    left = archive.root / "extensions" / "briefing" / "staging"
    assert not left.is_dir() or not any(path.is_dir() for path in left.iterdir()), "left-overs"
    # And the next edition can be published.
    edition = publish(recovered, "after")
    assert edition.number == len(after) + 1
    if act == "withdraw":
        with suppress(ArchiveError):
            withdraw(archive)
        assert recovered.edition("x", 1).status == "withdrawn"
    assert not faults(recovered)


def cut_at_steps(act: str, folder: Path, at: int, every: int) -> int:
    for kills, archive in enumerate(copies(act, folder)):
        earlier = all_files(archive)
        if not killed_at(at + kills * every, archive, ACTS[act]):
            shutil.rmtree(archive.root)
            return kills
        check_archive(act, archive, earlier)
    raise AssertionError("without end")


def cut_at_moments(act: str, folder: Path, times: int) -> int:
    moments, kills = random.Random(20241124), 0
    archives = copies(act, folder)
    unharmed = next(archives)
    started = time.monotonic()
    killed(lambda: ACTS[act](unharmed))
    whole = time.monotonic() - started
    while kills < times:
        archive = next(archives)
        earlier = all_files(archive)
        if killed_after(moments.uniform(0, whole), archive, ACTS[act]):
            kills += 1
        check_archive(act, archive, earlier)
    return kills


if __name__ == "__main__":
    name, where, start, stride = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
    print(cut_at_steps(name, where, start, stride) if stride else cut_at_moments(name, where, start))
