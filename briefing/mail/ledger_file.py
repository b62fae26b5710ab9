"""The file of a ledger: an SQLite database that is used only where it has the tables of a ledger, and the disk locks files.

A file that someone else may have written is not trusted: views and triggers are code that reading and writing would run.
"""

from __future__ import annotations

import fcntl
import os
import sqlite3
from errno import EACCES, ELOOP, EROFS
from pathlib import Path
from stat import S_ISREG
from urllib.parse import quote

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
        try:
            _check_file(path)
        except OSError as error:
            if error.errno not in (EROFS, EACCES):
                raise
            return _open_for_reading(path, on_read_only_disk=error.errno == EROFS)
    return _connect(path)


def _open_for_reading(path: Path, *, on_read_only_disk: bool) -> sqlite3.Connection:
    """Open a ledger that may not be written, such as one on a backup that is mounted read-only."""
    os.close(open_own_file(path, write=False))
    log = Path(f"{path}-wal")
    # Without what the log holds, records would be missing; with it, SQLite must find or make its index.
    is_whole = on_read_only_disk and not (log.exists() and log.stat().st_size)
    address = f"file:{quote(str(path.absolute()))}?mode=ro{'&immutable=1' if is_whole else ''}"
    return _prepared(sqlite3.connect(address, uri=True, isolation_level=None, timeout=_WAIT_SECONDS), write=False)


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
    return _prepared(sqlite3.connect(path or ":memory:", isolation_level=None, timeout=_WAIT_SECONDS))


def _prepared(database: sqlite3.Connection, *, write: bool = True) -> sqlite3.Connection:
    try:
        version = _check_tables(database)
        if write:
            _make_durable(database, version)
        (found,) = database.execute("PRAGMA quick_check(1)").fetchone()
        if found != "ok":
            raise sqlite3.DatabaseError(f"it is damaged: {found}")
    except BaseException:
        database.close()
        raise
    return database


def open_own_file(path: Path, *, write: bool = True) -> int:
    """Open a regular file, to `write` also a new one for its owner only, and return its descriptor.

    Raises OSError where it is a link or something else.
    """
    try:
        handle = os.open(
            path, os.O_NOFOLLOW | (os.O_RDWR | os.O_CREAT if write else os.O_RDONLY | os.O_NONBLOCK), 0o600
        )
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


def _check_tables(database: sqlite3.Connection) -> int:
    """Return the version of the tables, 0 where there are none. Raises DatabaseError for tables that are not a ledger's."""
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
    return version


def _make_durable(database: sqlite3.Connection, version: int) -> None:
    """Have every commit put on the disk before it returns, and create the tables where there are none."""
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
