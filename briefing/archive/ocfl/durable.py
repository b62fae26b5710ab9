"""Files that outlive a power cut: written through to the disk, locked by one desk at a time."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from briefing.problems import ArchiveError, Place, Problem


def write_through(path: Path, content: bytes) -> None:
    """Write a new file, on the disk when this returns; its entry in the folder is not, until `sync_folder`."""
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Put the entries of a folder on the disk: what has been made, renamed or removed in it."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_tree(folder: Path) -> None:
    """The same for a folder and all folders in it, innermost first."""
    for inner in sorted(path for path in folder.rglob("*") if path.is_dir()):
        sync_folder(inner)
    sync_folder(folder)


def make_folder(folder: Path) -> None:
    """Make a folder and those it lies in, each entered on the disk before the next."""
    if folder.is_dir():
        return
    make_folder(folder.parent)
    folder.mkdir(exist_ok=True)
    sync_folder(folder.parent)


def append_through(path: Path, line: str) -> None:
    """Add a line to a file that only grows; one that a crash has cut short is ended first."""
    with path.open("a+b") as file:
        end = file.seek(0, os.SEEK_END)
        if end:
            file.seek(end - 1)
            line = line if file.read(1) == b"\n" else "\n" + line
        file.write(line.encode() + b"\n")
        file.flush()
        os.fsync(file.fileno())
    sync_folder(path.parent)


@contextmanager
def locked(path: Path, wait_seconds: float, what: str) -> Iterator[None]:
    """Hold a lock that ends with the process, however it ends.

    Raises ArchiveError (`archive-busy`) where another holds it for longer than we wait. The file stays: to remove it
    would let two hold locks on two files of one name.
    """
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    try:
        deadline = time.monotonic() + wait_seconds
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() >= deadline:
                    hint = "try again when it is done"
                    raise ArchiveError(Problem("archive-busy", what, Place(str(path.parent)), hint)) from None
                time.sleep(0.02)
        yield
    finally:
        os.close(handle)
