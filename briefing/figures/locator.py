"""The locator map: where the country is, what lies about it, and the places that the document names."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from briefing.figures.figure import Figure, Table
from briefing.figures.geometry import Frame, LonLat, Spans, Spot, angle, bearing
from briefing.figures.labels import Label, Sheetful, place_beside, place_within
from briefing.figures.look import HOUSE, Style, mix
from briefing.figures.outlines import Outlines, Place, Polygon
from briefing.figures.sheet import Sheet
from briefing.figures.terrain import Terrain, View, frame_view, home_of, survey
from briefing.figures.wording import Wording, wording
from briefing.problems import FigureError, Problem

_FOOT_MM = 6.5
_PLACE_PTS = (8.0, 7.4, 6.8)
_MARK_MM = 1.9
_RING_MM = 7.0


@dataclass(frozen=True)
class _Map:
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

    def spans(self, iso3: str) -> Spans:
        """Return where a country is, row by row."""
        return Spans(self.land.rings.get(iso3, []), self.frame)


def draw_locator(
    outlines: Outlines,
    *,
    focus: str,
    places: Sequence[Place],
    neighbours: bool,
    countries: Mapping[str, str],
    width_mm: float,
    language: str,
    style: Style = HOUSE,
) -> Figure:
    """Draw where a country is: the country filled, its neighbours named, the places marked, and a scale.

    `focus` is an ISO 3166-1 alpha-3 code, `countries` maps such codes to names in the reader's language. Islands and
    the antimeridian need no special care; far territories are left out unless a place of theirs is marked.
    Raises FigureError where the outlines do not have the country, or a place cannot be named for want of room.
    """
    pieces = outlines.of(focus)
    if not pieces:
        hint = "Choose the country it is drawn with, or leave the map out."
        raise FigureError(Problem("map-country", f"there are no outlines for {focus}", hint=hint))
    home = home_of(pieces)
    view = frame_view(outlines, home, places, width_mm=width_mm, margin=0.42 if neighbours else 0.22)
    land = survey(outlines, view, focus)
    near = _near(outlines, home, land, countries) if neighbours else ()
    shown = _Map(focus, tuple(home), near, tuple(places), countries, outlines, view, land, style)
    words = wording(language)
    sheet = Sheet(width_mm, view.frame.bottom + _FOOT_MM)
    named = _draw(sheet, shown)
    _draw_scale(sheet, shown, words)
    return _figure(sheet, shown, named, words)


def _near(outlines: Outlines, home: Sequence[Polygon], land: Terrain, countries: Mapping[str, str]) -> tuple[str, ...]:
    """List the countries across a land border; for islands, those that the map shows."""
    shown = sorted(land.rings.keys() - {home[0].iso3, ""})
    return tuple(iso3 for iso3 in outlines.neighbours(home) or shown if iso3 in countries)


def _draw(sheet: Sheet, shown: _Map) -> tuple[str, ...]:
    """Draw land, lines, marks and names; return the countries about the focus that are named."""
    style, land, frame = shown.style, shown.land, shown.frame
    about = mix(style.tint, style.faint, 0.45)
    fills = {shown.focus: style.accent, **dict.fromkeys(shown.near, about)}
    for fill in (style.tint, about, style.accent):
        rings = [ring for iso3, own in land.rings.items() if fills.get(iso3, style.tint) == fill for ring in own]
        sheet.area(rings, fill, fill, 0.2)
    sheet.lines(land.coasts, style.mid, 0.3)
    sheet.lines(land.borders, style.paper, 0.8)
    focus, taken = shown.spans(shown.focus), Sheetful(frame)
    _draw_places(sheet, shown, focus, taken)
    _draw_focus(sheet, shown, focus, taken)
    named = _draw_neighbours(sheet, shown, focus, taken)
    sheet.rect(frame.left, frame.top, frame.right - frame.left, frame.bottom - frame.top, None, style.faint)
    return named


def _draw_places(sheet: Sheet, shown: _Map, focus: Spans, taken: Sheetful) -> None:
    """Mark the places, capitals with a square, and name them: in white on the focus, in ink elsewhere."""
    style, half = shown.style, _MARK_MM / 2
    marks = []
    for place in shown.places:
        x, y = shown.view.to_mm((place.longitude, place.latitude))
        box = Frame(x - half, y - half, x + half, y + half)
        marks.append((place, box))
        taken.take(box)
        if place.capital:
            sheet.rect(box.left, box.top, _MARK_MM, _MARK_MM, style.paper, style.ink)
        else:
            sheet.dots([(x, y)], _MARK_MM - 0.2, style.paper, style.ink, 0.6)
    for place, box in marks:
        _name_place(sheet, shown, place, box, focus, taken)


def _name_place(sheet: Sheet, shown: _Map, place: Place, mark: Frame, focus: Spans, taken: Sheetful) -> None:
    """Name a place beside its mark, in its own country or in the sea; where that has no room, on a plate."""
    style = shown.style
    at_home = focus.touches(mark)

    def fits(box: Frame) -> bool:
        on_land = focus.room(box) > 0 if at_home else not focus.touches(box)
        return on_land or not shown.all_land.touches(box)

    label = place_beside(place.name, mark, taken, sizes_pt=_PLACE_PTS, weight=600, fits=fits)
    if label:
        _set(sheet, label, style.paper if focus.touches(label.box) else style.ink)
        return
    # Across the border neither white nor ink could be read without a ground of its own.
    label = place_beside(place.name, mark, taken, sizes_pt=_PLACE_PTS, weight=600)
    if label is None:
        what = f"there is no room on the map to name {place.name}"
        raise FigureError(Problem("map-crowded", what, hint="Show fewer places, or make the map wider."))
    plate = label.box.grown(0.3)
    sheet.rect(plate.left, plate.top, plate.right - plate.left, plate.bottom - plate.top, style.paper)
    _set(sheet, label, style.ink)


def _draw_focus(sheet: Sheet, shown: _Map, focus: Spans, taken: Sheetful) -> None:
    """Name the focus inside its shape where that has room, else beside it; ring it where it is too small to be seen."""
    name, style = shown.countries[shown.focus].upper(), shown.style
    inside = place_within(name, focus, taken, sizes_pt=(11.0, 10.0, 9.0, 8.0, 7.0), weight=600, avoid=focus)
    if inside:
        _set(sheet, inside, style.paper)
        return
    cap = shown.home[0].cap
    middle = shown.view.to_mm((cap.longitude, cap.latitude))
    rings = shown.land.rings.get(shown.focus, [])
    whole = _bounds([spot for ring in rings for spot in ring] or [middle])
    if max(whole.right - whole.left, whole.bottom - whole.top) < _RING_MM / 2:
        x, y, half = (whole.left + whole.right) / 2, (whole.top + whole.bottom) / 2, _RING_MM / 2
        sheet.ring((x, y), _RING_MM, style.accent, 1.0)
        whole = Frame(x - half, y - half, x + half, y + half)
    # Scattered islands are named at the largest.
    scattered = bool(rings) and whole.right - whole.left > 25
    abouts = [_bounds(max(rings, key=len)) if scattered else whole, whole, Frame(*middle, *middle)]
    for about in abouts:
        beside = place_beside(
            name, about, taken, sizes_pt=(9.0, 8.0, 7.0), weight=600, fits=lambda box: not focus.touches(box)
        )
        if beside:
            _set(sheet, beside, style.accent)
            return


def _draw_neighbours(sheet: Sheet, shown: _Map, focus: Spans, taken: Sheetful) -> tuple[str, ...]:
    """Name the countries about the focus, those with the least room first; return those named."""
    spans = {iso3: shown.spans(iso3) for iso3 in shown.near}
    named = set()
    for iso3 in sorted(shown.near, key=lambda iso3: sum(b - a for _, row in spans[iso3].rows() for a, b in row)):
        name = shown.countries[iso3]
        label = place_within(name, spans[iso3], taken, sizes_pt=(8.0, 7.2, 6.4), avoid=focus)
        if label is None and iso3 in shown.land.rings:
            largest = _bounds(max(shown.land.rings[iso3], key=len))
            label = place_beside(
                name, largest, taken, sizes_pt=(6.4,), fits=lambda box: not shown.all_land.touches(box)
            )
        if label:
            _set(sheet, label, shown.style.ink)
            named.add(iso3)
    return tuple(iso3 for iso3 in shown.near if iso3 in named)


def _bounds(spots: Sequence[Spot]) -> Frame:
    xs, ys = zip(*spots, strict=True)
    return Frame(min(xs), min(ys), max(xs), max(ys))


def _set(sheet: Sheet, label: Label, colour: str) -> None:
    for line, baseline in label.baselines():
        sheet.text(label.x, baseline, line, label.size_pt, colour, weight=label.weight, anchor="center")


def _draw_scale(sheet: Sheet, shown: _Map, words: Wording) -> None:
    """Draw a bar of a round number of kilometres, about a fifth of the map's width."""
    frame, mm_a_km = shown.frame, shown.view.mm_a_km
    aim = (frame.right - frame.left) / 5 / mm_a_km
    power = 10 ** math.floor(math.log10(aim))
    km = max(step * power for step in (1, 2, 5) if step * power <= aim)
    left, right, y = frame.left, frame.left + km * mm_a_km, frame.bottom + 4.2
    sheet.line([(left, y - 1.2), (left, y), (right, y), (right, y - 1.2)], shown.style.ink, 0.6)
    sheet.text(right + 1.4, y + 0.3, words.say("km", n=f"{km:g}"), 7.2, shown.style.ink)


def _figure(sheet: Sheet, shown: _Map, named: Sequence[str], words: Wording) -> Figure:
    """Say in words what the map shows."""
    names, country = shown.countries, shown.countries[shown.focus]
    places = words.listing([place.name for place in shown.places])
    towns = words.say("map places", places=places) if places else ""
    about = words.say("map neighbours", neighbours=words.listing([names[iso3] for iso3 in named])) if named else ""
    title = words.say("map title" if named else "map title alone", country=country)
    alt = words.say("map alt", country=country, places=towns, neighbours=about)
    bearings = [words.say("map bearing", country=names[i], bearing=_bearing(shown, i, words)) for i in named]
    description = words.say("map description", country=country, places=towns, bearings=" ".join(bearings)).strip()
    notes = [words.say("map note")]
    unnamed = [names[iso3] for iso3 in shown.near if iso3 in shown.land.rings and iso3 not in named]
    if unnamed:
        notes.append(words.say("map unnamed", countries=words.listing(unnamed)))
    svg = sheet.svg(alt, description)
    return Figure("locator", svg, title, alt, description, tuple(notes), _table(shown, words), _csv(shown))


def _table(shown: _Map, words: Wording) -> Table:
    headings = tuple(words.say(f"heading {name}") for name in ("place", "latitude", "longitude"))
    rows = tuple((place.name, f"{place.latitude:.2f}", f"{place.longitude:.2f}") for place in shown.places)
    return Table(words.say("map caption"), headings, rows)


def _csv(shown: _Map) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("name", "latitude", "longitude", "capital"))
    writer.writerows((p.name, p.latitude, p.longitude, "yes" if p.capital else "no") for p in shown.places)
    return text.getvalue().encode()


def _bearing(shown: _Map, iso3: str, words: Wording) -> str:
    """Name the direction of a country's nearest large piece."""
    here: LonLat = (shown.home[0].cap.longitude, shown.home[0].cap.latitude)
    pieces = [(p.cap.longitude, p.cap.latitude) for p in shown.outlines.of(iso3)[:5]]
    there = min(pieces, key=lambda place: angle(here, place))
    names = words.texts["bearings"].split(",")
    return names[round(bearing(here, there) / 45) % 8]
