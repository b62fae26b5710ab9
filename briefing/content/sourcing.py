"""How a briefing was sourced, in numbers, as its last page tells it."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Sourcing:
    """How many statements there are, cite a source, or are the desk's own; how many quotations there are and stand word
    for word in the text that is held; `held` are the ids of the sources whose text is."""  # noqa: D205, D209

    statements: int = 0
    cited: int = 0
    own: int = 0
    quotations: int = 0
    verified: int = 0
    held: frozenset[str] = field(default=frozenset())
