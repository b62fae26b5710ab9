"""What one map shows, calculated from its request: which land, which neighbours, which marks, and where they are."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from briefing.figures.map.bearings import directions, eighth_of, rays
from briefing.figures.map.geometry import XY, Box, LonLat, box_around, circle_about
from briefing.figures.map.marks import mark_size_mm
from briefing.figures.map.outlines import OutlinePolygon, mainland
from briefing.figures.map.request import LocatorRequest, MarkedCircle, MarkedPlace
from briefing.figures.map.terrain import ScanRows, Terrain, clip_lines, meets_lines, survey
from briefing.figures.map.view import WIDEST_DEGREES, MapView, fit_extent, fit_view
from briefing.i18n import get_translator
from briefing.problems import FigureError, Problem

RING_MM = 7.0
_MOST_NEAR_ISLANDS = 8
_POLAR_DEGREES = 75
_MARGINS, _MARGIN_OF_SEVERAL = {True: 0.42, False: 0.22}, 0.12
"""What is shown about one country, with and without neighbours, and about several: a share of their larger side."""


@dataclass(frozen=True)
class LocatorMap:
    """One map: what follows from its request, calculated where it is needed. Boxes are in mm on the canvas."""

    request: LocatorRequest

    @cached_property
    def home(self) -> list[OutlinePolygon]:
        """The polygons of the focus, without territories far away."""
        return [p for iso3 in self.request.focus for p in mainland(self.request.outlines.of(iso3))]

    @cached_property
    def view(self) -> MapView:
        """The part of the globe that is shown. Raises FigureError where that is too much of it."""
        request = self.request
        points: list[LonLat] = [(place.longitude, place.latitude) for place in request.places]
        rims = [point for c in request.circles for point in circle_about((c.longitude, c.latitude), c.radius_km)]
        if request.extent:
            view = fit_extent(request.outlines, request.extent, points + rims, width_mm=request.width_mm)
        else:
            margin = _MARGINS[request.with_neighbours] if len(request.focus) == 1 else _MARGIN_OF_SEVERAL
            view = fit_view(
                request.outlines, self.home, request.places, width_mm=request.width_mm, margin=margin, also=rims
            )
        if view.cap.radius > WIDEST_DEGREES:
            what = "the map would have to show more than half the world, where no outline looks like itself"
            hint = "Show fewer countries and places, or those that are nearer to each other."
            raise FigureError(Problem("map-extent", what, hint=hint))
        return view

    @cached_property
    def land(self) -> Terrain:
        """The land in the frame."""
        return survey(self.request.outlines, self.view, self.request.focus)

    @cached_property
    def across(self) -> list[str]:
        """The countries across a land border, where neighbours are to be named."""
        request = self.request
        codes = request.outlines.neighbours(self.home) if request.with_neighbours else []
        return [iso3 for iso3 in codes if iso3 in request.names and (not request.extent or iso3 in self.land.shapes)]

    @cached_property
    def neighbours(self) -> list[str]:
        """The countries across a land border; for islands, and with an extent, the nearest of those that the map shows."""
        request, outlines = self.request, self.request.outlines
        if not request.with_neighbours or (self.across and not request.extent):
            return self.across
        shown = [iso3 for iso3 in self.land.shapes if iso3 in request.names and iso3 not in request.focus]
        if request.extent:
            return sorted(shown)
        gaps = {iso3: min(p.cap.gap(self.home[0].cap) for p in outlines.of(iso3)) for iso3 in shown}
        return sorted(shown, key=lambda iso3: (gaps[iso3], iso3))[:_MOST_NEAR_ISLANDS]

    def extent_of(self, iso3: str) -> Box:
        """Return the box of a country in focus; where it is too small to be drawn, its middle."""
        shape = self.land.shape(iso3)
        if not shape.is_empty:
            return Box(*shape.bounds)
        return box_around(self.view.to_mm(next(p for p in self.home if p.iso3 == iso3).cap.centre), 0)

    @cached_property
    def centre(self) -> XY:
        """The middle of the focus; its nearest point to that where the middle is on another's land, as that of Croatia is."""
        return self.land.middle(self.request.focus) or self.extent_of(self.request.focus[0]).middle

    def centre_of(self, iso3: str) -> XY:
        """Return the middle of one country in focus."""
        return self.land.middle((iso3,)) or self.extent_of(iso3).middle

    @property
    def has_directions(self) -> bool:
        """Tell whether north is up on the map: not about a pole."""
        return abs(self.view.cap.latitude) < _POLAR_DEGREES

    def directions(self, iso3: str) -> tuple[int, ...]:
        """Return the directions in which another country lies on the map: see `directions`."""
        (x, y), (there_x, there_y) = self.centre, self.land.shape(iso3).centroid.coords[0]
        met = self.land.met_by(iso3, rays(self.centre, self.view.frame.width + self.view.frame.height))
        return directions(met, eighth_of(there_x - x, there_y - y))

    @cached_property
    def rings(self) -> dict[str, Box]:
        """The box of a ring round each country in focus that is too small to be seen."""
        boxes = {iso3: self.extent_of(iso3) for iso3 in self.request.focus}
        small = {iso3: box for iso3, box in boxes.items() if max(box.width, box.height) < RING_MM / 2}
        frame = self.view.frame
        around = {iso3: box_around(box.middle, RING_MM) for iso3, box in small.items()}
        return {iso3: box for iso3, box in around.items() if frame.encloses(box)}

    @cached_property
    def marks(self) -> list[tuple[MarkedPlace, Box]]:
        """The places with the boxes of their marks."""
        largest = max((place.value or 0.0 for place in self.request.places), default=0.0)
        return [
            (p, box_around(self.view.to_mm((p.longitude, p.latitude)), mark_size_mm(p, largest, self.view.frame.width)))
            for p in self.request.places
        ]

    @cached_property
    def rims(self) -> list[tuple[MarkedCircle, list[list[XY]]]]:
        """The circles with the lines of them that are in the frame."""
        return [
            (
                c,
                clip_lines(
                    [list(map(self.view.to_mm, circle_about((c.longitude, c.latitude), c.radius_km)))], self.view.frame
                ),
            )
            for c in self.request.circles
        ]

    def is_on_rim(self, box: Box) -> bool:
        """Tell whether the line of a circle crosses a box."""
        return self.request.circles != () and meets_lines([line for _, lines in self.rims for line in lines], box)

    def quantity(self, value: float) -> str:
        """Return a number as the reader's language writes it."""
        return get_translator(self.request.language).quantity(value)

    def title_of(self, iso3: str) -> str:
        """Return the name of a country in focus in capitals."""
        return self.request.names[iso3].upper()

    def rows(self, iso3: str) -> ScanRows:
        """Return where a country is, row by row."""
        return ScanRows(self.land.shape(iso3), self.view.frame)

    def is_sea(self, box: Box) -> bool:
        """Tell whether there is no land in a box."""
        return not self.land.countries_in(box)

    def is_off_home(self, box: Box) -> bool:
        """Tell whether none of the focus is in a box."""
        return not self.land.countries_in(box) & set(self.request.focus)
