"""Find who speaks in the words after a quotation."""

from __future__ import annotations

import re

from briefing.text.speech.clauses import MOST_BETWEEN, Attribution, is_finite, named_by, without_adverbs
from briefing.text.speech.grammar import Grammar
from briefing.text.speech.sentences import QUOTED

_CLAUSE_END = re.compile(rf"[;{QUOTED}]|:\s")


def said_after(after: str, offset: int, grammar: Grammar) -> Attribution | None:
    """Return who speaks in what follows a quotation, which ends at an offset of its sentence."""
    stripped = after.lstrip(" ,–—-")
    start = offset + len(after) - len(stripped)
    paused = after[:1] in ",–—-" or after[:2] in (" –", " —", " -")
    rest = _CLAUSE_END.split(stripped, maxsplit=1)[0][:MOST_BETWEEN]
    if according := grammar.according.match(rest):
        return (
            named_by(rest[according.end() :], "according", start, grammar, rest) if paused or after[:1] == " " else None
        )
    if pronoun := inverted(rest, grammar):
        return Attribution(pronoun, "after", True, start, rest)
    verb = next((one for one in grammar.verb.finditer(rest) if is_finite(rest, one, grammar)), None)
    if verb is None:
        return None
    subject = without_adverbs(rest[: verb.start()], grammar)
    if subject:
        if not paused or grammar.conjunction.match(subject) or grammar.relative.match(subject):
            return None
        return named_by(subject, "after", start, grammar, rest)
    following = after_verb(rest[verb.end() :], grammar)
    if not following:
        return Attribution("", "after", True, start, rest) if grammar.drops_subject and paused else None
    return named_by(following, "after", start, grammar, rest)


def inverted(rest: str, grammar: Grammar) -> str | None:
    """Return the pronoun of `a-t-il dit` and `dit-elle`; None where the words do not begin so."""
    found = re.match(r"(?:s[’'])?[^\W\d_]+-(?:t-)?(?P<who>ils?|elles?|on)\b(?P<more>(?:\s[\w’'-]+){0,3})", rest)
    if not found or "fr" not in grammar.languages:
        return None
    words = found[0].replace("-t-", " ").replace("-", " ")
    return found["who"] if grammar.verb.search(words) else None


def after_verb(words: str, grammar: Grammar) -> str:
    """Return the subject that follows a verb, without the time and the hearers before it; empty where none follows."""
    rest = words.strip()
    for _ in range(3):
        time = re.match(
            r"(?:(?:on\s|el\s|la\s|na\s|no\s|am\s|ce\s)?(?:\w+day|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lunes|martes"
            r"|miércoles|jueves|viernes|sábado|domingo|hier|ayer|hoy|heute|gestern|ontem|hoje|\w+-feira|\w+tag|matin|soir)"
            r"|(?:à|au|aux|a|ao|à\sl[’']|gegenüber|der|dem)\s?(?:la\s|l[’']|los\s|las\s|la\s|der\s|dem\s)?"
            r"(?:\w*presse|AFP|Reuters|radio|journalistes|télévision|periodistas|prensa|medios|jornalistas|imprensa|agencia\s\w+|reporters|Zeitung))\b[\s,]*",
            rest,
            re.IGNORECASE,
        )
        if not time or grammar.pronoun.match(rest):
            break
        rest = rest[time.end() :]
    return rest if re.search(r"\w", rest) else ""
