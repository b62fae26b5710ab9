"""The ledger: who has received what. One record per recipient, edition and kind of message, in SQLite beside the archive.

A record is committed to the disk before the message is offered to the server, and updated after the server's reply. A crash in
between leaves it open; the next run marks it `uncertain`, as the server may have accepted the message. The primary key and the
condition of the upsert ensure that nobody is offered the same thing twice, whatever the caller does.
"""

from __future__ import annotations

import fcntl
import json
import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TypeAlias

from briefing.mail.addresses import mailbox_key
from briefing.mail.ledger_file import NoLocksError, open_ledger_file, open_own_file, upgrade_tables
from briefing.mail.outgoing import DeliveryItem, DeliveryKind, OutgoingMessage
from briefing.mail.recipients import Recipient, recipient_from_dict, recipient_to_dict
from briefing.problems import DeliveryError, Place, Problem, reason_of

_UPSERT = """
INSERT INTO delivery VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET
    recipient = excluded.recipient, marking = excluded.marking, message_id = excluded.message_id,
    digest = excluded.digest, state = excluded.state, answer = excluded.answer, moment = excluded.moment,
    attempts = attempts + excluded.attempts WHERE state IN (SELECT value FROM json_each(?))
"""

_Key: TypeAlias = tuple[str, int, str, str]
"""The primary key of a record: briefing, edition, kind, mailbox."""


class DeliveryState(StrEnum):
    """The state of a record: `withheld` because of the marking; `missed`, not accepted yet and safe to try again.

    `handed-over` is a message that was written to a file, for others to send.
    """

    OFFERED = "offered"
    SENT = "sent"
    WITHHELD = "withheld"
    BOUNCED = "bounced"
    MISSED = "missed"
    UNCERTAIN = "uncertain"
    HANDED_OVER = "handed-over"


_REPEATABLE = (DeliveryState.WITHHELD, DeliveryState.BOUNCED, DeliveryState.MISSED)
"""The states of which it is certain that this offer has not reached the recipient."""
_RECEIVED = (DeliveryState.SENT, DeliveryState.HANDED_OVER)


@dataclass(frozen=True)
class DeliveryRecord:
    """A record; `answer` is the server's last reply, `moment` (UTC) when the state was reached, `attempts` the offers made."""

    item: DeliveryItem
    recipient: Recipient
    marking: str
    message_id: str
    digest: str
    state: DeliveryState
    answer: str
    moment: datetime
    attempts: int


NO_LEDGER = "there is no ledger: it is not known who has received it"


def ledger_path(archive: Path) -> Path:
    """Return the path of an archive's ledger, which is beside the archive."""
    whole = archive.resolve()
    return whole.with_name(f"{whole.name}.ledger.sqlite")


class Ledger:
    """An open ledger; close it, or use it as a context manager. Without a path it is empty and in memory.

    Every method raises DeliveryError (`ledger`) where the file cannot be read or written.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path or Path(":memory:")
        with self._explain_errors():
            self._database = open_ledger_file(path)

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._database.close()

    @contextmanager
    def lock_for_sending(self, *, dry_run: bool = False) -> Iterator[None]:
        """Lock the ledger for one sender, and mark records that an interrupted sender left open as `uncertain`.

        A dry run writes nothing, and only finds out whether it could be locked. Raises DeliveryError (`already-sending`) where
        another process holds the lock: open records are then that process's.
        """
        with self._explain_errors():
            lock = self._open_lock(dry_run)
        try:
            if not dry_run:
                with self._explain_errors():
                    upgrade_tables(self._database)
                self._close_open_records()
            yield
        finally:
            if lock is not None:
                os.close(lock)

    def _open_lock(self, dry_run: bool) -> int | None:
        """Return the descriptor of the locked file; None where a dry run finds none."""
        path = Path(f"{self._path}.lock")
        if dry_run and not path.exists():
            return None
        lock = open_own_file(path, write=not dry_run)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            os.close(lock)
            if not isinstance(error, BlockingIOError):
                raise NoLocksError("the disk does not lock files") from error
            what, hint = "another briefing send is using this ledger", "wait until it has ended, and try again"
            raise DeliveryError(Problem("already-sending", what, Place(str(self._path)), hint)) from None
        return lock

    def _close_open_records(self) -> None:
        with self._transaction():
            query = "SELECT briefing, edition, kind, mailbox FROM delivery WHERE state = ?"
            for key in self._database.execute(query, [DeliveryState.OFFERED]).fetchall():
                self._close_record(key, DeliveryState.UNCERTAIN, "the sender was interrupted before the server replied")

    def record_offer(self, message: OutgoingMessage, *, resend_uncertain: bool = False) -> bool:
        """Record that a message is about to be offered; it is on the disk when this returns.

        Returns False, and records nothing, where it was sent, or was handed over or may have been sent and is not to be sent
        again.
        """
        allowed = [*_REPEATABLE, *((DeliveryState.UNCERTAIN, DeliveryState.HANDED_OVER) if resend_uncertain else ())]
        columns = (message.marking, message.message_id, message.digest, DeliveryState.OFFERED, "")
        return self._upsert(message.item, message.recipient, columns, allowed)

    def record_refusal(self, item: DeliveryItem, recipient: Recipient, marking: str, reason: str) -> None:
        """Record that a recipient may not receive an item; one who received it earlier stays recorded as such."""
        self._upsert(item, recipient, (marking, "", "", DeliveryState.WITHHELD, reason), _REPEATABLE)

    def _upsert(
        self,
        item: DeliveryItem,
        recipient: Recipient,
        columns: tuple[str, str, str, DeliveryState, str],
        allowed: Sequence[DeliveryState],
    ) -> bool:
        """Write marking, message id, digest, state and answer, unless there is a record in a state that is not allowed."""
        key, (*_, state, answer) = _key(item, recipient), columns
        person = json.dumps(recipient_to_dict(recipient), ensure_ascii=False, sort_keys=True)
        values = [*key, person, *columns, _now(), int(state is DeliveryState.OFFERED), json.dumps(allowed)]
        with self._transaction():
            written = bool(self._database.execute(_UPSERT, values).rowcount)
            if written:
                self._add_event(key, state, answer)
        return written

    def record_result(self, message: OutgoingMessage, state: DeliveryState, answer: str) -> None:
        """Record the server's reply to an offer; it is on the disk when this returns."""
        with self._transaction():
            self._close_record(_key(message.item, message.recipient), state, answer)

    def _close_record(self, key: _Key, state: DeliveryState, answer: str) -> None:
        self._database.execute(
            "UPDATE delivery SET state = ?, answer = ?, moment = ? "
            "WHERE briefing = ? AND edition = ? AND kind = ? AND mailbox = ? AND state = ?",
            [state, answer, _now(), *key, DeliveryState.OFFERED],
        )
        self._add_event(key, state, answer)

    def _add_event(self, key: _Key, state: DeliveryState, answer: str) -> None:
        values = [_now(), *key, state, answer]
        self._database.execute("INSERT INTO event VALUES (NULL, ?, ?, ?, ?, ?, ?, ?)", values)

    def records(
        self, briefing: str, edition: int | None = None, kind: DeliveryKind | None = None
    ) -> list[DeliveryRecord]:
        """Return the records of a briefing, or of one edition or kind of message, by edition, kind and address."""
        query = (
            "SELECT * FROM delivery WHERE briefing = ? AND (? IS NULL OR edition = ?) AND (? IS NULL OR kind = ?) "
            "ORDER BY edition, kind, mailbox"
        )
        with self._explain_errors():
            rows = self._database.execute(query, [briefing, edition, edition, kind, kind]).fetchall()
        return [self._read_record(row) for row in rows]

    def _read_record(
        self, row: tuple[str, int, DeliveryKind, str, str, str, str, str, str, str, str, int]
    ) -> DeliveryRecord:
        """Return a row as a record. Raises DeliveryError where it was changed so that it is none."""
        try:
            return _record(row)
        except (ValueError, TypeError, KeyError, RecursionError) as error:
            what = f"the ledger is damaged: the record of {row[0]}@{row[1]} for {row[3]} cannot be read: {error}"
            hint = "restore the ledger from a copy; nothing is sent without it"
            raise DeliveryError(Problem("ledger", what, Place(str(self._path)), hint)) from error

    def states(self, item: DeliveryItem) -> dict[str, DeliveryState]:
        """Return the states of an item by mailbox."""
        records = self.records(item.briefing, item.edition, item.kind)
        return {mailbox_key(record.recipient.address): record.state for record in records}

    def recipients(self, item: DeliveryItem) -> dict[Recipient, DeliveryState]:
        """Return all who received an item, or may have, at any time; those of whom it is not certain as `uncertain`.

        A later offer that failed does not undo an earlier one: the events tell, not the states alone.
        """
        query = "SELECT mailbox, state FROM event WHERE briefing = ? AND edition = ? AND kind = ?"
        with self._explain_errors():
            events = set(self._database.execute(query, [item.briefing, item.edition, item.kind]).fetchall())
        found: dict[Recipient, DeliveryState] = {}
        for record in self.records(item.briefing, item.edition, item.kind):
            key = mailbox_key(record.recipient.address)
            states = [state for state in DeliveryState if state is record.state or (key, state) in events]
            if received := [state for state in _RECEIVED if state in states]:
                found[record.recipient] = received[0]
            elif DeliveryState.UNCERTAIN in states or record.state is DeliveryState.OFFERED:
                found[record.recipient] = DeliveryState.UNCERTAIN
        return found

    def last_received(self, briefing: str, before: int) -> dict[str, int]:
        """Return, by mailbox, the number of the newest edition before `before` that was sent or handed over to it."""
        query = (
            "SELECT mailbox, max(edition) FROM delivery WHERE briefing = ? AND edition < ? AND state IN (?, ?) "
            "AND kind != 'withdrawal' GROUP BY mailbox"
        )
        with self._explain_errors():
            return dict(self._database.execute(query, [briefing, before, *_RECEIVED]).fetchall())

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with self._explain_errors():
            self._database.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._database.execute("ROLLBACK")
                raise
            self._database.execute("COMMIT")

    @contextmanager
    def _explain_errors(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            hint = "check the disk and the file; nothing is sent without it"
            if isinstance(error, NoLocksError):
                hint = "keep the archive and its ledger on a local disk; nothing is sent without it"
            problem = Problem("ledger", f"the ledger cannot be used: {reason_of(error)}", Place(str(self._path)), hint)
            raise DeliveryError(problem) from error


def _key(item: DeliveryItem, recipient: Recipient) -> _Key:
    return item.briefing, item.edition, item.kind, mailbox_key(recipient.address)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _record(row: tuple[str, int, DeliveryKind, str, str, str, str, str, str, str, str, int]) -> DeliveryRecord:
    briefing, edition, kind, _, recipient, marking, message_id, digest, state, answer, moment, attempts = row
    return DeliveryRecord(
        DeliveryItem(briefing, edition, kind),
        recipient_from_dict(json.loads(recipient)),
        marking,
        message_id,
        digest,
        DeliveryState(state),
        answer,
        datetime.fromisoformat(moment),
        attempts,
    )
