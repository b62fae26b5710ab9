"""Rules on quotations: word for word, from a cited source, between marks that match."""

from __future__ import annotations

from collections.abc import Iterator

from briefing.check.check_input import CheckInput, Finding, shorten
from briefing.check.quotations import VerifiedQuotation, find_strays
from briefing.text.citations import Citation
from briefing.text.matching import find_words, negates
from briefing.text.sentences import sentence_ends, split_sentences

_BETWEEN_SENTENCES = "’”\"')]»‘“([« \n\t\u00a0\u202f"
"""Marks and white space that may stand between the full stop of a sentence and the next."""


_MOST_EXPLAINED = 50
"""How many altered quotations are looked for in all sources, which takes time; the others are reported without that."""


def not_verbatim(given: CheckInput) -> Iterator[Finding]:
    """Find quotations that are not in the source and paragraph they cite."""
    altered = [quotation for quotation in given.quotations if quotation.verdict == "altered"]
    for number, quotation in enumerate(altered):
        cited = " or ".join(dict.fromkeys(_place(citation) for citation in quotation.citations))
        what = f"“{shorten(quotation.words)}” is not in {cited}"
        hint = _explain(given, quotation) if number < _MOST_EXPLAINED else "correct those above first, then check again"
        yield Finding(quotation.text.path, what, hint, quotation.words)


def _place(citation: Citation) -> str:
    if not citation.paragraphs:
        return citation.source
    noun = "paragraphs" if len(citation.paragraphs) > 1 else "paragraph"
    return f"{citation.source}, {noun} {', '.join(map(str, citation.paragraphs))}"


def _explain(given: CheckInput, quotation: VerifiedQuotation) -> str:
    """Return where the words are; else the passage nearest to them, and each word that differs."""
    for source, text in given.sources.items():
        if found := find_words(quotation.words, text):
            where = " and ".join(map(str, found.paragraphs))
            return f"paragraph {where} of {source} has these words: cite that"
    from briefing.text.differences import find_nearest  # slow to import, and rarely needed

    for citation in quotation.citations:
        nearest = find_nearest(quotation.words, given.sources[citation.source], citation.paragraphs)
        if nearest is None:
            continue
        passage = f"paragraph {nearest.paragraph} of {citation.source} has “{shorten(nearest.passage, 200)}”"
        if not nearest.differences:
            hint = "quote whole words" if nearest.passage != quotation.words else "check its brackets"
            return f"{passage}: {hint}"
        return f"{passage}: {'; '.join(_difference(*each) for each in nearest.differences)}"
    return "nothing like it is in the source: copy the words from there, or remove the quotation marks"


def _difference(ours: str, theirs: str) -> str:
    if not ours:
        return f"yours leaves out “{theirs}”"
    if not theirs:
        return f"yours adds “{ours}”"
    if ours.casefold() == theirs.casefold() and ours[1:] == theirs[1:]:
        return f"yours has “{ours}” for “{theirs}” (a change of case goes in brackets: [{ours[0]}]{ours[1:]})"
    return f"yours has “{ours}” for “{theirs}”"


def uncited(given: CheckInput) -> Iterator[Finding]:
    """Find quotations whose text and entry cite nothing."""
    for quotation in given.quotations:
        if quotation.verdict == "uncited":
            what = f"“{shorten(quotation.words)}” cites no source"
            hint = "cite the source and paragraph after it, or remove the quotation marks"
            yield Finding(quotation.text.path, what, hint, quotation.words)


def unbalanced(given: CheckInput) -> Iterator[Finding]:
    """Find quotation marks without a partner."""
    for checked, paragraph, stray in find_strays(given.texts):
        around = shorten(paragraph[max(stray.start - 20, 0) : stray.start + 200], 50)
        what = f"the quotation mark {stray.mark} has no partner, in “{around}”"
        is_single = stray.mark in ("‘", "'")
        hint = (
            "close the quotation, or write ’ for an apostrophe"
            if is_single
            else "close the quotation, or delete the mark"
        )
        yield Finding(checked.path, what, hint, stray.mark)


def joins_sentences(given: CheckInput) -> Iterator[Finding]:
    """Find an ellipsis that starts in one sentence and ends in the middle of another."""
    for quotation in given.quotations:
        for left_out in quotation.found.left_out if quotation.found else ():
            if any(sentence_ends(left_out)) and not left_out.rstrip(_BETWEEN_SENTENCES).endswith((".", "!", "?")):
                what = f"“{shorten(quotation.words)}” joins two sentences, leaving out “{shorten(left_out)}”"
                hint = "continue where a sentence begins, or make two quotations"
                yield Finding(quotation.text.path, what, hint, quotation.words)


def omits_negation(given: CheckInput) -> Iterator[Finding]:
    """Find an ellipsis that omits a negation of the sentence it starts in, which may reverse the meaning."""
    for quotation in given.quotations:
        for left_out in quotation.found.left_out if quotation.found else ():
            if negates("".join(split_sentences(left_out)[:1])):
                what = f"“{shorten(quotation.words)}” leaves out “{shorten(left_out)}”"
                hint = "quote the negation too, or make two quotations"
                yield Finding(quotation.text.path, what, hint, quotation.words)
