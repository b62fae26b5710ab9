"""Editions are stored, found and withdrawn, and nothing that was stored is lost."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree

import pytest

from briefing.archive.archive import Archive, Notice, open_archive
from briefing.archive.ocfl.inventory import User
from briefing.archive.ocfl.layout import object_path
from briefing.archive.rebuild import restore_edition
from briefing.archive.summary import list_editions
from briefing.model.edition_names import parse_edition_name
from briefing.problems import ArchiveError, BriefingError, UsageError
from tests.archived import FIRST, make_edition, publish

LATER = datetime(2025, 1, 1, tzinfo=UTC)


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


def test_an_object_without_its_inventory_is_damaged(tmp_path: Path) -> None:
    archive = open_archive(tmp_path / "editions")
    publish(archive, "one")
    (archive.root / object_path("briefing:x") / "inventory.json").unlink()
    for attempt in (lambda: archive.editions("x"), lambda: publish(archive, "two")):
        with pytest.raises(ArchiveError, match="the inventory is missing"):
            attempt()
    entries, failed = list_editions(archive, lambda done, of: None)
    assert (entries, len(failed)) == ([], 1)


@pytest.mark.parametrize("noted", [True, False])
@pytest.mark.parametrize("lost", [("0=ocfl_object_1.1",), ("0=ocfl_object_1.1", "inventory.json*")])
def test_an_object_that_is_not_declared_one_is_damaged_and_not_dropped(
    lost: tuple[str, ...], *, noted: bool, tmp_path: Path
) -> None:
    archive = open_archive(tmp_path / "editions")
    publish(archive, "one")
    publish(archive, "other", "y")
    folder = archive.root / object_path("briefing:x")
    for file in [file for pattern in lost for file in folder.glob(pattern)]:
        file.unlink()
    if not noted:
        (archive.root / "extensions" / "briefing" / "inventories.sha512").unlink()
    for attempt in (lambda: archive.editions("x"), lambda: publish(archive, "two")):
        with pytest.raises(ArchiveError, match="archive-damaged"):
            attempt()
    entries, failed = list_editions(archive, lambda done, of: None)
    assert [entry.id for entry in entries] == ["y"]
    assert len(failed) == 1
    assert str(folder) in str(failed[0])


def test_a_lock_that_cannot_be_made_is_an_error(archive: Archive) -> None:
    locks = archive.root / "extensions" / "briefing" / "locks"
    shutil.rmtree(locks)
    locks.write_text("a file")
    with pytest.raises(ArchiveError, match="cannot-write"), archive.open_writer("x"):
        raise AssertionError("the lock was given")
    locks.unlink()


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


@pytest.mark.parametrize("content", [b"{", b"[]", b'{"number": 2}', b"\xff"])
def test_a_notice_that_cannot_be_read_is_named_by_the_file_it_is_in(tmp_path: Path, content: bytes) -> None:
    archive = open_archive(tmp_path / "editions")
    publish(archive, "one")
    with archive.open_writer("x") as writer:
        state = dict(writer.transaction.inventory.versions[-1].state) if writer.transaction.inventory else {}
        writer.transaction.commit({"notices/withdrawn-1.json": content}, state, LATER, "Withdrawn", User("Desk"))
    (error,) = archive.readable_editions("x")[1]
    (problem,) = error.problems
    assert problem.code == "archive-damaged"
    assert problem.place
    assert Path(problem.place.file).read_bytes() == content
