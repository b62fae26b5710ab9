"""The ledger: a row before the message, closed after the answer, and nothing offered twice."""

from __future__ import annotations

import os
import signal
import sqlite3
import stat
import subprocess
import sys
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
    (row,) = ledger.records(ITEM.briefing)
    return row


def test_a_row_is_written_before_and_closed_after(tmp_path: Path) -> None:
    with Ledger(tmp_path / "l.sqlite") as ledger:
        assert offer(ledger)
        assert (only(ledger).state, only(ledger).attempts) == (DeliveryState.OFFERED, 1)
        ledger.record_result(message(), DeliveryState.SENT, "250 ok")
    with Ledger(tmp_path / "l.sqlite") as ledger:
        row = only(ledger)
    assert (row.item, row.recipient, row.state, row.answer) == (ITEM, AISSA, DeliveryState.SENT, "250 ok")
    assert (row.marking, row.message_id, row.digest) == ("TLP:GREEN", "<1@desk.example>", message().digest)
    assert row.moment.tzinfo is not None


@pytest.mark.parametrize(
    ("state", "plain", "again"),
    [
        (DeliveryState.SENT, False, False),
        (DeliveryState.UNCERTAIN, False, True),
        (DeliveryState.BOUNCED, True, True),
        (DeliveryState.MISSED, True, True),
        (DeliveryState.OFFERED, False, False),
    ],
)
def test_what_may_be_offered_again(tmp_path: Path, state: DeliveryState, plain: bool, again: bool) -> None:
    for asked, expected in ((False, plain), (True, again)):
        with Ledger(tmp_path / f"{asked}.sqlite") as ledger:
            assert offer(ledger)
            ledger.record_result(message(), state, "")
            assert offer(ledger, resend_uncertain=asked) is expected
            assert only(ledger).attempts == 1 + expected


def test_another_spelling_is_the_same_mailbox_and_another_edition_another_row(tmp_path: Path) -> None:
    with Ledger(tmp_path / "l.sqlite") as ledger:
        assert offer(ledger)
        assert not offer(ledger, person=Recipient("", "AISSA@MINISTRY.example", ("TLP:RED",)))
        assert offer(ledger, DeliveryItem("niger-2023", 3))
        assert offer(ledger, DeliveryItem("niger-2023", 2, "withdrawal"))
        assert len(ledger.records("niger-2023")) == 3
        assert len(ledger.records("niger-2023", 2)) == 2
        assert [row.item.kind for row in ledger.records("niger-2023", 2, "withdrawal")] == ["withdrawal"]


def test_what_the_gate_held_back_is_kept_and_may_go_later(tmp_path: Path) -> None:
    with Ledger(tmp_path / "l.sqlite") as ledger:
        ledger.record_refusal(ITEM, AISSA, "TLP:RED", "may receive TLP:AMBER at most")
        assert (only(ledger).state, only(ledger).answer) == (DeliveryState.WITHHELD, "may receive TLP:AMBER at most")
        assert offer(ledger)
        ledger.record_result(message(), DeliveryState.SENT, "250")
        ledger.record_refusal(ITEM, AISSA, "TLP:RED", "again")
        assert only(ledger).state is DeliveryState.SENT


def test_the_last_edition_each_received(tmp_path: Path) -> None:
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


def test_a_killed_sender_leaves_its_row_uncertain(tmp_path: Path) -> None:
    path = tmp_path / "l.sqlite"
    done = subprocess.run([sys.executable, "-c", CHILD, path], check=False)
    assert done.returncode == -signal.SIGKILL
    with Ledger(path) as ledger, ledger.lock_for_sending():
        row = only(ledger)
        assert (row.state, row.recipient.name) == (DeliveryState.UNCERTAIN, "A")
        assert "interrupted" in row.answer


def test_every_commit_is_on_the_disk(tmp_path: Path) -> None:
    with Ledger(tmp_path / "l.sqlite") as ledger:
        assert ledger._database.execute("PRAGMA synchronous").fetchone() == (2,)
        assert ledger._database.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_every_turn_of_a_row_is_kept(tmp_path: Path) -> None:
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


def test_a_file_that_is_no_ledger(tmp_path: Path) -> None:
    (tmp_path / "l.sqlite").write_bytes(b"this is not a database, and never was one" * 100)
    with pytest.raises(DeliveryError, match=r"error\[ledger\]: the ledger cannot be used"):
        Ledger(tmp_path / "l.sqlite")
    base = sqlite3.connect(tmp_path / "other.sqlite")
    base.execute("PRAGMA user_version = 99")
    base.close()
    with pytest.raises(DeliveryError, match="another version"):
        Ledger(tmp_path / "other.sqlite")


def test_it_lies_beside_the_archive(tmp_path: Path) -> None:
    assert ledger_path(tmp_path / "editions") == tmp_path / "editions.ledger.sqlite"
    assert os.path.commonpath([ledger_path(tmp_path / "editions"), tmp_path]) == str(tmp_path)
