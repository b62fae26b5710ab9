"""The names of places at their marks; where a name has no room, a number that the key explains."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from briefing.figures.canvas import Canvas
from briefing.figures.map.geometry import XY, Box, boxes_along
from briefing.figures.map.labels import GAPS_MM, Fits, Label, Occupancy, labels_beside, place_beside
from briefing.figures.map.request import MarkedPlace
from briefing.figures.map.shown import LocatorMap
from briefing.problems import FigureError, Problem

NUMBER_PTS = (7.5,)
WIDEST_NUMBER = "00"
_PLACE_PTS = (8.0, 7.5)
_NUMBER_CLEAR_MM = 0.35
_NUMBER_GAPS_MM = (0.45, *GAPS_MM[:-1])
_LEADER_GAPS_MM, _LEADER_MM = (2.5, 4.0, 6.0, 9.0, 13.0), 0.5
_MOST_TRIES = 60


@dataclass(frozen=True)
class PlaceName:
    """The name of a place on the map, or the number that stands for it in the key; `has_plate` where it is on other things.

    `leader` is the line from the mark to a number that is not beside it.
    """

    place: MarkedPlace
    label: Label
    has_plate: bool = False
    number: int = 0
    leader: tuple[XY, ...] = ()


def name_places(shown: LocatorMap, occupied: Occupancy) -> list[PlaceName]:
    """Name each place beside its mark, where its name reads best; else on a white plate; else by a number.

    Raises FigureError where a place cannot be named at all.
    """
    before = list(occupied.boxes)
    first: list[int] = []
    for _ in range(_MOST_TRIES):
        occupied.boxes[:] = before
        numbers = [_number(shown, i, occupied) for i in first]
        if None in numbers:
            break
        names, failed = _name_all(shown, occupied, dict(zip(first, filter(None, numbers), strict=True)))
        if failed is None:
            return _numbered(names)
        first.append(failed)  # others took its room: its number comes first
    name = shown.marks[first[-1]][0].name
    hint = "Show fewer places, or places at a greater distance from each other."
    what = f"there is no room on the map to name {name}"
    raise FigureError(Problem("map-crowded", what, shown.request.lines.get(name), hint))


def _name_all(
    shown: LocatorMap, occupied: Occupancy, numbers: dict[int, PlaceName]
) -> tuple[list[PlaceName], int | None]:
    """Return the names of all places, or the index of the first that cannot be named; `numbers` are placed already."""
    names: list[PlaceName] = []
    for i, (place, mark) in enumerate(shown.marks):
        if i in numbers:
            names.append(numbers[i])
        elif found := _name(shown, place, _about(shown, mark), mark, occupied):
            names.append(found)
        elif number := _number(shown, i, occupied):
            names.append(replace(number, has_plate=True))
        else:
            return names, i
    return names, None


def _name(shown: LocatorMap, place: MarkedPlace, about: Box, mark: Box, occupied: Occupancy) -> PlaceName | None:
    text = name_with_value(shown, place)
    # A name far from its mark is not read as the mark's; on a plate it may be near.
    near = place_beside(
        text, about, occupied, sizes_pt=_PLACE_PTS, weight=600, gaps_mm=GAPS_MM[:-1], fits=_reads_well(shown, mark)
    )
    if near:
        return PlaceName(place, near)
    gaps = GAPS_MM[:-1] if shown.request.is_thematic else GAPS_MM
    label = place_beside(text, about, occupied, sizes_pt=_PLACE_PTS, weight=600, gaps_mm=gaps)
    return PlaceName(place, label, has_plate=True) if label else None


def name_with_value(shown: LocatorMap, place: MarkedPlace) -> str:
    """Return a place's name, with its value where it has one."""
    return place.name if place.value is None else f"{place.name} {shown.quantity(place.value)}"


def _number(shown: LocatorMap, index: int, occupied: Occupancy) -> PlaceName | None:
    """Find room for a number of two digits beside a mark, or farther from it with a line to it."""
    place, mark = shown.marks[index]
    label = place_beside(
        WIDEST_NUMBER,
        _about(shown, mark),
        occupied,
        sizes_pt=NUMBER_PTS,
        weight=600,
        gaps_mm=_NUMBER_GAPS_MM,
        clear_mm=_NUMBER_CLEAR_MM,
    )
    return PlaceName(place, label, number=1) if label else _led_number(shown, place, mark, occupied)


def _led_number(shown: LocatorMap, place: MarkedPlace, mark: Box, occupied: Occupancy) -> PlaceName | None:
    """Find room for a number from which a line leads to its mark: over other marks, but over no name."""
    marks = [box for _, box in shown.marks]
    names = [box for box in occupied.boxes if box not in marks]
    for gap in _LEADER_GAPS_MM:
        for label in labels_beside(WIDEST_NUMBER, mark, size_pt=NUMBER_PTS[0], weight=600, gaps_mm=(gap,)):
            leader = _leader(mark, label.box)
            along = boxes_along(leader, _LEADER_MM)
            if occupied.is_free(label.box, _NUMBER_CLEAR_MM) and not any(
                box.overlaps(taken) for box in along for taken in names
            ):
                occupied.boxes += [label.box, *along]
                return PlaceName(place, label, number=1, leader=tuple(leader))
    return None


def _leader(mark: Box, label: Box) -> list[XY]:
    """Return the line from the edge of a mark to the nearest point of a label."""
    (x, y), radius = mark.middle, mark.width / 2
    end = min(max(x, label.left), label.right), min(max(y, label.top), label.bottom)
    length = math.dist((x, y), end)
    return [(x + (end[0] - x) / length * radius, y + (end[1] - y) / length * radius), end]


def _numbered(names: Sequence[PlaceName]) -> list[PlaceName]:
    """Return the names with their numbers, 1, 2, … in the order of the places."""
    numbered, number = [], 0
    for name in names:
        if name.number:
            number += 1
            name = replace(name, number=number, label=replace(name.label, lines=(str(number),)))
        numbered.append(name)
    return numbered


def _about(shown: LocatorMap, mark: Box) -> Box:
    """Return what a name is placed beside: the mark, or the ring about its country."""
    return next((ring for ring in shown.rings.values() if ring.overlaps(mark)), mark)


def _reads_well(shown: LocatorMap, mark: Box) -> Fits:
    """Return whether a name of a mark reads well in a box: in its own country or in the sea; on pale land, off all rims."""
    if shown.request.is_thematic:
        return lambda box: not shown.is_on_rim(box)
    at_home = not shown.is_off_home(mark)

    def fits(box: Box) -> bool:
        own_land = shown.land.encloses(shown.request.focus, box) if at_home else shown.is_off_home(box)
        return own_land or shown.is_sea(box)

    return fits


def draw_place_name(canvas: Canvas, shown: LocatorMap, name: PlaceName) -> None:
    """Write a place's name in white on the focus, in ink elsewhere."""
    style, label = shown.request.style, name.label
    if name.leader:
        canvas.line(name.leader, style.paper, 1.6)
        canvas.line(name.leader, style.ink, 0.5)
    if shown.request.is_thematic:
        label.draw(canvas, style.ink, halo=style.paper)
        return
    if name.has_plate:
        plate = label.box.grown(0.3)
        canvas.rect(plate.left, plate.top, plate.width, plate.height, style.paper)
    label.draw(canvas, style.ink if name.has_plate or shown.is_off_home(label.box) else style.paper)
