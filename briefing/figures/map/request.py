"""What a locator map is drawn from. Nothing that draws is imported here, so that a cached map costs nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from briefing.figures.figure import Figure
from briefing.figures.map.outlines import Outlines
from briefing.figures.style import HOUSE, Style


@dataclass(frozen=True)
class MarkedPlace:
    """A place to mark, in degrees; `capital` is None where it is not known, `geonames` tells whose coordinates they are."""

    name: str
    latitude: float
    longitude: float
    capital: bool | None = None
    geonames: bool = False


@dataclass(frozen=True)
class LocatorRequest:
    """A locator map: the country in `focus` (ISO 3166-1 alpha-3), the places to mark, and whether neighbours are named.

    `names` maps country codes to names in the reader's language.
    """

    outlines: Outlines
    focus: str
    places: tuple[MarkedPlace, ...]
    with_neighbours: bool
    names: Mapping[str, str]
    width_mm: float
    language: str
    style: Style = HOUSE

    def draw(self) -> Figure:
        """Draw the map: see `draw_locator`."""
        from briefing.figures.map.locator import draw_locator

        return draw_locator(self)
