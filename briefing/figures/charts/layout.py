"""Measures that several forms share, in mm."""

from __future__ import annotations

from briefing.figures.charts.chart_style import SMALL_PT, ChartStyle
from briefing.figures.charts.sheet import Sheet
from briefing.figures.style import wrap
from briefing.model.charts.data import ChartData
from briefing.problems import FigureError, Problem

PLOT_MM = 58.0
"""The height of a plot whose content does not need more."""

UNIT_MM = 5.6
"""The height of the line above a plot that says the unit."""


def write_unit(sheet: Sheet, style: ChartStyle) -> None:
    """Write the unit of the values above the plot, lying, where it is not written beside each."""
    unit = style.words.unit
    if unit and not style.words.has_sign:
        line = wrap(unit, style.width_mm, SMALL_PT)[0]
        sheet.write(0, 2.6, line, colour=style.colours.mid)


def x_span(data: ChartData) -> tuple[float, float]:
    """Return the ends of the axis of dates, numbers or names, with some room on either side."""
    first, last = min(data.positions), max(data.positions)
    room = (last - first) * 0.02 or 0.5
    return first - room, last + room


def too_tall(count: int) -> FigureError:
    """Return the error that a chart does not fit a page, however it is laid out."""
    what = f"the labels of {count} rows or columns do not fit a page"
    return FigureError(Problem("chart-too-tall", what, hint="shorten the names, or leave some out"))
