"""Numbers as people and spreadsheet programs write them: read exactly, or not at all."""

from __future__ import annotations

from decimal import Decimal

import pytest

from briefing.load.charts.numbers import decimal_mark, parse_cell


def value_of(text: str, *others: str, language: str = "en-GB", separator: str = ",") -> tuple[str, str] | None:
    """The number and the unit in a cell, read beside others."""
    cell = parse_cell(text)
    if cell is None:
        return None
    cells = [other for word in (text, *others) if (other := parse_cell(word))]
    number = cell.value(decimal_mark(cells, language, separator))
    return (str(number), cell.unit) if number is not None else None


@pytest.mark.parametrize(
    ("written", "number", "unit"),
    [
        ("36,187", "36187", ""),
        ("36187", "36187", ""),
        ("1,234,567", "1234567", ""),
        ("1,234.50", "1234.50", ""),
        ("12.5%", "12.5", "%"),
        ("12 %", "12", "%"),
        ("-3", "-3", ""),
        ("−3.25 °C", "-3.25", "°C"),
        ("+7", "7", ""),
        ("$1,200", "1200", "$"),
        ("-$5", "-5", "$"),
        ("US$ 3.1", "3.1", "US$"),
        ("1 500 tonnes", "1500", "tonnes"),
        ("1\u202f500", "1500", ""),
        ("1’500", "1500", ""),
        ("0,5", "0.5", ""),
        ("1.5e3", "1.5E+3", ""),
        (".5", "0.5", ""),
    ],
)
def test_a_number_is_read_as_it_is_meant(written: str, number: str, unit: str) -> None:
    assert value_of(written) == (number, unit)


@pytest.mark.parametrize(
    "text",
    ["about 40", ">12", "<5", "~3", "12-14", "3 of 5", "40*", "(12)", "1 2 3", "12,34,56", "1.2.3", "n", "500 (est.)"],
)
def test_what_is_no_plain_number_is_refused(text: str) -> None:
    assert value_of(text) is None


def test_the_other_numbers_of_a_table_say_what_a_comma_is() -> None:
    assert value_of("1,250", "0,5", separator=";") == ("1.250", "")
    assert value_of("1,250", "3.5", separator=";") == ("1250", "")
    assert value_of("1,250", "1,250,000", separator=";") == ("1250", "")
    assert value_of("1.250", "2,75", language="fr", separator=";") == ("1250", "")


def test_a_comma_that_could_be_either_is_not_guessed_at() -> None:
    assert value_of("1,250", language="fr", separator=";") is None
    assert value_of("1,250", language="en-GB", separator=";") is None
    assert value_of("7", "1,250", language="fr", separator=";") == ("7", "")


def test_decimals_stay_as_they_are_written() -> None:
    cell = parse_cell("0.30")
    assert cell
    assert cell.value(".") == Decimal("0.30")
    assert str(cell.value(".")) == "0.30"
