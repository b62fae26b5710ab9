"""Workers behind executors, where the system does the worst to them."""

from __future__ import annotations

import os
import signal
import struct
import sys
import time
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import pytest

from briefing.batch.pool import Worker, add_worker, terminate_workers


def die_while_a_result_is_written() -> None:
    """Write the length of a result and its first byte, as a worker does that is killed before it has written the rest."""
    frame = sys._getframe()
    while "result_queue" not in frame.f_locals:
        assert frame.f_back
        frame = frame.f_back
    os.write(frame.f_locals["result_queue"]._writer.fileno(), struct.pack("!i", 1000) + b"x")
    os.kill(os.getpid(), signal.SIGKILL)


def test_a_worker_that_is_killed_while_it_writes_its_result_is_noticed() -> None:
    workers: list[Worker] = []
    executor = add_worker(workers).executor
    with pytest.raises(BrokenProcessPool):
        executor.submit(die_while_a_result_is_written).result(timeout=60)
    terminate_workers(workers)


def build_for_long(begun: str) -> None:
    """Take long, and end at the first signal as a build does."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    Path(begun).touch()
    for _ in range(6000):
        time.sleep(0.01)


def test_a_worker_that_is_ended_within_a_build_is_not_waited_for_until_it_must_be_killed(tmp_path: Path) -> None:
    workers: list[Worker] = []
    begun = tmp_path / "begun"
    add_worker(workers).executor.submit(build_for_long, str(begun))
    for _ in range(6000):
        if begun.exists():
            break
        time.sleep(0.01)
    terminate_workers(workers)
    assert workers[0].process.exitcode != -signal.SIGKILL
