"""Add up the columns of a table that are to have a total, or say why they cannot be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from briefing.load.constraints import MAX_PROBLEMS
from briefing.load.tables.columns import ReadColumns, WrittenCell, parse_number
from briefing.model.parts.table_data import TableCell, add_up, is_share, is_total
from briefing.problems import Place, Problem

CODE = "table-total"

_NAME_OTHERS = "name in total: the columns that are to be added up"


@dataclass(frozen=True)
class TotalRequest:
    """The columns that are to be added up, by their headings in the file, each with the place where it is named."""

    headings: tuple[tuple[str, Place | None], ...]
    every: bool = False


def read_totals(
    request: TotalRequest, headings: Sequence[str], columns: Sequence[Sequence[WrittenCell]], read: ReadColumns
) -> tuple[tuple[TableCell | None, ...], list[Problem]]:
    """Return the sum of each column that is to have one, else None, and the problems; nothing where no column is to.

    The first column names the rows, and has none.
    """
    if not request.headings:
        return (), []
    wanted, place = _wanted(request, headings, read), request.headings[0][1]
    if columns[0] and is_total(columns[0][-1].text):
        what = f'the last row of the table is "{columns[0][-1].text}" already'
        return (), [Problem(CODE, what, columns[0][-1].place, "delete it, or leave out total:")]
    if not wanted:
        return (), [Problem(CODE, "the table has no column of numbers to add up", place, "leave out total:")]
    problems: list[Problem] = []
    totals: list[TableCell | None] = [None] * len(headings)
    for number in wanted:
        if faults := list(islice(_faults(headings[number], number, request, columns[number], read), MAX_PROBLEMS)):
            problems += [Problem(CODE, *fault) for fault in faults]
        else:
            totals[number] = add_up([cell for cell in read.cells[number] if cell.number is not None])
    return tuple(totals), problems


def _wanted(request: TotalRequest, headings: Sequence[str], read: ReadColumns) -> list[int]:
    if not request.every:
        return [headings.index(name) for name, _ in request.headings if name in headings]
    return [number for number in sorted(read.numeric) if not any(map(is_share, read.cells[number]))]


def _faults(
    heading: str,
    number: int,
    request: TotalRequest,
    column: Sequence[WrittenCell],
    read: ReadColumns,
) -> Iterator[tuple[str, Place | None, str]]:
    """Yield why a column cannot be added up: what is wrong, where, and what to do."""
    named_at = next((place for name, place in request.headings if name == heading), request.headings[0][1])
    cells, cannot = read.cells[number], f'the column "{heading}" cannot be added up'
    if number == 0:
        yield f"{cannot}: it is the first, which names the rows", named_at, _NAME_OTHERS
    elif number not in read.numeric:
        text = next((cell for cell in column if cell.text and not parse_number(cell.text)), None)
        if text:
            yield f'{cannot}: "{text.text[:60]}" is not a number', text.place, f"write a number, or {_NAME_OTHERS}"
        else:
            yield f"{cannot}: it has no numbers", named_at, _NAME_OTHERS
    elif request.every and number in read.ungrouped:
        hint = f"if they are not, {_NAME_OTHERS}, this one too"
        yield f'the numbers of the column "{heading}" could be years, which are not added up', named_at, hint
    elif any(map(is_share, cells)):
        yield f"{cannot}: shares make no sum", named_at, _NAME_OTHERS
    unit = next((cell.unit for cell in cells if cell.number is not None), "")
    for written, cell in zip(column, cells, strict=True):
        if number in read.numeric and cell.number is None:
            yield f"{cannot}: this cell has no number", written.place, f"fill it in, or {_NAME_OTHERS}"
        elif cell.unit.casefold() != unit.casefold():
            what = f'{cannot}: "{cell.text[:60]}" has another unit than the first row'
            yield what, written.place, "convert one of the two"
