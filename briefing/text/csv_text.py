"""Write CSV that no spreadsheet program takes for formulas, and read it back.

A cell that begins with `=`, `+`, `-` or `@`, or with a tab or a carriage return, is run as a formula by spreadsheet programs
(https://owasp.org/www-community/attacks/CSV_Injection). It gets an apostrophe in front, which says in every such program
that the cell is text. Numbers are no formulas, and stay.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable

_FORMULA = re.compile(r"[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20]")
"""The first characters that begin a formula; the last four are their wide forms, which some programs take for the same."""

_NUMBER = re.compile(r"[+-]?(\d{1,3}([,.\u0020\u00A0\u202F]\d{3})+|\d+)([.,]\d+)?\s?(%|[eE][+-]?\d{1,3})?")

_GUARD = "'"


def csv_bytes(headings: Iterable[str], rows: Iterable[Iterable[object]]) -> bytes:
    """Return a table as UTF-8 CSV with commas and line feeds, each cell made harmless."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    for row in (headings, *rows):
        writer.writerow([guard_cell(str(cell)) for cell in row])
    return text.getvalue().encode()


def guard_cell(text: str) -> str:
    """Return a cell with an apostrophe in front where a spreadsheet program would take it for a formula."""
    begins = text.lstrip(" \u00a0\n")
    return f"{_GUARD}{text}" if _FORMULA.match(begins) and not _NUMBER.fullmatch(begins) else text


def unguard_cell(text: str) -> str:
    """Return a cell without the apostrophe that says it is text; one that opens a quotation stays."""
    inside = text.removeprefix(_GUARD)
    return inside if _GUARD not in inside and guard_cell(inside) == text else text
