"""Rules on wording: likelihood by one yardstick, confidence in a sentence of its own, and a page that is quick to read."""

from __future__ import annotations

import re
from collections.abc import Iterator

from briefing.check.check_input import CheckInput, Finding, shorten
from briefing.model.field_types import LIKELIHOODS
from briefing.text.quotation_marks import find_quotations
from briefing.text.sentences import split_sentences

MOST_WORDS = 45
"""The most words of a key point that can be read at a glance."""

# Hedges in common use that no yardstick defines. `may` and `could` also mean permission and ability.
LOOSE = (
    "probably",
    "possibly",
    "possible",
    "perhaps",
    "maybe",
    "conceivable",
    "conceivably",
    "presumably",
    "doubtful",
    "might",
    "a chance",
    "even chance",
    "virtually certain",
    "improbably",
    "a good chance",
    "in all likelihood",
)
_YARDSTICK_TERMS = frozenset(term for terms in LIKELIHOODS.values() for term in terms)
# The desk's own confidence; a vote of confidence, or that of investors, is news.
_CONFIDENCE = re.compile(
    r"\b(?:(?:low|limited|little|some|moderate|medium|good|high|great|full)(?:ly)?(?:\s+\w+)?\s+confiden(?:ce|t)|"
    r"confidence\s+(?:(?:is|remains)\s+(?:low|moderate|high)|level)|our\s+confidence|with\s+confidence|(?:we|desk)\s+(?:\w+\s+){0,3}confident(?:ly)?)\b",
    re.IGNORECASE,
)
# Words of likelihood with another meaning.
_NO_HEDGE = re.compile(
    r"\b(?:as\s+\w+\s+as|if|where(?:ver)?|when(?:ever)?)\s+possible|"
    r"(?:military|economic|political|naval|industrial|the|its|their|of|and)\s+might|a\s+chance\s+(?:meeting|encounter)\b",
    re.IGNORECASE,
)


def _any_of(terms: frozenset[str]) -> re.Pattern[str]:
    longest_first = sorted(terms, key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})\b", re.IGNORECASE)


_ANY_TERM = _any_of(_YARDSTICK_TERMS | frozenset(LOOSE))
_YARDSTICK_TERM = _any_of(_YARDSTICK_TERMS)


def _is_english(given: CheckInput) -> bool:
    """Tell whether the briefing is in English, the only language in which the yardsticks are defined."""
    return given.briefing.language.startswith("en")


def likelihood_unknown(given: CheckInput) -> Iterator[Finding]:
    """Find likelihoods that are not a term of the chosen yardstick."""
    yardstick = given.briefing.yardstick
    terms = LIKELIHOODS[yardstick]
    for i, judgement in enumerate(given.briefing.assessment):
        written = judgement.likelihood
        if written and written.casefold() not in terms and _is_english(given):
            what = f'"{written}" is not a term of the yardstick {yardstick}'
            yield Finding(("assessment", i, "likelihood"), what, _suggest_term(written.casefold(), yardstick))


def _suggest_term(written: str, yardstick: str) -> str:
    """Return a hint with the term that was probably meant; by letters `quite likely` is nearest to `unlikely`, so by words."""
    others = [name for name, known in LIKELIHOODS.items() if written in known]
    meant = [term for term in LIKELIHOODS[yardstick] if re.search(rf"(?<!\w){re.escape(term)}(?!\w)", written)]
    start = f"it is a term of {others[0]}; " if others else f"did you mean {meant[-1]}? " if meant else ""
    return f"{start}choose one of {', '.join(LIKELIHOODS[yardstick])}"


def likelihood_loose(given: CheckInput) -> Iterator[Finding]:
    """Find words of likelihood in the assessment that the chosen yardstick does not define."""
    terms = LIKELIHOODS[given.briefing.yardstick]
    if not _is_english(given):
        return
    for text in given.texts:
        if text.path[0] != "assessment":
            continue
        for match in _ANY_TERM.finditer(_NO_HEDGE.sub("", _without_quotations(text.words))):
            if match[0].casefold() not in terms:
                what = f"“{match[0]}” is not a term of the yardstick {given.briefing.yardstick}"
                hint = f"write the likelihood after likelihood:, as one of {', '.join(terms)}"
                yield Finding(text.path, what, hint, match[0])


def _without_quotations(text: str) -> str:
    """Return a text with its quotations blanked out: the hedges of other people are theirs."""
    pieces, at = [], 0
    for quotation in find_quotations(text)[0]:
        pieces += [text[at : quotation.start], " " * (quotation.end - quotation.start)]
        at = quotation.end
    return "".join([*pieces, text[at:]])


def mixed(given: CheckInput) -> Iterator[Finding]:
    """Find sentences with both a likelihood and the desk's confidence: readers confuse the two (ICD 203)."""
    if not _is_english(given):
        return
    for text in given.texts:
        if text.path[0] not in ("assessment", "bottom_line", "summary"):
            continue
        for sentence in split_sentences(_without_quotations(text.words)):
            likely, sure = _YARDSTICK_TERM.search(sentence), _CONFIDENCE.search(sentence)
            if likely and sure:
                what = f"“{likely[0]}” and “{sure[0]}” are in one sentence"
                yield Finding(text.path, what, "write each in its own sentence, or after its own key", sure[0])


def point_too_long(given: CheckInput) -> Iterator[Finding]:
    """Find key points that are too long to be read at a glance."""
    for claim in given.claims:
        count = len(claim.words.split())
        if claim.kind == "key point" and count > MOST_WORDS:
            start = shorten(claim.words, 40)
            what = f"this key point has {count} words; at most {MOST_WORDS} are read at a glance: {start}"
            yield Finding(claim.path, what, "make one point, and move the rest to a section")


def no_gaps(given: CheckInput) -> Iterator[Finding]:
    """Find that the briefing lists no gaps in what is known."""
    if not given.briefing.gaps:
        hint = "add gaps: with what would change the picture"
        yield Finding(("as_of",), "the briefing does not say what is not known", hint)
