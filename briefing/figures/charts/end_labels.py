"""Labels at the right of a plot, each at the end of what it names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from briefing.figures.charts.chart_style import LEADING_MM, SMALL_PT, ChartStyle
from briefing.figures.charts.labels import spread, wrap_label
from briefing.figures.charts.layout import PLOT_MM, UNIT_MM, Plot, too_tall
from briefing.figures.style import text_width_mm
from briefing.text.font_metrics import Weight

LEADER_MM = 5.0
"""The room between a plot and the labels beside it."""

_GAP_MM = 0.7
_FOOT_MM = 12.0


@dataclass(frozen=True)
class EndLabels:
    """Labels broken into lines: the height of each and the width of all in mm, and which are accented."""

    lines: list[list[str]]
    heights: list[float]
    width_mm: float
    accented: list[bool]

    @property
    def total_mm(self) -> float:
        """The height of all of them."""
        return sum(self.heights)


def fit_labels(texts: Sequence[str], accented: Sequence[bool], style: ChartStyle) -> EndLabels:
    """Break labels into lines for a column that leaves most of the width to the plot; it is wider where they are many.

    Raises FigureError where they do not fit a page.
    """
    room = style.tallest_mm - UNIT_MM - _FOOT_MM
    for share, tallest in ((0.3, PLOT_MM), (0.4, PLOT_MM), (0.5, room)):
        labels = _break_labels(texts, accented, style.width_mm * share)
        if labels.total_mm <= tallest:
            return labels
    raise too_tall(len(texts))


def _break_labels(texts: Sequence[str], accented: Sequence[bool], width_mm: float) -> EndLabels:
    pairs = list(zip(texts, map(_weight, accented), strict=True))
    lines = [wrap_label(text, width_mm, SMALL_PT, weight) for text, weight in pairs]
    heights = [len(one) * LEADING_MM + _GAP_MM for one in lines]
    widest = max(
        text_width_mm(line, SMALL_PT, weight) for one, (_, weight) in zip(lines, pairs, strict=True) for line in one
    )
    return EndLabels(lines, heights, widest, list(accented))


def _weight(accented: bool) -> Weight:
    return 600 if accented else 400


def write_end_labels(plot: Plot, ends: Sequence[tuple[float, float]], labels: EndLabels) -> None:
    """Write each label beside its end, in mm on the sheet, with a hairline to it where others push it away."""
    sheet, colours = plot.sheet, plot.sheet.style.colours
    low, high = plot.top - 2, max(plot.top + plot.height + 2, plot.top - 2 + labels.total_mm)
    middles = spread([y for _, y in ends], labels.heights, low, high)
    left = sheet.width_mm - labels.width_mm
    for (x, y), middle, lines, accented in zip(ends, middles, labels.lines, labels.accented, strict=True):
        colour = colours.accent if accented else colours.ink
        sheet.write_lines(left, middle, lines, colour=colour, weight=_weight(accented))
        start, bend = x + 1.0, left - LEADER_MM * 0.55
        if abs(middle - y) > 1.0 or left - x > LEADER_MM + 1:
            corner = [(bend, y)] if bend > start else []
            sheet.connect([(start, y), *corner, (left - 0.8, middle)])
