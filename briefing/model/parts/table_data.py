"""The rows of a section's table as they were read: texts as they are written, and the numbers among them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, localcontext

MOST_COLUMNS = 30
"""The most columns of a table."""

MOST_ROWS = 1000
"""The most rows of a table."""

ROWS = "rows of the file"
"""The step from the path of a table to its rows, which are no values of the briefing."""

LONGEST_CELL = 600
"""The most characters of a cell."""

_EXACT_DIGITS = 80

_TOTAL_WORDS = """
    total totals sum sums overall subtotal ensemble totaux somme gesamt summe insgesamt totale totali suma totales
    soma totaal razem итого всего المجموع الإجمالي مجموع 合计 總計 总计 合計 합계 jumla toplam
"""
_TOTALS = frozenset(_TOTAL_WORDS.split())
"""What the first cell of a row of totals says, in small letters: `Total`, `Grand total`, `Total (8)`."""


@dataclass(frozen=True)
class TableCell:
    """A cell: its text as it is written, empty where there is none; in a column of numbers, its number and its figures.

    `unit` is what is written beside the number.
    """

    text: str
    number: Decimal | None = None
    figures: str = ""
    unit: str = ""


@dataclass(frozen=True)
class TableData:
    """The printed columns of a table: their headings in the file, and rows of as many cells.

    `section` is the index of its section, `position` that among the tables of the section; `name` is that of its attached file
    without its ending. `numeric` are the columns of numbers, `ungrouped` those whose numbers could be years. `totals` has a sum
    for each column that is added up, else None; it is empty where the table has no row of totals.
    """

    section: int
    position: int
    name: str
    headings: tuple[str, ...]
    rows: tuple[tuple[TableCell, ...], ...]
    numeric: frozenset[int] = frozenset()
    ungrouped: frozenset[int] = frozenset()
    totals: tuple[TableCell | None, ...] = ()

    @property
    def path(self) -> tuple[str | int, ...]:
        """The path of its rows, which leads to their places in the file."""
        return ("sections", self.section, "table", self.position, ROWS)


def is_total(text: str) -> bool:
    """Tell whether the first cell of a row says that the row has totals."""
    words = re.findall(r"[^\W\d_]+", text.casefold())
    return bool(words) and (words[0] in _TOTALS or words[:2] == ["grand", "total"]) and len(words) <= 4


def is_share(cell: TableCell) -> bool:
    """Tell whether a cell has a share or a temperature, which make no sums."""
    return cell.unit.startswith(("%", "‰", "°"))


def add_up(cells: list[TableCell]) -> TableCell:
    """Return the exact sum of cells of numbers, with as many decimals as the one that has most, and the unit of the first."""
    with localcontext(prec=_EXACT_DIGITS):
        total = sum((cell.number for cell in cells if cell.number is not None), Decimal(0))
    text = f"{total:f}"
    first = next((cell for cell in cells if cell.unit), None)
    figures = text.removeprefix("-")
    if first is None:
        return TableCell(text, total, figures)
    before, _, after = first.text.partition(first.figures)
    sign = "-" if total < 0 else ""
    return TableCell(f"{sign}{before.lstrip('+-−–')}{figures}{after}", total, figures, first.unit)
