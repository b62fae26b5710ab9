"""Find the words beside a quotation, in its sentence, that say who speaks: before it, after it, or between its two halves."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from briefing.text.languages.speech_words import BLOCKERS, whole
from briefing.text.speech.phrases import Grammar, names_in, parts_of
from briefing.text.speech.sentences import QUOTED, Sentence

Shape = Literal["before", "after", "according", "colon", "continued", "same sentence", "next sentence"]
"""How a text tells who speaks: by words before or after, “according to”, a name and a colon, or by the quotation before."""


@dataclass(frozen=True)
class Attribution:
    """The words that name a speaker, or a pronoun for one, and how they stand; `clause` is all that is said around them.

    `phrase` is empty where the language leaves the subject out. `at` is where the phrase begins in its sentence.
    """

    phrase: str
    shape: Shape
    is_pronoun: bool
    at: int
    clause: str


_BLOCKED = whole(BLOCKERS)
_CLAUSE_END = re.compile(rf"[;{QUOTED}]|:\s")
_QUOTED_AS = re.compile(
    r"(?P<passive>(?:was|were|is|are|been)\s+)?(?:quoted|cited)\b(?P<by>(?:\s+(?:by|in)\s[^,;:]{2,60})?)(?P<who>[^,;:]{0,80}?)\s+as\s+saying\b",
    re.IGNORECASE,
)
_STANDS_FOR_TITLE = re.compile(
    r"(?:so-called|known as|slogans?|titled|entitled|headline|hashtag|the word|the words|the term|the phrase|banners?"
    r"|signs?|placards?|dubbed|operation|motto|chant\w*|slogan|intitulée?|devise|le mot|terme|pancartes?|lema|título)\W*$",
    re.IGNORECASE,
)
_MOST_BETWEEN = 400


def attribution_of(sentence: Sentence, nth: int, grammar: Grammar) -> Attribution | None:
    """Return who the sentence of a quotation says has spoken; None where it says none, or two.

    `nth` is which of its quotations, from 0.
    """
    at = _place(sentence.text, nth)
    before, after = sentence.text[:at], sentence.text[at + 1 :]
    if _STANDS_FOR_TITLE.search(before):
        return None
    ahead, behind = _before(before, grammar), _after(after, at + 1, grammar)
    if ahead and behind and ahead.phrase.casefold() != behind.phrase.casefold():
        return None
    if behind and nth and not ahead and before.rpartition(QUOTED)[2].strip(" ,.;") and not _only_joins(before, grammar):
        # “…”, said A, and “…”, said B: each has its own; but words of another clause may go before.
        return behind if after.startswith((",", " ")) else None
    return behind or ahead


def reported_by(sentence: str, grammar: Grammar) -> Attribution | None:
    """Return who reports something without a quotation in a sentence: the subject of its first verb of speech."""
    finite = (one for one in grammar.verb.finditer(sentence) if _is_finite(sentence, one, grammar))
    verb = next((one for one in finite if _relative_before(sentence, one, grammar) is None), None)
    return _before(sentence[: verb.end()], grammar) if verb else None


def _only_joins(before: str, grammar: Grammar) -> bool:
    rest = before.rpartition(QUOTED)[2].strip(" ,.;–—-")
    return not rest or bool(grammar.conjunction.fullmatch(rest))


def _place(text: str, nth: int) -> int:
    at = -1
    for _ in range(nth + 1):
        at = text.find(QUOTED, at + 1)
    return at


# ---- after the quotation ----


def _after(after: str, offset: int, grammar: Grammar) -> Attribution | None:
    stripped = after.lstrip(" ,–—-")
    start = offset + len(after) - len(stripped)
    paused = after[:1] in ",–—-" or after[:2] in (" –", " —", " -")
    rest = _CLAUSE_END.split(stripped, maxsplit=1)[0][:_MOST_BETWEEN]
    if according := grammar.according.match(rest):
        return (
            _named(rest[according.end() :], "according", start, grammar, rest) if paused or after[:1] == " " else None
        )
    if inverted := _inverted(rest, grammar):
        return Attribution(inverted, "after", True, start, rest)
    verb = next((one for one in grammar.verb.finditer(rest) if _is_finite(rest, one, grammar)), None)
    if verb is None:
        return None
    subject = _without_adverbs(rest[: verb.start()], grammar)
    if subject:
        if not paused or grammar.conjunction.match(subject) or grammar.relative.match(subject):
            return None
        return _named(subject, "after", start, grammar, rest)
    following = _after_verb(rest[verb.end() :], grammar)
    if not following:
        return Attribution("", "after", True, start, rest) if grammar.drops_subject and paused else None
    return _named(following, "after", start, grammar, rest)


def _inverted(rest: str, grammar: Grammar) -> str | None:
    """Return the pronoun of `a-t-il dit` and `dit-elle`; None where the words do not begin so."""
    found = re.match(r"(?:s[’'])?[^\W\d_]+-(?:t-)?(?P<who>ils?|elles?|on)\b(?P<more>(?:\s[\w’'-]+){0,3})", rest)
    if not found or "fr" not in grammar.languages:
        return None
    words = found[0].replace("-t-", " ").replace("-", " ")
    return found["who"] if grammar.verb.search(words) else None


def _named(phrase: str, shape: Shape, at: int, grammar: Grammar, clause: str) -> Attribution | None:
    phrase = phrase.strip(" ,–—-")
    first = phrase.split(",")[0].strip().rstrip(".!?")
    if pronoun := grammar.pronoun.match(phrase):
        rest = first[pronoun.end() :].strip()
        alone = not _without_adverbs(f"{rest} ", grammar) or grammar.adverbial.match(rest)
        return Attribution(pronoun[0], shape, True, at, clause) if alone or shape == "after" else None
    if not phrase or grammar.conjunction.match(first) or (shape != "according" and grammar.adverbial.match(first)):
        return None
    return Attribution(_trimmed(phrase, grammar), shape, False, at, clause)


_ADJUNCT = re.compile(
    r"\s+(?=(?:on|in|at|during|after|before|when|while|as|following|earlier|later|yesterday|today|in\s+an?|to|with|through|via|by|because"
    r"|lors|dans|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|hier|après|avant|devant|à|au|aux|sur|pendant|depuis"
    r"|am|im|in|nach|vor|bei|beim|gegenüber|heute|gestern|auf"
    r"|en|tras|ante|durante|este|el\s+(?:lunes|martes|miércoles|jueves|viernes|sábado|domingo)|ayer|hoy|al?"
    r"|em|num|numa|na|no|após|esta|nesta|neste|à|ao|ontem|hoje)\s)"
)


def _trimmed(phrase: str, grammar: Grammar) -> str:
    """Return a phrase without the adverbial phrases after the name, but with what is in apposition."""
    parts = list(re.split(r"(?<=[^\d]),\s*", phrase.rstrip(" .!?…")))
    chosen = [parts[0]]
    for part in parts[1:]:
        if grammar.conjunction.match(part) or (grammar.adverbial.match(part) and not grammar.relative.match(part)):
            break
        if re.match(r"(?:adding|saying|speaking|warning|\w+ing|ajoutant|\w+ant|añadiendo|\w+ndo)\s", part):
            break
        chosen.append(part)
    return re.sub(r"\s(?:weiter|ferner|encore|también)$", "", ", ".join(chosen))


def _after_verb(words: str, grammar: Grammar) -> str:
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


# ---- before the quotation ----


def _before(before: str, grammar: Grammar) -> Attribution | None:
    if QUOTED in before and _inverted(before.rpartition(QUOTED)[2].lstrip(" ,–—-"), grammar):
        return None  # that is whose the quotation before is
    start = max(before.rfind(";"), before.rfind(QUOTED) if _new_clause(before, grammar) else -1, -1) + 1
    clause = before[start:]
    if len(clause) > 3 * _MOST_BETWEEN:
        return None
    if according := _according_before(clause, start, grammar):
        return according
    if quoted := _quoted_as(clause, start, grammar):
        return quoted
    verbs = list(grammar.verb.finditer(clause))
    if not verbs:
        return _by_colon(clause, start, grammar)
    verb = verbs[-1]
    if (relative := _relative_before(clause, verb, grammar)) is not None:
        return _antecedent(clause, relative, start, grammar)
    verbs = [one for one in verbs if _relative_before(clause, one, grammar) is None]
    gap = clause[verb.end() :]
    if _BLOCKED.search(gap) or ";" in gap or len(gap) > _MOST_BETWEEN or not _is_finite(clause, verb, grammar):
        return None
    if re.search(r":\s*\S", gap):
        return None
    return _subject_before(clause, verbs, start, grammar)


_WHO = re.compile(r"(?<!\w)(?:who|qui|quien|الذي|التي)\s", re.IGNORECASE)


def _relative_before(clause: str, verb: re.Match[str], grammar: Grammar) -> int | None:
    """Return where the relative clause of a verb begins: *who* or the like, with nothing but adverbs before the verb."""
    part = max(clause.rfind(",", 0, verb.start()), clause.rfind(QUOTED, 0, verb.start())) + 1
    words = _without_adverbs(clause[part : verb.start()], grammar)
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
    phrase = _subject(clause[:relative].rstrip(" ,"), grammar)[0]
    if not phrase or grammar.verb.search(phrase) or grammar.finite.search(phrase):
        return None
    return _named(phrase, "before", start, grammar, clause)


def _new_clause(before: str, grammar: Grammar) -> bool:
    """Tell whether a clause with its own verb begins after the quotation before."""
    since = before.rpartition(QUOTED)[2]
    return bool(grammar.verb.search(since)) and not _shares_subject(since, grammar)


def _shares_subject(since: str, grammar: Grammar) -> bool:
    """Tell whether the first verb after a quotation has no subject of its own: “…” and warned that “…”."""
    verb = grammar.verb.search(since)
    if verb is None:
        return False
    words = _without_adverbs(since[: verb.start()], grammar).strip(" ,")
    return bool(grammar.conjunction.fullmatch(words))


def _subject_before(clause: str, verbs: Sequence[re.Match[str]], start: int, grammar: Grammar) -> Attribution | None:
    """Return the subject of the last of some verbs, which may be that of the one before: X said … and warned …."""
    for number in range(len(verbs) - 1, -1, -1):
        verb = verbs[number]
        if not _is_finite(clause, verb, grammar):
            return None
        left = clause[verbs[number - 1].end() if number else 0 : verb.start()]
        left = left.rpartition(QUOTED)[2] if number else left
        subject = _without_adverbs(left, grammar).strip(" ,–—-")
        joined = subject.rsplit(None, 1)[-1].strip(" ,") if subject else ""
        if number and joined and grammar.conjunction.fullmatch(joined) and joined.casefold() in _AND:
            continue  # said … and warned …
        if joined and joined.casefold() in _AND:
            leading = _leading(subject[: -len(joined)], grammar)
            return _named(leading, "before", start, grammar, clause) if leading else None
        phrase, is_rest = _subject(subject, grammar)
        if not phrase:
            following = _after_verb(clause[verb.end() :], grammar) if not number else ""
            following = re.split(r"[:,]|\s(?:that|que|dass|إن|أن|بأن)\s", following, maxsplit=1)[0].strip()
            if is_rest and following and not grammar.adverbial.match(following):
                return _named(following, "before", start + verb.end(), grammar, clause)
            if is_rest and grammar.drops_subject and not number:
                return Attribution("", "before", True, start + verb.start(), clause)
            return None
        return _named(phrase, "before", start + max(clause.rfind(phrase, 0, verb.start()), 0), grammar, clause)
    return None


_AND = frozenset(["and", "but", "et", "mais", "und", "aber", "y", "e", "pero", "mas"])


def _leading(words: str, grammar: Grammar) -> str:
    """Return the name or pronoun with which a clause of any verb begins, where only what describes it follows; else nothing."""
    parts = [part for part in parts_of(words) if part.strip()]
    while parts and _is_adverbial(parts[0], grammar):
        parts = parts[1:]
    if not parts or not all(
        re.match(r"\s*\w+(?:ed|ing|ant|é|ée|és)\b", part) or grammar.adverbial.match(part) for part in parts[1:]
    ):
        return ""
    if pronoun := grammar.pronoun.match(parts[0]):
        return pronoun[0]
    name = next(names_in(parts[0]), None)
    return name[0] if name and not parts[0][: name.start()].strip() else ""


def _subject(words: str, grammar: Grammar) -> tuple[str, bool]:
    """Return the subject in the words before a verb, and whether what is left out was only adverbial.

    A clause that begins with a conjunction is the one that counts; phrases before the subject are left out.
    """
    parts = [part.strip() for part in re.split(r"(?<!\d),\s*|\s[–—]\s", words) if part.strip()]
    for number in range(len(parts) - 1, 0, -1):
        first = re.match(r"[\w’']+", parts[number])
        if first and grammar.conjunction.fullmatch(first[0]) and not grammar.relative.match(parts[number]):
            parts = [parts[number][first.end() :].strip(), *parts[number + 1 :]]
            break
    parts = [part for part in parts if part]
    while parts and _is_adverbial(parts[0], grammar):
        parts = parts[1:]
    if not parts:
        return "", True
    first = re.match(r"[\w’']+", parts[0])
    if first and grammar.conjunction.fullmatch(first[0]) and not grammar.pronoun.match(parts[0]):
        parts[0] = parts[0][first.end() :].strip()
    that = list(re.finditer(r"(?<!\w)(?:that|que|dass|daß|what|whom|ce que|lo que|o que|إن|أن|qu[’'])\s*", parts[0]))
    if that:
        parts = [parts[0][that[-1].end() :], *parts[1:]]
    if grammar.pronoun.fullmatch(parts[-1]):
        return parts[-1], False
    plain = [part for part in parts if not (part is not parts[0] and _is_adverbial(part, grammar))]
    return ", ".join(plain).strip(), False


_ADVERBIAL = re.compile(r"\w+(?:ing|ly)\b.*|\w+mente?|(?i:an?|one|two|three|some)\s\w+ (?:earlier|later|before|ago)")


def _is_adverbial(part: str, grammar: Grammar) -> bool:
    return bool(grammar.adverbial.match(part)) or bool(_ADVERBIAL.fullmatch(part))


def _without_adverbs(left: str, grammar: Grammar) -> str:
    padded = left.rstrip(" ,–—-") + " " if left.strip() else ""
    if left.endswith(("’", "'")):
        padded = left
    found = grammar.before_verb.search(padded)
    return (padded[: found.start()] if found else padded).strip()


def _is_finite(clause: str, verb: re.Match[str], grammar: Grammar) -> bool:
    """Tell whether a verb says that someone speaks: not *to say*, *was called* or *the demand*."""
    left = clause[max(verb.start() - 60, 0) : verb.start()]
    auxiliary = grammar.before_verb.search(left)
    bare = left[: auxiliary.start()] if auxiliary else left
    if grammar.passive.search(bare) or (
        grammar.passive.search(left) and not re.search(r"\bs[’']\s*(?:est|était)\s+$", left)
    ):
        return False
    if grammar.infinitive.search(left):
        return False
    # Most verbs have a noun that is written alike: la demande, the claims, his calls.
    return not grammar.determiner.search(left)


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
    if len(parts) == 1 and (name := next(names_in(rest), None)) and "de" in grammar.languages:
        parts = [rest[: name.end()], ""]  # Laut dem Geologen Ivo Karstensen bewegt sich …
    if len(parts) < 2 or _BLOCKED.search(rest):
        return None
    phrase = [parts[0]]
    for part in parts[1:-1]:
        if len(part.split()) > 8 or grammar.finite.search(part):
            break
        phrase.append(part)
    at = start + len(clause) - len(rest)
    return _named(", ".join(phrase), "according", at, grammar, clause)


def _quoted_as(clause: str, start: int, grammar: Grammar) -> Attribution | None:
    """Read `A quoted X as saying` and `X was quoted by A as saying`: X speaks."""
    found = next(iter(list(_QUOTED_AS.finditer(clause))[-1:]), None)
    if found is None or grammar.verb.search(clause[found.end() :]):
        return None
    if found["passive"]:
        phrase = _subject(_without_adverbs(clause[: found.start()], grammar), grammar)[0]
    else:
        phrase = found["who"].strip()
    return _named(phrase, "before", start, grammar, clause) if phrase else None


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
    if not parts_of(words):
        return None
    return _named(words.rstrip(": "), "colon", start, grammar, clause)
