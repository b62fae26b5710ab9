"""Where a printed text quotes: every stretch between quotation marks, whatever the convention.

The text is taken as the reader sees it, after straight marks have become curly ones. Only the outermost marks count: what is
quoted inside a quotation is checked as a part of it. An apostrophe is no mark; how the two are told apart is said below.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

CLOSED_BY = {
    "“": "”",
    "„": "“”",
    "‟": "”",
    "”": "”",
    "«": "»",
    "»": "«",
    "‹": "›",
    "›": "‹",
    '"': '"',
    "＂": "＂",
    "″": "″",
    "〝": "〞",
    "❝": "❞",
    "「": "」",
    "『": "』",
}
"""Marks that are never apostrophes: each that may open, and those that may close it."""

SINGLE_CLOSED_BY = {"‘": "’", "‚": "‘’", "'": "'", "’": "’", "❛": "❜"}

_ALWAYS_OPEN = "“„‟«‹〝❝「『"
_ALWAYS_CLOSE = "»›〞❞」』”"
_POSSESSIVE = re.compile(r"(?<=[sxzSXZ])[’']\s+\w")


@dataclass(frozen=True)
class Quotation:
    """One quotation in a text: the offsets of its marks, and the words between them."""

    start: int
    end: int
    words: str


@dataclass(frozen=True)
class Stray:
    """A quotation mark with no partner, at its offset."""

    start: int
    mark: str


def find_quotations(text: str, *, runs_on: bool = False) -> tuple[list[Quotation], list[Stray]]:
    """Find the quotations of one paragraph and the marks left without a partner, each in order.

    `runs_on` says that the next paragraph begins with a mark again: by custom, a quotation over several paragraphs is
    opened anew at each and closed at the last alone.
    """
    found: list[Quotation] = []
    stray: list[Stray] = []
    at = 0
    while at < len(text):
        end = _close(text, at)
        if end is None and runs_on and text[at] in CLOSED_BY and _opens(text, at):
            end = len(text)
        if end is not None:
            words = text[at + 1 : end].strip()
            if re.search(r"\w", words):
                found.append(Quotation(at, end, words))
            at = end
        elif _is_stray(text, at):
            stray.append(Stray(at, text[at]))
        at += 1
    return found, stray


def begins_quoted(text: str) -> bool:
    """Tell whether a paragraph begins with a mark that opens a quotation."""
    text = text.lstrip()
    return bool(text) and text[0] in CLOSED_BY and _opens(text, 0)


def _close(text: str, at: int) -> int | None:
    """The offset of the mark that closes the one at `at`; None where that is no opening mark or is never closed."""
    mark = text[at]
    if mark in CLOSED_BY:
        return _close_double(text, at, CLOSED_BY[mark]) if _opens(text, at) else None
    if mark in SINGLE_CLOSED_BY and _opens_single(text, at):
        return _close_single(text, at, SINGLE_CLOSED_BY[mark])
    return None


def _before(text: str, at: int) -> str:
    return text[at - 1] if at else " "


def _after(text: str, at: int) -> str:
    return text[at + 1] if at + 1 < len(text) else " "


def _opens(text: str, at: int) -> bool:
    if text[at] in _ALWAYS_OPEN:
        return True
    # `"`, `”` and `»` both open and close, by convention; an opening one hangs on the word after it.
    return not _before(text, at).isalnum() and _before(text, at) not in ".,;:!?%)]" and not _after(text, at).isspace()


def _close_double(text: str, at: int, closing: str) -> int | None:
    depth = 1
    for here in range(at + 1, len(text)):
        if text[here] in closing:
            depth -= 1
            if not depth:
                return here
        elif text[here] == text[at]:
            depth += 1
    return None


def _opens_single(text: str, at: int) -> bool:
    """A single mark opens where a word begins: `‘90s` and `’tis` do too, but are then not closed."""
    after = _after(text, at)
    if text[at] == "’" and not after.isalpha():
        return False
    return not _before(text, at).isalnum() and not after.isspace() and after not in ".,;:!?)"


def _close_single(text: str, at: int, closing: str) -> int | None:
    """The first mark that ends a word and cannot be an apostrophe.

    After an s before another word it can (`the soldiers’ mutiny`): such a one closes only where no other does. Between
    the two readings this takes the longer, which hides nothing from the check.
    """
    doubtful: int | None = None
    for here in range(at + 1, len(text)):
        mark = text[here]
        if mark in closing and not _after(text, here).isalnum() and not _before(text, here).isspace():
            if not _POSSESSIVE.match(text, here):
                return None if text[at + 1 : here].casefold() == "n" else here  # rock ’n’ roll
            doubtful = here
        elif mark == text[at] and mark in "‘‚❛":
            break
    return doubtful if text[at] in "‘‚'❛" and not _after(text, at).isdigit() else None


def _is_stray(text: str, at: int) -> bool:
    mark, before, after = text[at], _before(text, at), _after(text, at)
    if mark in '"″':  # inches and seconds follow a figure
        return not before.isdigit()
    if mark in _ALWAYS_OPEN or mark in _ALWAYS_CLOSE:
        return True
    # An opening single mark that is never closed: `‘90s` is an apostrophe typed wrongly, and no quotation.
    return mark in "‘‚❛" and not before.isalnum() and after.isalpha()
