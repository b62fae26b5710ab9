"""The locator map: where the country is, what surrounds it, and the places that the document names."""

from __future__ import annotations

import math
from collections.abc import Sequence

from briefing.figures.canvas import Canvas
from briefing.figures.figure import Figure, Table
from briefing.figures.map.bearings import ALL_ROUND, place_in_frame
from briefing.figures.map.naming import MARK_MM, RING_MM, LocatorMap, name_home, name_neighbours
from briefing.figures.map.request import LocatorRequest, MarkedPlace
from briefing.figures.style import mix
from briefing.i18n import Translator, get_translator
from briefing.problems import FigureError, Problem
from briefing.text.csv_text import csv_bytes

_FOOT_MM = 6.5


def draw_locator(request: LocatorRequest) -> Figure:
    """Draw where a country is: the country filled, its neighbours named, the places marked, and a scale.

    Islands and the antimeridian need no special care; far territories are left out unless a place of theirs is marked.
    Raises FigureError where the outlines do not have the country, or a place cannot be named for want of room.
    """
    if not request.outlines.of(request.focus):
        hint = "Choose the country it is drawn with, or leave the map out."
        raise FigureError(Problem("map-country", f"there are no outlines for {request.focus}", hint=hint))
    shown = LocatorMap(request)
    words = get_translator(request.language.split("-")[0])
    canvas = Canvas(request.width_mm, shown.view.frame.bottom + _FOOT_MM)
    named = _draw(canvas, shown)
    _draw_scale(canvas, shown, words)
    return _figure(canvas, shown, named, words)


def _draw(canvas: Canvas, shown: LocatorMap) -> tuple[str, ...]:
    """Draw land, lines, marks (a square for a capital) and names; return the neighbours that are named."""
    style, land, frame = shown.request.style, shown.land, shown.view.frame
    near = mix(style.tint, style.faint, 0.45)
    fills = {shown.request.focus: style.accent, **dict.fromkeys(shown.neighbours, near)}
    for fill in (style.tint, near, style.accent):
        canvas.area(land.rings(i for i in land.shapes if fills.get(i, style.tint) == fill), fill, fill, 0.2)
    canvas.lines(land.coasts, style.mid, 0.3)
    canvas.lines(land.borders, style.paper, 0.8)
    if shown.ring:
        canvas.ring(shown.ring.middle, RING_MM, style.accent, 1.0)
    for place, box in shown.marks:
        if place.capital:
            canvas.rect(box.left, box.top, box.width, box.height, style.paper, style.ink)
        else:
            canvas.dots([box.middle], MARK_MM - 0.2, style.paper, style.ink, 0.6)
    named = name_neighbours(canvas, shown, name_home(canvas, shown))
    canvas.rect(frame.left, frame.top, frame.width, frame.height, None, style.faint)
    return named


def _draw_scale(canvas: Canvas, shown: LocatorMap, words: Translator) -> None:
    """Draw a bar of a round number of kilometres, about a fifth of the map's width."""
    frame, mm_per_km = shown.view.frame, shown.view.mm_per_km
    aim = frame.width / 5 / mm_per_km
    power = 10 ** math.floor(math.log10(aim))
    km = max(step * power for step in (1, 2, 5) if step * power <= aim)
    left, right, y = frame.left, frame.left + km * mm_per_km, frame.bottom + 4.2
    canvas.line([(left, y - 1.2), (left, y), (right, y), (right, y - 1.2)], shown.request.style.ink, 0.6)
    canvas.text(right + 1.4, y + 0.3, words.gettext("{n} km", n=f"{km:g}"), 7.2, shown.request.style.ink)


def _figure(canvas: Canvas, shown: LocatorMap, named: Sequence[str], words: Translator) -> Figure:
    """Say in words what the map shows: the neighbours clockwise from the north."""
    names, country = shown.request.names, shown.request.names[shown.request.focus]
    bearings = {iso3: shown.directions(iso3) for iso3 in named}
    named = sorted(named, key=lambda iso3: (bearings[iso3][0], names[iso3]))
    alt = words.gettext(
        "Locator map of {country}{places}{neighbours}.",
        country=country,
        # Translators: put between the country and the full stop of the sentence; so is what follows.
        places=words.gettext(", showing {places}", places=_places(shown, words)) if shown.marks else "",
        neighbours=_surroundings(shown, named, words),
    )
    description = alt
    if shown.has_directions:
        marked = [words.gettext("Marked: {places}.", places=_places(shown, words))] if shown.marks else []
        sentences = [_position(shown, words), *marked, *(_bearing(names[i], bearings[i], words) for i in named)]
        description = " ".join(sentences)
    title = words.gettext("{country} and its surroundings", country=country) if named else country
    svg = canvas.svg(alt, description)
    return Figure(
        "locator", svg, title, alt, description, _notes(shown, named, words), _table(shown, words), _csv(shown)
    )


def _places(shown: LocatorMap, words: Translator) -> str:
    return words.listing([place.name for place, _ in shown.marks])


def _surroundings(shown: LocatorMap, named: Sequence[str], words: Translator) -> str:
    """Name the countries across a land border as such, others as what they are: named on the map."""
    countries = words.listing([shown.request.names[iso3] for iso3 in named])
    if not named:
        return ""
    if shown.across:
        return words.gettext(", bordered by {countries}", countries=countries)
    return words.gettext(", with {countries} named", countries=countries)


def _position(shown: LocatorMap, words: Translator) -> str:
    """Say where on the map the country is: not in the middle where islands are shown with a distant coast."""
    country = shown.request.names[shown.request.focus]
    part = place_in_frame(shown.centre, shown.view.frame)
    if part is None:
        return words.gettext("{country} is at the centre of the map.", country=country)
    return words.gettext(
        "{country} is in the {direction} of the map.", country=country, direction=_directions(words)[part]
    )


def _bearing(country: str, eighths: tuple[int, ...], words: Translator) -> str:
    if eighths == ALL_ROUND:
        return words.gettext("{country} lies all round it.", country=country)
    directions = words.listing([_directions(words)[eighth] for eighth in eighths])
    return words.gettext("{country} lies to the {direction}.", country=country, direction=directions)


def _notes(shown: LocatorMap, named: Sequence[str], words: Translator) -> tuple[str, ...]:
    names = shown.request.names
    notes = [
        words.gettext(
            "Boundaries and names are those of Natural Earth, generalised; they imply no endorsement or "
            "acceptance. Lambert azimuthal equal-area projection."
        )
    ]
    unnamed = sorted(names[iso3] for iso3 in shown.neighbours if iso3 not in named)
    if unnamed:
        notes.append(
            words.gettext("Not named on the map for want of room: {countries}.", countries=words.listing(unnamed))
        )
    if any(place.geonames for place in shown.request.places):
        notes.append(words.gettext("Coordinates of places: GeoNames (geonames.org), CC BY 4.0."))
    return tuple(notes)


def _directions(words: Translator) -> tuple[str, ...]:
    """Return the eight directions as they follow "lies to the", clockwise from the north."""
    return (
        words.gettext("north"), words.gettext("north-east"), words.gettext("east"), words.gettext("south-east"),
        words.gettext("south"), words.gettext("south-west"), words.gettext("west"), words.gettext("north-west"),
    )  # fmt: skip


def _table(shown: LocatorMap, words: Translator) -> Table:
    headings = (words.gettext("Place"), words.gettext("Latitude"), words.gettext("Longitude"))
    rows = tuple((place.name, f"{place.latitude:.2f}", f"{place.longitude:.2f}") for place in shown.request.places)
    return Table(words.gettext("Places marked on the map"), headings, rows)


def _csv(shown: LocatorMap) -> bytes:
    rows = ((p.name, p.latitude, p.longitude, _capital(p)) for p in shown.request.places)
    return csv_bytes(("name", "latitude", "longitude", "capital"), rows)


def _capital(place: MarkedPlace) -> str:
    """Return "yes" or "no"; empty where the author gave the coordinates of a place only, and it is not known."""
    return "" if place.capital is None else "yes" if place.capital else "no"
