"""Find the runs of words in a text that may be names, and tell offices and bodies from them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from briefing.text.languages.calendar import MONTH_OF, WEEKDAY_OF
from briefing.text.languages.roles import BODY, NOT_OF_NAMES, ROLE
from briefing.text.languages.speech_words import WORDS
from briefing.text.speech.names import PARTICLES

WORD = re.compile(r"[^\W\d_](?:[\w’'-]*\w)?\.?")
_CAPITALISED = re.compile(r"[^\W\d_a-zß-öø-ÿ]")
_POSSESSIVE = re.compile(r"[’']s?$")
_PART = re.compile(r"\s*,\s*|\s+[–—-]\s+|\s*[()]\s*")


_DATES = frozenset(word.casefold() for word in (*MONTH_OF, *WEEKDAY_OF))
_NAME_STARTS = frozenset(
    word
    for each in WORDS.values()
    for words in (
        *(each.begins_adverbial, each.relative, each.conjunctions, each.finite, each.indefinite, each.articles),
        *(each.possessives, each.auxiliaries, each.according, *each.pronouns.values()),
    )
    for word in words.casefold().split()
) | {
    "no",
    "not",
    "there",
    "this",
    "these",
    "those",
    "such",
    "what",
    "how",
    "why",
    "i",
    "we",
    "you",
    "an",
    "ce",
    "c",
    "nous",
    "wir",
}
"""Words that begin a sentence with a capital, and are no names."""
_ARABIC_ARTICLE = re.compile(r"(?:al|el|ad|an|ar|as|ash|bin|ben|ould|abd|abu)[-’'][A-ZÀ-Þ]")


@lru_cache(maxsize=4096)
def names_in(text: str, german: bool = False) -> tuple[re.Match[str], ...]:
    """Return the runs of words in a text that may be a person’s name: capitalised, and no words of an office or a body.

    In German each noun has a capital; a single one is no name there.
    """
    return tuple(_runs(text, german))


def _runs(text: str, german: bool) -> Iterator[re.Match[str]]:
    words = list(WORD.finditer(text))
    run: list[re.Match[str]] = []
    for word in [*words, None]:
        if word is not None and run and text[run[-1].end() : word.start()].strip(" -"):
            yield from _run(text, run, german)
            run = []
        if word is not None and (_is_of_name(word[0]) or (run and _continues(run[-1][0], word[0]))):
            run.append(word)
        else:
            yield from _run(text, run, german)
            run = []
        if run and (_POSSESSIVE.search(run[-1][0]) or text[run[-1].end() : run[-1].end() + 1] in _APOSTROPHES):
            run = []  # the name of someone whose spokesman, party or country speaks


def _continues(last: str, word: str) -> bool:
    """Tell whether a word goes on with a name: a particle, or a surname in capitals."""
    if _is_capitals(word):
        return True
    return word.casefold().rstrip(".") in PARTICLES and not _POSSESSIVE.search(last)


_APOSTROPHES = ("’", "'")
_SHORTEST = 2


def _run(text: str, run: list[re.Match[str]], german: bool) -> Iterator[re.Match[str]]:
    while run and not (_is_of_name(run[-1][0]) or (len(run) > 1 and _is_capitals(run[-1][0]))):
        run = run[:-1]
    if not run or (german and len(run) == 1) or all(len(word[0].rstrip(".")) < _SHORTEST for word in run):
        return
    following = WORD.match(text, run[-1].end() + 1) if run[-1].end() < len(text) else None
    if following and _CAPITALISED.match(following[0]) and BODY.fullmatch(following[0]) and not german:
        return  # White House, Danforth Institute
    found = re.compile(r".*", re.DOTALL).match(text, run[0].start(), run[-1].end())
    if found:
        yield found


def _is_capitals(word: str) -> bool:
    """Tell whether a word is a surname in capitals, as in `Alioune TINE`."""
    return len(word) > _SHORTEST and word.isupper() and word.isalpha() and not NOT_OF_NAMES.fullmatch(word)


@lru_cache(maxsize=16384)
def _is_of_name(word: str) -> bool:
    bare = _ELISION.sub("", _POSSESSIVE.sub("", word).rstrip("."))
    folded = bare.casefold()
    if len(bare) > 1 and bare.replace(".", "").isupper():
        return False
    if _ARABIC_ARTICLE.match(bare):
        return True
    if bare[:1].islower() or not _CAPITALISED.match(bare) or folded in _NAME_STARTS or folded in _DATES:
        return False
    return not any(NOT_OF_NAMES.fullmatch(part) for part in (folded, folded.rpartition("-")[2]))


def parts_of(phrase: str) -> list[str]:
    """Return the parts of a phrase between its commas, dashes and brackets."""
    return [part.lstrip("–—- ") for part in _PART.split(phrase) if part.strip("–—- ")]


_ELISION = re.compile(r"(?<![^\W\d_])(?:[ldnscmt]|qu)[’'](?=\w)", re.IGNORECASE)


def plain_words(text: str) -> list[str]:
    """Return the words of a text, without an article that French or Italian joins to one, and without full stops."""
    return [word.rstrip(".") for word in WORD.findall(_ELISION.sub("", text))]


@lru_cache(maxsize=16384)
def is_role(word: str) -> bool:
    """Tell whether a word says what a person is."""
    return bool(ROLE.fullmatch(word))


@lru_cache(maxsize=16384)
def is_body(word: str) -> bool:
    """Tell whether a word is one of the names of bodies."""
    return bool(BODY.fullmatch(word))


@lru_cache(maxsize=4096)
def has_role(text: str) -> bool:
    """Tell whether a text has a word for what a person is."""
    return any(is_role(part) for word in plain_words(text) for part in (word, word.rpartition("-")[2]))


@lru_cache(maxsize=4096)
def has_body(text: str) -> bool:
    """Tell whether a text has a word of the name of a body, or an acronym."""
    words = plain_words(text)
    return any(is_body(word) or (word.isupper() and len(word) > 1) for word in words)
