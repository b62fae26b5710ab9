"""Places of the world by name: towns of at least 5,000 people (GeoNames), and a list of our own, which comes first."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache, cached_property

from briefing.resources import ASSETS

FILE = ASSETS / "gazetteer" / "places.tsv"
OWN_FILE = ASSETS / "data" / "places.csv"
_APOSTROPHES = "\u02b9\u02bb\u02bc\u02be\u02bf"
"""Letters that are written as apostrophes, too: Nukuʻalofa and Nuku'alofa are one."""
CLOSE, LOOSE = 0.8, 0.65
"""How like a name a misspelling must be: to be taken for it, and to be taken for it where no other name is closer."""


@dataclass(frozen=True)
class KnownPlace:
    """A place of the gazetteer, in degrees; `capital` is None where that is disputed, `own` tells of our own list."""

    name: str
    iso3: str
    latitude: float
    longitude: float
    population: int
    capital: bool | None
    own: bool = False


class Gazetteer:
    """The shipped places, in lines of text, each with its names as they are compared in front; read where they are needed."""

    def find(self, name: str) -> list[KnownPlace]:
        """Return the places of a name, the largest first: those that bear it, else those that have it as another name."""
        key = f"|{compared(name)}|"
        if key == "||":
            return []
        lines = [*_lines_with(key, self._own), *_lines_with(key, self._world)]
        named = [line for line in lines if line.startswith(key)]
        return _merged(sorted(map(_place, named or lines), key=lambda place: (not place.own, -place.population)))

    def find_own(self, name: str) -> list[KnownPlace]:
        """Return the places of a name on our own list."""
        return [_place(line) for line in _lines_with(f"|{compared(name)}|", self._own)]

    def find_in(self, name: str, countries: Collection[str]) -> list[KnownPlace]:
        """Return the places of some countries that bear a name, else those that have it as another name."""
        places = [place for place in self.find(name) if place.iso3 in countries]
        if places:
            return places
        lines = _lines_with(f"|{compared(name)}|", self._world)
        found = (place for place in map(_place, lines) if place.iso3 in countries)
        return _merged(sorted(found, key=lambda place: -place.population))

    def similar(self, name: str, countries: Collection[str], *, close: float = CLOSE) -> list[KnownPlace]:
        """Return the places of some countries whose names are most like a misspelt one, the most similar first."""
        key = compared(name)
        names: dict[str, str] = {}
        for line in (line for line in self._lines if line.split("\t", 3)[2] in countries):
            for other in line.split("|\t", 1)[0].strip("|").split("|"):
                if abs(len(other) - len(key)) < 4:
                    names.setdefault(other, line)
        return _merged(_place(names[other]) for other in get_close_matches(key, names, n=5, cutoff=close))

    def similar_anywhere(self, name: str) -> list[KnownPlace]:
        """Return the places of the world whose names are like a misspelt one and begin as it does, the largest first."""
        key = compared(name)
        pattern = rf"^\|({re.escape(key[:2])}[^|]{{,{len(key) + 1}}})\|"
        near = dict.fromkeys(re.findall(pattern, self._world, re.MULTILINE)) if key else {}
        close = get_close_matches(key, near, n=3, cutoff=CLOSE)
        return sorted((place for other in close for place in self.find(other)), key=lambda place: -place.population)

    @cached_property
    def _lines(self) -> list[str]:
        return [*self._own.splitlines(), *self._world.splitlines()]

    @cached_property
    def _world(self) -> str:
        return FILE.read_text(encoding="utf-8")

    @cached_property
    def _own(self) -> str:
        keys = ("name", "iso3", "latitude", "longitude", "population", "capital")
        with OWN_FILE.open(encoding="utf-8", newline="") as rows:
            own = [{"population": "0"} | row for row in csv.DictReader(rows)]
        return "".join(
            "\t".join((f"|{compared(row['name'])}|", *map(row.__getitem__, keys), "own")) + "\n" for row in own
        )


@cache
def read_gazetteer() -> Gazetteer:
    """Return the shipped places: GeoNames's, and our own list of capitals of Africa and towns of the Sahel."""
    return Gazetteer()


def compared(name: str) -> str:
    """Return a name as it is compared: small letters without accents, words parted by one space."""
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    plain = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return " ".join(re.findall(rf"[^\W{_APOSTROPHES}]+", plain))


def _lines_with(key: str, text: str) -> list[str]:
    """Return the lines that have a key among their names."""
    lines, end = [], 0
    while (at := text.find(key, end)) >= 0:
        start, end = text.rfind("\n", 0, at) + 1, text.index("\n", at)
        lines.append(text[start:end])
    return lines


def _place(line: str) -> KnownPlace:
    _, name, iso3, latitude, longitude, population, capital, *own = line.split("\t")
    is_capital = capital == "yes" if capital else None
    return KnownPlace(name, iso3, float(latitude), float(longitude), int(population), is_capital, bool(own))


def _merged(places: Iterable[KnownPlace]) -> list[KnownPlace]:
    """Leave out the later of two places that are one: of the same country, and near each other."""
    first: list[KnownPlace] = []
    for place in places:
        if not any(_is_same(place, other) for other in first):
            first.append(place)
    return first


def _is_same(a: KnownPlace, b: KnownPlace) -> bool:
    near = max(abs(a.latitude - b.latitude), abs(a.longitude - b.longitude)) < 0.15
    return a.iso3 == b.iso3 and near
