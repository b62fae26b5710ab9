"""Parts of a whole, stacked: lying in rows for names, standing for dates and numbers; parts below zero go the other way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from briefing.figures.charts.axes import value_scale
from briefing.figures.charts.chart_style import ChartStyle
from briefing.figures.charts.columns import fill_columns
from briefing.figures.charts.end_labels import LEADER_MM, fit_labels, write_end_labels
from briefing.figures.charts.keys import ABOVE_MM, KeyItem, key_height, names_fit, write_key, write_names_above
from briefing.figures.charts.layout import PLOT_MM, column_span, column_step, framed_plot
from briefing.figures.charts.rows import BAR_MM, chosen_rows, row_plot, write_value_ticks
from briefing.figures.charts.sheet import Sheet
from briefing.model.charts.data import ChartData, Series

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST_PARTS = 8
"""So many shades are told from each other; the smallest series beyond them are stacked as one."""

_STRIPED_FROM_MM = 1.5
"""Narrower bars have no stripes: they would fill them."""


@dataclass(frozen=True)
class Piece:
    """One part of one stack: the number of its series, where it begins and ends, and its row."""

    series: int
    start: float
    end: float
    row: int


def draw_stacked(data: ChartData, style: ChartStyle) -> Sheet:
    """Draw stacks from zero: lying ones for names, the largest first, standing ones for dates and numbers."""
    data, note = fold_smallest(data, style)
    items = _items(data, style)
    sheet = _draw_standing(data, style, items) if data.is_ordered else _draw_lying(data, style, items)
    sheet.notes += [note] if note else []
    return sheet


def fold_smallest(data: ChartData, style: ChartStyle) -> tuple[ChartData, str]:
    """Return the numbers with the smallest series added up as one where they are too many, and the note that says so."""
    if len(data.series) <= MOST_PARTS:
        return data, ""
    size = {one.name: sum(abs(value) for _, value in one.known) for one in data.series}
    ranked = sorted(data.series, key=lambda one: (one.name != style.highlight, -size[one.name]))
    largest = {one.name for one in ranked[: MOST_PARTS - 1]}
    rest = [one for one in data.series if one.name not in largest]
    sums = tuple(_sum(rest, row) for row in range(len(data.x)))
    words = style.words.translator
    name = words.gettext("{n} others", n=words.number(len(rest)))
    shown = (*(one for one in data.series if one.name in largest), Series(name, sums))
    note = words.gettext("“{name}” are the smallest series added up; the table has each.", name=name)
    return replace(data, series=shown), note


def _sum(series: list[Series], row: int) -> Decimal | None:
    known = [value for one in series if (value := one.values[row]) is not None]
    return sum(known, Decimal(0)) if known else None


def _items(data: ChartData, style: ChartStyle) -> list[KeyItem]:
    fills = style.fills(len(data.series), highlighted=any(one.name == style.highlight for one in data.series))
    items = []
    for one, (shade, striped) in zip(data.series, fills, strict=True):
        accented = one.name == style.highlight
        items.append(
            KeyItem(one.name, style.colours.accent if accented else shade, "area", accented, striped and not accented)
        )
    return items


def pieces(data: ChartData) -> Iterator[Piece]:
    """Yield the parts of each stack from zero outwards."""
    for row in range(len(data.x)):
        above = below = 0.0
        for number, one in enumerate(data.series):
            value = float(one.values[row] or 0)
            if value > 0:
                yield Piece(number, above, above := above + value, row)
            elif value < 0:
                yield Piece(number, below, below := below + value, row)


def _total(data: ChartData, row: int) -> Decimal | None:
    return _sum(list(data.series), row)


def _draw_lying(data: ChartData, style: ChartStyle, items: list[KeyItem]) -> Sheet:
    beside = names_fit(items, style.width_mm)
    top = ABOVE_MM if beside else key_height(items, style.width_mm)
    rows = chosen_rows(data, style, top + 10, rank=_total)
    parts = [piece for piece in pieces(data) if piece.row in rows.order]
    scale = value_scale([0.0, *(piece.end for piece in parts)], style.words, from_zero=True)
    plot = row_plot(data, style, rows, scale, top=top, right=2.0)
    for piece in parts:
        middle = plot.middles[rows.order.index(piece.row)]
        item = items[piece.series]
        plot.axes.barh(
            [middle],
            [piece.end - piece.start],
            left=piece.start,
            height=BAR_MM,
            color=item.colour,
            edgecolor=style.colours.paper,
            linewidth=0.6,
            clip_on=False,
        )
        if item.striped:
            plot.axes.plot(
                [piece.start, piece.end], [middle, middle], color=style.colours.paper, linewidth=0.9, clip_on=False
            )
    write_value_ticks(plot, scale, style)
    if beside:
        first = {piece.series: piece for piece in parts if piece.row == rows.order[0]}
        y = plot.top + plot.middles[0] - BAR_MM / 2 - 0.3
        ends = [
            (plot.x((first[n].start + first[n].end) / 2) if n in first else plot.left + plot.width, y)
            for n in range(len(items))
        ]
        write_names_above(plot.sheet, items, ends, plot.top - top)
    else:
        write_key(plot.sheet, plot.top - top, items)
    return plot.sheet


def _draw_standing(data: ChartData, style: ChartStyle, items: list[KeyItem]) -> Sheet:
    parts = list(pieces(data))
    scale = value_scale([0.0, *(piece.end for piece in parts)], style.words, from_zero=True)
    labels = fit_labels([item.name for item in items], [item.accented for item in items], style)
    span, step = column_span(data), column_step(data)
    height = max(PLOT_MM, labels.total_mm)
    plot = framed_plot(data, style, scale, span, right=labels.width_mm + LEADER_MM, height=height)
    wide_mm = plot.width / (span[1] - span[0]) * step * 0.82
    edge = 0.5 if wide_mm > _STRIPED_FROM_MM else 0.0
    for number, item in enumerate(items):
        _draw_series(plot.axes, data, [piece for piece in parts if piece.series == number], item, style, step, edge)
    last = {piece.series: piece for piece in parts}  # the last part of each series
    right = data.positions[-1] + step * 0.41
    ends = []
    for number in range(len(items)):
        piece = last.get(number)
        at = (piece.start + piece.end) / 2 if piece and piece.row == len(data.x) - 1 else None
        x, y = plot.point(right, at if at is not None else 0.0)
        ends.append((x, y))
    write_end_labels(plot, ends, labels)
    return plot.sheet


def _draw_series(
    axes: Axes, data: ChartData, parts: list[Piece], item: KeyItem, style: ChartStyle, step: float, edge: float
) -> None:
    """Draw the parts of one series; with an `edge` there is room for stripes."""
    columns = [(data.positions[piece.row], piece.start, piece.end) for piece in parts]
    width = step * 0.82 if edge else step
    fill_columns(axes, columns, width, item.colour, edge=style.colours.paper, edge_pt=edge)
    if item.striped and edge:
        for piece in parts:
            middle, half = (piece.start + piece.end) / 2, step * 0.41
            at = data.positions[piece.row]
            axes.plot([at - half, at + half], [middle, middle], color=style.colours.paper, linewidth=0.9, clip_on=False)
