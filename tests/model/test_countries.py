"""A wrong code is answered with the country that was meant, or with no guess at all."""

from __future__ import annotations

import pytest

from briefing.model.countries import COUNTRIES, COUNTRY_ALIASES, find_countries


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("UK", ["GBR"]),
        ("GER", ["DEU"]),
        ("SUI", ["CHE"]),
        ("NGR", ["NGA"]),
        ("ne", ["NER"]),
        ("Niger", ["NER"]),
        ("ner", ["NER"]),
        ("Nigeria", ["NGA"]),
        ("Nigerria", ["NGA"]),
        ("United Kingdom", ["GBR"]),
        ("Ivory Coast", ["CIV"]),
        ("Russia", ["RUS"]),
        ("XX", []),
        ("nowhere at all", []),
    ],
)
def test_countries_are_recognised(written: str, meant: list[str]) -> None:
    assert find_countries(written) == meant


def test_no_common_code_is_another_countrys_official_one() -> None:
    assert set(COUNTRY_ALIASES).isdisjoint(COUNTRIES)
    assert set(COUNTRY_ALIASES.values()) <= set(COUNTRIES)


def test_a_nearly_right_code_gets_all_possible_suggestions() -> None:
    assert "MLI" in find_countries("MLX")
    assert len(find_countries("MLX")) <= 3
