"""Stacks of marks in a row of the timeline: marks that would touch stand above each other, centred on the row's line."""

from __future__ import annotations

from collections.abc import Sequence

STEP = 1.05
"""The distance of two marks of a stack, as a share of a mark's diameter."""
_LEAST_DISTANCE = 1.03  # the distance from which two marks on one height do not touch


def stack_offsets(xs: Sequence[float], mark: float) -> list[float]:
    """Return how far above the row's line each mark stands, in mm, of marks at `xs` in ascending order.

    Marks that touch, directly or through others, are one stack, which takes as few places as it can, half of them above the
    line and half below it. Each mark takes the free place nearest to the line.
    """
    offsets: list[float] = []
    for stack in _touching(xs, mark):
        levels = _levels(stack, mark)
        places = _places(max(levels) + 1)
        offsets += [places[level] * mark * STEP for level in levels]
    return offsets


def _touching(xs: Sequence[float], mark: float) -> list[list[float]]:
    """Group marks of which each touches the one before it."""
    stacks: list[list[float]] = []
    for x in xs:
        if stacks and x - stacks[-1][-1] < mark * _LEAST_DISTANCE:
            stacks[-1].append(x)
        else:
            stacks.append([x])
    return stacks


def _levels(xs: Sequence[float], mark: float) -> list[int]:
    """Give each mark the lowest level at which it touches none: in ascending order that needs the fewest levels."""
    ends: list[float] = []  # the centre of the last mark at each level
    levels = []
    for x in xs:
        level = next((i for i, end in enumerate(ends) if x - end >= mark * _LEAST_DISTANCE), len(ends))
        ends[level : level + 1] = [x]
        levels.append(level)
    return levels


def _places(count: int) -> list[float]:
    """Return the places of a stack in steps above the line, those nearest to the line first."""
    return sorted((i - (count - 1) / 2 for i in range(count)), key=lambda place: (abs(place), -place))
