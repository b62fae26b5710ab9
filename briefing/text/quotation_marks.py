"""Find the quotations of a printed text: every stretch between quotation marks, in any convention.

The text is as the reader sees it, with straight marks turned into curly ones. Only the outermost marks count: one quotation in
another is checked as a part of it. Apostrophes are not marks; the functions below say how they are distinguished.
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
"""Marks that are never apostrophes: each opening mark, with those that can close it."""

SINGLE_CLOSED_BY = {"‘": "’", "‚": "‘’", "'": "'", "’": "’", "❛": "❜"}

_ALWAYS_OPEN = "“„‟«‹〝❝「『"
_ALWAYS_CLOSE = "»›〞❞」』”"
_ANY_MARK = re.compile(f"[{re.escape(''.join({*CLOSED_BY, *SINGLE_CLOSED_BY, *_ALWAYS_CLOSE}))}]")
# Substitutes that people type, in pairs: ``so'', ,,so'', <<so>>, ´so´, `so'. Alone, none of them is a quotation mark.
_SUBSTITUTES = re.compile(
    r"(?<!\w)(?P<double>``|,,|´´|′′)(?=\S)(?P<a>.{1,2000}?)(?:['’‘´′`\"”“]{2}|[\"”“])"
    r"|(?<!\w)<<(?=\S)(?P<b>(?:(?!<<).){1,2000}?)>>"
    r"|(?<!\w)[`´′ʻʼ](?=\w)(?P<c>.{1,2000}?)(?<=\S)['’´′`ʼ](?!\w)",
    re.DOTALL,
)
_DOUBLE = str.maketrans("ʺˮ", '""')
_SHORT_AND = re.compile(r"[‘'’][nro][’']", re.IGNORECASE)
"""A word of one letter between two apostrophes: rock ’n’ roll, Toys ‘R’ Us, will ’o’ the wisp."""

_AYN = re.compile(r"‘[AIUEOĀĪŪ][^\W\d_]*(?![^‘]*\w[’'](?!\w))")
"""The letter ayn of a transcribed name (`‘Umar`), before a vowel, where no mark closes a quotation later on."""

_AYN_NAME = re.compile(
    r"‘(?:A(?:bb[aā]s|bd|d[ae]n|dil|dn[aā]n|far|in(?!['’])|yn|kk[aā]|la[wv]|l[iī]|mm[aā]n|m[iī]r|mr|nbar|q[ae]ba|rab|s[iī]r|sh[uū]ra|z[iī]z)"
    r"|E[iy]d|I(?:b[aā]d|m[aā]d|r[aā]q|s[aā]|zz)|Om(?:ar|[aā]n)|U(?:bayd|l[ae]m[aā]|mar|qba|thm[aā]n))",
    re.IGNORECASE,
)
"""The beginnings of names and words that are often written so, in whatever place."""

_NAME_BEFORE = re.compile(
    r"(?:[A-ZÀ-Þ][^\W\d_]*\s|\b(?:[AaEe]l|[Bb]in|[Ii]bn|[Bb]int|[Aa]bu|[Uu]mm|wa)[- ]"
    r"|\b(?:sh[ae][iy]kh|imam|emir|sultan|caliph|mullah|prophet|king|prince)\s)$"
)
"""What is before such a name: another word of it."""

_POSSESSIVE = re.compile(r"(?<=[sxzSXZ])[’']\s+\w")


@dataclass(frozen=True)
class Quotation:
    """One quotation in a text: the offsets of its two marks, and the words between them."""

    start: int
    end: int
    words: str


@dataclass(frozen=True)
class StrayMark:
    """A quotation mark without a partner, and its offset."""

    start: int
    mark: str


def find_quotations(text: str, *, continues: bool = False) -> tuple[list[Quotation], list[StrayMark]]:
    """Return the quotations of one paragraph and the marks without a partner, each in order.

    `continues`: the next paragraph begins with a mark again. By convention a quotation over several paragraphs is opened at
    each and closed at the last alone.
    """
    written, text = text, _replace_substitutes(text)
    found: list[Quotation] = []
    stray: list[StrayMark] = []
    marks = _Marks(text)
    end_of_last = 0
    for match in _ANY_MARK.finditer(text):
        at = match.start()
        if at < end_of_last:
            continue
        end = marks.close(at)
        if end is None and continues and text[at] in CLOSED_BY and _opens(text, at):
            end = len(text)
        if end is not None:
            words = text[at + 1 : end].strip()
            if re.search(r"\w", words):
                found.append(Quotation(at, end, words))
            end_of_last = end + 1
        elif _is_stray(text, at):
            stray.append(StrayMark(at, written[at]))
    return found, stray


def _replace_substitutes(text: str) -> str:
    """Return a text with quotation marks for their substitutes, of the same length."""
    if not any(mark in text for mark in ("``", ",,", "<<", *"´′`ʻʼʺˮ")):
        return text
    return _SUBSTITUTES.sub(_with_marks, text.translate(_DOUBLE))


def _with_marks(pair: re.Match[str]) -> str:
    inside = pair["a"] or pair["b"] or pair["c"]
    opening, closing = ("‘", "’") if pair["c"] else ("“ ", " ”") if pair["b"] else ("“ ", "”")
    # A closing substitute can have one character where the opening one has two.
    return f"{opening}{inside}{closing.rjust(len(pair[0]) - len(opening) - len(inside))}"


def begins_quoted(text: str) -> bool:
    """Tell whether a paragraph begins with a mark that opens a quotation."""
    text = text.lstrip()
    return bool(text) and text[0] in CLOSED_BY and _opens(text, 0)


def without_marks(text: str) -> str:
    """Return a text without the quotation marks around all of it, if there are any."""
    found, _ = find_quotations(text)
    whole = len(found) == 1 and not (text[: found[0].start] + text[found[0].end + 1 :]).strip()
    return found[0].words if whole else text


class _Marks:
    """The pairs of marks of one text; each kind of mark is paired once, when it is first needed."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._pairs: dict[str, dict[int, int]] = {}
        self._ends: dict[str, tuple[list[int], list[int]]] = {}

    def close(self, at: int) -> int | None:
        """Return the offset of the mark that closes the one at `at`; None where that does not open, or is never closed."""
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
                opened: list[int] = []
                for at, c in enumerate(self._text):
                    if c == mark:
                        opened.append(at)
                    elif c in closing and opened:
                        pairs[opened.pop()] = at
            self._pairs[mark] = pairs
        return self._pairs[mark]

    def _close_single(self, at: int, closing: str) -> int | None:
        """Return the first mark that ends a word and cannot be an apostrophe.

        After an s before another word it can be one (`the soldiers’ mutiny`), and then closes only where no other mark does:
        of two possible quotations the longer one is checked, so that nothing is missed.
        """
        text, mark = self._text, self._text[at]
        again = text.find(mark, at + 1) if mark in "‘‚❛" else -1
        limit = again if again >= 0 and mark not in closing else len(text)
        certain, possible = self._ends_by(closing)
        first = bisect_right(certain, at)
        if first < len(certain) and certain[first] < limit:
            end = certain[first]
            return None if _SHORT_AND.fullmatch(text, at, end + 1) else end
        last = bisect_right(possible, limit - 1) - 1
        may_open = mark in "‘‚'❛" and not _after(text, at).isdigit() and not _AYN_NAME.match(text, at)
        if last >= 0 and possible[last] > at and may_open:
            return possible[last]
        return None

    def _ends_by(self, closing: str) -> tuple[list[int], list[int]]:
        """Return the offsets where a single mark ends a word: as a quotation mark, and where it can be an apostrophe."""
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
    # In some convention `"`, `”` and `»` open and close; an opening one is written before a word without a space.
    return not _before(text, at).isalnum() and _before(text, at) not in ".,;:!?%)]" and not _after(text, at).isspace()


def _opens_single(text: str, at: int) -> bool:
    """Tell whether a single mark is at the beginning of a word, as in a quotation, but also in `‘90s` and `’tis`."""
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
    # Before a figure (`‘90s`) it is a mistyped apostrophe; `rock ‘n’ roll` has two.
    if mark not in "‘‚❛" or before.isalnum() or not after.isalpha() or _SHORT_AND.match(text, at):
        return False
    if mark == "‘" and (_AYN.match(text, at) or _AYN_NAME.match(text, at)):
        return not (_AYN_NAME.match(text, at) or _NAME_BEFORE.search(text[max(at - 40, 0) : at]))
    return True


_CAPITALISED = r"[^\W\d_a-z][\w.’'-]*"
_ATTRIBUTION = re.compile(
    rf"(?:^|(?<=[.!?…’”])\s+)[—–―]\s?(?:[A-Z][a-z]{{1,4}}\.\s)*{_CAPITALISED}"
    rf"(?:(?:\s(?:of|for|de|da|du|des|dos|van|von|al|el|bin|ibn))*[\s-]{_CAPITALISED})+"
    r"(?:,[^“”«»]{1,100})?$"
)


def without_attribution(text: str) -> str:
    """Return a block quotation without the line that says whose it is: a dash, a full name, and what follows a comma.

    `— We never said so.` is no such line: in many languages a dash begins what someone says.
    """
    match = _ATTRIBUTION.search(text)
    return text[: match.start()].rstrip() if match else text
