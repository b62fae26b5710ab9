"""Rules on quotations: word for word, from a cited source, between marks that match."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from briefing.check.check_input import UNVERIFIED_HINT, CheckInput, Finding, checked_day, shorten
from briefing.check.quotations import VerifiedQuotation, find_strays
from briefing.text.citations import Citation
from briefing.text.languages.negations import negates, reverses
from briefing.text.matching import BRACKET, QUOTES, SAME_SHAPE, SourceText, find_words, normalize
from briefing.text.sentences import sentence_ends, split_sentences

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
            what = f"“{shorten(quotation.words)}” is not verified: {since}"
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
    """Find an ellipsis that omits a negation of the sentence it starts in, which may reverse the meaning."""
    for quotation in given.quotations:
        for left_out in quotation.found.left_out if quotation.found else ():
            if reverses("".join(split_sentences(left_out)[:1]).translate(SAME_SHAPE)):
                what = f"“{shorten(quotation.words)}” leaves out “{shorten(left_out)}”"
                hint = "quote the negation too, or make two quotations"
                yield Finding(quotation.text.path, what, hint, quotation.words)


_NEAR_BEFORE, _NEAR_AFTER = 7, 3
"""So many words before and after a quotation, in its clause, may turn its meaning."""

_FEW, _NEAR_PHRASE = 3, 2
"""So few words are a phrase, whose meaning only so many words before it turn."""

_SUBORDINATE = frozenset(
    """
    before after when while because although though until since where if as
    avant après quand lorsque parce bien jusqu si comme bevor nachdem wenn weil obwohl bis als
    antes después cuando mientras porque aunque hasta si como depois quando enquanto embora até
    """.split()  # noqa: SIM905 - a list of words is read more easily so
)
"""Words that begin a clause of its own, which a negation in the main clause does not turn."""

_CLAUSE = re.compile(r"[,;:()]|\s[–—-]\s|\b(?:but|and|mais|et|aber|sondern|und|pero|sino|y|mas|e|لكن)\b", re.IGNORECASE)
_CONDITION = re.compile(
    r"\W*\s(?:unless|only if|only when|provided|except|à moins|sauf|es sei denn|nur wenn|außer|salvo|a menos|إلا)\b",
    re.IGNORECASE,
)


def cuts_negation(given: CheckInput) -> Iterator[Finding]:
    """Find quotations that are cut out of a sentence beside the words that turn its meaning."""
    for quotation in given.quotations:
        if quotation.found is None:
            continue
        before, after = _sentence_before(quotation.found.before), _sentence_after(quotation.found.after)
        words = re.findall(r"\w+", quotation.words)
        turns = negates if len(words) <= _FEW else reverses
        if words and words[0].casefold() in _SUBORDINATE:
            before = ""
        near = " ".join(_words(_CLAUSE.split(before)[-1])[-_NEAR_BEFORE if len(words) > _FEW else -_NEAR_PHRASE :])
        following = " ".join(_words(_CLAUSE.split(after)[0])[:_NEAR_AFTER])
        if turns(near) or negates(following) or _CONDITION.match(after):
            sentence = f"{before}{quotation.words}{after}".strip()
            what = f"“{shorten(quotation.words)}” is cut out of “{shorten(sentence, 300)}”"
            yield Finding(quotation.text.path, what, "quote the words that turn its meaning too", quotation.words)


def _words(text: str) -> list[str]:
    return re.findall(r"[\w']+", text.translate(SAME_SHAPE)) or [""]


def _sentence_before(text: str) -> str:
    """Return the beginning of the sentence that a quotation is cut out of; empty where it is not cut there."""
    ends = list(sentence_ends(text))
    beginning = text[ends[-1] :] if ends else text
    return "" if beginning.rstrip()[-1:] in QUOTES else beginning


def _sentence_after(text: str) -> str:
    """Return the rest of the sentence that a quotation is cut out of; empty where it is not cut there."""
    end = next(sentence_ends(text), len(text))
    rest = text[:end].rstrip()
    return "" if not rest or rest.lstrip(" ,.;:!?")[:1] in tuple(QUOTES) else rest


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


_BETWEEN = re.compile(r"[”»\"](?P<words>[^“”«»\"]*)[“«\"]")
_SAME_SPEAKER = re.compile(
    r"\W*(?:and |et |und |y |e )?(?:s?he|they|il|elle|ils|elles|er|sie|él|ella|ele|ela)\b", re.IGNORECASE
)


def joins_speakers(given: CheckInput) -> Iterator[Finding]:
    """Find an ellipsis that leads from what one person says to what may be said by another."""
    for quotation in given.quotations:
        found = quotation.found
        for left_out, crosses in zip(found.left_out, found.crosses, strict=True) if found else ():
            if _ends_speech(left_out) if crosses else _names_another(left_out):
                where = "the next paragraph" if crosses else "what is said after the quotation has ended"
                what = f"“{shorten(quotation.words)}” goes on in {where}, leaving out “{shorten(left_out)}”"
                yield Finding(quotation.text.path, what, "make two quotations, each with its speaker", quotation.words)


def _ends_speech(left_out: str) -> bool:
    """Tell whether a quotation of the source is closed in a text that an ellipsis leaves out."""
    closing = next((mark for mark in left_out if mark in '“”«»"'), "")
    return closing in ("”", "»", '"') and closing != ""


def _names_another(left_out: str) -> bool:
    """Tell whether a sentence between two quotations of the source may name another speaker."""
    for between in _BETWEEN.finditer(left_out):
        ends = list(sentence_ends(between["words"]))
        rest = between["words"][ends[0] :] if ends else ""
        if rest.strip() and not _SAME_SPEAKER.match(rest):
            return True
    return False
