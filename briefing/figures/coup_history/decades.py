"""The decades: successful coups above a line, failed ones below it; the bar of a decade in progress is narrower."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from briefing.figures.canvas import Canvas, Rect
from briefing.figures.coup_history.chart import HistoryChart
from briefing.figures.data.events import FAILED, SUCCESSFUL, UNDER_WAY, CoupOutcome
from briefing.figures.phrases import outcome_headings
from briefing.figures.style import POINT_MM, text_width_mm, wrap
from briefing.text.font_metrics import Weight

_TEXT_PT = 8.0
_SMALL_PT = 7.5
_STACKS_MM = 66.0  # the tallest pair of stacks
_BLOCK_MM = 2.3
_THINNEST_MM = 0.8  # below this a block is no longer countable, and the stack is drawn whole
_WIDEST_MM = 15.0
_LINE_MM = 4.0
_LEADING_MM = 3.1
_BAR = 0.68  # a whole decade's bar, as a share of its slot


@dataclass(frozen=True)
class _Decade:
    """One decade: its first year and name, its slot's and its bar's left edge and width in mm, and its events.

    `whole` tells whether all of it is shown, `latest` whether it is the one in which the data end.
    """

    year: int
    name: str
    slot: float
    left: float
    width: float
    whole: bool
    latest: bool
    counts: dict[CoupOutcome, int]

    @property
    def up(self) -> int:
        """Return the number of events above the line."""
        return self.counts[SUCCESSFUL] + self.counts[UNDER_WAY]


@dataclass(frozen=True)
class _DecadesLayout:
    """The measures that all decades share, in mm: the two base lines, a block's height, a slot's width; the labels' size."""

    above: float
    below: float
    block: float
    slot: float
    label_pt: float


def draw_decades(chart: HistoryChart) -> tuple[Canvas, HistoryChart]:
    """Draw a pair of stacks per decade, one block per event as long as blocks can be distinguished."""
    decades, slot = _decades(chart)
    last = decades[-1]
    up, down = max(d.up for d in decades), max(d.counts[FAILED] for d in decades)
    block = min(_BLOCK_MM, _STACKS_MM / max(up + down, 1))
    ends, pending = _edge_lines(chart, last, slot)
    above = _LINE_MM + len(pending) * _LEADING_MM + up * block + 0.8
    label = max(text_width_mm(d.name, _TEXT_PT, 600) for d in decades)
    layout = _DecadesLayout(above, above + _LINE_MM + 1.6, block, slot, min(_TEXT_PT, _TEXT_PT * (slot - 0.8) / label))
    canvas = Canvas(chart.width_mm, layout.below + down * block + _LINE_MM + 0.8 + len(ends) * _LEADING_MM + 0.6)
    headings = outcome_headings(chart.words)
    canvas.text(0, above - 0.6, headings[SUCCESSFUL], _TEXT_PT, chart.style.mid)
    canvas.text(0, layout.below + 2.4, headings[FAILED], _TEXT_PT, chart.style.mid)
    for decade in decades:
        _draw_stacks(canvas, chart, decade, layout)
        _draw_labels(canvas, chart, decade, layout)
    _draw_time_to_come(canvas, chart, last, layout)
    top = above - last.up * block - 1.1 - _LINE_MM + 0.4
    for index, line in enumerate(reversed(pending)):
        x = _line_left(chart, last, line, 600)
        canvas.text(x, top - index * _LEADING_MM, line, _SMALL_PT, chart.style.accent, weight=600)
    foot = layout.below + last.counts[FAILED] * block + _LINE_MM
    for index, line in enumerate(ends, start=1):
        canvas.text(_line_left(chart, last, line), foot + index * _LEADING_MM, line, _SMALL_PT, chart.style.mid)
    return canvas, chart


def _line_left(chart: HistoryChart, last: _Decade, line: str, weight: Weight = 400) -> float:
    """Return where a line at the last bar begins: with the bar, unless it would leave the figure."""
    return min(last.left, chart.width_mm - text_width_mm(line, _SMALL_PT, weight))


def _edge_lines(chart: HistoryChart, last: _Decade, slot: float) -> tuple[list[str], list[str]]:
    """Return the lines below the last decade (how far it goes) and above it (what is under way), as short as its slot."""
    words, room = chart.words, last.slot + slot - last.left
    day = words.short_day(chart.known_until)
    whole = day.replace(" ", "\u00a0")
    day = whole if text_width_mm(whole, _SMALL_PT, 600) <= room else day
    data_end, to_day = words.gettext("data end {day}", day=day), words.gettext("to {day}", day=day)
    ends = "" if last.whole else data_end if chart.selection.ends_early else to_day
    pending = words.gettext("+ {n} under way", n=last.counts[UNDER_WAY]) if last.counts[UNDER_WAY] else ""
    return wrap(ends, room, _SMALL_PT, 600), wrap(pending, room, _SMALL_PT, 600)


def _decades(chart: HistoryChart) -> tuple[list[_Decade], float]:
    """Lay the decades out in equal slots, each bar as wide as the part of its decade that is shown."""
    words, headings = chart.words, outcome_headings(chart.words)
    left = max(text_width_mm(headings[outcome], _TEXT_PT) for outcome in (SUCCESSFUL, FAILED)) + 3
    years = range(chart.first_year // 10 * 10, chart.known_until.year + 1, 10)
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
        bar_left = place + (slot - full) / 2 + late
        name = words.gettext("{decade}s", decade=year, last=year % 100 + 9)
        decades.append(_Decade(year, name, place, bar_left, bar, share > 0.998, year == years[-1], counts))
    return decades, slot


def _draw_stacks(canvas: Canvas, chart: HistoryChart, decade: _Decade, layout: _DecadesLayout) -> None:
    style, block, x, width = chart.style, layout.block, decade.left, decade.width
    colour = style.ink if decade.latest else style.mid
    countable = block >= _THINNEST_MM
    gap = min(0.3, block * 0.15) if countable else 0.0

    def stack(top: float, outcome: CoupOutcome, inset: float = 0.0) -> list[Rect]:
        """One rectangle per event from the top down, or one for all; drawn in by half the width of an edge."""
        count = decade.counts[outcome]
        pieces, height = (count, block - gap) if countable else (min(count, 1), count * block)
        return [(x + inset, top + i * block + inset, width - 2 * inset, height - 2 * inset) for i in range(pieces)]

    canvas.rects(stack(layout.above - decade.counts[SUCCESSFUL] * block + gap, SUCCESSFUL), colour)
    canvas.rects(stack(layout.below, FAILED, 0.15), style.paper, colour)
    pending = layout.above - decade.up * block + gap
    canvas.rects(stack(pending, UNDER_WAY, 0.15), style.paper, style.accent)
    canvas.rects([(left, top, width / 2, height) for left, top, _, height in stack(pending, UNDER_WAY)], style.accent)
    for y in (layout.above, layout.below - 0.3):
        canvas.line([(x, y), (x + width, y)], style.ink, 0.6)


def _draw_labels(canvas: Canvas, chart: HistoryChart, decade: _Decade, layout: _DecadesLayout) -> None:
    """Name the decade between its stacks, and write their numbers above and below them."""
    colour = chart.style.ink if decade.latest else chart.style.mid
    weight: Weight = 600 if decade.latest else 400
    middle = decade.left + decade.width / 2
    half = text_width_mm(decade.name, layout.label_pt, weight) / 2
    # A narrow bar is at the edge of its slot; its name must not be.
    within = min(max(middle, decade.slot + half), decade.slot + layout.slot - half)
    baseline = (layout.above + layout.below) / 2 + 0.34 * layout.label_pt * POINT_MM
    canvas.text(within, baseline, decade.name, layout.label_pt, chart.style.ink, weight=weight, anchor="center")
    top = layout.above - decade.up * layout.block - 1.1
    pending = decade.counts[UNDER_WAY]
    succeeded = str(decade.counts[SUCCESSFUL] or (0 if pending else chart.none))
    # The stack has what is under way on top of it, and its number says so.
    above = f"{succeeded} + {pending}" if pending else succeeded
    canvas.text(middle, top, above, _TEXT_PT, colour, weight=weight, anchor="center")
    bottom = layout.below + decade.counts[FAILED] * layout.block + 3.2
    canvas.text(
        middle, bottom, str(decade.counts[FAILED] or chart.none), _TEXT_PT, colour, weight=weight, anchor="center"
    )


def _draw_time_to_come(canvas: Canvas, chart: HistoryChart, decade: _Decade, layout: _DecadesLayout) -> None:
    """Dot the line on to where the decade will end."""
    full = min(_WIDEST_MM, layout.slot * _BAR)
    begins, ends = decade.left + decade.width, decade.slot + (layout.slot + full) / 2
    if ends - begins > 1:
        for y in (layout.above, layout.below - 0.3):
            canvas.line([(begins + 0.8, y), (ends, y)], chart.style.mid, 0.5, dashes=(0.8, 1.4))
