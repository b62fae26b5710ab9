"""What a published edition states of itself, and how it differs from the one before.

These are the values that pass between the archive, which knows the editions, and the page, which prints them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Kind = Literal["added", "removed", "changed", "reworded", "moved"]


@dataclass(frozen=True)
class Change:
    """One difference in meaning between two editions.

    `part` is a key of the briefing (`reactions`), `aspect` what of it has changed (`stance`; empty for the whole). `subject`
    names the thing, `before` and `after` are its plain text in the two editions, empty where it was not there. `position`
    is its index in its list in the new edition, from 0; None where it is in no list, or no longer there. A change is
    `material` where a reader could judge or act differently for it.
    """

    part: str
    aspect: str
    kind: Kind
    subject: str
    before: str
    after: str
    material: bool
    position: int | None = None


@dataclass(frozen=True)
class EditionStatement:
    """The number of an edition from 1, its dates (UTC), and what is new in it.

    `changed` is the date of the last material change, which a minor edition keeps from the one before; `since` is the number
    of that one, None for the first. `source_digest` is the SHA-256, in hexadecimal, of its id, number, date and sources.
    """

    id: str
    number: int
    published: datetime
    changed: datetime
    minor: bool
    since: int | None
    changes: tuple[Change, ...]
    source_digest: str

    @property
    def code(self) -> str:
        """The short code on the last page: id, number and the first characters of the digest."""
        digits = "-".join(self.source_digest[at : at + 4] for at in (0, 4, 8))
        return f"{self.id}@{self.number}-{digits}".upper()
