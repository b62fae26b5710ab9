"""Rules on quotations: word for word, from a cited source, between marks that match."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from briefing.check.check_input import UNVERIFIED_HINT, CheckInput, Finding, checked_day, shorten
from briefing.check.quotations import VerifiedQuotation, find_strays
from briefing.text.citations import Citation
from briefing.text.cuts import is_turned, sentence_around, sentence_of, turns_left_out
from briefing.text.dialogue import said_by_two, speaker_changes
from briefing.text.languages.negations import reverses
from briefing.text.matching import BRACKET, SAME_SHAPE, SourceText, find_words, normalize, split_gaps
from briefing.text.sentences import sentence_ends

_BETWEEN_SENTENCES = "’”\"')]»‘“([« \n\t\u00a0\u202f"
"""Marks and white space that may stand between the full stop of a sentence and the next."""


_MOST_EXPLAINED = 50
"""How many altered quotations are looked for in all sources, which takes time; the others are reported without that."""


def not_verbatim(given: CheckInput) -> Iterator[Finding]:
    """Find quotations that are not in the source and paragraph they cite."""
    altered = [quotation for quotation in given.quotations if quotation.verdict == "altered"]
    for number, quotation in enumerate(altered):
        known = {*given.sources, *given.receipts}
        stored = [citation for citation in quotation.citations if citation.source in known]
        cited = " or ".join(dict.fromkeys(map(_place, stored)))
        what = f"“{shorten(quotation.words)}” is not in {cited}"
        hint = _explain(given, quotation) if number < _MOST_EXPLAINED else "correct those above first, then check again"
        if others := [citation.source for citation in quotation.citations if citation.source not in known]:
            hint += f"; if it is in {others[0]}, whose text is not stored, cite that alone"
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
    if not any(citation.source in given.sources for citation in quotation.citations):
        return "see what the source has, where its text is, with: briefing check"
    from briefing.text.differences import find_nearest  # slow to import, and rarely needed

    for citation in quotation.citations:
        if citation.source not in given.sources:
            continue
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


def quote_unverified(given: CheckInput) -> Iterator[Finding]:
    """Find quotations that are new, or have changed, since a text that is not stored was checked."""
    for quotation in given.quotations:
        if quotation.verdict == "unrecorded":
            source = next(one.source for one in quotation.citations if one.source in given.receipts)
            since = f"new or changed since {source} was checked on {checked_day(given.receipts[source])}"
            what = f"“{shorten(quotation.words)}” is not verified: it, or who is named beside it, is {since}"
            yield Finding(quotation.text.path, what, UNVERIFIED_HINT, quotation.words)


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
            # Where the source has the ellipsis itself, no word is left out.
            if re.search(r"\w", left_out) and any(sentence_ends(left_out)) and not _begins_sentence_after(left_out):
                what = f"“{shorten(quotation.words)}” joins two sentences, leaving out “{shorten(left_out)}”"
                hint = "continue where a sentence begins, or make two quotations"
                yield Finding(quotation.text.path, what, hint, quotation.words)


def _begins_sentence_after(left_out: str) -> bool:
    """Tell whether a sentence begins after a text: it ends with a full stop, or opens a quotation after a colon."""
    return left_out.rstrip(_BETWEEN_SENTENCES).endswith((".", "!", "?")) or bool(
        re.search(r":\s*[“«\"„]$", left_out.rstrip())
    )


def omits_negation(given: CheckInput) -> Iterator[Finding]:
    """Find an ellipsis that omits what turns the meaning of the sentence it starts in: a negation, a doubt, a condition."""
    for quotation in given.quotations:
        if quotation.found is None:
            continue
        follows = [*split_gaps(quotation.words)[1:], ""]
        for left_out, rest in zip(quotation.found.left_out, follows, strict=False):
            if turns_left_out(left_out, rest):
                what = f"“{shorten(quotation.words)}” leaves out “{shorten(left_out)}”"
                hint = "quote what turns its meaning too, or make two quotations"
                yield Finding(quotation.text.path, what, hint, quotation.words)


def cuts_negation(given: CheckInput) -> Iterator[Finding]:
    """Find quotations that are cut out of a sentence beside the words that turn its meaning."""
    for quotation in given.quotations:
        if quotation.found is None:
            continue
        around = sentence_around(quotation.found.before, quotation.words, quotation.found.after)
        if is_turned(around, quotation.words) and not _says_so(quotation):
            sentence = " ".join(f"{around.outside}{around.before}{quotation.words}{around.after}".split())
            what = f"“{shorten(quotation.words)}” is cut out of “{shorten(sentence, 300)}”"
            yield Finding(quotation.text.path, what, "quote the words that turn its meaning too", quotation.words)


def _says_so(quotation: VerifiedQuotation) -> bool:
    """Tell whether the briefing turns the meaning in words of its own: they will not “recognise any authority”."""
    paragraph = quotation.text.blocks[quotation.paragraph].text
    before, after = paragraph[: quotation.start], paragraph[quotation.start :].partition(quotation.words)[2]
    return is_turned(sentence_of(before, after), quotation.words)


_MOST_INSERTED = 2


def inserts(given: CheckInput) -> Iterator[Finding]:
    """Find brackets that add more than a word or two to a quotation, or a word that turns its meaning."""
    for quotation in given.quotations:
        if quotation.found is None:
            continue
        cited = [given.sources[one.source] for one in quotation.citations if one.source in given.sources]
        for inside in BRACKET.findall(normalize(quotation.words)):
            too_many = len(inside.split()) > _MOST_INSERTED
            if (too_many or reverses(inside.translate(SAME_SHAPE))) and not _is_written(f"[{inside}]", cited):
                why = f"adds {len(inside.split())} words" if too_many else "adds what may turn its meaning"
                what = f"[{inside}] in “{shorten(quotation.words)}” {why}"
                yield Finding(quotation.text.path, what, "say it outside of the quotation marks", quotation.words)


def _is_written(text: str, sources: Sequence[SourceText]) -> bool:
    return any(text in normalize(paragraph) for source in sources for paragraph in source.paragraphs)


def joins_speakers(given: CheckInput) -> Iterator[Finding]:
    """Find an ellipsis that leads from what one person says to what may be said by another."""
    for quotation in given.quotations:
        if quotation.found is None:
            continue
        changes = list(speaker_changes(quotation.found, quotation.words))
        if not changes and quotation.found.left_out and _is_of_two(given, quotation):
            changes = [(quotation.found.left_out[0], "what the source gives to somebody else")]
        for left_out, where in changes:
            what = f"“{shorten(quotation.words)}” goes on in {where}, leaving out “{shorten(left_out)}”"
            yield Finding(quotation.text.path, what, "make two quotations, each with its speaker", quotation.words)


def _is_of_two(given: CheckInput, quotation: VerifiedQuotation) -> bool:
    numbers = quotation.found.paragraphs if quotation.found else ()
    texts = [given.sources[one.source].paragraphs for one in quotation.citations if one.source in given.sources]
    return any(
        said_by_two([text[n - 1] for n in numbers], quotation.words) for text in texts if max(numbers) <= len(text)
    )
