"""The head of a message: header fields that say what they should and nothing more, in any script.

The standard library's own header objects are not used: they decode what looks like an encoded word, so that a title such as
`=?utf-8?q?x=0D=0ABcc:...?=` becomes a field of its own, and they break a long name at a comma into two addresses (both
seen in Python 3.11; CPython issue 121284). Fields follow RFC 5322, encoded words RFC 2047, raw UTF-8 RFC 6532.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterator, Sequence

from briefing.mail.addresses import Mailbox, is_control

WIDTH = 76
"""Of a line, where it can be folded; RFC 5322 asks for at most 78."""
_ATOM = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]+")
_TOKEN = re.compile(r"[!-~]+")


def one_line(text: str) -> str:
    """A text as one line, without what would end it, steer a terminal or turn the direction of writing."""
    return " ".join("".join(" " if c.isspace() or is_control(c) else c for c in text).split())


def text_field(name: str, text: str) -> str:
    """A field of free text, such as Subject; words of ASCII before and after those that must be encoded stay readable."""
    words = one_line(text).split(" ")
    odd = [number for number, word in enumerate(words) if not _is_plain(word)]
    if not odd:
        return _folded(name, words)
    coded = _encoded_words(" ".join(words[odd[0] : odd[-1] + 1]), name)
    return _folded(name, [*words[: odd[0]], *coded, *words[odd[-1] + 1 :]])


def mailbox_field(name: str, mailbox: Mailbox) -> str:
    """A field with one mailbox, such as To. Where the address is not ASCII, it is left raw, for a server with SMTPUTF8."""
    address = f"<{mailbox.address}>"
    shown = one_line(mailbox.name)
    if not shown:
        return _folded(name, [address])
    if _is_plain(shown) and _ATOM.fullmatch(shown):
        return _folded(name, [*shown.split(" "), address])
    if _is_plain(shown):
        quoted = shown.replace("\\", "\\\\").replace('"', '\\"')
        return _folded(name, [f'"{quoted}"', address])
    return _folded(name, [*_encoded_words(shown, name), address])


def token_field(name: str, *tokens: str) -> str:
    """A field of words that are ours or were checked, such as message ids. Raises ValueError on any that is no such word."""
    for token in tokens:
        if not all(_TOKEN.fullmatch(part) for part in token.split(" ")):
            raise ValueError(f"{token!r} may not stand in a header")
    return _folded(name, tokens)


def _is_plain(text: str) -> bool:
    # What looks like an encoded word would be decoded by whoever reads it.
    return text.isascii() and "=?" not in text and all(len(word) < WIDTH for word in text.split(" "))


def _encoded_words(text: str, name: str) -> Iterator[str]:
    """The text as encoded words, none of which breaks a character, nor is too long to stand beside the field's name."""
    most = (WIDTH - len(f"{name}: ") - len("=?utf-8?b??=")) // 4 * 3
    part = b""
    for character in text:
        coded = character.encode("utf-8")
        if len(part) + len(coded) > most:
            yield _encoded_word(part)
            part = b""
        part += coded
    yield _encoded_word(part)


def _encoded_word(part: bytes) -> str:
    return f"=?utf-8?b?{b64encode(part).decode('ascii')}?="


def _folded(name: str, words: Sequence[str]) -> str:
    lines = [f"{name}:"]
    for word in words:
        if len(lines[-1]) + 1 + len(word) > WIDTH and lines[-1] != f"{name}:":
            lines.append("")
        lines[-1] += f" {word}"
    return "".join(f"{line}\r\n" for line in lines)
