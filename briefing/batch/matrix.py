"""One definition, many reports: a table with a row for each, whose columns fill the braces of a `briefing.yaml`."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

from briefing.build_output import Parameters
from briefing.problems import ContentError, Place, Problem

MAX_BYTES = 20_000_000
MAX_ROWS = 100_000

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def read_matrix(path: Path) -> list[tuple[int, Parameters]]:
    """The reports of a matrix: for each row the line it begins in (from 2), and its parameters in the order of columns.

    Rows with nothing in them are left out. Raises ContentError with every fault of the table.
    """
    rows = _rows(path)
    heading, *others = rows or [(1, [])]
    names = [name.strip() for name in heading[1]]
    problems = list(_faults_of(names, Place(str(path), 1)))
    reports: list[tuple[int, Parameters]] = []
    seen: dict[Parameters, int] = {}
    for line, cells in others:
        values = [cell.strip() for cell in cells]
        if not any(values):
            continue
        if len(values) != len(names):
            what = f"this row has {len(values)} cells, but there are {len(names)} columns"
            hint = "put a text with a comma in quotation marks"
            problems.append(Problem("not-csv", what, Place(str(path), line), hint))
            continue
        parameters = tuple(zip(names, values, strict=True))
        if first := seen.get(parameters):
            what = f"this row says the same as line {first}"
            problems.append(Problem("duplicate-row", what, Place(str(path), line), "keep one of the two"))
            continue
        seen[parameters] = line
        reports.append((line, parameters))
    if not (reports or problems):
        problems.append(Problem("not-csv", "this table has no rows", Place(str(path), 1), "each row is one report"))
    if problems:
        raise ContentError(problems)
    return reports


def _rows(path: Path) -> list[tuple[int, list[str]]]:
    """Each row of a file with the line it begins in. Raises ContentError where it cannot be read."""
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
        text = content.decode("utf-8-sig")
    except OSError as error:
        what = f"the matrix cannot be read: {(error.strerror or str(error)).lower()}"
        raise ContentError(Problem("file-missing", what, Place(str(path)), "name a .csv file with --matrix")) from error
    except UnicodeDecodeError as error:
        hint = "open it where its letters look right, and save it with the encoding UTF-8"
        raise ContentError(Problem("not-utf8", "this file is not saved as UTF-8", Place(str(path)), hint)) from error
    if len(content) > MAX_BYTES:
        what = f"this file has more than {MAX_BYTES:,} bytes"
        raise ContentError(Problem("file-too-large", what, Place(str(path)), "split it"))
    separator = ";" if text.partition("\n")[0].count(";") > text.partition("\n")[0].count(",") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows: list[tuple[int, list[str]]] = []
    line = 1
    try:
        for row in reader:
            rows.append((line, row))
            line = reader.line_num + 1
            if len(rows) > MAX_ROWS + 1:
                what = f"this table has more than {MAX_ROWS:,} rows"
                raise ContentError(Problem("file-too-large", what, Place(str(path)), "split it"))
    except csv.Error as error:
        hint = "save it as CSV with commas or semicolons, texts with either inside quotation marks"
        raise ContentError(Problem("not-csv", f"this is no table: {error}", Place(str(path), line), hint)) from error
    return rows


def _faults_of(names: list[str], place: Place) -> Iterator[Problem]:
    for number, name in enumerate(names):
        if not _NAME.fullmatch(name):
            hint = "name it with letters, digits and _, as {country} is named country"
            yield Problem("not-csv", f'column {number + 1} has the heading "{name}"', place, hint)
        elif name in names[:number]:
            yield Problem("duplicate-key", f'two columns have the heading "{name}"', place, "keep one of the two")
    if not names:
        yield Problem("not-csv", "this table is empty", place, "its first line names the columns")
