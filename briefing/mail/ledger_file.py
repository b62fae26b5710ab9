"""The file of a ledger: an SQLite database that is used only where it has the tables of a ledger, and the disk locks files.

A file that someone else may have written is not trusted: views and triggers are code that reading and writing would run.
"""

from __future__ import annotations

import fcntl
import os
import sqlite3
from errno import ELOOP
from pathlib import Path
from stat import S_ISREG

SCHEMA_VERSION = 2
"""Of the tables; stored as `PRAGMA user_version`."""

_EARLIER_STATES = ("offered", "sent", "withheld", "bounced", "missed", "uncertain")
_STATES = {1: _EARLIER_STATES, SCHEMA_VERSION: (*_EARLIER_STATES, "handed-over")}
"""The states of a record, by the version of the tables."""
_WAIT_SECONDS = 30


class NoLocksError(OSError):
    """The disk does not lock files, so that two senders could send the same thing twice."""


def open_ledger_file(path: Path | None) -> sqlite3.Connection:
    """Open a ledger's file, and create it for its owner only where there is none; without a path, one in memory.

    Raises OSError or sqlite3.Error where it cannot be used as a ledger.
    """
    if path:
        path.parent.mkdir(parents=True, exist_ok=True)
        if not _has_content(path):
            return _create(path)
        _check_file(path)
    return _connect(path)


def _has_content(path: Path) -> bool:
    return os.path.lexists(path) and (not path.is_file() or path.stat().st_size > 0)


def _create(path: Path) -> sqlite3.Connection:
    """Create a ledger where there is none. An empty file is one that has lost its records, not a new ledger."""
    # Another program may be creating it at this moment: its file is empty until it has the tables.
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        try:
            fcntl.flock(folder, fcntl.LOCK_EX)
        except OSError as error:
            raise NoLocksError("the disk does not lock files") from error
        if os.path.lexists(path) and not _has_content(path):
            raise sqlite3.DatabaseError("the file is empty, which no ledger is")
        _check_file(path)
        return _connect(path)
    finally:
        os.close(folder)


def _check_file(path: Path) -> None:
    """Raise OSError where a ledger's file is not a regular file or cannot be locked; create it where there is none."""
    handle = open_own_file(path)
    try:
        check_locks(handle)
    finally:
        os.close(handle)


def _connect(path: Path | None) -> sqlite3.Connection:
    database = sqlite3.connect(path or ":memory:", isolation_level=None, timeout=_WAIT_SECONDS)
    try:
        _prepare(database)
    except BaseException:
        database.close()
        raise
    return database


def open_own_file(path: Path, *, create: bool = True) -> int:
    """Open a regular file for its owner only and return its descriptor. Raises OSError where it is a link or something else."""
    try:
        handle = os.open(path, os.O_RDWR | os.O_NOFOLLOW | (os.O_CREAT if create else 0), 0o600)
    except OSError as error:
        if error.errno == ELOOP:
            raise OSError(f"{path.name} is a link, not a file of its own") from error
        raise
    if not S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise OSError(f"{path.name} is not a regular file")
    return handle


def check_locks(handle: int) -> None:
    """Raise NoLocksError where an open file cannot be locked. Without this, SQLite would wait, and call it busy."""
    try:
        # The first byte; SQLite itself locks others, far behind the end.
        fcntl.lockf(handle, fcntl.LOCK_SH | fcntl.LOCK_NB, 1)
    except (BlockingIOError, PermissionError):
        return
    except OSError as error:
        raise NoLocksError("the disk does not lock files") from error


def upgrade_tables(database: sqlite3.Connection) -> None:
    """Give a ledger of an earlier version the tables of this one, with all its records."""
    if _version(database) < SCHEMA_VERSION:
        copy = "INSERT INTO delivery SELECT * FROM earlier; DROP TABLE earlier;"
        script = f"ALTER TABLE delivery RENAME TO earlier; {_delivery_table(SCHEMA_VERSION)}; {copy}"
        database.executescript(f"BEGIN IMMEDIATE; {script} PRAGMA user_version = {SCHEMA_VERSION}; COMMIT;")


def _prepare(database: sqlite3.Connection) -> None:
    database.execute("PRAGMA trusted_schema = OFF")
    # Both are read in one transaction: another program may be creating the tables.
    database.execute("BEGIN")
    version, tables = _version(database), _schema(database)
    database.execute("COMMIT")
    if version not in (0, *_STATES):
        raise sqlite3.DatabaseError(f"it was written by another version of briefing (schema {version})")
    expected = {_plain(_delivery_table(version)), _plain(_EVENT_TABLE)} if version else set()
    if tables != expected:
        raise sqlite3.DatabaseError("it is a database of another program, or was changed by one")
    (mode,) = database.execute("PRAGMA journal_mode = WAL").fetchone()
    if mode not in ("wal", "memory"):
        raise NoLocksError("the disk does not let programs share memory")
    # In WAL mode, FULL is what puts every commit on the disk before it returns.
    database.execute("PRAGMA synchronous = FULL")
    if version == 0:
        create = f"{_delivery_table(SCHEMA_VERSION)}; {_EVENT_TABLE}; PRAGMA user_version = {SCHEMA_VERSION};"
        database.executescript(
            f"BEGIN IMMEDIATE; {create.replace('CREATE TABLE', 'CREATE TABLE IF NOT EXISTS')} COMMIT;"
        )
    (found,) = database.execute("PRAGMA quick_check(1)").fetchone()
    if found != "ok":
        raise sqlite3.DatabaseError(f"it is damaged: {found}")


def _version(database: sqlite3.Connection) -> int:
    return int(database.execute("PRAGMA user_version").fetchone()[0])


def _schema(database: sqlite3.Connection) -> set[str]:
    """Return the statements that made the tables, views, indexes and triggers."""
    query = "SELECT sql FROM sqlite_master WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
    return {_plain(str(sql)) for (sql,) in database.execute(query)}


def _plain(sql: str) -> str:
    """Return a statement without what SQLite changes in it."""
    return " ".join(sql.replace('"', "").split())


def _delivery_table(version: int) -> str:
    states = ", ".join(f"'{state}'" for state in _STATES[version])
    return f"""CREATE TABLE delivery (
    briefing TEXT NOT NULL, edition INTEGER NOT NULL, kind TEXT NOT NULL, mailbox TEXT NOT NULL,
    recipient TEXT NOT NULL, marking TEXT NOT NULL, message_id TEXT NOT NULL, digest TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ({states})),
    answer TEXT NOT NULL, moment TEXT NOT NULL, attempts INTEGER NOT NULL,
    PRIMARY KEY (briefing, edition, kind, mailbox)
) STRICT, WITHOUT ROWID"""


_EVENT_TABLE = """CREATE TABLE event (
    number INTEGER PRIMARY KEY, moment TEXT NOT NULL,
    briefing TEXT NOT NULL, edition INTEGER NOT NULL, kind TEXT NOT NULL, mailbox TEXT NOT NULL,
    state TEXT NOT NULL, answer TEXT NOT NULL
) STRICT"""
