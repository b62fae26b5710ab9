"""Tell in which languages a paragraph may be written, by its small words and its script."""

from __future__ import annotations

import re
from functools import lru_cache

from briefing.text.languages.function_words import FUNCTION_WORDS

LATIN = tuple(FUNCTION_WORDS)
ARABIC = "ar"
_OF_WORD: dict[str, tuple[str, ...]] = {}
for _language, _words in FUNCTION_WORDS.items():
    for _word in _words.split():
        _OF_WORD[_word] = (*_OF_WORD.get(_word, ()), _language)
_WORD = re.compile(r"[^\W\d_]+")
_ARABIC_LETTER = re.compile("[\u0621-\u064a]")
_MOST_LOOKED_AT = 2000
_LEAST = 3
"""Fewer small words than this tell nothing."""
_NEARLY = 0.75
"""A language whose small words are this share of those of the first one may be meant too."""


@lru_cache(maxsize=4096)
def languages_of(text: str) -> tuple[str, ...]:
    """Return the codes of the languages in which a text may be written; all that are known where nothing tells."""
    start = text[:_MOST_LOOKED_AT]
    arabic = (ARABIC,) if _ARABIC_LETTER.search(start) else ()
    counts = dict.fromkeys(LATIN, 0)
    for word in _WORD.findall(start.casefold()):
        for language in _OF_WORD.get(word, ()):
            counts[language] += 1
    most = max(counts.values())
    if most < _LEAST:
        return (*LATIN, *arabic) if _WORD.search(_ARABIC_LETTER.sub("", start)) or not arabic else arabic
    return (*(language for language in LATIN if counts[language] >= most * _NEARLY), *arabic)
