"""Write the key figures of page one as a table of their own, for those who would copy them from the page."""

from __future__ import annotations

from briefing.load.located_values import LocatedValues
from briefing.text.csv_text import csv_bytes

_COLUMNS = ("value", "unit", "label", "as_of", "source")
_MORE = ("note", "own")
"""Columns that are there only where a figure has them."""


def key_figures_copy(values: LocatedValues) -> bytes:
    """Return the key figures as CSV, one a row, as their author wrote them; nothing where there are none."""
    rows = [row for _, row in values.rows("figures")]
    names = [*_COLUMNS, *(name for name in _MORE if any(name in row for row in rows))]
    return csv_bytes(names, ([str(row.get(name) or "") for name in names] for row in rows)) if rows else b""
