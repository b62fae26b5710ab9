"""A process that lives on, and builds again after each edit: `python -m tests.bench.warm FOLDER OUT` answers on its output."""

from __future__ import annotations

import hashlib
import json
import select
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.bench.paired import LONGEST_S, Taken

WARM = "rebuild after an edit, in a warm process"
_EDITED = "Drones fly"


def edited(text: str, number: int) -> str:
    """The worked example as its author leaves it after so many edits."""
    return text.replace(_EDITED, f"On day {number} drones fly", 1)


@contextmanager
def resident(folder: Path, out: Path) -> Iterator[Resident]:
    """A living process that builds a briefing of its own folder, which it edits; ended when this is left."""
    command = (sys.executable, "-m", "tests.bench.warm", str(folder), str(out))
    checkout = Path(__file__).parents[2]
    with subprocess.Popen(command, cwd=checkout, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield Resident(WARM, process)
        finally:
            process.kill()


class Resident:
    """The wire to such a process."""

    def __init__(self, name: str, process: subprocess.Popen[str]) -> None:
        self.name = name
        self._process = process

    def time(self) -> Taken:
        """Have it edit and build once. Raises SubprocessError where it has died or hangs."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        try:
            self._process.stdin.write("\n")
            self._process.stdin.flush()
        except OSError as error:
            raise subprocess.SubprocessError("the warm process has ended") from error
        if not select.select([self._process.stdout], [], [], LONGEST_S)[0]:
            raise subprocess.TimeoutExpired("the warm process", LONGEST_S)
        line = self._process.stdout.readline()
        if not line:
            raise subprocess.CalledProcessError(self._process.wait(LONGEST_S), "the warm process")
        wall, processor = json.loads(line)
        return wall, processor


def main(folder: Path, out: Path) -> None:
    """Bring everything in and build once; then, for each line of input, edit, build and say what that took."""
    import briefing.batch.preload  # noqa: F401 - what it brings in is the point
    from briefing.build import render_briefing
    from briefing.build_output import BuildRequest, write_build
    from briefing.rendering import fontconfig_file
    from briefing.workspace import find_workspace

    fontconfig_file()
    order = BuildRequest(folder, find_workspace(folder), out, "a4")
    brief = folder / "briefing.yaml"
    text = brief.read_text(encoding="utf-8")
    before = hashlib.sha256(render_briefing(order, lambda _: None).content).digest()
    for number, _ in enumerate(sys.stdin, start=1):
        brief.write_text(edited(text, number), encoding="utf-8")
        started = time.perf_counter(), time.process_time()
        built = write_build(render_briefing(order, lambda _: None), order, {})
        taken = time.perf_counter() - started[0], time.process_time() - started[1]
        now = hashlib.sha256(built.pdf.read_bytes()).digest()
        assert now != before, "the edit is not in the PDF"
        before = now
        sys.stdout.write(f"{json.dumps(taken)}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
