"""Names with an order of their own keep it in a chart; all others are sorted by value."""

from __future__ import annotations

import pytest

from briefing.model.charts.ordered_names import have_own_order
from tests.figures.charts.samples import numbers, request
from tests.gallery.boxes import words


@pytest.mark.parametrize(
    "names",
    [
        ("2024-Q1", "2024-Q2"),
        ("Q1 2024", "Q2 2024"),
        ("T1 2024", "T2 2024"),
        ("2023-W52", "2024-W01"),
        ("Week 9", "Week 10"),
        ("Semaine 9", "Semaine 10"),
        ("Jan 2024", "Feb 2024", "Mar 2024"),
        ("janv. 2024", "févr. 2024", "août 2024", "déc. 2024"),
        ("January", "May", "June", "September"),
        ("Jan-24", "Feb-24"),
        ("Monday", "Tuesday"),
        ("lundi", "mardi"),
        ("2019/20", "2020/21"),
        ("2019–2020", "2020–2021"),
        ("0–4", "5–9", "10-14", "65+"),
        ("under 5", "5 to 17 years", "18 and over"),
        ("0 à 4 ans", "5 à 9 ans", "10 et plus"),
        ("<5", "5–14", "≥15"),
    ],
)
def test_periods_and_ages_have_an_order(names: tuple[str, ...]) -> None:
    assert have_own_order(names)


@pytest.mark.parametrize(
    "names",
    [
        ("Hatay", "Malatya"),
        ("District 1", "District 2"),
        ("May", "Mara"),
        ("Q1 2024",),
        ("A1", "A2"),
        ("Mali", "Niger"),
        ("Jan Mayen", "Svalbard"),
    ],
)
def test_other_names_have_none(names: tuple[str, ...]) -> None:
    assert not have_own_order(names)


@pytest.mark.parametrize("form", ["bar", "dot", "range", "stacked"])
def test_a_chart_keeps_the_order_of_quarters_and_sorts_towns(form: str) -> None:
    quarters, towns = ("Q1 2024", "Q2 2024", "Q3 2024"), ("Suva", "Nadi", "Apia")
    for names, expected in ((quarters, list(quarters)), (towns, ["Nadi", "Apia", "Suva"])):
        data = numbers(names, {"Low": (1, 9, 4), "High": (2, 12, 8)}, kind="name")
        written = words(request(data, form).draw().svg)  # type: ignore[arg-type]
        assert [text for text in written if text in names] == expected


def test_a_chart_that_shows_the_first_of_many_says_so() -> None:
    weeks = [f"{2000 + n // 52}-W{n % 52 + 1:02}" for n in range(200)]
    drawn = request(numbers(weeks, {"Cases": [n * 31 % 997 for n in range(200)]}, kind="name"), "bar").draw()
    (note,) = (note for note in drawn.notes if "first" in note)
    assert note.endswith(" of 200.")
