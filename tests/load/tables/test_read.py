"""The CSV files of tables of sections: which columns are numbers, what is added up, and what is wrong with them."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from briefing.load.folder import Loaded, load_briefing
from briefing.model.parts.table_data import TableData, is_total
from briefing.problems import ContentError, Problem
from tests.briefs import BRIEF, LATIN, write_brief

SHELTERS = 'Shelter,Places,People,Since\nSports hall,700,"1,120",2024-10-13\nFish market,150,97,2024-10-14\n'


def with_table(table: str, language: str = "en-GB") -> str:
    sections = "sections:\n  - {title: Shelters, text: They are full.}\n  - title: More\n    text: So."
    return f"{BRIEF}language: {language}\n{sections}\n    table: {table}\n"


def loaded(folder: Path, csv: str | bytes, table: str = "t.csv", language: str = "en-GB") -> Loaded:
    write_brief(folder, with_table(table, language), t_csv=csv)
    return load_briefing(folder, [], lambda: LATIN | {0x2212})


def read(folder: Path, csv: str | bytes, table: str = "t.csv", language: str = "en-GB") -> TableData:
    (data,) = loaded(folder, csv, table, language).tables
    return data


def refused(folder: Path, csv: str | bytes, table: str = "t.csv", language: str = "en-GB") -> list[Problem]:
    with pytest.raises(ContentError) as raised:
        loaded(folder, csv, table, language)
    return list(raised.value.problems)


def numbers(data: TableData, column: int) -> list[Decimal | None]:
    return [row[column].number for row in data.rows]


def test_columns_of_numbers_are_told_from_those_of_texts(tmp_path: Path) -> None:
    data = read(tmp_path, SHELTERS)
    assert (data.section, data.position, data.name) == (1, 0, "table-shelter-places-people-since")
    assert data.headings == ("Shelter", "Places", "People", "Since")
    assert data.numeric == {1, 2}
    assert numbers(data, 2) == [1120, 97]
    assert data.totals == ()


@pytest.mark.parametrize(
    ("cells", "is_numeric"),
    [
        ("12|-|3.5", True),
        ("12||..", True),
        ("−4|+3|0", True),
        ("US$ 12|US$ 3", True),
        ("5%|7%", True),
        ("0045|0123", False),  # codes
        ("2024-10-13|2024-10-14", False),
        ("13.10.2024|14.10.2024", False),
        ("+227 20 72 31 41|+227 20 73 00 11", False),
        ("10-20|30-40", False),
        ("1:30|2:45", False),
        ("|", False),
        ("about 30|40", False),
    ],
)
def test_a_column_is_of_numbers_where_every_cell_is(tmp_path: Path, cells: str, is_numeric: bool) -> None:
    rows = "".join(f"Place {number},{cell}\n" for number, cell in enumerate(cells.split("|")))
    assert (1 in read(tmp_path, f"Where,What\n{rows}").numeric) is is_numeric


@pytest.mark.parametrize(
    ("csv", "language", "wanted"),
    [
        ("a;b\nx;1.204\ny;1,5\n", "en-GB", [Decimal(1204), Decimal("1.5")]),
        ("a;b\nx;1 204,50\ny;3\n", "fr", [Decimal("1204.50"), Decimal(3)]),
        ('a,b\nx,"1,204"\ny,7\n', "en", [Decimal(1204), Decimal(7)]),
        ("a\tb\nx\t1’204\ny\t7\n", "fr", [Decimal(1204), Decimal(7)]),
        # Dates of the same table say nothing of what stands before decimals.
        ("a;day;b\nx;13.10.2024;1,5\n", "en", [Decimal("1.5")]),
    ],
)
def test_numbers_are_read_as_spreadsheets_of_any_country_write_them(
    tmp_path: Path, csv: str, language: str, wanted: list[Decimal]
) -> None:
    data = read(tmp_path, csv, language=language)
    assert numbers(data, len(data.headings) - 1) == wanted


def test_a_number_that_can_be_read_in_two_ways_is_refused_with_its_cell(tmp_path: Path) -> None:
    (problem,) = refused(tmp_path, "a;b\nx;1,204\ny;7\n", language="fr")
    assert (problem.code, str(problem.place)) == ("number-unclear", f"{problem.place and problem.place.file}:2:3")


def test_columns_are_chosen_in_their_order_whatever_their_capitals(tmp_path: Path) -> None:
    data = read(tmp_path, SHELTERS, "{data: t.csv, columns: [shelter, People]}")
    assert data.headings == ("shelter", "People")
    assert data.rows[1][0].text == "Fish market"
    chosen = loaded(tmp_path, SHELTERS, "{data: t.csv, columns: {People: In it, Shelter: Where}}")
    assert chosen.tables[0].headings == ("People", "Shelter")
    assert [column.heading for column in chosen.briefing.tables[0].columns] == ["In it", "Where"]


def test_a_list_has_several_tables_and_each_its_own_place(tmp_path: Path) -> None:
    both = loaded(tmp_path, SHELTERS, "[t.csv, {data: t.csv, total: Places}]")
    assert [(one.section, one.position) for one in both.tables] == [(1, 0), (1, 1)]
    assert [one.name[-2:] for one in both.tables] == ["ce", "-2"]
    place = both.values.place((*both.tables[1].path, 1, "People"))
    assert place is not None
    assert (place.file.endswith("t.csv"), place.line, place.column) == (True, 3, 17)


@pytest.mark.parametrize("total", ["true", "yes", "[Places, People]"])
def test_totals_are_exact(tmp_path: Path, total: str) -> None:
    csv = 'Shelter,Places,People,Filled\nA,0.1,"1,120",5%\nB,0.20,97,7%\n'
    data = read(tmp_path, csv, f"{{data: t.csv, total: {total}}}")
    assert [cell.text if cell else None for cell in data.totals] == [None, "0.30", "1217", None]


def test_a_total_keeps_sign_and_unit(tmp_path: Path) -> None:
    data = read(tmp_path, "Post,Change\nA,−12 t\nB,3 t\n", "{data: t.csv, total: true}")
    assert data.totals[1] is not None
    assert (str(data.totals[1].number), data.totals[1].text, data.totals[1].unit) == ("-9", "-9 t", "t")
    no_total = read(tmp_path, "Post,Change\nA,−12 t\nB,3 t\n", "{data: t.csv, total: false}")
    assert no_total.totals == ()


@pytest.mark.parametrize(
    ("csv", "total", "line", "words"),
    [
        ("a,b\nx,1\ny,\n", "true", 3, "this cell has no number"),
        ("a,b\nx,1\ny,n/a\n", "b", 3, "this cell has no number"),
        ("a,b\nx,1 km\ny,3 m\n", "true", 3, "another unit"),
        ("a,b\nx,1\ny,about 3\n", "b", 3, "is not a number"),
        ("a,b\nx,5%\ny,3%\n", "b", None, "shares make no sum"),
        ("a,b\nx,5%\ny,3%\n", "true", None, "no column of numbers"),
        ("a,b\nx,one\ny,two\n", "true", None, "no column of numbers"),
        ("a,b\nx,1998\ny,2004\n", "true", None, "could be years"),
        ("a,b\n3,1\n4,2\n", "a", None, "names the rows"),
        ("a,b\nx,1\ny,2\nTotal,3\n", "true", 4, "already"),
        ("a,b\nx,1\ny,2\nEnsemble,3\n", "b", 4, "already"),
    ],
)
def test_what_cannot_be_added_up_is_refused_with_its_cell(
    tmp_path: Path, csv: str, total: str, line: int | None, words: str
) -> None:
    found = [one for one in refused(tmp_path, csv, f"{{data: t.csv, total: {total}}}") if one.code == "table-total"]
    assert len(found) == 1
    assert words in found[0].what
    assert found[0].place is not None
    assert found[0].place.file.endswith("t.csv") is (line is not None)
    assert line in (None, found[0].place.line)


def test_numbers_that_could_be_years_are_added_up_where_they_are_named(tmp_path: Path) -> None:
    data = read(tmp_path, "a,b\nx,1998\ny,2004\n", "{data: t.csv, total: b}")
    assert data.totals[1] is not None
    assert data.totals[1].number == 4002


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Total", True), ("Grand total", True), ("Total (8)", True), ("Summe", True), ("المجموع", True), ("合计", True),
     ("Total Energies depot at the old harbour", False), ("Totalitarian", False), ("", False)],
)  # fmt: skip
def test_rows_of_totals_are_known_by_their_first_cell(text: str, expected: bool) -> None:
    assert is_total(text) is expected


@pytest.mark.parametrize("columns", ["{a: {b: c}}", "{a: [b]}", "[[a]]", "[{name: {a: b}}]", "[{}]"])
def test_columns_that_are_no_texts_are_refused(tmp_path: Path, columns: str) -> None:
    assert refused(tmp_path, "a,b\nx,1\n", f"{{data: t.csv, columns: {columns}}}")


def test_every_fault_is_told_at_once_with_its_place(tmp_path: Path) -> None:
    csv = "Shelter,People\nQuay,40 [@port para. 1]\nHall,\u1200\n"
    problems = refused(tmp_path, csv, "{data: t.csv, caption: 3, colour: red, rows: 900}")
    assert {problem.code for problem in problems} >= {"bad-citation", "no-glyph", "unknown-key", "wrong-number"}
    lines = {problem.code: problem.place.line for problem in problems if problem.place}
    assert (lines["bad-citation"], lines["no-glyph"], lines["wrong-number"]) == (2, 3, 16)


@pytest.mark.parametrize(
    ("csv", "code"),
    [
        (b"", "not-csv"),
        (b"a,b\n", "table-empty"),
        (b"a,a\n1,2\n", "duplicate-key"),
        (b"a,b\nx,1,2\n", "not-csv"),
        (b"a,b\nx,#REF!\n", "not-csv"),
        (b'a,b\nx,"1\n', "not-csv"),
        (b"PK\x03\x04", "not-csv"),
        ("a,b\nZürich,1\n".encode("latin-1"), "not-utf8"),
        (b"a,b\n" + b"x" * 601 + b",1\n", "text-too-long"),
        (b"a" * 121 + b",b\nx,1\n", "text-too-long"),
        (b"a,b\n" + b"x,1\n" * 1_300_000, "file-too-large"),
    ],
)
def test_files_that_are_no_tables_are_refused(tmp_path: Path, csv: bytes, code: str) -> None:
    assert code in [problem.code for problem in refused(tmp_path, csv)]


@pytest.mark.parametrize(("name", "code"), [("none.csv", "table-missing"), ("t.xlsx", "not-csv"), ("../t.csv", "path")])
def test_files_that_cannot_be_read_are_refused_where_they_are_named(tmp_path: Path, name: str, code: str) -> None:
    problems = [one for one in refused(tmp_path, SHELTERS, name) if code in one.code or code == "path"]
    assert problems
    assert problems[0].place is not None
    assert problems[0].place.file.endswith("briefing.yaml")


def test_a_few_texts_among_numbers_are_warned_of(tmp_path: Path) -> None:
    found = loaded(tmp_path, "a,b\nx,1\ny,2\nz,3\nw,many\n").warnings
    assert [(one.code, one.place and one.place.line) for one in found if one.code == "table-mixed"] == [
        ("table-mixed", 5)
    ]
