"""The text of a message that was saved as a .eml file (RFC 5322)."""

from __future__ import annotations

from dataclasses import dataclass
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import parseaddr, parsedate_to_datetime

from briefing.load.files import FileProblem


@dataclass(frozen=True)
class MailText:
    """The body of a message, its subject, the name of its sender and its date; `is_page` where the body is HTML.

    Programs show the HTML of a message that has plain text as well, so that is its text.
    """

    body: str
    is_page: bool
    subject: str
    sender: str
    date: str


def read_mail_file(content: bytes) -> MailText:
    """Return the text of a message; attachments are not read. Raises FileProblem (`source-binary`, `source-no-text`)."""
    message = BytesParser(EmailMessage, policy=policy.default).parsebytes(content)
    if not {"from", "date", "subject"} & {name.lower() for name in message}:
        hint = "save the message again from the program that shows it"
        raise FileProblem("source-binary", "this is not a message: it has no sender, date or subject", hint)
    try:
        part = message.get_body(("html", "plain"))
        body = str(part.get_content()) if part is not None else ""
    except (LookupError, ValueError, KeyError, AttributeError):
        part, body = None, ""
    if part is None or not body.strip():
        raise FileProblem(
            "source-no-text", "this message has no words", "store what is attached to it as a source of its own"
        )
    name, address = parseaddr(str(message.get("from", "")))
    is_page = part.get_content_type() == "text/html"
    return MailText(body, is_page, str(message.get("subject", "")), name or address, _day(message))


def _day(message: EmailMessage) -> str:
    try:
        return parsedate_to_datetime(str(message.get("date", ""))).date().isoformat()
    except (ValueError, TypeError, IndexError):
        return ""
