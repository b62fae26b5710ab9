"""An index of all editions, which makes listing many of them quick. It is only a copy: the objects are the truth.

It is `extensions/briefing/index.sqlite` of the archive, may be deleted at any time, and is updated from every object whose
inventory has been replaced since. Where it cannot be written, it is made in memory.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass, fields
from pathlib import Path

from briefing.archive.archive import Archive, StoredEdition
from briefing.archive.metadata import format_moment
from briefing.archive.ocfl.inventory import NAME
from briefing.archive.ocfl.layout import OURS
from briefing.problems import ArchiveError

VERSION = 1
ReportCount = Callable[[int, int], None]
"""Is called with how many objects have been read, and of how many."""


@dataclass(frozen=True)
class EditionSummary:
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


_NAMES = [column.name for column in fields(EditionSummary)]
_COLUMNS = ", ".join(_NAMES)
_TABLES = f"""
create table objects (folder text primary key, id text not null, stamp text not null);
create table editions ({_COLUMNS}, primary key (id, number));
pragma user_version = {VERSION};
"""
_SELECT = f"select {_COLUMNS} from editions order by id, number"  # noqa: S608 - our own names
_INSERT = f"insert or replace into editions values ({', '.join('?' * len(_NAMES))})"  # noqa: S608


def list_editions(archive: Archive, report: ReportCount) -> tuple[list[EditionSummary], list[ArchiveError]]:
    """Return every edition, by id and number, and the errors that prevented reading objects."""
    path = archive.root / OURS / "index.sqlite"
    try:
        with closing(_connect(path)) as index:
            return _list(index, archive, report)
    except sqlite3.Error as error:
        # The disk is full or read-only, or the index is broken: then it is made again, at the latest the next time.
        if not isinstance(error, sqlite3.OperationalError):
            with suppress(OSError):
                path.unlink(missing_ok=True)
        with closing(_in_memory()) as index:
            return _list(index, archive, report)


def summarise(edition: StoredEdition) -> EditionSummary:
    """Return an edition as a list shows it."""
    manifest, notice = edition.manifest, edition.notice
    return EditionSummary(
        id=manifest.id,
        number=manifest.number,
        published=format_moment(manifest.published),
        changed=format_moment(manifest.changed),
        status=edition.status,
        pages=manifest.pages,
        marking=manifest.marking,
        title=manifest.title,
        note=manifest.note,
        minor=manifest.minor,
        signed=bool(manifest.signed),
        replaced_by=notice.replaced_by if notice else None,
        reason=notice.reason if notice else "",
    )


def _list(
    index: sqlite3.Connection, archive: Archive, report: ReportCount
) -> tuple[list[EditionSummary], list[ArchiveError]]:
    errors = _update(index, archive, report)
    summaries = []
    for row in index.execute(_SELECT):
        value = dict(zip(_NAMES, row, strict=True))
        summaries.append(EditionSummary(**{**value, "minor": bool(value["minor"]), "signed": bool(value["signed"])}))
    return summaries, errors


def _connect(path: Path) -> sqlite3.Connection:
    for _ in range(2):
        try:
            index = sqlite3.connect(path, timeout=30, isolation_level=None)
            index.execute("begin immediate")
            version = index.execute("pragma user_version").fetchone()[0]
            if version == VERSION:
                index.execute("select count(*) from objects").fetchone()
                return index
            if version == 0:
                return _with_tables(index)
            index.close()
        except sqlite3.Error:
            pass
        # It is of another version, or broken: it is made again.
        with suppress(OSError):
            path.unlink(missing_ok=True)
    return _in_memory()


def _in_memory() -> sqlite3.Connection:
    index = sqlite3.connect(":memory:", isolation_level=None)
    index.execute("begin")
    return _with_tables(index)


def _with_tables(index: sqlite3.Connection) -> sqlite3.Connection:
    for statement in _TABLES.split(";"):
        index.execute(statement)
    return index


def _update(index: sqlite3.Connection, archive: Archive, report: ReportCount) -> list[ArchiveError]:
    """Read the objects that have changed; the stamp of an object changes whenever its inventory is replaced."""
    known = dict(index.execute("select folder, stamp from objects").fetchall())
    objects = {folder.relative_to(archive.root).as_posix(): one for one, folder in archive.object_folders().items()}
    stamps = {folder: _stamp(archive.root / folder) for folder in sorted(objects)}
    changed = [folder for folder, stamp in stamps.items() if known.get(folder) != stamp]
    errors: list[ArchiveError] = []
    for folder in known.keys() - stamps.keys():
        _delete(index, folder)
    for count, folder in enumerate(changed, 1):
        report(count, len(changed))
        _delete(index, folder)
        editions, unreadable = archive.readable_editions(objects[folder])
        index.executemany(_INSERT, [tuple(vars(summarise(edition)).values()) for edition in editions])
        # A damaged object is read again each time: no object has an empty stamp.
        stamp = "" if unreadable else stamps[folder]
        index.execute("insert into objects values (?, ?, ?)", (folder, objects[folder], stamp))
        errors += unreadable
    index.execute("commit")
    return errors


def _stamp(folder: Path) -> str:
    try:
        stat = (folder / NAME).stat()
    except OSError:
        return "missing"
    return f"{stat.st_mtime_ns} {stat.st_ino} {stat.st_size}"


def _delete(index: sqlite3.Connection, folder: str) -> None:
    index.execute("delete from editions where id in (select id from objects where folder = ?)", (folder,))
    index.execute("delete from objects where folder = ?", (folder,))
