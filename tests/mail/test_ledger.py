"""The ledger: a record before each offer, updated after the reply, and nothing offered twice."""

from __future__ import annotations

import os
import signal
import sqlite3
import stat
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from briefing.mail.ledger import DeliveryRecord, DeliveryState, Ledger, ledger_path
from briefing.mail.outgoing import DeliveryItem, OutgoingMessage
from briefing.mail.recipients import Recipient
from briefing.problems import DeliveryError

ITEM = DeliveryItem("niger-2023", 2)
AISSA = Recipient("Aïssa Diallo", "Aissa@ministry.example", ("TLP:AMBER",), language="fr")


def message(item: DeliveryItem = ITEM, person: Recipient = AISSA) -> OutgoingMessage:
    return OutgoingMessage(item, "TLP:GREEN", "<1@desk.example>", "desk@desk.example", person, b"content", utf8=False)


def offer(
    ledger: Ledger, item: DeliveryItem = ITEM, person: Recipient = AISSA, *, resend_uncertain: bool = False
) -> bool:
    return ledger.record_offer(message(item, person), resend_uncertain=resend_uncertain)


def only(ledger: Ledger) -> DeliveryRecord:
    (record,) = ledger.records(ITEM.briefing)
    return record


def test_a_record_is_written_before_the_offer_and_updated_after_the_reply(tmp_path: Path) -> None:
    with Ledger(tmp_path / "l.sqlite") as ledger:
        assert offer(ledger)
        assert (only(ledger).state, only(ledger).attempts) == (DeliveryState.OFFERED, 1)
        ledger.record_result(message(), DeliveryState.SENT, "250 ok")
    with Ledger(tmp_path / "l.sqlite") as ledger:
        record = only(ledger)
    assert (record.item, record.recipient, record.state, record.answer) == (ITEM, AISSA, DeliveryState.SENT, "250 ok")
    assert (record.marking, record.message_id, record.digest) == ("TLP:GREEN", "<1@desk.example>", message().digest)
    assert record.moment.tzinfo is not None


@pytest.mark.parametrize(
    ("state", "expected_plain", "expected_resend"),
    [
        (DeliveryState.SENT, False, False),
        (DeliveryState.UNCERTAIN, False, True),
        (DeliveryState.HANDED_OVER, False, True),
        (DeliveryState.BOUNCED, True, True),
        (DeliveryState.MISSED, True, True),
        (DeliveryState.OFFERED, False, False),
    ],
)
def test_what_may_be_offered_again(
    tmp_path: Path, state: DeliveryState, expected_plain: bool, expected_resend: bool
) -> None:
    for resend, expected in ((False, expected_plain), (True, expected_resend)):
        with Ledger(tmp_path / f"{resend}.sqlite") as ledger:
            assert offer(ledger)
            ledger.record_result(message(), state, "")
            assert offer(ledger, resend_uncertain=resend) is expected
            assert only(ledger).attempts == 1 + expected


def test_mailboxes_differ_by_more_than_capitals_and_each_edition_has_its_own_record(tmp_path: Path) -> None:
    with Ledger(tmp_path / "l.sqlite") as ledger:
        assert offer(ledger)
        assert not offer(ledger, person=Recipient("", "AISSA@MINISTRY.example", ("TLP:RED",)))
        assert offer(ledger, DeliveryItem("niger-2023", 3))
        assert offer(ledger, DeliveryItem("niger-2023", 2, "withdrawal"))
        assert len(ledger.records("niger-2023")) == 3
        assert len(ledger.records("niger-2023", 2)) == 2
        assert [record.item.kind for record in ledger.records("niger-2023", 2, "withdrawal")] == ["withdrawal"]


def test_a_refusal_is_recorded_and_may_be_sent_later(tmp_path: Path) -> None:
    with Ledger(tmp_path / "l.sqlite") as ledger:
        ledger.record_refusal(ITEM, AISSA, "TLP:RED", "may receive TLP:AMBER at most")
        assert (only(ledger).state, only(ledger).answer) == (DeliveryState.WITHHELD, "may receive TLP:AMBER at most")
        assert offer(ledger)
        ledger.record_result(message(), DeliveryState.SENT, "250")
        ledger.record_refusal(ITEM, AISSA, "TLP:RED", "expected_resend")
        assert only(ledger).state is DeliveryState.SENT


def test_the_last_edition_each_mailbox_received(tmp_path: Path) -> None:
    with Ledger(tmp_path / "l.sqlite") as ledger:
        for edition, state in ((1, DeliveryState.SENT), (2, DeliveryState.BOUNCED), (3, DeliveryState.SENT)):
            offer(ledger, DeliveryItem("niger-2023", edition))
            ledger.record_result(message(DeliveryItem("niger-2023", edition)), state, "")
        offer(ledger, DeliveryItem("niger-2023", 2, "withdrawal"))
        ledger.record_result(message(DeliveryItem("niger-2023", 2, "withdrawal")), DeliveryState.SENT, "")
        assert ledger.last_received("niger-2023", 3) == {"aissa@ministry.example": 1}
        assert ledger.last_received("niger-2023", 4) == {"aissa@ministry.example": 3}
        assert ledger.last_received("niger-2023", 1) == {}
        assert ledger.last_received("mali-2024", 9) == {}


def test_one_sender_at_a_time(tmp_path: Path) -> None:
    path = tmp_path / "l.sqlite"
    with Ledger(path) as one, Ledger(path) as other:
        with one.lock_for_sending():
            offer(one)
            with pytest.raises(DeliveryError, match="already-sending"), other.lock_for_sending():
                pass
            assert only(other).state is DeliveryState.OFFERED
        with other.lock_for_sending():
            assert only(other).state is DeliveryState.UNCERTAIN


CHILD = """
import os, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from briefing.mail.ledger import Ledger
from briefing.mail.outgoing import DeliveryItem, OutgoingMessage
from briefing.mail.recipients import Recipient
recipient = Recipient("A", "a@b.example", ("TLP:RED",))
message = OutgoingMessage(DeliveryItem("niger-2023", 2), "TLP:RED", "<1@x>", "d@x.example", recipient, b"", False)
with Ledger(Path(sys.argv[1])) as ledger, ledger.lock_for_sending():
    assert ledger.record_offer(message)
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_killed_sender_leaves_its_record_uncertain(tmp_path: Path) -> None:
    path = tmp_path / "l.sqlite"
    done = subprocess.run([sys.executable, "-c", CHILD, path], check=False)
    assert done.returncode == -signal.SIGKILL
    with Ledger(path) as ledger, ledger.lock_for_sending():
        record = only(ledger)
        assert (record.state, record.recipient.name) == (DeliveryState.UNCERTAIN, "A")
        assert "interrupted" in record.answer


def test_every_commit_is_on_the_disk(tmp_path: Path) -> None:
    with Ledger(tmp_path / "l.sqlite") as ledger:
        assert ledger._database.execute("PRAGMA synchronous").fetchone() == (2,)
        assert ledger._database.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_every_change_of_state_is_kept_as_an_event(tmp_path: Path) -> None:
    path = tmp_path / "l.sqlite"
    with Ledger(path) as ledger:
        offer(ledger)
        ledger.record_result(message(), DeliveryState.MISSED, "451 later")
        offer(ledger)
        ledger.record_result(message(), DeliveryState.SENT, "250 ok")
    base = sqlite3.connect(path)
    events = base.execute("SELECT state, answer FROM event ORDER BY number").fetchall()
    base.close()
    assert events == [("offered", ""), ("missed", "451 later"), ("offered", ""), ("sent", "250 ok")]


def test_only_its_owner_may_read_it(tmp_path: Path) -> None:
    with Ledger(tmp_path / "l.sqlite"):
        assert stat.S_IMODE((tmp_path / "l.sqlite").stat().st_mode) == 0o600


def test_a_file_that_is_not_a_ledger_is_refused(tmp_path: Path) -> None:
    (tmp_path / "l.sqlite").write_bytes(b"this is not a database, and never was one" * 100)
    with pytest.raises(DeliveryError, match=r"error\[ledger\]: the ledger cannot be used"):
        Ledger(tmp_path / "l.sqlite")
    (tmp_path / "empty.sqlite").touch()
    with pytest.raises(DeliveryError, match="the file is empty, which no ledger is"):
        Ledger(tmp_path / "empty.sqlite")
    base = sqlite3.connect(tmp_path / "other.sqlite")
    base.execute("PRAGMA user_version = 99")
    base.close()
    with pytest.raises(DeliveryError, match="another version"):
        Ledger(tmp_path / "other.sqlite")


def test_it_is_beside_the_archive(tmp_path: Path) -> None:
    assert ledger_path(tmp_path / "editions") == tmp_path / "editions.ledger.sqlite"
    assert os.path.commonpath([ledger_path(tmp_path / "editions"), tmp_path]) == str(tmp_path)


def test_a_ledger_of_an_earlier_version_is_read_and_continued(tmp_path: Path) -> None:
    path = tmp_path / "l.sqlite"
    database = sqlite3.connect(path)
    database.executescript(
        """
        CREATE TABLE delivery (
            briefing TEXT NOT NULL, edition INTEGER NOT NULL, kind TEXT NOT NULL, mailbox TEXT NOT NULL,
            recipient TEXT NOT NULL, marking TEXT NOT NULL, message_id TEXT NOT NULL, digest TEXT NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('offered', 'sent', 'withheld', 'bounced', 'missed', 'uncertain')),
            answer TEXT NOT NULL, moment TEXT NOT NULL, attempts INTEGER NOT NULL,
            PRIMARY KEY (briefing, edition, kind, mailbox)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE event (
            number INTEGER PRIMARY KEY, moment TEXT NOT NULL,
            briefing TEXT NOT NULL, edition INTEGER NOT NULL, kind TEXT NOT NULL, mailbox TEXT NOT NULL,
            state TEXT NOT NULL, answer TEXT NOT NULL
        ) STRICT;
        INSERT INTO delivery VALUES ('niger-2023', 2, 'edition', 'aissa@ministry.example',
            '{"address": "Aissa@ministry.example", "clearances": ["TLP:AMBER"], "group": "", "how": "attachment",
              "language": "fr", "name": "Aïssa Diallo", "paper": "a4", "unsubscribe": ""}',
            'TLP:GREEN', '<1@desk.example>', '00ff', 'sent', '250 ok', '2024-05-03T09:30:15.999Z', 1);
        PRAGMA user_version = 1;
        """
    )
    database.close()
    with Ledger(path) as ledger:
        record = only(ledger)
        assert (record.item, record.recipient, record.state) == (ITEM, AISSA, DeliveryState.SENT)
        assert record.moment == datetime(2024, 5, 3, 9, 30, 15, 999_000, tzinfo=UTC)
        assert not offer(ledger)
        assert offer(ledger, DeliveryItem("niger-2023", 3))
        ledger.record_result(message(DeliveryItem("niger-2023", 3)), DeliveryState.MISSED, "451 later")
        with ledger.lock_for_sending():
            assert only_of(ledger, 2).state is DeliveryState.SENT
        assert offer(ledger, DeliveryItem("niger-2023", 3))
        ledger.record_result(message(DeliveryItem("niger-2023", 3)), DeliveryState.HANDED_OVER, "written to x.eml")
        assert only_of(ledger, 3).state is DeliveryState.HANDED_OVER
    with Ledger(path) as ledger, ledger.lock_for_sending():
        assert [record.state for record in ledger.records("niger-2023")] == [
            DeliveryState.SENT,
            DeliveryState.HANDED_OVER,
        ]


def only_of(ledger: Ledger, edition: int) -> DeliveryRecord:
    (record,) = ledger.records(ITEM.briefing, edition)
    return record
