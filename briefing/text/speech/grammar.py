"""The patterns of some languages together, by which phrases and clauses are read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from briefing.text.languages.detection import languages_of
from briefing.text.languages.speech_words import WORDS, any_of


@dataclass(frozen=True)
class Grammar:
    """The patterns of some languages together, by which phrases are read."""

    verb: re.Pattern[str]
    according: re.Pattern[str]
    pronoun: re.Pattern[str]
    adverbial: re.Pattern[str]
    relative: re.Pattern[str]
    conjunction: re.Pattern[str]
    finite: re.Pattern[str]
    passive: re.Pattern[str]
    indefinite: re.Pattern[str]
    possessive: re.Pattern[str]
    before_verb: re.Pattern[str]
    infinitive: re.Pattern[str]
    article: re.Pattern[str]
    determiner: re.Pattern[str]
    pronouns: dict[str, str]
    languages: tuple[str, ...]
    drops_subject: bool


_EDGE, _END = r"(?<![\w’'-])", r"(?![\w’'])"


@lru_cache(maxsize=64)
def grammar_of(languages: tuple[str, ...]) -> Grammar:
    """Return the patterns of some languages."""
    chosen = [WORDS[language] for language in languages]

    def one_of(*lists: str) -> str:
        return "|".join(any_of(words) for words in lists if words.strip()) or "(?!)"

    def compiled(pattern: str) -> re.Pattern[str]:
        return re.compile(pattern, re.IGNORECASE)

    pronouns = {word: kind for each in chosen for kind, words in each.pronouns.items() for word in words.split()}
    articles = one_of(*(f"{each.articles} {each.possessives} {each.indefinite}" for each in chosen))
    before = one_of(*(each.auxiliaries for each in chosen), *(each.adverbs for each in chosen))
    return Grammar(
        verb=compiled(rf"{_EDGE}(?:{one_of(*(each.verbs for each in chosen))}){_END}"),
        according=compiled(rf"{_EDGE}(?:{one_of(*(each.according for each in chosen))})(?![\w])\s*"),
        pronoun=compiled(rf"(?:{one_of(*pronouns)})(?!\w)"),
        adverbial=compiled(rf"(?:{one_of(*(each.begins_adverbial for each in chosen))})(?!\w)"),
        relative=compiled(rf"(?:{one_of(*(each.relative for each in chosen))})(?!\w)"),
        conjunction=compiled(rf"(?:{one_of(*(each.conjunctions for each in chosen))})(?!\w)"),
        finite=compiled(rf"{_EDGE}(?:{one_of(*(each.finite for each in chosen))}){_END}"),
        passive=compiled(rf"{_EDGE}(?:{one_of(*(each.passive for each in chosen))})\s+(?:\w+ly\s+)?$"),
        indefinite=compiled(rf"(?:{one_of(*(each.indefinite for each in chosen))})\s"),
        possessive=compiled(rf"(?:{one_of(*(each.possessives for each in chosen))})\s"),
        before_verb=compiled(rf"(?:{_EDGE}(?:{before})(?:\s+|(?<=['’])))+$"),
        infinitive=compiled(
            rf"(?:{_EDGE}|(?<=n['’]))(?:{one_of(*(each.infinitive for each in chosen))})\s+(?:\w+ly\s+)?$"
        ),
        article=compiled(rf"(?:{articles})(?:\s+|(?<=['’]))"),
        determiner=compiled(
            rf"(?:{_EDGE}|(?<=['’]))(?:{articles}"
            r"|these|those|such|no|of|ces?|cette|de|du)(?:\s+|(?<=['’]))$"
        ),
        pronouns=pronouns,
        languages=languages,
        drops_subject=any(each.drops_subject for each in chosen),
    )


def languages_for(text: str, otherwise: tuple[str, ...]) -> tuple[str, ...]:
    """Return the languages that a text may be written in; others, given, where the text is too short to tell."""
    found = tuple(language for language in languages_of(text) if language in WORDS)
    return found if 0 < len(found) < len(WORDS) - 1 else otherwise
