"""Write files so that no reader ever sees half of one, and read files that anyone may have put in their place."""

from __future__ import annotations

import errno
import os
import re
import stat
import tempfile
from pathlib import Path
from typing import BinaryIO

from briefing.problems import Place, Problem, UsageError, reason_of, writable_hint

_CHUNK_BYTES = 1_000_000


def write_atomically(path: Path, content: bytes, *, private: bool = False) -> None:
    """Write a file whole or not at all, on disk when this returns; a private one for its owner alone.

    A file that is there keeps who may read it.

    Raises UsageError (`cannot-write`).
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".new", dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            # mkstemp makes files for the owner alone; others read briefings, as far as the umask allows.
            if not private:
                Path(name).chmod(_mode(path))
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        what = f"cannot write {path.name}: {reason_of(error)}"
        raise UsageError(Problem("cannot-write", what, Place(str(path.parent)), writable_hint(error))) from error


def _mode(path: Path) -> int:
    """Return who may read a file: as it is, or as the umask has it for a new one."""
    try:
        return stat.S_IMODE(path.stat().st_mode) & 0o777
    except FileNotFoundError:
        return 0o666 & ~_umask()


def is_unfinished(path: Path) -> bool:
    """Tell whether a file is one that `write_atomically` was writing when its process was killed."""
    return re.fullmatch(r"\..+\.[a-z0-9_]{8}\.new", path.name) is not None and path.is_file()


def read_regular_file(path: Path, max_bytes: int) -> bytes:
    """Return the content of a file as `open_regular_file` opens it. Raises OSError, also where it grows meanwhile."""
    with open_regular_file(path, max_bytes) as file:
        # As much as there is: Python makes room for all that is asked for.
        content = file.read(os.fstat(file.fileno()).st_size + 1)
        while len(content) <= max_bytes and (more := file.read(_CHUNK_BYTES)):
            content += more
    if len(content) > max_bytes:
        raise _too_large(path, max_bytes)
    return content


def open_regular_file(path: Path, max_bytes: int | None = None) -> BinaryIO:
    """Open a file to read its bytes, without ever waiting.

    Raises OSError for anything but a regular file (a link, a device, a pipe), and where it is larger than `max_bytes`.
    """
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC)
    except ValueError as error:  # a NUL in its name
        raise OSError(errno.EINVAL, "no file can have this name", str(path)) from error
    except OSError as error:
        if error.errno == errno.ELOOP:
            raise OSError(errno.ELOOP, "is a link", str(path)) from error
        raise
    try:
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode):
            raise OSError(errno.EINVAL, "is not a regular file", str(path))
        if max_bytes is not None and status.st_size > max_bytes:
            raise _too_large(path, max_bytes)
        return os.fdopen(handle, "rb")
    except BaseException:
        os.close(handle)
        raise


def _too_large(path: Path, max_bytes: int) -> OSError:
    return OSError(errno.EFBIG, f"has more than {max_bytes:,} bytes", str(path))


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
