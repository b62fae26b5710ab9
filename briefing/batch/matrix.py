"""One definition, many reports: each row of a table gives values for the names in braces of a `briefing.yaml`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from briefing.build_output import Parameters
from briefing.load.csv_reader import read_csv_table
from briefing.problems import ContentError, Place, Problem, reason_of

MAX_BYTES = 20_000_000
MAX_ROWS = 100_000

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def read_matrix(path: Path) -> list[tuple[int, Parameters]]:
    """Return the reports of a matrix: for each row its line (from 2), and its parameters in the order of the columns.

    Empty rows are left out. Raises ContentError with every problem of the table.
    """
    file = str(path)
    table = read_csv_table(file, _read_file(path), MAX_BYTES)
    if len(table.rows) > MAX_ROWS:
        what = f"this table has more than {MAX_ROWS:,} rows"
        raise ContentError(Problem("file-too-large", what, Place(file), "split it"))
    names = [cell.text for cell in table.heading]
    problems = list(_heading_problems(names, Place(file, 1)))
    reports: list[tuple[int, Parameters]] = []
    lines: dict[Parameters, int] = {}
    for row in table.rows:
        line = table.lines.place(row[0].start).line
        if len(row) != len(names):
            what = f"this row has {len(row)} cells, but there are {len(names)} columns"
            hint = "put a text with a comma in quotation marks"
            problems.append(Problem("not-csv", what, Place(file, line), hint))
            continue
        parameters = tuple(zip(names, (cell.text for cell in row), strict=True))
        if first := lines.get(parameters):
            what = f"this row repeats line {first}"
            problems.append(Problem("duplicate-row", what, Place(file, line), "keep one of the two"))
            continue
        lines[parameters] = line
        reports.append((line, parameters))
    if not (reports or problems):
        problems.append(Problem("not-csv", "this table has no rows", Place(file, 1), "add a row for each report"))
    if problems:
        raise ContentError(problems)
    return reports


def _read_file(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        what = f"the matrix cannot be read: {reason_of(error)}"
        raise ContentError(Problem("file-missing", what, Place(str(path)), "name a .csv file with --matrix")) from error


def _heading_problems(names: list[str], place: Place) -> Iterator[Problem]:
    for number, name in enumerate(names):
        if not _NAME.fullmatch(name):
            hint = "name it with letters, digits and _, as {country} is named country"
            yield Problem("not-csv", f'column {number + 1} has the heading "{name}"', place, hint)
        elif name in names[:number]:
            yield Problem("duplicate-key", f'two columns have the heading "{name}"', place, "keep one of the two")
