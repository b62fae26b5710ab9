"""The marks of places: a symbol for each kind, different in shape and filling alone, and circles as large as a value."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING

from briefing.figures.map.geometry import XY, Box, box_around
from briefing.figures.style import mix

if TYPE_CHECKING:
    from briefing.figures.canvas import Canvas
    from briefing.figures.map.request import MarkedPlace
    from briefing.figures.style import Style
    from briefing.model.parts.locator_map import PlaceKind

MARK_MM = 1.9
SYMBOL_MM = 2.5
_LARGEST_SHARE = 0.075
"""Of the map's width: the mark of the largest value."""
_SMALLEST_MM = 1.0
_EDGE_PT = 0.5
_HALO_PT = 1.6


def mark_size_mm(place: MarkedPlace, largest: float, width_mm: float) -> float:
    """Return the side of a mark's box: of its symbol, or of a circle whose area is as its value to the largest."""
    if place.value is not None:
        return value_size_mm(place.value, largest, width_mm)
    return MARK_MM if place.symbol in ("capital", "city") else SYMBOL_MM


def value_size_mm(value: float, largest: float, width_mm: float) -> float:
    """Return the diameter of a circle for a value."""
    return max(math.sqrt(value / largest) * width_mm * _LARGEST_SHARE, _SMALLEST_MM) if largest else _SMALLEST_MM


def draw_mark(canvas: Canvas, place: MarkedPlace, box: Box, style: Style) -> None:
    """Draw the mark of a place in its box."""
    if place.value is not None:
        draw_value(canvas, box, style)
    else:
        draw_symbol(canvas, place.symbol, box.middle, style)


def draw_value(canvas: Canvas, box: Box, style: Style) -> None:
    """Draw the circle of a value."""
    canvas.dots([box.middle], box.width, mix(style.accent, style.paper, 0.35), style.ink, _EDGE_PT)


def draw_symbol(canvas: Canvas, kind: PlaceKind, centre: XY, style: Style) -> None:
    """Draw the symbol of a kind of place."""
    if kind == "capital":
        box = box_around(centre, MARK_MM)
        canvas.rect(box.left, box.top, box.width, box.height, style.paper, style.ink)
    elif kind == "city":
        canvas.dots([centre], MARK_MM - 0.2, style.paper, style.ink, 0.6)
    elif kind == "port":
        canvas.halves([centre], SYMBOL_MM - 0.2, style.ink, 0.6, style.paper)
    else:
        points, is_filled = _SHAPES[kind]
        ring = [(centre[0] + x * SYMBOL_MM / 2, centre[1] + y * SYMBOL_MM / 2) for x, y in points]
        canvas.lines([[*ring, ring[0]]], style.paper, _HALO_PT)  # seen on dark land, too
        canvas.area([ring], style.ink if is_filled else style.paper, style.ink, _EDGE_PT)


def _star(points: int, inner: float) -> list[XY]:
    turns = [(math.pi * i / points, 1.0 if i % 2 == 0 else inner) for i in range(2 * points)]
    return [(math.sin(turn) * reach, -math.cos(turn) * reach) for turn, reach in turns]


_PLUS = [
    (-0.3, -0.95), (0.3, -0.95), (0.3, -0.3), (0.95, -0.3), (0.95, 0.3), (0.3, 0.3),
    (0.3, 0.95), (-0.3, 0.95), (-0.3, 0.3), (-0.95, 0.3), (-0.95, -0.3), (-0.3, -0.3),
]  # fmt: skip
_SHAPES: Mapping[PlaceKind, tuple[list[XY], bool]] = {
    "base": ([(-0.95, -0.8), (0.95, -0.8), (0.0, 0.9)], True),
    "epicentre": (_star(6, 0.45), True),
    "crossing": ([(0.0, -1.0), (1.0, 0.0), (0.0, 1.0), (-1.0, 0.0)], False),
    "camp": ([(-0.95, 0.8), (0.95, 0.8), (0.0, -0.9)], False),
    "airport": (_PLUS, True),
}
"""Each kind's outline about its middle, in halves of its size, and whether it is filled."""
