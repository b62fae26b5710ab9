"""The decades: successful coups above a line, failed ones below it, an unfinished decade as narrow as the time it has had."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from briefing.figures.canvas import Canvas
from briefing.figures.coup_history.chart import HistoryChart
from briefing.figures.data.events import CoupOutcome
from briefing.figures.phrases import outcome_headings
from briefing.figures.style import POINT_MM, Weight, text_width_mm, wrap

_TEXT_PT = 8.0
_SMALL_PT = 7.2
_STACKS_MM = 66.0  # the tallest pair of stacks
_BLOCK_MM = 2.3
_THINNEST_MM = 0.8  # below this a block is no longer countable, and the stack is drawn whole
_WIDEST_MM = 15.0
_LINE_MM = 4.0
_LEADING_MM = 3.1
_BAR = 0.68  # a whole decade's bar, as a share of its slot


@dataclass(frozen=True)
class _Decade:
    """One decade on the canvas: its first year, its slot's and its bar's left edge and width in mm, and what it counts."""

    year: int
    slot: float
    left: float
    width: float
    whole: bool
    counts: dict[CoupOutcome, int]


@dataclass(frozen=True)
class _DecadesLayout:
    """The measures all decades share, in mm: the two base lines, a block's height, a slot's width; and the labels' size."""

    above: float
    below: float
    block: float
    slot: float
    label_pt: float


def draw_decades(chart: HistoryChart) -> Canvas:
    """Draw a pair of stacks a decade, one block an event as long as blocks can be told apart."""
    decades, slot = _decades(chart)
    last = decades[-1]
    up = max(d.counts[CoupOutcome.SUCCESSFUL] + d.counts[CoupOutcome.UNDER_WAY] for d in decades)
    down = max(d.counts[CoupOutcome.FAILED] for d in decades)
    block = min(_BLOCK_MM, _STACKS_MM / max(up + down, 1))
    beneath, atop = _edge_lines(chart, last, slot)
    above = _LINE_MM + len(atop) * _LEADING_MM + up * block + 0.8
    label = max(text_width_mm(_name(chart, d), _TEXT_PT, 600) for d in decades)
    layout = _DecadesLayout(above, above + _LINE_MM + 1.6, block, slot, min(_TEXT_PT, _TEXT_PT * (slot - 0.8) / label))
    canvas = Canvas(chart.width_mm, layout.below + down * block + _LINE_MM + 0.8 + len(beneath) * _LEADING_MM + 0.6)
    _draw_names(canvas, chart, layout)
    for decade in decades:
        _draw_stacks(canvas, chart, decade, layout)
        _draw_words(canvas, chart, decade, layout)
    _draw_rest(canvas, chart, last, layout)
    top = (
        above
        - (last.counts[CoupOutcome.SUCCESSFUL] + last.counts[CoupOutcome.UNDER_WAY]) * block
        - 1.1
        - _LINE_MM
        + 0.4
    )
    for index, line in enumerate(reversed(atop)):
        canvas.text(
            _left(chart, last, line, 600), top - index * _LEADING_MM, line, _SMALL_PT, chart.style.accent, weight=600
        )
    foot = layout.below + last.counts[CoupOutcome.FAILED] * block + _LINE_MM
    for index, line in enumerate(beneath, start=1):
        canvas.text(_left(chart, last, line), foot + index * _LEADING_MM, line, _SMALL_PT, chart.style.mid)
    return canvas


def _left(chart: HistoryChart, last: _Decade, line: str, weight: Weight = 400) -> float:
    """Return where a line at the last bar begins: with the bar, unless it would leave the figure."""
    return min(last.left, chart.width_mm - text_width_mm(line, _SMALL_PT, weight))


def _edge_lines(chart: HistoryChart, last: _Decade, slot: float) -> tuple[list[str], list[str]]:
    """Say beneath the last decade how far it goes, and above it what is under way, in lines as short as its slot."""
    words, room = chart.words, last.slot + slot - last.left
    day = words.short_day(chart.known_until)
    known = (
        words.gettext("data end {day}", day=day) if chart.selection.ends_early else words.gettext("to {day}", day=day)
    )
    ends = "" if last.whole else known
    under_way = last.counts[CoupOutcome.UNDER_WAY]
    return wrap(ends, room, _SMALL_PT, 600), wrap(
        words.gettext("+ {n} under way", n=under_way) if under_way else "", room, _SMALL_PT, 600
    )


def _decades(chart: HistoryChart) -> tuple[list[_Decade], float]:
    """Lay the decades out in equal slots, each bar as wide as the part of its decade that is shown."""
    words = chart.words
    left = (
        max(text_width_mm(outcome_headings(words)[o], _TEXT_PT) for o in (CoupOutcome.SUCCESSFUL, CoupOutcome.FAILED))
        + 3
    )
    first, last = chart.first_year // 10 * 10, chart.known_until.year // 10 * 10
    years = range(first, last + 1, 10)
    slot = (chart.width_mm - left) / len(years)
    full = min(_WIDEST_MM, slot * _BAR)
    decades = []
    for index, year in enumerate(years):
        begins = max(date(year, 1, 1), date(chart.first_year, 1, 1))
        ends = min(date(year + 9, 12, 31), chart.known_until)
        share = min(1.0, ((ends - begins).days + 1) / 3652)
        counts = {o: chart.selection.count(o, first=year, last=year + 9) for o in CoupOutcome}
        bar = max(full * share, 1.2)
        place = left + index * slot
        late = full - bar if begins.year > year else 0.0
        decades.append(_Decade(year, place, place + (slot - full) / 2 + late, bar, share > 0.998, counts))
    return decades, slot


def _name(chart: HistoryChart, decade: _Decade) -> str:
    return chart.words.gettext("{decade}s", decade=decade.year, last=decade.year % 100 + 9)


def _colour(chart: HistoryChart, decade: _Decade) -> str:
    return chart.style.ink if _latest(chart, decade) else chart.style.mid


def _latest(chart: HistoryChart, decade: _Decade) -> bool:
    return decade.year == chart.known_until.year // 10 * 10


def _draw_names(canvas: Canvas, chart: HistoryChart, layout: _DecadesLayout) -> None:
    names = outcome_headings(chart.words)
    canvas.text(0, layout.above - 0.6, names[CoupOutcome.SUCCESSFUL], _TEXT_PT, chart.style.mid)
    canvas.text(0, layout.below + 2.4, names[CoupOutcome.FAILED], _TEXT_PT, chart.style.mid)


def _draw_stacks(canvas: Canvas, chart: HistoryChart, decade: _Decade, layout: _DecadesLayout) -> None:
    style, colour, block = chart.style, _colour(chart, decade), layout.block
    x, width = decade.left, decade.width
    successes, failures, under_way = (decade.counts[o] for o in CoupOutcome)
    if block < _THINNEST_MM:
        _whole_stacks(canvas, chart, decade, layout)
    else:
        gap = min(0.3, block * 0.15)
        tall = block - gap
        blocks = [(x, layout.above - (i + 1) * block + gap) for i in range(successes)]
        canvas.area(_boxes(blocks, width, tall), colour)
        hollow = [(x, layout.below + i * block) for i in range(failures)]
        canvas.area(_boxes(hollow, width, tall, 0.15), style.paper, colour)
        top = layout.above - (successes + under_way) * block + gap
        pending = [(x, top + i * block) for i in range(under_way)]
        canvas.area(_boxes(pending, width, tall, 0.15), style.paper, style.accent)
        canvas.area(_boxes(pending, width / 2, tall), style.accent)
    for y in (layout.above, layout.below - 0.3):
        canvas.line([(x, y), (x + width, y)], style.ink, 0.6)


def _draw_words(canvas: Canvas, chart: HistoryChart, decade: _Decade, layout: _DecadesLayout) -> None:
    """Name the decade between its stacks, and write their numbers above and below them."""
    colour, text = _colour(chart, decade), _name(chart, decade)
    weight: Weight = 600 if _latest(chart, decade) else 400
    successes, failures, under_way = (decade.counts[o] for o in CoupOutcome)
    middle = decade.left + decade.width / 2
    half = text_width_mm(text, layout.label_pt, weight) / 2
    # A narrow bar stands at the edge of its slot, its name must not.
    within = min(max(middle, decade.slot + half), decade.slot + layout.slot - half)
    baseline = (layout.above + layout.below) / 2 + 0.34 * layout.label_pt * POINT_MM
    canvas.text(within, baseline, text, layout.label_pt, chart.style.ink, weight=weight, anchor="center")
    top = layout.above - (successes + under_way) * layout.block - 1.1
    canvas.text(middle, top, str(successes), _TEXT_PT, colour, weight=weight, anchor="center")
    bottom = layout.below + failures * layout.block + 3.2
    canvas.text(middle, bottom, str(failures), _TEXT_PT, colour, weight=weight, anchor="center")


def _draw_rest(canvas: Canvas, chart: HistoryChart, decade: _Decade, layout: _DecadesLayout) -> None:
    """Dot the line on to where the decade will end."""
    full = min(_WIDEST_MM, layout.slot * _BAR)
    begins, ends = decade.left + decade.width, decade.slot + (layout.slot + full) / 2
    if ends - begins > 1:
        for y in (layout.above, layout.below - 0.3):
            canvas.line([(begins + 0.8, y), (ends, y)], chart.style.mid, 0.5, dashes=(0.8, 1.4))


def _whole_stacks(canvas: Canvas, chart: HistoryChart, decade: _Decade, layout: _DecadesLayout) -> None:
    style, colour = chart.style, _colour(chart, decade)
    x, width, above = decade.left, decade.width, layout.above
    successes, failures, under_way = (decade.counts[o] * layout.block for o in CoupOutcome)
    if successes:
        canvas.rect(x, above - successes, width, successes, colour)
    if under_way:
        canvas.rect(x, above - successes - under_way, width, under_way, style.paper, style.accent)
        canvas.rect(x, above - successes - under_way, width / 2, under_way, style.accent)
    if failures:
        canvas.rect(x + 0.1, layout.below, width - 0.2, failures, style.paper, colour)


def _boxes(
    corners: list[tuple[float, float]], width: float, tall: float, inset: float = 0.0
) -> list[list[tuple[float, float]]]:
    """Return rectangles as rings, drawn in by half the width of their edge."""
    return [
        [
            (x + inset, y + inset),
            (x + width - inset, y + inset),
            (x + width - inset, y + tall - inset),
            (x + inset, y + tall - inset),
        ]
        for x, y in corners
    ]
