"""The line of page one that says what a briefing rests on."""

from __future__ import annotations

from briefing.i18n import Translator
from briefing.model.sourcing import Sourcing


def basis_line(sourcing: Sourcing, sources: int, translator: Translator) -> str:
    """Return how many sources a briefing rests on, and how many of its quotations were verified; nothing without sources."""
    if not sources:
        return ""
    rests = translator.ngettext("{n} source", "{n} sources", sources, n=sources)
    if not sourcing.quotations:
        return rests
    quoted = translator.ngettext(
        "{verified} of {n} quotation verified word for word",
        "{verified} of {n} quotations verified word for word",
        sourcing.quotations, n=sourcing.quotations, verified=sourcing.verified,
    )  # fmt: skip
    return translator.pgettext("between clauses", "; ").join([rests, quoted])
