"""Progress: on one line that changes, where there is someone to see it, and else in plain lines, now and then."""

from __future__ import annotations

import os
import sys
import time
from types import TracebackType

from briefing.cli.output import print_problem
from briefing.problems import printable_line


class Progress:
    """Shows on standard error what is being done.

    A terminal shows it on a line of its own, which changes. Elsewhere, and where no escape codes are wanted (`NO_COLOR`, a
    terminal that is `dumb`), it is a plain line every `every_s` seconds, or nothing.
    """

    def __init__(self, name: str, every_s: float | None = None) -> None:
        self._name, self._every_s = printable_line(name), every_s
        wanted = not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
        self._shown = wanted and sys.stderr.isatty()
        self._said_s = time.monotonic()

    def __enter__(self) -> Progress:
        return self

    def say(self, doing: str) -> None:
        """Replace what is shown."""
        if self._shown:
            sys.stderr.write(f"\r\x1b[2K{self._name}: {doing} …")
            sys.stderr.flush()
        elif self._every_s is not None and (now := time.monotonic()) - self._said_s >= self._every_s:
            self._said_s = now
            print_problem(f"{self._name}: {doing}")

    def clear(self) -> None:
        """Take away what is shown, so that a line can be printed in its place."""
        if self._shown:
            sys.stderr.write("\r\x1b[2K")
            sys.stderr.flush()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.clear()
