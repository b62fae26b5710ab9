"""Key figures: how their values are read, and how they differ from those of an earlier edition."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from briefing.model.key_figures.figure import KeyFigure
from briefing.model.key_figures.since import FigureChange, earlier_figures, figure_change
from briefing.model.key_figures.value import parse_value, plain_number, split_value


@pytest.mark.parametrize(
    ("written", "words", "exact"),
    [
        ("38,044", ("38,044",), True),
        ("US$ 4.2 billion", ("US$4.2 billion",), True),
        ("1,254,300–1,300,000", ("1,254,300", "1,300,000"), False),
        ("−12 %", ("12 %",), True),
        ("−US$ 37.63", ("US$37.63",), True),
        ("-€4 billion", ("€4 billion",), True),
        ("−$5 to −$3", ("$5", "$3"), False),
        ("US$ −37.63", ("US$37.63",), True),
        ("≥ 90", ("90",), False),
        ("90+", ("90",), False),
        ("4,2 milliards €", ("4,2 milliards €",), True),
        ("4.2–4.5 billion", ("4.2 billion", "4.5 billion"), False),
        ("2,5 à 3 millions", ("2,5 millions", "3 millions"), False),
        ("XOF 3 bn", ("XOF 3 bn",), True),
        ("about 300", ("300",), False),
        ("environ 1 200", ("1 200",), False),
        ("3 of 5", ("3", "5"), False),
        ("٣٨٬٠٤٤", ("38,044",), True),
        ("10,00,000", ("1000000",), True),
        ("36 °C", ("36 °C",), True),
    ],
)
def test_values_are_read_as_desks_write_them(written: str, words: tuple[str, ...], exact: bool) -> None:
    value = parse_value(written)
    assert (value.words, value.is_exact) == (words, exact)


@pytest.mark.parametrize(
    "text",
    ["many", "38,044 dead", "38,044 IDPs", "N/A", "1,000,00", "Mw 7.8", "20 km", "20–30 or so", "−US$ −3", "+-5", "−$"],
)
def test_a_value_that_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a number"):
        parse_value(text)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("38,044 dead", ("38,044", "dead")),
        ("3.5 million people", ("3.5 million", "people")),
        ("20 km", ("20", "km")),
        ("many", None),
    ],
)
def test_a_number_with_words_is_parted(text: str, parts: tuple[str, str] | None) -> None:
    assert split_value(text) == parts


@pytest.mark.parametrize(
    ("text", "number"),
    [("1e6", "1,000,000"), (".5", "0.5"), ("50.", "50"), ("1_000", "1,000"), ("0x10", ""), ("1,5", "")],
)
def test_a_number_as_programs_write_it_is_told_as_people_do(text: str, number: str) -> None:
    assert plain_number(text) == number


@pytest.mark.parametrize(
    ("value", "unit", "is_one"),
    [
        ("US$ 4.2 billion", "EUR", False),
        ("12 %", "per cent", False),
        ("36 °C", "km", False),
        ("12 %", "of households", True),
        ("38,044", "kilometres of road", True),
        ("US$ 4.2 billion", "in damage", True),
    ],
)
def test_a_figure_has_one_unit(value: str, unit: str, is_one: bool) -> None:
    if is_one:
        assert figure(value, unit).counted == f"{value} {unit}"
    else:
        with pytest.raises(ValidationError, match="two units"):
            figure(value, unit)


def figure(value: str, unit: str | None = None, label: str = "Killed") -> KeyFigure:
    return KeyFigure(value=value, unit=unit, label=label)


def change(before: KeyFigure, after: KeyFigure, language: str = "en-GB") -> FigureChange | None:
    return figure_change(after, earlier_figures(3, [before]), language)


@pytest.mark.parametrize(
    ("before", "after", "language", "difference"),
    [
        ("36,187", "38,044", "en-GB", "+1,857"),
        ("38,044", "36,187", "en-GB", "−1,857"),
        ("998", "1,021", "en-GB", "+23"),
        ("1 254", "998", "fr", "−256"),
        ("36.187", "38.044", "en", "+1.857"),
        ("36.187", "38.044", "fr", "+1.857"),
        ("4,2 milliards €", "4,5 milliards €", "fr", "+0,3 milliards"),
        ("US$ 3.9 billion", "US$ 4.2 billion", "en-US", "+0.3 billion"),
        ("−12", "−9", "en", "+3"),
        ("−US$ 37.63", "US$ 10.01", "en", "+47.64"),
        ("US$ −37.63", "−US$ 40.00", "en", "−2.37"),
        ("36187", "38044", "en", "+1857"),
        ("38,044", "38044", "en", "0"),
        ("about 300", "about 300", "en", "0"),
        ("٣٦٬١٨٧", "38,044", "en", "+1,857"),
    ],
)
def test_a_difference_is_written_as_its_author_would(before: str, after: str, language: str, difference: str) -> None:
    found = change(figure(before, "people"), figure(after, "people"), language)
    assert found
    assert found.difference == difference


@pytest.mark.parametrize(
    ("before", "after", "stated"),
    [
        (figure("36,187", "people"), figure("38,044", "families"), "36,187 people"),
        (figure("US$ 900 million"), figure("US$ 4.2 billion"), "US$ 900 million"),
        (figure("€ 4 billion"), figure("US$ 4 billion"), "€ 4 billion"),
        (figure("about 300"), figure("400"), "about 300"),
        (figure("300"), figure("≥ 400"), "300"),
        (figure("1,200–1,300"), figure("1,400"), "1,200–1,300"),
        (figure("4.2 billion"), figure("4.25 billion"), "4.2 billion"),
        (figure("12 %"), figure("15"), "12 %"),
        (figure("300", "people (estimated)"), figure("400", "people (estimated)"), "300"),
        (figure("300", label="About to be moved"), figure("400", label="About to be moved"), "300"),
        (figure("999"), figure("1.044"), "999"),
    ],
)
def test_what_cannot_be_computed_is_stated(before: KeyFigure, after: KeyFigure, stated: str) -> None:
    assert change(before, after) == FigureChange(3, stated)


def test_shares_differ_by_percentage_points() -> None:
    found = change(figure("12 %", "of beds"), figure("15.5 %", "of beds"))
    assert found == FigureChange(3, "12 %")
    found = change(figure("12.0 %", "of beds"), figure("15.5 %", "of beds"))
    assert found == FigureChange(3, "12.0 %", "+3.5", is_share=True, points=4)
    assert change(figure("12", "per cent of beds"), figure("13", "per cent of beds")) == FigureChange(
        3, "12", "+1", True, 1
    )


def test_only_a_figure_of_the_same_label_is_compared() -> None:
    assert change(figure("1", label="Killed"), figure("2", label="Injured")) is None
    assert change(figure("1", label="Killed in  HATAY"), figure("2", label="killed in Hatay")) is not None
    assert figure_change(figure("2"), None, "en") is None
