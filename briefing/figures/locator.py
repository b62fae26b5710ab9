"""The locator map: where the country is, what lies about it, and the places that the document names."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from briefing.figures.figure import Figure, Table
from briefing.figures.geometry import (
    EARTH_KM,
    Cap,
    Frame,
    LonLat,
    Spans,
    Spot,
    angle,
    bearing,
    bent,
    equal_area,
    inverse_equal_area,
    thinned,
)
from briefing.figures.labels import Label, Sheetful, place_beside, place_within
from briefing.figures.look import HOUSE, Sheet, Style, mix
from briefing.figures.outlines import Outlines, Place, Polygon
from briefing.figures.wording import Wording, wording
from briefing.problems import FigureError, Problem

TALLEST_MM = 140.0
_FOOT_MM = 6.5
_NEAREST_MM = 0.18
_LEAST_ABOUT_KM = 250.0
_ISLANDS_DEGREES = 6.0
_LARGER_DEGREES = 0.5
_FARTHEST_DEGREES = 22.0
_TEXT_PT = 8.0


@dataclass(frozen=True)
class _View:
    """What part of the globe is shown, and how: places to millimetres on the sheet."""

    centre: LonLat
    reach_degrees: float
    mm_a_km: float
    frame: Frame
    to_mm: Callable[[LonLat], Spot]


@dataclass(frozen=True)
class _Land:
    """A polygon as it stands on the sheet, cut to the frame."""

    polygon: Polygon
    rings: tuple[tuple[Spot, ...], ...]


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
    Raises FigureError where the outlines do not have the country.
    """
    words = wording(language)
    pieces = outlines.of(focus)
    if not pieces:
        what = f"there are no outlines for {focus}"
        hint = "Choose the country it is drawn with, or leave the map out."
        raise FigureError(Problem("map-country", what, hint=hint))
    home = _home(pieces)
    view = _view(outlines, home, places, width_mm, pad=0.42 if neighbours else 0.22)
    lands = _lands(outlines, view)
    near = [iso3 for iso3 in _near(outlines, home, lands) if iso3 in countries] if neighbours else []
    sheet = Sheet(width_mm, view.frame.bottom + _FOOT_MM)
    shown = _draw(sheet, outlines, view, lands, focus, near, places, countries, style)
    _draw_scale(sheet, view, words, style)
    named = [iso3 for iso3 in near if iso3 in shown]
    unnamed = [countries[iso3] for iso3 in near if iso3 not in shown and any(x.polygon.iso3 == iso3 for x in lands)]
    return _figure(sheet, focus, home, outlines, named, unnamed, places, countries, words)


def _near(outlines: Outlines, home: Sequence[Polygon], lands: Sequence[_Land]) -> list[str]:
    """List the countries across a land border; for islands, those that the map shows."""
    shown = {land.polygon.iso3 for land in lands} - {home[0].iso3, ""}
    return outlines.neighbours(home) or sorted(shown)


def _home(pieces: Sequence[Polygon]) -> list[Polygon]:
    """Return the largest polygon and those that lie about it: territories an ocean away are not the country's place."""
    home, rest = [pieces[0]], list(pieces[1:])
    while near := [p for p in rest if any(p.cap.gap(h.cap) < _ISLANDS_DEGREES for h in home)]:
        home += near
        rest = [p for p in rest if p not in near]
    return home


def _view(outlines: Outlines, home: Sequence[Polygon], places: Sequence[Place], width_mm: float, pad: float) -> _View:
    """Fit the country, its marked places and some of what lies about it into a frame."""
    points = [point for p in home for point in outlines.ring(p.rings[0])] or []
    points += [(p.cap.longitude, p.cap.latitude) for p in home]
    points += [(place.longitude, place.latitude) for place in places]
    if not outlines.neighbours(home):
        points += _nearest_land(outlines, home)
    centre = (home[0].cap.longitude, home[0].cap.latitude)
    for _ in range(2):  # the second time about the true middle, where the projection bends least
        project = equal_area(centre)
        xs, ys = zip(*(project(point) for point in points), strict=True)
        middle = ((min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2)
        wide, tall = max(xs) - min(xs), max(ys) - min(ys)
        centre = inverse_equal_area(centre, middle)
    margin = max(max(wide, tall) * pad, _LEAST_ABOUT_KM)
    wide, tall = wide + 2 * margin, tall + 2 * margin
    shape = min(max(tall / wide, 0.6), 0.9, TALLEST_MM / width_mm)
    mm_a_km = min(width_mm / wide, width_mm * shape / tall)
    frame = Frame(0.2, 0.2, width_mm - 0.2, width_mm * shape - 0.2)
    project = equal_area(centre)
    x0, y0 = width_mm / 2, width_mm * shape / 2

    def to_mm(place: LonLat) -> Spot:
        x, y = project(place)
        return x0 + x * mm_a_km, y0 + y * mm_a_km

    half_km = math.hypot(width_mm, width_mm * shape) / 2 / mm_a_km
    reach = math.degrees(2 * math.asin(min(1.0, half_km / EARTH_KM / 2)))
    return _View(centre, reach, mm_a_km, frame, to_mm)


def _nearest_land(outlines: Outlines, home: Sequence[Polygon]) -> list[LonLat]:
    """Return the point nearest to islands of the nearest larger land, so that the map says where in the sea they are."""
    here = home[0].cap
    others = [p for p in outlines.polygons if p.iso3 != home[0].iso3 and p.cap.radius >= _LARGER_DEGREES]
    nearest = min(others, key=lambda p: p.cap.gap(here))
    middle = (here.longitude, here.latitude)
    point = min(outlines.ring(nearest.rings[0]), key=lambda place: angle(middle, place))
    return [point] if angle(middle, point) < _FARTHEST_DEGREES else []


def _lands(outlines: Outlines, view: _View) -> list[_Land]:
    """Project and cut every polygon that may reach into the frame."""
    about = Cap(*view.centre, view.reach_degrees)
    lands = []
    for polygon in outlines.polygons:
        if polygon.cap.gap(about) > 0:
            continue
        rings = []
        for indices in polygon.rings:
            ring = outlines.ring(indices)
            cut = view.frame.cut_ring([view.to_mm(point) for point in bent([*ring, *ring[:1]])[:-1]]) if ring else []
            if len(kept := thinned(cut, _NEAREST_MM)) > 2:
                rings.append(tuple(kept))
        if rings:
            lands.append(_Land(polygon, tuple(rings)))
    return lands


def _draw(
    sheet: Sheet,
    outlines: Outlines,
    view: _View,
    lands: Sequence[_Land],
    focus: str,
    near: Sequence[str],
    places: Sequence[Place],
    countries: Mapping[str, str],
    style: Style,
) -> set[str]:
    """Draw land, lines, marks and names; return the countries that are named."""
    frame = view.frame
    about = mix(style.tint, style.faint, 0.45)
    fills = {focus: style.accent, **dict.fromkeys(near, about)}
    shapes: dict[str, list[tuple[Spot, ...]]] = {}
    for land in lands:
        shapes.setdefault(land.polygon.iso3, []).extend(land.rings)
    for fill in (style.tint, about, style.accent):
        rings = [ring for iso3, own in shapes.items() if fills.get(iso3, style.tint) == fill for ring in own]
        sheet.area(rings, fill, fill, 0.2)
    _draw_lines(sheet, outlines, view, lands, style)
    spans = {iso3: Spans(shapes.get(iso3, []), frame) for iso3 in (focus, *near)}
    page = Sheetful(frame)
    _draw_places(sheet, view, places, spans[focus], page, style)
    shown = _draw_focus(
        sheet, view, countries[focus], shapes.get(focus, []), outlines.of(focus)[0], spans[focus], page, style
    )
    named = {focus} if shown else set()
    # The countries with the least room choose first.
    for iso3 in sorted(near, key=lambda iso3: sum(b - a for _, row in spans[iso3].rows() for a, b in row)):
        label = place_within(countries[iso3], spans[iso3], page, sizes_pt=(8.0, 7.2, 6.4), avoid=spans[focus])
        if label is None and not outlines.neighbours(outlines.of(iso3)[:1]):
            box = _bounds(max(shapes[iso3], key=len))
            label = place_beside(countries[iso3], box, page, size_pt=6.4, clear_of=[spans[focus]])
        if label:
            _set(sheet, label, style.ink)
            named.add(iso3)
    sheet.rect(frame.left, frame.top, frame.right - frame.left, frame.bottom - frame.top, None, style.faint)
    return named


def _draw_lines(sheet: Sheet, outlines: Outlines, view: _View, lands: Sequence[_Land], style: Style) -> None:
    """Draw coasts and borders: an arc once, and no line where a polygon is only cut by the antimeridian."""
    lines: dict[bool, list[list[Spot]]] = {False: [], True: []}
    indices = {i if i >= 0 else ~i for land in lands for ring in land.polygon.rings for i in ring}
    for index in sorted(indices):
        for run in _without_cuts(outlines.arc(index)):
            pieces = view.frame.cut_line([view.to_mm(point) for point in bent(run)])
            lines[outlines.shared(index)] += [thinned(piece, _NEAREST_MM) for piece in pieces]
    sheet.lines(lines[False], style.mid, 0.3)
    sheet.lines(lines[True], style.paper, 0.8)


def _without_cuts(arc: Sequence[LonLat]) -> list[list[LonLat]]:
    runs: list[list[LonLat]] = [[]]
    for point in arc:
        last = runs[-1][-1] if runs[-1] else None
        if last and ((abs(last[0]) >= 180 and abs(point[0]) >= 180) or (last[1] <= -89.9 and point[1] <= -89.9)):
            runs.append([])
        runs[-1].append(point)
    return [run for run in runs if len(run) > 1]


def _draw_places(
    sheet: Sheet, view: _View, places: Sequence[Place], focus: Spans, page: Sheetful, style: Style
) -> None:
    """Mark the places, capitals with a square, and name them: in white on the focus, in ink elsewhere."""
    marks = []
    for place in places:
        x, y = view.to_mm((place.longitude, place.latitude))
        half = 0.95
        box = Frame(x - half, y - half, x + half, y + half)
        marks.append((place, box))
        page.take(box)
    for place, box in marks:
        x, y = (box.left + box.right) / 2, (box.top + box.bottom) / 2
        if place.capital:
            sheet.rect(box.left, box.top, 1.9, 1.9, style.paper, style.ink)
        else:
            sheet.dots([(x, y)], 1.7, style.paper, style.ink, 0.6)
    for place, box in marks:
        label = place_beside(place.name, box, page, size_pt=_TEXT_PT, weight=600, fits=[focus])
        if label:
            _set(sheet, label, style.paper if focus.touches(label.box) else style.ink)
            continue
        label = place_beside(place.name, box, page, size_pt=7.0, weight=600)
        if label is None:
            what = f"there is no room on the map to name {place.name}"
            raise FigureError(Problem("map-crowded", what, hint="Show fewer places, or make the map wider."))
        plate = label.box.grown(0.3)
        sheet.rect(plate.left, plate.top, plate.right - plate.left, plate.bottom - plate.top, style.paper)
        _set(sheet, label, style.ink)


def _draw_focus(
    sheet: Sheet,
    view: _View,
    name: str,
    rings: Sequence[Sequence[Spot]],
    largest: Polygon,
    spans: Spans,
    page: Sheetful,
    style: Style,
) -> bool:
    """Name the focus inside its shape where that has room, else beside it; ring it where it is too small to be seen."""
    label = _inside(name.upper(), spans, page)
    if label:
        _set(sheet, label, style.paper)
        return True
    middle = view.to_mm((largest.cap.longitude, largest.cap.latitude))
    spots = [spot for ring in rings for spot in ring] or [middle]
    box = _bounds(spots)
    if max(box.right - box.left, box.bottom - box.top) < 4:
        centre = ((box.left + box.right) / 2, (box.top + box.bottom) / 2)
        sheet.ring(centre, 7.0, style.accent, 1.0)
        box = Frame(centre[0] - 3.5, centre[1] - 3.5, centre[0] + 3.5, centre[1] + 3.5)
    largest_box = _bounds(max(rings, key=len)) if rings and box.right - box.left > 25 else box
    for about in (largest_box, box, Frame(*middle, *middle)):
        for size in (9.0, 8.0, 7.0):
            beside = place_beside(name.upper(), about, page, size_pt=size, weight=600, clear_of=[spans])
            if beside:
                _set(sheet, beside, style.accent)
                return True
    return False


def _bounds(spots: Sequence[Spot]) -> Frame:
    xs, ys = zip(*spots, strict=True)
    return Frame(min(xs), min(ys), max(xs), max(ys))


def _inside(text: str, spans: Spans, page: Sheetful) -> Label | None:
    """Place a name only where it lies wholly inside: white on the focus's colour, it could not be read elsewhere."""
    return place_within(text, spans, page, sizes_pt=(11.0, 10.0, 9.0, 8.0, 7.0), weight=600, avoid=spans)


def _set(sheet: Sheet, label: Label, colour: str) -> None:
    for line, baseline in label.baselines():
        sheet.text(label.x, baseline, line, label.size_pt, colour, weight=label.weight, anchor="center")


def _draw_scale(sheet: Sheet, view: _View, words: Wording, style: Style) -> None:
    """Draw a bar of a round number of kilometres, about a fifth of the map's width."""
    aim = (view.frame.right - view.frame.left) / 5 / view.mm_a_km
    power = 10 ** math.floor(math.log10(aim))
    km = max(step * power for step in (1, 2, 5) if step * power <= aim)
    length, y = km * view.mm_a_km, view.frame.bottom + 4.2
    left = view.frame.left
    sheet.line([(left, y - 1.2), (left, y), (left + length, y), (left + length, y - 1.2)], style.ink, 0.6)
    sheet.text(left + length + 1.4, y + 0.3, words.say("km", n=f"{km:g}"), 7.2, style.ink)


def _figure(
    sheet: Sheet,
    focus: str,
    home: Sequence[Polygon],
    outlines: Outlines,
    named: Sequence[str],
    unnamed: Sequence[str],
    places: Sequence[Place],
    countries: Mapping[str, str],
    words: Wording,
) -> Figure:
    """Say in words what the map shows."""
    country = countries[focus]
    towns = words.say("map places", places=words.listing([p.name for p in places])) if places else ""
    about = words.say("map neighbours", neighbours=words.listing([countries[i] for i in named])) if named else ""
    title = words.say("map title" if named else "map title alone", country=country)
    alt = words.say("map alt", country=country, places=towns, neighbours=about)
    here = (home[0].cap.longitude, home[0].cap.latitude)
    bearings = " ".join(
        words.say("map bearing", country=countries[iso3], bearing=_bearing(here, iso3, outlines, words))
        for iso3 in named
    )
    description = words.say("map description", country=country, places=towns, bearings=bearings).strip()
    notes = [words.say("map note")]
    if unnamed:
        notes.append(words.say("map unnamed", countries=words.listing(list(unnamed))))
    headings = tuple(words.say(f"heading {name}") for name in ("place", "latitude", "longitude"))
    rows = tuple((p.name, f"{p.latitude:.2f}", f"{p.longitude:.2f}") for p in places)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("name", "latitude", "longitude", "capital"))
    writer.writerows((p.name, p.latitude, p.longitude, "yes" if p.capital else "no") for p in places)
    table = Table(words.say("map caption"), headings, rows)
    svg = sheet.svg(alt, description)
    return Figure("locator", svg, title, alt, description, tuple(notes), table, text.getvalue().encode())


def _bearing(here: LonLat, iso3: str, outlines: Outlines, words: Wording) -> str:
    """Name the direction of a country's nearest large piece."""
    cap = min(outlines.of(iso3)[:5], key=lambda p: angle(here, (p.cap.longitude, p.cap.latitude))).cap
    names = words.texts["bearings"].split(",")
    return names[round(bearing(here, (cap.longitude, cap.latitude)) / 45) % 8]
