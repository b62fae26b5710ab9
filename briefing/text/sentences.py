"""Find where the sentences of a text end; the full stop of an abbreviation such as `Col. Maj.` ends none."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

_CLOSING = "’”\"')]»"
# Each run of marks is looked at once: the time is linear in the length of the text.
_STOP = re.compile(rf"(?<![.!?])[.!?]++[{re.escape(_CLOSING)}]*+(?:\s++|$)")
_LAST_WORD = re.compile(r"\w+$")
_MOST_LOOKED_AT = 80
_LONG_WORD = 5
"""A word of so many letters before a full stop is not abbreviated; nor is one that begins with a small letter."""


def sentence_ends(text: str) -> Iterator[int]:
    """Yield the offset after each sentence of a text, and after the white space that follows it."""
    for stop in _STOP.finditer(text):
        if _ends_word(text, stop.start()):
            yield stop.end()


def split_sentences(text: str) -> list[str]:
    """Return the sentences of a text, each with the white space after it; what follows the last full stop is one too."""
    ends = [0, *sentence_ends(text), len(text)]
    return [text[start:end] for start, end in itertools.pairwise(ends) if start < end]


def _ends_word(text: str, stop: int) -> bool:
    """Tell whether a full stop at an offset follows a whole word, a figure, a bracket or nothing."""
    before = text[max(stop - _MOST_LOOKED_AT, 0) : stop]
    bare = before.rstrip(f"{_CLOSING}.!?")
    closing = before[len(bare) :]
    if ")" in closing or "]" in closing or len(closing) == stop:
        return True
    word = _LAST_WORD.search(bare)
    if not word:
        return bare.endswith("%")
    return len(word[0]) >= _LONG_WORD or word[0][0].islower() or word[0][-1].isdigit()
