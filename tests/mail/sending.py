"""What the tests of sending share: an edition, recipients, and a function that sends."""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from pathlib import Path

from briefing.mail.addresses import parse_mailbox
from briefing.mail.clearance import DEFAULT_RULES
from briefing.mail.deliver import SendResult, plan_sending, send_messages
from briefing.mail.ledger import Ledger
from briefing.mail.message import MessageWriter
from briefing.mail.outgoing import OutgoingEdition
from briefing.mail.recipients import Recipient
from briefing.mail.server import MailServer
from briefing.mail.smtp import SmtpConnection
from briefing.model.briefing import Briefing

DESK = parse_mailbox("Sahel desk <desk@ministry.example>")
BRIEFING = Briefing.model_validate(
    {
        "id": "harbour-2024",
        "title": "Port of Tema: unloading stops",
        "marking": "TLP:GREEN",
        "as_of": "2024-05-02T18:00Z",
        "contact": {"name": "Duty officer", "email": "duty@ministry.example"},
        "bottom_line": "Crane drivers stopped work.",
        "summary": ["First point."],
    }
)
OUTGOING = OutgoingEdition(BRIEFING, 2, datetime(2024, 5, 3, 9, 0, tzinfo=UTC), b"%PDF-1.7\n" + bytes(6000))


def people(count: int, marking: str = "TLP:AMBER") -> tuple[Recipient, ...]:
    """Return `count` recipients with different addresses."""
    return tuple(Recipient(f"Person {n}", f"person{n}@ministry.example", (marking,)) for n in range(count))


def mail_server(port: int, **changes: object) -> MailServer:
    """Return the server at a port of this machine, without pauses."""
    values: dict[str, object] = {
        "host": "127.0.0.1",
        "port": port,
        "security": "none",
        "sender": DESK,
        "per_minute": 10_000_000,
        "pause_seconds": 0,
        "timeout_seconds": 10,
    }
    return MailServer(**(values | changes))  # type: ignore[arg-type]


def send(
    path: Path,
    to: tuple[Recipient, ...],
    server: MailServer,
    *,
    outgoing: OutgoingEdition = OUTGOING,
    resend_uncertain: bool = False,
    stop: threading.Event | None = None,
) -> SendResult:
    """Send an edition as the command does, with the ledger at a path."""
    writer = MessageWriter(outgoing, server.sender)
    with Ledger(path) as ledger, ledger.lock_for_sending():
        plan = plan_sending(
            outgoing.item,
            outgoing.marking,
            to,
            ledger.states(outgoing.item),
            DEFAULT_RULES,
            server.channel,
            resend_uncertain=resend_uncertain,
        )
        assert not plan.refused
        connection = SmtpConnection(server, None, DEFAULT_RULES)
        return send_messages(plan, writer.write, connection, ledger, stop or threading.Event(), lambda _: None)
