"""What abbreviations stand for, as a text itself says: "World Food Programme (WFP)", "WFP (World Food Programme)"."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import NamedTuple

_SMALL = frozenset(
    re.split(
        " ",
        "a an and at by for from in of on or the to with"
        " à au aux d de des du en et l la le les ou par pour sur un une"
        " al ar as ash az el wal ul und der die das für von y e del los las do da dos",
    )
)
"""Words between the others of a name that have mostly no letter of their own in its abbreviation."""
_SHORT = r"[^\W\d_a-zß-öø-ÿ](?:[^\W\d_]|[&/.-](?=[^\W\d_])){1,11}"
_FORM = re.compile(
    rf"(?P<long>[^()\[\]<>{{}};:.!?“”«»\"]{{4,160}}?)[\s\u00a0]\((?P<short>{_SHORT})\)"
    rf"|(?<![\w&/.-])(?P<first>{_SHORT})[\s\u00a0]\((?P<meaning>[^()\[\]<>{{}};:!?“”«»\"]{{4,160}})\)"
)
_WORD = re.compile(r"[^\W\d_]+")


class Expansion(NamedTuple):
    """An abbreviation, what it stands for, and from where to where the two stand beside each other."""

    short: str
    meaning: str
    start: int
    end: int


def find_expansions(text: str) -> Iterator[Expansion]:
    """Yield the abbreviations that a text explains, in its order.

    Each letter of an abbreviation is the first of a word of what it stands for, in order; only small words may have none. So
    "UNICEF" is not taken from "United Nations Children’s Fund", nor "(EU)" from whatever stands before it.
    """
    for form in _FORM.finditer(text):
        if form["short"]:
            start = _start_of_meaning(form["long"], form["short"])
            if start is not None:
                meaning = form["long"][start:].strip()
                yield Expansion(form["short"], meaning, form.start("long") + start, form.end())
        elif _start_of_meaning(form["meaning"], form["first"]) == 0:
            yield Expansion(form["first"], form["meaning"].strip(), form.start(), form.end())


def _start_of_meaning(text: str, short: str) -> int | None:
    """Return where the words begin, at the end of a text, that an abbreviation stands for; None where there are none."""
    letters = [_plain(letter) for letter in short if letter.isalpha()]
    if len(short) > 2 and short[-1] == "s" and short[-2].isupper():
        letters.pop()  # a plural: "NGOs"
    if len(letters) < 2 or sum(letter.isupper() for letter in short) < 2:
        return None
    words = list(_WORD.finditer(text))
    return _match(words, len(words), letters, len(letters))


def _match(words: Sequence[re.Match[str]], end: int, letters: Sequence[str], left: int) -> int | None:
    """Return where the word begins that has the first letter, where the words before `end` have the letters before `left`."""
    if not end:
        return None
    word = words[end - 1]
    is_small = word[0] in _SMALL
    for part in dict.fromkeys(
        (word[0] if word[0].isupper() else word[0][0], word[0][0])
    ):  # both letters of UN in UNHCR
        before = left - len(part)
        if before >= 0 and [_plain(letter) for letter in part] == letters[before:left]:
            start = _match(words, end - 1, letters, before) if before else None if is_small else word.start()
            if start is not None:
                return start
    # A small word is neither the last nor the first.
    if is_small and left < len(letters):
        return _match(words, end - 1, letters, left)
    return None


def _plain(letter: str) -> str:
    return unicodedata.normalize("NFD", letter)[0].casefold()
