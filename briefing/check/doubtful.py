"""Name the quotations that are not verified, each with the value it stands in, so that the page can mark it there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal

from briefing.check.check_input import CheckInput
from briefing.check.quotations import Verdict
from briefing.load.located_values import ValuePath
from briefing.model.briefing import Briefing
from briefing.model.sourcing import DoubtfulQuotation

_DOUBTS: Mapping[Verdict, Literal["not compared", "not verbatim"]] = {
    "no text": "not compared",
    "unrecorded": "not compared",
    "altered": "not verbatim",
}


def doubtful_quotations(given: CheckInput) -> Iterator[DoubtfulQuotation]:
    """Yield the quotations that were compared with no text, and those that are in none: of a draft, or allowed."""
    for quotation in given.quotations:
        doubt = _DOUBTS.get(quotation.verdict)
        if doubt and (text := _text_at(given.briefing, quotation.text.path)):
            yield DoubtfulQuotation(text, quotation.words, doubt)


def _text_at(briefing: Briefing, path: ValuePath) -> str:
    """Return a text of a briefing by its path; empty where it has none there, as for the cells of a file."""
    value: object = briefing
    for step in path:
        if isinstance(step, int):
            value = value[step] if isinstance(value, tuple) and step < len(value) else None
        else:
            value = getattr(value, step, None)
    return value if isinstance(value, str) else ""
