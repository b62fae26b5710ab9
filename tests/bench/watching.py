"""`briefing build --watch` from the outside: from the moment a brief is saved to the moment its new PDF is there."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.bench.paired import LONGEST_S, Taken
from tests.bench.warm import edited

WATCH = "briefing build --watch, from save to PDF"
LOOK_EACH_S = 0.005


@contextmanager
def watching(root: Path, folder: Path, out: Path) -> Iterator[Watching]:
    """A running `briefing build --watch` of a briefing of its own; ended when this is left."""
    command = (str(Path(sys.executable).with_name("briefing")), "build", "--watch", str(folder), "--out", str(out))
    with subprocess.Popen(
        command, cwd=root, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        try:
            yield Watching(process, folder, out)
        finally:
            process.terminate()


class Watching:
    """Edits a brief, and waits for its PDF."""

    name = WATCH

    def __init__(self, process: subprocess.Popen[bytes], folder: Path, out: Path) -> None:
        self._process, self._out = process, out
        self._brief = folder / "briefing.yaml"
        self._text = self._brief.read_text(encoding="utf-8")
        self._edits = 0

    def time(self) -> Taken:
        """Save an edit and wait for the PDF; processor time is not measured. Raises SubprocessError where none comes."""
        if not self._edits:
            self._wait(lambda: self._seen() is not None)
        self._edits += 1
        # A person who saves again has read what came of the last save.
        time.sleep(0.5)
        before = self._seen()
        started = time.perf_counter()
        self._brief.write_text(edited(self._text, self._edits), encoding="utf-8")
        self._wait(lambda: self._seen() not in (None, before))
        return time.perf_counter() - started, 0.0

    def _seen(self) -> tuple[int, int] | None:
        found = next(self._out.glob("*.pdf"), None) if self._out.exists() else None
        if not found:
            return None
        known = found.stat()
        return known.st_mtime_ns, known.st_ino

    def _wait(self, happened: Callable[[], bool]) -> None:
        deadline = time.monotonic() + LONGEST_S / 5
        while not happened():
            if self._process.poll() is not None:
                raise subprocess.CalledProcessError(self._process.returncode, "briefing build --watch")
            if time.monotonic() > deadline:
                raise subprocess.TimeoutExpired("briefing build --watch", LONGEST_S / 5)
            time.sleep(LOOK_EACH_S)
