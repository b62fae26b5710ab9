"""Words that are divided at the end of a line: whether their hyphen is part of them, by what else the text has."""

from __future__ import annotations

import re
from collections.abc import Sequence

DIVIDED, SOFT = "\ufdd0", "\ufdd1"
"""What stands in place of the hyphen and the line end in a divided word; `SOFT` for a sign that only divides words."""

_SOFT_SIGNS = "\u00ad\u2010"
_HARD_SIGNS = "\ufffe\x02-"
"""`-`, and what the library that reads PDFs writes instead of it at the end of a line."""
_END = re.compile(rf"(?<=\w)[{_SOFT_SIGNS}{_HARD_SIGNS}]$")
_PLACE = re.compile(rf"(?P<before>\w+(?:[-’']\w+)*)(?P<sign>[{DIVIDED}{SOFT}])(?P<after>\w+)")
_WORD = re.compile(r"\w+(?:-\w+)*")
_CHARACTERS_OF_A_LINE = 80
_MOST_WITHOUT_DIVISION = 0.04
"""A text with hyphens at the ends of more lines divides words; in others they are those of compounds."""

_FIRST_PARTS = re.compile(
    "all|anti|cross|demi|ex|full|half|high|long|low|mi|mid|non|part|quasi|self|short|sous|vice|well"
)
_SECOND_PARTS = re.compile("ci|elles?|en|être|ils?|je|là|mêmes?|moi|nous|on|soi|t|toi|tu|un|vous|y")
_SUSPENDED = re.compile("and|or|to|und|oder|bis|et|ou|y|o|e")
"""Words before which a hyphen stands for what the next word ends with: pre- and post-war."""


def append_line(text: str, line: str) -> str:
    """Return a text with a line after it, with a sign for the hyphen of a divided word in place of a space."""
    if not text:
        return line
    end = _END.search(text)
    if not end:
        return f"{text} {line}"
    if not line[:1].isalnum():
        return f"{text[:-1]}- {line}"
    return text[:-1] + (SOFT if end[0] in _SOFT_SIGNS else DIVIDED) + line


def join_divided_words(paragraphs: Sequence[str]) -> list[str]:
    """Return paragraphs with their divided words joined, or with a hyphen.

    A word that the text has elsewhere is written as there. Otherwise a hyphen stays where the parts look like those of a
    compound, or where the text divides no other words: `well-being`, `COVID-19`.
    """
    places = [place for paragraph in paragraphs for place in _PLACE.finditer(paragraph)]
    if not places:
        return [*paragraphs]
    known = {word.casefold() for paragraph in paragraphs for word in _WORD.findall(_PLACE.sub(" ", paragraph))}
    lines = sum(map(len, paragraphs)) / _CHARACTERS_OF_A_LINE
    hard = [place for place in places if place["sign"] == DIVIDED]
    divides = any(_joined(place) in known for place in hard) or len(hard) > max(2, _MOST_WITHOUT_DIVISION * lines)
    return [_PLACE.sub(lambda place: _settle(place, known, divides), paragraph) for paragraph in paragraphs]


def _joined(place: re.Match[str]) -> str:
    return (place["before"].rpartition("-")[2] + place["after"]).casefold()


def _settle(place: re.Match[str], known: set[str], divides: bool) -> str:
    before, after = place["before"], place["after"]
    first, second = before.casefold(), after.casefold()
    if _SUSPENDED.fullmatch(after) and place["sign"] == DIVIDED:
        return f"{before}- {after}"
    if _joined(place) in known:
        keeps = False
    elif f"{first}-{second}" in known:
        keeps = True
    elif place["sign"] == SOFT:
        keeps = False
    else:
        is_compound = bool(_FIRST_PARTS.fullmatch(first) or _SECOND_PARTS.fullmatch(second)) or {first, second} <= known
        keeps = not divides or is_compound or not after[0].islower() or before[-1].isdigit()
    return f"{before}-{after}" if keeps else before + after
