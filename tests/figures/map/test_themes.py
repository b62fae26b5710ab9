from __future__ import annotations

import itertools

import pytest

from briefing.figures.map.below.foot import kind_names, round_down
from briefing.figures.map.marks import value_size_mm
from briefing.figures.map.request import Extent, Shading
from briefing.figures.map.shading import classes_of
from briefing.figures.style import HOUSE
from briefing.i18n import get_translator
from briefing.model.parts.locator_map import KINDS
from tests.gallery.boxes import chart_faults, faults, words
from tests.gallery.cases import FRENCH, codes, largest_towns, locator, place

A4_MM = 170.0


@pytest.mark.parametrize("language", ["en", "fr"])
def test_each_kind_of_place_is_in_the_key_and_the_table(language: str) -> None:
    places = [place(f"P{i}", -10.0 - i, -65.0, kind=kind) for i, kind in enumerate(KINDS)]
    figure = locator("BOL", places=places, width_mm=A4_MM, language=language)()
    called = kind_names(get_translator(language))
    assert set(called.values()) <= set(words(figure.svg))
    assert [row[3] for row in figure.table.rows] == [called[kind] for kind in KINDS]
    assert faults(figure.svg) == []


def test_symbols_differ_in_shape_or_filling() -> None:
    drawn = set()
    for kind in KINDS:
        svg = locator(
            "BOL", places=[place("P", -16.0, -65.0, kind=kind)], width_mm=A4_MM, extent=Extent(margin_km=50)
        )().svg
        drawn.add(svg.split(b"<desc>")[1].split(b"</desc>")[1])
    assert len(drawn) == len(KINDS)


def test_the_area_of_a_mark_is_as_its_value() -> None:
    sizes = [value_size_mm(value, 1000.0, A4_MM) for value in (1000.0, 250.0)]
    assert sizes[0] == pytest.approx(2 * sizes[1])
    assert value_size_mm(0.0, 0.0, A4_MM) > 0


@pytest.mark.parametrize(("value", "nice"), [(24000, 20000), (4800, 2000), (1, 1), (0.3, 0.2), (0, 0), (5e6, 5e6)])
def test_the_key_of_values_has_round_numbers_that_occur(value: float, nice: float) -> None:
    assert round_down(value) == pytest.approx(nice)


@pytest.mark.parametrize(
    "values",
    [
        {"COD": 8600.0, "UGA": 120.0, "RWA": 14.0, "BDI": 450.0, "COG": 30.0, "CAF": 3.0, "TZA": 1.0},
        {"NER": 5.0},
        {"NER": 5.0, "MLI": 5.0},
        {"NER": -3.5, "MLI": 0.0, "TCD": 7.25},
        {"NER": 0.0, "MLI": 1e9},
    ],
)
def test_every_value_is_in_one_class_and_the_darker_is_the_greater(values: dict[str, float]) -> None:
    classes = classes_of(Shading("X", tuple(values.items())))
    assert sorted(iso3 for one in classes for iso3 in one.codes) == sorted(values)
    for one in classes:
        assert all(one.low <= values[iso3] <= one.high for iso3 in one.codes)
    for low, high in itertools.pairwise(classes):
        assert low.high < high.low
        assert sum(bytes.fromhex(low.colour(HOUSE)[1:])) > sum(bytes.fromhex(high.colour(HOUSE)[1:]))


def test_shaded_countries_have_a_legend_and_a_true_title() -> None:
    shading = Shading("Cases", (("BOL", 12.0), ("PER", 340.0), ("CHL", 340.0), ("ARG", 7.5)))
    figure = locator("BOL", shading=shading, extent=Extent(countries=codes("BOL PER CHL ARG")), width_mm=A4_MM)()
    assert figure.title == "Cases: from 7.5 (Argentina) to 340 (Peru and Chile)"
    assert {"Cases", "7.5", "12", "340", "no value"} <= set(words(figure.svg))
    assert "country,PER,,,,,340," in figure.csv.decode()


def test_numbers_are_written_as_in_french() -> None:
    places = [place("A", 14.0, 2.0, value=1234.5), place("B", 16.0, 8.0, value=10)]
    figure = locator("NER", places=places, values_title="Cas", names=FRENCH, language="fr", width_mm=A4_MM)()
    assert "A 1\u202f234,5" in words(figure.svg)
    assert figure.title == "Cas\u00a0: de 10 (B) à 1\u202f234,5 (A)"


@pytest.mark.parametrize(
    ("iso3", "count", "least_km"), [("NGA", 60, 45.0), ("MMR", 30, 90.0), ("BGD", 40, 30.0), ("PER", 50, 80.0)]
)
def test_every_town_is_named_on_the_map_or_in_its_key(iso3: str, count: int, least_km: float) -> None:
    towns = largest_towns(iso3, count, least_km)
    figure = locator(iso3, places=towns, width_mm=A4_MM)()
    drawn = words(figure.svg)
    numbered = [text.split("\u00a0\u00a0") for text in drawn if "\u00a0\u00a0" in text]
    named = {name for _, name in numbered} | set(drawn)
    assert {town.name for town in towns} <= named
    assert [number for number, _ in numbered] == [str(i) for i in range(1, len(numbered) + 1)]
    assert all(number in drawn for number, _ in numbered)
    assert faults(figure.svg) == []


def test_drawing_twice_gives_the_same_bytes() -> None:
    draw = locator("TUR", places=largest_towns("TUR", 12, 150.0), width_mm=A4_MM, inset=True)
    assert draw().svg == draw().svg


@pytest.mark.parametrize(
    ("focus", "towns"),
    [
        (
            "HTI",
            {
                "Port-au-Prince": (18.54, -72.34, 12000),
                "Delmas": (18.55, -72.3, 3000),
                "Pétion-Ville": (18.51, -72.29, 1100),
                "Carrefour": (18.53, -72.41, 2500),
                "Jacmel": (18.23, -72.53, 300),
            },
        ),
        (
            "SLE",
            {
                "Freetown": (8.48, -13.23, 900),
                "Wellington": (8.45, -13.17, 90),
                "Kissy": (8.47, -13.2, 40),
                "Lumley": (8.45, -13.27, 20),
            },
        ),
        ("LBN", {"Beirut": (33.89, 35.5, 5), "Dahiyeh": (33.85, 35.51, 3), "Jounieh": (33.98, 35.62, 1)}),
    ],
)
def test_places_within_the_circle_of_another_are_numbered_with_a_line_and_keyed_with_their_value(
    focus: str, towns: dict[str, tuple[float, float, int]]
) -> None:
    places = [place(name, lat, lon, value=float(value)) for name, (lat, lon, value) in towns.items()]
    for width_mm in (110.0, 170.0):
        drawn = locator(focus, places=places, width_mm=width_mm, values_title="Cases")()
        written = words(drawn.svg)
        for name, (_, _, value) in towns.items():
            assert any(text.endswith(f"{name} {value:,}") for text in written), name
        assert chart_faults(drawn.svg) == []  # but marks, which cover each other as the places do
