"""Read CSV tables as plain values, each with the place it was written at."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from briefing.load.located_values import (
    MAX_BYTES,
    LineIndex,
    LocatedValues,
    PlainValue,
    Span,
    TableHeading,
    ValuePath,
    decode_file,
)
from briefing.problems import ContentError, Place, Problem
from briefing.text.csv_text import unguard_cell

MAX_CELLS = 200_000
"""Twenty thousand reactions: a table so long becomes an annex, which is laid out in parts."""

_HINT = "save it as CSV with commas or semicolons, texts with either inside quotation marks"


@dataclass(frozen=True)
class Cell:
    """The text of a cell, and the start and end of its source text (characters of the file, from 0)."""

    text: str
    start: int
    end: int


@dataclass(frozen=True)
class CsvTable:
    """The cells of a CSV file: its heading, its rows in which any cell has text, and what gives their places."""

    text: str
    heading: list[Cell]
    rows: list[list[Cell]]
    lines: LineIndex


def read_csv(file: str, content: bytes) -> LocatedValues:
    """Return a CSV table (comma or semicolon, a heading line) as a list of one mapping per row, empty cells left out.

    Raises ContentError with every reason why it is not such a table.
    """
    table = read_csv_table(file, content)
    heading_place = table.lines.place(0)
    problems = [*_heading_problems(table), *_row_problems(table)]
    if problems:
        raise ContentError(problems)
    places = [table.lines.place(cell.start) for cell in table.heading]
    spans: dict[ValuePath, Span] = {}
    keys: dict[ValuePath, Place] = {}
    rows: list[PlainValue] = []
    for index, row in enumerate(table.rows):
        spans[(index,)] = Span(table.lines.place(row[0].start), row[0].start, row[-1].end)
        values: dict[str, PlainValue] = {}
        for name, place, cell in zip(table.heading, places, row, strict=False):
            spans[index, name.text] = Span(table.lines.place(cell.start), cell.start, cell.end)
            if cell.text:
                keys[index, name.text] = place
                values[name.text] = cell.text
        rows.append(values)
    names = tuple(cell.text for cell in table.heading)
    return LocatedValues(rows, spans, keys, {(): TableHeading(names, heading_place)}, texts={file: table.text})


def read_csv_table(file: str, content: bytes, max_bytes: int = MAX_BYTES) -> CsvTable:
    """Return the cells of a CSV file, their texts stripped. Raises ContentError where it is none, or has no heading."""
    text = decode_file(file, content, max_bytes)
    lines = LineIndex(file, text)
    heading, *rows = list(_records(text, _separator(file, text), lines)) or [[]]
    if not heading:
        raise ContentError(
            Problem("not-csv", "this table is empty", lines.place(0), "name the columns in its first line")
        )
    return CsvTable(text, heading, [row for row in rows if any(cell.text for cell in row)], lines)


def _heading_problems(table: CsvTable) -> Iterator[Problem]:
    seen: set[str] = set()
    for cell in table.heading:
        if cell.text and cell.text in seen:
            what = f'two columns have the heading "{cell.text}"'
            yield Problem("duplicate-key", what, table.lines.place(cell.start), "keep one of the two")
        seen.add(cell.text)


def _row_problems(table: CsvTable) -> Iterator[Problem]:
    if (cells := sum(map(len, table.rows))) > MAX_CELLS:
        what = f"this table has {cells:,} cells; at most {MAX_CELLS:,} are read"
        yield Problem("file-too-large", what, table.lines.place(0), "keep the rows that matter")
        return
    width = len(table.heading)
    unnamed = [number for number, cell in enumerate(table.heading) if not cell.text]
    for row in table.rows:
        if len(row) > width:
            what = f"this row has {len(row)} cells, but there are {width} headings"
            hint = "put a text with a comma in quotation marks"
            yield Problem("not-csv", what, table.lines.place(row[width].start), hint)
        for number in unnamed:
            if number < len(row) and row[number].text:
                what, hint = "this cell is in a column without a heading", "name the column in the first line"
                yield Problem("not-csv", what, table.lines.place(row[number].start), f"{hint}, or empty the cell")


def _separator(file: str, text: str) -> str:
    heading, _, _ = text.partition("\n")
    commas, semicolons = heading.count(","), heading.count(";")
    if "\t" in heading and not commas and not semicolons:
        what = "the columns of this table are separated by tabs"
        raise ContentError(Problem("not-csv", what, Place(file, 1, 1), _HINT))
    return ";" if semicolons > commas else ","


def _records(text: str, separator: str, lines: LineIndex) -> Iterator[list[Cell]]:
    """Yield the records of a CSV text. Raises ContentError where one cannot be read."""
    source = io.StringIO(text, newline="")
    start = consumed = 0

    def count_lines() -> Iterator[str]:
        nonlocal consumed
        for line in source:
            consumed += len(line)
            yield line

    try:
        for cells in csv.reader(count_lines(), delimiter=separator, strict=True):
            if cells:
                yield list(_located(cells, text, start))
            start = consumed
    except csv.Error as error:
        raise ContentError(_unreadable_row(str(error), lines.place(start))) from error


def _unreadable_row(message: str, place: Place) -> Problem:
    """Explain why the csv module cannot read a row."""
    if "field limit" in message:
        what, hint = "a text in this row is far too long", "look for a quotation mark never closed"
        return Problem("text-too-long", what, place, hint)
    if "end of data" in message:
        what = "a quotation mark is opened in this row and never closed"
        return Problem("not-csv", what, place, "close it; write a quotation mark inside a text twice")
    if "expected after" in message:
        what = "in this row more text follows a closing quotation mark"
        return Problem("not-csv", what, place, "write a quotation mark inside a text twice")
    return Problem("not-csv", f"this row cannot be read: {message}", place, _HINT)


def _located(cells: list[str], text: str, start: int) -> Iterator[Cell]:
    """Yield the cells of a record whose source text begins at `start`."""
    ends = [start]
    for cell in cells:
        ends.append(_end(text, ends[-1], len(cell)) + 1)
    for cell, (begin, end) in zip(cells, pairwise(ends), strict=True):
        yield Cell(unguard_cell(cell.strip()), begin, end - 1)


def _end(text: str, start: int, length: int) -> int:
    """Return where the source text of a cell of `length` characters that begins at `start` ends, before its separator."""
    if not text.startswith('"', start):
        return start + length
    at = start + 1
    while (at := text.find('"', at)) >= 0 and text.startswith('"', at + 1):
        at += 2
    return at + 1
