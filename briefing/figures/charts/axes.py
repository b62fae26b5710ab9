"""Scales and ticks: round numbers, dates in steps of the calendar, and no two labels that overlap."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from briefing.figures.charts.chart_style import SMALL_PT
from briefing.figures.charts.labels import wrap_label
from briefing.figures.charts.wording import Wording, moment_at
from briefing.figures.style import text_width_mm
from briefing.model.charts.data import ChartData
from briefing.model.dates import When

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from briefing.figures.charts.chart_style import ChartStyle

_GAP_MM = 2.2
"""The least space between the labels of two ticks."""

_NAME_MM = 30.0
"""The widest name below a plot that has no room for all of them."""


@dataclass(frozen=True)
class Scale:
    """A scale of values: its ends, and its ticks with their labels."""

    low: float
    high: float
    ticks: tuple[float, ...]
    labels: tuple[str, ...]


@dataclass(frozen=True)
class Tick:
    """A tick on the axis of dates, numbers or names: its position, and the lines of its label."""

    position: float
    lines: tuple[str, ...]

    @property
    def width_mm(self) -> float:
        """The width of the label."""
        return max(text_width_mm(line, SMALL_PT) for line in self.lines)


def value_scale(values: Sequence[float], wording: Wording, *, from_zero: bool, steps: int = 5) -> Scale:
    """Return a scale of round numbers over some values; with zero where `from_zero`, or where zero is not far."""
    low, high = min(values), max(values)
    if from_zero or (low >= 0 and low <= 0.5 * high) or (high <= 0 and high >= 0.5 * low):
        low, high = min(low, 0.0), max(high, 0.0)
    if low == high:
        low, high = (low - abs(low) * 0.1 - 0.5, high + abs(high) * 0.1 + 0.5) if low else (0.0, 1.0)
    step = _round_step((high - low) / steps)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    ticks = tuple(step * n for n in range(first, last + 1))
    decimals = max(0, -math.floor(math.log10(step) + 1e-9))
    if decimals and abs(step * 10**decimals - round(step * 10**decimals)) > 1e-6:
        decimals += 1
    decimals = min(decimals + (1 if abs(step * 10**decimals - round(step * 10**decimals)) > 1e-6 else 0), 12)
    labels = tuple(wording.value(round(tick, decimals) + 0.0, decimals) for tick in ticks)
    return Scale(ticks[0], ticks[-1], ticks, labels)


def _round_step(aim: float) -> float:
    power = 10.0 ** math.floor(math.log10(aim))
    return next(step * power for step in (1, 2, 2.5, 5, 10) if step * power >= aim * 0.999)


def draw_value_axis(axes: Axes, scale: Scale, style: ChartStyle) -> None:
    """Draw the scale on the left of some axes: a hairline across at each tick, a line at zero."""
    axes.set_ylim(scale.low, scale.high)
    axes.set_yticks(scale.ticks, labels=scale.labels)
    for tick in scale.ticks:
        is_base = abs(tick) < (scale.high - scale.low) * 1e-9
        colour, width = (style.colours.mid, 0.6) if is_base else (style.colours.tint, 0.5)
        axes.axhline(tick, color=colour, linewidth=width, zorder=0.5, clip_on=False)


def x_ticks(data: ChartData, width_mm: float, span: tuple[float, float], wording: Wording) -> list[Tick]:
    """Return the ticks below a plot of a width that shows positions from one to another: as many as fit.

    Few rows have a tick each; more are at steps of the calendar, or round numbers.
    """
    per_unit = width_mm / (span[1] - span[0])
    if data.x_kind == "category":
        beside = _name_ticks(data, max(per_unit - _GAP_MM, 9.0))
        return beside if _fit(beside, per_unit) else _thin_out(_name_ticks(data, _NAME_MM), per_unit)
    if len(data.x) <= 8 and _fit(own := _own_ticks(data, wording), per_unit):
        return own
    choices = _calendar(data, wording) if data.x_kind == "date" else _numbers(data, wording)
    for ticks in choices:
        if len(ticks) > 1 and _fit(ticks, per_unit):
            return ticks
    return _thin_out(_own_ticks(data, wording), per_unit)


def _fit(ticks: Sequence[Tick], per_unit: float) -> bool:
    return all(
        (b.position - a.position) * per_unit >= (a.width_mm + b.width_mm) / 2 + _GAP_MM for a, b in pairwise(ticks)
    )


def _thin_out(ticks: Sequence[Tick], per_unit: float) -> list[Tick]:
    """Return the first tick, and of the others those at equal steps that leave room for each."""
    for step in range(1, len(ticks)):
        chosen = list(ticks[::step])
        if _fit(chosen, per_unit):
            return chosen
    return list(ticks[:1])


def _name_ticks(data: ChartData, room: float) -> list[Tick]:
    return [Tick(float(row), tuple(wrap_label(str(name), room)[:4])) for row, name in enumerate(data.x)]


def _own_ticks(data: ChartData, wording: Wording) -> list[Tick]:
    """Return a tick at each row."""
    if data.x_kind == "number":
        return [Tick(at, (wording.x(value),)) for at, value in zip(data.positions, data.x, strict=True)]
    precision = _precision(data)
    moments = [moment_at(position) for position in data.positions]
    return _dated(moments, data.positions, precision, wording)


def _precision(data: ChartData) -> str:
    order = ("year", "month", "day", "minute", "second")
    return max((when.precision for when in data.x if isinstance(when, When)), key=order.index)


def _dated(moments: Sequence[datetime], positions: Sequence[float], unit: str, wording: Wording) -> list[Tick]:
    """Write moments as exact as a unit of time; the year stands below the first, and where it changes."""
    ticks, shown = [], (0, 0, 0)
    for moment, position in zip(moments, positions, strict=True):
        lines = _date_lines(moment, unit, shown, wording)
        shown = (moment.year, moment.month, moment.day)
        ticks.append(Tick(position, lines))
    return ticks


def _date_lines(moment: datetime, unit: str, before: tuple[int, int, int], wording: Wording) -> tuple[str, ...]:
    words, day = wording.translator, moment.date()
    if unit == "year":
        return (str(moment.year),)
    if unit in ("minute", "second"):
        clock = f"{moment:%H:%M:%S}" if unit == "second" else f"{moment:%H:%M}"
        return (
            (clock,) if before == (moment.year, moment.month, moment.day) else (clock, words.short_day_and_month(day))
        )
    text = words.short_month(day, year=False) if unit == "month" else words.short_day_and_month(day)
    return (text,) if before[0] == moment.year else (text, str(moment.year))


def _calendar(data: ChartData, wording: Wording) -> Iterator[list[Tick]]:
    """Yield ticks at ever longer steps of the calendar, none finer than the dates are."""
    first, last = moment_at(data.positions[0]), moment_at(data.positions[-1])
    precision = _precision(data)
    begin = ("minute", "day", "month", "year").index("minute" if precision == "second" else precision)
    steps: tuple[tuple[str, tuple[int, ...]], ...] = (
        ("minute", (1, 3, 6, 12)),
        ("day", (1, 2, 7, 14)),
        ("month", (1, 2, 3, 6)),
        ("year", (1, 2, 5, 10, 20, 25, 50, 100, 200, 500)),
    )
    for unit, counts in steps[begin:]:
        for count in counts:
            moments = list(_steps(first, last, unit, count))
            if 1 < len(moments) <= 60:
                positions = [(moment - datetime(1, 1, 1)).total_seconds() / 86_400 for moment in moments]
                yield _dated(moments, positions, unit, wording)


def _steps(first: datetime, last: datetime, unit: str, count: int) -> Iterator[datetime]:
    """Yield the moments of a span at steps of so many hours, days, months or years; of very many, the first."""
    if unit in ("minute", "day"):
        length = timedelta(hours=count) if unit == "minute" else timedelta(days=count)
        moment = first.replace(hour=0, minute=0, second=0)
        while moment < first:
            moment += length
        for _ in range(70):
            if moment > last:
                return
            yield moment
            moment += length
        return
    months = count * (12 if unit == "year" else 1)
    number = -(-(first.year * 12 + first.month - 1 + (first.day > 1)) // months) * months
    for _ in range(70):
        if number // 12 > last.year or number // 12 > 9998:
            return
        moment = datetime(number // 12, number % 12 + 1, 1)
        if moment > last:
            return
        yield moment
        number += months


def _numbers(data: ChartData, wording: Wording) -> Iterator[list[Tick]]:
    for steps in (10, 8, 6, 5, 4, 3, 2, 1):
        scale = value_scale(
            [data.positions[0], data.positions[-1]], Wording(wording.translator), from_zero=False, steps=steps
        )
        inside = [
            Tick(tick, (label,))
            for tick, label in zip(scale.ticks, scale.labels, strict=True)
            if data.positions[0] <= tick <= data.positions[-1]
        ]
        yield inside
