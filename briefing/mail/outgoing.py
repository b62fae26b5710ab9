"""What is sent: an edition on its way out, and the message to one recipient."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Literal

from briefing.mail.addresses import mailbox_key
from briefing.mail.recipients import Recipient
from briefing.model.briefing import Briefing

Purpose = Literal["edition", "correction", "update", "withdrawal", "draft"]
"""What a message is for; its subject says so."""
DeliveryKind = Literal["edition", "withdrawal"]


@dataclass(frozen=True)
class DeliveryItem:
    """What the ledger records the delivery of: an edition, for whatever purpose, or the notice of its withdrawal."""

    briefing: str
    edition: int
    kind: DeliveryKind = "edition"


@dataclass(frozen=True)
class OutgoingEdition:
    """An edition as it is sent, or the notice that it is withdrawn.

    `number` is 0 for a draft. `changes` lists, by the number of an earlier edition, what has changed since then, one line per
    change. `reason` and `replaced_by` belong to a withdrawal.
    """

    briefing: Briefing
    number: int
    published: datetime
    pdf: bytes
    signed: bool = False
    purpose: Purpose = "edition"
    changes: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    reason: str = ""
    replaced_by: int | None = None

    @property
    def marking(self) -> str:
        """The marking, which says who may read it."""
        return self.briefing.marking

    @property
    def name(self) -> str:
        """The name of the edition: its briefing's id and its number."""
        return f"{self.briefing.id}@{self.number}"

    @property
    def item(self) -> DeliveryItem:
        """The item in the ledger: an edition is sent to a recipient once, whatever the purpose."""
        return DeliveryItem(self.briefing.id, self.number, "withdrawal" if self.purpose == "withdrawal" else "edition")


@dataclass(frozen=True)
class OutgoingMessage:
    """One message, ready to be offered to the server: its bytes and its envelope.

    `utf8` says that the address or the header is not ASCII, which only a server with SMTPUTF8 accepts.
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
    """Return the Message-ID, which is always the same for an item and a recipient, so that duplicates are recognised."""
    seed = "\n".join([item.briefing, str(item.edition), item.kind, mailbox_key(recipient.address)])
    return f"<{item.briefing}.{item.edition}.{sha256(seed.encode()).hexdigest()[:20]}@{domain}>"


def thread_id(briefing_id: str, domain: str) -> str:
    """Return the id to which every message about a briefing refers, so that mail programs show its editions together."""
    return f"<{briefing_id}.all@{domain}>"
