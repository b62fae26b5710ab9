"""The verbatim gate: every quotation of a briefing held against the source it cites.

Which source that is: of a text with citations, the nearest that follows the quotation, else the source of the entry, else the
nearest before it. A title has no room for a citation; its quotations may stand in any source.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from briefing.check.claims import Copy, Passage
from briefing.text.citations import Citation
from briefing.text.markdown import Printed
from briefing.text.matching import Found, SourceText, find_words
from briefing.text.quotation_marks import Quotation, Stray, begins_quoted, find_quotations, without_marks

Verdict = Literal["verbatim", "altered", "uncited", "not held"]


@dataclass(frozen=True)
class Quoted:
    """One quotation and what became of it: the citations it was held against, and where it was found."""

    passage: Passage
    words: str
    citations: tuple[Citation, ...]
    verdict: Verdict
    found: Found | None = None
    source: str = ""


def verify_quotations(copy: Copy) -> list[Quoted]:
    """Hold every quotation of a briefing against its source."""
    everywhere = tuple(Citation(source.id) for source in copy.briefing.sources)
    held = []
    for passage in copy.passages:
        for nth, quotation in _quotations(passage):
            citations = everywhere if passage.bare else _cited(passage, nth, quotation)
            held.append(_hold(passage, quotation.words, citations, copy.texts))
    return held


def find_strays(copy: Copy) -> Iterator[tuple[Passage, str, Stray]]:
    """Find the quotation marks without a partner, with the paragraph each is in; what they would open cannot be checked."""
    for passage in copy.passages:
        if not passage.speech:
            for nth, stray in _all_marks(passage)[1]:
                yield passage, passage.blocks[nth].text, stray


def _quotations(passage: Passage) -> Sequence[tuple[int, Quotation]]:
    if passage.speech:
        text = passage.blocks[0].text
        return [(0, Quotation(0, len(text), text))]
    return _all_marks(passage)[0]


def _all_marks(passage: Passage) -> tuple[list[tuple[int, Quotation]], list[tuple[int, Stray]]]:
    quotations: list[tuple[int, Quotation]] = []
    strays: list[tuple[int, Stray]] = []
    for nth, block in enumerate(passage.blocks):
        runs_on = nth + 1 < len(passage.blocks) and begins_quoted(passage.blocks[nth + 1].text)
        if block.set_off:
            quotations.append((nth, Quotation(0, len(block.text), without_marks(block.text))))
            continue
        found, stray = find_quotations(block.text, runs_on=runs_on)
        quotations += [(nth, one) for one in found]
        strays += [(nth, one) for one in stray]
    return quotations, strays


def _cited(passage: Passage, nth: int, quotation: Quotation) -> tuple[Citation, ...]:
    """The citations a quotation in the nth paragraph of a text is held against."""
    placed = [(n, at, citations) for n, block in enumerate(passage.blocks) for at, citations in block.citations]
    # One that hangs inside the marks counts as following: it is set before the closing mark.
    following = [citations for n, at, citations in placed if (n, at) > (nth, quotation.start)]
    if following:
        return following[0]
    return passage.rests_on or (placed[-1][2] if placed else ())


def _hold(passage: Passage, words: str, citations: tuple[Citation, ...], texts: Mapping[str, SourceText]) -> Quoted:
    if not citations:
        return Quoted(passage, words, citations, "uncited")
    held = [citation for citation in citations if citation.source in texts]
    for citation in held:
        if found := find_words(words, texts[citation.source], citation.paragraphs):
            return Quoted(passage, words, citations, "verbatim", found, citation.source)
    if len(held) < len(citations):
        return Quoted(passage, words, citations, "not held")
    return Quoted(passage, words, citations, "altered")


def following_text(block: Printed) -> Iterator[tuple[str, tuple[Citation, ...]]]:
    """The stretches of a paragraph with the citations each rests on: from one citation to the next."""
    start = 0
    for at, citations in block.citations:
        yield block.text[start:at], citations
        start = at
    yield block.text[start:], ()
