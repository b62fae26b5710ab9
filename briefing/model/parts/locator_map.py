"""What a briefing says of its map."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, Field, model_validator

from briefing.model.field_types import BriefingPart, CountryCode, ModelFault, PlainTextAllowed, ShortText

MOST_PLACES = 100

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

    `country` tells places of one name from each other; `capital` is None where it is not said.
    """

    name: ShortText
    country: CountryCode | None = None
    latitude: Latitude | None = None
    longitude: Longitude | None = None
    capital: bool | None = None

    @model_validator(mode="before")
    @classmethod
    def _has_coordinates_or_none(cls, data: object) -> object:
        return check_coordinates(data)


def _named(value: object) -> object:
    """A place may be written as its name alone."""
    return {"name": value} if isinstance(value, str) else value


class Map(BriefingPart):
    """The locator map: the country it shows, the places it marks, and whether neighbours are named."""

    focus: CountryCode
    show: Annotated[
        tuple[Annotated[MapPlace, BeforeValidator(_named), PlainTextAllowed()], ...], Field(max_length=MOST_PLACES)
    ] = ()
    neighbours: bool = True
