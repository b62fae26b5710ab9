"""What a chart is drawn from. Nothing that draws is imported here, so that a cached chart costs nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefing.figures.figure import Figure
from briefing.figures.style import HOUSE, Style
from briefing.model.charts.data import ChartData

if TYPE_CHECKING:
    from briefing.model.charts.chart import ChartForm

AUTO = "auto"
"""The title that is computed from the numbers."""


@dataclass(frozen=True)
class ChartRequest:
    """A chart: its numbers and form, the name of its files, its title or `auto`, and the series or row that is highlighted.

    Dates in the year `year` are written without it. The widths and heights are in mm.
    """

    name: str
    data: ChartData
    form: ChartForm
    title: str
    highlight: str
    year: int
    width_mm: float
    tallest_mm: float
    language: str
    style: Style = HOUSE

    def draw(self) -> Figure:
        """Draw the chart: see `draw_chart`."""
        from briefing.figures.charts.draw import draw_chart

        return draw_chart(self)
