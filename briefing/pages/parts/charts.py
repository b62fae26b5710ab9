"""The charts of a desk's own numbers as a page prints them: numbered in the order of the page, each with note and source."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from briefing.figures.figure import Drawings, Figure
from briefing.model.briefing import Briefing
from briefing.model.charts.chart import Chart
from briefing.pages.rows import RowWriter


@dataclass(frozen=True)
class ChartPart:
    """A chart as printed: its number, its figure, and the lines below it."""

    number: int
    figure: Figure
    lines: tuple[str, ...]


class ChartWriter:
    """Writes the charts of one briefing; sources are numbered as they are cited, so each is to be written where it stands."""

    def __init__(self, briefing: Briefing, drawings: Drawings, rows: RowWriter) -> None:
        self._charts, self._drawings, self._rows = briefing.charts, drawings, rows
        self._publishers = {source.id: source.publisher for source in briefing.sources}
        titles = [section.title for section in briefing.sections]
        self.numbers = number_figures(drawings, [_place(chart, titles) for chart in briefing.charts])

    def in_section(self, title: str | None) -> list[ChartPart]:
        """Return the charts that stand in a section, or with None those that stand in none."""
        drawn = zip(self._charts, self._drawings.charts, strict=False)
        return [self._write(chart, figure) for chart, figure in drawn if chart.section == title]

    def _write(self, chart: Chart, figure: Figure) -> ChartPart:
        return ChartPart(self.numbers[figure.name], figure, tuple(self._lines(chart, figure)))

    def _lines(self, chart: Chart, figure: Figure) -> Iterator[str]:
        if chart.note:
            yield self._rows.line(chart.note)
        if chart.source or chart.own:
            publishers = list(dict.fromkeys(self._publishers[citation.source] for citation in chart.source))
            yield self._rows.source_line(publishers, chart.source, own=chart.own)
        yield from figure.notes


def _place(chart: Chart, titles: Sequence[str]) -> int:
    """Return where a chart stands among the sections, from 0; after all of them where it stands in none."""
    return titles.index(chart.section) if chart.section in titles else len(titles)


def number_figures(drawings: Drawings, places: Sequence[int]) -> dict[str, int]:
    """Return the number of each figure by its name, in the order of the page: the charts by the section they stand in."""
    own = sorted(zip(places, range(len(drawings.charts)), drawings.charts, strict=False), key=lambda one: one[:2])
    first = [figure for figure in (drawings.history, drawings.locator) if figure]
    return {figure.name: number for number, figure in enumerate([*first, *(figure for _, _, figure in own)], start=1)}
