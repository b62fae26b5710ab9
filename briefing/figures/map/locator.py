"""The locator map: where the country is, what lies about it, and the places that the document names."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Mapping, Sequence

from briefing.figures.canvas import Canvas
from briefing.figures.figure import Figure, Table
from briefing.figures.map.geometry import Frame, centroid
from briefing.figures.map.naming import Shown, name_home, name_neighbours
from briefing.figures.map.outlines import Outlines, Place, Polygon
from briefing.figures.map.terrain import Terrain, frame_view, home_of, survey
from briefing.figures.style import HOUSE, Style, mix
from briefing.i18n import Translator, get_translator
from briefing.problems import FigureError, Problem

_FOOT_MM = 6.5
_MARK_MM = 1.9
_RING_MM = 7.0
_MOST_ABOUT_ISLANDS = 8


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
    shown = Shown(focus, tuple(home), near, tuple(places), countries, outlines, view, land, style)
    words = get_translator(language.split("-")[0])
    canvas = Canvas(width_mm, view.frame.bottom + _FOOT_MM)
    named = _draw(canvas, shown)
    _draw_scale(canvas, shown, words)
    return _figure(canvas, shown, named, words)


def _near(outlines: Outlines, home: Sequence[Polygon], land: Terrain, countries: Mapping[str, str]) -> tuple[str, ...]:
    """List the countries across a land border; for islands, the nearest of those that the map shows."""
    across = [iso3 for iso3 in outlines.neighbours(home) if iso3 in countries]
    if across:
        return tuple(across)
    shown = [iso3 for iso3 in land.rings if iso3 in countries and iso3 != home[0].iso3]
    gaps = {iso3: min(p.cap.gap(home[0].cap) for p in outlines.of(iso3)) for iso3 in shown}
    return tuple(sorted(shown, key=lambda iso3: (gaps[iso3], iso3))[:_MOST_ABOUT_ISLANDS])


def _draw(canvas: Canvas, shown: Shown) -> tuple[str, ...]:
    """Draw land, lines, marks and names; return the countries about the focus that are named."""
    style, land, frame = shown.style, shown.land, shown.frame
    about = mix(style.tint, style.faint, 0.45)
    fills = {shown.focus: style.accent, **dict.fromkeys(shown.near, about)}
    for fill in (style.tint, about, style.accent):
        rings = [ring for iso3, own in land.rings.items() if fills.get(iso3, style.tint) == fill for ring in own]
        canvas.area(rings, fill, fill, 0.2)
    canvas.lines(land.coasts, style.mid, 0.3)
    canvas.lines(land.borders, style.paper, 0.8)
    ring = _ring(shown)
    if ring:
        canvas.ring(((ring.left + ring.right) / 2, (ring.top + ring.bottom) / 2), _RING_MM, style.accent, 1.0)
    marks = _draw_marks(canvas, shown)
    taken = name_home(canvas, shown, marks, ring)
    named = name_neighbours(canvas, shown, taken)
    canvas.rect(frame.left, frame.top, frame.right - frame.left, frame.bottom - frame.top, None, style.faint)
    return named


def _ring(shown: Shown) -> Frame | None:
    """Return the room of a ring round a country too small to be seen."""
    whole = shown.extent
    if max(whole.right - whole.left, whole.bottom - whole.top) >= _RING_MM / 2:
        return None
    x, y = (whole.left + whole.right) / 2, (whole.top + whole.bottom) / 2
    return Frame(x, y, x, y).grown(_RING_MM / 2)


def _draw_marks(canvas: Canvas, shown: Shown) -> list[tuple[Place, Frame]]:
    """Mark the places, capitals with a square."""
    style, half = shown.style, _MARK_MM / 2
    marks = []
    for place in shown.places:
        x, y = shown.view.to_mm((place.longitude, place.latitude))
        box = Frame(x, y, x, y).grown(half)
        marks.append((place, box))
        if place.capital:
            canvas.rect(box.left, box.top, _MARK_MM, _MARK_MM, style.paper, style.ink)
        else:
            canvas.dots([(x, y)], _MARK_MM - 0.2, style.paper, style.ink, 0.6)
    return marks


def _draw_scale(canvas: Canvas, shown: Shown, words: Translator) -> None:
    """Draw a bar of a round number of kilometres, about a fifth of the map's width."""
    frame, mm_a_km = shown.frame, shown.view.mm_a_km
    aim = (frame.right - frame.left) / 5 / mm_a_km
    power = 10 ** math.floor(math.log10(aim))
    km = max(step * power for step in (1, 2, 5) if step * power <= aim)
    left, right, y = frame.left, frame.left + km * mm_a_km, frame.bottom + 4.2
    canvas.line([(left, y - 1.2), (left, y), (right, y), (right, y - 1.2)], shown.style.ink, 0.6)
    canvas.text(right + 1.4, y + 0.3, words.gettext("{n} km", n=f"{km:g}"), 7.2, shown.style.ink)


def _figure(canvas: Canvas, shown: Shown, named: Sequence[str], words: Translator) -> Figure:
    """Say in words what the map shows: the countries about the focus clockwise from the north."""
    names, country = shown.countries, shown.countries[shown.focus]
    eighths = {iso3: _eighth(shown, iso3) for iso3 in named}
    named = sorted(named, key=lambda iso3: (eighths[iso3], names[iso3]))
    places = words.listing([place.name for place in shown.places])
    towns = words.gettext(", showing {places}", places=places) if places else ""
    about = (
        words.gettext(", with {neighbours} around it", neighbours=words.listing([names[iso3] for iso3 in named]))
        if named
        else ""
    )
    title = words.gettext("{country} and its neighbours", country=country) if named else country
    alt = words.gettext(
        "Locator map of {country}{places}{neighbours}.", country=country, places=towns, neighbours=about
    )
    directions = _directions(words)
    bearings = [
        words.gettext("{country} lies to the {direction}.", country=names[i], direction=directions[eighths[i]])
        for i in named
    ]
    description = words.gettext(
        "{country} is drawn at the centre{places}. {bearings}",
        country=country,
        places=towns,
        bearings=" ".join(bearings),
    ).strip()
    notes = [
        words.gettext(
            "Boundaries and names are those of Natural Earth, generalised; they imply no endorsement or "
            "acceptance. Lambert azimuthal equal-area projection."
        )
    ]
    unnamed = sorted(names[iso3] for iso3 in shown.near if iso3 in shown.land.rings and iso3 not in named)
    if unnamed:
        notes.append(
            words.gettext("Not named on the map for want of room: {countries}.", countries=words.listing(unnamed))
        )
    svg = canvas.svg(alt, description)
    return Figure("locator", svg, title, alt, description, tuple(notes), _table(shown, words), _csv(shown))


def _directions(words: Translator) -> tuple[str, ...]:
    """Return the eight directions as they follow "lies to the", clockwise from the north."""
    return (
        words.gettext("north"), words.gettext("north-east"), words.gettext("east"), words.gettext("south-east"),
        words.gettext("south"), words.gettext("south-west"), words.gettext("west"), words.gettext("north-west"),
    )  # fmt: skip


def _table(shown: Shown, words: Translator) -> Table:
    headings = (words.gettext("Place"), words.gettext("Latitude"), words.gettext("Longitude"))
    rows = tuple((place.name, f"{place.latitude:.2f}", f"{place.longitude:.2f}") for place in shown.places)
    return Table(words.gettext("Places marked on the map"), headings, rows)


def _csv(shown: Shown) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("name", "latitude", "longitude", "capital"))
    writer.writerows((p.name, p.latitude, p.longitude, "yes" if p.capital else "no") for p in shown.places)
    return text.getvalue().encode()


def _eighth(shown: Shown, iso3: str) -> int:
    """Return the direction in which a country's land on the map lies: eighths of a turn, clockwise from the north."""
    home = shown.land.rings.get(shown.focus)
    x0, y0 = centroid(home) if home else shown.view.to_mm(shown.view.centre)
    x1, y1 = centroid(shown.land.rings[iso3])
    return round(math.degrees(math.atan2(x1 - x0, y0 - y1)) / 45) % 8
