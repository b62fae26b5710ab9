"""Editions are stored, found and withdrawn, and nothing that was stored is lost."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree

import pytest

from briefing.archive.archive import Archive, Notice, open_archive
from briefing.archive.index import list_editions
from briefing.archive.ocfl.commit import begin_transaction
from briefing.archive.ocfl.inventory import User
from briefing.archive.ocfl.layout import object_path
from briefing.archive.rebuild import restore_edition
from briefing.archive.verify import VerifyOptions, checked_since, log_checks, verify_objects
from briefing.model.edition_names import parse_edition_name
from briefing.problems import ArchiveError, BriefingError, UsageError
from tests.archived import FIRST, assert_valid_ocfl, faults, make_edition, publish

LATER = datetime(2025, 1, 1, tzinfo=UTC)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """An archive with three editions of x; after the test it must be valid for the validators."""
    kept = open_archive(tmp_path / "editions")
    for text in ("one", "two", "three"):
        publish(kept, text)
    yield kept
    assert not faults(kept)
    assert_valid_ocfl(kept.root)


def test_an_edition_is_found_as_it_was_published(archive: Archive) -> None:
    edition = archive.edition("x", 2)
    assert (edition.name, edition.status, edition.version) == ("x@2", "superseded", 2)
    assert (edition.title, edition.marking) == ("Title", "TLP:RED")
    assert edition.pdf == make_edition("two").pdf.content
    assert edition.html == "<p>two</p>"
    assert edition.signed is None
    assert edition.briefing == make_edition("two").briefing
    assert edition.published > FIRST
    assert [(change.part, change.after) for change in edition.changes] == [("bottom_line", "two")]
    assert archive.edition("x").number == 3
    assert [one.status for one in archive.editions("x")] == ["superseded", "superseded", "current"]
    assert archive.ids() == ["x"]


def test_an_edition_has_all_its_files(archive: Archive) -> None:
    assert archive.edition("x").names() == [
        "briefing.json",
        "data/figures.csv",
        "dc.xml",
        "manifest.json",
        "page/index.html",
        "page/print.css",
        "premis.xml",
        "source/brief/briefing.yaml",
        "source/brief/t/tables.csv",
        "source/house/templates/page.j2",
        "x.pdf",
    ]


def test_its_metadata_are_complete(archive: Archive) -> None:
    edition = archive.edition("x")
    premis = ElementTree.fromstring(edition.read("premis.xml"))
    names = {element.text for element in premis.iter("{http://www.loc.gov/premis/v3}originalName")}
    assert names == set(edition.names()) - {"premis.xml"}
    core = ElementTree.fromstring(edition.read("dc.xml"))
    fields = {element.tag.partition("}")[2]: element.text for element in core}
    assert fields["identifier"] == "briefing:x@3"
    assert fields["rights"] == "TLP:RED"


@pytest.mark.parametrize(("briefing_id", "number"), [("y", None), ("x", 4), ("x", 0), ("y", 1)])
def test_an_unknown_edition_is_refused(briefing_id: str, number: int | None, archive: Archive) -> None:
    with pytest.raises(ArchiveError, match="no-edition"):
        archive.edition(briefing_id, number)


def test_a_withdrawn_edition_stays_and_is_marked(archive: Archive) -> None:
    archive.withdraw("x", Notice(3, LATER, "wrong figures", "desk", 2))
    assert [one.status for one in archive.editions("x")] == ["superseded", "current", "withdrawn"]
    withdrawn = archive.edition("x")
    assert withdrawn.pdf
    assert withdrawn.notice == Notice(3, LATER, "wrong figures", "desk", 2)
    assert publish(archive, "four").number == 4
    assert [one.status for one in archive.editions("x")] == ["superseded", "superseded", "withdrawn", "current"]


def test_when_all_are_withdrawn_none_is_current(archive: Archive) -> None:
    archive.withdraw("x", Notice(3, LATER, "wrong", "desk", 2))
    archive.withdraw("x", Notice(2, LATER, "as well", "desk", None))
    assert [one.status for one in archive.editions("x")] == ["superseded", "withdrawn", "withdrawn"]


@pytest.mark.parametrize(
    ("number", "replaced_by", "code"),
    [(9, None, "no-edition"), (1, 9, "no-edition"), (1, 1, "no-replacement"), (1, 2, "no-replacement")],
)
def test_only_valid_editions_can_be_withdrawn_or_replace_one(
    number: int, replaced_by: int | None, code: str, archive: Archive
) -> None:
    archive.withdraw("x", Notice(2, LATER, "wrong", "desk", None))
    with pytest.raises(ArchiveError, match=code):
        archive.withdraw("x", Notice(number, LATER, "wrong", "desk", replaced_by))


def test_nothing_is_withdrawn_twice(archive: Archive) -> None:
    archive.withdraw("x", Notice(1, LATER, "wrong", "desk", None))
    with pytest.raises(ArchiveError, match="already-withdrawn"):
        archive.withdraw("x", Notice(1, LATER, "again", "desk", None))


def test_the_working_folder_is_restored(archive: Archive, tmp_path: Path) -> None:
    folder = tmp_path / "again"
    files = restore_edition(archive.edition("x", 1), folder)
    assert sorted(files) == [folder / "briefing.yaml", folder / "t" / "tables.csv"]
    assert (folder / "briefing.yaml").read_text() == "one"
    with pytest.raises(UsageError, match="not-empty"):
        restore_edition(archive.edition("x", 2), folder)


def test_a_damaged_file_is_not_returned(tmp_path: Path) -> None:
    archive = open_archive(tmp_path / "editions")
    publish(archive, "one")
    next(archive.root.rglob("x.pdf")).write_bytes(b"forged")
    edition = archive.edition("x")
    with pytest.raises(ArchiveError, match="not as it was stored"):
        _ = edition.pdf
    with pytest.raises(ArchiveError, match="has no file"):
        edition.read("y.pdf")


def test_the_index_is_updated_when_needed(archive: Archive) -> None:
    publish(archive, "other", "y")
    path = archive.root / "extensions" / "briefing" / "index.sqlite"

    def listed() -> list[tuple[str, int, str]]:
        entries, failed = list_editions(archive, lambda done, of: read.append(done))
        assert not failed
        return [(entry.id, entry.number, entry.status) for entry in entries]

    every = [("x", 1, "superseded"), ("x", 2, "superseded"), ("x", 3, "current"), ("y", 1, "current")]
    for spoil in (lambda: None, lambda: path.write_bytes(b"no database"), path.unlink):
        read: list[int] = []
        spoil()
        assert listed() == every
        assert read == [1, 2]
        read.clear()
        assert listed() == every
        assert not read
    archive.withdraw("x", Notice(3, LATER, "wrong", "desk", None))
    assert listed()[2] == ("x", 3, "withdrawn")
    assert read == [1]
    shutil.move(archive.edition("y").folder, archive.root.parent / "elsewhere")
    assert ("y", 1, "current") not in listed()
    shutil.move(archive.root.parent / "elsewhere", archive.root / object_path("briefing:y"))
    assert listed()[3] == ("y", 1, "current")


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
    assert archive.ids() == []
    assert {fault.code for fault in faults(archive)} >= {"misplaced", "ledger"}


def test_an_object_without_its_inventory_is_damaged(tmp_path: Path) -> None:
    archive = open_archive(tmp_path / "editions")
    publish(archive, "one")
    (archive.root / object_path("briefing:x") / "inventory.json").unlink()
    for attempt in (lambda: archive.editions("x"), lambda: publish(archive, "two")):
        with pytest.raises(ArchiveError, match="the inventory is missing"):
            attempt()
    entries, failed = list_editions(archive, lambda done, of: None)
    assert (entries, len(failed)) == ([], 1)


def test_one_damaged_edition_does_not_hide_the_others(tmp_path: Path) -> None:
    archive = open_archive(tmp_path / "editions")
    for text in ("one", "two", "three"):
        publish(archive, text)
    (archive.root / object_path("briefing:x") / "v2" / "content" / "manifest.json").write_text("{")
    for _ in range(2):
        entries, failed = list_editions(archive, lambda done, of: None)
        assert [entry.number for entry in entries] == [1, 3]
        assert [error.problems[0].code for error in failed] == ["archive-damaged"]


def test_an_index_that_cannot_be_written_is_not_needed(archive: Archive) -> None:
    list_editions(archive, lambda done, of: None)
    path = archive.root / "extensions" / "briefing" / "index.sqlite"
    with sqlite3.connect(path) as index:
        index.execute("create trigger full before insert on editions begin select raise(abort, 'disk full'); end")
    index.close()
    publish(archive, "four")
    entries, failed = list_editions(archive, lambda done, of: None)
    assert ([entry.number for entry in entries], failed) == ([1, 2, 3, 4], [])


def test_a_lock_that_cannot_be_made_is_an_error(archive: Archive) -> None:
    locks = archive.root / "extensions" / "briefing" / "locks"
    shutil.rmtree(locks)
    locks.write_text("a file")
    with pytest.raises(ArchiveError, match="cannot-write"), archive.open_writer("x"):
        raise AssertionError("the lock was given")
    locks.unlink()


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


@pytest.mark.parametrize(("text", "name"), [("niger-2023", ("niger-2023", None)), ("a@12", ("a", 12))])
def test_names_of_editions(text: str, name: tuple[str, int | None]) -> None:
    parsed = parse_edition_name(text)
    assert (parsed.id, parsed.number) == name


@pytest.mark.parametrize("text", ["", "A@1", "a@", "a@0", "a@01", "a@x", "../a@1", "a@1@2"])
def test_invalid_names_of_editions(text: str) -> None:
    with pytest.raises(UsageError, match="bad-name"):
        parse_edition_name(text)


def test_a_file_is_not_an_archive(tmp_path: Path) -> None:
    (tmp_path / "editions").write_text("")
    with pytest.raises(BriefingError, match="not-an-archive"):
        open_archive(tmp_path / "editions")


def test_an_archive_that_does_not_exist_is_empty_and_is_not_created(tmp_path: Path) -> None:
    archive = open_archive(tmp_path / "editions")
    assert archive.ids() == []
    assert archive.editions("x") == []
    assert not archive.root.exists()
