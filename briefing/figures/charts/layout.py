"""The frame that several forms share: a plot with its axes, and the words above and beside it, all measured in mm."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from briefing.figures.charts.axes import Scale, Tick, draw_value_axis, x_ticks
from briefing.figures.charts.chart_style import LEADING_MM, SMALL_PT, ChartStyle
from briefing.figures.charts.labels import wrap_label
from briefing.figures.charts.sheet import Sheet, widest_mm
from briefing.figures.style import wrap
from briefing.model.charts.data import ChartData
from briefing.problems import FigureError, Problem

if TYPE_CHECKING:
    from matplotlib.axes import Axes

PLOT_MM = 58.0
"""The height of a plot whose content does not need more."""

UNIT_MM = 5.6
"""The height of the line above a plot that says the unit."""

FOOT_MM = 3.2


@dataclass(frozen=True)
class Plot:
    """A plot on a sheet: its axes, and its place in mm from the top left of the sheet."""

    sheet: Sheet
    axes: Axes
    left: float
    top: float
    width: float
    height: float

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Return where a value is on the sheet, in mm."""
        (first, last), (low, high) = self.axes.get_xlim(), self.axes.get_ylim()
        across, down = (x - first) / (last - first), (high - y) / (high - low)
        return self.left + across * self.width, self.top + down * self.height


def framed_plot(
    data: ChartData,
    style: ChartStyle,
    scale: Scale,
    span: tuple[float, float],
    *,
    right: float = 0.0,
    top: float = UNIT_MM,
    height: float = PLOT_MM,
) -> Plot:
    """Return a plot with values on its left and dates, numbers or names below, on a sheet that is as tall as they need.

    `right` is the room for labels on its right, `top` that above it.
    """
    left = widest_mm(list(scale.labels)) + 2.0
    for _ in range(2):  # the ticks depend on the width, and the room for the first and the last of them on the ticks
        width = style.width_mm - left - right
        ticks = x_ticks(data, width, span, style.words)
        left, right = _with_room(ticks, span, width, left, right)
    width = style.width_mm - left - right
    ticks = [tick for tick in ticks if _is_inside(tick, span, width, left, right)]
    named = LEADING_MM if data.x_kind == "number" else 0.0
    foot = FOOT_MM + 1.8 + named + (max((len(tick.lines) for tick in ticks), default=1) - 1) * LEADING_MM
    sheet = Sheet(style, top + height + foot)
    axes = sheet.axes(left, top, width, height)
    axes.set_xlim(*span)
    draw_value_axis(axes, scale, style)
    write_unit(sheet, style)
    plot = Plot(sheet, axes, left, top, width, height)
    write_ticks(plot, ticks)
    if named:
        name = wrap_label(data.x_name, style.width_mm)[0]
        sheet.write(left, sheet.height_mm - 0.9, name, colour=style.colours.mid)
    return plot


def write_ticks(plot: Plot, ticks: Sequence[Tick]) -> None:
    """Write the ticks of dates, numbers or names below a plot."""
    for tick in ticks:
        x, _ = plot.point(tick.position, 0.0)
        for number, line in enumerate(tick.lines):
            baseline = plot.top + plot.height + FOOT_MM + 0.9 + number * LEADING_MM
            plot.sheet.write(x, baseline, line, colour=plot.sheet.style.colours.mid, anchor="center")


def _with_room(
    ticks: Sequence[Tick], span: tuple[float, float], width: float, left: float, right: float
) -> tuple[float, float]:
    """Return the room on the left and on the right that the labels of the outer ticks need."""
    if not ticks:
        return left, right
    per_unit = width / (span[1] - span[0])
    first, last = ticks[0], ticks[-1]
    before = first.width_mm / 2 - (first.position - span[0]) * per_unit
    after = last.width_mm / 2 - (span[1] - last.position) * per_unit
    return max(left, before), max(right, after)


def _is_inside(tick: Tick, span: tuple[float, float], width: float, left: float, right: float) -> bool:
    at = (tick.position - span[0]) / (span[1] - span[0]) * width
    return at - tick.width_mm / 2 >= -left - 0.01 and at + tick.width_mm / 2 <= width + right + 0.01


def unit_height(style: ChartStyle) -> float:
    """Return the height of the line that says the unit, where there is one to say."""
    return UNIT_MM - 1.0 if style.words.unit and not style.words.has_sign else 0.6


def write_unit(sheet: Sheet, style: ChartStyle) -> None:
    """Write the unit of the values above the plot, lying, where it is not written beside each."""
    unit = style.words.unit
    if unit and not style.words.has_sign:
        sheet.write(0, 2.6, wrap(unit, style.width_mm, SMALL_PT)[0], colour=style.colours.mid)


def x_span(data: ChartData) -> tuple[float, float]:
    """Return the ends of the axis of dates, numbers or names, with some room on either side."""
    first, last = min(data.positions), max(data.positions)
    room = (last - first) * 0.02 or 0.5
    return first - room, last + room


def column_step(data: ChartData) -> float:
    """Return the least distance between two rows on the axis: the room of a standing bar."""
    positions = sorted(data.positions)
    return min((after - before for before, after in pairwise(positions)), default=1.0)


def column_span(data: ChartData) -> tuple[float, float]:
    """Return the ends of the axis below standing bars."""
    step = column_step(data)
    return data.positions[0] - step * 0.6, data.positions[-1] + step * 0.6


def too_tall(count: int) -> FigureError:
    """Return the error that a chart does not fit a page, however it is laid out."""
    what = f"the labels of {count} rows or columns do not fit a page"
    return FigureError(Problem("chart-too-tall", what, hint="shorten the names, or leave some out"))
