"""Desks that publish at the same time get consecutive numbers, and no edition is lost."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from briefing.archive.archive import open_archive
from briefing.archive.ocfl.commit import begin_transaction
from briefing.problems import ArchiveError
from tests.archived import all_files, assert_valid_ocfl, faults, publish

ROOT = Path(__file__).parents[2]


def race(root: Path, desks: int, editions: int) -> list[int]:
    """Return the numbers that desks publishing at the same time were given, in order."""
    command = [sys.executable, "-m", "tests.faults.writers", str(root)]
    running = [
        subprocess.Popen([*command, f"desk {desk}", str(editions)], cwd=ROOT, stdout=subprocess.PIPE, text=True)
        for desk in range(desks)
    ]
    outputs = [process.communicate()[0] for process in running]
    assert all(process.returncode == 0 for process in running)
    return sorted(int(number) for lines in outputs for number in lines.split())


def assert_race(root: Path, desks: int, editions: int) -> None:
    assert race(root, desks, editions) == list(range(1, desks * editions + 1))
    archive = open_archive(root)
    assert not faults(archive)
    stored = {edition.read("source/brief/briefing.yaml").decode() for edition in archive.editions("x")}
    assert stored == {f"desk {desk} {turn}" for desk in range(desks) for turn in range(editions)}
    assert_valid_ocfl(root)


def test_three_desks_at_once(tmp_path: Path) -> None:
    assert_race(tmp_path / "editions", 3, 3)


@pytest.mark.faults
def test_eight_desks_ten_editions_each(tmp_path: Path) -> None:
    assert_race(tmp_path / "editions", 8, 10)


def test_a_writer_that_times_out_on_the_lock_gets_a_hint_to_retry(tmp_path: Path) -> None:
    archive = open_archive(tmp_path / "editions")
    publish(archive, "one")
    before = all_files(archive)
    with archive.open_writer("x"), pytest.raises(ArchiveError) as refused:
        publish(archive, "two", wait_seconds=0.1)
    assert refused.value.problems[0].code == "archive-busy"
    assert "try again" in refused.value.problems[0].hint
    assert all_files(archive) == before
    assert publish(archive, "two").number == 2


def test_another_briefing_does_not_wait(tmp_path: Path) -> None:
    archive = open_archive(tmp_path / "editions")
    with archive.open_writer("x"):
        assert publish(archive, "one", "y", wait_seconds=0).name == "y@1"


def test_a_writer_without_locks_loses_nothing(tmp_path: Path) -> None:
    archive = open_archive(tmp_path / "editions")
    publish(archive, "one")
    with begin_transaction(archive.root, "briefing:x", 1) as draft:
        folder = next(archive.root.rglob("briefing%3ax"))
        foreign = folder / "v2"
        foreign.mkdir()
        (foreign / "theirs").write_text("theirs")
        with pytest.raises(ArchiveError):
            draft.commit({"a": b"a"}, {}, archive.edition("x").published, "", draft.inventory.versions[0].user)  # type: ignore[union-attr, arg-type]
        assert (foreign / "theirs").read_text() == "theirs"
    assert not list((archive.root / "extensions" / "briefing" / "staging").iterdir())
