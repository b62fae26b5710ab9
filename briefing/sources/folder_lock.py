"""A lock on the folder of a briefing, so that of two commands that change it neither loses what the other has written."""

from __future__ import annotations

import errno
import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from briefing.problems import Place, Problem, UsageError

WAIT_SECONDS = 60.0


@contextmanager
def locked_folder(folder: Path, wait_seconds: float = WAIT_SECONDS) -> Iterator[None]:
    """Keep other commands from changing the same files of a folder, until this one is done or has ended in any way.

    Where a disk has no locks, there is none. Raises UsageError (`folder-busy`) after `wait_seconds`.
    """
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        deadline = time.monotonic() + wait_seconds
        while not _has_lock(handle):
            if time.monotonic() >= deadline:
                what = "another command is changing this briefing"
                raise UsageError(Problem("folder-busy", what, Place(str(folder)), "try again when it is done"))
            time.sleep(0.02)
        yield
    finally:
        os.close(handle)


def _has_lock(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError as error:
        if error.errno not in (errno.ENOLCK, errno.ENOTSUP, errno.EINVAL, errno.EBADF):
            raise
    return True
