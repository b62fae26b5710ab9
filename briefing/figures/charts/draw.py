"""A chart of a desk's own numbers as a figure: its picture, and its texts and data from the same numbers."""

from __future__ import annotations

from dataclasses import replace

from briefing.figures.charts.chart_style import ChartStyle
from briefing.figures.charts.description import alternative, clock_notes, describe, gap_notes
from briefing.figures.charts.forms import FORMS
from briefing.figures.charts.request import AUTO, ChartRequest
from briefing.figures.charts.sheet import settings
from briefing.figures.charts.tables import chart_csv, chart_table
from briefing.figures.charts.titles import finding
from briefing.figures.charts.wording import Wording, closed, with_closed_names
from briefing.figures.figure import Figure
from briefing.i18n import get_translator


def draw_chart(request: ChartRequest) -> Figure:
    """Draw a chart of the requested width, as tall as it needs to be. Raises FigureError where it does not fit a page."""
    words = Wording(get_translator(request.language), request.data.unit, request.year)
    style = ChartStyle(request.width_mm, request.tallest_mm, words, request.highlight, request.style)
    said = with_closed_names(request.data)
    spoken = replace(words, unit=said.unit)
    computed = finding(request.form, said, spoken, closed(request.highlight))
    title = computed if request.title == AUTO else request.title
    alt = alternative(request.form, said, spoken, computed)
    description = describe(request.form, said, spoken)
    with settings(style):
        sheet = FORMS[request.form](request.data, style)
        svg = sheet.svg(alt, description)
    notes = (*sheet.notes, *clock_notes(said, spoken), *gap_notes(said, spoken))
    table = chart_table(request.data, words, title)
    return Figure(request.name, svg, title, alt, description, notes, table, chart_csv(request.data))
