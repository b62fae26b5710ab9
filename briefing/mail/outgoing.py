"""What is sent, before it is a message: the edition as it goes out, and the message it becomes for one recipient."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Literal

from briefing.mail.addresses import mailbox_key
from briefing.mail.ledger import DeliveryItem
from briefing.mail.recipients import Recipient
from briefing.model.briefing import Briefing

Heading = Literal["edition", "correction", "update", "withdrawal", "draft"]
"""What a message says it is."""


@dataclass(frozen=True)
class OutgoingEdition:
    """An edition as it is sent, or the notice that it is withdrawn.

    `number` is 0 for a draft. `changes` gives, by the number of an earlier edition, what has changed since, a line a change.
    `reason` and `replaced_by` belong to a withdrawal.
    """

    briefing: Briefing
    number: int
    published: datetime
    pdf: bytes
    signed: bool = False
    heading: Heading = "edition"
    changes: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    reason: str = ""
    replaced_by: int | None = None

    @property
    def marking(self) -> str:
        """Who may read it."""
        return self.briefing.marking

    @property
    def item(self) -> DeliveryItem:
        """What the ledger calls it: whatever its heading, an edition is sent to a recipient once."""
        kind: Literal["edition", "withdrawal"] = "withdrawal" if self.heading == "withdrawal" else "edition"
        return DeliveryItem(self.briefing.id, self.number, kind)


@dataclass(frozen=True)
class OutgoingMessage:
    """One message, ready to be offered: its bytes, and the envelope they go in.

    `utf8` says that the address or the head is not ASCII, which only a server with SMTPUTF8 takes.
    """

    item: DeliveryItem
    marking: str
    message_id: str
    sender: str
    recipient: Recipient
    content: bytes
    utf8: bool

    @property
    def digest(self) -> str:
        """The SHA-256 of the message, in hexadecimal."""
        return sha256(self.content).hexdigest()


def message_id(item: DeliveryItem, recipient: Recipient, domain: str) -> str:
    """The Message-ID, always the same for the same recipient and edition, so that a duplicate can be known as one."""
    mailbox = mailbox_key(recipient.address)
    seed = "\n".join([item.briefing, str(item.edition), item.kind, mailbox])
    return f"<{item.briefing}.{item.edition}.{sha256(seed.encode()).hexdigest()[:20]}@{domain}>"


def thread_id(briefing_id: str, domain: str) -> str:
    """The id that every message about a briefing refers to, so that mail programs show its editions together."""
    return f"<{briefing_id}.all@{domain}>"
