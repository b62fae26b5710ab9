"""An edition to send, people to send it to, and a desk that sends: what the trials of the wire have in common."""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from pathlib import Path

from briefing.mail.addresses import parse_mailbox
from briefing.mail.clearance import RULES
from briefing.mail.deliver import Tally, plan_sending, send_letters
from briefing.mail.ledger import Ledger
from briefing.mail.letter import Despatch
from briefing.mail.message import LetterWriter
from briefing.mail.recipients import Recipient
from briefing.mail.server import Relay
from briefing.mail.smtp import Wire
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
DESPATCH = Despatch(BRIEFING, 2, datetime(2024, 5, 3, 9, 0, tzinfo=UTC), b"%PDF-1.7\n" + bytes(6000))


def people(count: int, marking: str = "TLP:AMBER") -> tuple[Recipient, ...]:
    """So many recipients, each with an address of their own."""
    return tuple(Recipient(f"Person {n}", f"person{n}@ministry.example", (marking,)) for n in range(count))


def relay(port: int, **changes: object) -> Relay:
    """The server at a port of this machine, with no pauses."""
    values: dict[str, object] = {
        "host": "127.0.0.1",
        "port": port,
        "security": "none",
        "sender": DESK,
        "per_minute": 10_000_000,
        "pause_seconds": 0,
        "timeout_seconds": 10,
    }
    return Relay(**(values | changes))  # type: ignore[arg-type]


def send(
    path: Path,
    to: tuple[Recipient, ...],
    server: Relay,
    *,
    despatch: Despatch = DESPATCH,
    resend_uncertain: bool = False,
    stop: threading.Event | None = None,
) -> Tally:
    """Send a despatch as the command does, with the ledger at a path."""
    writer = LetterWriter(despatch, server.sender)
    with Ledger(path) as ledger, ledger.sending():
        plan = plan_sending(
            despatch.item,
            despatch.marking,
            to,
            ledger.states(despatch.item),
            RULES,
            server.channel,
            resend_uncertain=resend_uncertain,
        )
        assert not plan.refused
        return send_letters(
            plan,
            lambda one, moment: writer.write(one, None, moment),
            Wire(server, None, RULES),
            ledger,
            server,
            stop or threading.Event(),
            lambda _: None,
        )
