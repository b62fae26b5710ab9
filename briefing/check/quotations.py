"""Verify every quotation of a briefing, word for word, against the source it cites.

Which source that is: in a text with citations, the nearest after the quotation, else the source of the entry, else the nearest
before it. A title has no room for a citation; its quotations may be in any source.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from briefing.check.claims import CheckedText, Citations
from briefing.load.receipts import CheckedWords, Receipt
from briefing.text.markdown import Printed
from briefing.text.matching import Found, SourceText, find_words
from briefing.text.quotation_marks import (
    Quotation,
    StrayMark,
    begins_quoted,
    find_quotations,
    without_attribution,
    without_marks,
)

Verdict = Literal["verbatim", "altered", "uncited", "no text", "recorded", "unrecorded"]
"""`recorded`: it was word for word in a text that is not here; `unrecorded`: that was checked, but not these words."""


@dataclass(frozen=True)
class VerifiedQuotation:
    """One quotation with its verdict: the text it is in, the citations it was compared with, and where it was found.

    `source` is the id of the source it was found in; `record` is what the receipt of a text that is not stored says of it.
    `paragraph` and `start` are where it is in the text: the number of its paragraph, from 0, and the offset of its mark;
    `reference` is the number, from 0, of its citations among those in the text, None where they are those of the entry.
    """

    text: CheckedText
    words: str
    citations: Citations
    verdict: Verdict
    found: Found | None = None
    source: str = ""
    record: CheckedWords | None = None
    reference: int | None = None
    paragraph: int = 0
    start: int = 0


def verify_quotations(
    texts: Iterable[CheckedText],
    sources: Mapping[str, SourceText],
    any_source: Citations,
    receipts: Mapping[str, Receipt],
) -> list[VerifiedQuotation]:
    """Compare every quotation of some texts with its source, or with what the receipt of one that is not stored says of it.

    `any_source` are the citations for those in labels.
    """
    return [
        replace(
            _verify(text, quotation.words, citations, sources, receipts),
            reference=reference,
            paragraph=number,
            start=quotation.start,
        )
        for text in texts
        for number, quotation in _find_quotations(text)[0]
        for citations, reference in ((any_source, None) if text.is_label else _cited(text, number, quotation),)
    ]


def find_strays(texts: Iterable[CheckedText]) -> Iterator[tuple[CheckedText, str, StrayMark]]:
    """Yield each quotation mark without a partner, with its paragraph; the quotation it would open cannot be checked."""
    for text in texts:
        for number, stray in _find_quotations(text)[1]:
            yield text, text.blocks[number].text, stray


def cited_stretches(block: Printed) -> Iterator[tuple[str, Citations]]:
    """Yield the stretches of a paragraph that end with a citation, with their citations; the last one may have none."""
    start = 0
    for offset, citations in block.citations:
        yield block.text[start:offset], citations
        start = offset
    yield block.text[start:], ()


def _find_quotations(text: CheckedText) -> tuple[list[tuple[int, Quotation]], list[tuple[int, StrayMark]]]:
    """Return the quotations of a text and its stray marks, each with the number of its paragraph from 0."""
    quotations: list[tuple[int, Quotation]] = []
    strays: list[tuple[int, StrayMark]] = []
    for number, block in enumerate(text.blocks):
        words = without_marks(without_attribution(block.text)) if block.is_block_quote else block.text
        if not words:
            continue  # it only says whose the block quotation is
        whole = Quotation(0, len(block.text), words)
        if text.is_speech or block.is_block_quote:
            quotations.append((number, whole))
            continue
        continues = number + 1 < len(text.blocks) and begins_quoted(text.blocks[number + 1].text)
        found, stray = find_quotations(block.text, continues=continues)
        quotations += [(number, one) for one in found]
        strays += [(number, one) for one in stray]
    return quotations, strays


def _cited(text: CheckedText, number: int, quotation: Quotation) -> tuple[Citations, int | None]:
    """Return the citations that a quotation in a paragraph of a text is compared with, and their number in the text."""
    placed = [(n, offset, citations) for n, block in enumerate(text.blocks) for offset, citations in block.citations]
    # A citation inside the marks counts as following: it is written before the closing mark.
    for reference, (n, offset, citations) in enumerate(placed):
        if (n, offset) > (number, quotation.start):
            return citations, reference
    if text.citations or not placed:
        return text.citations, None
    return placed[-1][2], len(placed) - 1


def _verify(
    text: CheckedText,
    words: str,
    citations: Citations,
    sources: Mapping[str, SourceText],
    receipts: Mapping[str, Receipt],
) -> VerifiedQuotation:
    if not citations:
        return VerifiedQuotation(text, words, citations, "uncited")
    stored = [citation for citation in citations if citation.source in sources]
    for citation in stored:
        if found := find_words(words, sources[citation.source], citation.paragraphs):
            return VerifiedQuotation(text, words, citations, "verbatim", found, source=citation.source)
    known = [(citation, receipts[citation.source]) for citation in citations if citation.source in receipts]
    records = [(one, record) for one, receipt in known if (record := receipt.quotation(words, one.paragraphs))]
    for citation, record in records:
        if record.verdict == "found":
            return VerifiedQuotation(text, words, citations, "recorded", source=citation.source, record=record)
    # One source with a text is enough to compare with: another without one switches nothing off.
    unknown: Verdict = "altered" if stored or records else "unrecorded" if known else "no text"
    return VerifiedQuotation(text, words, citations, unknown)


def count_verified(quotations: Sequence[VerifiedQuotation]) -> int:
    """Return how many quotations are word for word in their source, or were when it was checked."""
    return sum(quotation.verdict in ("verbatim", "recorded") for quotation in quotations)
