"""Names in several scripts: every letter is drawn, nothing is clipped, and a number follows the name that it belongs to."""

from __future__ import annotations

import warnings

import pytest

from briefing.figures.style import text_width_mm
from briefing.figures.svg import needs_outlines
from briefing.model.charts.chart import ChartForm
from briefing.resources import FONT_FAMILIES
from briefing.text.font_metrics import families_of
from tests.figures.charts.samples import numbers, request
from tests.gallery.boxes import chart_faults, words

NAMES = ("Երևան", "ירושלים", "Şanlıurfa الرها", "Москва ירושלים", "თბილისი", "Điện Biên دمشق")
THAI = "Москва กรุงเทพ"


def names() -> tuple[str, ...]:
    return (*NAMES, THAI) if "Sarabun" in FONT_FAMILIES else NAMES


@pytest.mark.parametrize("language", ["en-GB", "fr"])
@pytest.mark.parametrize("form", ["line", "bar", "dot", "small-multiples"])
def test_names_in_several_scripts_are_drawn_whole(form: ChartForm, language: str) -> None:
    rows = numbers(names(), {"Şanlıurfa الرها": [10**n for n in range(len(names()))]}, kind="name")
    lines = numbers(("2024-01-01", "2024-01-02"), {name: (1000, 1234 * n) for n, name in enumerate(NAMES, 1)})
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # matplotlib warns of letters that the font it draws with does not have
        for data in (rows, lines):
            assert chart_faults(request(data, form, language=language).draw().svg) == []


@pytest.mark.parametrize(
    ("text", "families"),
    [
        ("Ouagadougou", ("Fira Sans",)),
        ("Łódź, Москва", ("Fira Sans",)),
        ("دمشق", ("IBM Plex Sans Arabic",)),
        ("Şanlıurfa الرها", ("DejaVu Sans",)),
        ("دمشق 1\u202f234", ("IBM Plex Sans Arabic",)),
        ("Երևան 64.0", ("DejaVu Sans",)),
        ("", ("Fira Sans",)),
    ],
)
def test_a_text_has_the_families_of_all_its_letters(text: str, families: tuple[str, ...]) -> None:
    assert families_of(text) == families
    assert needs_outlines(text) == (families != ("Fira Sans",))


@pytest.mark.skipif("Sarabun" not in FONT_FAMILIES, reason="needs briefing[fonts-southeast-asia]")
def test_letters_that_the_first_font_lacks_are_drawn_with_another() -> None:
    assert families_of(THAI) == ("Sarabun", "Fira Sans")
    assert families_of("ירושלים, Москва, กรุงเทพมหานคร") == ("Sarabun", "DejaVu Sans")
    assert needs_outlines("Провинция Чиангмай ไทย")  # most of it is in the font of figures


def test_a_text_is_as_wide_as_in_the_family_it_is_drawn_in() -> None:
    assert text_width_mm("Երևան 64.0", 7.2) > text_width_mm("Երևան", 7.2) + text_width_mm(" 64.0", 7.2)


MARK = "\u200e"


def test_a_number_follows_the_right_to_left_name_that_it_belongs_to() -> None:
    data = numbers(("Haifa", "ירושלים", "حلب (أ)"), {"ילדים": (5, 9, 7)}, kind="name", unit="שח")
    drawn = request(data, "bar").draw()
    name, unit, town = f"{MARK}ילדים{MARK}", f"\u00a0{MARK}שח{MARK}", f"{MARK}ירושלים{MARK}"
    assert drawn.title == f"{name}: highest for {town} (9{unit}), lowest for Haifa (5{unit})"
    assert f"{name}: {town} 9{unit}; {MARK}حلب (أ){MARK} 7{unit}; Haifa 5{unit}." in drawn.description
    assert MARK not in drawn.csv.decode() + str(drawn.table.rows)
    assert MARK not in "".join(words(drawn.svg))
    lit = request(numbers(("2024-01", "2024-02"), {"ילדים": (5, 9), "A": (1, 0)}), highlight="ילדים").draw()
    assert lit.title.startswith(f"{name} rose from 5 to 9")


def test_a_right_to_left_unit_that_a_name_has_is_not_written_again() -> None:
    drawn = request(numbers(("2024-01", "2024-02"), {"قتلى (شخص)": (5, 9)}, unit="شخص")).draw()
    assert drawn.title == f"{MARK}قتلى (شخص){MARK} rose from 5 to 9 between January 2024 and February 2024"
