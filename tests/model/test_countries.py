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
def test_what_is_meant(written: str, meant: list[str]) -> None:
    assert find_countries(written) == meant


def test_no_usual_code_is_anothers_own() -> None:
    assert set(COUNTRY_ALIASES).isdisjoint(COUNTRIES)
    assert set(COUNTRY_ALIASES.values()) <= set(COUNTRIES)


def test_a_code_that_is_nearly_right_is_answered_with_all_it_may_be() -> None:
    assert "MLI" in find_countries("MLX")
    assert len(find_countries("MLX")) <= 3
