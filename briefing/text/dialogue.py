"""Tell whether an ellipsis leads from what one person says to what another says.

A source says who speaks between the marks of what is said. What cannot be told there is taken for the same person, but in the
next paragraph, where what was said before has ended.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from briefing.text.cuts import parts_said
from briefing.text.languages.negations import Grammar, grammar_for
from briefing.text.matching import Found, split_gaps
from briefing.text.quotation_marks import CLOSED_BY
from briefing.text.sentences import sentence_ends, split_sentences

_NEXT_PARAGRAPH = "the next paragraph"
_AFTER_IT_ENDED = "what is said after the quotation has ended"
_NAME = re.compile(r"(?:(?:[A-ZÀ-Þ][\w'’.-]*|al-\w+|de|da|dos|van|von|bin|ibn|el|al)\s+)*[A-ZÀ-Þ][\w'’-]+")
_CAPITAL = re.compile(r"[A-ZÀ-Þ]")
_SPEAKS_NEXT = re.compile(r"[:,]\s*$")


def speaker_changes(found: Found, words: str) -> Iterator[tuple[str, str]]:
    """Yield what is left out by each ellipsis that may lead to another speaker, and where it leads."""
    said, written = split_gaps(words), found.before
    for number, (left_out, crosses) in enumerate(zip(found.left_out, found.crosses, strict=True)):
        written += said[number]
        _, opened = parts_said(written)
        rest = said[-1] + found.after if number == len(found.left_out) - 1 else ""
        if opened and _changes(opened, left_out, rest, crosses=crosses):
            yield left_out, _NEXT_PARAGRAPH if crosses else _AFTER_IT_ENDED
        written += left_out


def _changes(opened: str, left_out: str, rest: str, *, crosses: bool) -> bool:
    """Tell whether what was said ends in `left_out`, and another person may speak after it."""
    # Nothing, then what is said and what is written in turn.
    parts, again = parts_said(opened + left_out)
    written = parts[2::2]
    if crosses and opened in CLOSED_BY[opened] and left_out.count(opened) == 1:
        return False  # the mark begins the paragraph, and closes nothing
    if crosses or not again or not written:
        return crosses and bool(written)
    grammar = grammar_for(*parts)
    return any(_has_another_subject(text, grammar) for text in written) or _is_said_by_another(written, again + rest)


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


def _attribution(text: str) -> str:
    return split_sentences(text)[0] if text.strip() else ""


def _is_said_by_another(written: list[str], rest: str) -> bool:
    """Tell whether names before and after what is said are of two people: “…,” said Ana. “…,” said Bo."""
    if not any(sentence_ends(f"{written[-1].rstrip()} ")):
        return False
    parts, _ = parts_said(rest)
    one, other = _names(_attribution(written[0])), _names(_attribution(parts[2]) if len(parts) > 2 else "")
    return bool(one and other and not one & other)


def _names(text: str) -> set[str]:
    return {word for name in _NAME.findall(text) for word in re.findall(r"[\w'’-]+", name)[-1:]}
