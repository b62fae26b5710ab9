"""The names of a chart's files say nothing but the headings that are printed, and no two are the same."""

from __future__ import annotations

from briefing.model.charts.data import file_names


def test_names_come_from_the_headings() -> None:
    assert file_names([("Deaths", "date"), ("Décès confirmés", "Région")]) == (
        "chart-deaths-date",
        "chart-deces-confirmes-region",
    )


def test_no_two_charts_have_one_name() -> None:
    assert file_names([("Deaths", "date")] * 3) == ("chart-deaths-date", "chart-deaths-date-2", "chart-deaths-date-3")
    assert file_names([("الوفيات", "يوم"), ("смерти", "день")]) == ("chart-2", "chart-3")


def test_a_long_name_ends_with_a_word() -> None:
    (name,) = file_names([("Households affected", "Households reached", "Households returned", "district")])
    assert name == "chart-households-affected-households-reached"
    (word,) = file_names([("x" * 80, "y")])
    assert 5 <= len(word) <= 48
