"""Dates are never more exact than they were written, and never impossible."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.model.dates import When, parse_moment, parse_when
from briefing.model.time_zones import load_zone, zone_hint, zone_names


@pytest.mark.parametrize(
    ("text", "printed", "precision"),
    [
        ("2023", "2023", "year"),
        ("0999", "0999", "year"),
        ("2023-07", "2023-07", "month"),
        ("2024-02-29", "2024-02-29", "day"),
        ("2023-07-26T18:00Z", "2023-07-26T18:00Z", "minute"),
        ("2023-07-26 18:00+01:00", "2023-07-26T18:00+01:00", "minute"),
        ("2023-07-26T18:00-00:00", "2023-07-26T18:00Z", "minute"),
        ("2023-07-26T23:30:59-05:30", "2023-07-26T23:30:59-05:30", "second"),
        ("20230726T1800Z", "2023-07-26T18:00Z", "minute"),
        ("2023-02-06T01:17:34.342Z", "2023-02-06T01:17:34.342000Z", "second"),
        ("2024-04-28T05:45+05:45", "2024-04-28T05:45+05:45", "minute"),
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
        ("2023-07-26T18.30Z", "there is no such date or time"),
        ("2023-07-26T18,30+02:00", "there is no such date or time"),
        ("2023-07-26 1830.5Z", "there is no such date or time"),
        ("2023-07-26T18:30.15Z", "there is no such date or time"),
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


def test_moments_are_in_the_order_of_their_instants_whatever_their_zones() -> None:
    written = ["2024-04-28T23:30-05:00", "2024-04-28T18:30Z", "2024-04-29T00:10+05:45", "2024-04-28", "2024-04-29"]
    assert [str(when) for when in sorted(map(parse_when, written))] == [
        "2024-04-28",
        "2024-04-29T00:10+05:45",  # 18:25 UTC on the 28th
        "2024-04-28T18:30Z",
        "2024-04-29",
        "2024-04-28T23:30-05:00",  # 04:30 UTC on the 29th
    ]


def test_a_day_begins_at_midnight_of_the_place_and_a_moment_is_the_same_everywhere() -> None:
    nepal = load_zone("Asia/Kathmandu")
    assert parse_when("2024-04-29").first_instant(nepal) == datetime(2024, 4, 28, 18, 15, tzinfo=UTC)
    assert parse_when("2024").first_instant(nepal) == datetime(2023, 12, 31, 18, 15, tzinfo=UTC)
    assert parse_when("2024-04-29T00:00Z").first_instant(nepal) == datetime(2024, 4, 29, tzinfo=UTC)


def test_every_time_zone_of_the_database_can_be_loaded() -> None:
    assert len(zone_names()) > 500
    for name in zone_names():
        assert load_zone(name).key == name


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("Kathmandu", "did you mean Asia/Kathmandu?"),
        ("asia/kathmandu", "did you mean Asia/Kathmandu?"),
        ("Africa/Naimey", "did you mean Africa/Niamey?"),
        ("New York", "did you mean America/New_York?"),
        ("local", "use a name of the IANA database, as in Asia/Kathmandu"),
        ("../zones", "use a name of the IANA database, as in Asia/Kathmandu"),
    ],
)
def test_what_is_no_time_zone_gets_the_one_that_is_meant(name: str, hint: str) -> None:
    assert name not in zone_names()
    assert zone_hint(name) == hint


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
    assert parse_when(str(when)) == when
