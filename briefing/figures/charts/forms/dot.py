"""Dots: one row for each name, highest first; or a scatter along dates or numbers."""

from __future__ import annotations

from briefing.figures.charts.axes import value_scale
from briefing.figures.charts.chart_style import SMALL_PT, ChartStyle, Look
from briefing.figures.charts.keys import ABOVE_MM, KeyItem, key_height, names_fit, write_key, write_names_above
from briefing.figures.charts.layout import UNIT_MM, framed_plot, x_span
from briefing.figures.charts.rows import RowPlot, chosen_rows, row_plot, write_value_ticks
from briefing.figures.charts.sheet import Sheet
from briefing.figures.style import text_width_mm
from briefing.model.charts.data import ChartData

_LABEL_GAP_MM = 2.0
_CROWD = 200
"""Of more dots than this each is smaller."""


def draw_dot(data: ChartData, style: ChartStyle) -> Sheet:
    """Draw dots: in rows for names, as a scatter for dates and numbers."""
    return _draw_scatter(data, style) if data.is_ordered else _draw_rows(data, style)


def _items(data: ChartData, looks: list[Look]) -> list[KeyItem]:
    return [
        KeyItem(one.name, look.colour, look.mark, look.accented) for one, look in zip(data.series, looks, strict=True)
    ]


def _draw_scatter(data: ChartData, style: ChartStyle) -> Sheet:
    looks = style.looks([one.name for one in data.series])
    items = _items(data, looks) if len(data.series) > 1 else []
    scale = value_scale([float(value) for value in data.numbers], style.words, from_zero=False)
    key = key_height(items, style.width_mm) if items else 0.0
    plot = framed_plot(data, style, scale, x_span(data), top=UNIT_MM + key)
    if items:
        write_key(plot.sheet, UNIT_MM - 1, items)
    size = 4.0 if len(data.x) <= _CROWD else 2.4
    for one, look in sorted(zip(data.series, looks, strict=True), key=lambda both: both[1].accented):
        plot.axes.plot(
            [data.positions[row] for row, _ in one.known],
            [float(value) for _, value in one.known],
            linestyle="none",
            marker=look.mark,
            markersize=size,
            color=look.colour,
            markerfacecolor=look.colour if look.accented and size > 3 else "none",
            markeredgewidth=0.7,
            clip_on=False,
        )
    if scale.low > 0 or scale.high < 0:
        plot.sheet.notes.append(style.words.translator.gettext("The vertical axis does not begin at zero."))
    return plot.sheet


def _draw_rows(data: ChartData, style: ChartStyle) -> Sheet:
    looks = style.looks([one.name for one in data.series])
    several = len(data.series) > 1
    items = _items(data, looks) if several else []
    beside = names_fit(items, style.width_mm)
    top = (ABOVE_MM if beside else key_height(items, style.width_mm)) if several else 0.0
    rows = chosen_rows(data, style, top + 10)
    scale = value_scale([float(value) for value in data.numbers], style.words, from_zero=False)
    labels = max(text_width_mm(style.words.value(value), SMALL_PT, 600) for value in data.numbers) + _LABEL_GAP_MM
    plot = row_plot(data, style, rows, scale, top=top, right=0.0 if several else labels)
    for number, row in enumerate(rows.order):
        _draw_row(plot, data, row, number, looks, style)
    write_value_ticks(plot, scale, style)
    if several and beside:
        write_names_above(plot.sheet, items, _first_dots(plot, data, rows.order[0]), plot.top - top)
    elif several:
        write_key(plot.sheet, plot.top - top, items)
    if scale.low > 0 or scale.high < 0:
        plot.sheet.notes.append(style.words.translator.gettext("The horizontal axis does not begin at zero."))
    return plot.sheet


def _draw_row(plot: RowPlot, data: ChartData, row: int, number: int, looks: list[Look], style: ChartStyle) -> None:
    """Draw the dots of one name on a hairline; a single one has its value beside it."""
    middle = plot.middles[number]
    plot.axes.plot(plot.axes.get_xlim(), [middle, middle], color=style.colours.tint, linewidth=0.6, zorder=0.6)
    accented_row = style.highlight == str(data.x[row])
    for one, look in zip(data.series, looks, strict=True):
        value = one.values[row]
        single = len(data.series) == 1
        accented = accented_row or (look.accented and not (single and style.highlight))
        if value is None:
            if single:
                words = style.words.translator.gettext("no value")
                plot.sheet.write_lines(plot.left + 1, plot.top + middle, [words], colour=style.colours.mid)
            continue
        colour = style.colours.accent if accented else (style.colours.mid if single else look.colour)
        plot.axes.plot(
            [float(value)],
            [middle],
            linestyle="none",
            marker=look.mark,
            markersize=4.6,
            color=colour,
            markerfacecolor=colour if single or accented else style.colours.paper,
            markeredgewidth=0.9,
            clip_on=False,
            zorder=4 if accented else 3,
        )
        if single:
            plot.sheet.write_lines(
                plot.x(float(value)) + _LABEL_GAP_MM,
                plot.top + middle,
                [style.words.value(value)],
                colour=colour if accented else style.colours.ink,
                weight=600 if accented else 400,
            )


def _first_dots(plot: RowPlot, data: ChartData, row: int) -> list[tuple[float, float]]:
    """Return where the dots of the first row are; of a series without a value there, where its first one is."""
    ends = []
    for one in data.series:
        value = one.values[row]
        x = plot.x(float(value)) if value is not None else plot.left + plot.width
        ends.append((x, plot.top + plot.middles[0] - 1.2))
    return ends
