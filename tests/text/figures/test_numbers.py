"""Figures are read as people write them, and missed only where they are missing."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.text.figures.lookup import missing_figures
from briefing.text.figures.numbers import read_figures

PUBLISHED = date(2023, 7, 27)  # a Thursday


def missing(wanted: str, *paragraphs: str, before: str = "") -> list[str]:
    return missing_figures(read_figures(wanted), [(paragraph, before) for paragraph in paragraphs], PUBLISHED)


@pytest.mark.parametrize(
    ("wanted", "paragraph"),
    [
        ("1,000 troops", "about 1000 troops"),
        ("1,000 troops", "about one thousand troops"),
        ("1,000 troops", "about a thousand troops"),
        ("1,000 troops", "about 1 000 troops"),
        ("1,000 troops", "environ 1.000 soldats"),
        ("1.5 million", "1,500,000"),
        ("1.5 million", "$1.5m was spent"),
        ("$2.5bn", "2.5 billion dollars"),
        ("2,5", "2.5"),
        ("40%", "forty per cent"),
        ("40 per cent", "40%"),
        ("25", "twenty-five of them"),
        ("112", "one hundred and twelve"),
        ("24", "two dozen"),
        ("3", "the third time"),
        ("500 miles", "over 500 miles"),
        ("2013", "since 2013"),
        ("2013", "on 4 May 2013"),
        ("the 1960s", "in the 1960s"),
        ("26 July 2023", "July 26, 2023"),
        ("26 July", "2023-07-26"),
        ("26th of July", "26 July"),
        ("26–27 July", "from 26 July to 27 July"),
        ("26 juillet", "le 26 juillet 2023"),
        ("July 2023", "26 July 2023"),
        ("26 July", "said on Wednesday"),
        ("26 July", "said yesterday"),
        ("27 July", "said on Thursday"),
        ("28 July", "will meet on Friday"),
        ("20:00", "at 8 p.m."),
        ("20:30", "20h30"),
        ("26/07/2023", "26 July 2023"),
        ("26 July 2023", "26.07.2023"),
        ("7/26/2023", "July 26, 2023"),
        ("26 July", "said on Wed. night"),
        ("10-15 people", "between 10 and 15 people"),
        ("10 to 15", "10-15"),
        ("2019-21", "from 2019 to 2021"),
        ("2019–2021", "2019-21"),
        ("the 1990s", "in the nineties"),
        ("the ’90s", "the 1990s"),
        ("the 20th", "the twentieth"),
        ("half a million", "500,000"),
        ("1.5", "one and a half"),
        ("2,500", "two and a half thousand"),
        ("50%", "half of them"),
        ("25%", "a quarter of them"),
        ("500m", "500 metres"),
        ("0,125", "0.125"),
        ("20:00Z", "20:00"),
        ("12:00", "at noon"),
        ("18 h 30", "18h30"),
        ("21", "vingt et un"),
        ("80", "quatre-vingts"),
        ("97", "quatre-vingt-dix-sept"),
        ("two thousand troops", "2,000 troops"),
        ("forty per cent", "40%"),
        ("A F-16, COVID-19 and 5G, on 9/11, 24/7", "nothing of the kind"),
        ("two voices, three ministries", "nothing of the kind"),
    ],
)
def test_a_figure_is_found_however_it_is_written(wanted: str, paragraph: str) -> None:
    assert missing(wanted, paragraph) == []


@pytest.mark.parametrize(
    ("wanted", "paragraph", "named"),
    [
        ("1,100 troops", "about 1,000 troops", ["1,100"]),
        ("500 km", "over 500 miles", ["500 km"]),
        ("40%", "40 people", ["40%"]),
        ("2014", "since 2013", ["2014"]),
        ("1,000 and 2013", "nothing", ["1,000", "2013"]),
        ("25 July", "said on Wednesday", ["25 July"]),
        ("26 July 2022", "on 26 July 2023", ["26 July 2022"]),
        ("26–28 July", "from 26 July to 27 July", ["26–28 July"]),
        ("26 July 1999", "on 26 July", ["26 July 1999"]),
        ("26/07/2023", "27 July 2023", ["26/07/2023"]),
        ("10-15 people", "10 to 16 people", ["15"]),
        ("2019-21", "2019 to 2020", ["21"]),
        ("the 1990s", "in 1990", ["1990s"]),
        ("5", "twenty-five", ["5"]),
        ("20", "twenty-five", ["20"]),
        ("5", "five hundred", ["5"]),
        ("1", "a man", ["1"]),
        ("100", "forty per cent", ["100"]),
        ("13.5", "13,500", ["13.5"]),
        ("two thousand troops", "1,000 troops", ["two thousand"]),
        ("forty per cent", "30%", ["forty per cent"]),
        ("21:00", "at 8 p.m.", ["21:00"]),
        ("1.5 million", "1.5 thousand", ["1.5 million"]),
    ],
)
def test_a_figure_that_is_not_there_is_named(wanted: str, paragraph: str, named: list[str]) -> None:
    assert missing(wanted, paragraph) == named


def test_a_day_earlier_is_seen_from_the_paragraph_before() -> None:
    assert missing("26 July", "A day earlier he had spoken.", before="On Thursday he spoke again.") == []
    assert missing("25 July", "A day earlier he had spoken.", before="On Wednesday he spoke again.") == []
    assert missing("24 July", "A day earlier he had spoken.", before="On Wednesday he spoke again.") == ["24 July"]


def test_a_day_without_its_year_may_be_of_the_year_its_text_speaks_of() -> None:
    assert missing("3 August 1960", "It became free on 3 August in 1960.") == []
    assert missing("3 August 1960", "It became free on 3 August.") == ["3 August 1960"]


def test_without_a_day_of_publication_weekdays_mean_nothing() -> None:
    assert missing_figures(read_figures("26 July"), [("said on Wednesday", "")], None) == ["26 July"]


def test_may_is_a_month_only_with_its_capital() -> None:
    assert read_figures("20 may leave").days == ()
    assert len(read_figures("20 May leaves").days) == 1


@given(st.integers(0, 999_999_999), st.sampled_from([",", "\u202f", " ", "", ".", "’"]))
def test_every_whole_number_is_found_with_any_separator(number: int, separator: str) -> None:
    written = f"{number:,}".replace(",", separator)
    assert missing(f"{number:,}", f"there are {written} of them") == []


@given(st.text(max_size=300))
def test_no_text_breaks_the_reading(text: str) -> None:
    figures = read_figures(text)
    assert missing_figures(figures, [(text, "")], PUBLISHED) == []
