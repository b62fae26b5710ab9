"""Rules on quotations: word for word, from a source that is named, between marks that match."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from briefing.check.claims import Copy
from briefing.check.quotations import Quoted, find_strays
from briefing.check.rules.finding import SENTENCE_END, Finding, shown
from briefing.text.citations import Citation
from briefing.text.matching import find_words, negates

# Where a text ends with a sentence, or just before the marks that open the next.
_ENDS_SENTENCE = re.compile(r"[.!?][’”\"')\]»\s]*[‘“\"'(\[«\s]*$")


def not_verbatim(copy: Copy, held: Sequence[Quoted]) -> Iterator[Finding]:
    """A quotation that does not stand in the source and paragraph it cites."""
    for quoted in held:
        if quoted.verdict == "altered":
            cited = " or ".join(dict.fromkeys(_place(citation) for citation in quoted.citations))
            what = f"“{shown(quoted.words)}” is not in {cited}"
            yield Finding(quoted.passage.path, what, _explain(copy, quoted), quoted.words)


def _place(citation: Citation) -> str:
    if not citation.paragraphs:
        return citation.source
    several = "paragraphs" if len(citation.paragraphs) > 1 else "paragraph"
    return f"{citation.source}, {several} {', '.join(map(str, citation.paragraphs))}"


def _explain(copy: Copy, quoted: Quoted) -> str:
    """Where the words do stand; else the passage nearest to them, and each word that differs."""
    for source, text in copy.texts.items():
        if found := find_words(quoted.words, text):
            where = " and ".join(map(str, found.paragraphs))
            return f"paragraph {where} of {source} has these words: cite that"
    for citation in quoted.citations:
        text = copy.texts[citation.source]
        # Imported here: where every quotation stands, nothing asks for it.
        from briefing.text.differences import find_nearest

        nearest = find_nearest(quoted.words, text, citation.paragraphs)
        if nearest is None:
            continue
        passage = f"paragraph {nearest.paragraph} of {citation.source} has “{shown(nearest.passage, 200)}”"
        if not nearest.differences:
            whole = nearest.passage != quoted.words
            return f"{passage}: quote whole words" if whole else f"{passage}: look at its brackets"
        return f"{passage}: {'; '.join(_difference(*each) for each in nearest.differences)}"
    return "nothing like it stands there: take the words from the source, or take the quotation marks away"


def _difference(ours: str, theirs: str) -> str:
    if not ours:
        return f"yours leaves out “{theirs}”"
    if not theirs:
        return f"yours adds “{ours}”"
    if ours.lower() == theirs.lower():
        return f"yours has “{ours}” for “{theirs}” (a change of case goes in brackets: [{ours[0]}]{ours[1:]})"
    return f"yours has “{ours}” for “{theirs}”"


def uncited(copy: Copy, held: Sequence[Quoted]) -> Iterator[Finding]:
    """A quotation whose text and entry cite nothing."""
    for quoted in held:
        if quoted.verdict == "uncited":
            what = f"“{shown(quoted.words)}” cites no source"
            hint = "cite the source and paragraph after it, or take the quotation marks away"
            yield Finding(quoted.passage.path, what, hint, quoted.words)


def unbalanced(copy: Copy) -> Iterator[Finding]:
    """A quotation mark without its partner."""
    for passage, text, stray in find_strays(copy):
        what = f"the quotation mark {stray.mark} has no partner, in “{shown(text[max(stray.start - 20, 0) :], 50)}”"
        yield Finding(passage.path, what, "close the quotation, or delete the mark", stray.mark)


def joins_sentences(copy: Copy, held: Sequence[Quoted]) -> Iterator[Finding]:
    """An ellipsis that makes one sentence of two: it breaks off in the one, and goes on in the middle of the other."""
    for quoted in held:
        for left_out in quoted.found.left_out if quoted.found else ():
            if SENTENCE_END.search(left_out) and not _ENDS_SENTENCE.search(left_out):
                what = f"“{shown(quoted.words)}” makes one sentence of two, leaving out “{shown(left_out)}”"
                hint = "begin again where a sentence begins, or break the quotation in two"
                yield Finding(quoted.passage.path, what, hint, quoted.words)


def omits_negation(copy: Copy, held: Sequence[Quoted]) -> Iterator[Finding]:
    """An ellipsis that leaves out a negation of the sentence it breaks off, which may turn its meaning round."""
    for quoted in held:
        for left_out in quoted.found.left_out if quoted.found else ():
            if negates(SENTENCE_END.split(left_out)[0]):
                what = f"“{shown(quoted.words)}” leaves out “{shown(left_out)}”"
                hint = "quote the negation too, or break the quotation in two"
                yield Finding(quoted.passage.path, what, hint, quoted.words)
