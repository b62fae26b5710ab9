"""Header fields: any text is parsed back unchanged, and cannot inject another field."""

from __future__ import annotations

import re
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.policy import SMTP, default

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from briefing.mail.addresses import Mailbox, parse_mailbox
from briefing.mail.headers import mailbox_field, one_line, text_field, token_field

INJECTION = "=?utf-8?q?x=0D=0ABcc=3A_evil=40x.example?= hello"
AWKWARD = [
    "Niger: army command backs the takeover",
    "a\r\nBcc: evil@x.example",
    "a\n\nbody",
    INJECTION,
    "=?utf-8?b?DQpCY2M6IHg=?=",
    "Ключевые события — المجلس العسكري، النيجر 尼日尔军方 " * 4,
    "x" * 300,
    "a \u202e b",
    "\u0085\u2028\u2029\x0b\x0c\x00\x1f",
    'quote " and \\ backslash, comma; colon: <angle> (comment) @',
    "e\u0301" * 60,
    "👩\u200d👩\u200d👧" * 20,
    "",
    " ",
]


def parsed(field: str) -> EmailMessage:
    message = message_from_bytes(field.encode() + b"\r\nbody", policy=default)
    assert message.get_content() == "body"
    return message


def well_formed(field: str) -> None:
    assert field.endswith("\r\n")
    first, *rest = field[:-2].split("\r\n")
    assert re.match(r"[A-Z][A-Za-z-]*:", first)
    assert all(line.startswith(" ") and line.strip() for line in rest)
    assert not set("\r\n\0") & set("".join([first, *rest]))
    # Only an address can be longer than a folded line, and only an address is raw UTF-8.
    assert all(len(line) <= 78 or "@" in line or '"' in line for line in [first, *rest])
    assert all(len(line.encode()) <= 998 for line in [first, *rest])


def phrase(field: str) -> str:
    """Return the name before an address, by the older parser: the newer one adds a space between encoded words (3.11)."""
    written = field.removeprefix("To: ").rpartition("<")[0].replace("\r\n", "").strip()
    shown = str(make_header(decode_header(written)))
    return re.sub(r"\\(.)", r"\1", shown[1:-1]) if written.startswith('"') else shown


text = st.text(max_size=250) | st.sampled_from(AWKWARD)


@given(text)
@example(INJECTION)
def test_a_subject_is_parsed_back_as_the_same_line(title: str) -> None:
    field = text_field("Subject", title)
    well_formed(field)
    message = parsed(field)
    assert message.keys() == ["Subject"]
    assert str(message["Subject"]) == one_line(title)


def test_a_marking_stays_readable_in_a_subject_that_is_not_ascii() -> None:
    field = text_field("Subject", "[TLP:AMBER] Niger: army backs the takeover – Edition 3")
    assert field.startswith("Subject: [TLP:AMBER] Niger: army backs the takeover =?utf-8?b?")
    assert "?= Edition" in field


@given(text)
@example('A véry long name with non-ASCII char and, comma <evil@x.example>, "other"')
@example("Müller, Jörg")
@example("Smith, John (Prime Minister's office)")
def test_a_name_never_becomes_a_second_address(name: str) -> None:
    field = mailbox_field("To", Mailbox(name, "aissa@ministry.example"))
    well_formed(field)
    message = parsed(field)
    assert message.keys() == ["To"]
    (found,) = message["To"].addresses
    assert found.addr_spec == "aissa@ministry.example"
    assert phrase(field) == one_line(name)


def test_an_international_address_is_left_as_it_is() -> None:
    mailbox = parse_mailbox("用户 <用户@例子.example>")
    (found,) = parsed(mailbox_field("To", mailbox))["To"].addresses
    # The parser leaves raw UTF-8 as surrogates.
    address = found.addr_spec.encode("utf-8", "surrogateescape").decode()
    assert (found.display_name, address) == ("用户", "用户@xn--fsqu00a.example")


def test_a_token_field_accepts_only_tokens() -> None:
    assert token_field("References", "<a@b>", "<c@d>") == "References: <a@b> <c@d>\r\n"
    for bad in ("a\r\nBcc: x", "a b\tc", "é", "", "a\x00"):
        with pytest.raises(ValueError, match="is not allowed"):
            token_field("Message-ID", bad)


def test_why_the_standard_librarys_fields_are_not_used() -> None:
    """If this fails on every supported Python, briefing.mail.headers can be removed."""
    message = EmailMessage(policy=SMTP)
    try:
        message["Subject"] = INJECTION
        written = message.as_bytes()
    except ValueError:
        pytest.skip("this Python refuses the field itself")
    if b"\r\nBcc" not in written:
        pytest.skip("this Python does not decode it")
    assert b"\r\nBcc: evil" in written
    assert "\r\nBcc" not in text_field("Subject", INJECTION)
