"""What is never parted at the end of a line: numbers, dates, times, shares, amounts of money, and numbers that name something.

Those are accounts (IBAN), telephones, coordinates, and documents of the United Nations or the European Union.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import escape

LONGEST = 32
"""A longer run of characters without a space is an identifier or an address, which may be broken where it must."""
LONGEST_SPACED = 48
"""The most characters of what stays on one line with the spaces in it; the longest account number has 42."""

_SPACES = " \u00a0\u2009\u202f"
_SPACED = re.compile(f"[{_SPACES}]")
_SEPARATORS = ".,·'’٬٫،:/×–−\u2010\u2011-"
_CURRENCY = r"(?:US\$|[$€£¥₦₹₵₽₺₪]|\b[A-Z]{3})"
_NUMBER = (
    rf"(?:\+\d{{1,3}}(?:[{_SPACES}]\d{{2,4}})+(?!\d)|\d{{1,3}}(?:[{_SPACES}]\d{{3}})+(?!\d)|\d)(?:[{_SEPARATORS}]*\d)*"
)
_UNIT = r"(?:[%‰٪°€$£¥₦₹₵₽₺₪]|[A-Z]{3}\b)"
_AMOUNT = rf"(?:{_CURRENCY}[{_SPACES}]?)?{_NUMBER}(?:[{_SPACES}]?{_UNIT})?"
_MONTH = r"[^\W\d_]{3,12}\.?"
_DATE = (
    rf"\b\d{{1,2}}(?:er|st|nd|rd|th)?\.?[{_SPACES}]{_MONTH}[{_SPACES}]\d{{4}}\b"
    rf"|\b{_MONTH}[{_SPACES}]\d{{1,2}}(?:st|nd|rd|th)?,?[{_SPACES}]\d{{4}}\b"
)
_ZONE = (
    rf"[{_SPACES}]?(?:UTC|GMT|Uhr|MSK|WIB|[A-Z]{{1,4}}T|[A-Z]{{3}}|Z)\b(?:[{_SPACES}]?[+−-]\d{{1,2}}(?::?\d\d)?)?"
    rf"|[{_SPACES}]?[+−-]\d\d:\d\d"
)
_TIME = (
    rf"\b(?:\d{{1,2}}:\d\d(?::\d\d)?|\d{{1,2}}[{_SPACES}]?[hH](?:[{_SPACES}]?\d\d)?\b|\d{{1,2}}\.\d\d(?=[{_SPACES}]?(?:[apAP]\.?[mM]\b|Uhr)))"
    rf"(?:[{_SPACES}]?[apAP](?:\.[mM]\.|[mM]\b))?(?:{_ZONE})?|\b\d{{1,2}}[{_SPACES}][apAP](?:\.[mM]\.|[mM]\b)(?:{_ZONE})?"
)
_ACCOUNT = (
    rf"\b[A-Z]{{2}}\d\d(?:[{_SPACES}][A-Z0-9]{{4}}){{2,7}}(?:[{_SPACES}][A-Z0-9]{{1,4}})?\b"  # ISO 13616
    rf"|\b\d{{4}}(?:[{_SPACES}]\d{{4}}){{3,6}}\b"
)
ACCOUNT = re.compile(_ACCOUNT)
"""The number of a bank account in groups of four, or of a card."""
_TELEPHONE = (
    rf"\+\d{{1,3}}[{_SPACES}]?\(\d{{1,4}}\)(?:[{_SPACES}-]?\d{{1,5}}){{1,6}}"
    rf"|\+\d{{1,3}}(?:[{_SPACES}-]\d{{1,5}}){{2,6}}"
    rf"|\(\d{{2,5}}\)[{_SPACES}]?\d{{2,5}}(?:[{_SPACES}-]\d{{2,5}}){{1,4}}|\b0\d{{1,4}}(?:[{_SPACES}/-]\d{{2,8}}){{1,5}}"
)
_ANGLE = rf"\d{{1,3}}(?:[.,]\d+)?[{_SPACES}]?[°º]"
_MINUTES = rf"[{_SPACES}]?\d{{1,2}}(?:[.,]\d+)?[{_SPACES}]?[′'’](?!['’])"
_SECONDS = rf"[{_SPACES}]?\d{{1,2}}(?:[.,]\d+)?[{_SPACES}]?(?:[″\"”]|''|′′|’’)"
_COORDINATE = rf"(?:\b[NSEWO][{_SPACES}])?[−-]?{_ANGLE}(?:{_MINUTES}(?:{_SECONDS})?)?(?:[{_SPACES}]?[NSEWOCF]\b)?"
_DOCUMENT = (
    rf"\b[A-Z]{{1,8}}(?:/[A-Z0-9][\w.()-]{{0,15}}){{1,6}}[{_SPACES}]\(\d{{4}}\)"
    rf"|\b\d{{1,4}}[{_SPACES}]\(\d{{4}}\)|\bCOM\(\d{{4}}\)[{_SPACES}]\d+"
)
_SHORT = f"{_TELEPHONE}|{_COORDINATE}|{_DOCUMENT}|{_TIME}|{_AMOUNT}"
_PIECE = re.compile(f"{_DATE}|{_ACCOUNT}|{_SHORT}")
_AMOUNTS = re.compile(_SHORT)
_ADDRESS = re.compile(r"://|www\.|@")
_WORD = re.compile(r"\S+")


def find_unbroken(text: str) -> Iterator[tuple[int, int]]:
    """Yield where each number, date, share and amount of a text begins and ends, with what is joined to it.

    The digits of any script count. Addresses and identifiers are left alone.
    """
    after = 0
    for match in _PIECE.finditer(text):
        if match.start() < after:
            continue
        start = text.rfind(" ", after, match.start()) + 1 or after
        end = text.find(" ", match.end())
        end = len(text) if end < 0 else end
        longest = max(map(len, _SPACED.split(text[start:end][: LONGEST_SPACED + 1])))
        if end - start <= LONGEST_SPACED and longest <= LONGEST and not _ADDRESS.search(text, start, end):
            yield start, end
        after = end


def unbroken_html(text: str) -> str:
    """Return a text as HTML in which its numbers, dates, shares and amounts stay on one line each, and addresses are marked."""
    return "".join(
        f'<span class="address">{escape(part, quote=False)}</span>' if is_address else _mark(part, find_unbroken(part))
        for is_address, part in _split_addresses(text)
    )


def _split_addresses(text: str) -> Iterator[tuple[bool, str]]:
    """Yield the parts of a text, each with whether it is an address."""
    after = 0
    for word in _WORD.finditer(text) if _ADDRESS.search(text) else ():
        if _ADDRESS.search(word[0]):
            yield False, text[after : word.start()]
            yield True, word[0]
            after = word.end()
    yield False, text[after:]


def joined_amounts_html(text: str) -> str:
    """Return a text as HTML in which the spaces inside numbers, times and amounts are no place for the end of a line."""
    spans = (match.span() for match in _AMOUNTS.finditer(text))
    return _mark(text, ((start, end) for start, end in spans if end - start <= LONGEST and " " in text[start:end]))


def _mark(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """Return a text as HTML with some of it marked to stay on one line."""
    html, after = "", 0
    for start, end in spans:
        html += f'{escape(text[after:start], quote=False)}<span class="number">{escape(text[start:end], quote=False)}</span>'
        after = end
    return html + escape(text[after:], quote=False)
