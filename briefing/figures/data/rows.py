"""The rows of a coup dataset's file, as its authors publish it or a spreadsheet program saved it, each value with its place."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache

from briefing.figures.data.layouts import LAYOUTS, DatasetLayout
from briefing.load.csv_reader import SEPARATOR_NAMES
from briefing.load.located_values import decode_file
from briefing.load.spreadsheets import find_column, find_layout, is_workbook
from briefing.problems import ContentError, Place, Problem

_MOST_PROBLEMS = 50
_LONGEST_LINE = 10_000
_LINES_ABOVE = 12
"""How many lines are looked at for the headings: a title may be above them."""

_CUT = "It may be cut short: fetch the file again."
_COLUMNS = frozenset(column for layout in LAYOUTS for column in layout.columns)


@dataclass(frozen=True)
class DatasetFile:
    """A dataset's file in one of the layouts: its lines, the names of its columns, and the line of its headings (from 1)."""

    name: str
    lines: tuple[str, ...]
    layout: DatasetLayout
    separator: str
    columns: tuple[str, ...]
    heading: int


@dataclass(frozen=True)
class DatasetRow:
    """One row: its values by column, without the blanks around them, and as they are in the file."""

    file: DatasetFile
    number: int
    values: Mapping[str, str]
    fields: tuple[str, ...]

    def __getitem__(self, column: str) -> str:
        return self.values[column]

    def place(self, column: str = "") -> Place:
        """Return the place of the value in a column: its line and first character; without one, that of the row."""
        if column not in self.file.columns:
            return Place(self.file.name, self.number)
        starts = _starts(self.file.lines[self.number - 1], self.file.separator)
        return Place(self.file.name, self.number, starts[self.file.columns.index(column)] + 1)


def read_lines(content: bytes, name: str, max_bytes: int) -> tuple[str, ...]:
    """Split a file into lines as an editor counts them. Raises ContentError for a workbook, and where it is not UTF-8."""
    if is_workbook(content):
        what, hint = "this is a spreadsheet program's own file", "Save it as CSV, with the encoding UTF-8."
        raise ContentError(Problem("data-encoding", what, Place(name), hint))
    try:
        return tuple(decode_file(name, content, max_bytes).split("\n"))
    except ContentError as error:
        raise ContentError(replace(problem, code="data-encoding") for problem in error.problems) from error


def recognise(name: str, lines: tuple[str, ...]) -> DatasetFile:
    """Return a file with its layout, by its headings. Raises ContentError for an unknown one, or for another separator."""
    head = "\n".join(line[:_LONGEST_LINE] for line in lines[:_LINES_ABOVE])
    found = find_layout(head, _COLUMNS)
    above = head.count("\n", 0, found.begin)
    filled = [number for number, line in enumerate(lines[:_LINES_ABOVE]) if number >= above and line.strip()]
    heading = filled[found.heading] if found.heading < len(filled) else 0
    names = [find_column(cell.strip(), _COLUMNS) for cell in split_line(lines[heading], found.separator) or []]
    while names and not names[-1]:
        del names[-1]  # Excel adds separators at the ends of lines
    for layout in LAYOUTS:
        if set(layout.columns) <= set(names):
            return DatasetFile(name, lines, layout, found.separator, tuple(names), heading + 1)
    if len({"date", "iso3", "ccode", "cowcode"} & set(lines[heading].split("|"))) and "|" in lines[heading]:
        what, hint = "the columns are separated by bars", "Save the file with commas, semicolons or tabs."
        raise ContentError(Problem("data-separator", what, Place(name, heading + 1), hint))
    nearest = max(LAYOUTS, key=lambda layout: len(set(layout.columns) & set(names)) / len(layout.columns))
    missing = [column for column in nearest.columns if column not in names]
    what = "the columns are of no known dataset"
    if len(missing) * 2 < len(nearest.columns):
        what += f": for {nearest.name} layout {', '.join(missing)} {'is' if len(missing) == 1 else 'are'} missing"
    hint = "Known are " + "; ".join(f"{layout.name}: {', '.join(layout.columns)}" for layout in LAYOUTS)
    raise ContentError(Problem("data-layout", what, Place(name, heading + 1), hint))


def read_rows(file: DatasetFile, problems: list[Problem]) -> Iterator[DatasetRow]:
    """Yield each row, adding a problem for each faulty line; stop after 50 problems."""
    first: dict[str, int] = {}
    width = len(file.columns)
    for number, line in enumerate(file.lines[file.heading :], start=file.heading + 1):
        if len(problems) >= _MOST_PROBLEMS:
            problems.append(Problem("data-many-faults", "there may be more faults", Place(file.name)))
            return
        if not line.strip():
            continue
        place, fields = Place(file.name, number), split_line(line, file.separator)
        if fields and not any(map(str.strip, fields)):
            continue
        if fields and len(fields) > width and not any(map(str.strip, fields[width:])):
            del fields[width:]
        problem = _line_problem(line, fields, file, place)
        if not problem and first.setdefault(line, number) != number:
            what = f"the line is line {first[line]} once more: {line}"
            problem = Problem("data-duplicate", what, place, "An event would be counted twice: delete one.")
        if problem or fields is None:
            problems += [problem] if problem else []
        else:
            values = dict(zip(file.columns, map(str.strip, fields), strict=True))
            yield DatasetRow(file, number, values, tuple(fields))


def _line_problem(line: str, fields: list[str] | None, file: DatasetFile, place: Place) -> Problem | None:
    """Return what is wrong with a line as a whole."""
    if len(line) > _LONGEST_LINE:
        hint = "No coup dataset has such lines: is it the right file?"
        return Problem("data-line", f"the line has {len(line):,} characters", place, hint)
    is_plain = line.replace("\t", "").isprintable()
    at = -1 if is_plain else next((at for at, c in enumerate(line) if c != "\t" and (c < " " or c == "\x7f")), -1)
    if at >= 0:
        what = f"the line contains U+{ord(line[at]):04X}, which is not text"
        return Problem("data-character", what, replace(place, column=at + 1), "Fetch the file again.")
    expected = len(file.columns)
    if fields is None or len(fields) != expected:
        found = "an unclosed quotation" if fields is None else f"{len(fields)} values"
        what = f"the line has {found} where {expected} values are expected"
        name = SEPARATOR_NAMES[file.separator]
        hint = f"Put a text with a {name} in quotation marks." if fields and len(fields) > expected else _CUT
        return Problem("data-truncated", what, place, hint)
    return None


def split_line(line: str, separator: str) -> list[str] | None:
    """Split one line, without blanks beside quotation marks; None where a quotation is not closed, as in a line cut short."""
    if '"' not in line:
        return line.split(separator) if line else []
    for text in (line, beside_quotations(separator).sub("", line)):
        try:
            fields = next(csv.reader([text], delimiter=separator, strict=True), [])
        except csv.Error:
            continue
        if not any(field[:1].isspace() and field.lstrip().startswith('"') for field in fields):
            return fields
    return None


@cache
def beside_quotations(separator: str) -> re.Pattern[str]:
    """Return the pattern of blanks between a quotation mark and a separator, or the end of the line."""
    mark = re.escape(separator)
    return re.compile(rf'(?<=")[ \xa0]+(?={mark}|$)|(?:(?<={mark})|^)[ \xa0]+(?=")')


def _starts(line: str, separator: str) -> list[int]:
    """Return where each value of a line begins, its quotation mark included (characters, from 0)."""
    starts, quoted = [0], False
    for at, character in enumerate(line):
        quoted ^= character == '"'
        if character == separator and not quoted:
            starts.append(at + 1)
    return starts
