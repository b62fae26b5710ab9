from __future__ import annotations

import pytest
from pydantic import ValidationError

from briefing.model.parts.locator_map import Map


def problem(**values: object) -> tuple[str, str, str]:
    """Return the code, the fault and the hint of a map that is refused."""
    with pytest.raises(ValidationError) as caught:
        Map.model_validate({"focus": "FJI", **values})
    (details,) = caught.value.errors()
    return details["type"], details["ctx"]["what"], details["ctx"]["hint"]


def box(west: float, south: float, east: float, north: float) -> dict[str, object]:
    return {"extent": {"west": west, "south": south, "east": east, "north": north}}


@pytest.mark.parametrize(
    ("edges", "what", "hint"),
    [
        ((175, -14, -175, -21), "the extent is empty", "write south: -21, north: -14"),
        ((20, 10, 20, 12), "the extent is empty", "write two different numbers"),
        ((20, 10, 24, 10), "the extent is empty", "write two different numbers"),
        ((40, 10, 20, 12), "reaches 340 degrees eastward, from 40 to 20", "write west: 20, east: 40"),
        (
            (-170, -20, 170, -10),
            "reaches 340 degrees eastward",
            "write west: 170, east: -170 for the other part",
        ),
    ],
)
def test_a_box_that_is_empty_or_more_than_half_the_world_is_told(
    edges: tuple[float, float, float, float], what: str, hint: str
) -> None:
    code, said, to_do = problem(**box(*edges))
    assert code == "map-extent"
    assert what in said
    assert hint in to_do


@pytest.mark.parametrize("edges", [(175, -21, -175, -14), (-10, -5, 10, 5), (170, 60, -170, 70)])
def test_a_box_may_cross_the_antimeridian(edges: tuple[float, float, float, float]) -> None:
    extent = Map.model_validate({"focus": "FJI", **box(*edges)}).extent
    assert extent is not None
    assert (extent.west, extent.east) == (edges[0], edges[2])


def test_an_extent_is_one_thing() -> None:
    assert problem(extent={})[0] == "map-extent"
    assert problem(extent={"margin_km": 20, "countries": ["FJI"]})[0] == "map-extent"
    assert problem(extent={"west": 20, "south": 2, "east": 30})[:2] == (
        "missing-key",
        '"north" is missing in the box of the extent',
    )
    assert problem(extent={"margin_km": 20})[0] == "map-extent"  # about no place


def test_values_say_what_they_are() -> None:
    assert problem(show=[{"name": "Suva", "value": 3}])[0] == "missing-key"
    assert problem(values="Deaths", show=["Suva"])[0] == "missing-key"


def test_what_shows_only_where_a_country_is_takes_half_the_width() -> None:
    plain = Map.model_validate({"focus": "NER", "show": ["Niamey", {"name": "X", "latitude": 1, "longitude": 2}]})
    assert plain.is_half_wide
    assert not plain.has_inset
    for more in (
        {"focus": ["NER", "MLI"]},
        {"focus": "region:Sahel"},
        {"extent": ["NER", "MLI"]},
        {"show": [{"name": "X", "latitude": 1, "longitude": 2, "kind": "camp"}]},
        {"circles": [{"around": "Niamey", "radius_km": 50}]},
        {"shading": {"title": "X", "values": {"NER": 3}}},
    ):
        wide = Map.model_validate({"focus": "NER", **more})
        assert not wide.is_half_wide
        assert wide.has_inset
    assert Map.model_validate({"focus": ["NER", "MLI"], "width": "half", "inset": False}).is_half_wide


@pytest.mark.parametrize(("written", "countries"), [("FJI", ("FJI",)), (["FJI", "TON"], ("FJI", "TON"))])
def test_countries_of_an_extent_may_stand_alone(written: object, countries: tuple[str, ...]) -> None:
    extent = Map.model_validate({"focus": "FJI", "extent": written}).extent
    assert extent is not None
    assert extent.countries == countries
