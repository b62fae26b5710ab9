"""Header fields of a message: safe against injection, in any script.

The standard library's own header objects are not used. They decode what looks like an encoded word, so that a title such as
`=?utf-8?q?x=0D=0ABcc:...?=` becomes a field of its own, and they split a long name at a comma into two addresses (both
observed in Python 3.11; CPython issue 121284). Fields follow RFC 5322, encoded words RFC 2047, raw UTF-8 RFC 6532.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterator, Sequence

from briefing.mail.addresses import Mailbox
from briefing.problems import is_control

LINE_WIDTH = 76
"""In characters, where a line can be folded; RFC 5322 asks for at most 78."""
_ATOM = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]+")
_TOKEN = re.compile(r"[!-~]+")


def one_line(text: str) -> str:
    """Return a text as one line, without control characters and marks of text direction."""
    return " ".join("".join(" " if c.isspace() or is_control(c) else c for c in text).split())


def text_field(name: str, text: str) -> str:
    """Return a field of free text, such as Subject; only the words from the first to the last non-ASCII one are encoded."""
    words = one_line(text).split(" ")
    odd = [number for number, word in enumerate(words) if not _is_plain(word)]
    if not odd:
        return _fold(name, words)
    coded = _encode(" ".join(words[odd[0] : odd[-1] + 1]), name)
    return _fold(name, [*words[: odd[0]], *coded, *words[odd[-1] + 1 :]])


def mailbox_field(name: str, mailbox: Mailbox) -> str:
    """Return a field with one mailbox, such as To. An address that is not ASCII is left raw, for a server with SMTPUTF8."""
    address = f"<{mailbox.address}>"
    person = one_line(mailbox.name)
    if not person:
        return _fold(name, [address])
    if not _is_plain(person):
        return _fold(name, [*_encode(person, name), address])
    if _ATOM.fullmatch(person):
        return _fold(name, [*person.split(" "), address])
    quoted = person.replace("\\", "\\\\").replace('"', '\\"')
    return _fold(name, [f'"{quoted}"', address])


def token_field(name: str, *tokens: str) -> str:
    """Return a field of generated or validated words, such as message ids. Raises ValueError on others."""
    for token in tokens:
        if not all(_TOKEN.fullmatch(part) for part in token.split(" ")):
            raise ValueError(f"{token!r} is not allowed in a header")
    return _fold(name, tokens)


def _is_plain(text: str) -> bool:
    # A word that looks like an encoded word would be decoded by the reader.
    return text.isascii() and "=?" not in text and all(len(word) < LINE_WIDTH for word in text.split(" "))


def _encode(text: str, name: str) -> Iterator[str]:
    """Encode a text as words (RFC 2047) that each contain whole characters and fit on a line beside the field's name."""
    max_bytes = (LINE_WIDTH - len(f"{name}: ") - len("=?utf-8?b??=")) // 4 * 3
    part = b""
    for character in [*text, ""]:
        coded = character.encode("utf-8")
        if not coded or len(part) + len(coded) > max_bytes:
            yield f"=?utf-8?b?{b64encode(part).decode('ascii')}?="
            part = b""
        part += coded


def _fold(name: str, words: Sequence[str]) -> str:
    lines = [f"{name}:"]
    for word in words:
        if len(lines[-1]) + 1 + len(word) > LINE_WIDTH and lines[-1] != f"{name}:":
            lines.append("")
        lines[-1] += f" {word}"
    return "".join(f"{line}\r\n" for line in lines)
