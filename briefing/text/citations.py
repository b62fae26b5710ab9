"""Citations: `[@cnn para. 5; @ap]` in prose, `cnn para. 5` in a source field."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

SOURCE_ID = r"[a-z0-9][a-z0-9_-]{0,63}"
_KEY = r"[^\W_](?:[\w:.#$%&+?<>~/-]*[\w-])?"
"""A source as it may be cited: its id, or its key as a reference manager shows it."""
IN_PROSE = re.compile(r"\[@([^\[\]]+)\]")

_ONE = re.compile(rf"@?({_KEY})(?:[\s,]+(.+))?", re.DOTALL)
_RANGE = r"\d{1,6}(?:\s*[-–]\s*\d{1,6})?"
_PARAGRAPHS = re.compile(rf"paras?\.?\s*({_RANGE}(?:\s*,\s*{_RANGE})*)", re.IGNORECASE)
_PAGES = re.compile(rf"pp?\.?\s*{_RANGE}(?:\s*,\s*{_RANGE})*", re.IGNORECASE)
_MAX_RANGE = 200


@dataclass(frozen=True)
class Citation:
    """One reference: the source's id, the paragraphs cited (from 1; none = the whole), or pages as written."""

    source: str
    paragraphs: tuple[int, ...] = ()
    pages: str = ""


def source_id(key: str) -> str:
    """Return the id of a source by its key in a bibliography: `DBLP:Müller2020` is `dblp-muller2020`.

    Capitals and accents do not count; keys that differ in nothing else are one. Letters of other scripts become code points.
    """
    if re.fullmatch(SOURCE_ID, key.lower()):
        return key.lower()
    letters = unicodedata.normalize("NFKD", key.casefold())
    plain = "".join(
        letter if letter.isascii() or not letter.isalnum() else f"{ord(letter):x}"
        for letter in letters
        if not unicodedata.combining(letter)
    )
    return re.sub(r"[^a-z0-9_-]+", "-", plain).lstrip("-_").rstrip("-")[:64] or "source"


def parse_citations(text: str) -> tuple[Citation, ...]:
    """Parse one or more citations separated by semicolons. Raises ValueError saying which part is not one."""
    return tuple(_parse_one(part.strip()) for part in text.strip().removeprefix("[").removesuffix("]").split(";"))


def _parse_one(text: str) -> Citation:
    match = _ONE.fullmatch(text)
    if not match:
        raise ValueError(f'"{text}" is not a citation')
    source, locator = source_id(match[1]), (match[2] or "").strip()
    if not locator:
        return Citation(source)
    if _PAGES.fullmatch(locator):
        return Citation(source, pages=locator)
    if paragraphs := _PARAGRAPHS.fullmatch(locator):
        return Citation(source, tuple(_paragraph_numbers(paragraphs[1], text)))
    raise ValueError(f'"{locator}" in "{text}" is neither a paragraph nor a page')


def _paragraph_numbers(ranges: str, text: str) -> Iterator[int]:
    for part in ranges.split(","):
        first, _, last = (end.strip() for end in re.sub("[-–]", "-", part).partition("-"))
        if not 1 <= int(first) <= int(last or first) <= int(first) + _MAX_RANGE:
            raise ValueError(f'"{part.strip()}" in "{text}" is not a range of paragraphs')
        yield from range(int(first), int(last or first) + 1)
