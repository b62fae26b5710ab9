"""Who has an edition, and who reads a briefing, as the ledger has it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from briefing.delivery.address import one_mailbox
from briefing.delivery.ledger import Row, State
from briefing.delivery.recipients import Recipient


@dataclass(frozen=True)
class Holders:
    """Those who were sent an edition, and those of whom it is not certain."""

    certain: tuple[Recipient, ...]
    doubtful: tuple[Recipient, ...]


def holders(rows: Iterable[Row]) -> Holders:
    """Who has the one edition that all rows are about."""
    rows = list(rows)
    certain = tuple(row.recipient for row in rows if row.state is State.SENT)
    doubtful = tuple(row.recipient for row in rows if row.state in (State.UNCERTAIN, State.OFFERED))
    return Holders(certain, doubtful)


def readers(rows: Iterable[Row], before: int) -> tuple[Recipient, ...]:
    """Everyone who was sent an edition before this one, each as they were when they last were."""
    known: dict[str, Recipient] = {}
    for row in sorted(rows, key=lambda row: row.item.edition):
        if row.state is State.SENT and row.item.kind == "edition" and row.item.edition < before:
            known[one_mailbox(row.recipient.address)] = row.recipient
    return tuple(known.values())
