"""The decades: successful coups above a line, failed ones below it, an unfinished decade as narrow as the time it has had."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from briefing.figures.chart import Chart
from briefing.figures.look import POINT_MM, Sheet, Weight, text_width_mm, wrap
from briefing.figures.record import Outcome

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
    """One decade on the sheet: its first year, its slot's and its bar's left edge and width in mm, and what it counts."""

    year: int
    slot: float
    left: float
    width: float
    whole: bool
    counts: dict[Outcome, int]


def draw_decades(chart: Chart) -> Sheet:
    """Draw a pair of stacks a decade, one block an event as long as blocks can be told apart."""
    decades, slot = _decades(chart)
    up = max(d.counts[Outcome.SUCCESSFUL] + d.counts[Outcome.UNDER_WAY] for d in decades)
    down = max(d.counts[Outcome.FAILED] for d in decades)
    block = min(_BLOCK_MM, _STACKS_MM / max(up + down, 1))
    last = decades[-1]
    room = last.slot + slot - last.left
    until = "data end" if chart.selection.ends_early else "to"
    ends = chart.words.say(until, day=chart.words.short_day(chart.known_until)) if not last.whole else ""
    pending = chart.words.say("plus", n=last.counts[Outcome.UNDER_WAY]) if last.counts[Outcome.UNDER_WAY] else ""
    beneath, atop = (wrap(text, room, _SMALL_PT, 600) for text in (ends, pending))
    above = _LINE_MM + len(atop) * _LEADING_MM + up * block + 0.8
    below = above + _LINE_MM + 1.6
    sheet = Sheet(chart.width_mm, below + down * block + _LINE_MM + 0.8 + len(beneath) * _LEADING_MM + 0.6)
    _draw_names(sheet, chart, above, below)
    for decade in decades:
        _draw_decade(sheet, chart, decade, above, below, block)
    _draw_rest(sheet, chart, last, slot, above, below)
    top = above - (last.counts[Outcome.SUCCESSFUL] + last.counts[Outcome.UNDER_WAY]) * block - 1.1 - _LINE_MM + 0.4
    for index, line in enumerate(reversed(atop)):
        sheet.text(last.left, top - index * _LEADING_MM, line, _SMALL_PT, chart.style.accent, weight=600)
    foot = below + last.counts[Outcome.FAILED] * block + _LINE_MM
    for index, line in enumerate(beneath, start=1):
        sheet.text(last.left, foot + index * _LEADING_MM, line, _SMALL_PT, chart.style.mid)
    return sheet


def _decades(chart: Chart) -> tuple[list[_Decade], float]:
    """Lay the decades out in equal slots, each bar as wide as the part of its decade that is shown."""
    words = chart.words
    left = max(text_width_mm(words.columns[o], _TEXT_PT) for o in (Outcome.SUCCESSFUL, Outcome.FAILED)) + 3
    first, last = chart.since // 10 * 10, chart.known_until.year // 10 * 10
    years = range(first, last + 1, 10)
    slot = (chart.width_mm - left) / len(years)
    full = min(_WIDEST_MM, slot * _BAR)
    decades = []
    for index, year in enumerate(years):
        begins = max(date(year, 1, 1), date(chart.since, 1, 1))
        ends = min(date(year + 9, 12, 31), chart.known_until)
        share = min(1.0, ((ends - begins).days + 1) / 3652)
        counts = {o: chart.selection.count(o, first=year, last=year + 9) for o in Outcome}
        bar = max(full * share, 1.2)
        place = left + index * slot
        late = full - bar if begins.year > year else 0.0
        decades.append(_Decade(year, place, place + (slot - full) / 2 + late, bar, share > 0.998, counts))
    return decades, slot


def _draw_names(sheet: Sheet, chart: Chart, above: float, below: float) -> None:
    names = chart.words.columns
    sheet.text(0, above - 0.6, names[Outcome.SUCCESSFUL], _TEXT_PT, chart.style.mid)
    sheet.text(0, below + 2.4, names[Outcome.FAILED], _TEXT_PT, chart.style.mid)


def _draw_decade(sheet: Sheet, chart: Chart, decade: _Decade, above: float, below: float, block: float) -> None:
    style, words = chart.style, chart.words
    latest = decade.year == chart.known_until.year // 10 * 10
    colour = style.ink if latest else style.mid
    weight: Weight = 600 if latest else 400
    x, width = decade.left, decade.width
    successes, failures, under_way = (decade.counts[o] for o in Outcome)
    if block < _THINNEST_MM:
        _whole_stacks(sheet, chart, decade, above, below, block)
    else:
        gap = min(0.3, block * 0.15)
        tall = block - gap
        blocks = [(x, above - (i + 1) * block + gap) for i in range(successes)]
        sheet.area(_boxes(blocks, width, tall), colour)
        sheet.area(_boxes([(x, below + i * block) for i in range(failures)], width, tall, 0.15), style.paper, colour)
        top = above - (successes + under_way) * block + gap
        pending = [(x, top + i * block) for i in range(under_way)]
        sheet.area(_boxes(pending, width, tall, 0.15), style.paper, style.accent)
        sheet.area(_boxes(pending, width / 2, tall), style.accent)
    sheet.line([(x, above), (x + width, above)], style.ink, 0.6)
    sheet.line([(x, below - 0.3), (x + width, below - 0.3)], style.ink, 0.6)
    middle = x + width / 2
    centre = (above + below) / 2 + 0.34 * _TEXT_PT * POINT_MM
    sheet.text(
        middle,
        centre,
        words.say("decade", decade=decade.year, last=decade.year % 100 + 9),
        _TEXT_PT,
        style.ink,
        weight=weight,
        anchor="center",
    )
    top = above - (successes + under_way) * block - 1.1
    sheet.text(middle, top, str(successes), _TEXT_PT, colour, weight=weight, anchor="center")
    bottom = below + failures * block + 3.2
    sheet.text(middle, bottom, str(failures), _TEXT_PT, colour, weight=weight, anchor="center")


def _draw_rest(sheet: Sheet, chart: Chart, decade: _Decade, slot: float, above: float, below: float) -> None:
    """Dot the line on to where the decade will end."""
    begins, ends = decade.left + decade.width, decade.slot + slot / 2 + min(_WIDEST_MM, slot * _BAR) / 2
    if ends - begins > 1:
        for y in (above, below - 0.3):
            sheet.line([(begins + 0.8, y), (ends, y)], chart.style.mid, 0.5, dashes=(0.8, 1.4))


def _whole_stacks(sheet: Sheet, chart: Chart, decade: _Decade, above: float, below: float, block: float) -> None:
    style = chart.style
    colour = style.ink if decade.year == chart.known_until.year // 10 * 10 else style.mid
    x, width = decade.left, decade.width
    successes, failures, under_way = (decade.counts[o] * block for o in Outcome)
    if successes:
        sheet.rect(x, above - successes, width, successes, colour)
    if under_way:
        sheet.rect(x, above - successes - under_way, width, under_way, style.paper, style.accent)
        sheet.rect(x, above - successes - under_way, width / 2, under_way, style.accent)
    if failures:
        sheet.rect(x + 0.1, below, width - 0.2, failures, style.paper, colour)


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
