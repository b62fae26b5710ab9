"""What a map names and where: the country within its shape or in the sea, places at their marks, neighbours on their land."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property

from briefing.figures.canvas import Canvas
from briefing.figures.map.geometry import Frame, Spans, Spot
from briefing.figures.map.labels import GAPS_MM, Label, Sheetful, place_beside, place_within
from briefing.figures.map.outlines import Outlines, Place, Polygon
from briefing.figures.map.terrain import Terrain, View
from briefing.figures.style import Style
from briefing.problems import FigureError, Problem

_PLACE_PTS = (8.0, 7.4, 6.8)
_OFF_COAST_MM = 2.0


@dataclass(frozen=True)
class Shown:
    """One map: the country and its polygons, the countries to be named about it, the places, the view and the land."""

    focus: str
    home: tuple[Polygon, ...]
    near: tuple[str, ...]
    places: tuple[Place, ...]
    countries: Mapping[str, str]
    outlines: Outlines
    view: View
    land: Terrain
    style: Style

    @property
    def frame(self) -> Frame:
        """Return the map's edge."""
        return self.view.frame

    @cached_property
    def all_land(self) -> Spans:
        """Return where there is land, row by row."""
        return Spans([ring for rings in self.land.rings.values() for ring in rings], self.frame)

    @cached_property
    def home_spans(self) -> Spans:
        """Return where the focus is, row by row."""
        return self.spans(self.focus)

    @property
    def name(self) -> str:
        """Return the focus's name as the map sets it."""
        return self.countries[self.focus].upper()

    @cached_property
    def extent(self) -> Frame:
        """Return the room the focus takes; where it is too small to be drawn, its middle."""
        cap = self.home[0].cap
        middle = self.view.to_mm((cap.longitude, cap.latitude))
        return _bounds([spot for ring in self.land.rings.get(self.focus, []) for spot in ring] or [middle])

    def land_but(self, iso3: str) -> Spans:
        """Return where there is land of any other country, row by row."""
        return Spans([ring for code, rings in self.land.rings.items() if code != iso3 for ring in rings], self.frame)

    def spans(self, iso3: str) -> Spans:
        """Return where a country is, row by row."""
        return Spans(self.land.rings.get(iso3, []), self.frame)


def name_home(sheet: Canvas, shown: Shown, marks: Sequence[tuple[Place, Frame]], ring: Frame | None) -> Sheetful:
    """Name the places and the focus, the focus inside its shape where that has room; return what is taken."""
    boxes = [box for _, box in marks]
    bare = Sheetful(shown.frame, [*boxes, ring] if ring else boxes)
    taken = bare.copy()
    towns, inside = _name_places(shown, marks, ring, taken), _name_within(shown, taken)
    if inside is None:
        # A town's name has more places to go than its country's: the country's first, if the towns' then have room.
        again = bare.copy()
        with suppress(FigureError):
            inside = _name_within(shown, again)
            towns, taken = (_name_places(shown, marks, ring, again), again) if inside else (towns, taken)
    for label, plated in towns:
        _draw_town(sheet, shown, label, plated)
    if inside:
        _set(sheet, inside, shown.style.paper)
    else:
        _name_beside(sheet, shown, ring, taken)
    return taken


def _name_places(
    shown: Shown, marks: Sequence[tuple[Place, Frame]], ring: Frame | None, taken: Sheetful
) -> list[tuple[Label, bool]]:
    """Name each place beside its mark, in its own country or in the sea; where that has no room, on a plate.

    Raises FigureError where a place cannot be named at all.
    """
    towns = []
    for place, mark in marks:
        about = ring if ring and ring.meets(mark) else mark
        at_home = shown.home_spans.touches(mark)

        def fits(box: Frame, at_home: bool = at_home) -> bool:
            on_land = shown.home_spans.room(box) > 0 if at_home else not shown.home_spans.touches(box)
            return on_land or not shown.all_land.touches(box)

        # Far from its mark a name is not read as the mark's: on a plate it may stay near.
        near = place_beside(place.name, about, taken, sizes_pt=_PLACE_PTS, weight=600, gaps_mm=GAPS_MM[:-1], fits=fits)
        label = near or place_beside(place.name, about, taken, sizes_pt=_PLACE_PTS, weight=600)
        if label is None:
            what = f"there is no room on the map to name {place.name}"
            hint = "Show fewer places, or some that lie less close together."
            raise FigureError(Problem("map-crowded", what, hint=hint))
        towns.append((label, near is None))
    return towns


def _draw_town(sheet: Canvas, shown: Shown, label: Label, plated: bool) -> None:
    """Set a place's name in white on the focus, in ink elsewhere."""
    style = shown.style
    if plated:
        plate = label.box.grown(0.3)
        sheet.rect(plate.left, plate.top, plate.right - plate.left, plate.bottom - plate.top, style.paper)
    _set(sheet, label, style.paper if not plated and shown.home_spans.touches(label.box) else style.ink)


def _name_within(shown: Shown, taken: Sheetful) -> Label | None:
    focus = shown.home_spans
    return place_within(shown.name, focus, taken, sizes_pt=(11.0, 10.0, 9.0, 8.0, 7.0), weight=600, avoid=focus)


def _name_beside(sheet: Canvas, shown: Shown, ring: Frame | None, taken: Sheetful) -> None:
    """Name the focus beside its shape: in the sea, so that the name is on no other's land; else where there is room."""
    whole = ring or shown.extent
    rings = shown.land.rings.get(shown.focus, [])
    x, y = (whole.left + whole.right) / 2, (whole.top + whole.bottom) / 2
    largest = _bounds(max(rings, key=len)) if rings and not ring else whole
    abouts = [largest, whole, Frame(x, y, x, y)]
    for off, about in itertools.product((shown.all_land, shown.home_spans), abouts):

        def fits(box: Frame, off: Spans = off) -> bool:
            return not off.touches(box.grown(0.3))

        beside = place_beside(shown.name, about, taken, sizes_pt=(9.0, 8.0, 7.0), weight=600, fits=fits)
        if beside:
            _set(sheet, beside, shown.style.accent)
            return


def name_neighbours(sheet: Canvas, shown: Shown, taken: Sheetful) -> tuple[str, ...]:
    """Name the countries about the focus, those with the least room first; return those named."""
    spans = {iso3: shown.spans(iso3) for iso3 in shown.near}
    named = set()
    for iso3 in sorted(shown.near, key=lambda iso3: sum(b - a for _, row in spans[iso3].rows() for a, b in row)):
        name = shown.countries[iso3]
        label = place_within(name, spans[iso3], taken, sizes_pt=(8.0, 7.2, 6.4), avoid=shown.home_spans)
        label = label or _name_off_coast(shown, iso3, taken)
        if label:
            _set(sheet, label, shown.style.ink)
            named.add(iso3)
    return tuple(iso3 for iso3 in shown.near if iso3 in named)


def _name_off_coast(shown: Shown, iso3: str, taken: Sheetful) -> Label | None:
    """Name a country in the sea, where its own coast and no other's is near."""
    if iso3 not in shown.land.rings:
        return None
    own, others = _bounds(max(shown.land.rings[iso3], key=len)), shown.land_but(iso3)

    def fits(box: Frame) -> bool:
        return not shown.all_land.touches(box) and not others.touches(box.grown(_OFF_COAST_MM))

    return place_beside(shown.countries[iso3], own, taken, sizes_pt=(6.4,), gaps_mm=GAPS_MM[:-1], fits=fits)


def _bounds(spots: Sequence[Spot]) -> Frame:
    xs, ys = zip(*spots, strict=True)
    return Frame(min(xs), min(ys), max(xs), max(ys))


def _set(sheet: Canvas, label: Label, colour: str) -> None:
    for line, baseline in label.baselines():
        sheet.text(label.x, baseline, line, label.size_pt, colour, weight=label.weight, anchor="center")
