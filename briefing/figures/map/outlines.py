"""The world's outlines: read from the shipped file, decoded only where a map needs them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Literal, TypedDict

from briefing.figures.map.geometry import Cap, LonLat
from briefing.resources import ASSETS

_FOLDER = ASSETS / "data"

_ISLANDS_DEGREES = 6.0

LineKind = Literal["coast", "border", "inner"]
"""What an arc is: a coast, a border between countries, or a line inside one country that is not drawn."""


class _OutlineFile(TypedDict):
    """`outlines.json`: arcs as encoded polylines, and each country's polygons as a cap and rings of arc indices."""

    steps_a_degree: int
    arcs: list[str]
    countries: dict[str, list[tuple[tuple[float, float, float], list[list[int]]]]]


@dataclass(frozen=True)
class OutlinePolygon:
    """One piece of a country: the cap about it, and its rings as indices of arcs, ~index where an arc runs backwards."""

    iso3: str
    cap: Cap
    rings: tuple[tuple[int, ...], ...]


@dataclass(frozen=True)
class Outlines:
    """Every country's polygons by ISO 3166-1 alpha-3 ("" for land without a code), and the arcs they share.

    `content` is the shipped file. It is parsed when a map is drawn; a cached map needs only its digest.
    """

    content: bytes

    def __repr__(self) -> str:
        return f"Outlines({self.digest})"

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of the file, in hexadecimal."""
        return sha256(self.content).hexdigest()

    @cached_property
    def polygons(self) -> tuple[OutlinePolygon, ...]:
        """Every piece of every country."""
        return tuple(
            OutlinePolygon(iso3, Cap(*cap), tuple(tuple(ring) for ring in rings))
            for iso3, pieces in self._file["countries"].items()
            for cap, rings in pieces
        )

    def of(self, iso3: str) -> list[OutlinePolygon]:
        """List a country's polygons, the largest first; none where the outlines do not have it."""
        return sorted((p for p in self.polygons if p.iso3 == iso3), key=lambda p: -p.cap.radius)

    def arc(self, index: int) -> list[LonLat]:
        """Decode one arc, backwards where the index says so."""
        steps = self._file["steps_a_degree"]
        points = [(x / steps, y / steps) for x, y in _decode_polyline(self._file["arcs"][unsigned(index)])]
        return points if index >= 0 else points[::-1]

    def ring(self, indices: Sequence[int]) -> list[LonLat]:
        """Join arcs to a closed ring, its first point not repeated."""
        return [point for index in indices for point in self.arc(index)[:-1]]

    def kind(self, index: int) -> LineKind:
        """Return what an arc is, by the countries whose polygons share it."""
        users = self._users[unsigned(index)]
        if len(users) == 1:
            return "coast"
        return "border" if len(set(users)) > 1 else "inner"

    def neighbours(self, polygons: Sequence[OutlinePolygon]) -> list[str]:
        """List the countries that share a land border with some polygons of one, those without a code left out."""
        users = (self._users[unsigned(index)] for p in polygons for ring in p.rings for index in ring)
        return sorted({iso3 for codes in users for iso3 in codes} - {"", *(p.iso3 for p in polygons)})

    @cached_property
    def _users(self) -> dict[int, list[str]]:
        """The country of each polygon that an arc is part of, by arc."""
        users: dict[int, list[str]] = {}
        for polygon in self.polygons:
            for index in (index for ring in polygon.rings for index in ring):
                users.setdefault(unsigned(index), []).append(polygon.iso3)
        return users

    @cached_property
    def _file(self) -> _OutlineFile:
        parsed: _OutlineFile = json.loads(self.content)
        return parsed


def mainland(pieces: Sequence[OutlinePolygon]) -> list[OutlinePolygon]:
    """Return the largest polygon and those near it: territories an ocean away do not say where a country is."""
    home, rest = [pieces[0]], list(pieces[1:])
    while near := [p for p in rest if any(p.cap.gap(h.cap) < _ISLANDS_DEGREES for h in home)]:
        home += near
        rest = [p for p in rest if p not in near]
    return home


def unsigned(index: int) -> int:
    """Return the index of an arc, in whichever direction it runs."""
    return index if index >= 0 else ~index


def _decode_polyline(text: str) -> Iterator[tuple[int, int]]:
    """Decode an encoded polyline: differences from point to point, five bits a character."""
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
    for dx, dy in zip(values[::2], values[1::2], strict=True):
        x, y = x + dx, y + dy
        yield x, y


def read_outlines(file: Path = _FOLDER / "outlines.json") -> Outlines:
    """Read the shipped outlines."""
    return Outlines(file.read_bytes())
