"""The world's outlines: read from the shipped file, decoded only where a map needs them."""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any

from briefing.figures.map.geometry import Cap, LonLat
from briefing.resources import ASSETS

_FOLDER = ASSETS / "data"


@dataclass(frozen=True)
class Place:
    """A town to be marked: where it is, in degrees, and whether it is a capital."""

    name: str
    latitude: float
    longitude: float
    capital: bool = False


@dataclass(frozen=True)
class Polygon:
    """One piece of a country: the cap about it, and its rings as indices of arcs, ~index where an arc runs backwards."""

    iso3: str
    cap: Cap
    rings: tuple[tuple[int, ...], ...]


@dataclass(frozen=True)
class Outlines:
    """Every country's polygons by ISO 3166-1 alpha-3 ("" for land without a code), and the arcs they share.

    They are read from `content`, the shipped file, when a map is drawn: one that was drawn before needs their digest only.
    """

    content: bytes

    def __repr__(self) -> str:
        return f"Outlines({self.digest})"

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of the file, in hexadecimal."""
        return sha256(self.content).hexdigest()

    @cached_property
    def polygons(self) -> tuple[Polygon, ...]:
        """Every piece of every country."""
        return tuple(
            Polygon(iso3, Cap(*cap), tuple(tuple(ring) for ring in rings))
            for iso3, pieces in self._data["countries"].items()
            for cap, rings in pieces
        )

    @cached_property
    def _data(self) -> dict[str, Any]:
        data: dict[str, Any] = json.loads(self.content)
        return data

    def of(self, iso3: str) -> list[Polygon]:
        """List a country's polygons, the largest first; none where the outlines do not have it."""
        return sorted((p for p in self.polygons if p.iso3 == iso3), key=lambda p: -p.cap.radius)

    def arc(self, index: int) -> list[LonLat]:
        """Decode one arc, backwards where the index says so."""
        points = list(self._decoded(self._data["arcs"][either_way(index)]))
        return points if index >= 0 else points[::-1]

    def ring(self, indices: Sequence[int]) -> list[LonLat]:
        """Join arcs to a closed ring, its first point not repeated."""
        return [point for index in indices for point in self.arc(index)[:-1]]

    def shared(self, index: int) -> bool:
        """Tell whether an arc lies between two polygons, and so is a border and no coast."""
        return self._uses[either_way(index)] > 1

    def inner(self, index: int) -> bool:
        """Tell whether an arc lies between two polygons of one country, and so is neither a border nor a coast."""
        return self.shared(index) and len(self._users[either_way(index)]) == 1

    def neighbours(self, polygons: Sequence[Polygon]) -> list[str]:
        """List the countries that share a land border with some polygons of one, those without a code left out."""
        mine = {either_way(i) for p in polygons for ring in p.rings for i in ring}
        others = {p.iso3 for p in self.polygons for ring in p.rings for i in ring if either_way(i) in mine}
        return sorted(others - {"", *(p.iso3 for p in polygons)})

    @cached_property
    def _users(self) -> dict[int, set[str]]:
        users: dict[int, set[str]] = {}
        for polygon in self.polygons:
            for ring in polygon.rings:
                for index in ring:
                    users.setdefault(either_way(index), set()).add(polygon.iso3)
        return users

    @cached_property
    def _uses(self) -> Counter[int]:
        return Counter(either_way(i) for p in self.polygons for ring in p.rings for i in ring)

    def _decoded(self, text: str) -> Iterator[LonLat]:
        """Decode a polyline: differences from point to point, five bits a character."""
        values: list[int] = []
        number = shift = 0
        for character in text:
            bits = ord(character) - 63
            number |= (bits & 31) << shift
            shift += 5
            if bits < 32:
                values.append(~number >> 1 if number & 1 else number >> 1)
                number = shift = 0
        x = y = 0
        steps = self._data["steps_a_degree"]
        for dx, dy in zip(values[::2], values[1::2], strict=True):
            x, y = x + dx, y + dy
            yield x / steps, y / steps


def either_way(index: int) -> int:
    """Return the index of an arc, whichever way it is run along."""
    return index if index >= 0 else ~index


def read_outlines(file: Path = _FOLDER / "outlines.json") -> Outlines:
    """Read the shipped outlines."""
    return Outlines(file.read_bytes())


def read_places(file: Path = _FOLDER / "places.csv") -> dict[str, Place]:
    """Read the shipped places by name: capitals of Africa and towns of the Sahel."""
    with file.open(encoding="utf-8", newline="") as lines:
        return {
            row["name"]: Place(row["name"], float(row["latitude"]), float(row["longitude"]), row["capital"] == "yes")
            for row in csv.DictReader(lines)
        }
