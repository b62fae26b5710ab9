"""The index lists every edition that can be read, and is made again when it is out of date or broken."""

from __future__ import annotations

import shutil
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

from briefing.archive.archive import Archive, Notice, open_archive
from briefing.archive.index import list_editions
from briefing.archive.ocfl.layout import object_path
from tests.archived import publish

LATER = datetime(2025, 1, 1, tzinfo=UTC)


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
