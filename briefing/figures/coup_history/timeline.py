"""The timeline: one row per country, one mark per event on a year axis, and the totals beside it."""

from __future__ import annotations

from datetime import date

from briefing.figures.canvas import XY, Canvas
from briefing.figures.coup_history.chart import ChartRow, HistoryChart
from briefing.figures.coup_history.timeline_layout import MeasuredRow, TimelineLayout, lay_out_timeline
from briefing.figures.data.events import SUCCESSFUL, UNDER_WAY, CoupOutcome
from briefing.figures.phrases import outcome_headings
from briefing.figures.style import POINT_MM, text_width_mm

_CAP = 0.69  # height of a capital, in ems
_KEY_GAP_MM = 3.4


def draw_timeline(chart: HistoryChart) -> tuple[Canvas, HistoryChart]:
    """Draw the timeline as tall as it needs to be, shrinking it where it would not fit a page; return the chart as drawn.

    Where that would leave marks too small to be read, its rows are sub-regions. Raises FigureError where these do not fit.
    """
    layout = lay_out_timeline(chart)
    chart = layout.chart
    canvas = Canvas(chart.width_mm, layout.height)
    _draw_axis(canvas, layout)
    _draw_headings(canvas, layout)
    for row, y in zip(layout.rows, layout.lines, strict=True):
        _draw_row(canvas, layout, row, y)
    _draw_marks(canvas, layout)
    if layout.has_rule:
        canvas.line([(0, layout.rule), (chart.width_mm, layout.rule)], chart.style.ink, 0.6)
    if len(layout.rows) > 1:
        _draw_totals(canvas, layout)
    _draw_foot(canvas, layout, layout.foot + 4.0)
    return canvas, chart


def _draw_axis(canvas: Canvas, layout: TimelineLayout) -> None:
    chart, style, head, foot = layout.chart, layout.chart.style, layout.baseline + 1.5, layout.foot
    if chart.recent > chart.first_year:
        x = layout.x(date(chart.recent, 1, 1))
        canvas.rect(x, head, layout.end - x, foot - head, style.tint)
    ticks = _ticks(layout)
    canvas.lines([[(x, head), (x, foot)] for x, _ in ticks], style.faint, 0.35)
    if chart.selection.ends_early:
        canvas.line([(layout.end, head), (layout.end, foot)], style.ink, 0.6, dashes=(1.2, 1.2))
    for x, label in ticks:
        canvas.text(x, layout.baseline, label, layout.sizes.small, style.mid, anchor="center")


def _draw_headings(canvas: Canvas, layout: TimelineLayout) -> None:
    chart, style, words, sizes = layout.chart, layout.chart.style, layout.chart.words, layout.sizes
    middle = layout.baseline - sizes.small * POINT_MM * 0.26
    if layout.columns.recent is not None:
        _draw_recent_headings(canvas, layout, layout.columns.recent, middle)
    key = chart.width_mm
    for outcome, edge in reversed(layout.columns.counts):
        label, x = outcome_headings(words)[outcome], edge
        if layout.columns.keyed:
            _mark(canvas, chart, [(edge - sizes.mark / 2, middle)], outcome, sizes.mark, style.mid)
            x = key
        baseline = sizes.small * POINT_MM * 0.9 if layout.columns.keyed else layout.baseline
        canvas.text(x, baseline, label, sizes.small, style.mid, anchor="right")
        x -= text_width_mm(label, sizes.small) + 0.9 + sizes.mark / 2
        _mark(canvas, chart, [(x, baseline - sizes.small * POINT_MM * 0.26)], outcome, sizes.mark, style.mid)
        key = x - sizes.mark / 2 - _KEY_GAP_MM


def _draw_recent_headings(canvas: Canvas, layout: TimelineLayout, x: float, middle: float) -> None:
    """Head the recent column with the marks of its events, in the shade that marks of these years have."""
    chart, sizes = layout.chart, layout.sizes
    leading = sizes.small * POINT_MM * 1.2
    for above, (outcome, heading) in enumerate(reversed(layout.recent_headings)):
        rise = above * leading
        _mark(canvas, chart, [(x + sizes.mark / 2, middle - rise)], outcome, sizes.mark, chart.style.ink)
        left = x + sizes.mark + 0.8
        canvas.text(left, layout.baseline - rise, heading, sizes.small, chart.style.ink, weight=600)


def _ticks(layout: TimelineLayout) -> list[tuple[float, str]]:
    """Choose days to mark on the axis, as many as their labels have room for."""
    first, last = layout.chart.first_year, layout.chart.as_of.year
    small, right = layout.sizes.small, layout.columns.right
    for step in (1, 2, 5, 10, 20, 50, 100):
        years = [year for year in range(first, last + 1) if year % step == 0 or (step > 1 and year == first)]
        if len(years) > 1 and step > 1 and years[0] % step and years[1] - years[0] < step * 0.7:
            del years[0]
        ticks = [(layout.x(date(year, 1, 1)), str(year)) for year in years]
        if len(ticks) * text_width_mm("0000 ", small) * 1.5 <= right - layout.columns.left:
            break
    half = text_width_mm("0000", small) / 2
    # A year that has only begun leaves no room for its label within the plot.
    return [(x, label) for x, label in ticks if x + half <= right + 1.5]


def _draw_row(canvas: Canvas, layout: TimelineLayout, measured: MeasuredRow, y: float) -> None:
    chart, style, columns, sizes = layout.chart, layout.chart.style, layout.columns, layout.sizes
    row, label = measured.row, measured.label
    colour = style.accent if row.is_focus else style.ink
    weight = layout.weight(row)
    leading = sizes.text * POINT_MM * 1.1
    middle = y + _CAP / 2 * sizes.text * POINT_MM
    for index, text in enumerate(label):
        baseline = middle + (index - (len(label) - 1) / 2) * leading
        canvas.text(0, baseline, text, sizes.text, colour, weight=weight)
    _draw_line(canvas, layout, row, y)
    for outcome, edge in columns.counts:
        count = sum(event.outcome is outcome for event in row.events)
        shade = colour if count else style.mid
        canvas.text(edge, middle, str(count or chart.none), sizes.text, shade, weight=weight, anchor="right")
    if columns.recent is not None and measured.recent:
        x = columns.recent
        if any(event.outcome is UNDER_WAY for event in row.events):
            _mark(canvas, chart, [(x + sizes.mark / 2, y)], UNDER_WAY, sizes.mark, colour)
            x += sizes.mark + 0.8
        canvas.text(x, y + _CAP / 2 * sizes.small * POINT_MM, measured.recent, sizes.small, colour, weight=weight)


def _draw_line(canvas: Canvas, layout: TimelineLayout, row: ChartRow, y: float) -> None:
    """Draw a row's line, from the first independence in it where that falls within the years shown."""
    chart, style = layout.chart, layout.chart.style
    first = min((event.date.year for event in row.events), default=9999)
    born = min(first, *(chart.independent.get(iso3, 0) for iso3 in row.countries))
    if born > chart.known_until.year:
        return
    begins = layout.x(date(max(born, chart.first_year), 1, 1))
    canvas.line([(begins, y), (layout.end, y)], style.faint, 0.5)
    if born >= chart.first_year:
        canvas.line([(begins, y - 0.9), (begins, y + 0.9)], style.mid, 0.5)


def _draw_marks(canvas: Canvas, layout: TimelineLayout) -> None:
    """Draw the marks of all rows, those of one style together."""
    chart, groups = layout.chart, dict[tuple[CoupOutcome, float, str], list[XY]]()
    for row, y in zip(layout.rows, layout.lines, strict=True):
        for event, offset in zip(row.row.events, row.offsets, strict=True):
            recent = chart.style.ink if event.date.year >= chart.recent else chart.style.mid
            colour = chart.style.accent if row.row.is_focus else recent
            point = (layout.x(event.date), y - offset)
            groups.setdefault((event.outcome, row.mark, colour), []).append(point)
    for (outcome, size, colour), points in groups.items():
        _mark(canvas, chart, points, outcome, size, colour)


def _mark(
    canvas: Canvas, chart: HistoryChart, points: list[XY], outcome: CoupOutcome, size: float, colour: str
) -> None:
    edge = max(0.35, min(0.9, size * 0.42))
    if outcome is UNDER_WAY:
        canvas.halves(points, size, colour, edge, chart.style.paper)
    else:
        fill = colour if outcome is SUCCESSFUL else chart.style.paper
        canvas.dots(points, size, fill, colour, edge)


def _draw_totals(canvas: Canvas, layout: TimelineLayout) -> None:
    chart, style, words, sizes = layout.chart, layout.chart.style, layout.chart.words, layout.sizes
    canvas.line([(0, layout.foot), (chart.width_mm, layout.foot)], style.ink, 0.6)
    baseline = layout.foot + 4.0
    canvas.text(0, baseline, layout.total_label, sizes.text, style.ink, weight=600)
    for outcome, edge in layout.columns.counts:
        count = str(chart.selection.count(outcome) or chart.none)
        canvas.text(edge, baseline, count, sizes.text, style.ink, weight=600, anchor="right")
    under_way = chart.selection.count(UNDER_WAY)
    if under_way and layout.columns.recent is not None:
        text = words.gettext("and {n} under way", n=under_way)
        canvas.text(layout.columns.recent, baseline, text, sizes.small, style.ink, weight=600)


def _draw_foot(canvas: Canvas, layout: TimelineLayout, baseline: float) -> None:
    """Write below the plot that it is empty, or where the data end."""
    chart, style, words, small = layout.chart, layout.chart.style, layout.chart.words, layout.sizes.small
    left, right = layout.columns.left + 1.2, layout.columns.right
    room = right - left
    if chart.selection.ends_early:
        text = words.gettext("data end {day}", day=words.short_day(chart.known_until))
        half = text_width_mm(text, small) / 2
        x = max(left + half, min(layout.end, right - half))
        canvas.text(x, baseline, text, small, style.ink, anchor="center")
        room = x - half - left - 2
    if not chart.selection.events and len(chart.order) > 1 and not chart.is_contradicted:
        text = words.gettext("no coup or coup attempt recorded")
        if text_width_mm(text, small) <= room:
            canvas.text(left, baseline, text, small, style.ink)
