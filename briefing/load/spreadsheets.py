"""Recognise what spreadsheet programs make of a table when they save it as CSV, so that no cell is lost silently."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import PurePath

from briefing.problems import Problem

EMPTY_WORDS = frozenset(
    ("NA", "N/A", "n/a", "#N/A", "<NA>", "NaN", "nan", "NULL", "null", "#NV", "#N/D")  # #NV and #N/D are Excel's #N/A
)
"""What spreadsheet and statistics programs write into a cell that has no value."""

CELL_ERROR = re.compile(r"#(?!N/)[^\W\d_]+(?:/0)?[!?]")
"""The error of a formula: `#REF!`, `#DIV/0!`, `#NAME?`, in French `#NOM?`."""

WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".ods", ".fods", ".numbers")
_OTHER_TABLES = (".tsv", ".tab", ".txt")
_PACKED = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""The first bytes of workbooks: a ZIP archive (.xlsx, .ods, .numbers) and Microsoft's older container (.xls)."""

_SEPARATORS = ",;\t"
_SEPARATOR_LINE = re.compile(r'"?sep=([,;\t])"?[,;\t ]*(?:\n|\Z)', re.IGNORECASE)
_MAX_LINES_ABOVE = 10
_HEAD_LENGTH = 20_000


@dataclass(frozen=True)
class TableLayout:
    """Where the rows of a CSV text begin, what separates its cells, and which of its rows with text has the headings."""

    begin: int
    separator: str
    heading: int


def find_layout(text: str, columns: Collection[str]) -> TableLayout:
    """Return the layout of a CSV text whose columns may have these names; without names its first row has the headings."""
    declared = _SEPARATOR_LINE.match(text)
    begin = declared.end() if declared else 0
    first = text[begin:].partition("\n")[0] if begin else text.partition("\n")[0]
    separators = [declared[1]] if declared else sorted(_SEPARATORS, key=first.count, reverse=True)
    best = TableLayout(begin, separators[0], 0)
    most = 1  # a text above the headings may have one of their names
    for separator in separators if columns else ():
        for number, names in enumerate(_first_rows(text[begin : begin + _HEAD_LENGTH], separator)):
            known = sum(find_column(name, columns) in columns for name in names)
            if known > most:
                best, most = TableLayout(begin, separator, number), known
    return best


def _first_rows(head: str, separator: str) -> Iterator[list[str]]:
    """Yield the first rows that have text, as far as they can be read."""
    number = 0
    try:
        for row in csv.reader(io.StringIO(head, newline=""), delimiter=separator):
            if any(map(str.strip, row)):
                yield row
                number += 1
            if number > _MAX_LINES_ABOVE:
                return
    except csv.Error:  # reported where the whole table is read
        return


def find_column(heading: str, columns: Collection[str]) -> str:
    """Return the column that a heading means, whatever its capitals and blanks; the heading where it means none."""
    key = re.sub(r"[\W_]+", "_", heading.casefold()).strip("_")
    return key if key in columns else heading


def refuse_other_table(key: str, name: str) -> Problem | None:
    """Return the problem with the name of a file that is a table, but not CSV; None for any other text."""
    path = PurePath(name.strip())
    hint = f"save it as CSV, with the encoding UTF-8, and write {key}: {path.stem}.csv"
    if path.suffix.lower() in WORKBOOKS and path.stem:
        return Problem("not-csv", f'"{name}" is a spreadsheet, and tables are read from .csv files', hint=hint)
    if path.suffix.lower() in _OTHER_TABLES and path.stem:
        return Problem("not-csv", f'"{name}" does not end in .csv, as tables do', hint=hint)
    return None


def is_workbook(content: bytes) -> bool:
    """Tell whether a file is a spreadsheet program's own, whatever its name."""
    return content.startswith(_PACKED)
