"""Find what a text says of how likely something is: terms of the yardsticks, and probabilities in numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from briefing.check.rules.judgement.yardsticks import Range, all_terms, is_french


class Stated(NamedTuple):
    """Words that say how likely something is, with the range in percent that they stand for; `in_numbers` for a number."""

    words: str
    range: Range
    in_numbers: bool = False


_SPACE = r"[\s\u00a0\u202f]"
_NUMBER = (
    rf"(?P<low>\d{{1,3}}+(?:[.,]\d++)?+)(?:{_SPACE}?(?:%{_SPACE}?)?(?:–|-|to|and|à|et){_SPACE}?(?P<high>\d{{1,3}}+))?+"
)
_PERCENT = rf"{_SPACE}?(?:%|per{_SPACE}?cent|percent|pour{_SPACE}cent)"
_BOUND = (
    rf"(?P<bound>(?:more|greater|better|less|lower)\s+than|over|above|under|below|at\s+(?:least|most)|up\s+to|"
    rf"plus{_SPACE}de|moins{_SPACE}de|au{_SPACE}(?:moins|plus))\s+(?:an?\s+)?"
)
_ODDS = {
    "en": (
        r"chances?|probability|likelihood|odds|likely|probable|certain",
        r"(?:chances?|probability|likelihood|odds)\s+(?:\w+\s+){0,7}?",
    ),
    "fr": (
        r"(?:de\s+|d['’]\s?)?(?:chances?|probabilité|certitude|vraisemblance)",
        r"(?:chances?|probabilité|probable|vraisemblance)\s+(?:\w+[\s'’]+){0,7}?",
    ),
}
_WORDS = {
    "en": {
        "one": 1,
        "two": 2,
        "three": 3,
        "four": 4,
        "five": 5,
        "six": 6,
        "seven": 7,
        "eight": 8,
        "nine": 9,
        "ten": 10,
    },
    "fr": {
        "une": 1,
        "un": 1,
        "deux": 2,
        "trois": 3,
        "quatre": 4,
        "cinq": 5,
        "six": 6,
        "sept": 7,
        "huit": 8,
        "neuf": 9,
        "dix": 10,
    },
}
_EVEN = {
    "en": r"(?:fifty|50)[-–/ ](?:fifty|50)|even\s+(?:chance|odds|money)|toss-up|coin\s+toss",
    "fr": r"(?:cinquante|50)[-–/ ](?:cinquante|50)|chances\s+égales",
}
_CERTAIN: dict[str, tuple[tuple[str, Range], ...]] = {
    "en": (
        (r"(?<!not )(?<!un)(?:certain|sure|bound)\s+(?:to|that)", (99, 100)),
        (r"\bno\s+(?:chance|likelihood|possibility)\b|(?<!not )\bimpossible", (0, 1)),
    ),
    "fr": (
        (r"(?<!pas )\bcertain(?:e|es|s)?\s+(?:que|qu['’]|de\b|d['’])", (99, 100)),
        (r"\baucune\s+(?:chance|possibilité|probabilité)|(?<!pas )\bimpossible", (0, 1)),
    ),
}
_NOT = {
    "en": r"\bnot\s+(?:(?:very|highly|at\s+all|particularly)\s+)?$",
    "fr": r"\bpas\s+(?:du\s+tout\s+)?$",
}
# Of two things compared, or of a thing that is what it is called: `more likely`, `the likely successor`.
_NO_STATEMENT = {
    "en": r"\b(?:more|less|as|most|least|how|whether|if|no|the|an?|its|his|her|their|this|that|any|every|other|some)\s+$",
    "fr": r"\b(?:plus|moins|aussi|le|la|les|un|une|des|son|sa|ses|leur|leurs|ce|cette|si)\s+$",
}
_OF_A_NOUN = frozenset({"remote chance", "realistic possibility", "roughly even chance", "roughly even odds"}) | {
    "possibilité réaliste",
    "almost no chance",
}
"""Terms that are nouns, and have an article before them."""


def stated_likelihoods(text: str, yardstick: str, language: str) -> Iterator[Stated]:
    """Yield what a text says of how likely something is, each with its range in percent."""
    yield from stated_terms(text, yardstick, language)
    yield from stated_numbers(text, language)
    for pattern, found in _CERTAIN[_short(language)]:
        for match in re.finditer(pattern, text, re.IGNORECASE):
            if not re.search(r"\b(?:almost|nearly|presque|quasi)\s+$", text[: match.start()], re.IGNORECASE):
                yield Stated(match[0].rstrip(), found)


def stated_terms(text: str, yardstick: str, language: str) -> Iterator[Stated]:
    """Yield the terms of the yardsticks in a text that say how likely something is."""
    known, short = all_terms(yardstick, language), _short(language)
    for match in term_pattern(language).finditer(text):
        term = uninflected(match[0], language)
        before = text[max(match.start() - 40, 0) : match.start()]
        follows = re.match(r"\s+(?:to|that|than\s+not)\b", text[match.end() :])
        low, high = known[term]
        if re.search(_NOT[short], before, re.IGNORECASE):
            yield Stated(f"not {match[0]}" if short == "en" else f"pas {match[0]}", (0, 100 - low) if low else (5, 100))
        elif follows and "than" in follows[0] and re.search(r"\b(?:more|less)\s+$", before, re.IGNORECASE):
            more = before.rstrip().casefold().endswith("more")
            yield Stated(f"{'more' if more else 'less'} {match[0]}{follows[0]}", (50, 100) if more else (0, 50))
        elif term in _OF_A_NOUN or not re.search(_NO_STATEMENT[short], before, re.IGNORECASE):
            yield Stated(match[0], (low, high))


def stated_numbers(text: str, language: str) -> Iterator[Stated]:
    """Yield the probabilities in numbers in a text: `a 60 % chance`, `one chance in three`, `fifty-fifty`."""
    short = _short(language)
    for pattern in _number_patterns(short):
        for match in pattern.finditer(text):
            low = float(match["low"].replace(",", "."))
            high = float(match["high"] or low)
            bound = " ".join((match["bound"] or "").casefold().split())
            if bound.startswith(("more", "greater", "better", "over", "above", "at least", "plus", "au moins")):
                high = 100
            elif bound:
                low = 0
            if low <= high <= 100:
                yield Stated(match[0].strip(), (low, high), in_numbers=True)
    numbers = _WORDS[short]
    for pattern in _ratios(short):
        for match in pattern.finditer(text):
            part, whole = (numbers.get(match[name].casefold()) or int(match[name]) for name in ("part", "whole"))
            if 0 < part < whole:
                yield Stated(match[0], (100 * part / whole, 100 * part / whole), in_numbers=True)
    for match in re.finditer(rf"\b(?:{_EVEN[short]})\b", text, re.IGNORECASE):
        if not re.search(r"\b(?:roughly|à\s+peu\s+près)\s+$", text[: match.start()][-20:], re.IGNORECASE):
            yield Stated(match[0], (50, 50), in_numbers=True)


# A village may be remote too.
_WORDS_OF_TERM = {"remote": r"remote(?=\s+(?:possibility|prospect|likelihood)\b)"}


@lru_cache(maxsize=4)
def term_pattern(language: str) -> re.Pattern[str]:
    """Return a pattern for the terms of both yardsticks as they print in a language, in French with their endings."""
    longest_first = sorted(all_terms("phia", language), key=len, reverse=True)
    words = [_WORDS_OF_TERM.get(term, re.escape(term).replace(r"\ ", r"\s+")) for term in longest_first]
    if is_french(language):
        words = [rf"{word}(?:es|e|s)?" for word in words]
    return re.compile(rf"(?<![\w-])(?:{'|'.join(words)})(?![\w-])", re.IGNORECASE)


def uninflected(written: str, language: str) -> str:
    """Return words in small letters and, where they are a term in another form, as the term."""
    folded = " ".join(written.casefold().split())
    known = all_terms("phia", language)
    return next((word for ending in ("", "es", "e", "s") if (word := folded.removesuffix(ending)) in known), folded)


@lru_cache(maxsize=2)
def _number_patterns(short: str) -> tuple[re.Pattern[str], ...]:
    after, before = _ODDS[short]
    bound = f"(?:{_BOUND})?"
    return (
        re.compile(rf"{bound}(?<![\w.,]){_NUMBER}{_PERCENT}{_SPACE}*+(?:{after})\b", re.IGNORECASE),
        re.compile(rf"\b{before}{bound}(?<![\w.,]){_NUMBER}{_PERCENT}", re.IGNORECASE),
    )


@lru_cache(maxsize=2)
def _ratios(short: str) -> tuple[re.Pattern[str], ...]:
    part, whole = (rf"(?P<{name}>{'|'.join(_WORDS[short])}|\d{{1,3}})" for name in ("part", "whole"))
    forms = {
        "en": (rf"{part}\s+chances?\s+(?:in|out\s+of)\s+{whole}", rf"{part}[-\s]in[-\s]{whole}\s+chance"),
        "fr": (rf"{part}\s+chances?\s+sur\s+{whole}",),
    }
    return tuple(re.compile(rf"\b{form}\b", re.IGNORECASE) for form in forms[short])


def _short(language: str) -> str:
    return "fr" if is_french(language) else "en"
