"""The attached files with the numbers of a briefing's charts, as the attached copy of the briefing names them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from briefing.figures.figure import Drawings
from briefing.load.located_values import PlainValue
from briefing.model.charts.data import ChartData


@dataclass(frozen=True)
class ChartFile:
    """The attached file with the numbers of one chart, and their unit, which stands in no cell of it."""

    name: str
    unit: str


def chart_files(drawings: Drawings, charts: Sequence[ChartData]) -> tuple[ChartFile, ...]:
    """Return the files of the charts, in their order."""
    both = zip(drawings.charts, charts, strict=True)
    return tuple(ChartFile(f"{figure.name}.csv", chart.unit) for figure, chart in both)


def name_chart_files(charts: PlainValue, files: Sequence[ChartFile]) -> PlainValue:
    """Return the charts of a briefing with the names of the attached files; none where the files are not attached.

    The names of the desk's own files may say where its numbers are from.
    """
    if not isinstance(charts, list) or len(charts) != len(files):
        return []
    return [
        {**chart, "data": file.name, **({"unit": file.unit} if file.unit else {})} if isinstance(chart, dict) else chart
        for chart, file in zip(charts, files, strict=True)
    ]
