from __future__ import annotations

import csv
import json
import os
from datetime import date, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from briefing.cli.data import app
from briefing.dataset_import import import_dataset
from briefing.figures.data.compare import compare
from briefing.figures.data.datasets import BUNDLED, read_bundled, read_corrections, read_cow, read_dataset
from briefing.figures.data.events import CoupEvent, CoupOutcome, EventTable, correct, select
from briefing.figures.data.imported import imported_datasets, read_events
from briefing.problems import BriefingError, ContentError, Place, UsageError
from tests.gallery.cases import REGION, WESTERN_AFRICA

PUBLISHED = Path(__file__).resolve().parents[3] / "shared" / "data"
POWELL_THYNE = PUBLISHED / "powell_thyne_v2023.09.08.txt"
CLINE = PUBLISHED / "cline_v2.1.2.csv"
TODAY = date(2026, 1, 1)
PT_HEADER = "country\tccode\tccode_gw\tccode_polity\tyear\tmonth\tday\tcoup\tversion"
CLINE_HEADER = "coup_id,cowcode,country,year,month,day,event_type"


def published(file: Path) -> EventTable:
    if not file.is_file():
        pytest.skip(f"the published file {file.name} is not here")
    return read_dataset(file, corrections=read_corrections(BUNDLED / "corrections.csv"))


def pt(*rows: str) -> str:
    return "\r\n".join([PT_HEADER, *rows, ""])


def pt_row(*, code: int = 436, day: str = "2010\t2\t18", coup: str = "2", version: str = "V2023.09.08") -> str:
    return f'"Niger"\t{code}\t\t\t{day}\t{coup}\t"{version}"'


def write(folder: Path, name: str, text: str) -> Path:
    file = folder / name
    file.write_text(text, encoding="utf-8", newline="")
    return file


def refused(file: Path, version: str = "") -> list[tuple[str, int]]:
    with pytest.raises(ContentError) as caught:
        read_dataset(file, version=version)
    assert all(problem.place and problem.place.file == file.name for problem in caught.value.problems)
    return [(problem.code, problem.place.line if problem.place else 0) for problem in caught.value.problems]


# ---- the numbers


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


def test_the_bundled_record_says_what_the_published_file_says() -> None:
    ours, theirs = (
        select(table, countries=REGION, since=1950, as_of=date(2023, 8, 30)).events
        for table in (read_bundled(), published(POWELL_THYNE))
    )
    assert ours == theirs


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
    assert len(iso3) == 249


# ---- as of, under way, corrected, covered

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


def test_a_correction_leaves_other_coders_and_already_right_values_alone() -> None:
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


def test_a_country_without_a_coup_is_covered_and_one_left_out_is_not() -> None:
    selection = select(read_bundled(), countries=["CPV", "GAB"], since=1950, as_of=date(2023, 7, 27))
    assert selection.uncovered == ("GAB",)


def test_a_dataset_ends_with_its_dated_version_else_with_its_last_event(tmp_path: Path) -> None:
    dated = write(tmp_path, "pt.txt", pt(pt_row(version="V2023.09.08")))
    assert read_dataset(dated).ends == date(2023, 9, 8)
    text = f'{CLINE_HEADER}\n"1",436,"Niger",2010,2,18,"coup"\n"2",436,"Niger",2021,3,31,"conspiracy"\n'
    cline = read_dataset(write(tmp_path, "cline_v2.1.2.csv", text))
    assert (cline.version, cline.ends, len(cline.events)) == ("2.1.2", date(2010, 2, 18), 1)


# ---- bad files


def test_a_wrong_separator_is_named(tmp_path: Path) -> None:
    commas = write(tmp_path, "pt.csv", pt(pt_row()).replace("\t", ","))
    assert refused(commas) == [("data-separator", 1)]
    semicolons = write(tmp_path, "cline_v1.0.csv", f"{CLINE_HEADER}\n".replace(",", ";"))
    assert refused(semicolons) == [("data-separator", 1)]


def test_every_bad_line_is_named_at_once(tmp_path: Path) -> None:
    file = write(
        tmp_path,
        "pt.txt",
        pt(
            pt_row(),
            pt_row(code=999),
            pt_row(day="2010\t13\t18"),
            pt_row(coup="3"),
            pt_row(day="2010\t2\t30", coup="0"),
            '"Niger"\t436\t\t\t2010',
            '"Niger"\t436\t\t\t2010\t2\t18\t2\t"V2023.',
        ),
    )
    assert refused(file) == [
        ("data-country", 3),
        ("data-date", 4),
        ("data-outcome", 5),
        ("data-outcome", 6),
        ("data-date", 6),
        ("data-truncated", 7),
        ("data-truncated", 8),
    ]


def test_a_line_given_twice_is_named_with_the_first(tmp_path: Path) -> None:
    file = write(tmp_path, "pt.txt", pt(pt_row(), pt_row(day="2011\t7\t8"), pt_row()))
    with pytest.raises(ContentError, match=r"pt\.txt:4: error\[data-duplicate\]: the line is line 2 once more"):
        read_dataset(file)


def test_events_after_the_version_was_issued_or_after_today_are_named(tmp_path: Path) -> None:
    dated = write(tmp_path, "pt.txt", pt(pt_row(day="2023\t9\t8"), pt_row(day="2023\t9\t9")))
    assert refused(dated) == [("data-date", 3)]
    undated = write(tmp_path, "pt2.txt", pt(pt_row(version="V1"), pt_row(day="2031\t2\t7", version="V1")))
    assert len(read_dataset(undated).events) == 2
    with pytest.raises(ContentError, match=r"pt2\.txt:3: error\[data-date\]: 2031-02-07 is after 2026-01-01"):
        import_dataset(undated, tmp_path / "data", today=TODAY)
    assert not (tmp_path / "data").exists()


def test_lines_that_no_dataset_has_are_named(tmp_path: Path) -> None:
    rows = [pt_row(), pt_row().replace("Niger", "Ni\0ger"), pt_row().replace("Niger", "x" * 300_000)]
    assert refused(write(tmp_path, "pt.txt", pt(*rows))) == [("data-character", 3), ("data-line", 4)]


def test_lines_are_counted_as_editors_count_them(tmp_path: Path) -> None:
    rows = [pt_row().replace("Niger", "Ni\u2028g\x85er"), pt_row(coup="3")]
    for end in ("\n", "\r\n", "\r"):
        assert refused(write(tmp_path, "pt.txt", pt(*rows).replace("\r\n", end))) == [("data-outcome", 3)]


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    assert len(read_dataset(write(tmp_path, "pt.txt", "\ufeff" + pt(pt_row()))).events) == 1


@pytest.mark.parametrize("day", ["1_960\t2\t18", "0\t2\t18", "1" * 6000 + "\t2\t18", "\t\t"])
def test_what_only_a_program_takes_for_a_date_is_none(tmp_path: Path, day: str) -> None:
    assert refused(write(tmp_path, "pt.txt", pt(pt_row(day=day)))) == [("data-date", 2)]


@pytest.mark.parametrize("row", ["20100218,NER,failed,Maker,1", "2010-W07-4,NER,failed,Maker,1", ",NER,failed,Maker,1"])
def test_our_own_dates_are_written_in_one_way(tmp_path: Path, row: str) -> None:
    assert refused(write(tmp_path, "own.csv", f"date,iso3,outcome,coder,version\n{row}\n")) == [("data-date", 2)]


def test_a_row_says_whose_it_is(tmp_path: Path) -> None:
    rows = f"2010-02-18,NER,failed,,1\n2011-02-18,NER,failed,Maker, \n2012-02-18,NER,failed,{'M' * 61},1\n"
    found = refused(write(tmp_path, "own.csv", f"date,iso3,outcome,coder,version\n{rows}"))
    assert [fault for fault in found if fault[0] == "data-source"] == [("data-source", n) for n in (2, 3, 4)]


def test_another_version_is_named_where_it_begins(tmp_path: Path) -> None:
    file = write(tmp_path, "pt.txt", pt(pt_row(), pt_row(day="2011\t7\t8", version="V2")))
    assert refused(file) == [("data-version", 3)]


def test_a_pipe_is_not_waited_on(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    with pytest.raises(ContentError, match="this is not a file"):
        read_dataset(tmp_path / "pipe.txt")


def test_a_huge_file_is_refused_unread(tmp_path: Path) -> None:
    file = tmp_path / "huge.txt"
    with file.open("wb") as out:
        out.truncate(200_000_000)
    assert refused(file) == [("data-too-large", 0)]


@pytest.mark.parametrize("row", [pt_row(), pt_row(coup="3"), pt_row()[:20]])
def test_a_file_full_of_faults_does_not_print_them_all(tmp_path: Path, row: str) -> None:
    faults = refused(write(tmp_path, "pt.txt", pt(*[row] * 5000)))
    assert len(faults) < 100
    assert faults[-1][0] == "data-many-faults"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "data-layout"),
        (b"date,place\n", "data-layout"),
        (b"\x80\x81", "data-encoding"),
        (b"date,iso3,outcome,coder,version\n", "data-empty"),
        (b"date,iso3,outcome,coder,version\n2010-02-18,NIG,successful,Maker,1\n", "data-country"),
        (b"date,iso3,outcome,coder,version\n18/02/2010,NER,successful,Maker,1\n", "data-date"),
        (b"date,iso3,outcome,coder,version\n2010-02-18,NER,failed,A,1\n2010-02-18,NER,failed,A,2\n", "data-version"),
        (f'{CLINE_HEADER}\n"1",436,"Niger",2010,2,18,"coup"\n'.encode(), "data-version"),
        (f'{CLINE_HEADER}\n"1",436,"Niger",2010,2,18,"putsch"\n'.encode(), "data-outcome"),
    ],
)  # fmt: skip
def test_what_is_no_dataset_is_refused(tmp_path: Path, content: bytes, code: str) -> None:
    file = tmp_path / "file.csv"
    file.write_bytes(content)
    assert code in {found for found, _ in refused(file)}


def test_a_version_can_be_told(tmp_path: Path) -> None:
    file = write(tmp_path, "file.csv", f'{CLINE_HEADER}\n"1",436,"Niger",2010,2,18,"coup"\n')
    assert read_dataset(file, version="2.1.3").version == "2.1.3"


def test_a_missing_file_is_an_error_people_can_read(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="cannot be read"):
        read_dataset(tmp_path / "none.csv")


# ---- compared


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


# ---- imported into the workspace


@pytest.fixture
def pt_file(tmp_path: Path) -> Path:
    return write(tmp_path, "published.txt", pt(pt_row(), pt_row(day="2021\t3\t31", coup="1")))


def test_an_imported_dataset_is_the_published_file_with_its_record(tmp_path: Path, pt_file: Path) -> None:
    folder = tmp_path / "data"
    record = import_dataset(pt_file, folder, today=TODAY)
    assert imported_datasets(folder) == [record]
    assert (record.name, record.version, record.events) == ("powell-thyne-v2023.09.08", "V2023.09.08", 2)
    assert (folder / record.file).read_bytes() == pt_file.read_bytes()
    table = read_events(folder, record.name)
    assert len(table.events) == 2
    assert [other.coder for other in table.others] == ["Cline Center"]
    assert import_dataset(pt_file, folder, today=TODAY) == record


def test_a_faulty_file_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(ContentError):
        import_dataset(write(tmp_path, "bad.txt", pt(pt_row(coup="3"))), tmp_path / "data", today=TODAY)
    assert not (tmp_path / "data").exists()


def test_other_content_of_the_same_version_is_refused_unless_asked_for(tmp_path: Path, pt_file: Path) -> None:
    folder = tmp_path / "data"
    first = import_dataset(pt_file, folder, today=TODAY)
    other = write(tmp_path, "other.txt", pt(pt_row()))
    with pytest.raises(ContentError, match="data-differs"):
        import_dataset(other, folder, today=TODAY)
    assert imported_datasets(folder) == [first]
    assert import_dataset(other, folder, today=TODAY, replacing=True).events == 1


@pytest.mark.parametrize("damage", ["changed", "missing", "record", "record of a file elsewhere"])
def test_an_imported_file_that_has_changed_is_noticed(tmp_path: Path, pt_file: Path, damage: str) -> None:
    folder = tmp_path / "data"
    record = import_dataset(pt_file, folder, today=TODAY)
    if damage == "changed":
        (folder / record.file).write_text(pt(pt_row()), encoding="utf-8", newline="")
    elif damage == "missing":
        (folder / record.file).unlink()
    elif damage == "record of a file elsewhere":
        (folder / record.file).rename(tmp_path / "elsewhere.txt")
        json_file = folder / f"{record.name}.json"
        text = json_file.read_text(encoding="utf-8").replace(record.file, "../elsewhere.txt")
        json_file.write_text(text, encoding="utf-8")
    else:
        (folder / f"{record.name}.json").write_text("{", encoding="utf-8")
    with pytest.raises(ContentError, match=f"data-{damage.split()[0]}"):
        read_events(folder, record.name)


def test_an_unknown_dataset_names_the_known_ones(tmp_path: Path, pt_file: Path) -> None:
    import_dataset(pt_file, tmp_path, today=TODAY)
    with pytest.raises(UsageError, match=r"bundled, powell-thyne-v2023\.09\.08"):
        read_events(tmp_path, "powell")


def test_the_desks_own_corrections_are_applied(tmp_path: Path) -> None:
    text = "coder,event,field,was,is,why\nPowell & Thyne,NER 2010-02-18,outcome,successful,failed,the desk\n"
    write(tmp_path, "corrections.csv", text)
    before, after = (
        select(read_events(folder), countries=["NER"], since=2010, as_of=date(2020, 1, 1)).count(CoupOutcome.SUCCESSFUL)
        for folder in (None, tmp_path)
    )
    assert (before, after) == (1, 0)


# ---- the command


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "briefing.toml").touch()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*words: str) -> str:
    result = CliRunner().invoke(app, words, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def test_import_stores_a_file_in_the_workspace(workspace: Path, pt_file: Path) -> None:
    assert run("import", str(pt_file)).startswith("powell-thyne-v2023.09.08: 2 events, to 2023-09-08, sha256 ")
    assert (workspace / "data" / "powell-thyne-v2023.09.08.txt").is_file()
    assert json.loads(run("import", str(pt_file), "--json"))["events"] == 2


def test_show_prints_what_would_be_drawn(workspace: Path) -> None:
    shown = json.loads(run("show", "--countries", ",".join(REGION), "--as-of", "2023-07-27", "--json"))
    assert list(shown) == ["successful", "failed", "under_way", "events"]
    assert (shown["successful"], shown["failed"], shown["under_way"]) == (66, 60, 1)
    assert len(shown["events"]) == 127
    assert shown["events"][-1] == {
        "date": "2023-07-26",
        "iso3": "NER",
        "country": "Niger",
        "outcome": "under way",
    }
    text = run("show", "--countries", "NER,GAB", "--since", "2020", "--as-of", "2024-01-01")
    assert text.splitlines() == [
        "date        country  outcome",
        "2021-03-31  Niger    failed",
        "2023-07-26  Niger    successful",
        "Powell & Thyne V2023.09.08: 1 successful, 1 failed, 0 under way",
        "corrected: NER 2023-06-26, date 2023-06-26 is 2023-07-26 (Powell & Thyne V2026.01.13)",
        "the data end on 2023-09-08, before 2024-01-01",
        "not in the data: GAB",
    ]


def test_compare_takes_files_and_names(workspace: Path, pt_file: Path) -> None:
    run("import", str(pt_file))
    text = run("compare", "bundled", "powell-thyne-v2023.09.08", "--region", "NER", "--since", "2010")
    assert "2023-07-26 successful" in text
    assert "1 difference; dates up to 10 days apart count as the same event" in text
    told = json.loads(run("compare", str(pt_file), "bundled", "--region", "NER", "--since", "2010", "--json"))
    assert [d["differs_in"] for d in told["differences"]] == [["only in second"]]


def test_compare_says_which_countries_it_left_out(workspace: Path, pt_file: Path) -> None:
    assert "not compared, because only one covers them or neither: GAB\n" in run(
        "compare", "bundled", str(pt_file), "--region", "NER,GAB"
    )


def test_a_wrong_country_is_explained(workspace: Path) -> None:
    with pytest.raises(BriefingError, match="NEX is not a country code"):
        run("show", "--countries", "NER,NEX")
