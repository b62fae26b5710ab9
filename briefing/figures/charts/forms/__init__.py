"""The forms of charts: each is one function from numbers and a style to a sheet, and one entry in `FORMS`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from briefing.figures.charts.chart_style import ChartStyle
from briefing.figures.charts.forms.bar import draw_bar
from briefing.figures.charts.forms.dot import draw_dot
from briefing.figures.charts.forms.line import draw_line
from briefing.figures.charts.forms.ranges import draw_range
from briefing.figures.charts.forms.small_multiples import draw_small_multiples
from briefing.figures.charts.forms.stacked import draw_stacked
from briefing.figures.charts.sheet import Sheet
from briefing.model.charts.data import ChartData

if TYPE_CHECKING:
    from briefing.model.charts.chart import ChartForm

FORMS: Mapping[ChartForm, Callable[[ChartData, ChartStyle], Sheet]] = {
    "line": draw_line,
    "bar": draw_bar,
    "stacked": draw_stacked,
    "dot": draw_dot,
    "range": draw_range,
    "small-multiples": draw_small_multiples,
}
"""Draws a chart's numbers on a sheet that is as wide as the style says, and as tall as they need."""
