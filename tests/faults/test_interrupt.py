"""A batch that is interrupted at whatever moment leaves no half file, no process, no scratch folder and no traceback."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from tests.batch.test_pool import is_over
from tests.briefs import BRIEF, write_brief

pytestmark = pytest.mark.faults

BRIEFINGS = 6
MOMENTS = 25
ASIDE_S = 60.0
"""In so long a batch of these is over on any machine."""

# In the words of a terminal, a service that is stopped, and a terminal that is closed.
WAYS = {"ctrl-c": signal.SIGINT, "stop": signal.SIGTERM, "hang up": signal.SIGHUP}


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A workspace of some briefings with charts, with a place for scratch."""
    (tmp_path / "briefing.toml").touch()
    (tmp_path / "scratch").mkdir()
    for n in range(BRIEFINGS):
        chart = f"region: {{name: Sahel, focus: NER, countries: [NER, MLI]}}\nhistory: {{since: {1960 + n}}}\n"
        write_brief(tmp_path / f"n{n}", BRIEF.replace("id: x", f"id: n{n}") + chart)
    return tmp_path


@pytest.mark.parametrize("way", WAYS)
def test_an_interruption_at_any_moment_leaves_nothing(desk: Path, way: str) -> None:
    moments = random.Random(way)  # the same moments each time
    interrupted(desk, ASIDE_S, way)  # the first brings in what the others find
    started = time.monotonic()
    assert interrupted(desk, ASIDE_S, way) == 0
    whole_s = time.monotonic() - started
    ended = [interrupted(desk, moments.uniform(0, whole_s), way) for _ in range(MOMENTS)]
    assert ended.count(130) > MOMENTS / 4, "most moments should lie in the midst of it"


def interrupted(desk: Path, after_s: float, way: str) -> int:
    """Begin a batch, interrupt it after a while, look at what it left, and give its exit code."""
    program = "from briefing.cli import main; print('here', flush=True); main()"
    command = [sys.executable, "-c", program, "build", "--jobs", "2", "--force"]
    with subprocess.Popen(
        command,
        cwd=desk,
        env={**os.environ, "TMPDIR": str(desk / "scratch")},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        assert process.stdout
        assert process.stdout.readline() == "here\n"
        for _ in range(int(after_s * 100)):
            if process.poll() is not None:
                break
            time.sleep(0.01)
        if way == "stop":
            process.send_signal(WAYS[way])
        else:
            with suppress(ProcessLookupError):  # it is over
                os.killpg(process.pid, WAYS[way])  # as a terminal does: to all that belongs to it
        _, errors = process.communicate(timeout=120)
    where = f"{way} after {after_s:.3f} s"
    assert process.returncode in (0, 130), f"{where}: {process.returncode}: {errors}"
    unexpected = [line for line in errors.splitlines() if not line.startswith("building: ")]  # on a slow machine
    assert not unexpected, f"{where}: {errors}"
    assert is_over(process.pid), where
    assert not list((desk / "scratch").iterdir()), where
    out = desk / "out"
    assert not list(out.rglob("*.new")), where
    for pdf in out.glob("*.pdf"):
        content = pdf.read_bytes()
        assert content.startswith(b"%PDF"), where
        assert content.rstrip().endswith(b"%%EOF"), where
    return process.returncode
