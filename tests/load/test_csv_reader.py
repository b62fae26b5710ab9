"""CSV tables: every cell with its place, and every faulty row reported."""

from __future__ import annotations

import csv
import io
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.load.csv_reader import MAX_CELLS, read_csv
from briefing.load.located_values import LocatedValues, PlainValue
from briefing.problems import ContentError, Place, Severity


def read(text: str) -> tuple[PlainValue, LocatedValues]:
    values = LocatedValues({}).with_table("rows", read_csv("t.csv", text.encode())[0])
    return values.get("rows"), values


def faults_of(text: str) -> list[str]:
    with pytest.raises(ContentError) as raised:
        read(text)
    return [f"{problem.place} {problem.code}" for problem in raised.value.problems]


def test_quotes_line_breaks_and_blank_lines_move_no_place() -> None:
    rows, values = read('a,b\r\n"x, ""y""\r\nz",one\r\n\r\n ,\r\nlast,"t ""wo"" [@q]"\r\n')
    assert rows == [{"a": 'x, "y"\nz', "b": "one"}, {"a": "last", "b": 't "wo" [@q]'}]
    assert values.place(("rows", 0, "a")) == Place("t.csv", 2, 1)
    assert values.place(("rows", 0, "b")) == Place("t.csv", 3, 4)
    assert values.place(("rows", 1)) == Place("t.csv", 6, 1)
    assert values.place_of("[@q]", ("rows", 1, "b")) == Place("t.csv", 6, 16)
    assert values.keys[("rows", 1, "b")] == Place("t.csv", 1, 3)


def test_semicolons_and_a_byte_order_mark_are_read() -> None:
    assert read("\ufeffa;b\n1,5;2\n")[0] == [{"a": "1,5", "b": "2"}]


def test_every_faulty_row_is_reported() -> None:
    assert faults_of("a,b\n1,2,3\n1,2\n1,2,3,4\n") == ["t.csv:2:5 not-csv", "t.csv:4:5 not-csv"]


def test_a_column_without_a_heading_may_be_empty() -> None:
    assert read("a,\n1,\n")[0] == [{"a": "1"}]
    assert faults_of("a,\n1,2\n") == ["t.csv:2:3 not-csv"]


def test_a_file_that_is_no_table_is_refused() -> None:
    assert faults_of("") == ["t.csv:1:1 not-csv"]
    assert faults_of("a,a\n1,2\n") == ["t.csv:1:3 duplicate-key"]
    assert faults_of('a,b\n1,2\n1,"2\n') == ["t.csv:3:1 not-csv"]
    assert faults_of('a,b\n1,"2" x\n') == ["t.csv:2:1 not-csv"]
    assert faults_of("a,b\n1," + "x" * 200_000 + "\n") == ["t.csv:2:1 text-too-long"]
    assert faults_of("a,b\n" + "1,2\n" * (MAX_CELLS // 2 + 1)) == ["t.csv:1:1 file-too-large"]


COLUMNS = ("body", "speaker", "country", "credibility", "next_update")
TABLE = [{"body": "UN", "speaker": "A, B"}, {"body": "AU", "speaker": "C"}]


@pytest.mark.parametrize(
    "text",
    [
        'body,speaker\nUN,"A, B"\nAU,C\n',
        "sep=;\nbody;speaker\nUN;A, B\nAU;C\n",
        '"sep=,"\nbody,speaker\nUN,"A, B"\nAU,C\n',
        "sep=;;;\r\nbody;speaker\r\nUN;A, B\r\nAU;C\r\n",
        "body\tspeaker\nUN\tA, B\nAU\tC\n",
        "BODY;Speaker\nUN;A, B\nAU;C\n",
        " Body ;\u00a0speaker\u00a0\nUN;A, B\nAU;C\n",
        "\ufeffbody;speaker;;;\nUN;A, B;;;\nAU;C;;;;;;\n;;;\n;\n\n",
        "body;speaker\nUN;A, B;;\nAU;C;;;;;;\n",
        ";;\nbody;speaker;\nUN;A, B;\nAU;C;\n",
    ],
)
def test_what_spreadsheet_programs_add_is_taken(text: str) -> None:
    values, warnings = read_csv("t.csv", text.encode(), COLUMNS)
    assert (values.tree, warnings) == (TABLE, [])
    for index, row in enumerate(TABLE):
        for name, cell in row.items():
            span = values.spans[index, name]
            assert values.texts["t.csv"][span.start : span.end].strip('" ') == cell


@pytest.mark.parametrize(
    "above",
    ["Reactions, as of 27 July;;\n", "Reactions\n\n", '"Reactions; a list";\nBody of evidence;;\n', "sep=;\nSpeaker\n"],
)
def test_a_title_above_the_headings_is_left_out_and_told_once(above: str) -> None:
    text = above + "Body;Speaker;Country\nUN;A;NER\n"
    values, (warning,) = read_csv("t.csv", text.encode(), COLUMNS)
    assert values.tree == [{"body": "UN", "speaker": "A", "country": "NER"}]
    assert (warning.code, warning.severity) == ("table-adapted", Severity.WARNING)
    assert values.headings[()].place.line == text[: text.index("Body;")].count("\n") + 1
    assert above.strip('";\n, ').split("\n")[-1].split(";")[0].strip('", ') in warning.what


@pytest.mark.parametrize("first", [0, 1])
def test_the_row_numbers_of_statistics_programs_are_left_out_and_told_once(first: int) -> None:
    text = f',body,speaker\n{first},UN,"A, B"\n{first + 1},AU,C\n'
    values, (warning,) = read_csv("t.csv", text.encode(), COLUMNS)
    assert (values.tree, warning.code, warning.place) == (TABLE, "table-adapted", Place("t.csv", 1, 1))
    with pytest.raises(ContentError) as raised:
        read_csv("t.csv", text.replace(f"\n{first},", "\n7,").encode(), COLUMNS)
    (problem,) = raised.value.problems
    assert problem.what == "this cell is in a column without a heading, with 1 more"


def test_a_row_that_names_no_column_is_no_heading() -> None:
    values, warnings = read_csv("t.csv", b"Organe;Orateur\nUN;A\n", COLUMNS)
    assert (values.tree, warnings) == ([{"Organe": "UN", "Orateur": "A"}], [])


def test_words_for_no_value_are_empty_cells_and_told_once() -> None:
    text = "body;speaker;country;next update\nUN;NA;NA;NaN\nAU;n/a;NER;#N/A\nNato;Nan;NULL;N. A.\n"
    values, (warning,) = read_csv("t.csv", text.encode(), COLUMNS)
    assert values.tree == [
        {"body": "UN", "country": "NA"},
        {"body": "AU", "country": "NER"},
        {"body": "Nato", "speaker": "Nan", "next_update": "N. A."},
    ]
    assert warning.place == Place("t.csv", 2, 4)
    assert (
        warning.what == '5 cells with "NA" or "NaN" or "n/a" or "#N/A" or "NULL" are counted as empty (lines 2, 3, 4)'
    )
    assert read_csv("t.csv", text.encode())[1] == []  # in a table of other columns they may be meant


@pytest.mark.parametrize("cell", ["#REF!", "#DIV/0!", "#NAME?", "#VALUE!", "#NOM?", "#VALEUR!", "#NUM!"])
def test_an_error_of_a_formula_is_reported(cell: str) -> None:
    assert faults_of(f"a;b\n1;{cell}\n") == ["t.csv:2:3 not-csv"]


@pytest.mark.parametrize("cell", ["#MeToo", "# 3", "#1", "#hashtag!x", "Really?!"])
def test_a_text_with_a_number_sign_is_no_error(cell: str) -> None:
    assert read(f"a;b\n1;{cell}\n")[0] == [{"a": "1", "b": cell}]


def test_a_decimal_comma_is_read_or_reported_at_its_place() -> None:
    assert read("a;b\n13,51;2,1\n")[0] == [{"a": "13,51", "b": "2,1"}]
    assert faults_of("a,b\n13,51,2,1\n") == ["t.csv:2:7 not-csv"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"PK\x03\x04rest", "t.csv:1:1: error[not-csv]: this is a spreadsheet program's own file, not CSV"),
        (b"\xd0\xcf\x11\xe0rest", "t.csv:1:1: error[not-csv]: this is a spreadsheet program's own file, not CSV"),
        ("a;b\n1;2\n".encode("utf-16"), "t.csv:1:1: error[not-utf8]: this file is saved as UTF-16"),
        ("\ufeffa;b\n".encode("utf-16-be"), "t.csv:1:1: error[not-utf8]: this file is saved as UTF-16"),
        ("a;b\n1;é\n".encode("cp1252"), "t.csv:2:3: error[not-utf8]: this file is not saved as UTF-8"),
    ],
)
def test_a_file_that_is_not_saved_as_utf_8_is_told_how_to_save_it(content: bytes, message: str) -> None:
    with pytest.raises(ContentError) as raised:
        read_csv("t.csv", content)
    assert str(raised.value).startswith(message)
    assert "UTF-8" in str(raised.value).partition("hint:")[2]


CELLS = st.text(st.sampled_from('ab1 ,;"\n\té😀\x00'), max_size=6)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=6), st.sampled_from(",;"))
def test_the_csv_of_a_spreadsheet_is_read_back_with_its_places(
    rows: list[tuple[str, str, str]], separator: str
) -> None:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator, quoting=csv.QUOTE_MINIMAL)
    writer.writerows([("one", "two", "three"), *rows])
    read_rows, values = read(out.getvalue())
    assert read_rows == [
        {name: cell.strip() for name, cell in zip(("one", "two", "three"), row, strict=True) if cell.strip()}
        for row in rows
        if any(cell.strip() for cell in row)
    ]
    for number, row in values.rows("rows"):
        for name, cell in row.items():
            span = values.spans[("rows", number, name)]
            (parsed,) = csv.reader(io.StringIO(values.texts["t.csv"][span.start : span.end]), delimiter=separator)
            assert parsed[0].strip() == cell


@settings(max_examples=200, deadline=None)
@given(st.text(st.sampled_from('a,;"\n\r\t \x00é'), max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    with suppress(ContentError):
        read(text)
