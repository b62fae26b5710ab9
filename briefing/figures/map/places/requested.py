"""The map that a briefing asks for: its places and countries found, and what is to be drawn of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from briefing.figures.map.outlines import read_outlines
from briefing.figures.map.places.gazetteer import read_gazetteer
from briefing.figures.map.places.resolve import PlaceFinder
from briefing.figures.map.request import Extent, LocatorRequest, MarkedCircle, MarkedPlace, Shading
from briefing.figures.phrases import name_listed
from briefing.figures.style import Style
from briefing.i18n import Translator
from briefing.load.located_values import LocatedValues, ValuePath
from briefing.model.countries import COUNTRIES
from briefing.model.paper import MARGIN_MM
from briefing.model.parts.locator_map import BOX, Map, MapExtent, MapPlace, MapShading
from briefing.model.regions import expand_countries, find_region, is_region_entry
from briefing.problems import ContentError, Place, Problem

HALF = 0.5
"""How much of the text's width a map takes that shows where a country is, and is not for measuring."""


def request_map(
    locator: Map, values: LocatedValues, words: Translator, style: Style, *, text_width_mm: float, as_of: date
) -> LocatorRequest:
    """Return what is to be drawn; regions have the countries that they had on the as-of day.

    Raises ContentError with every place that is not known, or may be one of several.
    """
    outlines = read_outlines()
    focus = expand_countries(locator.focus, as_of)
    finder = PlaceFinder(read_gazetteer(), outlines, focus)
    places = [finder.find(place, values.place(("map", "show", i))) for i, place in enumerate(locator.show)]
    shown = {one.name: one for one in places if isinstance(one, MarkedPlace)}
    centres = [
        _centre(circle.around, shown, finder, values.place(("map", "circles", i, "around")))
        for i, circle in enumerate(locator.circles)
    ]
    problems = [one for one in (*places, *centres) if isinstance(one, Problem)]
    if problems or (problems := list(_same_names(places, centres, values))):
        raise ContentError(problems)
    return LocatorRequest(
        outlines,
        focus=focus,
        # The centre of a circle is marked even where the author does not list it: the circle would be about nothing.
        places=tuple(dict.fromkeys(one for one in (*places, *centres) if isinstance(one, MarkedPlace))),
        with_neighbours=locator.neighbours,
        names=words.countries(),
        width_mm=round(text_width_mm * HALF, 1) if locator.is_half_wide else text_width_mm,
        small_mm=MARGIN_MM if locator.fits_margin else 0.0,
        language=words.tag,
        style=style,
        extent=_extent(locator.extent, as_of) if locator.extent else None,
        circles=tuple(
            MarkedCircle(centre.name, centre.latitude, centre.longitude, circle.radius_km, centre.geonames)
            for centre, circle in zip(centres, locator.circles, strict=True)
            if isinstance(centre, MarkedPlace)
        ),
        values_title=locator.values or "",
        shading=_shading(locator.shading) if locator.shading else None,
        title=locator.title or "",
        inset=locator.has_inset,
        listed=name_listed(words, locator.focus, as_of),
        region=_region(locator, words),
        lines=_lines(locator, values, as_of),
    )


def _centre(
    around: MapPlace, shown: Mapping[str, MarkedPlace], finder: PlaceFinder, at: Place | None
) -> MarkedPlace | Problem:
    """Return the middle of a circle: the shown place of its name, unless its country or coordinates say that it is another."""
    known = shown.get(around.name)
    if known and around == MapPlace(name=around.name):
        return known
    found = finder.find(around, at)
    if known and isinstance(found, MarkedPlace) and _coordinates(found) == _coordinates(known):
        return known
    return found


def _coordinates(place: MarkedPlace) -> tuple[float, float]:
    return place.latitude, place.longitude


def _same_names(
    places: Sequence[MarkedPlace | Problem], centres: Sequence[MarkedPlace | Problem], values: LocatedValues
) -> Iterator[Problem]:
    """Yield the places whose name another one of the map has: neither a reader nor a sentence could tell which is meant."""
    first: dict[str, MarkedPlace] = {}
    paths: list[ValuePath] = [("map", "show", i) for i in range(len(places))]
    paths += [("map", "circles", i, "around") for i in range(len(centres))]
    for place, path in zip((*places, *centres), paths, strict=True):
        if isinstance(place, MarkedPlace) and first.setdefault(place.name, place) != place:
            same = _coordinates(place) == _coordinates(first[place.name])
            what = f"{place.name} is on the map twice" if same else f"two places of the map are named {place.name}"
            where = COUNTRIES[place.iso3].name if place.iso3 in COUNTRIES else "…"
            at = f"latitude: {place.latitude:g}, longitude: {place.longitude:g}"
            hint = f"tell it from the other: {{name: {place.name} ({where}), {at}}}"
            yield Problem("which-place", what, values.place(path), "leave one out" if same else hint)


def _lines(locator: Map, values: LocatedValues, as_of: date) -> dict[str, Place]:
    """Return where each place is written, by its name, and each country in focus or shaded, by its code."""
    paths: dict[str, ValuePath] = {}
    for i, place in enumerate(locator.show):
        paths.setdefault(place.name, ("map", "show", i))
    for i, circle in enumerate(locator.circles):
        paths.setdefault(circle.around.name, ("map", "circles", i, "around"))
    for i, entry in enumerate(locator.focus):
        for iso3 in expand_countries((entry,), as_of):
            paths.setdefault(iso3, ("map", "focus", i))
    for iso3 in locator.shading.values if locator.shading else ():
        paths.setdefault(iso3, ("map", "shading", "values", iso3))
    return {name: line for name, path in paths.items() if (line := values.place(path))}


def _extent(extent: MapExtent, as_of: date) -> Extent:
    west, south, east, north = (getattr(extent, key) for key in BOX)
    box = None if west is None else (west, south, east, north)
    return Extent(expand_countries(extent.countries or (), as_of), box, extent.margin_km)


def _shading(shading: MapShading) -> Shading:
    return Shading(shading.title, tuple(sorted(shading.values.items())))


def _region(locator: Map, words: Translator) -> str:
    """Return the name of the region that alone is in focus."""
    region = find_region(locator.focus[0]) if len(locator.focus) == 1 and is_region_entry(locator.focus[0]) else None
    return region.name(words.tag) if region else ""
