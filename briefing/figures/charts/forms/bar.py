"""Bars from zero: lying and sorted for names, standing in their order for dates and numbers."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from briefing.figures.charts.axes import value_scale
from briefing.figures.charts.chart_style import LEADING_MM, SMALL_PT, ChartStyle
from briefing.figures.charts.columns import plot_columns
from briefing.figures.charts.forms.small_multiples import draw_small_multiples
from briefing.figures.charts.labels import wrap_label
from briefing.figures.charts.layout import (
    UNIT_MM,
    column_span,
    column_step,
    framed_plot,
    too_tall,
    write_unit,
)
from briefing.figures.charts.rows import cut_note, row_order
from briefing.figures.charts.sheet import Sheet, widest_mm
from briefing.model.charts.data import ChartData, Series
from briefing.text.font_metrics import Weight

_BAR_MM = 3.4
_ROW_GAP_MM = 1.6
_VALUE_GAP_MM = 1.0


@dataclass(frozen=True)
class BarRow:
    """One lying bar: the lines of its name, its value (None for a gap), its label, and whether it is highlighted."""

    lines: list[str]
    value: Decimal | None
    label: str
    accented: bool
    heading: bool = False

    @property
    def height_mm(self) -> float:
        """The height of the row."""
        return max(len(self.lines) * LEADING_MM, _BAR_MM) + _ROW_GAP_MM


def draw_bar(data: ChartData, style: ChartStyle) -> Sheet:
    """Draw bars: lying ones for names, standing ones for dates and numbers, in a panel for each series."""
    if not data.is_ordered:
        return _draw_rows(data, style)
    return draw_small_multiples(data, style, columns=True) if len(data.series) > 1 else _draw_columns(data, style)


def _draw_rows(data: ChartData, style: ChartStyle) -> Sheet:
    """Draw lying bars, longest first; with several series, the bars of a name below it."""
    rows, notes = _rows(data, style)
    labels = widest_mm([line for row in rows if not row.heading for line in row.lines], SMALL_PT, 600)
    written = [row.label for row in rows]
    values = max(widest_mm(written, SMALL_PT), widest_mm(written, SMALL_PT, 600)) + _VALUE_GAP_MM
    numbers = [float(row.value) for row in rows if row.value is not None]
    low, high = min(0.0, *numbers), max(0.0, *numbers)
    left = labels + 2.0 + (values if low < 0 else 0)
    is_labelled = high > 0 or any(not row.value for row in rows if not row.heading)  # zero, or no value
    width = style.width_mm - left - (values if is_labelled else 2.0)
    heights = [row.height_mm for row in rows]
    top = UNIT_MM if style.words.unit and not style.words.has_sign else 0.6
    sheet = Sheet(style, top + sum(heights) + 0.6)
    sheet.notes += notes
    axes = sheet.axes(left, top, width, sum(heights))
    axes.set_xlim(low, high if high > low else low + 1)
    axes.set_ylim(sum(heights), 0)
    write_unit(sheet, style)
    per_unit, at = width / (axes.get_xlim()[1] - low), 0.0
    for row, height in zip(rows, heights, strict=True):
        middle = at + height / 2
        at += height
        colour = style.colours.accent if row.accented else style.colours.ink
        weight: Weight = 600 if row.accented or row.heading else 400
        sheet.write_lines(0, top + middle, row.lines, colour=colour, weight=weight)
        if row.heading:
            continue
        value = float(row.value) if row.value is not None else 0.0
        fill = style.colours.accent if row.accented else style.colours.mid
        axes.barh([middle], [value], height=_BAR_MM, color=fill, linewidth=0, clip_on=False)
        end = left + (value - low) * per_unit
        anchor, shift = ("right", -_VALUE_GAP_MM) if value < 0 else ("left", _VALUE_GAP_MM)
        pale = style.colours.mid if row.value is None else colour
        sheet.write_lines(end + shift, top + middle, [row.label], colour=pale, weight=weight, anchor=anchor)
    axes.axvline(0, color=style.colours.ink, linewidth=0.7, clip_on=False)
    return sheet


def _rows(data: ChartData, style: ChartStyle) -> tuple[list[BarRow], list[str]]:
    """Return the rows that fit a page, longest bar first, and a note where some do not."""
    order = by_value(data)
    several = len(data.series) > 1
    for share in (0.34, 0.5):
        groups = [_group(data, row, style, share) for row in order]
        room = style.tallest_mm - UNIT_MM - 1.2
        if sum(row.height_mm for group in groups for row in group) <= room:
            return [row for group in groups for row in group], []
    if several:
        raise too_tall(len(order) * len(data.series))
    chosen: list[BarRow] = []
    for group in groups:
        if sum(row.height_mm for row in chosen) + group[0].height_mm > room:
            break
        chosen += group
    return chosen, [cut_note(data, style, len(chosen))]


def by_value(data: ChartData) -> list[int]:
    """Return the rows in the order of their first series, highest first, those without a value last."""
    return row_order(data, lambda data, row: data.series[0].values[row])


def _group(data: ChartData, row: int, style: ChartStyle, share: float) -> list[BarRow]:
    name, width = str(data.x[row]), style.width_mm * share
    accented = style.highlight == name
    if len(data.series) == 1:
        lines = wrap_label(name, width, SMALL_PT, 600)
        return [_bar_row(lines, data.series[0], row, style, accented=accented)]
    heading = BarRow(wrap_label(name, style.width_mm, SMALL_PT, 600), None, "", accented, heading=True)
    bars = [
        _bar_row(
            wrap_label(one.name, width, SMALL_PT, 600),
            one,
            row,
            style,
            accented=accented or style.highlight == one.name,
        )
        for one in data.series
    ]
    return [heading, *bars]


def _bar_row(lines: list[str], one: Series, row: int, style: ChartStyle, *, accented: bool) -> BarRow:
    value = one.values[row]
    label = style.words.translator.gettext("no value") if value is None else style.words.value(value)
    return BarRow(lines, value, label, accented)


def _draw_columns(data: ChartData, style: ChartStyle) -> Sheet:
    """Draw standing bars in the order of their dates or numbers."""
    scale = value_scale([float(value) for value in data.numbers], style.words, from_zero=True)
    plot = framed_plot(data, style, scale, column_span(data))
    plot_columns(plot.axes, data, data.series[0], style, column_step(data), accented=not style.highlight)
    return plot.sheet
