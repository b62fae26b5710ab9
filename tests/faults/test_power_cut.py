"""A publisher that is killed loses nothing that was published, and leaves an edition complete or absent."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.archived import assert_valid_ocfl

ROOT = Path(__file__).parents[2]


def cut(act: str, folder: Path, start: int, stride: int) -> int:
    command = [sys.executable, "-m", "tests.faults.power_cut", act, str(folder), str(start), str(stride)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return int(done.stdout)


@pytest.mark.parametrize("act", ["first", "next", "withdraw"])
def test_killed_at_some_of_its_steps(act: str, tmp_path: Path) -> None:
    assert cut(act, tmp_path, 3, 11) >= 4
    assert_valid_ocfl(*(path for path in sorted(tmp_path.iterdir()) if not path.name.endswith("before")))


@pytest.mark.faults
@pytest.mark.parametrize("act", ["first", "next", "withdraw"])
def test_killed_at_every_step(act: str, tmp_path: Path) -> None:
    kills = cut(act, tmp_path, 0, 1)
    print(f"{act}: killed {kills} times")
    assert kills >= 40
    assert_valid_ocfl(*sorted(tmp_path.iterdir()))


@pytest.mark.faults
@pytest.mark.parametrize("act", ["first", "next", "withdraw"])
def test_killed_at_random_moments(act: str, tmp_path: Path) -> None:
    assert cut(act, tmp_path, 100, 0) == 100
    assert_valid_ocfl(*sorted(tmp_path.iterdir()))
