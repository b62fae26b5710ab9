"""One run against a real mail system: Postfix accepts every message, and delivers each to its mailbox unchanged."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from email import message_from_bytes
from email.policy import default
from pathlib import Path

from briefing.mail.ledger import DeliveryState, Ledger
from briefing.mail.recipients import Recipient
from tests.mail.authority import make_authority
from tests.mail.postfix import postfix
from tests.mail.sending import BRIEFING, OUTGOING, mail_server, people, send


def test_postfix_delivers_each_message_once_and_whole(tmp_path: Path) -> None:
    authority = make_authority(tmp_path / "authority")
    title = "Ключевые события — المجلس العسكري، النيجر: 尼日尔军方 =?utf-8?q?x=0D=0ABcc:=20a@b.example?="
    outgoing = replace(OUTGOING, briefing=BRIEFING.model_copy(update={"title": title, "bottom_line": ".\n. dots"}))
    named = Recipient("Müller, Jörg 用户", "用户@ministry.example", ("TLP:AMBER",))
    stranger = Recipient("Somebody", "somebody@elsewhere.example", ("TLP:AMBER",))
    everyone = (*people(30), named, stranger)
    with postfix(authority) as server:
        desk = mail_server(server.port, host="localhost", security="starttls", ca=authority.certificate)
        result = send(tmp_path / "ledger.sqlite", everyone, desk, outgoing=outgoing)
        again = send(tmp_path / "ledger.sqlite", everyone[:-1], desk, outgoing=outgoing)
        messages = [message_from_bytes(content, policy=default) for content in server.delivered(31)]
    assert again.results == {}
    assert [(one.name, reply[:10]) for one, reply in result.in_state(DeliveryState.BOUNCED)] == [
        ("Somebody", "554 5.7.1 ")
    ]
    assert len(result.in_state(DeliveryState.SENT)) == 31
    with Ledger(tmp_path / "ledger.sqlite") as ledger:
        stored = {record.message_id: record for record in ledger.records(BRIEFING.id)}
    assert Counter(str(message["Message-ID"]) for message in messages) == {
        record.message_id: 1 for record in stored.values() if record.state is DeliveryState.SENT
    }
    for message in messages:
        to = stored[str(message["Message-ID"])].recipient.address
        address = str(message["Delivered-To"]).encode("utf-8", "surrogateescape").decode()
        assert address == to
        assert "Bcc" not in message
        assert message["X-Protective-Marking"] == "TLP:GREEN"
        assert title in str(message["Subject"])
        (pdf,) = message.iter_attachments()
        assert pdf.get_content() == OUTGOING.pdf
