"""Charts of every named region and of the whole world: true, legible, nothing clipped, whatever the region."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest

from briefing.figures.coup_history.chart import HistoryChart
from briefing.figures.data.datasets import read_bundled
from briefing.figures.figure import Figure
from briefing.model.countries import COUNTRIES
from briefing.model.regions import NamedRegion, read_regions, sub_region
from tests.figures.coup_history.test_sentences import DATA_END, Known, count, counted, known, of
from tests.gallery.boxes import faults, words
from tests.gallery.cases import A4_MM, FRENCH, LETTER_MM, NAMES, chart

BUNDLED = read_bundled()
DAYS = (date(2023, 8, 30), date(2024, 6, 27))
REGIONS = [region for region in read_regions().values() if region.is_known_on(DAYS[0])]
COVERED = tuple(iso3 for iso3 in COUNTRIES if BUNDLED.covers(iso3))


def covered(region: NamedRegion, day: date) -> tuple[str, ...]:
    return tuple(iso3 for iso3 in region.countries(day) if BUNDLED.covers(iso3))


def draw(region: NamedRegion, day: date, form: str) -> Figure:
    return chart(countries=region.countries(day), focus=None, as_of=day, form=form, since=1950)()


@pytest.mark.parametrize("region", REGIONS, ids=lambda region: region.id)
def test_the_chart_of_every_region_counts_what_the_file_has(region: NamedRegion) -> None:
    for day in (day for day in DAYS if region.is_known_on(day) and covered(region, day)):
        countries = covered(region, day)
        events = known(countries, 1950, day)
        for form in ("timeline", "decades"):
            figure = draw(region, day, form)
            assert faults(figure.svg) == []
            assert counted(figure.alt.partition(": ")[2].removesuffix(".")) == counted_as_known(events)
            assert len(figure.csv.splitlines()) - 1 == len(events)
            assert len(figure.table.rows) == len(countries)
            check_last(figure, countries, day)


def counted_as_known(events: tuple[Known, ...]) -> dict[str, int]:
    pending = count(events, "under way")
    totals = {outcome: count(events, outcome) for outcome in ("successful", "failed")}
    return totals | ({"under way": pending} if pending else {})


def check_last(figure: Figure, countries: tuple[str, ...], day: date) -> None:
    """Nobody records an event after the one that a title calls the last, unless the title says whose last it is."""
    found = re.search(r"; the last was in .* in (\w+ \d{4})$", figure.title)
    if found:
        last = max(e.day for e in known(countries, 1950, day))
        assert f"{last:%B %Y}" == found[1]
        later = [
            e for e in of("Cline Center") if e.iso3 in countries and last + timedelta(10) < e.day <= min(day, DATA_END)
        ]
        assert not later, figure.title


def test_the_last_event_is_said_to_be_the_coders_own_where_another_records_a_later_one() -> None:
    figure = chart(countries=("YEM", "RUS"), focus="YEM", as_of=DAYS[1], since=1950)()
    assert figure.title.endswith(
        "recorded by Powell & Thyne in these two countries; their last was in Russia in August 1991"
    )
    assert "it records Russia 21 Sep 1993 (successful)" in figure.notes[-1]
    assert "Yemen 22 Jan 2015 (successful)" in figure.notes[-1]


def test_a_country_without_events_is_said_to_be_so_by_the_coder_where_another_records_one() -> None:
    figure = chart(countries=("TTO", "JAM", "HTI"), focus="HTI", as_of=DAYS[1], since=1950)()
    silent = {"TTO", "JAM"} & {e.iso3 for e in of("Cline Center") if e.day.year >= 1950}
    assert ("None recorded by Powell & Thyne: " in figure.description) == bool(silent)
    assert "None recorded: New Zealand." in chart(countries=("NZL", "FJI"), focus=None, as_of=DAYS[1])().description


WORLD = [
    ("en-GB", A4_MM, 225.0, "BOL", "recent"),
    ("fr", A4_MM, 225.0, "GAB", "most"),
    ("en-GB", LETTER_MM, 207.0, None, "most"),
    ("fr", LETTER_MM, 207.0, "XKX", "recent"),
]


@pytest.mark.parametrize(("language", "width_mm", "tallest_mm", "focus", "sort"), WORLD)
def test_the_world_is_shown_by_sub_region(
    language: str, width_mm: float, tallest_mm: float, focus: str | None, sort: str
) -> None:
    day, names = DAYS[1], FRENCH if language == "fr" else NAMES
    figure = chart(
        countries=tuple(COUNTRIES), names=names, focus=focus, as_of=day, since=1950,
        language=language, width_mm=width_mm, tallest_mm=tallest_mm, sort=sort,
    )()  # fmt: skip
    assert faults(figure.svg) == []
    events = known(COVERED, 1950, day)
    assert (count(events, "successful"), count(events, "failed")) == (245, 246)
    drawn = words(figure.svg)
    total = drawn.index(f"{len(COVERED)} " + ("pays" if language == "fr" else "countries"))
    assert drawn[total + 1 : total + 3] == ["245", "246"]
    assert len(figure.table.rows) == len(COVERED)
    assert len(figure.table.headings) == 4
    for row in figure.table.rows:
        (iso3,) = (iso3 for iso3 in COVERED if names[iso3] == row[0])
        region = sub_region(iso3)
        assert row[3] == (region.name(language) if region else "–")
        assert row[1].partition(":")[0].rstrip("\u00a0") == str(
            sum(e.iso3 == iso3 and e.outcome == "successful" for e in events)
        )


def test_each_row_of_the_world_counts_its_countries_and_the_focus_is_not_counted_twice() -> None:
    given: HistoryChart = chart(countries=tuple(COUNTRIES), focus="BOL", as_of=DAYS[1], since=1950).__self__  # type: ignore[attr-defined]
    figure = given.draw()
    drawn = words(figure.svg)
    at = drawn.index("Western Africa, 16 countries")
    events = known(tuple(iso3 for iso3 in COVERED if sub_region(iso3) is sub_region("NER")), 1950, DAYS[1])
    assert drawn[at + 1 : at + 3] == [str(count(events, "successful")), str(count(events, "failed"))] == ["59", "44"]
    assert "South America without Bolivia, 11" in drawn
    assert "Western Africa, 16 countries: 59 successful and 44 failed." in figure.description
    assert "rows are sub-regions of the UN’s M49, and the annex has every country" in " ".join(figure.notes)
    assert "by sub-region" in figure.alt


@pytest.mark.parametrize("number", [20, 40, 54, 57, 60, 63, 65, 66, 69, 72, 80, 100, 150])
def test_marks_stay_legible_however_many_countries_there_are(number: int) -> None:
    by_events = sorted(COVERED, key=lambda iso3: -sum(event.iso3 == iso3 for event in BUNDLED.events))
    figure = chart(countries=by_events[:number], focus=by_events[0], as_of=DAYS[1], since=1950, tallest_mm=207.0)()
    assert faults(figure.svg) == []
    height_mm = float(figure.svg.split(b'height="', 1)[1].split(b"pt", 1)[0]) / 72 * 25.4
    assert height_mm <= 207.0
    sizes = [float(size) for size in re.findall(rb"font-size: ([\d.]+)px", figure.svg)]
    assert min(sizes) >= 7
    assert ("by sub-region" in figure.alt) == (number > 64)


def test_a_country_that_stands_for_a_former_state_is_named_with_it() -> None:
    countries = ("YEM", "DEU", "SRB", "CZE", "VNM", "RUS")
    for form in ("timeline", "decades"):
        notes = chart(countries=countries, focus="YEM", as_of=DAYS[1], since=1950, form=form)().notes
        assert (
            "Until 1991 Russia stands for the Soviet Union. Until 1976 Vietnam stands for North and South Vietnam. "
            "Until 1990 Yemen stands for the two Yemens."
        ) in notes
    late = chart(countries=countries, focus="YEM", as_of=DAYS[1], since=1995)().notes
    assert not any("stands for" in note for note in late)
    cline = replace(BUNDLED.others[0], others=())
    notes = chart(table=cline, countries=countries, focus="YEM", as_of=DAYS[1], since=1950)().notes
    assert any("Until 1990 Germany stands for the two German states" in note for note in notes)
    french = chart(
        countries=("YEM", "MAR"), names=FRENCH, focus="YEM", as_of=DAYS[1], since=1950, language="fr"
    )().notes
    assert "Jusqu’en 1990, «\u00a0Yémen\u00a0» désigne les deux Yémen." in french
