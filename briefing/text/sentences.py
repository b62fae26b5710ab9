"""Find where the sentences of a text end, in any script; the full stop of an abbreviation such as `Col. Maj.` ends none."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from briefing.text.languages.abbreviations import BEFORE_MORE, BEFORE_NUMBER, GERMAN_MONTHS, TITLES

_CLOSING = "’”\"')]»"
_ALSO_CLOSING = "“«」』）】〉》〗"
"""Marks that close only where they touch the end of the sentence; some open where a space is before them."""
_UNSPACED = "。！？．｡"
"""Marks of scripts that are written without spaces."""
_FINAL = "؟۔।॥።፧။។๛։"
"""Marks of other scripts that end nothing but a sentence: Arabic, Urdu, Indic, Ethiopic, Burmese, Khmer, Thai, Armenian."""
_AFTER = rf"(?:[{re.escape(_CLOSING + _ALSO_CLOSING)}]|\s(?=»)|\[\d{{1,3}}\]|[⁰¹²³⁴⁵⁶⁷⁸⁹*†‡])"
"""What may stand between such a mark and the next sentence: closing marks, and the number of a note."""
# Each run of marks is looked at once: the time is linear in the length of the text.
_STOP = re.compile(
    rf"(?<![.!?…])(?P<mark>[.!?…]++){_AFTER}*+(?:\s++|$)|(?P<other>[{_UNSPACED}{_FINAL}]++){_AFTER}*+\s*+"
)
_LAST_WORD = re.compile(r"(?:[^\W_]|[\u0300-\u036f\u0900-\u0dff])+$")
_NEXT = re.compile(r"[^\w]*+([^\W_]++)?")
_MOST_LOOKED_AT = 80
_LONG_WORD = 5
"""A word of fewer letters without a vowel before a full stop is abbreviated."""


def sentence_ends(text: str) -> Iterator[int]:
    """Yield the offset after each sentence of a text, and after the white space that follows it."""
    for stop in _STOP.finditer(text):
        if stop["other"] or _ends_sentence(text, stop):
            yield stop.end()


def split_sentences(text: str) -> list[str]:
    """Return the sentences of a text, each with the white space after it; what follows the last full stop is one too."""
    ends = [0, *sentence_ends(text), len(text)]
    return [text[start:end] for start, end in itertools.pairwise(ends) if start < end]


def _ends_sentence(text: str, stop: re.Match[str]) -> bool:
    """Tell whether marks that may end a sentence do."""
    following = _NEXT.match(text[stop.end() : stop.end() + _MOST_LOOKED_AT])
    following_word = (following[1] if following else "") or ""
    if following_word[:1].islower():
        return False
    if stop["mark"] != ".":
        return True
    return _ends_word(text[max(stop.start() - _MOST_LOOKED_AT, 0) : stop.start()], following_word)


def _ends_word(before: str, following_word: str) -> bool:
    """Tell whether the text before a full stop ends with a whole word, a figure, a bracket or nothing, and no abbreviation."""
    bare = before.rstrip(f"{_CLOSING}{_ALSO_CLOSING}.!?")
    closing = before[len(bare) :]
    if ")" in closing or "]" in closing or len(closing) == len(before):
        return True
    word = _LAST_WORD.search(bare)
    if not word:
        return bare.endswith("%") or not bare[-1:].isspace()
    if word[0][-1].isdigit():
        return following_word.casefold() not in GERMAN_MONTHS
    return not _is_abbreviation(word[0], bare[: word.start()], following_word)


def _is_abbreviation(word: str, before: str, following_word: str) -> bool:
    """Tell whether a word before a full stop is abbreviated, by the text before it and the word after."""
    if word in TITLES or word in BEFORE_MORE:
        return True
    if word.casefold() in BEFORE_NUMBER and following_word[:1].isdigit():
        return True
    if len(word) == 1:  # an initial, `z. B.`, but the end of `5 p.m.` and of `he and I.`
        return not (before.endswith(".") and word.islower()) and word != "I"
    return len(word) < _LONG_WORD and word.isascii() and word[1:].islower() and not re.search("[AEIOUYaeiouy]", word)
