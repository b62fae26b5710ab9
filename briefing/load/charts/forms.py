"""What the form of a chart asks of its numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from briefing.model.charts.chart import ChartForm
from briefing.model.charts.data import ChartData

MOST_DOTS = 6
"""The most series of dots that are told from each other by their shapes."""

MOST_PANEL_BARS = 12
"""The most names in each panel of small multiples."""

_LEAST_ROWS = 3

Fault = tuple[str, str]
"""What is wrong with the form for these numbers, and what to do."""


def form_faults(form: ChartForm, data: ChartData) -> Iterator[Fault]:
    """Yield why numbers cannot be drawn in a form, with the remedy."""
    if check := _CHECKS.get(form):
        yield from check(data)


def _range(data: ChartData) -> Iterator[Fault]:
    if len(data.series) not in (2, 3):
        yield (
            f"a range is drawn from two or three columns, and y has {len(data.series)}",
            "write y: [lowest, highest], or y: [lowest, middle, highest]",
        )
        return
    for row, name in enumerate(data.x):
        known = [value for one in data.series if (value := one.values[row]) is not None]
        if known != sorted(known):
            yield (
                f'the values of "{name}" do not rise from column to column',
                "write the columns of y from the lowest to the highest",
            )
            return


def _stacked(data: ChartData) -> Iterator[Fault]:
    if len(data.series) < 2:
        yield "one column cannot be stacked", "choose form: bar, or name more columns in y"
    elif len(data.series) > 2 and (total := _total_of_others(data)):
        yield (
            f'the column "{total}" is the sum of the others: stacked, all would count twice',
            f"leave {total} out of y",
        )


def _total_of_others(data: ChartData) -> str:
    """Return the name of the column that is the sum of the others in every row with all values; empty where none is.

    In one or two rows that may be chance.
    """
    rows = zip(*(one.values for one in data.series), strict=True)
    whole = [[value for value in row if value is not None] for row in rows if None not in row]
    if len(whole) < _LEAST_ROWS or not any(any(row) for row in whole):
        return ""
    sums = [all(row[column] * 2 == sum(row) for row in whole) for column in range(len(data.series))]
    return next((one.name for one, is_sum in zip(data.series, sums, strict=True) if is_sum), "")


def _dot(data: ChartData) -> Iterator[Fault]:
    if len(data.series) > MOST_DOTS:
        yield (
            f"dots of {len(data.series)} columns cannot be told from each other; at most {MOST_DOTS} can",
            "choose form: small-multiples, or fewer columns",
        )


def _panels(data: ChartData) -> Iterator[Fault]:
    if not data.is_ordered and len(data.series) > 1 and len(data.x) > MOST_PANEL_BARS:
        yield (
            f"a small panel has room for {MOST_PANEL_BARS} names, and the table has {len(data.x)}",
            "choose form: dot or bar, or keep the rows that matter",
        )


_CHECKS: Mapping[ChartForm, Callable[[ChartData], Iterator[Fault]]] = {
    "range": _range,
    "stacked": _stacked,
    "dot": _dot,
    "small-multiples": _panels,
}
