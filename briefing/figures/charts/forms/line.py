"""Lines over time or along numbers: each labelled at its end, broken where there is no value."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from briefing.figures.charts.axes import value_scale
from briefing.figures.charts.chart_style import ChartStyle, Look
from briefing.figures.charts.end_labels import LEADER_MM, fit_labels, write_end_labels
from briefing.figures.charts.layout import PLOT_MM, Plot, framed_plot, x_span
from briefing.figures.charts.sheet import Sheet
from briefing.model.charts.data import ChartData, Series

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_MOST_MARKS = 40


def draw_line(data: ChartData, style: ChartStyle) -> Sheet:
    """Draw one line per series, with its name and last value at its end."""
    looks = style.looks([one.name for one in data.series])
    scale = value_scale([float(value) for value in data.numbers], style.words, from_zero=False)
    labels = fit_labels([_end_text(one, style) for one in data.series], [look.accented for look in looks], style)
    height = max(PLOT_MM, labels.total_mm)
    plot = framed_plot(data, style, scale, x_span(data), right=labels.width_mm + LEADER_MM, height=height)
    for one, look in sorted(zip(data.series, looks, strict=True), key=lambda both: both[1].accented):
        plot_line(plot.axes, data, one, look, style)
    write_end_labels(plot, [_end(plot, data, one) for one in data.series], labels)
    if scale.low > 0 or scale.high < 0:
        plot.sheet.notes.append(style.words.translator.gettext("The vertical axis does not begin at zero."))
    return plot.sheet


def plot_line(axes: Axes, data: ChartData, one: Series, look: Look, style: ChartStyle) -> None:
    """Plot one series: a line with gaps, and a mark at each value where there are few, it stands alone, or it is the last."""
    values, known = one.floats, [row for row, _ in one.known]
    if not known:
        return
    positions, strong = data.positions, look.width_pt > 1
    axes.plot(
        *_broken(positions, values, data.breaks),
        color=look.colour,
        linewidth=look.width_pt,
        linestyle=look.line_style,
        clip_on=False,
        zorder=3 if look.accented else 2,
    )
    many = len(values) > _MOST_MARKS or not strong
    marked = [row for row in known if not many or row == known[-1] or _stands_alone(values, row, data.breaks)]
    axes.plot(
        [positions[row] for row in marked],
        [values[row] for row in marked],
        linestyle="none",
        marker=look.mark,
        markersize=3.6 if strong else 2.4,
        color=look.colour,
        markerfacecolor=look.colour if look.accented else style.colours.paper,
        markeredgewidth=0.8,
        clip_on=False,
        zorder=4 if look.accented else 3,
    )


def _broken(
    positions: Sequence[float], values: Sequence[float], breaks: Sequence[int]
) -> tuple[list[float], list[float]]:
    """Return the points of a line with one that is not a number before each row at which it breaks."""
    xs, ys = list(positions), list(values)
    for row in reversed(breaks):
        xs.insert(row, positions[row])
        ys.insert(row, math.nan)
    return xs, ys


def _stands_alone(values: Sequence[float], row: int, breaks: Sequence[int]) -> bool:
    before = row > 0 and row not in breaks and not math.isnan(values[row - 1])
    after = row + 1 < len(values) and row + 1 not in breaks and not math.isnan(values[row + 1])
    return not (before or after)


def _end_text(one: Series, style: ChartStyle) -> str:
    return f"{one.name} {style.words.value(one.known[-1][1])}" if one.known else one.name


def _end(plot: Plot, data: ChartData, one: Series) -> tuple[float, float]:
    """Return where a line ends on the sheet; one without any value, at the foot of the plot."""
    if not one.known:
        return plot.left + plot.width, plot.top + plot.height
    row, value = one.known[-1]
    return plot.point(data.positions[row], float(value))
