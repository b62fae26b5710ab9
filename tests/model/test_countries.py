"""A wrong code is answered with the country that was meant, or with no guess at all."""

from __future__ import annotations

import csv
from collections import Counter

import pytest

from briefing.figures.data.datasets import BUNDLED
from briefing.i18n import get_translator
from briefing.model.countries import (
    COUNTRIES,
    COUNTRY_ALIASES,
    find_countries,
    name_words,
    says_country,
    suggest_countries,
)
from tests.command import Command


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("UK", "GBR"),
        ("U.K.", "GBR"),
        ("U.S.A.", "USA"),
        ("GER", "DEU"),
        ("SUI", "CHE"),
        ("NGR", "NGA"),
        ("ne", "NER"),
        ("ner", "NER"),
        ("XK", "XKX"),
        ("Niger", "NER"),
        ("Nigeria", "NGA"),
        ("United Kingdom", "GBR"),
        ("Northern Ireland", "GBR"),
        ("Ireland", "IRL"),
        ("Tanzania", "TZA"),
        ("United Republic of Tanzania", "TZA"),
        ("Tanzanie", "TZA"),
        ("Tanzanía", "TZA"),
        ("Ivory Coast", "CIV"),
        ("Côte d'Ivoire", "CIV"),
        ("Cote d’Ivoire", "CIV"),
        ("Co\u0302te d'Ivoire", "CIV"),
        ("Swaziland", "SWZ"),
        ("Burma", "MMR"),
        ("Türkiye", "TUR"),
        ("Turkey", "TUR"),
        ("Republic of the Congo", "COG"),
        ("République du Congo", "COG"),
        ("Congo-Brazzaville", "COG"),
        ("DR Congo", "COD"),
        ("Democratic Republic of Congo", "COD"),
        ("République démocratique du Congo", "COD"),
        ("North Korea", "PRK"),
        ("Corée du Nord", "PRK"),
        ("Republic of Korea", "KOR"),
        ("Russia", "RUS"),
        ("Россия", "RUS"),
        ("Bolivia (Plurinational State of)", "BOL"),
        ("Federal Republic of Nigeria", "NGA"),
        ("Bosnia", "BIH"),
        ("The Gambia", "GMB"),
        ("Guinea", "GIN"),
        ("St. Lucia", "LCA"),
        ("Kosovo", "XKX"),
        ("Nigerria", "NGA"),
        ("Ukrain", "UKR"),
        # Where two or three may be meant, all are named.
        ("Congo", "COD COG"),
        ("Korea", "KOR PRK"),
        ("Virgin Islands", "VGB VIR"),
        ("Nigera", "NER NGA"),
        ("BUR", "BFA MMR"),
        # A text that is only a little like a name gets no guess.
        ("XX", ""),
        ("MLX", ""),
        ("nowhere at all", ""),
        ("Somaliland", ""),
        ("Lake Chad", ""),
        ("New Jersey", ""),
        ("Niger Delta", ""),
        ("Republic", ""),
        ("Islands", ""),
        ("", ""),
        ("埃", ""),
    ],
)
def test_a_country_is_recognised_or_not_guessed(written: str, meant: str) -> None:
    assert find_countries(written) == meant.split()


@pytest.mark.parametrize("language", ["en-GB", "fr"])
def test_each_country_is_recognised_by_the_name_that_is_printed(language: str) -> None:
    names = get_translator(language).countries()
    assert {code: find_countries(name) for code, name in names.items()} == {code: [code] for code in COUNTRIES}
    assert all(find_countries(country.un_name)[0] for country in COUNTRIES.values())


def test_names_that_are_printed_are_the_common_ones() -> None:
    names = get_translator("en-GB").countries()
    assert not [name for name in names.values() if "(" in name and name not in SIGNIFICANT]
    common = "Bolivia, Tanzania, Venezuela, Iran, Syria, Laos, Moldova, Russia, Brunei, Vietnam, Kosovo, Netherlands"
    assert {*common.split(", "), "South Korea", "North Korea", "United Kingdom", "United States"} <= set(names.values())


SIGNIFICANT = ("Cocos (Keeling) Islands", "Falkland Islands (Malvinas)")


def test_no_common_code_is_another_countrys_official_one() -> None:
    assert set(COUNTRY_ALIASES).isdisjoint(COUNTRIES)
    assert {code for codes in COUNTRY_ALIASES.values() for code in codes.split()} <= set(COUNTRIES)


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ("Tanzania", "did you mean TZA (Tanzania)?"),
        ("Republic of the Congo", "did you mean COG (Republic of the Congo)?"),
        ("Congo", "did you mean COD (Democratic Republic of the Congo) or COG (Republic of the Congo)?"),
        ("Atlantis", ""),
    ],
)
def test_the_hint_names_every_country_that_may_be_meant(written: str, hint: str) -> None:
    assert suggest_countries(written) == hint


def test_the_command_suggests_a_country_too(command: Command) -> None:
    ended = command("data", "show", "--countries", "Tanzania")
    assert (ended.code, ended.err.splitlines()[-1]) == (2, "hint: did you mean TZA (Tanzania)?")


@pytest.mark.parametrize(
    ("text", "code", "says"),
    [
        ("French Foreign Ministry", "FRA", True),
        ("Ministère français des affaires étrangères", "FRA", True),
        ("Les autorités nigériennes", "NER", True),
        ("Nigerian Army", "NER", False),
        ("South African Presidency", "ZAF", True),
        ("Presidency of South Africa", "ZAF", True),
        ("Sri Lankan Ministry of Defence", "LKA", True),
        ("South Sudanese Presidency", "SDN", False),
        ("Bissau-Guinean Presidency", "GIN", False),
        ("Congolese Presidency", "COD", False),
        ("Congo", "COG", False),
        ("Congo", "COD", False),
        ("Presidency of the Republic of the Congo", "COG", True),
        ("Auswärtiges Amt, Germany", "DEU", True),
        ("Ministerio de Exteriores, España", "ESP", True),
        ("Dominican Presidency", "DOM", False),
        ("Belgian Foreign Ministry", "FRA", False),
        ("Frenchtown Council", "FRA", False),
        ("Foreign Ministry", "FRA", False),
    ],
)
def test_a_name_that_says_its_country(text: str, code: str, says: bool) -> None:
    assert says_country(text, code) is says


def test_every_adjective_is_of_one_country() -> None:
    with (BUNDLED / "adjectives.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["iso3"]: f"{row['english']} {row['french']}".split() for row in csv.DictReader(file)}
    assert rows.keys() < COUNTRIES.keys()
    of = Counter(name for adjectives in rows.values() for name in {name_words(one) for one in adjectives})
    assert not [adjective for adjective, count in of.items() if count > 1]
    assert max(map(len, of)) == 2
    assert all(says_country(f"The {one} Ministry", code) for code, adjectives in rows.items() for one in adjectives)
