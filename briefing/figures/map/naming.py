"""What a map names and where: the country within its shape or in the sea, places at their marks, neighbours on their land."""

from __future__ import annotations

import itertools
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property

from briefing.figures.canvas import Canvas
from briefing.figures.map.bearings import directions, eighth_of, rays
from briefing.figures.map.geometry import XY, Box, box_around, boxes_along
from briefing.figures.map.labels import GAPS_MM, Fits, Label, Occupancy, place_across, place_beside, place_inside
from briefing.figures.map.outlines import OutlinePolygon, mainland
from briefing.figures.map.request import LocatorRequest, MarkedPlace
from briefing.figures.map.terrain import MapView, ScanRows, Terrain, fit_view, survey
from briefing.problems import FigureError, Problem

MARK_MM = 1.9
RING_MM = 7.0
_PLACE_PTS = (8.0, 7.4, 6.8)
_MOST_NEAR_ISLANDS = 8
_OFF_COAST_MM = 2.0
_NEAR_COAST_MM = 3.0
_LEADER_MM = 0.5
_POLAR_DEGREES = 75


@dataclass(frozen=True)
class LocatorMap:
    """One map: what follows from its request, calculated where it is needed. Boxes are in mm on the canvas."""

    request: LocatorRequest

    @cached_property
    def home(self) -> list[OutlinePolygon]:
        """The polygons of the focus, without territories far away."""
        return mainland(self.request.outlines.of(self.request.focus))

    @cached_property
    def view(self) -> MapView:
        """The part of the globe that is shown."""
        request = self.request
        margin = 0.42 if request.with_neighbours else 0.22
        return fit_view(request.outlines, self.home, request.places, width_mm=request.width_mm, margin=margin)

    @cached_property
    def land(self) -> Terrain:
        """The land in the frame."""
        return survey(self.request.outlines, self.view, self.request.focus)

    @cached_property
    def across(self) -> list[str]:
        """The countries across a land border, where neighbours are to be named."""
        request = self.request
        codes = request.outlines.neighbours(self.home) if request.with_neighbours else []
        return [iso3 for iso3 in codes if iso3 in request.names]

    @cached_property
    def neighbours(self) -> list[str]:
        """The countries across a land border; for islands, the nearest of those that the map shows."""
        request, outlines = self.request, self.request.outlines
        if not request.with_neighbours or self.across:
            return self.across
        shown = [iso3 for iso3 in self.land.shapes if iso3 in request.names and iso3 != request.focus]
        gaps = {iso3: min(p.cap.gap(self.home[0].cap) for p in outlines.of(iso3)) for iso3 in shown}
        return sorted(shown, key=lambda iso3: (gaps[iso3], iso3))[:_MOST_NEAR_ISLANDS]

    @cached_property
    def extent(self) -> Box:
        """The box of the focus; where it is too small to be drawn, its middle."""
        shape = self.land.shape(self.request.focus)
        return box_around(self.view.to_mm(self.home[0].cap.centre), 0) if shape.is_empty else Box(*shape.bounds)

    @cached_property
    def centre(self) -> XY:
        """The middle of the focus; its nearest point to that where the middle is on another's land, as that of Croatia is."""
        return self.land.middle(self.request.focus) or self.extent.middle

    @property
    def has_directions(self) -> bool:
        """Tell whether north is up on the map: not about a pole."""
        return abs(self.view.cap.latitude) < _POLAR_DEGREES

    def directions(self, iso3: str) -> tuple[int, ...]:
        """Return the directions in which another country lies on the map: see `directions`."""
        (x, y), (there_x, there_y) = self.centre, self.land.shape(iso3).centroid.coords[0]
        met = self.land.met_by(iso3, rays(self.centre, self.view.frame.width + self.view.frame.height))
        return directions(met, eighth_of(there_x - x, there_y - y))

    @property
    def ring(self) -> Box | None:
        """Return the box of a ring round the focus where that is too small to be seen."""
        too_small = max(self.extent.width, self.extent.height) < RING_MM / 2
        return box_around(self.extent.middle, RING_MM) if too_small else None

    @cached_property
    def marks(self) -> list[tuple[MarkedPlace, Box]]:
        """The places with the boxes of their marks."""
        return [(p, box_around(self.view.to_mm((p.longitude, p.latitude)), MARK_MM)) for p in self.request.places]

    @property
    def title(self) -> str:
        """Return the name of the focus in capitals."""
        return self.request.names[self.request.focus].upper()

    def rows(self, iso3: str) -> ScanRows:
        """Return where a country is, row by row."""
        return ScanRows(self.land.shape(iso3), self.view.frame)

    def is_sea(self, box: Box) -> bool:
        """Tell whether there is no land in a box."""
        return not self.land.countries_in(box)

    def is_off_home(self, box: Box) -> bool:
        """Tell whether none of the focus is in a box."""
        return self.request.focus not in self.land.countries_in(box)


def name_home(canvas: Canvas, shown: LocatorMap) -> Occupancy:
    """Name the places and the focus, the focus inside its shape where that has room; return what is occupied."""
    boxes = [box for _, box in shown.marks] + ([shown.ring] if shown.ring else [])
    occupied = Occupancy(shown.view.frame, list(boxes))
    towns, title = _name_places(shown, occupied), _name_inside(shown, occupied)
    if title is None:
        # A town's name can go to more places than its country's: the country's first, if the towns' then have room.
        retry = Occupancy(shown.view.frame, list(boxes))
        with suppress(FigureError):
            title = _name_inside(shown, retry)
            towns, occupied = (_name_places(shown, retry), retry) if title else (towns, occupied)
    for label, plated in towns:
        _draw_town(canvas, shown, label, plated)
    if title:
        title.draw(canvas, shown.request.style.paper)
    elif beside := _name_beside(shown, occupied):
        beside.draw(canvas, shown.request.style.accent)
        _lead_home(canvas, shown, beside, occupied)
    return occupied


def _lead_home(canvas: Canvas, shown: LocatorMap, beside: Label, occupied: Occupancy) -> None:
    """Draw a line from the name of the focus to its outline where the name is on another's land, which it seems to name."""
    if shown.ring or shown.is_sea(beside.box):
        return
    line = shown.land.line_between(shown.request.focus, beside.box)
    others = [box for box in occupied.boxes if box != beside.box]
    along = boxes_along(line, _LEADER_MM)
    if not any(box.overlaps(taken) for box in along for taken in others):
        canvas.line(line, shown.request.style.accent, 0.8)
        occupied.boxes += along


def _name_places(shown: LocatorMap, occupied: Occupancy) -> list[tuple[Label, bool]]:
    """Name each place beside its mark, in its own country or in the sea; where that has no room, on a white plate.

    Returns each label, and whether it needs a plate. Raises FigureError where a place cannot be named at all.
    """
    towns = []
    for place, mark in shown.marks:
        about = shown.ring if shown.ring and shown.ring.overlaps(mark) else mark
        at_home = not shown.is_off_home(mark)

        def fits(box: Box, at_home: bool = at_home) -> bool:
            own_land = shown.land.encloses(shown.request.focus, box) if at_home else shown.is_off_home(box)
            return own_land or shown.is_sea(box)

        # A name far from its mark is not read as the mark's; on a plate it may be near.
        near = place_beside(
            place.name, about, occupied, sizes_pt=_PLACE_PTS, weight=600, gaps_mm=GAPS_MM[:-1], fits=fits
        )
        label = near or place_beside(place.name, about, occupied, sizes_pt=_PLACE_PTS, weight=600)
        if label is None:
            what = f"there is no room on the map to name {place.name}"
            hint = "Show fewer places, or places at a greater distance from each other."
            raise FigureError(Problem("map-crowded", what, hint=hint))
        towns.append((label, near is None))
    return towns


def _draw_town(canvas: Canvas, shown: LocatorMap, label: Label, plated: bool) -> None:
    """Write a place's name in white on the focus, in ink elsewhere."""
    style = shown.request.style
    if plated:
        plate = label.box.grown(0.3)
        canvas.rect(plate.left, plate.top, plate.width, plate.height, style.paper)
    label.draw(canvas, style.ink if plated or shown.is_off_home(label.box) else style.paper)


def _name_inside(shown: LocatorMap, occupied: Occupancy) -> Label | None:
    rows = shown.rows(shown.request.focus)
    return place_inside(shown.title, rows, occupied, sizes_pt=(11.0, 10.0, 9.0, 8.0, 7.0), weight=600)


def _name_beside(shown: LocatorMap, occupied: Occupancy) -> Label | None:
    """Name the focus beside its shape: in the sea, so that the name is on no other's land; else where there is room."""
    whole = shown.ring or shown.extent
    largest = whole if shown.ring else _largest_part(shown, shown.request.focus) or whole
    abouts = (largest, whole, box_around(whole.middle, 0))
    for is_clear, about in itertools.product((shown.is_sea, shown.is_off_home), abouts):

        def fits(box: Box, is_clear: Fits = is_clear) -> bool:
            return is_clear(box.grown(0.45))

        label = place_beside(shown.title, about, occupied, sizes_pt=(9.0, 8.0, 7.0), weight=600, fits=fits)
        if label:
            return label
    return None


def name_neighbours(canvas: Canvas, shown: LocatorMap, occupied: Occupancy) -> tuple[str, ...]:
    """Name the neighbours, those with the least land on the map first; return those named."""
    named = set()
    for iso3 in sorted(shown.neighbours, key=lambda iso3: shown.land.shape(iso3).area):
        name, rows = shown.request.names[iso3], shown.rows(iso3)
        label = (
            place_inside(name, rows, occupied, sizes_pt=(8.0, 7.2, 6.4))
            or place_across(name, rows, occupied, size_pt=6.4, fits=shown.is_off_home)
            or _name_off_coast(shown, iso3, occupied)
        )
        if label:
            label.draw(canvas, shown.request.style.ink)
            named.add(iso3)
    return tuple(iso3 for iso3 in shown.neighbours if iso3 in named)


def _name_off_coast(shown: LocatorMap, iso3: str, occupied: Occupancy) -> Label | None:
    """Name a country in the sea, where its own coast and no other's is near."""
    largest = _largest_part(shown, iso3)
    if not largest:
        return None

    def fits(box: Box) -> bool:
        near = shown.land.distance_mm(iso3, box) < _NEAR_COAST_MM
        return near and shown.is_sea(box) and shown.land.countries_in(box.grown(_OFF_COAST_MM)) <= {iso3}

    return place_beside(shown.request.names[iso3], largest, occupied, sizes_pt=(6.4,), gaps_mm=GAPS_MM[:-1], fits=fits)


def _largest_part(shown: LocatorMap, iso3: str) -> Box | None:
    """Return the box of a country's largest part on the map; None where the map shows none of it."""
    parts = shown.land.shape(iso3).geoms
    return Box(*max(parts, key=lambda part: part.length).bounds) if parts else None
