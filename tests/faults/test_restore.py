"""A restoration that is killed leaves no folder that looks whole, and goes on when it is repeated."""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from briefing.archive.archive import Archive, StoredEdition, open_archive
from briefing.archive.rebuild import RESTORING, restore_edition
from briefing.problems import BriefingError, UsageError
from tests.archived import publish
from tests.faults.power_cut import killed
from tests.faults.steps import disk_full, failing, kill

WHOLE = {"briefing.yaml": b"wide", "t/tables.csv": b"always,the,same\n"}


@pytest.fixture
def edition(tmp_path: Path) -> StoredEdition:
    archive = open_archive(tmp_path / "editions")
    publish(archive, "narrow")
    return publish(archive, "wide")


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def killed_folders(edition: StoredEdition, tmp_path: Path, *, existing: bool) -> Iterator[Path]:
    """Restore the edition into one folder after the other, killed at each step; yield what each kill left."""
    for step in count():
        folder = tmp_path / f"restored-{step}"
        if existing:
            folder.mkdir()

        def dying(step: int = step, folder: Path = folder) -> None:
            with failing(step, kill):
                restore_edition(edition, folder)

        if not killed(dying):
            assert files(folder) == WHOLE
            return
        yield folder


@pytest.mark.parametrize("existing", [False, True], ids=["new", "empty"])
def test_killed_at_any_step_it_goes_on_when_repeated(existing: bool, edition: StoredEdition, tmp_path: Path) -> None:
    kills = 0
    for folder in killed_folders(edition, tmp_path, existing=existing):
        kills += 1
        left = files(folder) if folder.exists() else {}
        if "briefing.yaml" in left:
            assert {name: left[name] for name in WHOLE} == WHOLE
        assert RESTORING in left or not any(name in left for name in WHOLE) or left == WHOLE
        if left == WHOLE:
            continue
        if RESTORING in left:
            with pytest.raises(UsageError, match="not-empty"):
                restore_edition(Archive(edition.folder.parents[3]).edition("x", 1), folder)
        restore_edition(edition, folder)
        assert files(folder) == WHOLE
    assert kills > 12


def test_a_full_disk_leaves_what_can_be_completed(edition: StoredEdition, tmp_path: Path) -> None:
    refused = 0
    for step in count():
        folder = tmp_path / f"full-{step}"
        if not is_refused_at(step, edition, folder):
            break
        refused += 1
        restore_edition(edition, folder)
        assert files(folder) == WHOLE
    assert refused > 8


def is_refused_at(step: int, edition: StoredEdition, folder: Path) -> bool:
    try:
        with failing(step, disk_full):
            restore_edition(edition, folder)
    except UsageError as error:
        return error.problems[0].code == "cannot-write"
    return False


@pytest.mark.parametrize(
    "change", ["new file", "changed file", "link", "link to a folder", "other folder's marker", "pipe"]
)
def test_what_somebody_put_there_meanwhile_is_neither_replaced_nor_followed(
    change: str, edition: StoredEdition, tmp_path: Path
) -> None:
    folder = tmp_path / "restored"
    restore_edition(edition, folder)
    (folder / "briefing.yaml").unlink()
    marked = f"{edition.name} is being restored here; to go on: briefing editions restore {edition.name} DIR\n"
    (folder / RESTORING).write_text(marked)
    (folder / ".tables.csv.a1b2c3d4.new").write_text("half a fi")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    if change == "new file":
        (folder / "note.txt").write_text("mine")
    elif change == "changed file":
        (folder / "t" / "tables.csv").write_text("mine")
    elif change == "link":
        (folder / "briefing.yaml").symlink_to(elsewhere / "briefing.yaml")
    elif change == "link to a folder":
        (folder / "t" / "tables.csv").unlink()
        (folder / "t").rmdir()
        (folder / "t").symlink_to(elsewhere)
    elif change == "pipe":
        (folder / "t" / "tables.csv").unlink()
        os.mkfifo(folder / "t" / "tables.csv")
    else:
        (folder / RESTORING).write_text("y@9")
    with pytest.raises(UsageError, match="not-empty"):
        restore_edition(edition, folder)
    assert not list(elsewhere.iterdir())


def test_a_folder_that_is_a_link_is_refused(edition: StoredEdition, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "restored").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(BriefingError, match="not-empty"):
        restore_edition(edition, tmp_path / "restored")
    assert not list((tmp_path / "elsewhere").iterdir())
