"""Writing without ever leaving half a file: aside first, then renamed into place."""

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
            # mkstemp makes files for the owner alone; a briefing is read by others, as far as the umask allows.
            Path(name).chmod(0o666 & ~_umask())
            # Rename last: a reader must never see half a file.
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        what = f"cannot write {path.name}: {(error.strerror or str(error)).lower()}"
        hint = "free it for writing, or choose another folder"
        raise ContentError(Problem("cannot-write", what, Place(str(path.parent)), hint)) from error


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
