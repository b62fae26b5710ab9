"""Progress on one line that changes, where there is someone to see it."""

from __future__ import annotations

import sys
from types import TracebackType

from briefing.problems import visible


class Progress:
    """Shows what is being done on a terminal's standard error, and nothing anywhere else."""

    def __init__(self, name: str) -> None:
        self._name, self._shown = visible(name), sys.stderr.isatty()

    def __enter__(self) -> Progress:
        return self

    def say(self, doing: str) -> None:
        """Replace what is shown."""
        if self._shown:
            sys.stderr.write(f"\r\x1b[2K{self._name}: {doing} …")
            sys.stderr.flush()

    def clear(self) -> None:
        """Take away what is shown, so that a line can be printed in its place."""
        if self._shown:
            sys.stderr.write("\r\x1b[2K")
            sys.stderr.flush()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.clear()
