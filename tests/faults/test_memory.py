"""The memory of a worker stays flat, however many briefings it builds."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.batch.test_pool import growth_kb, request

BUILDS = 1000


@pytest.mark.faults
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux shows the memory of a process")
def test_a_worker_that_builds_a_thousand_has_grown_by_less_than_a_tenth(tmp_path: Path) -> None:
    (tmp_path / "briefing.toml").touch()
    grown = growth_kb(request(tmp_path, "a"), BUILDS)
    print(f"{grown / (BUILDS - 60):.1f} kB a build")
    assert grown < 10_000
