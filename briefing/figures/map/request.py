"""What a locator map is drawn from. Nothing that draws is imported here, so that a cached map costs nothing."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace

from briefing.figures.figure import Figure
from briefing.figures.map.outlines import Outlines
from briefing.figures.style import HOUSE, Style
from briefing.model.parts.locator_map import PlaceKind
from briefing.problems import FigureError, Place


@dataclass(frozen=True)
class MarkedPlace:
    """A place to mark, in degrees; `capital` is None where it is not known, `geonames` tells whose coordinates they are.

    `kind` is what the briefing says of it, `value` the number that its mark is as large as, `iso3` its country where known.
    """

    name: str
    latitude: float
    longitude: float
    capital: bool | None = None
    geonames: bool = False
    kind: PlaceKind | None = None
    value: float | None = None
    iso3: str = ""

    @property
    def symbol(self) -> PlaceKind:
        """Return what its mark says that it is."""
        return self.kind or ("capital" if self.capital else "city")


@dataclass(frozen=True)
class MarkedCircle:
    """A circle on the globe: all that is as near to a place, in km; `name` is that of the place."""

    name: str
    latitude: float
    longitude: float
    radius_km: float
    geonames: bool = False


@dataclass(frozen=True)
class Shading:
    """Countries shaded by a value: what the value is, and each country's."""

    title: str
    values: tuple[tuple[str, float], ...]


@dataclass(frozen=True)
class Extent:
    """What a map shows at least: countries; a box (west, south, east, north in degrees); or its places with a margin."""

    countries: tuple[str, ...] = ()
    box: tuple[float, float, float, float] | None = None
    margin_km: float | None = None


@dataclass(frozen=True)
class LocatorRequest:
    """A map: the countries in `focus` (ISO 3166-1 alpha-3), what it shows at least and marks, whether neighbours are named.

    `names` maps country codes to names in the reader's language. `values_title` says what the values of places are. A `title`
    is printed in place of the one that is calculated; with `inset` a globe shows where the map is. `listed` says which
    named regions the countries in focus are from, empty where they are from none; `region` is the name of the only one.
    With `small_mm` it is drawn that narrow if what it marks can be named there.
    `lines` are where its author wrote a place, by its name, or a country, by its code: they change nothing that is drawn.
    """

    outlines: Outlines
    focus: tuple[str, ...]
    places: tuple[MarkedPlace, ...]
    with_neighbours: bool
    names: Mapping[str, str]
    width_mm: float
    language: str
    style: Style = HOUSE
    extent: Extent | None = None
    circles: tuple[MarkedCircle, ...] = ()
    values_title: str = ""
    shading: Shading | None = None
    title: str = ""
    inset: bool = False
    listed: str = ""
    region: str = ""
    small_mm: float = 0.0
    lines: Mapping[str, Place] = field(default_factory=dict, compare=False, repr=False)

    @property
    def is_thematic(self) -> bool:
        """Tell whether the map says more than where a country is: its land is then pale, and its marks have a key."""
        kinds = any(place.kind not in (None, "capital", "city") for place in self.places)
        close = self.extent is not None and not self.extent.countries
        return bool(kinds or close or self.circles or self.shading or self.values_title)

    def draw(self) -> Figure:
        """Draw the map: see `draw_locator`."""
        from briefing.figures.map.locator import draw_locator

        if self.small_mm:
            with suppress(FigureError):  # what is wrong with it in any size is raised below
                return replace(draw_locator(replace(self, width_mm=self.small_mm)), is_small=True)
        return draw_locator(self)
