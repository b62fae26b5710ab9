"""Fixtures of the tests of the archive."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from briefing.archive.archive import Archive, open_archive
from tests.archived import assert_valid_ocfl, faults, publish


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """An archive with three editions of x; after the test it must be valid for the validators."""
    archive = open_archive(tmp_path / "editions")
    for text in ("one", "two", "three"):
        publish(archive, text)
    yield archive
    assert not faults(archive)
    assert_valid_ocfl(archive.root)
