"""An edition and a recipient become one message: text, HTML and the PDF, marked before anything else is read.

The body is set once for all who read it in the same language, want the same of it and last received the same edition; the
head is each recipient's own. TLP 2.0 (FIRST, 2022) asks for the marking in the subject and before the content; the Australian
Email Protective Marking Standard names the header X-Protective-Marking.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from hashlib import sha256
from typing import TypeAlias

from briefing.i18n import Translator, get_translator
from briefing.mail.addresses import Mailbox, parse_mailbox
from briefing.mail.headers import mailbox_field, one_line, text_field, token_field
from briefing.mail.outgoing import OutgoingEdition, OutgoingMessage, message_id, thread_id
from briefing.mail.phrases import attachment_line, notice, subject_prefix
from briefing.mail.recipients import DeliveryForm, Recipient
from briefing.model.briefing import Briefing
from briefing.model.markings import marking_colour
from briefing.problems import DeliveryError, Problem
from briefing.templating import Markup, fill_template
from briefing.text.markdown import line_html, plain

LARGEST_BYTES = 5_000_000
"""Of a whole message, which every mail system we know of takes."""
MOST_CHANGES = 8

SENSITIVITY = {
    "TLP:RED": "Private",
    "TLP:AMBER+STRICT": "Company-Confidential",
    "TLP:AMBER": "Company-Confidential",
    "OFFICIAL-SENSITIVE": "Company-Confidential",
    "SECRET": "Company-Confidential",
    "TOP SECRET": "Company-Confidential",
}
"""What comes near to a marking of the three words that RFC 4021 has for Sensitivity; the others have none."""

SignBody = Callable[[bytes], bytes]
"""Turns a MIME entity (its Content-Type and body, lines ended by CRLF) into a signed one."""


BodyKind: TypeAlias = tuple[str, DeliveryForm, int | None, str]
"""What a body depends on: language, what is wanted, the edition last received, where to leave the list."""


@dataclass(frozen=True)
class Line:
    """A line of the briefing's prose, as HTML and as plain text."""

    html: Markup
    text: str


@dataclass(frozen=True)
class Since:
    """What has changed since the edition a recipient last received."""

    heading: str
    lines: tuple[str, ...]


class MessageWriter:
    """Writes the messages of one outgoing. `unsubscribe` is for recipients whose list names no address of its own."""

    def __init__(
        self, outgoing: OutgoingEdition, sender: Mailbox, *, unsubscribe: str = "", sign: SignBody | None = None
    ) -> None:
        self._outgoing, self._sender, self._unsubscribe, self._sign = outgoing, sender, unsubscribe, sign
        self._bodies: dict[BodyKind, bytes] = {}

    def write(self, recipient: Recipient, since: int | None, moment: datetime) -> OutgoingMessage:
        """The message to one recipient, who last received edition `since` of the briefing, dated `moment`.

        Raises DeliveryError (`message-too-large`), and FigureError where a template cannot be filled.
        """
        recipient = self._at_home(recipient)
        outgoing, domain = self._outgoing, self._sender.domain
        key = _kind(recipient, since)
        if key not in self._bodies:
            self._bodies[key] = self._body(*key)
        own_id = message_id(outgoing.item, recipient, domain)
        head = self._head(recipient, since, moment, own_id)
        content = head.encode("utf-8") + self._bodies[key]
        if len(content) > LARGEST_BYTES:
            what = f"the message would have {len(content):,} bytes; at most {LARGEST_BYTES:,} are sent"
            hint = "give recipients how: summary-only, or publish it with smaller pictures"
            raise DeliveryError(Problem("message-too-large", what, hint=hint))
        return OutgoingMessage(
            outgoing.item,
            outgoing.marking,
            own_id,
            self._sender.address,
            recipient,
            content,
            not head.isascii(),
        )

    def check(self, recipients: Iterable[tuple[Recipient, int | None]]) -> None:
        """Write one message of each kind there will be, each recipient with the edition they last received.

        Raises what `write` raises, before anything has gone.
        """
        kinds = {_kind(self._at_home(recipient), since): (recipient, since) for recipient, since in recipients}
        for recipient, since in kinds.values():
            self.write(recipient, since, self._outgoing.published)

    def _at_home(self, recipient: Recipient) -> Recipient:
        language = recipient.language or self._outgoing.briefing.language
        return replace(recipient, language=language, unsubscribe=recipient.unsubscribe or self._unsubscribe)

    def _head(self, recipient: Recipient, since: int | None, moment: datetime, own_id: str) -> str:
        outgoing, briefing, domain = self._outgoing, self._outgoing.briefing, self._sender.domain
        translator = get_translator(recipient.language)
        parents = [thread_id(briefing.id, domain)]
        if outgoing.heading == "withdrawal":
            parents.append(message_id(replace(outgoing.item, kind="edition"), recipient, domain))
        elif since:
            parents.append(message_id(replace(outgoing.item, edition=since), recipient, domain))
        fields = [
            token_field("Date", format_datetime(moment.astimezone(UTC).replace(microsecond=0))),
            mailbox_field("From", self._sender),
            mailbox_field("To", recipient.mailbox),
            *_reply_to(briefing, self._sender),
            text_field("Subject", _subject(outgoing, translator)),
            token_field("Message-ID", own_id),
            token_field("In-Reply-To", parents[-1]),
            token_field("References", *parents),
            text_field("X-Protective-Marking", outgoing.marking),
            *([token_field("Sensitivity", word)] if (word := SENSITIVITY.get(outgoing.marking)) else []),
            token_field("X-Briefing-Edition", f"{briefing.id}@{outgoing.number}"),
            token_field("Auto-Submitted", "auto-generated"),
            token_field("Content-Language", recipient.language),
            *([token_field("List-Unsubscribe", f"<{recipient.unsubscribe}>")] if recipient.unsubscribe else []),
        ]
        return "".join(fields)

    def _body(self, language: str, how: DeliveryForm, since: int | None, unsubscribe: str) -> bytes:
        """The MIME entity below the head: what is read, and what is attached."""
        outgoing = self._outgoing
        name = attachment_name(outgoing)
        attached = how == "attachment" and outgoing.heading != "withdrawal"
        translator = get_translator(language)
        values = _values(outgoing, translator, since, name if attached else "", unsubscribe)
        entity = EmailMessage(policy=SMTP)
        entity.set_content(fill_template("mail.txt.j2", translator, **values), cte="quoted-printable")
        entity.add_alternative(
            fill_template("mail.html.j2", translator, **values), subtype="html", cte="quoted-printable"
        )
        if attached:
            entity.add_attachment(outgoing.pdf, maintype="application", subtype="pdf", filename=name)
        seed = sha256(repr((outgoing.item, language, how, since)).encode() + outgoing.pdf).hexdigest()[:32]
        for number, part in enumerate(entity.walk()):
            if part.is_multipart():
                # No line of quoted-printable or Base64 can hold "=_": RFC 2045, section 6.7.
                part.set_boundary(f"=_{seed}_{number}")
        written = entity.as_bytes()
        return self._sign(written) if self._sign else written


def _kind(recipient: Recipient, since: int | None) -> BodyKind:
    return recipient.language, recipient.how, since, recipient.unsubscribe


def attachment_name(outgoing: OutgoingEdition) -> str:
    """The name of the attached file, its marking first: `TLP-AMBER_niger-2023_edition-2.pdf`."""
    marking = re.sub(r"[^\w+]+", "-", outgoing.marking).strip("-")
    edition = f"edition-{outgoing.number}" if outgoing.number else "draft"
    return f"{marking}_{outgoing.briefing.id}_{edition}.pdf"


def _subject(outgoing: OutgoingEdition, translator: Translator) -> str:
    briefing = outgoing.briefing
    edition = translator.gettext("Edition {number}", number=outgoing.number) if outgoing.number else ""
    prefix = subject_prefix(outgoing, translator)
    return f"[{outgoing.marking}] {f'{prefix}: ' if prefix else ''}{briefing.title}{f' – {edition}' if edition else ''}"


def _reply_to(briefing: Briefing, sender: Mailbox) -> list[str]:
    """Answers go to whom the briefing names, where that is an address and another than the sender's."""
    try:
        contact = parse_mailbox(briefing.contact.email or "")
    except ValueError:
        return []
    if not contact.address.isascii() or contact.address == sender.address:
        return []
    return [mailbox_field("Reply-To", replace(contact, name=briefing.contact.name))]


def _values(
    outgoing: OutgoingEdition, translator: Translator, since: int | None, attached: str, unsubscribe: str
) -> dict[str, object]:
    """Everything the two templates name."""
    briefing, _ = outgoing.briefing, translator.gettext
    withdrawn = outgoing.heading == "withdrawal"
    edition = _("Edition {number}", number=outgoing.number) if outgoing.number else _("Draft")
    contact = briefing.contact
    return {
        "written_in": briefing.language,
        "marking": outgoing.marking,
        "marking_colour": marking_colour(outgoing.marking),
        "series": one_line(briefing.series or ""),
        "title": one_line(briefing.title),
        "edition": ", ".join(
            [edition, *([_("published {date}", date=translator.moment(outgoing.published))] if outgoing.number else [])]
        ),
        "about": notice(outgoing, translator),
        "reasons": _reasons(outgoing, translator) if withdrawn else [],
        # What is withdrawn is not told a second time.
        "bottom_line": None if withdrawn else _line(briefing.bottom_line, briefing.language),
        "points": [] if withdrawn else [_line(point.text, briefing.language) for point in briefing.summary],
        "since": None if withdrawn else _since(outgoing, translator, since),
        "dates": [
            (_("Information as of"), translator.moment(briefing.as_of)),
            *([] if withdrawn else [(_("Next update"), _next(briefing, translator))]),
        ],
        "contact": one_line(", ".join(part for part in (contact.name, contact.email, contact.phone) if part)),
        "carried": "" if withdrawn else attachment_line(outgoing, attached, translator),
        "handling": _("Handle this message and what is attached to it as {marking}.", marking=outgoing.marking),
        "leave": _("To receive it no longer: {address}", address=unsubscribe.removeprefix("mailto:"))
        if unsubscribe
        else "",
    }


def _reasons(outgoing: OutgoingEdition, translator: Translator) -> list[str]:
    reasons = [translator.gettext("Reason: {reason}", reason=one_line(outgoing.reason))] if outgoing.reason else []
    if outgoing.replaced_by:
        reasons.append(translator.gettext("Edition {number} takes its place.", number=outgoing.replaced_by))
    return reasons


def _next(briefing: Briefing, translator: Translator) -> str:
    return translator.moment(briefing.next_update) if briefing.next_update else translator.gettext("none planned")


def _since(outgoing: OutgoingEdition, translator: Translator, since: int | None) -> Since | None:
    if since is None or since not in outgoing.changes:
        return None
    lines = tuple(one_line(line) for line in outgoing.changes[since])
    shown, more = lines[:MOST_CHANGES], len(lines) - MOST_CHANGES
    if more > 0:
        shown += (translator.ngettext("And {count} more.", "And {count} more.", more, count=more),)
    return Since(
        translator.gettext("Since edition {number}, the last we sent you", number=since),
        shown or (translator.gettext("Nothing that matters has changed."),),
    )


def _line(text: str, language: str) -> Line:
    """A line of prose without its references: the list they point to is in the PDF."""
    # prose.line_html escapes whatever is not its own markup.
    return Line(Markup(line_html(text, language, lambda _: "")), one_line(plain(text, language)))  # noqa: S704
