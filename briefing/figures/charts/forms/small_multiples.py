"""Small multiples: a panel for each series, all on one scale, so that many are compared without a tangle of lines."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from briefing.figures.charts.axes import Scale, Tick, draw_value_axis, value_scale, x_ticks
from briefing.figures.charts.chart_style import LEADING_MM, SMALL_PT, ChartStyle, Look
from briefing.figures.charts.columns import plot_columns
from briefing.figures.charts.forms.line import plot_line
from briefing.figures.charts.labels import wrap_label
from briefing.figures.charts.layout import (
    UNIT_MM,
    Plot,
    column_span,
    column_step,
    too_tall,
    write_ticks,
    write_unit,
    x_span,
)
from briefing.figures.charts.sheet import Sheet, widest_mm
from briefing.figures.style import text_width_mm
from briefing.model.charts.data import ChartData, Series

_GAP_MM = 5.0
_OVERHANG_MM = 1.9
"""How far the label of a tick may reach beyond its panel."""

_ROW_GAP_MM = 3.0
_HEAD_GAP_MM = 2.4
_FOOT_MM = 3.2
_BAR_ROW_MM, _BAR_MM = 4.2, 2.8
_TALLEST_MM, _LOWEST_MM = 30.0, 9.0
_NARROWEST_MM, _SHORTEST_BAR_MM = 4.0, 4.0
_SHAPE = 1.6
"""A panel is best so many times as wide as it is tall."""


@dataclass(frozen=True)
class _Grid:
    """How panels are laid out: so many side by side, each of a width and a height, below headings of a height, all in mm."""

    across: int
    left: float
    width: float
    height: float
    head: float
    headings: list[list[str]]
    foot: float

    def corner(self, number: int, top: float) -> tuple[float, float]:
        """Return the top left corner of the plot in a panel."""
        row, column = divmod(number, self.across)
        pitch = self.head + self.height + _ROW_GAP_MM
        return self.left + column * (self.width + _GAP_MM), top + row * pitch + self.head

    def total(self, count: int) -> float:
        """Return the height of all panels."""
        rows = -(-count // self.across)
        return rows * (self.head + self.height) + (rows - 1) * _ROW_GAP_MM + self.foot


def draw_small_multiples(data: ChartData, style: ChartStyle, *, columns: bool = False) -> Sheet:
    """Draw a panel for each series: a line, or standing bars with `columns`; lying bars where the rows are names."""
    if not data.is_ordered:
        return _draw_bars(data, style)
    floats = [float(value) for value in data.numbers]
    scale = value_scale(floats, style.words, from_zero=columns, steps=3)
    grid = _fit_grid(data, style, widest_mm(list(scale.labels)) + 2.0, None)
    span = column_span(data) if columns else x_span(data)
    sheet = Sheet(style, UNIT_MM + grid.total(len(data.series)))
    write_unit(sheet, style)
    ticks = _outer_ticks(data, grid, span, style)
    for number, (one, look) in enumerate(zip(data.series, _looks(data, style), strict=True)):
        left, top = grid.corner(number, UNIT_MM)
        axes = sheet.axes(left, top, grid.width, grid.height)
        axes.set_xlim(*span)
        first = number % grid.across == 0
        draw_value_axis(axes, scale if first else _without_labels(scale), style)
        if number + grid.across >= len(data.series):
            write_ticks(Plot(sheet, axes, left, top, grid.width, grid.height), ticks)
        _write_heading(sheet, left, top, grid.headings[number], look)
        if columns:
            plot_columns(axes, data, one, style, column_step(data), accented=look.accented)
        else:
            plot_line(axes, data, one, look, style)
    if scale.low > 0 or scale.high < 0:
        sheet.notes.append(style.words.translator.gettext("The vertical axes do not begin at zero."))
    return sheet


def _looks(data: ChartData, style: ChartStyle) -> list[Look]:
    """Return how each panel is drawn: all alike, but for the highlighted one."""
    c = style.colours
    plain, accented = Look(c.ink, 1.1, (), "o"), Look(c.accent, 1.5, (), "o", accented=True)
    return [accented if style.highlight == one.name else plain for one in data.series]


def _without_labels(scale: Scale) -> Scale:
    return Scale(scale.low, scale.high, scale.ticks, ("",) * len(scale.ticks))


def _outer_ticks(data: ChartData, grid: _Grid, span: tuple[float, float], style: ChartStyle) -> list[Tick]:
    """Return the ticks below a panel, none of which reaches into the next."""
    ticks = x_ticks(data, grid.width - 4, span, style.words)
    per_unit = grid.width / (span[1] - span[0])
    return [
        tick
        for tick in ticks
        if (tick.position - span[0]) * per_unit >= tick.width_mm / 2 - _OVERHANG_MM
        and (span[1] - tick.position) * per_unit >= tick.width_mm / 2 - _OVERHANG_MM
    ]


def _heading(one: Series, style: ChartStyle) -> str:
    return f"{one.name} {style.words.value(one.known[-1][1])}" if one.known else one.name


def _fit_grid(
    data: ChartData, style: ChartStyle, left: float, height: float | None, least: float = _NARROWEST_MM
) -> _Grid:
    """Return the grid that fits a page and has the largest panels of a good shape, none narrower than `least`.

    Raises FigureError where none fits.
    """
    count = len(data.series)
    room = style.tallest_mm - UNIT_MM
    grids: list[_Grid] = []
    widths = {across: (style.width_mm - left - (across - 1) * _GAP_MM - 2.0) / across for across in range(1, 7)}
    most = max(across for across, width in widths.items() if width >= least or across == 1)
    for across in range(min(3, count, most), most + 1):
        width = widths[across]
        texts = [_heading(one, style) if height is None else one.name for one in data.series]
        headings = [wrap_label(text, width, SMALL_PT, 600) for text in texts]
        head = max(map(len, headings)) * LEADING_MM + _HEAD_GAP_MM
        foot = _FOOT_MM + 2 * LEADING_MM if height is None else 1.0
        rows = -(-count // across)
        fitting = (room - foot - (rows - 1) * _ROW_GAP_MM) / rows - head
        tall = min(fitting, _TALLEST_MM) if height is None else height
        if tall >= (_LOWEST_MM if height is None else 0) and tall <= fitting:
            grids.append(_Grid(across, left, width, tall, head, headings, foot))
    if not grids:
        raise too_tall(count)
    return max(grids, key=lambda grid: (min(grid.width, grid.height * _SHAPE), -grid.across))


def _write_heading(sheet: Sheet, left: float, top: float, lines: list[str], look: Look) -> None:
    colour = sheet.style.colours.accent if look.accented else sheet.style.colours.ink
    for number, line in enumerate(reversed(lines)):
        sheet.write(left, top - _HEAD_GAP_MM + 0.4 - number * LEADING_MM, line, colour=colour, weight=600)


def _draw_bars(data: ChartData, style: ChartStyle) -> Sheet:
    """Draw lying bars in each panel, the names beside those of the first column."""
    names = [wrap_label(str(x), style.width_mm * 0.24) for x in data.x]
    row_mm = max(_BAR_ROW_MM, max(map(len, names)) * LEADING_MM + 0.6)
    left = widest_mm([line for lines in names for line in lines], SMALL_PT, 600) + 2.0
    floats = [float(value) for value in data.numbers]
    labels = max(text_width_mm(style.words.value(value), SMALL_PT) for value in data.numbers) + 1.0
    low, high = min(0.0, *floats), max(0.0, *floats)
    high = high if high > low else low + 1
    before = labels if low < 0 else 0.0
    grid = _fit_grid(data, style, left, row_mm * len(names), labels + before + _SHORTEST_BAR_MM)
    sheet = Sheet(style, UNIT_MM + grid.total(len(data.series)))
    write_unit(sheet, style)
    for number, (one, look) in enumerate(zip(data.series, _looks(data, style), strict=True)):
        left, top = grid.corner(number, UNIT_MM)
        width = grid.width - labels - before
        axes = sheet.axes(left + before, top, width, grid.height)
        axes.set_xlim(low, high)
        axes.set_ylim(grid.height, 0)
        plot = Plot(sheet, axes, left + before, top, width, grid.height)
        axes.axvline(0, color=style.colours.ink, linewidth=0.6, clip_on=False)
        _write_heading(sheet, left, top, grid.headings[number], look)
        for row, lines in enumerate(names):
            middle = (row + 0.5) * row_mm
            if number % grid.across == 0:
                sheet.write_lines(0, top + middle, lines)
            _draw_bar(plot, one.values[row], middle, look)
    return sheet


def _draw_bar(plot: Plot, value: Decimal | None, middle: float, look: Look) -> None:
    """Draw one bar of a panel, with its value at its end."""
    style = plot.sheet.style
    number = 0.0 if value is None else float(value)
    fill = style.colours.accent if look.accented else style.colours.mid
    plot.axes.barh([middle], [number], height=_BAR_MM, color=fill, linewidth=0, clip_on=False)
    label = "–" if value is None else style.words.value(value)
    x, y = plot.point(number, middle)
    anchor, shift = ("right", -0.8) if number < 0 else ("left", 0.8)
    plot.sheet.write_lines(x + shift, y, [label], anchor=anchor)
