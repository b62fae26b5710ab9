"""The automatic checks of the gallery: nothing overlaps and nothing leaves its figure. Looking at it is the other half."""

from __future__ import annotations

import pytest

from briefing.figures.figure import Figure
from tests.gallery.boxes import Box, count_dots, faults, words
from tests.gallery.cases import CASES, Case


@pytest.fixture(scope="module")
def drawn() -> dict[str, Figure]:
    return {case.name: case.draw() for case in CASES}


def test_the_cases_of_the_gallery_have_names_of_their_own() -> None:
    assert len({case.name for case in CASES}) == len(CASES) >= 32


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_nothing_overlaps_or_leaves_the_figure(case: Case, drawn: dict[str, Figure]) -> None:
    assert faults(drawn[case.name].svg) == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_figure_fits_a_page_and_is_never_blank(case: Case, drawn: dict[str, Figure]) -> None:
    figure = drawn[case.name]
    height_pt = float(figure.svg.split(b'height="', 1)[1].split(b"pt", 1)[0])
    assert 20 < height_pt < 235 / 25.4 * 72
    assert words(figure.svg)
    assert all([figure.title, figure.alt, figure.description, figure.notes])


def test_every_event_has_a_mark_of_its_own(drawn: dict[str, Figure]) -> None:
    for name in ("niger", "africa", "twelve-in-a-year", "one-column", "last-year", "long-names"):
        figure = drawn[name]
        texts = words(figure.svg)
        in_the_key = 3 if "under way" in texts else 2
        in_the_heads = in_the_key if name == "one-column" else 0
        in_the_column = sum(text.startswith("succeeded since") or text.endswith(", under way") for text in texts)
        events = len(figure.csv.splitlines()) - 1
        assert count_dots(figure.svg) == events + in_the_key + in_the_heads + in_the_column, name


def test_the_checks_see_a_collision() -> None:
    text = '<text x="{}" y="20" style="font-size: 9px; text-anchor: start">Niger</text>'
    svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 30">{}</svg>'
    assert faults(svg.format(text.format(5) + text.format(32)).encode()) == []
    assert faults(svg.format(text.format(5) + text.format(20)).encode()) == ["'Niger' meets 'Niger'"]
    assert faults(svg.format(text.format(50)).encode()) == ["'Niger' leaves the figure"]
    assert Box("a", 0, 0, 2, 2, "text").meets(Box("b", 1, 1, 3, 3, "dot"))
