"""Named regions: every membership is of known countries, on the right days; names are found as people write them."""

from __future__ import annotations

from datetime import date

import pytest

from briefing.model.countries import COUNTRIES
from briefing.model.regions import (
    NamedRegion,
    expand_countries,
    find_region,
    is_region_entry,
    not_on_record,
    read_regions,
    regions_in,
    suggest_regions,
)

FLASH = date(2023, 7, 27)
LATER = date(2026, 11, 30)


def region(name: str) -> NamedRegion:
    found = find_region(name)
    assert found, name
    return found


def size(name: str, day: date = FLASH) -> int:
    return len(region(name).countries(day))


def test_every_region_has_known_countries_and_says_who_defines_it() -> None:
    for one in read_regions().values():
        day = one.as_of
        assert set(one.countries(day)) <= COUNTRIES.keys(), one.id
        assert len(one.countries(day)) >= 2, one.id
        assert all([*one.names, *one.sources, one.as_of]), one.id
        assert not one.since or one.since <= one.as_of, one.id
        assert all(change.iso3 not in one.members and (change.joined or change.left) for change in one.changes), one.id


def test_no_name_means_two_regions_and_none_a_countrys_code() -> None:
    meant: dict[str, str] = {}
    for one in read_regions().values():
        for name in (one.id, *one.names, *one.aliases):
            assert region(name).id == one.id, name
            assert meant.setdefault(name.casefold(), one.id) == one.id
            assert name.upper() not in COUNTRIES, name
            assert "," not in name


def test_the_standard_has_every_country_once() -> None:
    """The world has each country and territory but Kosovo and Taiwan, which the UN's list does not name."""
    world = set(region("World").countries(FLASH))
    assert COUNTRIES.keys() - world == {"XKX", "TWN"}
    leaves = [
        one for one in read_regions().values() if one.kind == "standard" and any(m in COUNTRIES for m in one.members)
    ]
    members = [m for one in leaves for m in one.members if m in COUNTRIES]
    assert len(members) == len(set(members)) == 248


@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("Central Africa", 9),
        ("Western Africa", 17),
        ("Africa", 60),
        ("Caribbean", 28),
        ("AU", 55),
        ("ECOWAS", 15),
        ("SADC", 16),
        ("ECCAS", 11),
        ("CEMAC", 6),
        ("COMESA", 21),
        ("IGAD", 8),
        ("Arab League", 22),
        ("OIC", 57),
        ("GCC", 6),
        ("ASEAN", 10),
        ("SAARC", 8),
        ("EU", 27),
        ("NATO", 31),
        ("Council of Europe", 46),
        ("OSCE", 57),
        ("OAS", 35),
        ("CARICOM", 15),
        ("Mercosur", 5),
        ("Andean Community", 4),
        ("Pacific Islands Forum", 18),
        ("Commonwealth", 56),
        ("SCO", 9),
        ("CSTO", 6),
        ("Mainland South-East Asia", 5),
        ("Andes", 7),
        ("MENA", 21),
        ("Nordic", 5),
        ("Melanesia", 5),
    ],
)
def test_regions_have_as_many_countries_as_is_known_on_27_july_2023(name: str, count: int) -> None:
    assert size(name) == count


@pytest.mark.parametrize(
    ("name", "iso3", "day", "before", "after"),
    [
        ("ECOWAS", "NER", date(2025, 1, 29), True, False),
        ("ECOWAS", "MLI", date(2025, 1, 29), True, False),
        ("EU", "HRV", date(2013, 7, 1), False, True),
        ("EU", "GBR", date(2020, 2, 1), True, False),
        ("NATO", "SWE", date(2024, 3, 7), False, True),
        ("ASEAN", "TLS", date(2025, 10, 26), False, True),
        ("Mercosur", "BOL", date(2024, 8, 8), False, True),
        ("EAC", "SOM", date(2024, 3, 4), False, True),
        ("OPEC", "AGO", date(2024, 1, 1), True, False),
        ("Council of Europe", "RUS", date(2022, 3, 16), True, False),
        ("Commonwealth", "GAB", date(2022, 6, 25), False, True),
    ],
)
def test_countries_join_and_leave_on_their_day(name: str, iso3: str, day: date, before: bool, after: bool) -> None:
    eve = date.fromordinal(day.toordinal() - 1)
    assert (iso3 in region(name).countries(eve), iso3 in region(name).countries(day)) == (before, after)


def test_a_suspended_country_is_still_a_member() -> None:
    suspended = date(2023, 9, 15)
    assert "NER" in region("ECOWAS").countries(suspended)
    assert "GAB" in region("ECCAS").countries(suspended)
    assert "SYR" in region("Arab League").countries(date(2015, 1, 1))
    assert "VEN" in region("Mercosur").countries(suspended)


def test_a_day_that_is_not_on_record_is_told() -> None:
    nato, g5 = region("NATO"), region("G5 Sahel")
    assert not nato.is_known_on(date(1985, 1, 1))
    assert (
        not_on_record(nato, date(1985, 1, 1))[0]
        == "the members of NATO are on record from 1991-01-01, not on 1985-01-01"
    )
    assert g5.is_known_on(FLASH)
    assert g5.countries(FLASH) == ("BFA", "MRT", "NER", "TCD")
    assert not_on_record(g5, LATER)[0] == "the members of G5 Sahel are on record to 2023-11-28, not on 2026-11-30"


def test_after_the_last_day_on_record_the_last_members_are_given_with_their_day() -> None:
    ecowas = region("ECOWAS")
    assert ecowas.known_on(LATER) == ecowas.as_of < LATER
    assert ecowas.countries(LATER) == ecowas.countries(ecowas.as_of)
    assert ecowas.known_on(FLASH) == FLASH


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("region:Central Africa", "Central Africa"),
        ("region:middle africa", "Central Africa"),
        ("Region: AFRIQUE CENTRALE", "Central Africa"),
        ("region:cedeao", "ECOWAS"),
        ("region:Ecowas", "ECOWAS"),
        ("region:Communaute economique des Etats de l'Afrique de l'Ouest", "ECOWAS"),
        ("region:south-east asia", "South-Eastern Asia"),
        ("region:Asie du Sud-Est continentale", "Mainland South-East Asia"),
        ("region:the Caribbean", "Caribbean"),
        ("region:Etats baltes", "Baltic states"),
        ("region:Mélanésie", "Melanesia"),
        ("region:LAS", "Arab League"),
    ],
)
def test_names_are_found_in_both_languages_whatever_their_capitals_and_accents(text: str, name: str) -> None:
    assert is_region_entry(text)
    assert region(text).names[0] == name


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("region:ECOWAAS", "did you mean region:ECOWAS"),
        ("region:Carribean", "did you mean region:Caribbean"),
        ("region:Afrique centale", "did you mean region:Afrique centrale"),
        ("region:Chad", "a country is written by its code alone: TCD (Chad)"),
        ("region:Middle East", "it has no agreed list of countries: choose region:MENA, region:Western Asia"),
        ("region:Congo", "a country is written by its code alone: COD (Democratic Republic of the Congo) or COG"),
        ("region:Xanadu", "list them with: briefing data regions"),
        ("region:", "list them with: briefing data regions"),
    ],
)
def test_an_unknown_region_is_answered_with_what_to_write(text: str, hint: str) -> None:
    assert find_region(text) is None
    assert suggest_regions(text).startswith(hint)


def test_a_list_has_each_country_once_in_its_order() -> None:
    codes = expand_countries(["TCD", "region:Central Africa", "SDN", "region:CEMAC"], FLASH)
    assert codes == ("TCD", "AGO", "CAF", "CMR", "COD", "COG", "GAB", "GNQ", "STP", "SDN")
    assert [one.names[0] for one in regions_in(["region:CEMAC", "NER", "region:cemac"])] == ["CEMAC"]
