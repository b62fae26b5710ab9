"""The numbers behind a chart: as the annex prints them, and as the CSV file that is attached."""

from __future__ import annotations

from decimal import Decimal

from briefing.figures.charts.wording import Wording
from briefing.figures.figure import Table
from briefing.model.charts.data import ChartData, XValue
from briefing.text.csv_text import csv_bytes

NONE = "–"
"""What the table has where there is no value."""


def chart_table(data: ChartData, words: Wording, caption: str) -> Table:
    """Return the numbers as a table: a row for each date, number or name, in the order of the file."""
    rows = tuple(
        (words.x(x), *(NONE if (value := one.values[row]) is None else words.number(value) for one in data.series))
        for row, x in enumerate(data.x)
    )
    if data.unit:
        caption = words.translator.gettext("{title} ({unit})", title=caption, unit=data.unit)
    return Table(caption, (data.x_name, *(one.name for one in data.series)), rows, numbers=True)


def chart_csv(data: ChartData) -> bytes:
    """Return the numbers as UTF-8 CSV with the headings they came with; a briefing can be built from it again."""
    rows = (
        (_plain(x), *("" if (value := one.values[row]) is None else _plain(value) for one in data.series))
        for row, x in enumerate(data.x)
    )
    return csv_bytes((data.x_name, *(one.name for one in data.series)), rows)


def _plain(value: XValue) -> str:
    return f"{value:f}" if isinstance(value, Decimal) else str(value)
