"""How a briefing is sourced, as its pages state it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Sourcing:
    """Counts of a briefing's statements and quotations.

    Of the `statements`, `own` are the desk's own judgement, with or without a source, and `cited` are others with a source.
    `verified` quotations are word for word in a stored text. `stored` are the ids of the sources whose text is stored;
    `silent_bodies` are expected to react and have not.
    """

    statements: int = 0
    cited: int = 0
    own: int = 0
    quotations: int = 0
    verified: int = 0
    stored: frozenset[str] = frozenset()
    silent_bodies: tuple[str, ...] = ()

    @property
    def unsourced(self) -> int:
        """The number of statements that are neither; a draft may have some."""
        return self.statements - self.cited - self.own
