"""Read the numbers of a column as people and spreadsheet programs write them, with the unit that is written beside them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

DecimalMark = Literal[".", ",", ""]
"""What stands before the decimals in a table; empty where its numbers can be read in two ways."""

NO_VALUE = frozenset({"-", "–", "—", "..", "...", "…", ".", "?"})
"""What statistical offices print into a cell without a value; what programs write is known to the CSV reader."""

LARGEST, SMALLEST = Decimal(10) ** 15, Decimal(10) ** -9
"""The largest and the smallest number that a chart can show."""

_SPACES = "\u00a0\u202f\u2009 "
_FIGURES = rf"\d[\d.,'’{_SPACES}]*\d|\d|[.,]\d+"
_CURRENCY = r"(?:[A-Z]{1,3}[$£]?|[$€£¥₹₦₽₺₵₪])"
_CELL = re.compile(
    rf"(?P<sign>[+\-−–]?)\s*(?:(?P<before>{_CURRENCY})\s*)?(?P<inner>[+\-−–]?)"
    rf"(?P<figures>{_FIGURES})(?P<exponent>[eE][+-]?\d{{1,3}})?\s*(?P<after>(?:[%‰°$€£¥₹₦₽₺₵₪]|[^\W\d_])[^\d(){{}}<>*]{{0,30}})?"
)
_GROUPED = {mark: re.compile(rf"\d{{1,3}}(?:{re.escape(mark)}\d{{3}})+") for mark in ".,"}
_SPACED = re.compile(rf"\d{{1,3}}(?:[{_SPACES}'’]\d{{3}})+(?:[.,]\d+)?")


@dataclass(frozen=True)
class NumberCell:
    """A number as it is written in a cell: its sign, its figures with their marks, its exponent, and its unit."""

    sign: str
    figures: str
    exponent: str
    unit: str

    def value(self, mark: DecimalMark) -> Decimal | None:
        """Return the number where `mark` stands before its decimals; None where that makes no number."""
        if not mark:
            return None if re.search("[.,]", self.figures) else self.value(".")
        other = "," if mark == "." else "."
        whole, _, decimals = self.figures.partition(mark)
        if any(character in decimals for character in ".,") or (
            other in whole and not _GROUPED[other].fullmatch(whole)
        ):
            return None
        if re.search(rf"[{_SPACES}'’]", whole) and not _SPACED.fullmatch(self.figures):
            return None
        digits = re.sub(rf"[.,'’{_SPACES}]", "", whole)
        number = Decimal(f"{digits or '0'}{'.' if decimals else ''}{decimals}{self.exponent}")
        return -number if self.sign in "-−–" and self.sign else number


def parse_cell(text: str) -> NumberCell | None:
    """Return the number in a cell, or None where there is anything else."""
    match = _CELL.fullmatch(text.strip())
    if not match:
        return None
    if match["sign"] and match["inner"]:
        return None
    unit = " ".join(part.strip() for part in (match["before"], match["after"]) if part)
    return NumberCell(match["sign"] or match["inner"], match["figures"], match["exponent"] or "", unit)


def decimal_mark(cells: Iterable[NumberCell], language: str, separator: str) -> DecimalMark:
    """Return what stands before the decimals in a table, by its numbers that can be read in one way only.

    Where none says it, a comma before three digits groups thousands in an English document whose table has commas between its
    cells; elsewhere it could be either, and the mark is empty. So could a point before three digits in a table with semicolons
    between its cells, as spreadsheet programs write them where a comma stands before decimals.
    """
    doubtful = False
    for cell in cells:
        figures = cell.figures
        last = max(figures.rfind("."), figures.rfind(","))
        if last < 0:
            continue
        mark: DecimalMark = "." if figures[last] == "." else ","
        other: DecimalMark = "," if mark == "." else "."
        if figures.count(mark) > 1:
            return other
        if other in figures or not _GROUPED[mark].fullmatch(figures) or figures.startswith("0"):
            return mark
        doubtful |= mark == "," or separator == ";"
    if not doubtful:
        return "."
    return "." if language.startswith("en") and separator == "," else ""
