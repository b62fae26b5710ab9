"""A list shows every edition that can be read, from its own manifest and from no copy."""

from __future__ import annotations

import shutil
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

from briefing.archive.archive import Archive, Notice, open_archive
from briefing.archive.ocfl.layout import object_path
from briefing.archive.summary import list_editions
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
