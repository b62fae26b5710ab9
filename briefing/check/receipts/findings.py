"""What the check says by the receipts of texts that are not stored."""

from __future__ import annotations

from collections.abc import Iterator

from briefing.check.check_input import CheckInput, Finding, checked_day, shorten
from briefing.check.claims import Citations
from briefing.model.sourcing import WithheldSource


def recorded_findings(given: CheckInput) -> Iterator[tuple[str, Finding]]:
    """Yield what the rules found in quotations when their text was there, each with the code of its rule."""
    for quotation in given.quotations:
        for code in quotation.record.findings if quotation.record else ():
            source = next(one.source for one in quotation.citations if one.source in given.receipts)
            what = f"“{shorten(quotation.words)}”: found when {source} was checked on {checked_day(given.receipts[source])}"
            hint = "see what is meant, where the text is, with: briefing check"
            yield code, Finding(quotation.text.path, what, hint, quotation.words)


def withheld_sources(given: CheckInput) -> tuple[WithheldSource, ...]:
    """Return the sources with a receipt, each with how many quotations cite it and how many of them it verifies."""
    found = []
    for source, receipt in given.receipts.items():
        citing = [one for one in given.quotations if not one.text.is_label and _cites(one.citations, source)]
        verified = sum(one.verdict in ("verbatim", "recorded") for one in citing)
        found.append(WithheldSource(source, receipt.sha256, receipt.checked, len(citing), verified))
    return tuple(found)


def _cites(citations: Citations, source: str) -> bool:
    return any(citation.source == source for citation in citations)
