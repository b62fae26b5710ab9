"""Which regions and countries a list means, as the page says it."""

from __future__ import annotations

from datetime import date

import pytest

from briefing.figures.phrases import name_listed
from briefing.i18n import get_translator
from tests.gallery.cases import WESTERN_AFRICA, chart

FLASH = date(2023, 7, 27)


@pytest.mark.parametrize(
    ("language", "entries", "listed"),
    [
        ("en", ["NER", "MLI"], ""),
        ("en", ["region:Central Africa"], "Central Africa (UN M49, 9 countries)"),
        ("en", ["region:Middle Africa", "TCD", "SDN"], "Central Africa (UN M49, 9 countries) and Sudan"),
        ("en", ["region:ECOWAS", "region:Sahel"],
         "ECOWAS (15 members on 27 July 2023) and Sahel (UN Support Plan for the Sahel, 2018, 10 countries)"),
        ("en", ["region:Andes", *WESTERN_AFRICA],
         "Andes (customary: the states that the Andes cross, 7 countries) and 16 other countries"),
        ("fr", ["region:ECOWAS", "TCD"], "CEDEAO (15 membres au 27 juillet 2023) et Tchad"),
        ("fr", ["region:Caraïbes"], "Caraïbes (ONU, norme M49, 28 pays)"),
    ],
)  # fmt: skip
def test_regions_are_named_with_who_defines_them(language: str, entries: list[str], listed: str) -> None:
    assert name_listed(get_translator(language), entries, FLASH) == listed


def test_after_the_last_day_on_record_the_page_says_of_which_day_the_members_are() -> None:
    listed = name_listed(get_translator("en"), ["region:ECOWAS"], date(2026, 11, 30))
    assert listed == "ECOWAS (12 members on 30 June 2025)"


def test_the_chart_says_in_its_notes_which_regions_it_is_of() -> None:
    assert chart(listed="Andes (…)")().notes[0] == "Countries: Andes (…)."
    assert not any(note.startswith("Countries:") for note in chart()().notes)
