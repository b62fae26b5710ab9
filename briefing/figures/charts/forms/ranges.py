"""Ranges from a lowest to a highest value, with a middle one where there is one."""

from __future__ import annotations

from decimal import Decimal

from briefing.figures.charts.axes import value_scale
from briefing.figures.charts.chart_style import SMALL_PT, ChartStyle
from briefing.figures.charts.end_labels import LEADER_MM, fit_labels, write_end_labels
from briefing.figures.charts.keys import ABOVE_MM, KeyItem, key_height, names_fit, write_key, write_names_above
from briefing.figures.charts.layout import column_span, column_step, framed_plot
from briefing.figures.charts.rows import RowPlot, chosen_rows, row_plot
from briefing.figures.charts.sheet import Sheet
from briefing.figures.style import POINT_MM, mix, text_width_mm
from briefing.model.charts.data import ChartData

_THICK_MM = 1.9
_GAP_MM = 1.4


def draw_range(data: ChartData, style: ChartStyle) -> Sheet:
    """Draw ranges: lying in rows for names, standing for dates and numbers."""
    return _draw_standing(data, style) if data.is_ordered else _draw_lying(data, style)


def _ends(data: ChartData, row: int) -> tuple[Decimal, Decimal] | None:
    """Return the lowest and the highest value of a row; None where either is missing."""
    low, high = data.series[0].values[row], data.series[-1].values[row]
    return None if low is None or high is None else (low, high)


def _highest(data: ChartData, row: int) -> Decimal | None:
    return data.series[-1].values[row]


def _colour(data: ChartData, row: int, style: ChartStyle) -> str:
    return style.colours.accent if str(data.x[row]) == style.highlight else style.colours.mid


def _draw_lying(data: ChartData, style: ChartStyle) -> Sheet:
    items = [KeyItem(one.name, style.colours.ink, mark) for one, mark in zip(data.series, _marks(data), strict=True)]
    beside = names_fit(items, style.width_mm)
    top = ABOVE_MM if beside else key_height(items, style.width_mm)
    rows = chosen_rows(data, style, top + 10, rank=_highest)
    scale = value_scale([float(value) for value in data.numbers], style.words, from_zero=False)
    label = max(text_width_mm(style.words.value(value), SMALL_PT, 600) for value in data.numbers) + _GAP_MM + 0.6
    plot = row_plot(data, style, rows, scale, top=top, right=label, left=label)
    for number, row in enumerate(rows.order):
        _draw_row(plot, data, row, number, style)
    first = next((row for row in rows.order if _ends(data, row)), rows.order[0])
    if beside:
        values = [one.values[first] for one in data.series]
        middle = plot.top + plot.middles[rows.order.index(first)]
        ends = [
            (plot.x(float(value)) if value is not None else plot.left, middle - _THICK_MM / 2 - 0.3) for value in values
        ]
        write_names_above(plot.sheet, items, ends, plot.top - top)
    else:
        write_key(plot.sheet, plot.top - top, items)
    return plot.sheet


def _marks(data: ChartData) -> tuple[str, ...]:
    return ("|", "|") if len(data.series) == 2 else ("|", "D", "|")


def _draw_row(plot: RowPlot, data: ChartData, row: int, number: int, style: ChartStyle) -> None:
    """Draw the range of one name, with its ends beside it."""
    middle, ends, sheet = plot.middles[number], _ends(data, row), plot.sheet
    colour = _colour(data, row, style)
    plot.axes.plot(plot.axes.get_xlim(), [middle, middle], color=style.colours.tint, linewidth=0.5, zorder=0.6)
    if ends is None:
        words = style.words.translator.gettext("no value")
        sheet.write_lines(plot.left + 1, plot.top + middle, [words], colour=style.colours.mid)
        return
    low, high = ends
    pale = mix(colour, style.colours.paper, 0.55)
    plot.axes.barh(
        [middle], [float(high - low)], left=float(low), height=_THICK_MM, color=pale, linewidth=0, clip_on=False
    )
    for value in ends:
        plot.axes.plot(
            [float(value)] * 2,
            [middle - _THICK_MM / 2, middle + _THICK_MM / 2],
            color=colour,
            linewidth=1.4,
            solid_capstyle="butt",
            clip_on=False,
        )
    if len(data.series) == 3 and (between := data.series[1].values[row]) is not None:
        plot.axes.plot(
            [float(between)], [middle], marker="D", markersize=3.4, color=colour, linestyle="none", clip_on=False
        )
    text = style.colours.accent if colour == style.colours.accent else style.colours.ink
    left, right = plot.x(float(low)) - _GAP_MM, plot.x(float(high)) + _GAP_MM
    at = plot.top + middle
    if low != high:
        sheet.write_lines(left, at, [style.words.value(low)], colour=text, anchor="right")
    sheet.write_lines(right, at, [style.words.value(high)], colour=text)


def _draw_standing(data: ChartData, style: ChartStyle) -> Sheet:
    scale = value_scale([float(value) for value in data.numbers], style.words, from_zero=False)
    known = [row for row in range(len(data.x)) if _ends(data, row)]
    last = known[-1] if known else len(data.x) - 1
    labelled = [(one, value) for one in data.series if (value := one.values[last]) is not None]
    labels = fit_labels(
        [f"{one.name} {style.words.value(value)}" for one, value in labelled], [False] * len(labelled), style
    )
    span = column_span(data)
    plot = framed_plot(data, style, scale, span, right=labels.width_mm + LEADER_MM)
    room_pt = plot.width / (span[1] - span[0]) * column_step(data) / POINT_MM
    thick = max(min(room_pt * 0.6, 6.0), 0.3)
    for row in known:
        low, high = (float(value) for value in _ends(data, row) or ())
        colour = _colour(data, row, style)
        plot.axes.vlines(
            data.positions[row], low, high, color=mix(colour, style.colours.paper, 0.35), linewidth=thick, clip_on=False
        )
    if len(data.series) == 3:
        middle = data.series[1]
        plot.axes.plot(
            [data.positions[row] for row, _ in middle.known],
            [float(value) for _, value in middle.known],
            linestyle="none",
            marker="_",
            markersize=max(thick, 2.0),
            markeredgewidth=1.2,
            color=style.colours.ink,
            clip_on=False,
        )
    write_end_labels(plot, [plot.point(data.positions[last], float(value)) for _, value in labelled], labels)
    if scale.low > 0 or scale.high < 0:
        plot.sheet.notes.append(style.words.translator.gettext("The vertical axis does not begin at zero."))
    return plot.sheet
