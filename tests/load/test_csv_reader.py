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
from briefing.problems import ContentError, Place


def read(text: str) -> tuple[PlainValue, LocatedValues]:
    values = LocatedValues({}).with_table("rows", read_csv("t.csv", text.encode()))
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
    assert faults_of("a\tb\n1\t2\n") == ["t.csv:1:1 not-csv"]
    assert faults_of("a,a\n1,2\n") == ["t.csv:1:3 duplicate-key"]
    assert faults_of('a,b\n1,2\n1,"2\n') == ["t.csv:3:1 not-csv"]
    assert faults_of('a,b\n1,"2" x\n') == ["t.csv:2:1 not-csv"]
    assert faults_of("a,b\n1," + "x" * 200_000 + "\n") == ["t.csv:2:1 text-too-long"]
    assert faults_of("a,b\n" + "1,2\n" * (MAX_CELLS // 2 + 1)) == ["t.csv:1:1 file-too-large"]


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
