"""What the form of a chart asks of its numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from briefing.model.charts.chart import ChartForm
from briefing.model.charts.data import ChartData

Fault = tuple[str, str]
"""What is wrong with the form for these numbers, and what to do."""


def form_faults(form: ChartForm, data: ChartData) -> Iterator[Fault]:
    """Yield why numbers cannot be drawn in a form, with the remedy."""
    if check := _CHECKS.get(form):
        yield from check(data)


def _bar(data: ChartData) -> Iterator[Fault]:
    if data.is_ordered and len(data.series) > 1:
        yield "standing bars show one column, and y has more", "choose form: line, or name one column in y"


_CHECKS: Mapping[ChartForm, Callable[[ChartData], Iterator[Fault]]] = {"bar": _bar}
