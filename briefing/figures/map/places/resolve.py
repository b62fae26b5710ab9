"""The places that a briefing names on its map: found by name, or asked about where a name is unknown or has two places."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from briefing.figures.map.geometry import Cap
from briefing.figures.map.outlines import Outlines, mainland
from briefing.figures.map.places.gazetteer import LOOSE, Gazetteer, KnownPlace
from briefing.figures.map.request import MarkedPlace
from briefing.model.countries import COUNTRIES
from briefing.model.parts.locator_map import MapPlace
from briefing.problems import Place, Problem

_CITY = 100_000
"""A place far from the focus is meant by its name alone where it has as many people."""
_MUCH_LARGER = 10
_MOST_NAMED = 4
_NEAR_DEGREES = 10.0


@dataclass(frozen=True)
class PlaceFinder:
    """Finds the places of one map: `home` are the countries that it is about."""

    gazetteer: Gazetteer
    outlines: Outlines
    home: tuple[str, ...]

    def find(self, place: MapPlace, at: Place | None) -> MarkedPlace | Problem:
        """Return the place that a briefing means, or the problem with it; `at` is where it is written."""
        if place.latitude is not None and place.longitude is not None:
            marked = MarkedPlace(
                place.name, place.latitude, place.longitude, place.capital, kind=place.kind, value=place.value
            )
            return self._problem_of_coordinates(marked, at) or marked
        found = self._in(place.name, [place.country]) if place.country else self._candidates(place.name)
        if isinstance(found, KnownPlace):
            return _marked(place, found)
        return replace(self._problem(place, found), place=at)

    @cached_property
    def near(self) -> tuple[str, ...]:
        """The countries across a land border from home."""
        polygons = [p for iso3 in self.home if (own := self.outlines.of(iso3)) for p in mainland(own)]
        return tuple(self.outlines.neighbours(polygons))

    def _candidates(self, name: str) -> KnownPlace | list[KnownPlace]:
        """Return the one place that a name means, or those that it may mean: at home, across the border, then anywhere."""
        own = [place for place in self.gazetteer.find_own(name) if place.iso3 in self.home]
        if own:  # without reading the places of the world
            return own[0]
        if found := self._in(name, self.home) or self._in(name, self.near):
            return found
        everywhere = self.gazetteer.find(name)
        only = everywhere[0] if len(everywhere) == 1 else None
        return only if only and (only.own or only.capital or only.population >= _CITY) else everywhere

    def _in(self, name: str, countries: Collection[str]) -> KnownPlace | list[KnownPlace]:
        """Return the place of some countries that a name means, or those that it may mean."""
        found = self.gazetteer.find_in(name, countries)
        if len(found) > 1 and len({place.iso3 for place in found}) == 1:
            largest, second = found[:2]
            if largest.own or largest.population >= _MUCH_LARGER * max(second.population, 1):
                return largest
        return found[0] if len(found) == 1 else found

    def _problem(self, place: MapPlace, found: Sequence[KnownPlace]) -> Problem:
        if not found:
            what = f'"{place.name}" is not a place on our list'
            return Problem("unknown-place", what, hint=self._suggestion(place) or _write_coordinates(place.name))
        if len(found) == 1:
            what = f'"{place.name}" is a small place in {_country(found[0])}, far from the countries of this map'
            hint = f"if it is meant, write {_with_country(place.name, found[0])}"
            near = self._similar_near(place)
            return Problem("which-place", what, hint=f"{hint}; or did you mean {near[0].name}?" if near else hint)
        return _ask_which(place.name, found)

    def _suggestion(self, place: MapPlace) -> str:
        """Return `did you mean …?` with the most similar name: at home first, then across the border, then anywhere."""
        if near := self._similar_near(place):
            return f"did you mean {near[0].name}?"
        if not place.country and (far := self.gazetteer.similar_anywhere(place.name)):
            return f"did you mean {far[0].name} in {_country(far[0])}? Then write {_with_country(far[0].name, far[0])}"
        loose = self.gazetteer.similar(place.name, self._asked(place), close=LOOSE)
        return f"did you mean {loose[0].name}?" if loose else ""

    def _similar_near(self, place: MapPlace) -> list[KnownPlace]:
        """Return the places with a name like a misspelt one: at home, else across the border."""
        return self.gazetteer.similar(place.name, self._asked(place)) or self.gazetteer.similar(place.name, self.near)

    def _asked(self, place: MapPlace) -> Collection[str]:
        return (place.country,) if place.country else self.home

    def _problem_of_coordinates(self, place: MarkedPlace, at: Place | None) -> Problem | None:
        """Return the problem of coordinates that are far from home, and at home the other way round."""
        caps = [polygon.cap for iso3 in self.home for polygon in self.outlines.of(iso3)]
        swapped = Cap(place.latitude, place.longitude, 0.0)
        if abs(place.longitude) > 90 or any(
            cap.gap(Cap(place.longitude, place.latitude, 0)) < _NEAR_DEGREES for cap in caps
        ):
            return None
        if not any(cap.gap(swapped) <= 0 for cap in caps):
            return None
        what = f'the coordinates of "{place.name}" seem to be swapped: as they are, it is far from the countries of this map'
        hint = f"write latitude: {place.longitude:g}, longitude: {place.latitude:g}"
        return Problem("coordinates-swapped", what, at, hint)


def _marked(place: MapPlace, known: KnownPlace) -> MarkedPlace:
    """Return a known place under the name that the briefing gives it."""
    capital = known.capital if place.capital is None else place.capital
    return MarkedPlace(
        place.name, known.latitude, known.longitude, capital, not known.own, place.kind, place.value, known.iso3
    )


def _ask_which(name: str, found: Sequence[KnownPlace]) -> Problem:
    shown = found[:_MOST_NAMED]
    more = " and elsewhere" if len(found) > len(shown) else ""
    by_country = {place.iso3: place for place in reversed(shown)}
    if len(by_country) == 1:
        what = f'{_country(shown[0])} has {len(found)} places named "{name}"'
        return Problem("which-place", what, hint=f"write the one you mean: {_either(shown, _with_coordinates(name))}")
    countries = list(dict.fromkeys(map(_country, shown)))
    what = f'"{name}" is a place in {_joined(countries, "and")}{more}'
    codes = list(dict.fromkeys(place.iso3 for place in shown))
    rest = f", or with {_joined(codes[1:], 'or')}" if len(codes) > 1 else ""
    return Problem("which-place", what, hint=f"say which: {_with_country(name, by_country[codes[0]])}{rest}")


def _either(places: Sequence[KnownPlace], write: Callable[[KnownPlace], str]) -> str:
    return _joined([write(place) for place in places], "or")


def _joined(items: Sequence[str], word: str) -> str:
    return f" {word} ".join(filter(None, [", ".join(items[:-1]), *items[-1:]]))


def _country(place: KnownPlace) -> str:
    return COUNTRIES[place.iso3].name


def _with_country(name: str, place: KnownPlace) -> str:
    return f"{{name: {name}, country: {place.iso3}}}"


def _with_coordinates(name: str) -> Callable[[KnownPlace], str]:
    return lambda place: f"{{name: {name}, latitude: {place.latitude:g}, longitude: {place.longitude:g}}}"


def _write_coordinates(name: str) -> str:
    return f"give its coordinates: {{name: {name}, latitude: …, longitude: …}}"
