"""Dates are never more exact than they were written, and never impossible."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.model.dates import When, parse_moment, parse_when


@pytest.mark.parametrize(
    ("text", "printed", "precision"),
    [
        ("2023", "2023", "year"),
        ("0999", "0999", "year"),
        ("2023-07", "2023-07", "month"),
        ("2024-02-29", "2024-02-29", "day"),
        ("2023-07-26T18:00Z", "2023-07-26T18:00Z", "minute"),
        ("2023-07-26 18:00+01:00", "2023-07-26T17:00Z", "minute"),
        ("2023-07-26T23:30:59-05:30", "2023-07-27T05:00Z", "minute"),
    ],
)
def test_what_people_write_is_read(text: str, printed: str, precision: str) -> None:
    when = parse_when(text)
    assert (str(when), when.precision) == (printed, precision)
    assert when.start.tzinfo is UTC


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("2023-02-29", "there is no such date"),
        ("2023-13", "there is no such date"),
        ("0000", "there is no such date"),
        ("2023-07-26T25:00Z", "there is no such date or time"),
        ("2023-02-30T20:00Z", "there is no such date or time"),
        ("0001-01-01T00:00+14:00", "there is no such date or time"),
        ("9999-12-31T23:59-14:00", "there is no such date or time"),
        ("2023-07-26T18:00", "has no time zone"),
        ("26 July 2023", "is not a date"),
        ("2023-7-26", "is not a date"),
        ("26/07/2023", "is not a date"),
        ("yesterday", "is not a date"),
        ("", "is not a date"),
        ("9" * 5000, "is not a date"),
    ],
)
def test_a_text_that_is_no_date_and_an_impossible_date_get_different_messages(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        parse_when(text)


def test_a_moment_needs_more_than_a_day() -> None:
    with pytest.raises(ValueError, match="time zone"):
        parse_moment("2023-07-27")
    assert parse_moment("2023-07-27T20:00Z") == datetime(2023, 7, 27, 20, tzinfo=UTC)


def test_dates_are_in_order_whatever_their_exactness() -> None:
    written = ["2023-07-26T18:00Z", "2023", "2023-07-26", "2023-07", "2022-12-31"]
    assert [str(when) for when in sorted(map(parse_when, written))] == [
        "2022-12-31",
        "2023",
        "2023-07",
        "2023-07-26",
        "2023-07-26T18:00Z",
    ]


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.text(max_size=30), st.text(st.sampled_from("0123456789-:TZ +W."), max_size=26)))
def test_any_text_is_a_date_or_is_refused_as_none(text: str) -> None:
    try:
        when = parse_when(text)
    except ValueError:
        return
    assert isinstance(when, When)
    assert parse_when(str(when)) == When(when.start.replace(second=0, microsecond=0), when.precision)
