"""Rules on likelihood: a term of the yardstick, stated once, and not beside the confidence of the desk."""

from __future__ import annotations

import re
from collections.abc import Iterator

from briefing.check.check_input import CheckInput, Finding
from briefing.check.rules.judgement.hedges import confidence, hedges, seemings
from briefing.check.rules.judgement.stated import (
    Stated,
    stated_likelihoods,
    stated_numbers,
    stated_terms,
    term_pattern,
    uninflected,
)
from briefing.check.rules.judgement.yardsticks import Range, is_french, range_of, terms
from briefing.load.located_values import ValuePath
from briefing.model.field_types import LIKELIHOODS
from briefing.text.quotation_marks import find_quotations
from briefing.text.sentences import split_sentences


def likelihood_unknown(given: CheckInput) -> Iterator[Finding]:
    """Find likelihoods that are not a term of the chosen yardstick, in English or as it prints."""
    yardstick, language = given.briefing.yardstick, given.briefing.language
    known = {*LIKELIHOODS[yardstick], *terms(yardstick, language)}
    for i, judgement in enumerate(given.briefing.assessment):
        written = judgement.likelihood
        if written and " ".join(written.casefold().split()) not in known:
            what = f'"{written}" is not a term of the yardstick {yardstick}'
            yield Finding(("assessment", i, "likelihood"), what, _suggest_term(written.casefold(), yardstick, language))


def _suggest_term(written: str, yardstick: str, language: str) -> str:
    """Return a hint with the term that was probably meant; by letters `quite likely` is nearest to `unlikely`, so by words."""
    known = terms(yardstick, language)
    other = "icd203" if yardstick == "phia" else "phia"
    of_other = written in LIKELIHOODS[other] or written in terms(other, language)
    meant = [term for term in known if re.search(rf"(?<!\w){re.escape(term)}(?!\w)", written)]
    start = f"it is a term of {other}; " if of_other else f"did you mean {meant[-1]}? " if meant else ""
    return f"{start}choose one of {', '.join(known)}"


def two_likelihoods(given: CheckInput) -> Iterator[Finding]:
    """Find judgements whose words say another likelihood than `likelihood:`, or a number outside of the range of a term."""
    yardstick, language = given.briefing.yardstick, given.briefing.language
    for text in given.texts:
        if text.path[0] not in ("assessment", "bottom_line", "summary") or text.path[-1] == "basis":
            continue
        words = without_quotations(text.words)
        index = text.path[1] if text.path[0] == "assessment" else None
        term = given.briefing.assessment[index].likelihood if isinstance(index, int) else None
        if term and (wanted := range_of(term, yardstick, language)):
            for stated in stated_likelihoods(words, yardstick, language):
                if _disagree(stated.range, wanted):
                    what = f"“{stated.words}” and the likelihood “{term}” ({_printed(wanted)}) are two likelihoods"
                    yield Finding(text.path, what, "write one of the two, after likelihood:", stated.words)
                    break
        else:
            yield from _number_beside_term(words, text.path, yardstick, language)


def _number_beside_term(words: str, path: ValuePath, yardstick: str, language: str) -> Iterator[Finding]:
    for sentence in split_sentences(words):
        found: list[Stated] = [*stated_terms(sentence, yardstick, language)]
        for number in stated_numbers(sentence, language) if found else ():
            if all(_disagree(number.range, term.range) for term in found):
                what = f"“{number.words}” is outside of what “{found[0].words}” means ({_printed(found[0].range)})"
                yield Finding(path, what, "write one of the two", number.words)


def _disagree(one: Range, other: Range) -> bool:
    # Between two terms of a yardstick is a gap of five points or none: what just touches is two things.
    low, high = max(one[0], other[0]), min(one[1], other[1])
    return low > high or (low == high and one[0] != one[1] and other[0] != other[1])


def _printed(found: Range) -> str:
    return f"{found[0]:g}–{found[1]:g} %"


def likelihood_loose(given: CheckInput) -> Iterator[Finding]:
    """Find words of likelihood that the chosen yardstick does not define, in what is the desk's own judgement."""
    yardstick, language = given.briefing.yardstick, given.briefing.language
    known, short = terms(yardstick, language), "fr" if is_french(language) else "en"
    hint = f"write the likelihood after likelihood:, as one of {', '.join(known)}"
    for path, words, is_judgement in _own_words(given):
        unquoted = without_quotations(words)
        # A basis may say how evidence looks, and how often something happens.
        found = hedges(term_pattern(language).sub(" ", unquoted), short)
        if path[-1] != "basis":
            found += [*seemings(unquoted, short), *(number.words for number in stated_numbers(unquoted, language))]
        found += [match[0] for match in term_pattern(language).finditer(unquoted) if is_judgement]
        for hedge in dict.fromkeys(found):
            if uninflected(hedge, language) not in known:
                what = f"“{hedge}” is not a term of the yardstick {yardstick}"
                yield Finding(path, what, hint if is_judgement else f"write it as a judgement: {hint}", hedge)


def _own_words(given: CheckInput) -> Iterator[tuple[ValuePath, str, bool]]:
    """Yield the texts of judgements, and of what else the desk judges: key points of its own, and an uncited bottom line."""
    for text in given.texts:
        if text.path[0] == "assessment":
            yield text.path, text.words, True
        elif text.path[0] == "summary" and isinstance(number := text.path[1], int):
            if given.briefing.summary[number].own:
                yield text.path, text.words, False
        elif text.path[0] == "bottom_line" and not any(block.citations for block in text.blocks):
            yield text.path, text.words, False


def with_confidence(given: CheckInput) -> Iterator[Finding]:
    """Find sentences with both a likelihood and the desk's confidence: readers confuse the two (ICD 203)."""
    language = given.briefing.language
    short = "fr" if is_french(language) else "en"
    for text in given.texts:
        if text.path[0] not in ("assessment", "bottom_line", "summary"):
            continue
        for sentence in split_sentences(without_quotations(text.words)):
            likely, sure = term_pattern(language).search(sentence), confidence(sentence, short)
            if likely and sure:
                what = f"“{likely[0]}” and “{sure}” are in one sentence"
                yield Finding(text.path, what, "write each in its own sentence, or after its own key", sure)


def without_quotations(text: str) -> str:
    """Return a text with its quotations blanked out: the hedges of other people are theirs."""
    pieces, at = [], 0
    for quotation in find_quotations(text)[0]:
        pieces += [text[at : quotation.start], " " * (quotation.end - quotation.start)]
        at = quotation.end
    return "".join([*pieces, text[at:]])
