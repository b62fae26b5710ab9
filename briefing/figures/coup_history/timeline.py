"""The timeline: a row a country, a mark an event on a year axis, and what it adds up to beside it."""

from __future__ import annotations

from datetime import date

from briefing.figures.canvas import Sheet, Spot
from briefing.figures.coup_history.chart import Chart
from briefing.figures.coup_history.rows import Plan, Row, plan_rows, recent_marks, weight_of
from briefing.figures.data.events import Outcome
from briefing.figures.style import POINT_MM, text_width_mm

_CAP = 0.69  # height of a capital, in ems
_KEY_GAP_MM = 3.4


def draw_timeline(chart: Chart) -> Sheet:
    """Draw the timeline as tall as it needs to be, shrinking it where it would not fit a page.

    Raises FigureError where not even the smallest marks fit.
    """
    plan = plan_rows(chart)
    sheet = Sheet(chart.width_mm, plan.height)
    _draw_axis(sheet, plan)
    _draw_headings(sheet, plan)
    for row, y in zip(plan.rows, plan.lines, strict=True):
        _draw_row(sheet, plan, row, y)
    _draw_marks(sheet, plan)
    if plan.rows[0].iso3 == chart.focus and len(plan.rows) > 1:
        rule = plan.lines[0] + plan.rows[0].below + 0.5
        sheet.line([(0, rule), (chart.width_mm, rule)], chart.style.ink, 0.6)
    if len(plan.rows) > 1:
        _draw_totals(sheet, plan)
    _draw_foot(sheet, plan, plan.foot + 4.0)
    return sheet


def _draw_axis(sheet: Sheet, plan: Plan) -> None:
    chart, style, head, foot = plan.chart, plan.chart.style, plan.baseline + 1.5, plan.foot
    if chart.recent > chart.since:
        x = plan.x(date(chart.recent, 1, 1))
        sheet.rect(x, head, plan.end - x, foot - head, style.tint)
    ticks = _ticks(plan)
    sheet.lines([[(x, head), (x, foot)] for x, _ in ticks], style.faint, 0.35)
    if chart.selection.ends_early:
        sheet.line([(plan.end, head), (plan.end, foot)], style.ink, 0.6, dashes=(1.2, 1.2))
    for x, label in ticks:
        sheet.text(x, plan.baseline, label, plan.sizes.small, style.mid, anchor="center")


def _draw_headings(sheet: Sheet, plan: Plan) -> None:
    chart, style, words, sizes = plan.chart, plan.chart.style, plan.chart.words, plan.sizes
    middle = plan.baseline - sizes.small * POINT_MM * 0.26
    if plan.columns.recent is not None:
        x, marks = plan.columns.recent, recent_marks(chart)
        for outcome in marks:
            _mark(sheet, chart, [(x + sizes.mark / 2, middle)], outcome, sizes.mark, style.mid)
            x += sizes.mark + 0.8
        heading = words.say("column since pending" if marks else "column since", year=chart.recent)
        sheet.text(x, plan.baseline, heading, sizes.small, style.ink, weight=600)
    key = chart.width_mm
    for outcome, edge in reversed(plan.columns.counts):
        label, x = words.columns[outcome], edge
        if plan.columns.keyed:
            _mark(sheet, chart, [(edge - sizes.mark / 2, middle)], outcome, sizes.mark, style.mid)
            x = key
        baseline = sizes.small * POINT_MM * 0.9 if plan.columns.keyed else plan.baseline
        sheet.text(x, baseline, label, sizes.small, style.mid, anchor="right")
        x -= text_width_mm(label, sizes.small) + 0.9 + sizes.mark / 2
        _mark(sheet, chart, [(x, baseline - sizes.small * POINT_MM * 0.26)], outcome, sizes.mark, style.mid)
        key = x - sizes.mark / 2 - _KEY_GAP_MM


def _ticks(plan: Plan) -> list[tuple[float, str]]:
    """Choose days to mark on the axis, as many as their labels have room for."""
    first, last = plan.chart.since, plan.chart.until.year
    small, right = plan.sizes.small, plan.columns.right
    for step in (1, 2, 5, 10, 20, 50, 100):
        years = [year for year in range(first, last + 1) if year % step == 0 or (step > 1 and year == first)]
        if len(years) > 1 and step > 1 and years[0] % step and years[1] - years[0] < step * 0.7:
            del years[0]
        ticks = [(plan.x(date(year, 1, 1)), str(year)) for year in years]
        if len(ticks) * text_width_mm("0000 ", small) * 1.5 <= right - plan.columns.left:
            break
    half = text_width_mm("0000", small) / 2
    # A year that has only begun leaves no room for its label within the plot.
    return [(x, label) for x, label in ticks if x + half <= right + 1.5]


def _draw_row(sheet: Sheet, plan: Plan, row: Row, y: float) -> None:
    chart, style, columns, sizes = plan.chart, plan.chart.style, plan.columns, plan.sizes
    colour = style.accent if row.iso3 == chart.focus else style.ink
    weight = weight_of(chart, row.iso3)
    leading = sizes.text * POINT_MM * 1.1
    middle = y + _CAP / 2 * sizes.text * POINT_MM
    for index, text in enumerate(row.label):
        baseline = middle + (index - (len(row.label) - 1) / 2) * leading
        sheet.text(0, baseline, text, sizes.text, colour, weight=weight)
    if row.iso3 in chart.selection.uncovered:
        _say_uncovered(sheet, plan, y, middle)
        return
    _draw_line(sheet, plan, row.iso3, y)
    for outcome, edge in columns.counts:
        count = chart.selection.count(outcome, iso3=row.iso3)
        shade = colour if count else style.mid
        sheet.text(edge, middle, str(count), sizes.text, shade, weight=weight, anchor="right")
    if columns.recent is not None and row.recent:
        x = columns.recent
        if any(event.outcome is Outcome.UNDER_WAY for event in row.events):
            _mark(sheet, chart, [(x + sizes.mark / 2, y)], Outcome.UNDER_WAY, sizes.mark, colour)
            x += sizes.mark + 0.8
        sheet.text(x, y + _CAP / 2 * sizes.small * POINT_MM, row.recent, sizes.small, colour, weight=weight)


def _say_uncovered(sheet: Sheet, plan: Plan, y: float, baseline: float) -> None:
    chart, style, columns, sizes = plan.chart, plan.chart.style, plan.columns, plan.sizes
    text, tall = chart.words.say("no data"), sizes.small * POINT_MM * 1.2
    sheet.rect(columns.left, y - tall / 2, text_width_mm(text, sizes.small) + 2.4, tall, style.paper)
    sheet.text(columns.left + 1.2, baseline, text, sizes.small, style.mid)
    for _, edge in columns.counts:
        sheet.text(edge, baseline, "–", sizes.text, style.mid, anchor="right")


def _draw_line(sheet: Sheet, plan: Plan, iso3: str, y: float) -> None:
    """Draw a country's line, from its independence where that falls within the years shown."""
    chart, style = plan.chart, plan.chart.style
    born = chart.independent.get(iso3, 0)
    if born > chart.known_until.year:
        return
    begins = plan.x(date(max(born, chart.since), 1, 1))
    sheet.line([(begins, y), (plan.end, y)], style.faint, 0.5)
    if born >= chart.since:
        sheet.line([(begins, y - 0.9), (begins, y + 0.9)], style.mid, 0.5)


def _draw_marks(sheet: Sheet, plan: Plan) -> None:
    """Draw the marks of all rows, those of one look together."""
    chart, looks = plan.chart, dict[tuple[Outcome, float, str], list[Spot]]()
    for row, y in zip(plan.rows, plan.lines, strict=True):
        for event, level in zip(row.events, row.levels, strict=True):
            recent = chart.style.ink if event.date.year >= chart.recent else chart.style.mid
            colour = chart.style.accent if row.iso3 == chart.focus else recent
            spot = (plan.x(event.date), y - level * row.mark * 1.05)
            looks.setdefault((event.outcome, row.mark, colour), []).append(spot)
    for (outcome, size, colour), spots in looks.items():
        _mark(sheet, chart, spots, outcome, size, colour)


def _mark(sheet: Sheet, chart: Chart, spots: list[Spot], outcome: Outcome, size: float, colour: str) -> None:
    edge = max(0.35, min(0.9, size * 0.42))
    if outcome is Outcome.UNDER_WAY:
        sheet.halves(spots, size, colour, edge, chart.style.paper)
    else:
        fill = colour if outcome is Outcome.SUCCESSFUL else chart.style.paper
        sheet.dots(spots, size, fill, colour, edge)


def _draw_totals(sheet: Sheet, plan: Plan) -> None:
    chart, style, words, sizes = plan.chart, plan.chart.style, plan.chart.words, plan.sizes
    sheet.line([(0, plan.foot), (chart.width_mm, plan.foot)], style.ink, 0.6)
    baseline = plan.foot + 4.0
    label = words.say("countries", n=len(chart.order))
    sheet.text(0, baseline, label, sizes.text, style.ink, weight=600)
    for outcome, edge in plan.columns.counts:
        count = str(chart.selection.count(outcome))
        sheet.text(edge, baseline, count, sizes.text, style.ink, weight=600, anchor="right")
    under_way = chart.selection.count(Outcome.UNDER_WAY)
    if under_way and plan.columns.recent is not None:
        text = words.say("totals under way", n=under_way)
        sheet.text(plan.columns.recent, baseline, text, sizes.small, style.ink, weight=600)


def _draw_foot(sheet: Sheet, plan: Plan, baseline: float) -> None:
    """Say beneath the plot that it is empty, or where the data end."""
    chart, style, words, small = plan.chart, plan.chart.style, plan.chart.words, plan.sizes.small
    left, right = plan.columns.left + 1.2, plan.columns.right
    room = right - left
    if chart.selection.ends_early:
        text = words.say("data end", day=words.short_day(chart.known_until))
        half = text_width_mm(text, small) / 2
        x = max(left + half, min(plan.end, right - half))
        sheet.text(x, baseline, text, small, style.ink, anchor="center")
        room = x - half - left - 2
    if not chart.selection.events and len(chart.order) > 1:
        text = words.say("no event")
        if text_width_mm(text, small) <= room:
            sheet.text(left, baseline, text, small, style.ink)
