"""The parts of a page, in their usual order, and the order that a desk chooses."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, get_args

PartName = Literal[
    "figures",
    "bottom_line",
    "summary",
    "assessment",
    "actors",
    "reactions",
    "history",
    "timeline",
    "map",
    "sections",
    "charts",
    "gaps",
]
PARTS: tuple[PartName, ...] = get_args(PartName)
"""The parts that can be ordered, as they stand without `parts:`; the annexes and the sources always end the document."""

ALWAYS: tuple[PartName, ...] = ("bottom_line", "summary")
"""Parts that no briefing is without: where they are not named, they stand first."""

FRONT: frozenset[PartName] = frozenset({"figures", "bottom_line", "summary", "assessment"})
"""Parts that belong to page one where they come before all others."""


def page_order(parts: Sequence[PartName]) -> tuple[PartName, ...]:
    """Return the parts that stand on the page, in their order; all of them where a briefing chooses none."""
    if not parts:
        return PARTS
    return (*(part for part in ALWAYS if part not in parts), *parts)


def front_count(order: Sequence[PartName]) -> int:
    """Return how many parts of an order, from the first on, belong to page one."""
    return next((n for n, part in enumerate(order) if part not in FRONT), len(order))
