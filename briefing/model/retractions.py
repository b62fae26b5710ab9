"""Retracted publications, by what publishers and databases write into their titles and notes."""

from __future__ import annotations

import re

_RETRACTED = r"(?:retracted|rétractée?s?|retractad[oa]|retratad[oa]|zurückgezogen|ritirat[oa]|отозван[ао]?)"
_RETRACTION = r"(?:retraction|rétractation|retractación|retratação|ritrattazione)"
_KIND = r"(?:article|paper|chapter|publication|preprint|artikel|artículo|artigo)"
_TITLE = re.compile(
    rf"^\W*{_RETRACTED}(?:\s+{_KIND})?\s*[:\]).–—]"
    rf"|^\W*{_RETRACTION}(?:\s+(?:note|notice))?\s*(?::|\]|(?:of|for|to|de)\s*:)"
    rf"|[\[(]\s*(?:{_RETRACTED}|{_RETRACTION})\b[^\])]*[\])]"
    rf"|\bretracted\s+{_KIND}\b|\b{_KIND}\s+rétractée?\b|撤稿|[【[]撤回[】\]]",
    re.IGNORECASE,
)
_TITLE_IN_CAPITALS = re.compile(r"^\W*(?:RETRACTED|RETRACTION|WITHDRAWN|REMOVED)\b")
_NOTE = re.compile(
    rf"(?:^|[.;,:\n(\[])\s*(?:{_KIND}\s+)?(?:{_RETRACTED}|{_RETRACTION})\b"
    rf"|\b(?:been|was|is|été|est)\s+{_RETRACTED}\b|\b(?:been|was|is)\s+withdrawn\s+by\s+the\s+(?:author|editor|publisher|journal)"
    rf"|\bretracted\s+{_KIND}\b|撤稿|[【[]撤回[】\]]",
    re.IGNORECASE,
)


def title_is_retracted(title: str) -> bool:
    """Tell whether a title says that the publication was retracted, as "RETRACTED: Ports" or "Ports [Retracted]" do."""
    return bool(_TITLE.search(title) or _TITLE_IN_CAPITALS.search(title))


def note_is_retracted(note: str) -> bool:
    """Tell whether a note, a keyword or a status of an entry says that the publication was retracted."""
    return bool(_NOTE.search(note))
