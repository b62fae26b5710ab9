"""What shows a reader that a quotation is in its source: the sentences it stands in, and where the briefing uses it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

from briefing.text.passages import Share, Stretch

EvidenceChoice: TypeAlias = Literal["quotes", "none"]
"""What the part “Where it says so” has: every quotation, or nothing."""

Standing = Literal["shown", "not shared", "recorded", "not verified", "not found", "uncited"]
"""What is known of a quotation: its sentence is shown; it was verified, but the source is not shared or not stored; or less."""

__all__ = ["Evidence", "EvidenceChoice", "QuotationUse", "Share", "Standing", "Stretch"]


@dataclass(frozen=True)
class QuotationUse:
    """Where a briefing has a quotation: the path of the text, and which reference in it, from 0, is that of the quotation.

    `reference` is None where the source is that of the entry, or where there is no reference.
    """

    path: tuple[str | int, ...]
    reference: int | None = None


@dataclass(frozen=True)
class Evidence:
    """One quotation with what its source has around it: by paragraph, the stretches that are quoted and those beside them.

    `source` is the id of the source, empty where none is cited; `place` sorts the quotations of a source. `checked` is the
    day on which it was verified against a text that is not stored; `is_allowed`: the desk allows that it was not found.
    """

    words: str
    standing: Standing
    uses: tuple[QuotationUse, ...]
    source: str = ""
    paragraphs: tuple[int, ...] = ()
    pages: str = ""
    passages: tuple[tuple[Stretch, ...], ...] = ()
    place: tuple[int, int] = (0, 0)
    checked: date | None = None
    is_allowed: bool = False
