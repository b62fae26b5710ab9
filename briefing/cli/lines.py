"""Lines for people and programs to read: results on standard output, problems on standard error."""

from __future__ import annotations

import os
import sys
from typing import TextIO


def tell(line: object) -> None:
    """Say what was done."""
    _write(line, sys.stdout)


def complain(line: object) -> None:
    """Say what is wrong."""
    _write(line, sys.stderr)


def _write(line: object, stream: TextIO) -> None:
    try:
        print(line, file=stream, flush=True)
    except BrokenPipeError:
        # Whoever read has gone (`| head`). The work goes on, and so does Python's own last flush.
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
