"""An index of all editions, so that a list of very many is quick. It is never the truth: the objects are.

It lies in the archive's `extensions/briefing/index.sqlite`, may be deleted at any time, and is brought up to date from every
object whose inventory has been replaced since. Where it cannot be written, it is made in memory.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import astuple, dataclass, fields
from pathlib import Path

from briefing.archive.archive import Archive, StoredEdition
from briefing.archive.metadata import written
from briefing.archive.ocfl.inventory import NAME
from briefing.archive.ocfl.layout import OURS
from briefing.problems import ArchiveError

FORM = 1
Told = Callable[[int, int], None]
"""Told how many objects have been read, and of how many."""


@dataclass(frozen=True)
class Entry:
    """One edition in a list; dates are UTC as `2023-07-28T09:00:00Z`."""

    id: str
    number: int
    published: str
    changed: str
    status: str
    pages: int
    marking: str
    title: str
    note: str
    minor: bool
    signed: bool
    replaced_by: int | None
    reason: str


_COLUMNS = ", ".join(entry.name for entry in fields(Entry))
_TABLES = f"""
create table objects (folder text primary key, id text not null, stamp text not null);
create table editions ({_COLUMNS}, primary key (id, number));
pragma user_version = {FORM};
"""


def list_editions(archive: Archive, told: Told) -> tuple[list[Entry], list[ArchiveError]]:
    """Every edition, by id and number, and what kept objects from being read."""
    path = archive.root / OURS / "index.sqlite"
    try:
        with closing(_connect(path)) as index:
            return _listed(index, archive, told)
    except sqlite3.Error as error:
        # The disk is full, or we may only read, or it is broken: then it is made anew, the next time at the latest.
        if not isinstance(error, sqlite3.OperationalError):
            with suppress(OSError):
                path.unlink(missing_ok=True)
        with closing(_in_memory()) as index:
            return _listed(index, archive, told)


def _listed(index: sqlite3.Connection, archive: Archive, told: Told) -> tuple[list[Entry], list[ArchiveError]]:
    failed = _refresh(index, archive, told)
    rows = index.execute(f"select {_COLUMNS} from editions order by id, number").fetchall()  # noqa: S608 - our own names
    return [_entry(row) for row in rows], failed


def entry_of(edition: StoredEdition) -> Entry:
    """An edition as a list shows it."""
    manifest, notice = edition.manifest, edition.notice
    return Entry(
        manifest.id,
        manifest.number,
        written(manifest.published),
        written(manifest.changed),
        edition.status,
        manifest.pages,
        manifest.marking,
        manifest.title,
        manifest.note,
        manifest.minor,
        bool(manifest.signed),
        notice.replaced_by if notice else None,
        notice.reason if notice else "",
    )


def _entry(row: tuple[object, ...]) -> Entry:
    value = dict(zip((entry.name for entry in fields(Entry)), row, strict=True))
    return Entry(**{**value, "minor": bool(value["minor"]), "signed": bool(value["signed"])})  # type: ignore[arg-type]


def _connect(path: Path) -> sqlite3.Connection:
    for _ in range(2):
        try:
            index = sqlite3.connect(path, timeout=30, isolation_level=None)
            index.execute("begin immediate")
            form = index.execute("pragma user_version").fetchone()[0]
            if form == FORM:
                index.execute("select count(*) from objects").fetchone()
                return index
            if form == 0:
                for statement in _TABLES.split(";"):
                    index.execute(statement)
                return index
            index.close()
        except sqlite3.Error:
            pass
        # It is of another form, or broken: it is made anew.
        with suppress(OSError):
            path.unlink(missing_ok=True)
    return _in_memory()


def _in_memory() -> sqlite3.Connection:
    index = sqlite3.connect(":memory:", isolation_level=None)
    for statement in ("begin", *_TABLES.split(";")):
        index.execute(statement)
    return index


def _refresh(index: sqlite3.Connection, archive: Archive, told: Told) -> list[ArchiveError]:
    """Read what has changed since; the stamp of an object changes whenever its inventory is replaced."""
    known = dict(index.execute("select folder, stamp from objects").fetchall())
    objects = {folder.relative_to(archive.root).as_posix(): one for one, folder in archive.objects().items()}
    found = {folder: _stamp(archive.root / folder) for folder in sorted(objects)}
    stale = [folder for folder, stamp in found.items() if known.get(folder) != stamp]
    failed: list[ArchiveError] = []
    for folder in known.keys() - found.keys():
        _forget(index, folder)
    for count, folder in enumerate(stale, 1):
        told(count, len(stale))
        failed += _learn(index, archive, folder, objects[folder], found[folder])
    index.execute("commit")
    return failed


def _stamp(folder: Path) -> str:
    try:
        stat = (folder / NAME).stat()
    except OSError:
        return "missing"
    return f"{stat.st_mtime_ns} {stat.st_ino} {stat.st_size}"


def _forget(index: sqlite3.Connection, folder: str) -> None:
    index.execute("delete from editions where id in (select id from objects where folder = ?)", (folder,))
    index.execute("delete from objects where folder = ?", (folder,))


def _learn(
    index: sqlite3.Connection, archive: Archive, folder: str, briefing_id: str, stamp: str
) -> list[ArchiveError]:
    """Note every edition of an object that can be read, and give what keeps the others from it."""
    _forget(index, folder)
    editions, failed = archive.readable(briefing_id)
    marks = ", ".join("?" * len(fields(Entry)))
    rows = [astuple(entry_of(edition)) for edition in editions]
    index.executemany(f"insert or replace into editions values ({marks})", rows)  # noqa: S608
    # One that is damaged is looked at again each time: no object has an empty stamp.
    index.execute("insert into objects values (?, ?, ?)", (folder, briefing_id, "" if failed else stamp))
    return failed
