"""Rules on words: likelihood by one yardstick, confidence apart from it, and a page that is quick to read."""

from __future__ import annotations

import re
from collections.abc import Iterator

from briefing.check.claims import Copy
from briefing.check.rules.finding import SENTENCE_END, Finding, shown
from briefing.model.briefing import LIKELIHOODS
from briefing.text.quotation_marks import find_quotations

MOST_WORDS = 45
"""The most words of a key point that is read at a glance."""

# Hedges in common use that no yardstick defines. `may` and `could` are as often permission, ability or the past.
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
_EVERY_TERM = frozenset(term for terms in LIKELIHOODS.values() for term in terms) | frozenset(LOOSE)
# The desk's own: a vote of confidence, or that of investors, is news.
_CONFIDENCE = re.compile(
    r"\b(?:(?:low|limited|little|some|moderate|medium|good|high|great|full)(?:ly)?(?:\s+\w+)?\s+confiden(?:ce|t)|"
    r"confidence\s+(?:(?:is|remains)\s+(?:low|moderate|high)|level)|our\s+confidence|with\s+confidence|(?:we|desk)\s+(?:\w+\s+){0,3}confident(?:ly)?)\b",
    re.IGNORECASE,
)
# Words of likelihood that say something else.
_NO_HEDGE = re.compile(
    r"\b(?:as\s+\w+\s+as|if|where(?:ver)?|when(?:ever)?)\s+possible|"
    r"(?:military|economic|political|naval|industrial|the|its|their|of|and)\s+might|a\s+chance\s+(?:meeting|encounter)\b",
    re.IGNORECASE,
)


def _terms(terms: frozenset[str]) -> re.Pattern[str]:
    longest_first = sorted(terms, key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})\b", re.IGNORECASE)


_ANY_TERM = _terms(_EVERY_TERM)
_YARDSTICK_TERM = _terms(frozenset(term for terms in LIKELIHOODS.values() for term in terms))


def _is_english(copy: Copy) -> bool:
    # Both yardsticks are defined in English alone.
    return copy.briefing.language.startswith("en")


def likelihood_unknown(copy: Copy) -> Iterator[Finding]:
    """A likelihood that is not a term of the chosen yardstick."""
    yardstick = copy.briefing.yardstick
    terms = LIKELIHOODS[yardstick]
    for i, judgement in enumerate(copy.briefing.assessment):
        said = judgement.likelihood
        if said and said.casefold() not in terms and _is_english(copy):
            what = f'"{said}" is not a term of the yardstick {yardstick}'
            yield Finding(("assessment", i, "likelihood"), what, _nearest_term(said, yardstick))


def _nearest_term(said: str, yardstick: str) -> str:
    # By its letters `quite likely` is nearest to `unlikely`: only whole words are gone by.
    others = [name for name, known in LIKELIHOODS.items() if said.casefold() in known]
    meant = [term for term in LIKELIHOODS[yardstick] if re.search(rf"(?<!\w){re.escape(term)}(?!\w)", said.casefold())]
    start = f"it is of {others[0]}; " if others else f"did you mean {meant[-1]}? " if meant else ""
    return f"{start}one of {', '.join(LIKELIHOODS[yardstick])}"


def likelihood_loose(copy: Copy) -> Iterator[Finding]:
    """A word of likelihood in an assessment that the chosen yardstick does not define."""
    terms = LIKELIHOODS[copy.briefing.yardstick]
    for path, text in _assessed(copy):
        for match in _ANY_TERM.finditer(_NO_HEDGE.sub("", text)):
            if match[0].casefold() not in terms:
                what = f"“{match[0]}” is not a term of the yardstick {copy.briefing.yardstick}"
                hint = f"say how likely after likelihood:, with one of {', '.join(terms)}"
                yield Finding(path, what, hint, match[0])


def _assessed(copy: Copy) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """The texts of the assessment, what they quote blanked out: other people's hedges are theirs."""
    if _is_english(copy):
        for passage in copy.passages:
            if passage.path[0] == "assessment":
                yield passage.path, _unquoted(passage.words)


def _unquoted(text: str) -> str:
    for quotation in find_quotations(text)[0]:
        text = text[: quotation.start] + " " * (quotation.end - quotation.start) + text[quotation.end :]
    return text


def mixed(copy: Copy) -> Iterator[Finding]:
    """A sentence that says how likely something is and how sure the desk is: readers take one for the other (ICD 203)."""
    if not _is_english(copy):
        return
    for passage in copy.passages:
        if passage.path[0] not in ("assessment", "bottom_line", "summary"):
            continue
        for sentence in _sentences(_unquoted(passage.words)):
            likely, sure = _YARDSTICK_TERM.search(sentence), _CONFIDENCE.search(sentence)
            if likely and sure:
                what = f"“{likely[0]}” and “{sure[0]}” stand in one sentence"
                yield Finding(passage.path, what, "give each its own sentence, or its own key", sure[0])


def _sentences(text: str) -> Iterator[str]:
    start = 0
    for end in [*(match.end() for match in SENTENCE_END.finditer(text)), len(text)]:
        yield text[start:end]
        start = end


def point_too_long(copy: Copy) -> Iterator[Finding]:
    """A key point too long to be read at a glance."""
    for claim in copy.claims:
        count = len(claim.words.split())
        if claim.kind == "key point" and count > MOST_WORDS:
            what = (
                f"this key point has {count} words; at most {MOST_WORDS} are read at a glance: {shown(claim.words, 40)}"
            )
            yield Finding(claim.path, what, "say one thing, and move the rest to a section")


def no_gaps(copy: Copy) -> Iterator[Finding]:
    """A briefing that names nothing it does not know."""
    if not copy.briefing.gaps:
        yield Finding(
            ("as_of",), "the briefing does not say what is not known", "add gaps: with what would change the picture"
        )
