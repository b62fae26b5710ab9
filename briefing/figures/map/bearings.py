"""In which direction from one country another lies on a map, as far as that can be said in a word or two."""

from __future__ import annotations

import math
from collections.abc import Collection

from briefing.figures.map.geometry import XY, Box

SIDES = NORTH, EAST, SOUTH, WEST = (0, 2, 4, 6)
ALL_ROUND = tuple(range(8))

_RAYS = 72  # every five degrees, clockwise from the north
_PER_EIGHTH = _RAYS // 8
_ON_ONE_SIDE = 2 / 3  # of the rays to a side meet a country that is said to lie on that side
MIDDLE_THIRD, MIDDLE_EIGHTH = 1 / 6, 1 / 16
"""How far from a frame's middle its middle reaches, as a share of its side: for one country, and for several in it."""
_START_MM = 1.0  # a point on a border would meet the other country in every direction


def eighth_of(x: float, y: float) -> int:
    """Return the direction of a step right and down: eighths of a turn, clockwise from the north."""
    return round(math.degrees(math.atan2(x, -y)) / 45) % 8


def place_in_frame(point: XY, frame: Box, middle: float = MIDDLE_THIRD) -> int | None:
    """Return in which part of a frame a point is, as an eighth of a turn; None in its middle."""
    x, y = ((point[i] - frame.middle[i]) / size for i, size in enumerate((frame.width, frame.height)))
    return eighth_of(x, y) if max(abs(x), abs(y)) > middle else None


def rays(centre: XY, reach: float) -> list[list[XY]]:
    """Return lines from a point in all directions, every five degrees clockwise from the north, `reach` mm long."""
    (x, y), turns = centre, (2 * math.pi * i / _RAYS for i in range(_RAYS))
    ways = [(math.sin(turn), -math.cos(turn)) for turn in turns]
    return [[(x + end * right, y + end * down) for end in (_START_MM, reach)] for right, down in ways]


def directions(met: Collection[int], middle: int) -> tuple[int, ...]:
    """Return the directions in which land lies from a point: eighths of a turn, clockwise from the north.

    `met` are the numbers of the `rays` that meet the land, `middle` is the direction of its middle. The answer is one
    direction where one word says it; several sides where the land lies on three, or on two that are opposite, as Senegal
    does about the Gambia; ALL_ROUND where no ray leaves without meeting it.
    """
    if len(met) == _RAYS:
        return ALL_ROUND
    sides = tuple(side for side in SIDES if _lies_on(side, met))
    if len(sides) > 2 or sides in ((NORTH, SOUTH), (EAST, WEST)):
        return sides
    half = _PER_EIGHTH // 2
    by_rays = sorted(range(8), key=lambda e: (-len(_about(e, half) & set(met)), (e - middle) % 8))
    # The middle of a crescent may be in a direction in which there is none of it.
    return (middle,) if _about(middle, half) & set(met) else (by_rays[0],)


def _lies_on(side: int, met: Collection[int]) -> bool:
    """Tell whether most rays to a side meet the land, and all of those straight towards it."""
    straight, whole = _about(side, 1), _about(side, _PER_EIGHTH)
    return straight <= set(met) and len(whole & set(met)) >= _ON_ONE_SIDE * len(whole)


def _about(eighth: int, by: int) -> set[int]:
    """Return the rays within so many steps of a direction."""
    return {(eighth * _PER_EIGHTH + step) % _RAYS for step in range(-by, by + 1)}
