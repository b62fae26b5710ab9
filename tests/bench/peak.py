"""Runs a command, and says how long it took and how much memory: `python peak.py COMMAND…`, one line of JSON on its output.

A process of its own that imports next to nothing: the memory of whoever starts a command counts as the command's until it
has started.
"""

import json
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

EACH_S = 0.1
PAUSE = 15
"""To count a large process takes long: for so many times as long it is left in peace."""


def tree_of(top: int) -> list[int]:
    """The process and all its descendants, from /proc."""
    children: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(stat.read_text().rpartition(")")[2].split()[1])
        except (OSError, IndexError, ValueError):
            continue
        children.setdefault(parent, []).append(int(stat.parent.name))
    found = [top]
    for process in found:
        found += children.get(process, [])
    return found


def together_kib(top: int) -> int:
    """The memory of a process and its descendants, in KiB: what several share is counted once."""
    total = 0
    for process in tree_of(top):
        try:
            rollup = Path(f"/proc/{process}/smaps_rollup").read_text()
        except OSError:
            continue
        total += next((int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:")), 0)
    return total


def main(command: list[str]) -> int:
    """Run the command; its exit code is ours."""
    most, ended = 0, threading.Event()
    started = time.perf_counter()
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)

    def watch() -> None:
        nonlocal most
        pause = EACH_S
        while not ended.wait(pause):
            before = time.perf_counter()
            most = max(most, together_kib(process.pid))
            pause = max(EACH_S, (time.perf_counter() - before) * PAUSE)

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - started
    ended.set()
    watcher.join()
    largest = usage.ru_maxrss // (1024 if sys.platform == "darwin" else 1)
    measured = {
        "wall_s": wall,
        "processor_s": usage.ru_utime + usage.ru_stime,
        "peak_mib": max(largest, most) / 1024,
        "largest_mib": largest / 1024,
    }
    sys.stdout.write(f"{json.dumps(measured)}\n")
    return process.returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
