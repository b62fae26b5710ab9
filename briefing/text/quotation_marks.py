"""Where a printed text quotes: every stretch between quotation marks, whatever the convention.

The text is taken as the reader sees it, after straight marks have become curly ones. Only the outermost marks count: what is
quoted inside a quotation is checked as a part of it. An apostrophe is no mark; how the two are told apart is said below.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from itertools import pairwise

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
_ANY_MARK = re.compile(f"[{re.escape(''.join({*CLOSED_BY, *SINGLE_CLOSED_BY, *_ALWAYS_CLOSE}))}]")
# Marks that people type for want of others, in pairs: ``so'', ,,so'', <<so>>, ´so´, `so'. Alone, none of them is one.
_MAKESHIFT = re.compile(
    r"(?<!\w)(?P<double>``|,,|´´|′′)(?=\S)(?P<a>.{1,2000}?)(?:['’‘´′`\"”“]{2}|[\"”“])"
    r"|(?<!\w)<<(?=\S)(?P<b>.{1,2000}?)>>"
    r"|(?<!\w)[`´′ʻʼ](?=\w)(?P<c>.{1,2000}?)(?<=\S)['’´′`ʼ](?!\w)",
    re.DOTALL,
)
_DOUBLED = str.maketrans("ʺˮ", '""')
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
    written, text = text, _with_marks(text)
    found: list[Quotation] = []
    stray: list[Stray] = []
    marks = _Marks(text)
    past = 0
    for match in _ANY_MARK.finditer(text):
        at = match.start()
        if at < past:
            continue
        end = marks.close(at)
        if end is None and runs_on and text[at] in CLOSED_BY and _opens(text, at):
            end = len(text)
        if end is not None:
            words = text[at + 1 : end].strip()
            if re.search(r"\w", words):
                found.append(Quotation(at, end, words))
            past = end + 1
        elif _is_stray(text, at):
            stray.append(Stray(at, written[at]))
    return found, stray


def _with_marks(text: str) -> str:
    """A text with real marks for makeshift ones, every offset as it was."""
    if not any(mark in text for mark in ("``", ",,", "<<", *"´′`ʻʼʺˮ")):
        return text
    return _MAKESHIFT.sub(_mark, text.translate(_DOUBLED))


def _mark(pair: re.Match[str]) -> str:
    inside = pair["a"] or pair["b"] or pair["c"]
    opening, closing = ("‘", "’") if pair["c"] else ("“ ", " ”") if pair["b"] else ("“ ", "”")
    # A closing mark may be of one sign where its opening one is of two.
    return f"{opening}{inside}{closing.rjust(len(pair[0]) - len(opening) - len(inside))}"


def begins_quoted(text: str) -> bool:
    """Tell whether a paragraph begins with a mark that opens a quotation."""
    text = text.lstrip()
    return bool(text) and text[0] in CLOSED_BY and _opens(text, 0)


def without_marks(text: str) -> str:
    """A text without the quotation marks around the whole of it, if there are any."""
    found, _ = find_quotations(text)
    whole = len(found) == 1 and not (text[: found[0].start] + text[found[0].end + 1 :]).strip()
    return found[0].words if whole else text


class _Marks:
    """The marks of one text, and which closes which; each kind is looked through once, when it is first met."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._pairs: dict[str, dict[int, int]] = {}
        self._ends: dict[str, tuple[list[int], list[int]]] = {}

    def close(self, at: int) -> int | None:
        """The offset of the mark that closes the one at `at`; None where that is no opening mark or is never closed."""
        mark = self._text[at]
        if mark in CLOSED_BY and _opens(self._text, at):
            return self._pairs_of(mark).get(at)
        if mark in SINGLE_CLOSED_BY and _opens_single(self._text, at):
            return self._close_single(at, SINGLE_CLOSED_BY[mark])
        return None

    def _pairs_of(self, mark: str) -> dict[int, int]:
        if mark not in self._pairs:
            pairs: dict[int, int] = {}
            closing = CLOSED_BY[mark]
            if mark in closing:  # both open and close: each is closed by the next
                places = [at for at, c in enumerate(self._text) if c == mark]
                pairs = dict(pairwise(places))
            else:
                waiting: list[int] = []
                for at, c in enumerate(self._text):
                    if c == mark:
                        waiting.append(at)
                    elif c in closing and waiting:
                        pairs[waiting.pop()] = at
            self._pairs[mark] = pairs
        return self._pairs[mark]

    def _close_single(self, at: int, closing: str) -> int | None:
        """The first mark that ends a word and cannot be an apostrophe.

        After an s before another word it can (`the soldiers’ mutiny`): such a one closes only where no other does.
        Between the two readings this takes the longer, which hides nothing from the check.
        """
        text, mark = self._text, self._text[at]
        again = text.find(mark, at + 1) if mark in "‘‚❛" else -1
        limit = again if again >= 0 and mark not in closing else len(text)
        sure, doubtful = self._ends_by(closing)
        first = bisect_right(sure, at)
        if first < len(sure) and sure[first] < limit:
            end = sure[first]
            return None if text[at + 1 : end].casefold() == "n" else end  # rock ’n’ roll
        last = bisect_right(doubtful, limit - 1) - 1
        if last >= 0 and doubtful[last] > at and mark in "‘‚'❛" and not _after(text, at).isdigit():
            return doubtful[last]
        return None

    def _ends_by(self, closing: str) -> tuple[list[int], list[int]]:
        """Where a single mark ends a word: surely as a quotation mark, and perhaps as an apostrophe."""
        if closing not in self._ends:
            ends: tuple[list[int], list[int]] = ([], [])
            for at, mark in enumerate(self._text):
                if mark in closing and not _after(self._text, at).isalnum() and not _before(self._text, at).isspace():
                    ends[bool(_POSSESSIVE.match(self._text, at))].append(at)
            self._ends[closing] = ends
        return self._ends[closing]


def _before(text: str, at: int) -> str:
    return text[at - 1] if at else " "


def _after(text: str, at: int) -> str:
    return text[at + 1] if at + 1 < len(text) else " "


def _opens(text: str, at: int) -> bool:
    if text[at] in _ALWAYS_OPEN:
        return True
    # `"`, `”` and `»` both open and close, by convention; an opening one hangs on the word after it.
    return not _before(text, at).isalnum() and _before(text, at) not in ".,;:!?%)]" and not _after(text, at).isspace()


def _opens_single(text: str, at: int) -> bool:
    """A single mark opens where a word begins: `‘90s` and `’tis` do too, but are then not closed."""
    after = _after(text, at)
    if text[at] == "’" and not after.isalpha():
        return False
    return not _before(text, at).isalnum() and not after.isspace() and after not in ".,;:!?)"


def _is_stray(text: str, at: int) -> bool:
    mark, before, after = text[at], _before(text, at), _after(text, at)
    if mark in '"″':  # inches and seconds follow a figure
        return not before.isdigit()
    if mark in _ALWAYS_OPEN or mark in _ALWAYS_CLOSE:
        return True
    # An opening single mark that is never closed: `‘90s` is an apostrophe typed wrongly, and no quotation.
    return mark in "‘‚❛" and not before.isalnum() and after.isalpha()
