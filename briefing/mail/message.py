"""Messages: an edition for one recipient becomes text, HTML and the attached PDF, with the marking first.

The body is built once for all recipients with the same language, form of delivery, last received edition and unsubscribe
address; the header is each recipient's own. TLP 2.0 (FIRST, 2022) asks for the marking in the subject and before the content;
the Australian Email Protective Marking Standard names the header X-Protective-Marking.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from hashlib import sha256

from briefing.i18n import get_translator
from briefing.mail.addresses import Mailbox, mailbox_key, parse_mailbox
from briefing.mail.body import subject, template_values
from briefing.mail.headers import mailbox_field, text_field, token_field
from briefing.mail.outgoing import OutgoingEdition, OutgoingMessage, Purpose, message_id, thread_id
from briefing.mail.recipients import DeliveryForm, Recipient
from briefing.problems import DeliveryError, Problem
from briefing.settings import MAX_MESSAGE_BYTES
from briefing.templating import fill_template

SENSITIVITY = {
    "TLP:RED": "Private",
    "TLP:AMBER+STRICT": "Company-Confidential",
    "TLP:AMBER": "Company-Confidential",
    "OFFICIAL-SENSITIVE": "Company-Confidential",
    "SECRET": "Company-Confidential",
    "TOP SECRET": "Company-Confidential",
}
"""The value of the header Sensitivity (RFC 4021) that comes closest to a marking; other markings have none."""

SignBody = Callable[[bytes], bytes]
"""Turns a MIME entity (its Content-Type and body, lines ended by CRLF) into a signed one."""


@dataclass(frozen=True)
class BodyVariant:
    """What a body depends on; `since` is the edition last received, `unsubscribe` the address to leave the list."""

    language: str
    form: DeliveryForm
    since: int | None
    unsubscribe: str


class MessageWriter:
    """Writes the messages of one outgoing edition.

    `last_received` has, by mailbox, the newest earlier edition each recipient received. `unsubscribe` is for recipients whose
    list names no address of its own; `sign` signs the bodies.
    """

    def __init__(
        self,
        outgoing: OutgoingEdition,
        sender: Mailbox,
        last_received: Mapping[str, int] | None = None,
        *,
        unsubscribe: str = "",
        sign: SignBody | None = None,
        max_bytes: int = MAX_MESSAGE_BYTES,
    ) -> None:
        self._outgoing, self._sender, self._last_received = outgoing, sender, last_received or {}
        self._unsubscribe, self._sign, self._max_bytes = unsubscribe, sign, max_bytes
        self._bodies: dict[BodyVariant, bytes] = {}

    @property
    def purpose(self) -> Purpose:
        """What the messages are for."""
        return self._outgoing.purpose

    def write(self, recipient: Recipient, moment: datetime) -> OutgoingMessage:
        """Return the message to a recipient, dated `moment`.

        Raises DeliveryError (`message-too-large`), and FigureError where a template cannot be filled.
        """
        outgoing, variant = self._outgoing, self._variant(recipient)
        if variant not in self._bodies:
            self._bodies[variant] = self._body(variant)
        own_id = message_id(outgoing.item, recipient, self._sender.domain)
        header = self._header(recipient, variant, moment, own_id)
        content = header.encode("utf-8") + self._bodies[variant]
        if len(content) > self._max_bytes:
            what = f"the message would have {len(content):,} bytes; at most {self._max_bytes:,} are sent"
            hint = "set how to summary-only in the list, or publish the briefing with smaller pictures"
            raise DeliveryError(Problem("message-too-large", what, hint=hint))
        sender, utf8 = self._sender.address, not header.isascii()
        return OutgoingMessage(outgoing.item, outgoing.marking, own_id, sender, recipient, content, utf8)

    def check(self, recipients: Iterable[Recipient]) -> None:
        """Write one message of each variant. Raises what `write` raises, before anything is sent."""
        for recipient in {self._variant(recipient): recipient for recipient in recipients}.values():
            self.write(recipient, self._outgoing.published)

    def _variant(self, recipient: Recipient) -> BodyVariant:
        return BodyVariant(
            recipient.language or self._outgoing.briefing.language,
            recipient.how,
            self._last_received.get(mailbox_key(recipient.address)),
            recipient.unsubscribe or self._unsubscribe,
        )

    def _header(self, recipient: Recipient, variant: BodyVariant, moment: datetime, own_id: str) -> str:
        outgoing, briefing, domain = self._outgoing, self._outgoing.briefing, self._sender.domain
        parents = [thread_id(briefing.id, domain)]
        if outgoing.purpose == "withdrawal":
            parents.append(message_id(replace(outgoing.item, kind="edition"), recipient, domain))
        elif variant.since:
            parents.append(message_id(replace(outgoing.item, edition=variant.since), recipient, domain))
        fields = [
            token_field("Date", format_datetime(moment.astimezone(UTC).replace(microsecond=0))),
            mailbox_field("From", self._sender),
            mailbox_field("To", recipient.mailbox),
            *_reply_to(outgoing, self._sender),
            text_field("Subject", subject(outgoing, get_translator(variant.language))),
            token_field("Message-ID", own_id),
            token_field("In-Reply-To", parents[-1]),
            token_field("References", *parents),
            text_field("X-Protective-Marking", outgoing.marking),
            *([token_field("Sensitivity", word)] if (word := SENSITIVITY.get(outgoing.marking)) else []),
            token_field("X-Briefing-Edition", outgoing.name),
            token_field("Auto-Submitted", "auto-generated"),
            token_field("Content-Language", variant.language),
            *([token_field("List-Unsubscribe", f"<{variant.unsubscribe}>")] if variant.unsubscribe else []),
        ]
        return "".join(fields)

    def _body(self, variant: BodyVariant) -> bytes:
        """Return the MIME entity below the header: the text, the HTML and the attachment."""
        outgoing = self._outgoing
        attached = variant.form == "attachment" and outgoing.purpose != "withdrawal"
        name = attachment_name(outgoing) if attached else ""
        translator = get_translator(variant.language, outgoing.briefing.timezone)
        values = template_values(
            outgoing,
            translator,
            since=variant.since,
            attached=name,
            unsubscribe=variant.unsubscribe,
            sender=self._sender,
        )
        entity = EmailMessage(policy=SMTP)
        entity.set_content(fill_template("mail.txt.j2", translator, **values), cte="quoted-printable")
        entity.add_alternative(
            fill_template("mail.html.j2", translator, **values), subtype="html", cte="quoted-printable"
        )
        if attached:
            entity.add_attachment(outgoing.pdf, maintype="application", subtype="pdf", filename=name)
        seed = sha256(repr((outgoing.item, variant)).encode() + outgoing.pdf).hexdigest()[:32]
        for number, part in enumerate(entity.walk()):
            if part.is_multipart():
                # No line of quoted-printable or Base64 can contain "=_": RFC 2045, section 6.7.
                part.set_boundary(f"=_{seed}_{number}")
        written = entity.as_bytes()
        return self._sign(written) if self._sign else written


def attachment_name(outgoing: OutgoingEdition) -> str:
    """Return the name of the attached file, with the marking first: `TLP-AMBER_niger-2023_edition-2.pdf`."""
    marking = re.sub(r"[^\w+]+", "-", outgoing.marking).strip("-")
    edition = f"edition-{outgoing.number}" if outgoing.number else "draft"
    return f"{marking}_{outgoing.briefing.id}_{edition}.pdf"


def _reply_to(outgoing: OutgoingEdition, sender: Mailbox) -> list[str]:
    """Direct replies to the briefing's contact, where that is a valid ASCII address other than the sender's.

    Replies to the notice of a withdrawal go to the sender: the contact is a part of what is withdrawn.
    """
    if outgoing.purpose == "withdrawal":
        return []
    try:
        contact = parse_mailbox(outgoing.briefing.contact.email or "")
    except ValueError:
        return []
    if not contact.address.isascii() or contact.address == sender.address:
        return []
    return [mailbox_field("Reply-To", replace(contact, name=outgoing.briefing.contact.name))]
