"""How a briefing was sourced, as its last page and its tables tell it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Sourcing:
    """The numbers behind a briefing.

    `statements` are all there are, `cited` those with a source, `own` the desk's own; `verified` are the quotations that
    stand word for word in a text that is held. `held` are the ids of the sources whose text is; `silent` are the bodies
    readers look for that have made no statement.
    """

    statements: int = 0
    cited: int = 0
    own: int = 0
    quotations: int = 0
    verified: int = 0
    held: frozenset[str] = frozenset()
    silent: tuple[str, ...] = ()
