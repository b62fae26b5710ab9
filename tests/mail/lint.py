"""A linter for messages: what RFC 5322, 2045, 2047, 2183 and 3834 require of the transmitted bytes."""

from __future__ import annotations

import re
from email import message_from_bytes, policy
from email.message import EmailMessage

ONCE = (
    "Date",
    "From",
    "Sender",
    "Reply-To",
    "To",
    "Subject",
    "Message-ID",
    "In-Reply-To",
    "References",
    "MIME-Version",
)
NEEDED = ("Date", "From", "To", "Subject", "Message-ID", "MIME-Version", "Content-Type")
FIELD = re.compile(rb"[!-9;-~]+: ?[^\r\n]*(\r\n[ \t][^\r\n]*)*")
ENCODED_WORD = re.compile(rb"=\?[!-~]+?\?[bqBQ]\?[!->@-~]*\?=")
ID = re.compile(r"<[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9.-]+>")


def lint(content: bytes, *, utf8: bool = False) -> list[str]:
    """Return everything that is wrong with a message; with `utf8` its header may be UTF-8 (RFC 6532)."""
    found: list[str] = []
    if re.search(rb"(?<!\r)\n|\r(?!\n)", content):
        found.append("a line does not end in CRLF")
    if b"\0" in content:
        found.append("a NUL")
    if any(len(line) > 998 for line in content.split(b"\r\n")):
        found.append("a line of more than 998 bytes")
    head, parted, body = content.partition(b"\r\n\r\n")
    if not parted:
        found.append("no empty line after the head")
    if not body.isascii():
        found.append("a body that is not in seven bits")
    found += _lint_head(head, utf8)
    message = message_from_bytes(content, policy=policy.default)
    for name in NEEDED:
        if name not in message:
            found.append(f"no {name}")
    for name in ONCE:
        if len(message.get_all(name, [])) > 1:
            found.append(f"more than one {name}")
    for name in ("Message-ID", "In-Reply-To", "References"):
        for one in str(message.get(name, "")).split():
            if not ID.fullmatch(one):
                found.append(f"{name} is no message id: {one}")
    if message["Date"] and message["Date"].datetime.tzinfo is None:
        found.append("a date without its zone")
    for part in message.walk():
        found += _lint_part(part)
    return found


def _lint_head(head: bytes, utf8: bool) -> list[str]:
    found = []
    if not (head.isascii() or utf8):
        found.append("a head that is not ASCII")
    joined = re.sub(rb"\r\n(?![ \t])", b"\x01", head)
    for field in joined.split(b"\x01"):
        if not FIELD.fullmatch(field):
            found.append(f"not a field: {field[:60]!r}")
        lines = field.split(b"\r\n")
        if any(not line.strip() for line in lines[1:]):
            found.append(f"a folded line without text: {field[:60]!r}")
        found += [
            f"a line of {len(line)} bytes with an encoded word: {line[:40]!r}"
            for line in lines
            if len(line) > 78 and ENCODED_WORD.search(line)
        ]
        for word in re.findall(rb"=\?[^\s]*", field):
            bare = word.rstrip(b'">,')
            if not ENCODED_WORD.fullmatch(bare) or len(bare) > 75:
                found.append(f"not an encoded word: {word!r}")
    return found


def _lint_part(part: EmailMessage) -> list[str]:
    found = [f"{part.get_content_type()}: {defect!r}" for defect in part.defects]
    for name, value in part.items():
        found += [f"{name}: {defect!r}" for defect in getattr(value, "defects", ()) if str(value).isascii()]
    if part.is_multipart():
        boundary = part.get_boundary() or ""
        if not 0 < len(boundary) <= 70:
            found.append(f"boundary {boundary!r}")
        return found
    if part.get_content_maintype() == "text" and part.get_content_charset() is None:
        found.append("a text without its charset")
    if "Content-Transfer-Encoding" not in part:
        found.append(f"{part.get_content_type()}: no Content-Transfer-Encoding")
    if part.get_content_disposition() == "attachment" and not part.get_filename():
        found.append("an attachment without a name")
    return found
