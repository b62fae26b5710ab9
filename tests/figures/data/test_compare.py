from __future__ import annotations

from datetime import date

from briefing.figures.data.compare import compare
from briefing.figures.data.datasets import read_bundled
from briefing.figures.data.events import CoupEvent, CoupOutcome, EventTable
from tests.figures.data.files import (
    CLINE,
    POWELL_THYNE,
    published,
)
from tests.gallery.cases import REGION


def test_the_published_files_differ_where_they_are_known_to() -> None:
    ours, theirs = published(POWELL_THYNE), published(CLINE)
    found = {(d.event.iso3, d.event.date): d for d in compare(ours, theirs, countries=REGION)}
    dates = {key: d.second.date for key, d in found.items() if "date" in d.kinds and d.second}
    assert dates["MLI", date(2021, 5, 21)] == date(2021, 5, 24)
    assert dates["BFA", date(2022, 1, 23)] == date(2022, 1, 24)
    assert dates["TCD", date(2021, 4, 20)] == date(2021, 4, 21)
    assert found["GIN", date(2021, 9, 5)].kinds == ("only in first",)
    outcomes = {key for key, d in found.items() if "outcome" in d.kinds}
    assert outcomes == {
        ("BFA", date(2015, 9, 17)),
        ("SDN", date(1971, 7, 19)),
        ("SLE", date(1967, 3, 21)),
    }


def test_the_bundled_record_differs_as_the_published_files_do() -> None:
    bundled = read_bundled()
    ours = compare(bundled, bundled.others[0], countries=REGION, until=date(2022, 9, 30))
    published_ones = compare(published(POWELL_THYNE), published(CLINE), countries=REGION, until=date(2022, 9, 30))
    assert ours == published_ones


def made(coder: str, *events: tuple[str, CoupOutcome], ends: date = date(2023, 12, 31)) -> EventTable:
    return EventTable(coder, "1", ends, tuple(CoupEvent(date.fromisoformat(day), "NER", o) for day, o in events))


def test_events_pair_with_the_closest_within_the_window() -> None:
    first = made("A", ("2000-01-01", CoupOutcome.FAILED), ("2000-01-05", CoupOutcome.SUCCESSFUL))
    second = made("B", ("2000-01-04", CoupOutcome.SUCCESSFUL), ("2000-03-01", CoupOutcome.FAILED))
    kinds = [(d.event.date.isoformat(), d.kinds) for d in compare(first, second, countries=["NER"], window_days=10)]
    assert kinds == [
        ("2000-01-01", ("only in first",)),
        ("2000-01-05", ("date",)),
        ("2000-03-01", ("only in second",)),
    ]
    wide = compare(first, second, countries=["NER"], window_days=90)
    assert [d.kinds for d in wide] == [("date",), ("date",)]


def test_countries_that_only_one_covers_are_not_compared() -> None:
    world = made("A", ("2000-01-01", CoupOutcome.FAILED))
    elsewhere = EventTable("B", "1", date(2023, 12, 31), (), (), ("MLI",))
    assert compare(world, elsewhere, countries=["NER", "MLI"]) == []
    assert compare(elsewhere, world, countries=["NER", "MLI"]) == []


def test_one_event_is_paired_once() -> None:
    first = made("A", ("2000-01-01", CoupOutcome.FAILED), ("2000-01-02", CoupOutcome.FAILED))
    second = made("B", ("2000-01-01", CoupOutcome.FAILED))
    assert [d.kinds for d in compare(first, second, countries=["NER"])] == [("only in first",)]


def test_time_that_only_one_covers_is_not_compared() -> None:
    first = made("A", ("2000-01-01", CoupOutcome.FAILED), ("2020-01-01", CoupOutcome.FAILED))
    second = made("B", ("2000-01-01", CoupOutcome.FAILED), ends=date(2010, 1, 1))
    assert compare(first, second, countries=["NER"]) == []
