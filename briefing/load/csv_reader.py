"""Read CSV tables as plain values, each with the place it was written at."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
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
from briefing.load.spreadsheets import (
    CELL_ERROR,
    EMPTY_WORDS,
    TableLayout,
    find_column,
    find_layout,
    is_workbook,
)
from briefing.problems import ContentError, Place, Problem, Severity
from briefing.text.csv_text import unguard_cell

MAX_CELLS = 200_000
"""Twenty thousand reactions: a table so long becomes an annex, which is laid out in parts."""

MOST_LINES = 8
"""How many lines a warning names."""

SEPARATOR_NAMES = {",": "comma", ";": "semicolon", "\t": "tab"}

_HINT = "save it as CSV with commas or semicolons, texts with either inside quotation marks"


@dataclass(frozen=True)
class Cell:
    """The text of a cell, and the start and end of its source text (characters of the file, from 0)."""

    text: str
    start: int
    end: int


@dataclass(frozen=True)
class CsvTable:
    """The cells of a CSV file: its heading, its rows in which any cell has text, and what gives their places.

    `above` are the rows above the heading; `numbered`: the first column had the numbers of the rows, and is empty now.
    """

    text: str
    heading: list[Cell]
    rows: list[list[Cell]]
    lines: LineIndex
    separator: str = ","
    above: tuple[list[Cell], ...] = ()
    numbered: bool = False


def read_csv(file: str, content: bytes, columns: Collection[str] = ()) -> tuple[LocatedValues, list[Problem]]:
    """Return a CSV table as a list of one mapping per row, empty cells left out, and warnings of what was adapted.

    Cells are separated by commas, semicolons or tabs. Where the names of the `columns` are given, headings match them whatever
    their capitals and blanks, rows above the headings are left out, and words for "no value" count as empty cells. Raises
    ContentError with every reason why it is not such a table.
    """
    table = read_csv_table(file, content, columns=columns)
    problems = [*_heading_problems(table), *_row_problems(table)]
    if problems:
        raise ContentError(problems)
    places = [table.lines.place(cell.start) for cell in table.heading]
    spans: dict[ValuePath, Span] = {}
    keys: dict[ValuePath, Place] = {}
    rows: list[PlainValue] = []
    emptied: list[tuple[Place, str]] = []
    for index, row in enumerate(table.rows):
        spans[(index,)] = Span(table.lines.place(row[0].start), row[0].start, row[-1].end)
        values: dict[str, PlainValue] = {}
        for name, place, cell in zip(table.heading, places, row, strict=False):
            span = Span(table.lines.place(cell.start), cell.start, cell.end)
            spans[index, name.text] = span
            # NA is the code of Namibia, with two letters instead of three, which is reported as such.
            if columns and cell.text in EMPTY_WORDS and (name.text, cell.text) != ("country", "NA"):
                emptied.append((span.place, cell.text))
            elif cell.text:
                keys[index, name.text] = place
                values[name.text] = cell.text
        rows.append(values)
    names = tuple(cell.text for cell in table.heading)
    heading = TableHeading(names, table.lines.place(table.heading[0].start))
    located = LocatedValues(rows, spans, keys, {(): heading}, texts={file: table.text})
    return located, [*_parts_left_out(table), *_cells_emptied(emptied)]


def read_csv_table(file: str, content: bytes, max_bytes: int = MAX_BYTES, columns: Collection[str] = ()) -> CsvTable:
    """Return the cells of a CSV file, their texts stripped. Raises ContentError where it is none, or has no heading."""
    if is_workbook(content):
        what, hint = "this is a spreadsheet program's own file, not CSV", "save it as CSV, with the encoding UTF-8"
        raise ContentError(Problem("not-csv", what, Place(file, 1, 1), hint))
    text = decode_file(file, content, max_bytes)
    lines = LineIndex(file, text)
    layout = find_layout(text, columns)
    rows = [row for row in _records(text, layout, lines) if any(cell.text for cell in row)]
    if not rows:
        what, hint = "this table is empty", "name the columns in its first line"
        raise ContentError(Problem("not-csv", what, lines.place(0), hint))
    heading = [Cell(find_column(cell.text, columns), cell.start, cell.end) for cell in rows[layout.heading]]
    above, below = rows[: layout.heading], [_cut(row, len(heading)) for row in rows[layout.heading + 1 :]]
    numbered = bool(columns) and not heading[0].text and _are_numbers([row[0].text for row in below])
    if numbered:
        below = [[replace(row[0], text=""), *row[1:]] for row in below]
    return CsvTable(text, heading, below, lines, layout.separator, tuple(above), numbered)


def _are_numbers(cells: Sequence[str]) -> bool:
    """Tell whether cells are the numbers of their rows, from 0 or 1, which statistics programs write without a heading."""
    return any(list(cells) == [str(number) for number in range(first, first + len(cells))] for first in (0, 1))


def _cut(row: list[Cell], width: int) -> list[Cell]:
    """Return a row without the empty cells beyond the headings, which spreadsheet programs may add."""
    last = max(number for number, cell in enumerate(row, start=1) if cell.text)
    return row[: max(last, width)]


def _parts_left_out(table: CsvTable) -> Iterator[Problem]:
    if table.above:
        words = " ".join(cell.text for row in table.above for cell in row if cell.text)[:80]
        what = f'the text above the headings is left out: "{words}"'
        place = table.lines.place(table.above[0][0].start)
        yield Problem("table-adapted", what, place, "delete it in the table", Severity.WARNING)

    if table.numbered:
        what = "the first column has the numbers of the rows and no heading, and is left out"
        place = table.lines.place(table.heading[0].start)
        yield Problem("table-adapted", what, place, "save the table without them", Severity.WARNING)


def _cells_emptied(cells: Sequence[tuple[Place, str]]) -> Iterator[Problem]:
    if cells:
        words = " or ".join(f'"{word}"' for word in dict.fromkeys(word for _, word in cells))
        numbers = list(dict.fromkeys(str(place.line) for place, _ in cells))
        lines = ", ".join(numbers[:MOST_LINES]) + (" and others" if len(numbers) > MOST_LINES else "")
        counted = f"1 cell with {words} is" if len(cells) == 1 else f"{len(cells)} cells with {words} are"
        what = f"{counted} counted as empty ({'line' if len(numbers) == 1 else 'lines'} {lines})"
        yield Problem("table-adapted", what, cells[0][0], "empty them in the table", Severity.WARNING)


def _heading_problems(table: CsvTable) -> Iterator[Problem]:
    seen: set[str] = set()
    for cell in table.heading:
        if cell.text and cell.text in seen:
            what = f'two columns have the heading "{cell.text}"'
            yield Problem("duplicate-key", what, table.lines.place(cell.start), "keep one of the two")
        seen.add(cell.text)


def _row_problems(table: CsvTable) -> Iterator[Problem]:
    if (count := sum(map(len, table.rows))) > MAX_CELLS:
        what = f"this table has {count:,} cells; at most {MAX_CELLS:,} are read"
        yield Problem("file-too-large", what, table.lines.place(0), "keep the rows that matter")
        return
    width = len(table.heading)
    for number in (number for number, cell in enumerate(table.heading) if not cell.text):
        if cells := [row[number] for row in table.rows if number < len(row) and row[number].text]:
            what = "this cell is in a column without a heading" + (f", with {len(cells) - 1} more" if cells[1:] else "")
            place, hint = table.lines.place(cells[0].start), "name the column in the line of the headings, or empty it"
            yield Problem("not-csv", what, place, hint)
    for row in table.rows:
        if len(row) > width:
            surplus = next(cell for cell in row[width:] if cell.text)
            what = (
                f"this row has {len(row)} cells, but there {'is 1 heading' if width == 1 else f'are {width} headings'}"
            )
            hint = f"put a text with a {SEPARATOR_NAMES[table.separator]} in quotation marks"
            yield Problem("not-csv", what, table.lines.place(surplus.start), hint)
        for cell in row:
            if cell.text.startswith("#") and CELL_ERROR.fullmatch(cell.text):
                what = f'this cell has an error of the spreadsheet program: "{cell.text}"'
                hint = "correct its formula, and save the table again"
                yield Problem("not-csv", what, table.lines.place(cell.start), hint)


def _records(text: str, layout: TableLayout, lines: LineIndex) -> Iterator[list[Cell]]:
    """Yield the records of a CSV text. Raises ContentError where one cannot be read."""
    source = io.StringIO(text, newline="")
    start = consumed = source.seek(layout.begin)

    def count_lines() -> Iterator[str]:
        nonlocal consumed
        for line in source:
            consumed += len(line)
            yield line

    try:
        for cells in csv.reader(count_lines(), delimiter=layout.separator, strict=True):
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
