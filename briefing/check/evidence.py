"""Collect what shows a reader that each quotation is in its source, as far as the sources may be shown."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import replace

from briefing.check.check_input import CheckInput
from briefing.check.quotations import VerifiedQuotation
from briefing.load.located_values import ValuePath
from briefing.model.parts.evidence import Evidence, QuotationUse, Share, Standing
from briefing.text.citations import Citation
from briefing.text.passages import find_passage


def collect_evidence(given: CheckInput, allowed: Collection[tuple[ValuePath, str]]) -> tuple[Evidence, ...]:
    """Return each quotation of a briefing once, in the order of its first use; none where the briefing asks for none.

    `allowed` are the paths and the words of those that the desk allows although they were not found.
    """
    if given.briefing.evidence == "none":
        return ()
    # A text that may not be stored is at hand where a receipt is written, and is never shown.
    shares: dict[str, Share] = {one.id: one.share if one.text else "none" for one in given.briefing.sources}
    found: dict[object, Evidence] = {}
    for quotation in given.quotations:
        one = _evidence(quotation, given, shares)
        one = replace(one, is_allowed=(quotation.text.path, quotation.words) in allowed)
        words = _without_end(_quoted(one) or one.words)
        key = (one.source, one.place, words, one.paragraphs, one.standing, one.is_allowed)
        if key in found:
            one = replace(found[key], uses=tuple(dict.fromkeys((*found[key].uses, *one.uses))))
        found[key] = one
    every = tuple(found.values())
    return every if given.briefing.evidence or any(one.standing == "shown" for one in every) else ()


def _quoted(one: Evidence) -> str:
    """Return the words that are quoted, as the source has them; empty where it is not shown."""
    return "".join(stretch.words for passage in one.passages for stretch in passage if stretch.is_quoted)


def _without_end(words: str) -> str:
    """Return words without the marks at their end, by which two uses of one quotation may differ."""
    return re.sub(r"\W+$", "", words)


def _evidence(quotation: VerifiedQuotation, given: CheckInput, shares: dict[str, Share]) -> Evidence:
    use = QuotationUse(quotation.text.path, quotation.reference)
    words, found = quotation.words, quotation.found
    if not quotation.citations:
        return Evidence(words, "uncited", (use,))
    if quotation.verdict == "recorded":
        cited = next(one for one in quotation.citations if one.source == quotation.source)
        checked = given.receipts[cited.source].checked
        place = _first(cited)
        return Evidence(words, "recorded", (use,), cited.source, cited.paragraphs, cited.pages, (), place, checked)
    if not found:
        standing: Standing = "not found" if quotation.verdict == "altered" else "not verified"
        # A title cites nothing: it was looked for in every source.
        cited = Citation("") if quotation.text.is_label else next(_compared(quotation, given), quotation.citations[0])
        return Evidence(words, standing, (use,), cited.source, cited.paragraphs, cited.pages, (), _first(cited))
    cited = next(one for one in quotation.citations if one.source == quotation.source)
    share = shares[cited.source]
    passages = () if share == "none" else find_passage(given.sources[cited.source], found.stretches, share)
    return Evidence(
        words,
        "shown" if passages else "not shared",
        (use,),
        cited.source,
        found.paragraphs,
        cited.pages,
        tuple(map(tuple, passages)),
        found.stretches[0][:2],
    )


def _first(cited: Citation) -> tuple[int, int]:
    """Return the place by which a quotation that is not shown is sorted: that of the first paragraph cited."""
    return (cited.paragraphs[0] if cited.paragraphs else 0, 0)


def _compared(quotation: VerifiedQuotation, given: CheckInput) -> Iterator[Citation]:
    return (citation for citation in quotation.citations if citation.source in given.sources)
