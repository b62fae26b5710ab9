"""A plot of rows, one for each name: the names in a column on the left, the values along the width."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from briefing.figures.charts.axes import Scale
from briefing.figures.charts.chart_style import LEADING_MM, SMALL_PT, ChartStyle
from briefing.figures.charts.labels import wrap_label
from briefing.figures.charts.layout import unit_height, write_unit
from briefing.figures.charts.sheet import Sheet, widest_mm
from briefing.figures.style import text_width_mm
from briefing.model.charts.data import ChartData
from briefing.text.font_metrics import Weight

if TYPE_CHECKING:
    from matplotlib.axes import Axes

BAR_MM = 3.4
_ROW_GAP_MM = 1.6
_TICKS_MM = 5.0
_MARK_MM = 1.2

Rank = Callable[[ChartData, int], "Decimal | None"]
"""Gives the value by which a row is sorted."""


@dataclass(frozen=True)
class Rows:
    """The rows that are drawn, in their order, with the lines of their names, their heights in mm, and a note on the rest."""

    order: list[int]
    lines: list[list[str]]
    heights: list[float]
    note: str = ""


@dataclass(frozen=True)
class RowPlot:
    """A plot of rows: its axes run along mm from the top; `middles` are those of the rows."""

    sheet: Sheet
    axes: Axes
    left: float
    top: float
    width: float
    middles: list[float]

    def x(self, value: float) -> float:
        """Return where a value is on the sheet, in mm from the left."""
        low, high = self.axes.get_xlim()
        return self.left + (value - low) / (high - low) * self.width


def first_value(data: ChartData, row: int) -> Decimal | None:
    """Return a row's value in the first series that has one."""
    return next((value for one in data.series if (value := one.values[row]) is not None), None)


def row_order(data: ChartData, rank: Rank = first_value) -> list[int]:
    """Return the rows from the highest to the lowest, those without a value last; names with an order of their own keep it."""
    if data.has_own_order:
        return list(range(len(data.x)))
    return sorted(range(len(data.x)), key=lambda row: ((value := rank(data, row)) is None, -(value or 0), row))


def cut_note(data: ChartData, style: ChartStyle, count: int) -> str:
    """Return the note that a chart shows so many of its rows."""
    words = style.words.translator
    numbers = {"n": words.number(count), "total": words.number(len(data.x))}
    if data.has_own_order:
        return words.gettext("The chart shows the first {n} of {total}.", **numbers)
    return words.gettext("The chart shows the {n} highest of {total}.", **numbers)


def chosen_rows(data: ChartData, style: ChartStyle, taken_mm: float, rank: Rank = first_value) -> Rows:
    """Return the rows in their order, as many as fit a page.

    `taken_mm` is the height that other things on the sheet need.
    """
    order = row_order(data, rank)
    room = style.tallest_mm - taken_mm
    for share in (0.34, 0.5):
        lines = [wrap_label(str(data.x[row]), style.width_mm * share, SMALL_PT, 600) for row in order]
        heights = [max(len(one) * LEADING_MM, BAR_MM) + _ROW_GAP_MM for one in lines]
        if sum(heights) <= room:
            return Rows(order, lines, heights)
    count = next(n for n in range(len(order), -1, -1) if sum(heights[:n]) <= room)
    note = cut_note(data, style, count)
    return Rows(order[:count], lines[:count], heights[:count], note)


def row_plot(
    data: ChartData, style: ChartStyle, rows: Rows, scale: Scale, *, top: float, right: float, left: float = 0.0
) -> RowPlot:
    """Return a plot of rows with their names; `top`, `right` and `left` are the room for what is beside the plot."""
    labels = widest_mm([line for lines in rows.lines for line in lines], SMALL_PT, 600)
    above = unit_height(style) + top
    outer = max(
        widest_mm([scale.labels[0]]) / 2 - labels - 2.0 - left,
        0.0,
    )
    edge = labels + 2.5 + left + outer
    width = style.width_mm - edge - max(right, widest_mm([scale.labels[-1]]) / 2, _MARK_MM)
    total = sum(rows.heights)
    sheet = Sheet(style, above + total + _TICKS_MM)
    axes = sheet.axes(edge, above, width, total)
    axes.set_xlim(scale.low, scale.high)
    axes.set_ylim(total, 0)
    write_unit(sheet, style)
    at, middles = 0.0, []
    for row, lines, height in zip(rows.order, rows.lines, rows.heights, strict=True):
        middles.append(at + height / 2)
        at += height
        accented = style.highlight == str(data.x[row])
        colour = style.colours.accent if accented else style.colours.ink
        weight: Weight = 600 if accented else 400
        sheet.write_lines(0, above + middles[-1], lines, colour=colour, weight=weight)
    if rows.note:
        sheet.notes.append(rows.note)
    return RowPlot(sheet, axes, edge, above, width, middles)


def write_value_ticks(plot: RowPlot, scale: Scale, style: ChartStyle) -> None:
    """Write the scale below the rows, with a hairline at each tick; of labels that would meet, every other one."""
    foot = plot.sheet.height_mm - 1.2
    widest = max(text_width_mm(label, SMALL_PT) for label in scale.labels)
    room = plot.width / max(len(scale.ticks) - 1, 1)
    every = next((n for n in range(1, len(scale.ticks)) if room * n >= widest + 2), len(scale.ticks))
    for number, (tick, label) in enumerate(zip(scale.ticks, scale.labels, strict=True)):
        is_base = abs(tick) < (scale.high - scale.low) * 1e-9
        colour, width = (style.colours.mid, 0.6) if is_base else (style.colours.tint, 0.5)
        plot.axes.axvline(tick, color=colour, linewidth=width, zorder=0.5, clip_on=False)
        if number % every == 0:
            plot.sheet.write(plot.x(tick), foot, label, colour=style.colours.mid, anchor="center")
