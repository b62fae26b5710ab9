"""Read the words of a clause beside its verb of speech: its subject, its adverbs, and whether the verb is finite."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from briefing.text.speech.grammar import Grammar

Shape = Literal["before", "after", "according", "colon", "continued", "same sentence", "next sentence"]
"""How a text tells who speaks: by words before or after, “according to”, a name and a colon, or by the quotation before."""

MOST_BETWEEN = 400
"""Farther than so many characters from a verb, a quotation is not its own."""


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


def named_by(phrase: str, shape: Shape, at: int, grammar: Grammar, clause: str) -> Attribution | None:
    """Return the attribution to a phrase, if it may name a speaker."""
    phrase = phrase.strip(" ,–—-")
    first = phrase.split(",")[0].strip().rstrip(".!?")
    if pronoun := grammar.pronoun.match(phrase):
        rest = first[pronoun.end() :].strip()
        alone = not without_adverbs(f"{rest} ", grammar) or grammar.adverbial.match(rest)
        return Attribution(pronoun[0], shape, True, at, clause) if alone or shape == "after" else None
    if not phrase or grammar.conjunction.match(first) or (shape != "according" and grammar.adverbial.match(first)):
        return None
    return Attribution(_trimmed(phrase, grammar), shape, False, at, clause)


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


def subject_of(words: str, grammar: Grammar) -> tuple[str, bool]:
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
    while parts and (is_adverbial(parts[0], grammar) or (len(parts) > 1 and grammar.relative.match(parts[0]))):
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
    plain = [part for part in parts if not (part is not parts[0] and is_adverbial(part, grammar))]
    return ", ".join(plain).strip(), False


_ADVERBIAL = re.compile(r"\w+(?:ing|ly)\b.*|\w+mente?|(?i:an?|one|two|three|some)\s\w+ (?:earlier|later|before|ago)")


def is_adverbial(part: str, grammar: Grammar) -> bool:
    """Tell whether a part of a clause is adverbial: no subject of a verb, and nothing that describes one."""
    return bool(grammar.adverbial.match(part)) or bool(_ADVERBIAL.fullmatch(part))


def without_adverbs(left: str, grammar: Grammar) -> str:
    """Return the words before a verb without its adverbs and auxiliaries."""
    padded = left.rstrip(" ,–—-") + " " if left.strip() else ""
    if left.endswith(("’", "'")):
        padded = left
    found = grammar.before_verb.search(padded)
    return (padded[: found.start()] if found else padded).strip()


def is_finite(clause: str, verb: re.Match[str], grammar: Grammar) -> bool:
    """Tell whether a verb says that someone speaks: not *to say*, *was called* or *the demand*."""
    if verb[0][0].isupper() and clause[: verb.start()].strip():
        return False  # the United States
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
