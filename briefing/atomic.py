"""Write files so that no reader ever sees half of one: to a temporary file first, which is then renamed."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from briefing.problems import ContentError, Place, Problem


def write_atomically(path: Path, content: bytes) -> None:
    """Write a file whole or not at all, on disk when this returns. Raises ContentError (`cannot-write`)."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".new", dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            # mkstemp makes files for the owner alone; others read briefings, as far as the umask allows.
            Path(name).chmod(0o666 & ~_umask())
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        what = f"cannot write {path.name}: {(error.strerror or str(error)).lower()}"
        hint = "make the folder writable, or choose another one"
        raise ContentError(Problem("cannot-write", what, Place(str(path.parent)), hint)) from error


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
