"""Tell whether an ellipsis leads from what one person says to what another says.

A source says who speaks between the marks of what is said. What cannot be told there is taken for the same person, but in the
next paragraph, where what was said before has ended.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from briefing.text.cuts import parts_said
from briefing.text.languages.negations import Grammar, grammar_for
from briefing.text.matching import SAME_SHAPE, TOKEN, Found, normalize, split_gaps
from briefing.text.quotation_marks import CLOSED_BY
from briefing.text.sentences import split_sentences
from briefing.text.speech.names import may_be_same, name_tokens
from briefing.text.speech.speakers import attribute_quotations

_NEXT_PARAGRAPH = "the next paragraph"
_AFTER_IT_ENDED = "what is said after the quotation has ended"
_CAPITAL = re.compile(r"[A-ZÀ-Þ]")
_SPEAKS_NEXT = re.compile(r"[:,]\s*$")


def speaker_changes(found: Found, words: str) -> Iterator[tuple[str, str]]:
    """Yield what is left out by each ellipsis that may lead to another speaker, and where it leads."""
    said, written = split_gaps(words), found.before
    for number, (left_out, crosses) in enumerate(zip(found.left_out, found.crosses, strict=True)):
        written += said[number]
        _, opened = parts_said(written)
        if opened and _changes(opened, left_out, crosses=crosses):
            yield left_out, _NEXT_PARAGRAPH if crosses else _AFTER_IT_ENDED
        written += left_out


def said_by_two(paragraphs: Sequence[str], words: str) -> bool:
    """Tell whether paragraphs plainly name two people who say what is before and after an ellipsis of some words."""
    quotations = attribute_quotations(paragraphs)
    names: list[tuple[str, ...]] = []
    for part in split_gaps(words):
        wanted = f" {_tokens(part)} "
        said = next((one for one in quotations if wanted in f" {_tokens(one.words)} "), None)
        if said and said.speaker and said.speaker.kind in ("person", "unknown") and said.speaker.name:
            names.append(name_tokens(said.speaker.name))
    return any(not may_be_same(one, other) for one, other in pairwise(names))


def _tokens(words: str) -> str:
    return " ".join(TOKEN.findall(normalize(words).translate(SAME_SHAPE))).rstrip(" .,;:!?…")


def _changes(opened: str, left_out: str, *, crosses: bool) -> bool:
    """Tell whether what was said ends in `left_out`, and another person may speak after it."""
    # Nothing, then what is said and what is written in turn.
    parts, again = parts_said(opened + left_out)
    written = parts[2::2]
    if crosses and opened in CLOSED_BY[opened] and left_out.count(opened) == 1:
        return False  # the mark begins the paragraph, and closes nothing
    if crosses or not again or not written:
        return crosses and bool(written)
    grammar = grammar_for(*parts)
    return any(_has_another_subject(text, grammar) for text in written)


def _has_another_subject(text: str, grammar: Grammar) -> bool:
    """Tell whether what is written between two things said has, after who said the first, a subject that may say the second."""
    sentence, *others = split_sentences(text)
    if any(_subject_is_another(other, grammar) for other in others):
        return True
    joins = "|".join(one.pattern for one in (grammar.join, grammar.contrast))
    joined = re.compile(rf"{joins}|(?P<clause>[;–—]|{grammar.subordinate.pattern})", re.IGNORECASE)
    if not others and not _SPEAKS_NEXT.search(sentence):
        return False
    # A name after “and” may be another’s; so may “the council” where it speaks next, but not where a sentence follows.
    return any(
        _subject_is_another(sentence[match.end() :], grammar, is_named=bool(others) and not match["clause"])
        for match in joined.finditer(sentence)
    )


def _subject_is_another(clause: str, grammar: Grammar, *, is_named: bool = False) -> bool:
    """Tell whether a clause has a subject other than a pronoun for the person who spoke before."""
    clause = clause.strip(" ,;:.–—\n")
    if not re.search(r"\w", clause):
        return False
    join = grammar.join.match(clause)
    clause = clause[join.end() :].lstrip() if join else clause
    if grammar.pronoun.match(clause):
        return False
    if not _CAPITAL.match(clause) and (is_named or not grammar.subject.match(clause)):
        return False  # and added
    return len(re.findall(r"\w+", clause)) > 1
