"""Read the columns of a chart's values: numbers of one unit, with gaps where there is none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from briefing.load.charts.numbers import LARGEST, NO_VALUE, SMALLEST, DecimalMark, NumberCell, decimal_mark, parse_cell
from briefing.load.located_values import LocatedValues
from briefing.problems import Place, Problem

_NO_NUMBER = "write a number; leave the cell empty where there is none"


@dataclass(frozen=True)
class ValueCells:
    """The cells of the columns of values, by row and column: a number, or None for a gap; and the problems of the others."""

    numbers: Mapping[tuple[int, str], NumberCell]
    problems: tuple[Problem, ...]
    mark: DecimalMark


def read_cells(table: LocatedValues, columns: Sequence[str], language: str, separator: str) -> ValueCells:
    """Return the numbers in some columns of a table, and what stands before their decimals in it."""
    numbers: dict[tuple[int, str], NumberCell] = {}
    problems: list[Problem] = []
    rows = table.tree if isinstance(table.tree, list) else []
    for index, row in enumerate(rows):
        for column in columns:
            text = row.get(column) if isinstance(row, dict) else None
            if not isinstance(text, str) or text in NO_VALUE:
                continue
            if cell := parse_cell(text):
                numbers[index, column] = cell
            else:
                what = f'"{text[:60]}" is not a number, in the column "{column}" of numbers'
                problems.append(Problem("not-a-number", what, table.place((index, column)), _NO_NUMBER))
    return ValueCells(numbers, tuple(problems), decimal_mark(numbers.values(), language, separator))


def read_values(
    table: LocatedValues, columns: Sequence[str], cells: ValueCells, rows: int
) -> tuple[dict[str, tuple[Decimal | None, ...]], list[Problem]]:
    """Return the values of each column, one per row, None where there is none; and the problems."""
    problems = list(cells.problems)
    values: dict[str, tuple[Decimal | None, ...]] = {}
    for column in columns:
        read: list[Decimal | None] = []
        for row in range(rows):
            cell = cells.numbers.get((row, column))
            number = cell.value(cells.mark) if cell else None
            read.append(number)
            if cell and not is_clear(number):
                problems.append(unclear_number(cell, number, table.place((row, column))))
        values[column] = tuple(read)
    return values, problems


def is_clear(number: Decimal | None) -> bool:
    """Tell whether a cell has a number that can be shown."""
    return number is not None and (not number or SMALLEST <= abs(number) <= LARGEST)


def unclear_number(cell: NumberCell, number: Decimal | None, place: Place | None) -> Problem:
    """Return the problem of a number that can be read in two ways, or is too large or too small to be shown."""
    if number is not None:
        return Problem(
            "not-a-number",
            f"{cell.figures}{cell.exponent} is beyond what can be shown",
            place,
            "state it in another unit",
        )
    digits = "".join(filter(str.isdigit, cell.figures))
    # A point that is unclear is so because three digits follow it.
    exact = f"{cell.figures}0" if "." in cell.figures else cell.figures.replace(",", ".")
    either = (
        f"write {digits}, or {exact}, whichever is meant"
        if sum(character in ",." for character in cell.figures) == 1
        else f"write {digits}, with a point before decimals"
    )
    return Problem(
        "number-unclear", f'"{cell.figures}" can be read as more than one number in this table', place, either
    )


def read_unit(
    table: LocatedValues, columns: Sequence[str], cells: ValueCells, written: str
) -> tuple[str, list[Problem]]:
    """Return the unit of all values, `written` being the one that the chart states, and the problem where there are two.

    A unit is what is written beside numbers (`12 km`, `5%`), or in brackets at the end of a column's heading.
    """
    first: tuple[str, Place | None] | None = (written, None) if written else None
    for unit, place in _units(table, columns, cells):
        if first is None:
            first = unit, place
        elif unit.casefold() != first[0].casefold():
            where = f" (line {first[1].line})" if first[1] and first[1].line else ""
            what = f'two units on one axis: "{unit}" here, and "{first[0]}"{where}'
            return first[0], [Problem("chart-units", what, place, "convert one of the two, or draw two charts")]
    return first[0] if first else "", []


def _units(table: LocatedValues, columns: Sequence[str], cells: ValueCells) -> Iterator[tuple[str, Place | None]]:
    for column in columns:
        if unit := heading_unit(column):
            yield unit, table.keys.get(next((path for path in table.keys if path[-1] == column), ()), table.place(()))
    for (row, column), cell in cells.numbers.items():
        if cell.unit:
            yield cell.unit, table.place((row, column))


def heading_unit(heading: str) -> str:
    """Return the unit in brackets at the end of a heading: `mm` of `Rainfall (mm)`; empty where there is none.

    Brackets hold other things too (`Deaths (confirmed)`, `Deaths (2023)`): only what is known as a unit is one.
    """
    name, opening, rest = heading.rstrip().rpartition("(")
    unit = rest[:-1].strip()
    if not (opening and name.strip() and rest.endswith(")")):
        return ""
    words = re.split(r"[\s/·.]+", unit.casefold().translate(_POWERS))
    return unit if _SIGN.search(unit) or all(word in _UNITS for word in words) else ""


_POWERS = str.maketrans("", "", "²³0123456789^-⁻¹")
_SIGN = re.compile(r"^[%‰°$€£¥₹₦₽₺₵₪]$|^°[CF]$|^[A-Z]{0,3}[$€£¥₹₦₽₺₵₪]")
_UNIT_WORDS = """
    mm cm dm m km mi ft ha mg g kg t kt mt ml cl dl l hl s sec min h hr hrs d wh kwh mwh gwh twh w kw mw gw pa hpa kpa bar k
    ppm ppb usd eur gbp cad aud chf jpy cny xof xaf percent per cent pour cent thousand thousands million millions billion
    billions milliers milliards tonne tonnes ton tons litre litres liter liters metre metres meter meters mètre mètres hectare
    hectares hour hours heure heures day days jour jours people persons personnes habitants inhabitants households ménages
"""
_UNITS = frozenset(_UNIT_WORDS.split())
"""The words of units that a heading may have in brackets, alone or together, in small letters and without powers."""
