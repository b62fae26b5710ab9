"""A list shows every edition that can be read, from its own manifest and from no copy."""

from __future__ import annotations

import os
import shutil
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest

from briefing.archive.archive import Archive, Notice, open_archive
from briefing.archive.ocfl.layout import object_path
from briefing.archive.summary import list_editions
from briefing.archive.verify import VerifyOptions, verify_objects
from tests.archived import publish
from tests.command import Command

LATER = datetime(2025, 1, 1, tzinfo=UTC)


def test_a_list_is_always_of_what_is_there(archive: Archive) -> None:
    publish(archive, "other", "y")

    def listed() -> list[tuple[str, int, str]]:
        entries, failed = list_editions(archive, lambda done, of: read.append((done, of)))
        assert not failed
        return [(entry.id, entry.number, entry.status) for entry in entries]

    read: list[tuple[int, int]] = []
    assert listed() == [("x", 1, "superseded"), ("x", 2, "superseded"), ("x", 3, "current"), ("y", 1, "current")]
    assert read == [(1, 2), (2, 2)]
    archive.withdraw("x", Notice(3, LATER, "wrong", "desk", None))
    assert listed()[2] == ("x", 3, "withdrawn")
    shutil.move(archive.edition("y").folder, archive.root.parent / "elsewhere")
    entries, failed = list_editions(archive, lambda done, of: None)
    assert [(entry.id, entry.number) for entry in entries] == [("x", 1), ("x", 2), ("x", 3)]
    assert ["the whole object is missing" in str(error) for error in failed] == [True]
    shutil.move(archive.root.parent / "elsewhere", archive.root / object_path("briefing:y"))
    assert listed()[3] == ("y", 1, "current")


def test_the_record_of_digests_is_read_once_whatever_the_number_of_objects(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a", "b", "c"):
        publish(archive, "other", name)
    opened: list[str] = []
    real = os.open

    def noting(path: str | Path, flags: int, *more: int) -> int:
        opened.append(str(path))
        return real(path, flags, *more)

    monkeypatch.setattr("briefing.atomic.os.open", noting)
    many = archive.for_many()
    assert [many.editions(name)[-1].number for name in many.ids()] == [1, 1, 1, 3]
    assert sum(path.endswith("inventories.sha512") for path in opened) == 1
    opened.clear()
    assert not any(one.problems for one in verify_objects(archive, many.ids(), VerifyOptions(digests=False)))
    assert sum(path.endswith("inventories.sha512") for path in opened) == 2
    monkeypatch.undo()
    # What is stored meanwhile is read, and what went back to an earlier version than the record says is not.
    publish(archive, "later", "a")
    assert many.editions("a")[-1].number == 2
    shutil.move(archive.edition("b").folder, archive.root.parent / "elsewhere")
    assert ["the whole object is missing" in str(error) for error in many.readable_editions("b")[1]] == [True]
    shutil.move(archive.root.parent / "elsewhere", archive.root / object_path("briefing:b"))


def test_an_index_that_earlier_versions_kept_is_not_read(command: Command) -> None:
    archive = open_archive(command.folder / "editions")
    publish(archive, "for few", marking="TLP:GREEN")
    publish(archive, "for all", "y", marking="TLP:CLEAR")
    with sqlite3.connect(archive.root / "extensions" / "briefing" / "index.sqlite") as index:
        index.execute("create table editions (id, number, marking)")
        index.execute("insert into editions values ('x', 1, 'TLP:CLEAR'), ('ghost', 1, 'TLP:CLEAR')")
    index.close()
    shown = command("editions", "list", "--up-to", "TLP:CLEAR")
    assert (shown.code, shown.out.split()[0], shown.out.count("\n")) == (0, "y@1", 1)


def test_one_damaged_edition_does_not_hide_the_others(tmp_path: Path) -> None:
    archive = open_archive(tmp_path / "editions")
    for text in ("one", "two", "three"):
        publish(archive, text)
    (archive.root / object_path("briefing:x") / "v2" / "content" / "manifest.json").write_text("{")
    for _ in range(2):
        entries, failed = list_editions(archive, lambda done, of: None)
        assert [entry.number for entry in entries] == [1, 3]
        assert [error.problems[0].code for error in failed] == ["archive-damaged"]
