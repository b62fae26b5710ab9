"""A full disk is reported at any write; the archive stays as it was, and works again once there is space."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from briefing.archive.archive import Archive, open_archive
from briefing.problems import ArchiveError
from tests.archived import all_files, assert_valid_ocfl, faults, publish
from tests.faults.steps import disk_full, failing


def fill_at(step: int, root: Path) -> bool:
    """Publish onto a disk that is full from this step on, and return whether it was refused."""
    archive = open_archive(root)
    before = all_files(archive)
    refusals: list[ArchiveError] = []
    with failing(step, disk_full):
        try:
            publish(archive, "three")
        except ArchiveError as error:
            refusals.append(error)
    after = all_files(open_archive(root))
    assert after.items() >= before.items()
    assert not faults(archive)
    if not refusals:
        assert len(after) == len(before) + 1
        return False
    (problem,) = refusals[0].problems
    assert problem.code == "cannot-write"
    assert "no space left" in problem.what
    if "nothing was stored" in problem.hint:
        assert "free some space" in problem.hint
        assert len(after) == len(before)
    assert publish(archive, "four").number == len(after) + 1
    return True


def fill_at_each(folder: Path, before: Path | None, every: int) -> int:
    for number in count():
        root = folder / f"full-{number}"
        if before:
            shutil.copytree(before, root)
        if not fill_at(number * every, root):
            return number
    return 0


@pytest.fixture
def two_editions(tmp_path: Path) -> Path:
    archive = open_archive(tmp_path / "before")
    publish(archive, "one")
    publish(archive, "two")
    return archive.root


def test_disk_full_at_some_writes(tmp_path: Path, two_editions: Path) -> None:
    assert fill_at_each(tmp_path, two_editions, 5) >= 4
    assert_valid_ocfl(*sorted(tmp_path.iterdir()))


def test_disk_full_while_the_archive_is_created(tmp_path: Path) -> None:
    assert fill_at_each(tmp_path, None, 9) >= 4
    assert_valid_ocfl(*sorted(tmp_path.iterdir()))


@pytest.mark.faults
def test_disk_full_at_every_write(tmp_path: Path, two_editions: Path) -> None:
    assert fill_at_each(tmp_path, two_editions, 1) >= 30
    assert_valid_ocfl(*sorted(tmp_path.iterdir()))


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A real file system of half a megabyte."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=512k", "briefing-test", disk], capture_output=True, check=False
    )
    if os.geteuid() != 0 or mounted.returncode != 0:
        pytest.skip("a small file system can only be mounted by root, where that is allowed")
    yield disk
    subprocess.run(["umount", disk], check=True)


def publish_without_end(archive: Archive) -> None:
    for turn in range(1000):
        publish(archive, f"edition {turn} " + "x" * 200)


@pytest.mark.faults
def test_a_real_disk_that_fills_up(small_disk: Path) -> None:
    archive = open_archive(small_disk / "editions")
    with pytest.raises(ArchiveError, match="cannot-write"):
        publish_without_end(archive)
    published = open_archive(archive.root).editions("x")
    assert len(published) >= 2
    assert all(edition.pdf for edition in published)
    assert not faults(archive)
    assert_valid_ocfl(archive.root)
