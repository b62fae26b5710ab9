"""Read a CSV file that a briefing names, and find the columns in it that it names."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

from briefing.load.csv_reader import read_csv
from briefing.load.files import FileProblem, FolderReader
from briefing.load.located_values import MAX_BYTES, LocatedValues
from briefing.load.spreadsheets import refuse_other_table
from briefing.problems import ContentError, Place, Problem, did_you_mean

ShownName = Callable[[str], str]
"""Gives the name of a file that was read as messages show it."""


def read_table_file(
    name: str, place: Place | None, files: FolderReader, shown: ShownName, columns: Collection[str]
) -> tuple[LocatedValues, list[Problem]]:
    """Return the rows of a CSV file named at a place, and warnings; `columns` are those that it is known to have.

    Where none are, its first row has their names. Raises ContentError where it cannot be read.
    """
    if not name.lower().endswith(".csv"):
        problem = refuse_other_table("data", name) or Problem(
            "not-csv", f'"{name}" does not end in .csv', hint="name the .csv file that has the numbers"
        )
        raise ContentError(replace(problem, place=place))
    try:
        content = files.read(name, "table", MAX_BYTES)
    except FileProblem as error:
        raise ContentError(error.at(place)) from error
    if not columns:
        first, _ = read_csv(shown(name), content)
        columns = [heading for heading in first.headings[()].names if heading]
    return read_csv(shown(name), content, columns)


def find_columns(
    file: str, table: LocatedValues, wanted: Sequence[tuple[str, Place | None]], code: str
) -> tuple[list[str], list[Problem]]:
    """Return the headings of named columns, whatever their capitals, and the problems (`code`) of what is not there.

    A name that is not there has an empty heading. `file` is the name of the table; each wanted column has the place where it
    is named.
    """
    headings = table.headings[()].names
    folded = {heading.casefold(): heading for heading in headings if heading}
    found: list[str] = []
    problems: list[Problem] = []
    for name, place in wanted:
        heading = name if name in headings else folded.get(name.casefold(), "")
        if not heading:
            listed = ", ".join(filter(None, headings[:12])) + (" …" if len(headings) > 12 else "")
            hint = did_you_mean(name, list(folded.values())) or f"name one of its columns: {listed}"
            problems.append(Problem(code, f'{file} has no column "{name}"', place, hint))
        elif heading in found:
            problems.append(Problem(code, f'the column "{heading}" is named twice', place, "name each column once"))
        found.append(heading)
    return found, problems


def table_separator(table: LocatedValues) -> str:
    """Return what stands between the cells of a table."""
    head = next(iter(table.texts.values()), "").lstrip("\ufeff").partition("\n")[0]
    return max(",;\t", key=head.count)
