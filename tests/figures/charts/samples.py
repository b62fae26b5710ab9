"""Numbers to draw charts of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from briefing.figures.charts.request import AUTO, ChartRequest
from briefing.model.charts.chart import ChartForm
from briefing.model.charts.data import ChartData, Series, XValue
from briefing.model.dates import parse_when

Number = str | int | float | None


def numbers(
    x: Sequence[str], series: Mapping[str, Sequence[Number]], *, unit: str = "", kind: str = "date"
) -> ChartData:
    """Return the numbers of a chart; `x` is of dates, numbers or names."""
    values: list[XValue] = [
        parse_when(text) if kind == "date" else Decimal(text) if kind == "number" else text for text in x
    ]
    columns = tuple(
        Series(name, tuple(None if value is None else Decimal(str(value)) for value in column))
        for name, column in series.items()
    )
    found = {"date": "date", "number": "number"}.get(kind, "category")
    return ChartData(kind, found, tuple(values), columns, unit)  # type: ignore[arg-type]


def request(
    data: ChartData,
    form: ChartForm = "line",
    *,
    title: str = AUTO,
    highlight: str = "",
    language: str = "en-GB",
    width_mm: float = 170.0,
    tallest_mm: float = 212.0,
) -> ChartRequest:
    """Return what a chart is drawn from."""
    return ChartRequest("chart-x", data, form, title, highlight, 2023, width_mm, tallest_mm, language)
