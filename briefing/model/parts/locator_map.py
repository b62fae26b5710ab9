"""What a briefing says of its map."""

from __future__ import annotations

from typing import Annotated, Literal, get_args

from pydantic import BeforeValidator, Field, model_validator

from briefing.model.field_types import (
    BriefingPart,
    CountryCode,
    CountryList,
    ModelFault,
    PlainTextAllowed,
    Prose,
    ShortText,
)
from briefing.model.regions import is_region_entry

MOST_PLACES = 100
MOST_CIRCLES = 10
MOST_IN_MARGIN = 4
"""So many places can be marked on a map in the margin of page one."""

PlaceKind = Literal["capital", "city", "base", "epicentre", "crossing", "camp", "port", "airport"]
KINDS: tuple[PlaceKind, ...] = get_args(PlaceKind)
"""The kinds of place that have a symbol of their own."""

Latitude = Annotated[float, Field(ge=-90, le=90)]
Longitude = Annotated[float, Field(ge=-180, le=180)]


def check_coordinates(data: object) -> object:
    """Return the values of a part with coordinates, if it has both or none, and not the one in place of the other."""
    if not isinstance(data, dict):
        return data
    latitude, longitude = (data.get(key) for key in ("latitude", "longitude"))
    if (latitude is None) != (longitude is None):
        missing = "latitude" if latitude is None else "longitude"
        what = f'"{missing}" is missing beside the other coordinate'
        raise ModelFault("missing-key", what, f"add {missing}: …, in degrees")
    if _is_swapped(latitude, longitude):
        what = f"a latitude is between -90 and 90, and {latitude} is not"
        hint = f"if the two coordinates are swapped, write latitude: {longitude}, longitude: {latitude}"
        raise ModelFault("coordinates-swapped", what, hint, ("latitude",))
    return data


def _is_swapped(latitude: object, longitude: object) -> bool:
    """Tell whether only the longitude can be a latitude."""
    try:
        return 90 < abs(float(str(latitude))) <= 180 and abs(float(str(longitude))) <= 90
    except ValueError:  # the fields report what is no number
        return False


class MapPlace(BriefingPart):
    """A place on the map: of the gazetteer by its name, or by its coordinates in degrees, north and east positive.

    `country` tells places of one name from each other; `capital` is None where it is not said. `kind` chooses its symbol;
    a `value` is drawn as a circle of that area.
    """

    name: ShortText
    country: CountryCode | None = None
    latitude: Latitude | None = None
    longitude: Longitude | None = None
    capital: bool | None = None
    kind: PlaceKind | None = None
    value: Annotated[float | None, Field(ge=0)] = None

    @model_validator(mode="before")
    @classmethod
    def _has_coordinates_or_none(cls, data: object) -> object:
        return check_coordinates(data)


def _named(value: object) -> object:
    """A place may be written as its name alone."""
    return {"name": value} if isinstance(value, str) else value


class MapCircle(BriefingPart):
    """A circle about a place, which is one of those that are shown or is written as they are; `radius_km` is on the globe."""

    around: Annotated[MapPlace, BeforeValidator(_named), PlainTextAllowed()]
    radius_km: Annotated[float, Field(ge=0.1, le=5000)]


class MapShading(BriefingPart):
    """Countries shaded by a value: what the values are, and each country's by its code."""

    title: ShortText
    values: Annotated[dict[CountryCode, float], Field(min_length=1)]


class MapExtent(BriefingPart):
    """What the map shows at least: some countries, a box in degrees, or the places with a margin about them.

    A box may cross the antimeridian: its west is then a greater number than its east.
    """

    countries: CountryList | None = None
    west: Longitude | None = None
    south: Latitude | None = None
    east: Longitude | None = None
    north: Latitude | None = None
    margin_km: Annotated[float | None, Field(ge=1, le=5000)] = None

    @model_validator(mode="after")
    def _is_one_of_three(self) -> MapExtent:
        edges = [key for key in BOX if getattr(self, key) is None]
        given = [self.countries is not None, len(edges) < len(BOX), self.margin_km is not None]
        if sum(given) != 1:
            what = "the extent is a list of countries, a box, or a margin about the places"
            raise ModelFault("map-extent", what, "write one of them, as in [TUR, SYR] or {margin_km: 100}")
        if given[1] and edges:
            hint = f"add {edges[0]}: …, in degrees"
            raise ModelFault("missing-key", f'"{edges[0]}" is missing in the box of the extent', hint)
        if given[1]:
            self._check_box(*(getattr(self, key) for key in BOX))
        return self

    def _check_box(self, west: float, south: float, east: float, north: float) -> None:
        if south >= north or west == east:
            what = (
                f"the extent is empty: it reaches from {south:g} to {north:g} north and from {west:g} to {east:g} east"
            )
            if south > north:
                raise ModelFault("map-extent", what, f"write south: {north:g}, north: {south:g}", ("south",))
            raise ModelFault(
                "map-extent", what, "write two different numbers", ("south" if south == north else "west",)
            )
        if (width := (east - west) % 360) > 180:
            what = f"the extent reaches {width:g} degrees eastward, from {west:g} to {east:g}: more than half the world"
            hint = f"write west: {east:g}, east: {west:g} for the other part, of {360 - width:g} degrees"
            raise ModelFault("map-extent", what, hint, ("west",))


BOX = ("west", "south", "east", "north")
"""The edges of a box, as its keys."""


def _listed(value: object) -> object:
    """One country may be written as its code alone."""
    return [value] if isinstance(value, str) else value


def _countries(value: object) -> object:
    """Countries may be written as their list alone, and one country as its code."""
    value = _listed(value)
    return {"countries": value} if isinstance(value, list) else value


class Map(BriefingPart):
    """The map: the countries it is about, what it shows at least, the places it marks, and whether neighbours are named."""

    focus: Annotated[CountryList, BeforeValidator(_listed), PlainTextAllowed()]
    extent: Annotated[MapExtent | None, BeforeValidator(_countries)] = None
    show: Annotated[
        tuple[Annotated[MapPlace, BeforeValidator(_named), PlainTextAllowed()], ...], Field(max_length=MOST_PLACES)
    ] = ()
    neighbours: bool = True
    circles: Annotated[tuple[MapCircle, ...], Field(max_length=MOST_CIRCLES)] = ()
    values: Annotated[ShortText | None, Field(description="what the values of places are: Deaths reported")] = None
    shading: MapShading | None = None
    title: ShortText | None = None
    caption: Prose | None = None
    own: bool = False
    width: Literal["half", "full"] | None = None
    inset: bool | None = None

    @model_validator(mode="after")
    def _values_are_named(self) -> Map:
        valued = next((i for i, place in enumerate(self.show) if place.value is not None), None)
        if valued is not None and not self.values:
            what = "places have values, and what these are is not said"
            raise ModelFault(
                "missing-key", what, "add values: with what they are, as in values: Deaths reported", ("show",)
            )
        if valued is None and self.values:
            what = f'the map has values of places, "{self.values}", but no place has one'
            raise ModelFault("missing-key", what, "add value: to the places after show:", ("values",))
        return self

    @model_validator(mode="after")
    def _margin_is_about_places(self) -> Map:
        if self.extent and self.extent.margin_km is not None and not self.show:
            what = "the extent is a margin about the places, and the map shows none"
            raise ModelFault("map-extent", what, "add places after show:, or write countries or a box", ("extent",))
        return self

    @property
    def is_half_wide(self) -> bool:
        """Tell whether the map takes half of the text's width: what shows only where one country is, unless it is said."""
        return self.width == "half" if self.width else not self._says_more

    @property
    def fits_margin(self) -> bool:
        """Tell whether the map may stand in the margin of page one: what shows only where one country is, unless it is said."""
        few = len(self.show) <= MOST_IN_MARGIN
        return self.width is None and few and not (self._says_more or self.caption)

    @property
    def has_inset(self) -> bool:
        """Tell whether a globe shows where the map is: unless it is said, not of a map of one country and its neighbours."""
        return self._says_more if self.inset is None else self.inset

    @property
    def _says_more(self) -> bool:
        kinds = any(place.kind not in (None, "capital", "city") for place in self.show)
        several = len(self.focus) > 1 or is_region_entry(self.focus[0])
        return bool(several or kinds or self.extent or self.circles or self.values or self.shading)

    @property
    def country_lists(self) -> dict[tuple[str, ...], tuple[str, ...]]:
        """The codes and regions that the author lists, by their keys."""
        extent = self.extent.countries if self.extent else None
        return {("map", "focus"): self.focus, ("map", "extent"): extent or ()}
