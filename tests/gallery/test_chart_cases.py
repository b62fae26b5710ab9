"""The automatic checks of charts of a desk's own numbers: no text meets another or a mark, nothing leaves its figure."""

from __future__ import annotations

from functools import cache

import pytest

from briefing.figures.figure import Figure
from tests.figures.charts.samples import numbers, request
from tests.gallery.boxes import chart_faults, words
from tests.gallery.cases import Case
from tests.gallery.chart_cases import CHART_CASES, MORE_CASES

ALL = (*CHART_CASES, *MORE_CASES)


@cache
def figure(case: Case) -> Figure:
    return case.draw()


def test_the_gallery_has_sixteen_charts() -> None:
    assert len({case.name for case in CHART_CASES}) == 16


@pytest.mark.parametrize("case", ALL, ids=lambda case: case.name)
def test_nothing_overlaps_or_leaves_the_figure(case: Case) -> None:
    assert chart_faults(figure(case).svg) == []


@pytest.mark.parametrize("case", ALL, ids=lambda case: case.name)
def test_a_chart_fits_a_page_and_says_what_it_shows(case: Case) -> None:
    drawn = figure(case)
    height_pt = float(drawn.svg.split(b'height="', 1)[1].split(b"pt", 1)[0])
    assert 20 < height_pt < 213 / 25.4 * 72
    assert words(drawn.svg)
    assert all([drawn.title, drawn.alt, drawn.description, drawn.table.rows, drawn.csv])


@pytest.mark.parametrize("case", CHART_CASES[:3], ids=lambda case: case.name)
def test_the_same_numbers_give_the_same_bytes(case: Case) -> None:
    assert case.draw().svg == figure(case).svg


def test_every_series_and_every_name_is_written() -> None:
    for case, count in ((CHART_CASES[3], 30), (CHART_CASES[15], 30)):
        written = " ".join(words(figure(case).svg))
        assert sum(f"District {chr(65 + n % 26)}{n // 26 + 1} " in written for n in range(30)) == count
    written = "".join(words(figure(CHART_CASES[7]).svg)).replace("-", "")
    assert "ПострадавшиеВнутриСтраныПеремещённыеЛицаБезКроваИПищиИВоды" in written


def test_french_numbers_are_text_and_not_outlines() -> None:
    data = numbers(["Nord", "Sud"], {"Décès": ["1234567.5", "0.75"]}, kind="name", unit="%")
    drawn = request(data, "bar", language="fr").draw()
    assert "1\u202f234\u202f567,5\u00a0%" in words(drawn.svg)
    assert b"aria-label" not in drawn.svg
    assert chart_faults(drawn.svg) == []
