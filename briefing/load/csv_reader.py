"""CSV tables as plain values, each with the place it was written at."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from briefing.load.located_values import Columns, Lines, LocatedValues, Span, ValuePath, decode
from briefing.problems import ContentError, Place, Problem

MAX_CELLS = 200_000
"""Twenty thousand reactions: a table so long becomes an annex, which is laid out in parts."""

_HINT = "save it as CSV with commas or semicolons, texts with either inside quotation marks"


@dataclass(frozen=True)
class _Cell:
    """What a cell says, and the stretch of the file's text it was written in (characters from 0)."""

    text: str
    start: int
    end: int


def read_csv(file: str, content: bytes, values: LocatedValues, path: ValuePath) -> list[dict[str, str]]:
    """Read a CSV table (comma or semicolon, a heading line) as one dict a row, empty cells left out.

    The place of each cell goes into `values` under `path`, the place of its heading into the keys. Raises ContentError
    with every reason why it is not such a table.
    """
    text = decode(file, content)
    values.texts[file] = text
    place = Lines(file, text)
    heading, *rows = list(_records(text, _separator(file, text), place)) or [[]]
    if not heading:
        raise ContentError(Problem("not-csv", "this table is empty", place(0), "its first line names the columns"))
    problems = [*_faults_of(heading, place), *_faults_in(rows, heading, place)]
    if problems:
        raise ContentError(problems)
    names = tuple(cell.text for cell in heading)
    values.columns[path] = Columns(names, place(0))
    read: list[dict[str, str]] = []
    for row in rows:
        if not any(cell.text for cell in row):
            continue
        at = (*path, len(read))
        values.spans[at] = Span(place(row[0].start), row[0].start, row[-1].end)
        for name, cell in zip(heading, row, strict=False):
            values.spans[(*at, name.text)] = Span(place(cell.start), cell.start, cell.end)
            if cell.text:
                values.keys[(*at, name.text)] = place(name.start)
        read.append({name: cell.text for name, cell in zip(names, row, strict=False) if cell.text})
    return read


def _faults_of(heading: list[_Cell], place: Lines) -> Iterator[Problem]:
    seen: set[str] = set()
    for cell in heading:
        if cell.text and cell.text in seen:
            what = f'two columns have the heading "{cell.text}"'
            yield Problem("duplicate-key", what, place(cell.start), "keep one of the two")
        seen.add(cell.text)


def _faults_in(rows: list[list[_Cell]], heading: list[_Cell], place: Lines) -> Iterator[Problem]:
    if (cells := sum(map(len, rows))) > MAX_CELLS:
        what = f"this table has {cells:,} cells; at most {MAX_CELLS:,} are read"
        yield Problem("file-too-large", what, place(0), "keep the rows that matter")
        return
    unnamed = {number for number, cell in enumerate(heading) if not cell.text}
    for row in rows:
        if len(row) > len(heading):
            what = f"this row has {len(row)} cells, but there are {len(heading)} headings"
            yield Problem("not-csv", what, place(row[len(heading)].start), "put a text with a comma in quotation marks")
        for number in sorted(unnamed.intersection(range(len(row)))):
            if row[number].text:
                what = "this cell stands in a column without a heading"
                yield Problem(
                    "not-csv", what, place(row[number].start), "name the column in the first line, or empty it"
                )


def _separator(file: str, text: str) -> str:
    heading, _, _ = text.partition("\n")
    commas, semicolons = heading.count(","), heading.count(";")
    if "\t" in heading and not commas and not semicolons:
        raise ContentError(Problem("not-csv", "the columns of this table are parted by tabs", Place(file, 1, 1), _HINT))
    return ";" if semicolons > commas else ","


def _records(text: str, separator: str, place: Lines) -> Iterator[list[_Cell]]:
    """The records of a CSV text. Raises ContentError where it breaks off."""
    source = io.StringIO(text, newline="")
    start = taken = 0

    def lines() -> Iterator[str]:
        nonlocal taken
        for line in source:
            taken += len(line)
            yield line

    try:
        for cells in csv.reader(lines(), delimiter=separator, strict=True):
            if cells:
                yield list(_placed(cells, text, start, separator))
            start = taken
    except csv.Error as error:
        raise ContentError(_broken(str(error), place(start))) from error


def _broken(said: str, place: Place) -> Problem:
    """What broke a record of a table off, in words."""
    if "field limit" in said:
        return Problem(
            "text-too-long", "a text in this row is far too long", place, "look for a quotation mark never closed"
        )
    if "end of data" in said:
        what = "a quotation mark is opened in this row and never closed"
        return Problem("not-csv", what, place, "close it; a quotation mark inside a text is written twice")
    if "expected after" in said:
        what = "in this row more text follows a closing quotation mark"
        return Problem("not-csv", what, place, "write a quotation mark inside a text twice")
    return Problem("not-csv", f"this row cannot be read: {said}", place, _HINT)


def _placed(cells: list[str], text: str, start: int, separator: str) -> Iterator[_Cell]:
    """The cells of a record that begins at `start`, as strings and as written."""
    ends = [start]
    for cell in cells:
        ends.append(_end(text, ends[-1], len(cell)) + 1)
    for cell, (begin, end) in zip(cells, pairwise(ends), strict=True):
        yield _Cell(cell.strip(), begin, end - 1)


def _end(text: str, start: int, length: int) -> int:
    """Where a cell of so many characters that begins at `start` ends as written, its separator not counted."""
    if not text.startswith('"', start):
        return start + length
    at = start + 1
    while (at := text.find('"', at)) >= 0 and text.startswith('"', at + 1):
        at += 2
    return at + 1
