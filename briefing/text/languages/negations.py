"""Find the words that turn the meaning of a sentence, in the languages it may be written in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from briefing.text.languages.detection import LATIN, languages_of
from briefing.text.languages.turning.arabic import ARABIC
from briefing.text.languages.turning.english import ENGLISH
from briefing.text.languages.turning.french import FRENCH
from briefing.text.languages.turning.german import GERMAN
from briefing.text.languages.turning.portuguese import PORTUGUESE
from briefing.text.languages.turning.spanish import SPANISH
from briefing.text.languages.turning.words import TurningWords

LANGUAGES: Mapping[str, TurningWords] = {
    "en": ENGLISH,
    "fr": FRENCH,
    "de": GERMAN,
    "es": SPANISH,
    "pt": PORTUGUESE,
    "ar": ARABIC,
}

_NEAR = 3
"""So many words may stand between a negation and what it turns back: “nobody here seriously doubts”."""


@dataclass(frozen=True)
class Grammar:
    """The lists of some languages together, as patterns of whole words."""

    negation: re.Pattern[str]
    denial: re.Pattern[str]
    reversal: re.Pattern[str]
    harmless: re.Pattern[str]
    condition: re.Pattern[str]
    unconditional: re.Pattern[str]
    verdict: re.Pattern[str]
    complement: re.Pattern[str]
    contrast: re.Pattern[str]
    join: re.Pattern[str]
    subordinate: re.Pattern[str]
    subject: re.Pattern[str]
    pronoun: re.Pattern[str]
    infinitive: re.Pattern[str]


@dataclass(frozen=True)
class Turn:
    """A word or phrase that turns what it governs, and where it is in the text."""

    start: int
    end: int
    kind: Literal["negation", "reversal", "condition"]


def _words(*lists: str) -> re.Pattern[str]:
    joined = " ".join(re.sub(r"\s*\|\s*", "|", words) for words in lists)
    listed = "|".join(word.replace("_", r"\s+") for word in joined.split())
    return re.compile(rf"(?<!\w)(?:{listed})(?!\w)" if listed else "(?!)", re.IGNORECASE)


@lru_cache(maxsize=64)
def grammar_of(languages: tuple[str, ...]) -> Grammar:
    """Return the patterns of some languages, by their codes."""
    of = [LANGUAGES[language] for language in languages if language in LANGUAGES]
    return Grammar(
        _words(*(one.negations for one in of)),
        _words(*(one.denials for one in of)),
        _words(*(one.denials for one in of), *(one.reversals for one in of)),
        _words(*(one.harmless for one in of)),
        _words(*(one.conditions for one in of)),
        _words(*(one.unconditional for one in of)),
        _words(*(one.verdicts for one in of)),
        _words(*(one.complements for one in of)),
        _words(*(one.contrasts for one in of)),
        _words(*(one.joins for one in of)),
        _words(*(one.subordinates for one in of)),
        _words(*(one.subjects for one in of), *(one.pronouns for one in of)),
        _words(*(one.pronouns for one in of)),
        _words(*(one.infinitive for one in of)),
    )


def grammar_for(*texts: str) -> Grammar:
    """Return the patterns of the languages in which any of some texts may be written, as far as they tell."""
    found = [languages_of(text) for text in texts]
    fewer = [languages for languages in found if not {*LATIN} <= {*languages}] or found
    return grammar_of(tuple(sorted({language for languages in fewer for language in languages})))


_ALL = tuple(LANGUAGES)


def negates(words: str) -> bool:
    """Tell whether some words, with straight apostrophes, contain a negation or a denial in any language."""
    grammar = grammar_of(_ALL)
    words = _blank(grammar.harmless, words)
    return bool(grammar.negation.search(words) or grammar.denial.search(words))


def reverses(words: str) -> bool:
    """Tell whether some words, with straight apostrophes, contain what turns a meaning, in a language they may be in."""
    return bool(find_turns(words, grammar_for(words)))


def find_turns(text: str, grammar: Grammar) -> list[Turn]:
    """Return what turns the meaning of what follows in a text with straight apostrophes, in order.

    A negation beside a reversal, with no mark between them, turns it back: neither is returned.
    """
    text = _blank(grammar.harmless, text)
    negations = [Turn(*match.span(), "negation") for match in grammar.negation.finditer(text)]
    reversals = [Turn(*match.span(), "reversal") for match in grammar.reversal.finditer(text)]
    # A reversal may contain the negation: “cannot rule out”.
    negations = [one for one in negations if not any(_overlap(one, other) for other in reversals)]
    turned_back = {
        turn
        for reversal in reversals
        for negation in negations
        if _is_beside(text, negation, reversal, grammar)
        for turn in (negation, reversal)
    }
    return sorted({*negations, *reversals} - turned_back, key=lambda turn: turn.start)


def find_conditions(text: str, grammar: Grammar) -> Iterator[Turn]:
    """Yield where a text has what begins a condition."""
    for match in grammar.condition.finditer(_blank(grammar.unconditional, text)):
        yield Turn(*match.span(), "condition")


def _blank(pattern: re.Pattern[str], text: str) -> str:
    return pattern.sub(lambda match: " " * len(match[0]), text)


def _overlap(one: Turn, other: Turn) -> bool:
    return one.start < other.end and other.start < one.end


def _is_beside(text: str, one: Turn, other: Turn, grammar: Grammar) -> bool:
    first, second = (one, other) if one.start < other.start else (other, one)
    between = text[first.end : second.start]
    if re.search(r"[^\w\s'-]", between) or len(re.findall(r"[\w'-]+", between)) > _NEAR:
        return False
    return not any(one.search(between) for one in (grammar.join, grammar.contrast, grammar.complement))
