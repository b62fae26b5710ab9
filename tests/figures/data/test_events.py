from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from briefing.figures.data.datasets import BUNDLED, read_bundled, read_corrections, read_cow, read_dataset
from briefing.figures.data.events import CoupEvent, CoupOutcome, EventTable, correct, select
from briefing.problems import ContentError, Place
from tests.figures.data.files import (
    CLINE,
    CLINE_HEADER,
    POWELL_THYNE,
    pt,
    pt_row,
    published,
    write,
)
from tests.gallery.cases import REGION, WESTERN_AFRICA


@pytest.mark.parametrize("source", ["bundled", "published"])
@pytest.mark.parametrize(
    ("countries", "as_of", "counts"),
    [
        (WESTERN_AFRICA, date(2023, 7, 27), (58, 44, 1)),
        (REGION, date(2023, 7, 27), (66, 60, 1)),
        (WESTERN_AFRICA, date(2023, 8, 3), (59, 44, 0)),
        (REGION, date(2023, 8, 3), (67, 60, 0)),
        (("NER",), date(2023, 8, 3), (5, 3, 0)),
        (("NER",), date(2023, 7, 25), (4, 3, 0)),
    ],
)
def test_successes_and_failures_are_those_of_the_record(
    source: str, countries: tuple[str, ...], as_of: date, counts: tuple[int, int, int]
) -> None:
    table = read_bundled() if source == "bundled" else published(POWELL_THYNE)
    selection = select(table, countries=countries, since=1950, as_of=as_of)
    assert tuple(selection.count(outcome) for outcome in CoupOutcome) == counts


def test_the_bundled_record_is_all_that_the_coders_publish() -> None:
    bundled, cline = published(POWELL_THYNE), published(CLINE)
    ours = read_bundled()
    assert ours == replace(bundled, others=(cline,))
    assert (len(ours.events), len(ours.others[0].events)) == (491, 790)


def test_eight_coups_have_succeeded_since_2020() -> None:
    selection = select(read_bundled(), countries=REGION, since=1950, as_of=date(2023, 8, 3))
    assert selection.count(CoupOutcome.SUCCESSFUL, first=2020) == 8


def test_every_bundled_row_names_its_coder() -> None:
    with (BUNDLED / "coups.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["coder"] for row in rows} == {"Powell & Thyne", "Cline Center"}
    assert all(row["version"] for row in rows)


def test_every_country_code_of_the_coders_is_an_iso_code() -> None:
    with (BUNDLED / "countries.csv").open(encoding="utf-8", newline="") as file:
        iso3 = {row["iso3"] for row in csv.DictReader(file)}
    assert set(read_cow().values()) <= iso3
    assert len(iso3 - {"XKX"}) == 249


MAKER = EventTable("Maker", "1", date(2023, 12, 31), (CoupEvent(date(2023, 7, 26), "NER", CoupOutcome.SUCCESSFUL),))


@pytest.mark.parametrize(
    ("days", "outcome"), [(0, "under way"), (1, "under way"), (7, "under way"), (8, "successful"), (400, "successful")]
)
def test_a_success_counts_once_power_was_held_for_seven_days(days: int, outcome: str) -> None:
    as_of = date(2023, 7, 26) + timedelta(days)
    assert [event.outcome for event in select(MAKER, countries=["NER"], since=2000, as_of=as_of).events] == [outcome]


def test_what_happened_after_the_as_of_date_is_not_drawn() -> None:
    assert select(MAKER, countries=["NER"], since=2000, as_of=date(2023, 7, 25)).events == ()


def test_years_and_countries_bound_the_selection() -> None:
    selection = select(read_bundled(), countries=["MLI"], since=2012, as_of=date(2023, 7, 27))
    assert {event.iso3 for event in selection.events} == {"MLI"}
    assert min(event.date.year for event in selection.events) == 2012


def test_the_published_date_of_niger_2023_is_corrected_and_the_correction_recorded() -> None:
    table = read_bundled()
    assert CoupEvent(date(2023, 7, 26), "NER", CoupOutcome.SUCCESSFUL) in table.events
    assert [(c.was, c.now) for c in table.corrections] == [("2023-06-26", "2023-07-26")]
    assert select(table, countries=["MLI"], since=1950, as_of=date(2023, 8, 3)).corrections == ()


def test_a_correction_does_not_change_other_coders_or_correct_values() -> None:
    corrections = read_corrections(BUNDLED / "corrections.csv")
    assert correct(MAKER, corrections).corrections == ()
    right = EventTable("Powell & Thyne", "V2026.01.13", date(2026, 1, 13), MAKER.events)
    assert correct(right, corrections) == right


def test_an_outcome_can_be_corrected(tmp_path: Path) -> None:
    text = "coder,event,field,was,is,why\nMaker,NER 2023-07-26,outcome,successful,failed,Maker 2\n"
    table = correct(MAKER, read_corrections(write(tmp_path, "corrections.csv", text)))
    assert [event.outcome for event in table.events] == [CoupOutcome.FAILED]


def test_a_bad_correction_is_named_by_its_line(tmp_path: Path) -> None:
    text = "coder,event,field,was,is,why\nMaker,NER 2023-07-26,date,2023-07-26,2023-13-01,x\nMaker,Niger,date,a,b,x\n"
    with pytest.raises(ContentError) as caught:
        read_corrections(write(tmp_path, "corrections.csv", text))
    assert [p.place for p in caught.value.problems] == [Place("corrections.csv", 2), Place("corrections.csv", 3)]


def test_a_country_without_a_coup_is_covered_and_a_territory_is_not() -> None:
    selection = select(read_bundled(), countries=["CPV", "ESH", "GAB"], since=1950, as_of=date(2023, 7, 27))
    assert (selection.covered, selection.uncovered) == (("CPV", "GAB"), ("ESH",))


F, S, U = CoupOutcome.FAILED, CoupOutcome.SUCCESSFUL, CoupOutcome.UNDER_WAY
BOLIVIA = CoupEvent(date(2024, 6, 26), "BOL", F)


def coded(coder: str, *events: CoupEvent, others: tuple[EventTable, ...] = ()) -> EventTable:
    return EventTable(coder, "1", date(2024, 12, 31), events, others=others)


@pytest.mark.parametrize("days", [0, 1, 7, 8, 400])
def test_an_event_coded_failed_is_never_under_way(days: int) -> None:
    as_of = BOLIVIA.date + timedelta(days)
    (event,) = select(coded("Maker", BOLIVIA), countries=["BOL"], since=2000, as_of=as_of).events
    assert event.outcome is F


@pytest.mark.parametrize(
    ("other", "outcome"),
    [
        (BOLIVIA, F),
        (CoupEvent(date(2024, 6, 28), "BOL", F), F),
        (CoupEvent(date(2024, 7, 8), "BOL", F), U),
        (CoupEvent(date(2024, 6, 26), "PER", F), U),
        (CoupEvent(date(2024, 6, 26), "BOL", S), U),
    ],
)
def test_what_another_coder_has_as_failed_is_not_under_way(other: CoupEvent, outcome: CoupOutcome) -> None:
    ours = CoupEvent(BOLIVIA.date, "BOL", S)
    table = coded("Maker", ours, others=(coded("Second", other),))
    selection = select(table, countries=["BOL"], since=2000, as_of=date(2024, 6, 27))
    assert [event.outcome for event in selection.events] == [outcome]
    assert [coder for _, coder in selection.failed_elsewhere] == (["Second"] if outcome is F else [])


def test_no_event_of_the_bundled_record_is_under_way_once_it_failed_or_is_old() -> None:
    bundled = read_bundled()
    failed = {(e.iso3, e.date) for table in (bundled, *bundled.others) for e in table.events if e.outcome is F}
    pending = 0
    for event in bundled.events:
        for days in (0, 7, 8):
            as_of = event.date + timedelta(days)
            selection = select(bundled, countries=[event.iso3], since=1950, as_of=as_of)
            for shown in selection.of(U):
                pending += 1
                assert (shown.iso3, shown.date) not in failed
                assert (as_of - shown.date).days <= 7
    assert pending > 300


def test_a_dataset_ends_with_its_dated_version_else_with_its_last_event(tmp_path: Path) -> None:
    dated = write(tmp_path, "pt.txt", pt(pt_row(version="V2023.09.08")))
    assert read_dataset(dated).ends == date(2023, 9, 8)
    text = f'{CLINE_HEADER}\n"1",436,"Niger",2010,2,18,"coup"\n"2",436,"Niger",2021,3,31,"conspiracy"\n'
    cline = read_dataset(write(tmp_path, "cline_v2.1.2.csv", text))
    assert (cline.version, cline.ends, len(cline.events)) == ("2.1.2", date(2010, 2, 18), 1)
