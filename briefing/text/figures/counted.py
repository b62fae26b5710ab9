"""The words after a number that say what is counted: `five armed men` counts `men`, and `quatre jours` counts `jour`."""

from __future__ import annotations

import re
from functools import lru_cache

from briefing.text.languages.function_words import FUNCTION_WORDS

_WORDS = re.compile(r"[\s\u00a0\u202f-]+(?P<word>[^\W\d_]+)")
_WORD = re.compile(r"[^\W\d_]+")
_SMALL = frozenset(word for words in FUNCTION_WORDS.values() for word in words.split())
_NO_NOUN_WORDS = """
    more other others further additional least most next last ago later earlier away old each all killed dead injured wounded
    missing arrested times per cent autres derniers dernières tués blessés morts disparus fois später veces vezes
"""
_NO_NOUN = frozenset(_NO_NOUN_WORDS.split())
"""Words after a number that are no noun of their own."""
_MOST = 3


def counted_words(text: str, end: int) -> frozenset[str]:
    """Return the stems of up to three words after a number that ends at an offset, as far as the next small word or mark."""
    found: list[str] = []
    while len(found) < _MOST and (match := _WORDS.match(text, end)):
        word, end = match["word"].casefold(), match.end()
        if word in _SMALL and found:
            break
        if word in _SMALL and word not in ("de", "of", "d"):
            break
        if word not in _SMALL:
            found.append(word)
    return frozenset(stem(word) for word in found if len(word) > 2 and word not in _NO_NOUN)


_LEAST_LETTERS = 4


@lru_cache(maxsize=2048)
def stems(text: str) -> frozenset[str]:
    """Return the stems of the words of a text that are no small words."""
    words = (word.casefold() for word in _WORD.findall(text))
    return frozenset(stem(word) for word in words if len(word) >= _LEAST_LETTERS and word not in _SMALL)


def stem(word: str) -> str:
    """Return a word without the ending of its plural, as far as that can be told."""
    for ending, instead in (("ies", "y"), ("ches", "ch"), ("sses", "ss"), ("men", "man"), ("aux", "al"), ("s", "")):
        if word.endswith(ending) and len(word) - len(ending) >= 2:
            return word[: -len(ending)] + instead
    return word
