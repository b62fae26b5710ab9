"""Work in a second process gives the same, and leaves nothing behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ONLY_LINUX = pytest.mark.skipif(
    sys.platform != "linux" or len(os.sched_getaffinity(0)) < 2, reason="a second process is for Linux with two cores"
)

# A process of its own: pytest's has threads, and is not doubled.
SCRIPT = """
import os, sys, signal, tempfile
from contextlib import contextmanager, nullcontext
from functools import partial
from pathlib import Path
from briefing.apart import apart
from briefing.problems import PdfError, Problem

def whoami():
    return os.getpid()

def fail(error):
    raise error

def die():
    if os.getpid() != first:
        os.kill(os.getpid(), signal.SIGKILL)
    return "done here"

def hang():
    while True:
        pass

first = os.getpid()
"""


def run(program: str, **environment: str) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT + program],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return done.stdout.split()


@ONLY_LINUX
def test_work_is_done_in_another_process_one_after_the_other() -> None:
    other, again, here = run("""
with apart(nullcontext) as begin:
    print(begin(whoami)(), begin(partial(whoami))(), first)
""")
    assert other == again != here


@ONLY_LINUX
def test_what_it_raises_is_raised_here() -> None:
    said = run("""
with apart(nullcontext) as begin:
    for error in (PdfError(Problem("code", "what")), KeyError("key")):
        try:
            begin(partial(fail, error))()
        except Exception as raised:
            print(repr(raised).replace(" ", ""))
    print(begin(whoami)() != first)
""")
    assert said == ["PdfError('error[code]:what')", "KeyError('key')", "True"]


@ONLY_LINUX
def test_where_it_has_died_the_work_is_done_here() -> None:
    assert run("""
with apart(nullcontext) as begin:
    print(begin(die)(), begin(whoami)() == first)
""") == ["done", "here", "True"]


@ONLY_LINUX
def test_preparing_may_fail() -> None:
    assert run("""
with apart(partial(fail, OSError("no engine"))) as begin:
    print(begin(whoami)() != first)
""") == ["True"]


@ONLY_LINUX
@pytest.mark.parametrize(
    "end", ["", "begin(hang)", "begin(hang); raise SystemExit", "begin(hang); raise KeyboardInterrupt"]
)
def test_it_ends_with_this_one_and_takes_its_scratch_files(end: str, tmp_path: Path) -> None:
    program = f"""
@contextmanager
def scratch():
    with tempfile.TemporaryDirectory(dir={str(tmp_path)!r}):
        yield

try:
    with apart(scratch) as begin:
        child = begin(whoami)()
        {end or "pass"}
except BaseException:
    pass
try:
    os.kill(child, 0)
except ProcessLookupError:
    print("gone")
"""
    assert run(program) == ["gone"]
    assert list(tmp_path.iterdir()) == []


@ONLY_LINUX
def test_it_ends_when_this_one_is_killed(tmp_path: Path) -> None:
    program = """
with apart(nullcontext) as begin:
    print(begin(whoami)(), flush=True)
    sys.stdin.read()
"""
    command = [sys.executable, "-c", SCRIPT + program]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        child = int(process.stdout.readline())
        process.send_signal(signal.SIGKILL)
        # Its end of the pipe is closed with it; the other process closes the last.
        assert process.stdout.read() == ""
    for _ in range(100):
        if has_ended(child):
            return
        time.sleep(0.1)
    pytest.fail("it is still there")


def has_ended(process: int) -> bool:
    """Whether a process has ended, even where nobody has asked how."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


def test_a_process_with_threads_is_not_doubled() -> None:
    assert run("""
import threading
stop = threading.Event()
thread = threading.Thread(target=stop.wait)
thread.start()
with apart(nullcontext) as begin:
    print(begin(whoami)() == first)
stop.set()
""") == ["True"]
