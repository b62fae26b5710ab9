"""Make the receipt of a text: what the check finds with it, without any of its words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from briefing.check.check_input import CheckInput
from briefing.check.receipts.beside import digest_beside
from briefing.check.rules import RULES
from briefing.check.rules.figures import around, cited_figures, missing_in, written_figures
from briefing.load.located_values import ValuePath
from briefing.load.receipts import CheckedWords, Receipt, Verdict, digest_words
from briefing.text.citations import Citation
from briefing.text.matching import find_words

_OF_QUOTATIONS = tuple(rule for rule in RULES if rule.code.startswith("quote-"))


def make_receipt(given: CheckInput, source: str, sha256: str, checked: date, program: str) -> Receipt:
    """Return the receipt of a source whose text is among those of a check; `sha256` is that of the text.

    `checked` is the day of the check, and `program` the version that made it.
    """
    return Receipt(
        source,
        sha256,
        len(given.sources[source].paragraphs),
        checked,
        program,
        tuple(dict.fromkeys(_quotations(given, source))),
        tuple(dict.fromkeys(_figures(given, source))),
    )


def _quotations(given: CheckInput, source: str) -> Iterator[CheckedWords]:
    codes: dict[tuple[ValuePath, str], list[str]] = {}
    for rule in _OF_QUOTATIONS:
        for finding in rule.find(given):
            codes.setdefault((finding.path, finding.words), []).append(rule.code)
    for quotation in given.quotations:
        for citation in quotation.citations:
            if citation.source == source:
                found = find_words(quotation.words, given.sources[source], citation.paragraphs)
                named = codes.get((quotation.text.path, quotation.words), []) if found else []
                checked = _checked(quotation.text.path, quotation.words, citation, found=bool(found))
                findings = tuple(dict.fromkeys(named))
                yield replace(checked, beside=digest_beside(quotation, given.briefing), findings=findings)


def _figures(given: CheckInput, source: str) -> Iterator[CheckedWords]:
    for cited in cited_figures(given):
        for citation in cited.citations:
            if citation.source != source:
                continue
            missing = missing_in(citation, cited.wanted, given)
            for written in written_figures(cited.wanted):
                yield _checked(cited.path, around(written, cited.words), citation, found=written not in missing)


def _checked(path: ValuePath, words: str, citation: Citation, *, found: bool) -> CheckedWords:
    verdict: Verdict = "found" if found else "not found"
    return CheckedWords(_place(path), digest_words(words), tuple(sorted(citation.paragraphs)), verdict)


def _place(path: ValuePath) -> str:
    """Return a path in the terms of the briefing, its entries counted from 1: `reactions 3 quote`."""
    return " ".join(str(part + 1) if isinstance(part, int) else part for part in path)
