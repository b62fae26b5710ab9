"""Lines over time or along numbers: each labelled at its end, broken where there is no value."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefing.figures.charts.axes import draw_value_axis, draw_x_axis, value_scale, x_ticks
from briefing.figures.charts.chart_style import LEADING_MM, SMALL_PT, ChartStyle, Look
from briefing.figures.charts.labels import spread, wrap_label
from briefing.figures.charts.layout import PLOT_MM, UNIT_MM, too_tall, write_unit, x_span
from briefing.figures.charts.sheet import Sheet, widest_mm
from briefing.figures.style import POINT_MM, text_width_mm
from briefing.model.charts.data import ChartData, Series
from briefing.text.font_metrics import Weight

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_LEADER_MM = 5.0
_LABEL_GAP_MM = 0.7
_MOST_MARKS = 40


@dataclass(frozen=True)
class EndLabels:
    """The labels at the ends of lines: their lines of text, the height of each, and the widest, in mm."""

    lines: list[list[str]]
    heights: list[float]
    width_mm: float


def draw_line(data: ChartData, style: ChartStyle) -> Sheet:
    """Draw one line per series, with its name and last value at its end."""
    looks = style.looks([one.name for one in data.series])
    texts = [_end_text(one, style) for one in data.series]
    scale = value_scale([float(value) for value in data.numbers], style.words, from_zero=False)
    labels = fit_labels(texts, looks, style)
    span = x_span(data)
    left = widest_mm(list(scale.labels)) + 2.0
    right = labels.width_mm + _LEADER_MM
    ticks = x_ticks(data, style.width_mm - left - right, span, style.words)
    left = max(left, ticks[0].width_mm / 2)
    width = style.width_mm - left - right
    height = max(PLOT_MM, sum(labels.heights))
    foot = 2.4 + max(len(tick.lines) for tick in ticks) * LEADING_MM + 0.8
    sheet = Sheet(style, UNIT_MM + height + foot)
    axes = sheet.axes(left, UNIT_MM, width, height)
    axes.set_xlim(*span)
    draw_value_axis(axes, scale, style)
    draw_x_axis(axes, ticks)
    write_unit(sheet, style)
    for one, look in sorted(zip(data.series, looks, strict=True), key=lambda both: both[1].accented):
        plot_line(axes, data.positions, one, look, style)
    _label_ends(sheet, axes, data, labels, looks)
    if scale.low > 0 or scale.high < 0:
        sheet.notes.append(style.words.translator.gettext("The vertical axis does not begin at zero."))
    return sheet


def plot_line(axes: Axes, positions: Sequence[float], one: Series, look: Look, style: ChartStyle) -> None:
    """Plot one series: a line with gaps, and a mark at each value where there are few or it stands alone."""
    values = one.floats
    axes.plot(
        positions,
        values,
        color=look.colour,
        linewidth=look.width_pt,
        linestyle=look.line_style,
        clip_on=False,
        zorder=3 if look.accented else 2,
    )
    marked = [i for i, value in enumerate(values) if not math.isnan(value) and _stands_alone(values, i)]
    if len(values) <= _MOST_MARKS and look.width_pt > 1:
        marked = [i for i, value in enumerate(values) if not math.isnan(value)]
    if one.known:
        marked = sorted({*marked, one.known[-1][0]})
    axes.plot(
        [positions[i] for i in marked],
        [values[i] for i in marked],
        linestyle="none",
        marker=look.mark,
        markersize=3.6 if look.width_pt > 1 else 2.4,
        color=look.colour,
        markerfacecolor=look.colour if look.accented else style.colours.paper,
        markeredgewidth=0.8,
        clip_on=False,
        zorder=4 if look.accented else 3,
    )


def _stands_alone(values: Sequence[float], i: int) -> bool:
    before = i > 0 and not math.isnan(values[i - 1])
    after = i + 1 < len(values) and not math.isnan(values[i + 1])
    return not (before or after)


def _end_text(one: Series, style: ChartStyle) -> str:
    known = one.known
    return f"{one.name} {style.words.value(known[-1][1])}" if known else one.name


def fit_labels(texts: Sequence[str], looks: Sequence[Look], style: ChartStyle) -> EndLabels:
    """Break labels into lines for a column that leaves most of the width to the plot, wider where they are too many."""
    room = style.tallest_mm - UNIT_MM - 12
    for share in (0.3, 0.4, 0.5):
        labels = _break_labels(texts, looks, style.width_mm * share)
        if sum(labels.heights) <= max(PLOT_MM, room if share == 0.5 else PLOT_MM):
            return labels
    if sum(labels.heights) <= room:
        return labels
    raise too_tall(len(texts))


def _break_labels(texts: Sequence[str], looks: Sequence[Look], width_mm: float) -> EndLabels:
    lines = [wrap_label(text, width_mm, SMALL_PT, _weight(look)) for text, look in zip(texts, looks, strict=True)]
    heights = [len(one) * LEADING_MM + _LABEL_GAP_MM for one in lines]
    widest = max(
        text_width_mm(line, SMALL_PT, _weight(look)) for one, look in zip(lines, looks, strict=True) for line in one
    )
    return EndLabels(lines, heights, widest)


def _weight(look: Look) -> Weight:
    return 600 if look.accented else 400


def _label_ends(sheet: Sheet, axes: Axes, data: ChartData, labels: EndLabels, looks: Sequence[Look]) -> None:
    """Write each label beside the last value of its line, with a hairline to it where others push it away."""
    box = axes.get_position()
    plot_top, plot_left = (1 - box.y1) * sheet.height_mm, box.x0 * sheet.width_mm
    plot_width, plot_height = box.width * sheet.width_mm, box.height * sheet.height_mm
    (first, last), (low, high) = axes.get_xlim(), axes.get_ylim()
    ends = []
    for one in data.series:
        row, value = one.known[-1] if one.known else (len(data.x) - 1, low)
        x = plot_left + (data.positions[row] - first) / (last - first) * plot_width
        ends.append((x, plot_top + (high - float(value)) / (high - low) * plot_height))
    middles = spread(
        [y for _, y in ends],
        labels.heights,
        plot_top - 2,
        max(plot_top + plot_height + 2, plot_top + sum(labels.heights)),
    )
    label_left = sheet.width_mm - labels.width_mm
    for (x, y), middle, lines, look, one in zip(ends, middles, labels.lines, looks, data.series, strict=True):
        colour = look.colour if look.accented else sheet.style.colours.ink
        sheet.write_lines(label_left, middle, lines, colour=colour, weight=_weight(look))
        if one.known and (abs(middle - y) > 1.0 or label_left - x > _LEADER_MM + 1):
            start = x + 2.2 * POINT_MM * 1.2
            bend = max(start, label_left - _LEADER_MM * 0.55)
            sheet.connect(
                [(start, y), (bend, y), (label_left - 0.8, middle)]
                if bend > start
                else [(start, y), (label_left - 0.8, middle)]
            )
