"""Tell the columns of numbers of a table from those of texts, and read their numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from briefing.load.charts.numbers import NO_VALUE, NumberCell, decimal_mark, parse_cell
from briefing.load.charts.values import is_clear, unclear_number
from briefing.model.parts.table_data import TableCell
from briefing.problems import Place, Problem, Severity

_CODE = re.compile(r"0\d")
"""A number that begins with a zero before other digits is a code: it is printed as it is."""

_YEAR = re.compile(r"(?:1\d|2[0-2])\d\d")

_FEWEST_NUMBERS, _LARGE_SHARE = 3, 2 / 3
"""From so many numbers, and so large a share of its cells, on, a column is meant to be one of numbers."""


@dataclass(frozen=True)
class WrittenCell:
    """The text of a cell, empty where there is none, and its place."""

    text: str
    place: Place | None


@dataclass(frozen=True)
class ReadColumns:
    """The cells of each column, those that are of numbers, and those of them whose numbers could be years."""

    cells: tuple[tuple[TableCell, ...], ...]
    numeric: frozenset[int]
    ungrouped: frozenset[int]
    problems: tuple[Problem, ...]


def read_columns(columns: Sequence[Sequence[WrittenCell]], language: str, separator: str) -> ReadColumns:
    """Return the cells of a table's columns as they are printed, the first of which names the rows, and the problems.

    A column is of numbers where each of its cells is one, is empty, or says that there is no value.
    """
    parsed = {number: _parse(cells) for number, cells in enumerate(columns) if number}
    numeric = frozenset(number for number, cells in parsed.items() if _is_numeric(columns[number], cells))
    mark = decimal_mark((cell for number in numeric for cell in parsed[number] if cell), language, separator)
    read: list[tuple[TableCell, ...]] = []
    problems: list[Problem] = []
    for number, column in enumerate(columns):
        if number not in numeric:
            read.append(tuple(TableCell(cell.text) for cell in column))
            problems += _mixed(column, parsed.get(number, []))
            continue
        cells: list[TableCell] = []
        for written, cell in zip(column, parsed[number], strict=True):
            value = cell.value(mark) if cell else None
            if cell and not is_clear(value):
                problems.append(unclear_number(cell, value, written.place))
            cells.append(TableCell(written.text, value, cell.figures, cell.unit) if cell else TableCell(""))
        read.append(tuple(cells))
    ungrouped = frozenset(number for number in numeric if _could_be_years(read[number]))
    return ReadColumns(tuple(read), numeric, ungrouped, tuple(problems))


def _parse(column: Sequence[WrittenCell]) -> list[NumberCell | None]:
    return [None if cell.text in NO_VALUE else parse_number(cell.text) for cell in column]


def parse_number(text: str) -> NumberCell | None:
    """Return the number of a cell; None for dates, telephone numbers and codes, which are made of figures, too."""
    cell = parse_cell(text)
    if not cell or _CODE.match(cell.figures) or (cell.value(".") is None and cell.value(",") is None):
        return None
    return cell


def _is_numeric(column: Sequence[WrittenCell], cells: Sequence[NumberCell | None]) -> bool:
    filled = [
        cell for written, cell in zip(column, cells, strict=True) if written.text and written.text not in NO_VALUE
    ]
    return bool(filled) and None not in filled


def _could_be_years(cells: Sequence[TableCell]) -> bool:
    return all(_YEAR.fullmatch(cell.text) for cell in cells if cell.number is not None)


def _mixed(column: Sequence[WrittenCell], cells: Sequence[NumberCell | None]) -> Iterator[Problem]:
    """Yield that a column is printed as text for the sake of a few of its cells."""
    if not cells:
        return
    filled = [
        (written, cell)
        for written, cell in zip(column, cells, strict=True)
        if written.text and written.text not in NO_VALUE
    ]
    numbers = sum(cell is not None for _, cell in filled)
    others = [written for written, cell in filled if cell is None]
    if others and numbers >= _FEWEST_NUMBERS and numbers >= _LARGE_SHARE * len(filled):
        more = f", nor {'are' if others[2:] else 'is'} {len(others) - 1} more" if others[1:] else ""
        what = f'"{others[0].text[:60]}" is not a number{more}, so the column is printed as text'
        hint = "write a number, and say the rest in the note; leave the cell empty where there is none"
        yield Problem("table-mixed", what, others[0].place, hint, Severity.WARNING)
