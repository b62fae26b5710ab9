"""Every sentence and number of a chart is so: each is read back and counted again from the shipped file of events.

The counting here shares nothing with the program but that file: see `known`.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cache

import pytest

from briefing.figures.coup_history.timeline_layout import lay_out_timeline
from briefing.figures.data.datasets import read_bundled
from briefing.figures.data.events import CoupEvent, CoupOutcome, EventTable
from briefing.figures.figure import Figure
from briefing.resources import ASSETS
from tests.gallery.boxes import faults, words
from tests.gallery.cases import AFRICA, FRENCH, NAMES, REGION, chart, codes

S, F = CoupOutcome.SUCCESSFUL, CoupOutcome.FAILED
NUMBERS = ["none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
DATA_END = date(2023, 9, 8)


@dataclass(frozen=True)
class Known:
    """One event as the file has it, and as it may be called at the as-of date."""

    day: date
    iso3: str
    outcome: str


@cache
def of(coder: str) -> tuple[Known, ...]:
    found = []
    for row in csv.DictReader(io.StringIO((ASSETS / "data" / "coups.csv").read_text(encoding="utf-8"))):
        if row["coder"] == coder:
            day = "2023-07-26" if (row["iso3"], row["date"]) == ("NER", "2023-06-26") else row["date"]
            found.append(Known(date.fromisoformat(day), row["iso3"], row["outcome"]))
    return tuple(found)


@cache
def known(countries: tuple[str, ...], since: int, as_of: date) -> tuple[Known, ...]:
    """Count what was known: nothing later, and open for a week unless anybody has it as failed."""
    failed = [e for coder in ("Powell & Thyne", "Cline Center") for e in of(coder) if e.outcome == "failed"]
    found = []
    for event in of("Powell & Thyne"):
        if event.iso3 in countries and since <= event.day.year and event.day <= as_of:
            is_open = event.outcome == "successful" and as_of - event.day <= timedelta(7)
            is_failed = any(e.iso3 == event.iso3 and abs((e.day - event.day).days) <= 10 for e in failed)
            found.append(replace(event, outcome=("failed" if is_failed else "under way") if is_open else event.outcome))
    return tuple(sorted(found, key=lambda e: (e.day, e.iso3)))


def count(events: Sequence[Known], outcome: str, first: int = 0, last: int = 9999) -> int:
    return sum(e.outcome == outcome and first <= e.day.year <= last for e in events)


def number(word: str) -> int:
    return 0 if word.lower() == "no" else NUMBERS.index(word.lower()) if word.lower() in NUMBERS else int(word)


def counted(text: str) -> dict[str, int]:
    """The numbers of events by outcome that a list of counts names; "none" where there is no event at all."""
    if text in ("none", "none recorded by Powell & Thyne"):
        return {"successful": 0, "failed": 0}
    return {outcome: number(n) for n, outcome in re.findall(r"(\w+) (successful|failed|under way)", text)}


SETS = {
    "the worked example": (REGION, "NER"),
    "Africa": (tuple(c for c in AFRICA if c != "ESH"), "GAB"),
    "the Andes": (codes("BOL PER ECU COL VEN CHL"), "BOL"),
    "Türkiye and its neighbours": (codes("TUR SYR IRQ LBN"), "TUR"),
    "mainland South-East Asia": (codes("MMR THA LAO KHM VNM"), "MMR"),
    "an enclave": (codes("LSO ZAF SWZ"), "LSO"),
    "islands": (codes("FJI PNG TON WSM"), "FJI"),
    "Russia": (codes("RUS UKR KAZ FIN"), "RUS"),
    "two countries": (codes("CPV SLE"), "CPV"),
    "one event": (codes("DMA"), "DMA"),
    "no event": (codes("NZL"), "NZL"),
    "states that are no more": (codes("YEM DEU SRB CZE VNM RUS"), "YEM"),
    "Central Africa": (codes("AGO CAF CMR COD COG GAB GNQ STP TCD"), "GAB"),
    "the Caribbean": (codes("ATG BHS BRB CUB DMA DOM GRD HTI JAM KNA LCA TTO VCT"), "HTI"),
    "the Balkans": (codes("ALB BGR BIH HRV MKD MNE ROU SRB SVN"), None),
    "none in two": (codes("NZL AUS"), None),
    "many in one": (codes("BOL"), "BOL"),
    "ties": (codes("GNQ LSO EGY CMR KEN DJI"), None),
}
DAYS = [date(2023, 7, 27), date(2024, 6, 27), date(2021, 2, 3), date(1979, 11, 5), date(2020, 1, 4)]
CASES = [(name, day) for name in SETS for day in DAYS]


@cache
def draw(name: str, day: date, form: str, sort: str = "recent") -> Figure:
    """Draw each chart once for all tests: they only read it."""
    countries, focus = SETS[name]
    return chart(countries=countries, focus=focus, as_of=day, form=form, since=1950, sort=sort, tallest_mm=1000.0)()


@pytest.mark.parametrize(("name", "day"), CASES)
@pytest.mark.parametrize("form", ["timeline", "decades"])
def test_the_finding_is_what_the_file_counts(name: str, day: date, form: str) -> None:
    events = known(SETS[name][0], 1950, day)
    title = draw(name, day, form).title
    first = int(re.search(r"(?:[Ss]ince|Between) (\d{4})", title)[1])  # type: ignore[index]
    assert ("where the data end" in title) == (day > DATA_END)
    if "no coup and no coup attempt is recorded" in title:
        assert not events
    elif "no coup attempt is recorded" in title:
        assert not [e for e in events if e.day.year >= first]
        last = max(e.day for e in events)
        here = sorted(NAMES[e.iso3] for e in events if e.day == last)
        assert title.replace("their", "the").endswith(f"; the last was in {' and '.join(here)} in {last:%B %Y}")
    else:
        succeeded = re.search(r"(\w+) coups? (?:has |have |)succeeded", title)
        assert succeeded
        assert number(succeeded[1]) == count(events, "successful", first)
        for word in re.findall(r"(\w+) (?:has |have |)failed", title):
            assert number(word) == count(events, "failed", first)
        pending = re.search(r"(\w+) (?:is|are|was|were) under way", title)
        assert (number(pending[1]) if pending else 0) == count(events, "under way")
        if against := re.search(r"against (\w+) in the whole of the (\d{4})s", title):
            decade = int(against[2])
            assert number(against[1]) == count(events, "successful", decade, decade + 9)
    n = len(SETS[name][0])
    assert (
        f"in {NAMES[SETS[name][0][0]]}" if n == 1 else f"these {NUMBERS[n] if n < 11 else n} countries"
    ) in title.replace("In ", "in ")


@pytest.mark.parametrize(("name", "day"), CASES)
@pytest.mark.parametrize("form", ["timeline", "decades"])
def test_the_alternative_text_counts_what_the_file_counts(name: str, day: date, form: str) -> None:
    events, alt = known(SETS[name][0], 1950, day), draw(name, day, form).alt
    first, last, counts = re.search(r", (\d{4}) to (\d+ \w+ \d{4}): (.+)\.$", alt).groups()  # type: ignore[union-attr]
    assert int(first) == 1950
    assert datetime.strptime(last, "%d %B %Y").date() == min(day, DATA_END)
    found = counted(counts)
    assert {"under way": 0, **found} == {o: count(events, o) for o in ("successful", "failed", "under way")}


@pytest.mark.parametrize(("name", "day"), CASES)
def test_each_country_is_described_by_its_own_events(name: str, day: date) -> None:
    countries, _ = SETS[name]
    events, figure = known(countries, 1950, day), draw(name, day, "timeline")
    described = figure.description.removeprefix(f"{figure.title}. ")
    for iso3 in countries:
        own = [e for e in events if e.iso3 == iso3]
        sentence = re.search(rf"(?:^|\. ){re.escape(NAMES[iso3])}: ([^.]+)\.", described)
        assert bool(sentence) == bool(own)
        for outcome in ("successful", "failed", "under way"):
            years = [e.day.year for e in own if e.outcome == outcome]
            said = re.search(rf"(\w+) {outcome} \(([\d, ]+)\)", sentence[1]) if sentence else None
            assert (number(said[1]) if said else 0) == len(years)
            assert [int(year) for year in said[2].split(", ")] if said else years == []
    without = re.search(r"None recorded(?: by Powell & Thyne)?: ([^.]+)\.", described)
    for iso3 in countries:
        named = bool(without and re.search(rf"(?:^|, | and ){re.escape(NAMES[iso3])}(?:$|, | and )", without[1]))
        assert named == (iso3 not in {e.iso3 for e in events})


@pytest.mark.parametrize(("name", "day"), CASES)
def test_each_decade_is_described_by_its_own_events(name: str, day: date) -> None:
    events, figure = known(SETS[name][0], 1950, day), draw(name, day, "decades")
    decades = re.findall(r"(\d{4})s: ([^.]+)\.", figure.description)
    assert [int(decade) for decade, _ in decades] == list(range(1950, min(day, DATA_END).year + 1, 10))
    for text, counts in decades:
        decade, found = int(text), counted(counts)
        for outcome in ("successful", "failed", "under way"):
            assert found.get(outcome, 0) == count(events, outcome, decade, decade + 9)
    drawn = words(figure.svg)
    # A stack with a coup under way is labelled with both: “7 + 1”.
    numbers = [match[1] for word in drawn if (match := re.fullmatch(r"(\d+)(?: \+ \d+)?", word))]
    assert sum(map(int, numbers)) == count(events, "successful") + count(events, "failed")


@pytest.mark.parametrize(("name", "day"), CASES)
@pytest.mark.parametrize("sort", ["recent", "most"])
def test_rows_are_in_the_order_that_the_note_says(name: str, day: date, sort: str) -> None:
    countries, focus = SETS[name]
    events, figure = known(countries, 1950, day), draw(name, day, "timeline", sort=sort)
    order = [next(iso3 for iso3 in countries if NAMES[iso3] == row[0]) for row in figure.table.rows]
    note = " ".join(figure.notes)
    drawn = [word for word in words(figure.svg) if word in {NAMES[iso3] for iso3 in countries}]
    in_full = [NAMES[iso3] for iso3 in order if NAMES[iso3] in drawn]  # a long name is on two lines
    assert drawn == in_full
    if len(countries) == 1:
        assert "order" not in note
        return
    if focus:
        assert order[0] == focus
        assert f"{NAMES[focus]} comes first" in note
        order = order[1:]
    if len(order) > 1:
        measure = "their most recent coup" if sort == "recent" else "their number of coups"
        assert f"are in order of {measure}" in note

    def measures(iso3: str) -> tuple[int, int]:
        attempts = [e.day for e in events if e.iso3 == iso3]
        others = [e.day for e in events if e.iso3 == iso3 and e.outcome != "failed"]
        latest = [max((d.toordinal() for d in days), default=0) for days in (others, attempts)]
        return (latest[0], latest[1]) if sort == "recent" else (len(others), len(attempts))

    assert [measures(iso3) for iso3 in order] == sorted(map(measures, order), reverse=True)


@pytest.mark.parametrize(("name", "day"), CASES)
def test_the_table_the_totals_and_the_file_count_the_same(name: str, day: date) -> None:
    countries, _ = SETS[name]
    events, figure = known(countries, 1950, day), draw(name, day, "timeline")
    for row in figure.table.rows:
        iso3 = next(code for code in countries if NAMES[code] == row[0])
        for outcome, cell in zip(figure.table.headings[1:], row[1:], strict=True):
            years = [e.day.year for e in events if e.iso3 == iso3 and e.outcome == outcome]
            listed = re.findall(r"(\d{4})(?: \((\d+)\))?", cell.partition(":")[2])
            assert int(cell.partition(":")[0]) == len(years)
            assert [int(y) for y, n in listed for _ in range(int(n or 1))] == years
    assert f"1950 to {min(day, DATA_END).day} {min(day, DATA_END):%B %Y}" in figure.table.caption
    attached = list(csv.DictReader(io.StringIO(figure.csv.decode())))
    assert [(r["date"], r["iso3"], r["outcome"]) for r in attached] == [(str(e.day), e.iso3, e.outcome) for e in events]
    drawn = words(figure.svg)
    if len(countries) > 1:
        total = drawn.index(f"{len(countries)} countries")
        assert [int(word) for word in drawn[total + 1 : total + 3]] == [
            count(events, "successful"),
            count(events, "failed"),
        ]
        pending = count(events, "under way")
        assert (f"and {pending} under way" in drawn[total:]) == bool(pending)
    is_silent = not events and len(countries) > 1 and "recorded by" not in figure.title
    assert ("no coup or coup attempt recorded" in drawn) == is_silent
    assert any(word.startswith("data end") for word in drawn) == (day > DATA_END)


@pytest.mark.parametrize(("name", "day"), CASES)
def test_the_notes_are_about_what_is_drawn(name: str, day: date) -> None:
    countries, _ = SETS[name]
    events = known(countries, 1950, day)
    for form in ("timeline", "decades"):
        note = " ".join(draw(name, day, form).notes)
        assert ("The data end on 8 September 2023" in note) == (day > DATA_END)
        assert (f"V2023.09.08; events to {day.day} {day:%B %Y}." in note) == (day <= DATA_END)
        assert "As of" not in note
        corrected = any(e.iso3 == "NER" and e.day == date(2023, 7, 26) for e in events)
        assert ("Corrected: Niger, dated 26 June 2023 in the data, was on 26 July 2023" in note) == corrected
        if form == "decades":
            end = min(day, DATA_END)
            assert (f"The {end.year // 10 * 10}s are drawn as narrow as the part of them up to" in note) == (
                end < date(end.year // 10 * 10 + 9, 12, 31)
            )


@pytest.mark.parametrize("name", SETS)
def test_what_the_other_coder_is_said_to_differ_in_it_differs_in(name: str) -> None:
    countries, _ = SETS[name]
    note = " ".join(draw(name, date(2023, 7, 27), "timeline").notes)
    ours, theirs = of("Powell & Thyne"), of("Cline Center")
    here = {NAMES[iso3]: iso3 for iso3 in countries}

    def within(iso3: str, text: str, events: Sequence[Known]) -> list[Known]:
        month = datetime.strptime(text.replace("Sept", "Sep"), "%b %Y").date()
        return [e for e in events if e.iso3 == iso3 and (e.day.year, e.day.month) == (month.year, month.month)]

    def near(event: Known, events: Sequence[Known]) -> list[Known]:
        return [e for e in events if e.iso3 == event.iso3 and abs((e.day - event.day).days) <= 10]

    def named(verb: str) -> list[tuple[str, str]]:
        found = re.search(rf"it {verb} ([^;.]+?)(?: as (\w+))?[;.]", note)
        listed = re.findall(r"([^,]+?) (\w{3,4} \d{4})(?:, | and |$)", found[1]) if found else []
        return [(here[country.strip()], month) for country, month in listed]

    for iso3, month in named("does not have"):
        assert any(not near(e, theirs) for e in within(iso3, month, ours))
    for iso3, month in named("adds"):
        # The coder may have two events where the other has one.
        assert any(len(near(e, ours)) < len(near(e, theirs)) for e in within(iso3, month, theirs))
    for outcome in re.findall(r"it codes [^;]+ as (successful|failed)", note):
        for iso3, month in named("codes"):
            mine = [e for e in within(iso3, month, ours) if e.outcome != outcome]
            if outcome == re.search(r"it codes [^;]+ as (\w+)", note)[1]:  # type: ignore[index]
                assert any(e.outcome == outcome for own in mine for e in near(own, theirs))


@pytest.mark.parametrize(("name", "day"), [*CASES, ("Africa", date(2022, 10, 3)), ("Africa", date(2023, 9, 1))])
def test_the_recent_column_lists_what_succeeded_or_is_under_way(name: str, day: date) -> None:
    countries, focus = SETS[name]
    events = known(countries, 1950, day)
    given = chart(countries=countries, focus=focus, as_of=day, since=1950, tallest_mm=1000.0).__self__  # type: ignore[attr-defined]
    layout = lay_out_timeline(given)
    headings = [heading for _, heading in layout.recent_headings]
    pending_now = any(e.outcome == "under way" and e.day.year >= given.recent for e in events)
    assert headings == [f"succeeded since {given.recent}", *(["under way"] if pending_now else [])]
    for row in layout.rows:
        own = [e for e in events if e.iso3 in row.row.countries and e.day.year >= given.recent]
        done = [e.day for e in own if e.outcome == "successful"]
        pending = [e.day for e in own if e.outcome == "under way"]
        months = {f"{d:%b %Y}" for d in done + pending}
        text = row.recent.replace("Sept", "Sep")
        assert bool(text) == bool(done or pending)
        assert ("under way" in text) == bool(pending)
        if several := re.search(r"(\d+), last (\w+ \d{4})", text):
            assert (int(several[1]), several[2]) == (len(done), f"{max(done):%b %Y}")
        elif earlier := re.search(r"(\d+) earlier", text):
            assert int(earlier[1]) == len(done)
        else:
            assert {f"{month} {year}" for month, year in written_months(text)} == months


def written_months(text: str) -> Iterator[tuple[str, str]]:
    """Read "Aug 2020, Jan, Sep 2022" as three months: a year is written once."""
    for group, year in re.findall(r"((?:[A-Z]\w{2,3},? )+)(\d{4})", text):
        for month in re.findall(r"[A-Z]\w+", group):
            yield month, year


# the same in French, and for none, one, two and many


def made(*events: tuple[str, str, CoupOutcome], ends: date = date(2024, 12, 31)) -> EventTable:
    return EventTable("Maker", "1", ends, tuple(sorted(CoupEvent(date.fromisoformat(d), c, o) for d, c, o in events)))


ONE = made(("2021-02-01", "MMR", S))
TWO = made(("2021-02-01", "MMR", S), ("2021-02-01", "THA", S))
MIXED = made(("2021-02-01", "MMR", S), ("2022-02-01", "MMR", F), ("2024-06-26", "MMR", S))
FAILED = made(("2022-02-01", "MMR", F), ("2022-03-01", "THA", F))
OLD_TWO = made(("1991-02-23", "MMR", F), ("1991-02-23", "THA", S))


@pytest.mark.parametrize(
    ("table", "countries", "english", "french"),
    [
        (ONE, "MMR", "Since 1960 one coup has succeeded in Myanmar",
         "Depuis 1960, un coup d’État a réussi (Myanmar (Birmanie))"),
        (ONE, "MMR THA", "Since 2020 one coup has succeeded in these two countries",
         "Depuis 2020, un coup d’État a réussi dans ces deux pays"),
        (TWO, "MMR THA", "Since 2020 two coups have succeeded in these two countries",
         "Depuis 2020, deux coups d’État ont réussi dans ces deux pays"),
        (MIXED, "MMR", "Since 1960 one coup has succeeded in Myanmar, one has failed and one is under way",
         "Depuis 1960, un coup d’État a réussi (Myanmar (Birmanie)), un a échoué et un est en cours"),
        (FAILED, "MMR THA", "Since 2020 no coup has succeeded in these two countries, and two have failed",
         "Depuis 2020, aucun coup d’État n’a réussi dans ces deux pays, et deux ont échoué"),
        (OLD_TWO, "MMR THA",
         "Since 2020 no coup attempt is recorded in these two countries; the last was in Myanmar and Thailand in February 1991",
         "Depuis 2020, aucune tentative de coup d’État n’est recensée dans ces deux pays\u00a0; la dernière remonte à "
         "février 1991 (Myanmar (Birmanie) et Thaïlande)"),
        (made(("1950-01-01", "MMR", S)), "MMR", "Since 1960 no coup and no coup attempt is recorded in Myanmar",
         "Depuis 1960, aucun coup d’État ni aucune tentative n’est recensé (Myanmar (Birmanie))"),
    ],
)  # fmt: skip
def test_none_one_two_and_many_in_two_languages(table: EventTable, countries: str, english: str, french: str) -> None:
    day = date(2024, 6, 27)
    given = {"table": table, "countries": codes(countries), "focus": None, "as_of": day}
    assert chart(**given)().title == english  # type: ignore[arg-type]
    assert chart(**given, names=FRENCH, language="fr")().title == french  # type: ignore[arg-type]


ELSEWHERE = [
    ("PER", date(2022, 12, 8), 2005, ["Peru 7 Dec 2022 (failed)"]),
    ("KAZ", date(2022, 1, 20), 2005, ["Kazakhstan 5 Jan 2022 (failed)", "Kazakhstan 5 Jan 2022 (successful)"]),
    ("KAZ", date(2022, 1, 6), 2005, ["Kazakhstan 5 Jan 2022 (failed)", "Kazakhstan 5 Jan 2022 (under way)"]),
    ("ETH ERI SSD SDN", date(1995, 1, 1), 1990, [
        "Sudan 23 Apr 1990 (failed)", "Ethiopia 21 May 1991 (successful)", "Ethiopia 27 May 1991 (successful)"]),
]  # fmt: skip


@pytest.mark.parametrize("form", ["timeline", "decades"])
@pytest.mark.parametrize(("countries", "day", "since", "events"), ELSEWHERE)
def test_what_another_coder_records_is_never_denied(
    form: str, countries: str, day: date, since: int, events: list[str]
) -> None:
    given = {"countries": codes(countries), "focus": countries[:3], "as_of": day, "since": since, "form": form}
    figure, french = chart(**given)(), chart(**given, names=FRENCH, language="fr")()  # type: ignore[arg-type]
    assert figure.title.startswith(f"Since {since} no coup and no coup attempt is recorded by Powell & Thyne in ")
    assert french.title.startswith(
        f"Depuis {since}, aucun coup d’État ni aucune tentative n’est recensé par Powell & Thyne"
    )
    assert figure.alt.endswith(": none recorded by Powell & Thyne.")
    assert "it records " in figure.notes[-1]
    assert all(event in figure.notes[-1] for event in events)
    assert " recense " in french.notes[-1]
    assert faults(figure.svg) == faults(french.svg) == []


def test_what_another_coder_records_of_the_recent_years_is_not_denied_either() -> None:
    second = replace(made(("2021-05-09", "THA", F), ("2024-06-30", "MMR", F)), coder="Second")
    given = {"table": replace(OLD_TWO, others=(second,)), "countries": codes("MMR THA"), "focus": None}
    figure = chart(**given, as_of=date(2024, 6, 27))()  # type: ignore[arg-type]
    assert figure.title == (
        "Since 2020 no coup attempt is recorded by Maker in these two countries; "
        "their last was in Myanmar and Thailand in February 1991"
    )
    assert "it records Thailand 9 May 2021 (failed)" in figure.notes[-1]
    assert "Myanmar 30 Jun" not in figure.notes[-1]


@pytest.mark.parametrize(
    ("country", "as_of", "note"),
    [
        ("PER", date(2022, 12, 8), "differs: it records Peru 7 Dec 2022 (failed); 3 further events"),
        ("PER", date(2022, 12, 14), "differs: it records Peru 7 Dec 2022 (failed); 3 further events"),
        ("PER", date(2022, 12, 15), "differs: 4 further events"),
        ("PER", date(2022, 12, 6), "differs: 3 further events"),
    ],
)
def test_what_another_coder_alone_records_of_the_last_days_is_named(country: str, as_of: date, note: str) -> None:
    figure = chart(table=read_bundled(), countries=[country], focus=country, since=1990, as_of=as_of)()
    assert figure.title == "Since 1990 no coup has succeeded in Peru, and two have failed"
    assert note in figure.notes[-1]


@pytest.mark.parametrize(
    ("first", "second", "note"),
    [
        ((), (("2024-06-26", "BOL", S),), "it records Bolivia 26 Jun 2024 (under way)."),
        ((), (("2024-06-20", "BOL", F),), "it records Bolivia 20 Jun 2024 (failed)."),
        ((("2024-06-26", "BOL", S),), (), "it does not have Bolivia Jun 2024."),
        # How an event of the last days was coded later is not told, and it is one event on two dates.
        ((("2024-06-26", "BOL", S),), (("2024-06-25", "BOL", S),), ""),
        ((("2024-06-18", "BOL", S),), (("2024-06-22", "BOL", F),), ""),
    ],
)
def test_of_the_last_days_coders_differ_in_what_they_record_alone(
    first: tuple[tuple[str, str, CoupOutcome], ...], second: tuple[tuple[str, str, CoupOutcome], ...], note: str
) -> None:
    both = (("2021-05-09", "BOL", F), ("2024-07-30", "BOL", F))
    other = replace(made(*both, *second), coder="Second")
    table = replace(made(*both, *first), others=(other,))
    figure = chart(table=table, countries=["BOL"], focus="BOL", as_of=date(2024, 6, 27))()
    differing = [line for line in figure.notes if " differs: " in line]
    assert differing == ([f"Second (1) differs: {note}"] if note else [])


def test_of_many_events_that_another_coder_records_the_latest_are_named() -> None:
    older = tuple((f"201{year}-03-01", "BOL", F) for year in range(8))
    other = replace(made(*older, ("2024-06-26", "BOL", F)), coder="Second")
    table = replace(made(("1980-01-01", "BOL", F)), others=(other,))
    figure = chart(table=table, countries=["BOL"], focus="BOL", since=2000, as_of=date(2024, 6, 27))()
    assert "it records Bolivia 1 Mar 2013 (failed)" in figure.notes[-1]
    assert "Bolivia 26 Jun 2024 (failed) and +3" in figure.notes[-1]


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("form", ["timeline", "decades"])
def test_two_events_on_one_day_are_both_counted(language: str, form: str) -> None:
    """The Cline Center has two events of one day in Ethiopia and in Kazakhstan, with different outcomes."""
    cline = replace(read_bundled().others[0], others=())
    figure = chart(
        table=cline, countries=["ETH", "KAZ"], focus="KAZ", since=1970, as_of=date(2022, 12, 29), form=form,
        language=language,
    )()  # fmt: skip
    events = [e for e in of("Cline Center") if e.iso3 in ("ETH", "KAZ") and e.day.year >= 1970]
    assert sum(e.day == date(1977, 2, 3) for e in events) == 2
    assert len(figure.csv.decode().splitlines()) - 1 == len(events)
    rows_of = {row[0]: row[1:] for row in figure.table.rows}
    cell = "1\u00a0: 2022" if language == "fr" else "1: 2022"
    assert rows_of["Kazakhstan"] == (cell, cell)
    assert faults(figure.svg) == []


def test_an_event_that_another_coder_has_as_failed_is_said_to_be_so_on_whose_word() -> None:
    second = replace(made(("2024-06-26", "BOL", F)), coder="Second")
    table = replace(made(("2024-06-26", "BOL", S)), others=(second,))
    figure = chart(table=table, countries=["BOL"], focus="BOL", as_of=date(2024, 6, 27))()
    assert figure.title == "Since 1960 no coup has succeeded in Bolivia, and one has failed"
    assert "Bolivia on 26 June 2024 is shown as failed, as Second codes it." in figure.notes
    later = chart(table=table, countries=["BOL"], focus="BOL", as_of=date(2024, 7, 30))()
    assert "is shown as failed" not in " ".join(later.notes)
    assert "Second (1) differs: it codes Bolivia Jun 2024 as failed." in later.notes
