"""Find who speaks in the words before a quotation."""

from __future__ import annotations

import re
from collections.abc import Sequence

from briefing.text.languages.speech_words import BLOCKERS, whole
from briefing.text.speech.after_quotation import after_verb, inverted
from briefing.text.speech.clauses import (
    MOST_BETWEEN,
    Attribution,
    is_adverbial,
    is_finite,
    named_by,
    subject_of,
    without_adverbs,
)
from briefing.text.speech.grammar import Grammar
from briefing.text.speech.names_found import names_in, parts_of
from briefing.text.speech.sentences import QUOTED

_BLOCKED = whole(BLOCKERS)
_QUOTED_AS = re.compile(
    r"(?P<passive>(?:was|were|is|are|been)\s+)?(?:quoted|cited)\b(?P<by>(?:\s+(?:by|in)\s[^,;:]{2,60})?)(?P<who>[^,;:]{0,80}?)\s+as\s+saying\b",
    re.IGNORECASE,
)


def said_before(before: str, grammar: Grammar) -> Attribution | None:
    """Return who speaks in what stands before a quotation in its sentence."""
    if QUOTED in before and inverted(before.rpartition(QUOTED)[2].lstrip(" ,–—-"), grammar):
        return None  # that is whose the quotation before is
    start = max(before.rfind(";"), before.rfind(QUOTED) if _new_clause(before, grammar) else -1, -1) + 1
    clause = before[start:]
    if len(clause) > 3 * MOST_BETWEEN:
        return None
    if according := _according_before(clause, start, grammar):
        return according
    if quoted := _quoted_as(clause, start, grammar):
        return quoted
    verbs = [
        one for one in grammar.verb.finditer(clause) if not (one[0][0].isupper() and clause[: one.start()].strip())
    ]
    if not verbs:
        return _by_colon(clause, start, grammar) or _by_pause(clause, start, grammar)
    verb = verbs[-1]
    if (relative := relative_before(clause, verb, grammar)) is not None:
        return _antecedent(clause, relative, start, grammar)
    verbs = [one for one in verbs if relative_before(clause, one, grammar) is None]
    gap = clause[verb.end() :]
    if _BLOCKED.search(gap) or ";" in gap or len(gap) > MOST_BETWEEN or not is_finite(clause, verb, grammar):
        return None
    if re.search(r":\s*\S", gap):
        return None
    return _subject_before(clause, verbs, start, grammar)


_WHO = re.compile(r"(?<!\w)(?:who|qui|quien|الذي|التي)\s", re.IGNORECASE)


def relative_before(clause: str, verb: re.Match[str], grammar: Grammar) -> int | None:
    """Return where the relative clause of a verb begins: *who* or the like, with nothing but adverbs before the verb."""
    part = max(clause.rfind(",", 0, verb.start()), clause.rfind(QUOTED, 0, verb.start())) + 1
    words = without_adverbs(clause[part : verb.start()], grammar)
    last = re.search(r"[\w’']+$", words)
    if last and grammar.relative.fullmatch(last[0]) and last[0].casefold() not in ("that", "que", "das", "die", "der"):
        return part + last.start()
    first = re.match(r"\s*([\w’']+)", words)
    if (
        first
        and part
        and grammar.relative.fullmatch(first[1])
        and len(words.split()) < 6
        and first[1].casefold() != "that"
    ):
        return part + first.start(1)
    return None


def _antecedent(clause: str, relative: int, start: int, grammar: Grammar) -> Attribution | None:
    """Return whom a relative clause describes: Salmond, who called it “…”, …."""
    if not _WHO.match(clause, relative):
        return None
    phrase = subject_of(clause[:relative].rstrip(" ,"), grammar)[0]
    if not phrase or grammar.verb.search(phrase) or grammar.finite.search(phrase):
        return None
    return named_by(phrase, "before", start, grammar, clause)


def _new_clause(before: str, grammar: Grammar) -> bool:
    """Tell whether a clause with its own verb begins after the quotation before."""
    since = before.rpartition(QUOTED)[2]
    return bool(grammar.verb.search(since)) and not _shares_subject(since, grammar)


def _shares_subject(since: str, grammar: Grammar) -> bool:
    """Tell whether the first verb after a quotation has no subject of its own: “…” and warned that “…”."""
    verb = grammar.verb.search(since)
    if verb is None:
        return False
    words = without_adverbs(since[: verb.start()], grammar).strip(" ,")
    return bool(grammar.conjunction.fullmatch(words))


def _subject_before(clause: str, verbs: Sequence[re.Match[str]], start: int, grammar: Grammar) -> Attribution | None:
    """Return the subject of the last of some verbs, which may be that of the one before: X said … and warned …."""
    for number in range(len(verbs) - 1, -1, -1):
        verb = verbs[number]
        if not is_finite(clause, verb, grammar):
            return None
        left = clause[verbs[number - 1].end() if number else 0 : verb.start()]
        left = left.rpartition(QUOTED)[2] if number else left
        subject = without_adverbs(left, grammar).strip(" ,–—-")
        joined = subject.rsplit(None, 1)[-1].strip(" ,") if subject else ""
        if number and joined and grammar.conjunction.fullmatch(joined) and joined.casefold() in _AND:
            continue  # said … and warned …
        if joined and joined.casefold() in _AND:
            leading = _leading(subject[: -len(joined)], grammar)
            return named_by(leading, "before", start, grammar, clause) if leading else None
        phrase, is_rest = subject_of(subject, grammar)
        if not phrase:
            following = after_verb(clause[verb.end() :], grammar) if not number else ""
            following = re.split(r"[:,]|\s(?:that|que|dass|إن|أن|بأن)\s", following, maxsplit=1)[0].strip()
            if is_rest and following and not grammar.adverbial.match(following):
                return named_by(following, "before", start + verb.end(), grammar, clause)
            if is_rest and grammar.drops_subject and not number:
                return Attribution("", "before", True, start + verb.start(), clause)
            return None
        return named_by(phrase, "before", start + max(clause.rfind(phrase, 0, verb.start()), 0), grammar, clause)
    return None


_AND = frozenset(["and", "but", "et", "mais", "und", "aber", "y", "e", "pero", "mas"])


def _leading(words: str, grammar: Grammar) -> str:
    """Return the name or pronoun with which a clause of any verb begins, where only what describes it follows; else nothing."""
    parts = [part for part in parts_of(words) if part.strip()]
    while parts and is_adverbial(parts[0], grammar):
        parts = parts[1:]
    if not parts or not all(
        re.match(r"\s*\w+(?:ed|ing|ant|é|ée|és)\b", part) or grammar.adverbial.match(part) for part in parts[1:]
    ):
        return ""
    if pronoun := grammar.pronoun.match(parts[0]):
        return pronoun[0]
    name = next(iter(names_in(parts[0])), None)
    return name[0] if name and not parts[0][: name.start()].strip() else ""


def _according_before(clause: str, start: int, grammar: Grammar) -> Attribution | None:
    """Read `According to X, …` at the beginning of a clause, where no other verb of speech follows."""
    stripped = clause.lstrip(" ,–—-")
    opening = grammar.according.match(stripped)
    if not opening:
        return None
    rest = stripped[opening.end() :]
    if grammar.verb.search(rest):
        return None
    parts = re.split(r",\s*", rest)
    if len(parts) == 1 and (name := next(iter(names_in(rest)), None)) and "de" in grammar.languages:
        parts = [rest[: name.end()], ""]  # Laut dem Geologen Ivo Karstensen bewegt sich …
    if len(parts) < 2 or _BLOCKED.search(rest):
        return None
    phrase = [parts[0]]
    for part in parts[1:-1]:
        if len(part.split()) > 8 or grammar.finite.search(part):
            break
        phrase.append(part)
    at = start + len(clause) - len(rest)
    return named_by(", ".join(phrase), "according", at, grammar, clause)


def _quoted_as(clause: str, start: int, grammar: Grammar) -> Attribution | None:
    """Read `A quoted X as saying` and `X was quoted by A as saying`: X speaks."""
    found = next(iter(list(_QUOTED_AS.finditer(clause))[-1:]), None)
    if found is None or grammar.verb.search(clause[found.end() :]):
        return None
    if found["passive"]:
        phrase = subject_of(without_adverbs(clause[: found.start()], grammar), grammar)[0]
    else:
        phrase = found["who"].strip()
    return named_by(phrase, "before", start, grammar, clause) if phrase else None


def _by_pause(clause: str, start: int, grammar: Grammar) -> Attribution | None:
    """Read `His counterpart, Jane Doe, was more careful: “…”`: the subject of a sentence that nobody else is named in."""
    words = clause.strip()
    if not words.endswith(":") or words.count(":") > 1 or len(words.split()) > _FEW_WORDS:
        return None
    parts = [part for part in parts_of(words.rstrip(": ")) if not is_adverbial(part, grammar)]
    names = [one for part in parts for one in names_in(part, grammar.languages == ("de",))]
    if len(names) != 1 or len(parts) > _FEW_PARTS or not grammar.finite.search(parts[-1]):
        return None
    subject = ", ".join(parts[:-1]) if len(parts) > 1 else ""
    if names[0][0] not in subject or grammar.finite.search(subject):
        return None
    return named_by(subject, "colon", start, grammar, clause)


_FEW_WORDS, _FEW_PARTS = 25, 3


def _by_colon(clause: str, start: int, grammar: Grammar) -> Attribution | None:
    """Read a name and a colon, as in a transcript."""
    words = clause.strip()
    if (
        start
        or QUOTED in words
        or not words.endswith(":")
        or len(words.split()) > 9
        or grammar.finite.search(words)
        or words.count(":") > 1
    ):
        return None
    if not names_in(words, grammar.languages == ("de",)):
        return None
    return named_by(words.rstrip(": "), "colon", start, grammar, clause)
