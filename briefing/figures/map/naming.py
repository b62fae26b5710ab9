"""What a map names and where: the country within its shape or in the sea, places at their marks, neighbours on their land."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from briefing.figures.canvas import Canvas
from briefing.figures.map.geometry import Box, box_around, boxes_along
from briefing.figures.map.labels import GAPS_MM, Fits, Label, Occupancy, place_across, place_beside, place_inside
from briefing.figures.map.place_names import NUMBER_PTS, WIDEST_NUMBER, PlaceName, draw_place_name, name_places
from briefing.figures.map.request import MarkedPlace
from briefing.figures.map.shown import LocatorMap
from briefing.problems import FigureError

_TITLE_PTS = (10.0, 9.0, 8.0, 7.5)
_TITLES_PTS = (10.0, 9.0, 8.0, 7.5)
_OFF_COAST_MM = 2.0
_NEAR_COAST_MM = 3.0
_LEADER_MM = 0.5


@dataclass(frozen=True)
class Names:
    """What a map names: places; neighbours; countries in focus that only have a number; and whose circles have their size.

    `unnamed_countries` are those in focus that have neither a name nor a number: those about them left no room.
    """

    places: tuple[PlaceName, ...]
    neighbours: tuple[str, ...]
    numbered_countries: tuple[str, ...]
    unnamed_countries: tuple[str, ...]
    circles: tuple[bool, ...]

    @property
    def numbered(self) -> list[MarkedPlace]:
        """The places that have the numbers 1, 2, … on the map; those of the countries follow them."""
        return [name.place for name in self.places if name.number]


def draw_names(canvas: Canvas, shown: LocatorMap, circle_labels: Sequence[str]) -> Names:
    """Draw all names of a map, none over another or over a mark; return them. `circle_labels` say how large circles are.

    Raises FigureError where a place cannot be named even by a number.
    """
    boxes = [box for _, box in shown.marks] + list(shown.rings.values())
    occupied = Occupancy(shown.view.frame, list(boxes))
    towns, titles = name_places(shown, occupied), _name_inside(shown, occupied)
    if None in titles.values():
        # A town's name can go to more places than its country's: the country's first, if the towns' then have room.
        retry = Occupancy(shown.view.frame, list(boxes))
        with suppress(FigureError):
            again = _name_inside(shown, retry)
            if sum(map(bool, again.values())) > sum(map(bool, titles.values())):
                retried = name_places(shown, retry)
                if _numbers(retried) <= _numbers(towns):
                    towns, occupied, titles = retried, retry, again
    for town in towns:
        draw_place_name(canvas, shown, town)
    for title in filter(None, titles.values()):
        _draw_title(canvas, shown, title)
    numbered: list[str] = []
    unnamed: list[str] = []
    for iso3 in (iso3 for iso3, title in titles.items() if not title):
        if not _name_outside(canvas, shown, iso3, occupied):
            number = _numbers(towns) + len(numbered) + 1
            (numbered if _number_country(canvas, shown, iso3, number, occupied) else unnamed).append(iso3)
    circles = tuple(_name_rim(canvas, shown, text, i, occupied) for i, text in enumerate(circle_labels))
    return Names(tuple(towns), name_neighbours(canvas, shown, occupied), tuple(numbered), tuple(unnamed), circles)


def _numbers(towns: Sequence[PlaceName]) -> int:
    return sum(1 for town in towns if town.number)


def _draw_title(canvas: Canvas, shown: LocatorMap, title: Label) -> None:
    """Write a name on its own country."""
    style = shown.request.style
    if shown.request.is_thematic:
        title.draw(canvas, style.ink, halo=style.paper)
    else:
        title.draw(canvas, style.paper)


def _name_outside(canvas: Canvas, shown: LocatorMap, iso3: str, occupied: Occupancy) -> bool:
    """Name a country in focus beside its shape; tell whether there was room where the name is not read as another's."""
    style = shown.request.style
    if len(shown.request.focus) > 1 and iso3 not in shown.rings:
        label = _name_off_coast(shown, iso3, occupied)
        if label:
            label.draw(canvas, style.accent)
        return label is not None
    beside = _name_beside(shown, iso3, occupied)
    if beside:
        beside.draw(canvas, style.accent, halo="" if shown.is_sea(beside.box) else style.paper)
        _lead_home(canvas, shown, iso3, beside, occupied)
    # The title of the figure has the name of the only country.
    return beside is not None or len(shown.request.focus) == 1


def _number_country(canvas: Canvas, shown: LocatorMap, iso3: str, number: int, occupied: Occupancy) -> bool:
    """Write a number on a country, or beside it, in place of its name; tell whether there was room."""
    rows, about = shown.rows(iso3), _largest_part(shown, iso3) or shown.extent_of(iso3)
    inside = place_inside(WIDEST_NUMBER, rows, occupied, sizes_pt=NUMBER_PTS, weight=600)
    label = inside or place_beside(
        WIDEST_NUMBER, about, occupied, sizes_pt=NUMBER_PTS, weight=600, fits=shown.is_off_home
    )
    if not label:
        return False
    label = replace(label, lines=(str(number),))
    if inside:
        _draw_title(canvas, shown, label)
    else:
        label.draw(canvas, shown.request.style.accent, halo=shown.request.style.paper)
    return True


def _lead_home(canvas: Canvas, shown: LocatorMap, iso3: str, beside: Label, occupied: Occupancy) -> None:
    """Draw a line from the name of a country to its outline where the name is on another's land, which it seems to name."""
    if iso3 in shown.rings or shown.is_sea(beside.box):
        return
    line = shown.land.line_between(iso3, beside.box)
    others = [box for box in occupied.boxes if box != beside.box]
    along = boxes_along(line, _LEADER_MM)
    if not any(box.overlaps(taken) for box in along for taken in others):
        canvas.line(line, shown.request.style.accent, 0.8)
        occupied.boxes += along


def _name_inside(shown: LocatorMap, occupied: Occupancy) -> dict[str, Label | None]:
    """Name each country in focus inside its shape, the smallest first; None where it has no room."""
    codes = sorted(shown.request.focus, key=lambda iso3: shown.land.shape(iso3).area)
    sizes = _TITLE_PTS if len(codes) == 1 else _TITLES_PTS
    return {
        iso3: place_inside(shown.title_of(iso3), shown.rows(iso3), occupied, sizes_pt=sizes, weight=600)
        for iso3 in codes
    }


def _name_beside(shown: LocatorMap, iso3: str, occupied: Occupancy) -> Label | None:
    """Name a country beside its shape: in the sea, so that the name is on no other's land; else where there is room."""
    ring = shown.rings.get(iso3)
    whole = ring or shown.extent_of(iso3)
    largest = whole if ring else _largest_part(shown, iso3) or whole
    abouts = (largest, whole, box_around(whole.middle, 0))
    for is_clear, about in itertools.product((shown.is_sea, shown.is_off_home), abouts):

        def fits(box: Box, is_clear: Fits = is_clear) -> bool:
            return is_clear(box.grown(0.45))

        label = place_beside(shown.title_of(iso3), about, occupied, sizes_pt=(9.0, 8.0, 7.5), weight=600, fits=fits)
        if label:
            return label
    return None


def _name_rim(canvas: Canvas, shown: LocatorMap, text: str, index: int, occupied: Occupancy) -> bool:
    """Write how large a circle is on its line, where there is room; tell whether there was."""
    style = shown.request.style
    points = [point for line in shown.rims[index][1] for point in line]
    labels = (Label((text,), 7.5, 400, *points[i]) for i in range(0, len(points), 7))
    label = occupied.place_first(labels, lambda box: True)
    if label:
        label.draw(canvas, style.ink, halo=style.paper)
    return label is not None


def name_neighbours(canvas: Canvas, shown: LocatorMap, occupied: Occupancy) -> tuple[str, ...]:
    """Name the neighbours, those with the least land on the map first; return those named."""
    named = set()
    for iso3 in sorted(shown.neighbours, key=lambda iso3: shown.land.shape(iso3).area):
        name, rows = shown.request.names[iso3], shown.rows(iso3)
        label = (
            place_inside(name, rows, occupied, sizes_pt=(8.0, 7.5))
            or place_across(name, rows, occupied, size_pt=7.5, fits=shown.is_off_home)
            or _name_off_coast(shown, iso3, occupied)
        )
        if label:
            label.draw(canvas, shown.request.style.ink, halo=_halo_of(shown, iso3, label))
            named.add(iso3)
    return tuple(iso3 for iso3 in shown.neighbours if iso3 in named)


def _halo_of(shown: LocatorMap, iso3: str, label: Label) -> str:
    """Return the colour of a halo for a neighbour's name; none where it is wholly on its land or in the sea."""
    is_plain = shown.land.encloses((iso3,), label.box) or shown.is_sea(label.box)
    crossed = shown.request.is_thematic and (shown.request.shading or shown.is_on_rim(label.box))
    return "" if is_plain and not crossed else shown.request.style.paper


def _name_off_coast(shown: LocatorMap, iso3: str, occupied: Occupancy) -> Label | None:
    """Name a country in the sea, where its own coast and no other's is near."""
    largest = _largest_part(shown, iso3)
    if not largest:
        return None

    def fits(box: Box) -> bool:
        near = shown.land.distance_mm(iso3, box) < _NEAR_COAST_MM
        return near and shown.is_sea(box) and shown.land.countries_in(box.grown(_OFF_COAST_MM)) <= {iso3}

    return place_beside(shown.request.names[iso3], largest, occupied, sizes_pt=(7.0,), gaps_mm=GAPS_MM[:-1], fits=fits)


def _largest_part(shown: LocatorMap, iso3: str) -> Box | None:
    """Return the box of a country's largest part on the map; None where the map shows none of it."""
    parts = shown.land.shape(iso3).geoms
    return Box(*max(parts, key=lambda part: part.length).bounds) if parts else None
