"""The charts of a desk's own numbers as a page prints them: each with its number, note and source."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
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

    def __init__(self, briefing: Briefing, drawings: Drawings, rows: RowWriter, numbers: Mapping[str, int]) -> None:
        self._charts, self._drawings, self._rows, self._numbers = briefing.charts, drawings, rows, numbers
        self._written: set[str] = set()
        self._publishers = {source.id: source.publisher for source in briefing.sources}

    def in_section(self, title: str | None) -> list[ChartPart]:
        """Return the charts that stand in a section, or with None those that stand in none."""
        drawn = zip(self._charts, self._drawings.charts, strict=False)
        # Two sections may have one title: the charts stand in the first.
        here = [both for both in drawn if both[0].section == title and both[1].name not in self._written]
        self._written |= {figure.name for _, figure in here}
        return [self._write(chart, figure) for chart, figure in here]

    def _write(self, chart: Chart, figure: Figure) -> ChartPart:
        return ChartPart(self._numbers[figure.name], figure, tuple(self._lines(chart, figure)))

    def _lines(self, chart: Chart, figure: Figure) -> Iterator[str]:
        if chart.note:
            yield self._rows.line(chart.note)
        if chart.source or chart.own:
            publishers = list(dict.fromkeys(self._publishers[citation.source] for citation in chart.source))
            yield self._rows.source_line(publishers, chart.source, own=chart.own)
        yield from figure.notes
