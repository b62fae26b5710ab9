"""Find the words beside a quotation, in its sentence, that say who speaks: before it, after it, or between its two halves."""

from __future__ import annotations

import re

from briefing.text.speech.after_quotation import said_after
from briefing.text.speech.before_quotation import relative_before, said_before
from briefing.text.speech.clauses import Attribution, is_finite
from briefing.text.speech.grammar import Grammar
from briefing.text.speech.sentences import QUOTED, Sentence

_STANDS_FOR_TITLE = re.compile(
    r"(?:so-called|known as|slogans?|titled|entitled|headline|hashtag|the word|the words|the term|the phrase|banners?"
    r"|signs?|placards?|dubbed|operation|motto|chant\w*|slogan|intitulée?|devise|le mot|terme|pancartes?|lema|título)\W*$",
    re.IGNORECASE,
)


def attribution_of(sentence: Sentence, nth: int, grammar: Grammar) -> Attribution | None:
    """Return who the sentence of a quotation says has spoken; None where it says none, or two.

    `nth` is which of its quotations, from 0.
    """
    at = _place(sentence.text, nth)
    before, after = sentence.text[:at], sentence.text[at + 1 :]
    if _STANDS_FOR_TITLE.search(before):
        return None
    ahead, behind = said_before(before, grammar), said_after(after, at + 1, grammar)
    if ahead and behind and ahead.phrase.casefold() != behind.phrase.casefold():
        return None
    if behind and nth and not ahead and before.rpartition(QUOTED)[2].strip(" ,.;") and not _only_joins(before, grammar):
        # “…”, said A, and “…”, said B: each has its own; but words of another clause may go before.
        return behind if after.startswith((",", " ")) else None
    return behind or ahead


def reported_by(sentence: str, grammar: Grammar) -> Attribution | None:
    """Return who reports something without a quotation in a sentence: the subject of its first verb of speech."""
    finite = (one for one in grammar.verb.finditer(sentence) if is_finite(sentence, one, grammar))
    verb = next((one for one in finite if relative_before(sentence, one, grammar) is None), None)
    return said_before(sentence[: verb.end()], grammar) if verb else None


def _only_joins(before: str, grammar: Grammar) -> bool:
    rest = before.rpartition(QUOTED)[2].strip(" ,.;–—-")
    return not rest or bool(grammar.conjunction.fullmatch(rest))


def _place(text: str, nth: int) -> int:
    at = -1
    for _ in range(nth + 1):
        at = text.find(QUOTED, at + 1)
    return at
