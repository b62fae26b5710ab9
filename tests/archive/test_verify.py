"""Each check is recorded, and whatever is wrong is reported without stopping the check."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree

import pytest

from briefing.archive.archive import Archive, open_archive
from briefing.archive.ocfl.commit import begin_transaction
from briefing.archive.ocfl.inventory import User
from briefing.archive.ocfl.layout import object_path
from briefing.archive.summary import list_editions
from briefing.archive.verify import VerifyOptions, checked_since, log_checks, verify_objects
from briefing.problems import ArchiveError
from tests.archived import FIRST, assert_valid_ocfl, faults, publish

LATER = datetime(2025, 1, 1, tzinfo=UTC)


def test_each_check_is_recorded_and_can_be_skipped_next_time(archive: Archive) -> None:
    publish(archive, "other", "y")
    options = VerifyOptions(digests=True)
    log_checks(archive, list(verify_objects(archive, ["x"], options)), LATER, options)
    log_checks(
        archive, list(verify_objects(archive, ["y"], VerifyOptions(digests=False))), LATER, VerifyOptions(digests=False)
    )
    assert checked_since(archive, FIRST) == {"x"}
    assert checked_since(archive, datetime(2026, 1, 1, tzinfo=UTC)) == set()
    logs = sorted((archive.root / "extensions" / "briefing" / "checks").iterdir())
    kinds = {ElementTree.parse(log).findtext(".//{*}eventType") for log in logs}
    assert kinds == {"fixity check", "validation"}


def test_a_briefing_with_a_newer_edition_is_checked_again(archive: Archive) -> None:
    options = VerifyOptions(digests=True)
    log_checks(archive, list(verify_objects(archive, ["x"], options)), LATER, options)
    publish(archive, "four")
    assert checked_since(archive, FIRST) == set()
    log_checks(archive, list(verify_objects(archive, ["x"], options)), LATER, options)
    assert checked_since(archive, FIRST) == {"x"}


def test_an_unknown_id_is_refused_before_the_first_check(archive: Archive) -> None:
    with pytest.raises(ArchiveError) as refused:
        verify_objects(archive, ["x", "y", "z"], VerifyOptions(digests=True))
    assert [problem.code for problem in refused.value.problems] == ["no-edition", "no-edition"]


@pytest.mark.parametrize("object_id", ["urn:other:1", "briefing:../../evil", "briefing:X", "briefing:y"])
def test_an_object_of_another_program_is_reported_and_does_not_prevent_reading_others(
    object_id: str, tmp_path: Path
) -> None:
    archive = open_archive(tmp_path / "editions")
    publish(archive, "one")
    with begin_transaction(archive.root, object_id, 1) as draft:
        draft.commit({"a.txt": b"theirs"}, {}, FIRST, "theirs", User("They", "mailto:t@they.example"))
    assert_valid_ocfl(archive.root)
    found = faults(archive)
    assert [fault.code for fault in found] == ["manifest" if object_id == "briefing:y" else "misplaced"]
    assert str(found[0]).startswith(f"{object_path(object_id)}: error")
    entries, failed = list_editions(archive, lambda done, of: None)
    assert ([entry.id for entry in entries], failed) == (["x"], [])


def test_a_moved_object_is_reported(tmp_path: Path) -> None:
    archive = open_archive(tmp_path / "editions")
    publish(archive, "one")
    away = archive.root / "000" / "000" / "000" / "briefing%3ax"
    away.parent.mkdir(parents=True)
    shutil.move(archive.root / object_path("briefing:x"), away)
    assert (archive.ids(), archive.object_folders()) == (["x"], {})
    assert {fault.code for fault in faults(archive)} >= {"misplaced", "ledger"}


def test_a_check_that_cannot_be_recorded_is_an_error(archive: Archive) -> None:
    checks = archive.root / "extensions" / "briefing" / "checks"
    shutil.rmtree(checks, ignore_errors=True)
    checks.write_text("a file")
    options = VerifyOptions(digests=True)
    with pytest.raises(ArchiveError, match="not-recorded"):
        log_checks(archive, list(verify_objects(archive, ["x"], options)), LATER, options)
    checks.unlink()


def test_a_failed_check_is_not_skipped_next_time(tmp_path: Path) -> None:
    archive = open_archive(tmp_path / "editions")
    publish(archive, "one")
    next(archive.root.rglob("x.pdf")).write_bytes(b"forged")
    options = VerifyOptions(digests=True)
    checked = list(verify_objects(archive, ["x"], options))
    assert [fault.code for fault in checked[0].faults] == ["E092"]
    log_checks(archive, checked, LATER, options)
    assert checked_since(archive, FIRST) == set()
    quick = list(verify_objects(archive, ["x"], VerifyOptions(digests=False)))
    assert not quick[0].faults


def test_an_inventory_of_a_version_that_cannot_be_read_is_reported_once(tmp_path: Path) -> None:
    archive = open_archive(tmp_path / "editions")
    for text in ("one", "two"):
        publish(archive, text)
    away = tmp_path / "elsewhere.json"
    for version in ("v1", "v2"):
        for spoil in ("link", "dangling", "loop", "folder"):
            path = archive.root / object_path("briefing:x") / version / "inventory.json"
            path.rename(away)
            if spoil == "folder":
                path.mkdir()
            else:
                path.symlink_to({"link": away, "dangling": tmp_path / "nothing", "loop": path}[spoil])
            name = path.relative_to(archive.root).as_posix()
            told = [fault.code for fault in faults(archive) if fault.place and fault.place.file == name]
            assert len([code for code in told if code != "ledger"]) == 1, (version, spoil, told)
            path.rmdir() if spoil == "folder" else path.unlink()
            away.rename(path)
    assert not faults(archive)
