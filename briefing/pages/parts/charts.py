"""The charts of a desk's own numbers as a page prints them: numbered in the order of the page, each with note and source."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from briefing.figures.figure import Drawings, Figure
from briefing.model.briefing import Briefing
from briefing.model.charts.chart import Chart
from briefing.model.parts.page_parts import PARTS, PartName, page_order
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
        self._written: set[str] = set()
        self._publishers = {source.id: source.publisher for source in briefing.sources}
        titles = [section.title for section in briefing.sections]
        places = [_place(chart, titles) for chart in briefing.charts]
        self.numbers = number_figures(drawings, places, len(titles), page_order(briefing.parts))

    def in_section(self, title: str | None) -> list[ChartPart]:
        """Return the charts that stand in a section, or with None those that stand in none."""
        drawn = zip(self._charts, self._drawings.charts, strict=False)
        # Two sections may have one title: the charts stand in the first.
        here = [both for both in drawn if both[0].section == title and both[1].name not in self._written]
        self._written |= {figure.name for _, figure in here}
        return [self._write(chart, figure) for chart, figure in here]

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


def number_figures(
    drawings: Drawings, places: Sequence[int], sections: int, order: Sequence[PartName] = PARTS
) -> dict[str, int]:
    """Return the number of each figure by its name, in the order of the page.

    `places` are where the charts stand among so many `sections`; after all of them those that stand in none.
    """
    found: list[tuple[int, int, int, Figure]] = []
    for part, figure in (("history", drawings.history), ("map", drawings.locator)):
        if figure and part in order:
            found.append((order.index(part), 0, 0, figure))
    for number, (place, figure) in enumerate(zip(places, drawings.charts, strict=False)):
        part = "sections" if place < sections else "charts"
        found.append((order.index(part) if part in order else len(order), place, number, figure))
    in_order = sorted(found, key=lambda one: one[:3])
    return {figure.name: number for number, (_, _, _, figure) in enumerate(in_order, start=1)}
