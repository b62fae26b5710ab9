"""Write files that survive a power cut, and lock what one desk at a time may change."""

from __future__ import annotations

import errno
import fcntl
import os
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from briefing.problems import ArchiveError, Place, Problem

_NO_LINKS = os.O_NOFOLLOW | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC


def write_durably(path: Path, content: bytes) -> None:
    """Write a new file and sync it; its entry in the folder is synced by `sync_folder`. Raises FileExistsError."""
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Sync the entries of a folder: what has been created, renamed or removed in it."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_tree(folder: Path) -> None:
    """Sync a folder and all folders in it, in the order of their names; the folder itself last."""
    for inner in sorted(path for path in folder.rglob("*") if path.is_dir()):
        sync_folder(inner)
    sync_folder(folder)


def make_folder(folder: Path) -> None:
    """Create a folder and its parents, each synced before the next."""
    if folder.is_dir():
        return
    make_folder(folder.parent)
    folder.mkdir(exist_ok=True)
    sync_folder(folder.parent)


def append_durably(path: Path, line: str) -> None:
    """Append a line to a file and sync it; first end a line that a crash has cut short."""
    # No link is followed, and nothing that makes a writer wait is opened.
    handle = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT | _NO_LINKS, 0o666)
    with os.fdopen(handle, "a+b") as file:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise OSError(errno.EINVAL, "is not a regular file", str(path))
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

    Raises ArchiveError (`archive-busy`) with the text `what` where another process holds it for longer than
    `wait_seconds`. The file stays: if it were removed, two processes could hold locks on two files of one name.
    """
    handle = os.open(path, os.O_RDWR | os.O_CREAT | _NO_LINKS, 0o666)
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
