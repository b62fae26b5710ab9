"""The ledger: who has what. One row a recipient, an edition and a kind of message, in SQLite beside the archive.

A row is written, and on the disk, before the message is offered to the server, and closed after the server's answer. What a
crash leaves open is `uncertain`: the server may have taken it. The primary key and the condition in `offer` are what keep a
recipient from being offered the same thing twice, whatever calls them.
"""

from __future__ import annotations

import fcntl
import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import Literal

from briefing.mail.addresses import mailbox_key
from briefing.mail.recipients import Recipient, recipient_from_dict, recipient_to_dict
from briefing.problems import DeliveryError, Place, Problem

Kind = Literal["edition", "withdrawal"]

FORM = 1
"""Of the tables; `PRAGMA user_version`."""

_TABLES = """
CREATE TABLE IF NOT EXISTS delivery (
    briefing TEXT NOT NULL, edition INTEGER NOT NULL, kind TEXT NOT NULL, mailbox TEXT NOT NULL,
    recipient TEXT NOT NULL, marking TEXT NOT NULL, message_id TEXT NOT NULL, digest TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('offered', 'sent', 'withheld', 'bounced', 'missed', 'uncertain')),
    answer TEXT NOT NULL, moment TEXT NOT NULL, attempts INTEGER NOT NULL,
    PRIMARY KEY (briefing, edition, kind, mailbox)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS event (
    number INTEGER PRIMARY KEY, moment TEXT NOT NULL,
    briefing TEXT NOT NULL, edition INTEGER NOT NULL, kind TEXT NOT NULL, mailbox TEXT NOT NULL,
    state TEXT NOT NULL, answer TEXT NOT NULL
) STRICT;
"""


class DeliveryState(StrEnum):
    """How it stands with a row; `withheld` by the marking gate, `missed` without harm and to be tried again."""

    OFFERED = "offered"
    SENT = "sent"
    WITHHELD = "withheld"
    BOUNCED = "bounced"
    MISSED = "missed"
    UNCERTAIN = "uncertain"


@dataclass(frozen=True)
class DeliveryItem:
    """What a row is about: an edition of a briefing itself, under whatever heading, or the notice that it is withdrawn."""

    briefing: str
    edition: int
    kind: Kind = "edition"


@dataclass(frozen=True)
class DeliveryRecord:
    """One row: what, to whom, how it stands, the server's last words, since when (UTC), and how often it was offered."""

    item: DeliveryItem
    recipient: Recipient
    marking: str
    message_id: str
    digest: str
    state: DeliveryState
    answer: str
    moment: datetime
    attempts: int


def ledger_path(archive: Path) -> Path:
    """Where the ledger of an archive lies: beside it."""
    whole = archive.resolve()
    return whole.with_name(f"{whole.name}.ledger.sqlite")


class Ledger:
    """An open ledger; close it, or use it as a context. Without a path it is empty, and kept in memory alone.

    Raises DeliveryError (`ledger`) where the file fails.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path or Path(":memory:")
        with self._explained():
            if path:
                path.parent.mkdir(parents=True, exist_ok=True)
                # Markings and names are nobody else's business.
                os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
            self._base = sqlite3.connect(self._path, isolation_level=None, timeout=30)
            try:
                self._prepare()
            except BaseException:
                self._base.close()
                raise

    def _prepare(self) -> None:
        (form,) = self._base.execute("PRAGMA user_version").fetchone()
        if form not in (0, FORM):
            raise sqlite3.DatabaseError(f"it was written by another version of briefing (form {form})")
        self._base.execute("PRAGMA journal_mode=WAL")
        # FULL: in WAL mode this is what puts every commit on the disk before it returns.
        self._base.execute("PRAGMA synchronous=FULL")
        if form == 0:
            self._base.executescript(f"BEGIN IMMEDIATE; {_TABLES} PRAGMA user_version = {FORM}; COMMIT;")

    def __enter__(self) -> Ledger:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give the file back."""
        self._base.close()

    @contextmanager
    def lock_for_sending(self) -> Iterator[None]:
        """Hold the right to send; rows that a dead sender left open become `uncertain`.

        Raises DeliveryError (`already-sending`) where another process holds it: rows that are open are then its own.
        """
        with self._explained():
            lock = os.open(f"{self._path}.lock", os.O_CREAT | os.O_RDWR, 0o600)
        try:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                what, hint = (
                    "another briefing send is at work with this ledger",
                    "wait until it has ended, then try again",
                )
                raise DeliveryError(Problem("already-sending", what, Place(str(self._path)), hint)) from None
            self._settle()
            yield
        finally:
            os.close(lock)

    def _settle(self) -> None:
        with self._transaction():
            left = self._base.execute(
                "SELECT briefing, edition, kind, mailbox FROM delivery WHERE state = ?", [DeliveryState.OFFERED]
            )
            for key in left.fetchall():
                self._set(key, DeliveryState.UNCERTAIN, "the sender was interrupted before the server answered")

    def record_offer(
        self,
        item: DeliveryItem,
        recipient: Recipient,
        marking: str,
        message_id: str,
        digest: str,
        *,
        again: bool = False,
    ) -> bool:
        """Write that a message is about to be offered, on the disk when this returns.

        False, and nothing is written, where it was sent, or is uncertain and not to be sent again.
        """
        allowed = [
            DeliveryState.WITHHELD,
            DeliveryState.BOUNCED,
            DeliveryState.MISSED,
            *([DeliveryState.UNCERTAIN] if again else []),
        ]
        return self._put(item, recipient, marking, message_id, digest, DeliveryState.OFFERED, "", allowed)

    def record_refusal(self, item: DeliveryItem, recipient: Recipient, marking: str, why: str) -> None:
        """Write that the gate held an edition back; what was sent before stays so."""
        allowed = [DeliveryState.WITHHELD, DeliveryState.BOUNCED, DeliveryState.MISSED]
        self._put(item, recipient, marking, "", "", DeliveryState.WITHHELD, why, allowed)

    def _put(
        self,
        item: DeliveryItem,
        recipient: Recipient,
        marking: str,
        message_id: str,
        digest: str,
        state: DeliveryState,
        answer: str,
        allowed: list[DeliveryState],
    ) -> bool:
        key = _key(item, recipient)
        kept = json.dumps(recipient_to_dict(recipient), ensure_ascii=False, sort_keys=True)
        values = (*key, kept, marking, message_id, digest, state, answer, _now(), int(state == DeliveryState.OFFERED))
        with self._transaction():
            done = self._base.execute(
                "INSERT INTO delivery VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET "
                "recipient = excluded.recipient, marking = excluded.marking, message_id = excluded.message_id, "
                "digest = excluded.digest, state = excluded.state, answer = excluded.answer, moment = excluded.moment, "
                "attempts = attempts + excluded.attempts WHERE state IN (SELECT value FROM json_each(?))",
                [*values, json.dumps(allowed)],
            )
            if done.rowcount:
                self._note(key, state, answer)
        return bool(done.rowcount)

    def record_result(self, item: DeliveryItem, recipient: Recipient, state: DeliveryState, answer: str) -> None:
        """Close an open row with the server's answer, on the disk when this returns."""
        with self._transaction():
            self._set(_key(item, recipient), state, answer)

    def _set(self, key: tuple[str, int, str, str], state: DeliveryState, answer: str) -> None:
        self._base.execute(
            "UPDATE delivery SET state = ?, answer = ?, moment = ? "
            "WHERE briefing = ? AND edition = ? AND kind = ? AND mailbox = ? AND state = ?",
            [state, answer, _now(), *key, DeliveryState.OFFERED],
        )
        self._note(key, state, answer)

    def _note(self, key: tuple[str, int, str, str], state: DeliveryState, answer: str) -> None:
        self._base.execute("INSERT INTO event VALUES (NULL, ?, ?, ?, ?, ?, ?, ?)", [_now(), *key, state, answer])

    def records(self, briefing: str, edition: int | None = None, kind: Kind | None = None) -> list[DeliveryRecord]:
        """The rows of a briefing, or of one edition or kind of message, by edition, kind and address."""
        with self._explained():
            found = self._base.execute(
                "SELECT * FROM delivery WHERE briefing = ? AND (? IS NULL OR edition = ?) AND (? IS NULL OR kind = ?) "
                "ORDER BY edition, kind, mailbox",
                [briefing, edition, edition, kind, kind],
            )
            return [_row(values) for values in found]

    def states(self, item: DeliveryItem) -> dict[str, DeliveryState]:
        """How it stands with an edition, by mailbox."""
        return {
            mailbox_key(row.recipient.address): row.state
            for row in self.records(item.briefing, item.edition, item.kind)
        }

    def last_received(self, briefing: str, before: int) -> dict[str, int]:
        """The newest edition before one that each mailbox was sent."""
        with self._explained():
            found = self._base.execute(
                "SELECT mailbox, max(edition) FROM delivery WHERE briefing = ? AND edition < ? AND state = ? "
                "AND kind != 'withdrawal' GROUP BY mailbox",
                [briefing, before, DeliveryState.SENT],
            )
            return {mailbox: int(edition) for mailbox, edition in found}

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with self._explained():
            self._base.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._base.execute("ROLLBACK")
                raise
            self._base.execute("COMMIT")

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            what, hint = f"the ledger fails: {error}", "nothing more is sent without it; see to the disk and the file"
            raise DeliveryError(Problem("ledger", what, Place(str(self._path)), hint)) from error


def _key(item: DeliveryItem, recipient: Recipient) -> tuple[str, int, str, str]:
    return item.briefing, item.edition, item.kind, mailbox_key(recipient.address)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _row(values: tuple[str, int, Kind, str, str, str, str, str, str, str, str, int]) -> DeliveryRecord:
    briefing, edition, kind, _, recipient, marking, message_id, digest, state, answer, moment, attempts = values
    item, person = DeliveryItem(briefing, edition, kind), recipient_from_dict(json.loads(recipient))
    when = datetime.fromisoformat(moment)
    return DeliveryRecord(item, person, marking, message_id, digest, DeliveryState(state), answer, when, attempts)
