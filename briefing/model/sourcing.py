"""How a briefing is sourced, as its pages state it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal


@dataclass(frozen=True)
class WithheldSource:
    """A source whose text was checked and is not stored: the SHA-256 of the text, and the day of the check.

    `quotations` cite it, and `verified` of them were word for word there.
    """

    id: str
    sha256: str
    checked: date
    quotations: int
    verified: int

    @property
    def digest(self) -> str:
        """The beginning of the SHA-256, as it is printed."""
        return f"{self.sha256[:12]}…"


@dataclass(frozen=True)
class DoubtfulQuotation:
    """A quotation that is not verified: its words, and the value of the briefing it stands in, as the author wrote that.

    It is `not compared` where the text of no source it cites is stored, `not verbatim` where none of them has it.
    """

    text: str
    words: str
    doubt: Literal["not compared", "not verbatim"]


@dataclass(frozen=True)
class Sourcing:
    """Counts of a briefing's statements and quotations.

    Of the `statements`, `own` are the desk's own judgement, with or without a source, and `cited` are others with a source.
    `verified` quotations are word for word in a stored text, or were in one of `withheld`, the sources whose text may not be
    stored. `stored` are the ids of the sources whose text is stored;
    `silent_bodies` are expected to react and have not; `doubtful` are the quotations that are not verified.
    """

    statements: int = 0
    cited: int = 0
    own: int = 0
    quotations: int = 0
    verified: int = 0
    stored: frozenset[str] = frozenset()
    withheld: tuple[WithheldSource, ...] = ()
    silent_bodies: tuple[str, ...] = ()
    doubtful: tuple[DoubtfulQuotation, ...] = ()

    @property
    def unsourced(self) -> int:
        """The number of statements that are neither; a draft may have some."""
        return self.statements - self.cited - self.own
