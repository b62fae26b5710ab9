"""The timeline: a row a country, a mark an event on a year axis, and what it adds up to beside it."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from briefing.figures.chart import COUNTED, Chart
from briefing.figures.look import POINT_MM, Sheet, Weight, text_width_mm, wrap
from briefing.figures.record import Event, Outcome
from briefing.problems import FigureError, Problem

TALLEST_MM = 232.0
_SCALES = (1.0, 0.95, 0.9, 0.85, 0.8, 0.75, 0.7, 0.65, 0.6, 0.55, 0.5, 0.45, 0.4, 0.35, 0.3, 0.25)
_LABEL_MM = 42.0
_RECENT_MM = 36.0
_CAP = 0.69  # height of a capital, in ems


@dataclass(frozen=True)
class _Sizes:
    """The measures that shrink together when many rows must fit a page."""

    text: float  # pt
    small: float  # pt
    pitch: float  # mm
    mark: float  # mm
    focus_mark: float  # mm

    @classmethod
    def at(cls, scale: float) -> _Sizes:
        """Return the sizes at a scale; type stays readable, rows and marks give way first."""
        text = max(8.0 * scale, 6.2)
        return cls(text, max(7.2 * scale, 5.8), max(4.5 * scale, text * POINT_MM * 1.15), 1.75 * scale, 2.45 * scale)


@dataclass(frozen=True)
class _Row:
    """One country, measured: its label, its marks' levels above the line, and the room it takes above and below it."""

    iso3: str
    label: tuple[str, ...]
    events: tuple[Event, ...]
    levels: tuple[int, ...]
    recent: str
    mark: float
    above: float
    below: float


@dataclass(frozen=True)
class _Columns:
    """Where the columns stand, in mm from the left: the plot's edges, the recent column, the counts' right edges."""

    left: float
    right: float
    recent: float | None
    counts: tuple[tuple[Outcome, float], ...]


def draw_timeline(chart: Chart) -> Sheet:
    """Draw the timeline as tall as it needs to be, shrinking it where it would not fit a page.

    Raises FigureError where not even the smallest marks fit.
    """
    for scale in _SCALES:
        sizes = _Sizes.at(scale)
        columns = _columns(chart, sizes)
        rows = [_row(chart, iso3, columns, sizes) for iso3 in chart.order]
        lines = _baselines(rows, sizes)
        height = lines[-1] + rows[-1].below + (5.6 if len(rows) > 1 or chart.selection.ends_early else 1.2)
        if height <= TALLEST_MM:
            break
    else:
        what = f"{len(chart.selection.events)} events in {len(rows)} countries do not fit a page as a timeline"
        raise FigureError(
            Problem("figure-too-dense", what, hint="Show fewer countries or years, or use form: decades.")
        )
    sheet = Sheet(chart.width_mm, height)
    foot = lines[-1] + rows[-1].below + 0.6
    _draw_axis(sheet, chart, columns, sizes, foot)
    for row, y in zip(rows, lines, strict=True):
        _draw_row(sheet, chart, row, y, columns, sizes)
    _draw_marks(sheet, chart, rows, lines, columns)
    if rows[0].iso3 == chart.focus and len(rows) > 1:
        rule = lines[0] + rows[0].below + 0.5
        sheet.line([(0, rule), (chart.width_mm, rule)], chart.style.ink, 0.6)
    if len(rows) > 1:
        _draw_totals(sheet, chart, columns, sizes, foot)
    _draw_foot(sheet, chart, columns, sizes, foot + 4.0)
    return sheet


def _columns(chart: Chart, sizes: _Sizes) -> _Columns:
    words, width = chart.words, chart.width_mm
    labels = [
        text_width_mm(line, sizes.text, _weight(chart, iso3))
        for iso3 in chart.order
        for line in _label(chart, iso3, sizes)
    ]
    total = words.say("countries", n=len(chart.order))
    left = max([*labels, text_width_mm(total, sizes.text, 600) if len(chart.order) > 1 else 0]) + 3.5
    counts: list[tuple[Outcome, float]] = []
    edge = width
    recents = [_recent(chart, iso3, sizes) for iso3 in chart.order]
    roomy = any(recents) and width - left >= 110
    # Without the column that says what is under way, it is counted in one of its own.
    pending = () if roomy or not chart.selection.count(Outcome.UNDER_WAY) else (Outcome.UNDER_WAY,)
    for outcome in reversed(COUNTED + pending):
        counts.append((outcome, edge))
        edge -= text_width_mm(words.columns[outcome], sizes.small) + sizes.mark + 1.2 + 3.4
    if not roomy:
        return _Columns(left, edge, None, tuple(reversed(counts)))
    heading = text_width_mm(words.say("column since", year=chart.recent), sizes.small, 600)
    needed = max([heading, *(text_width_mm(t, sizes.small, 600) + sizes.focus_mark + 1 for t in recents if t)])
    recent = edge + 1.2 - needed
    return _Columns(left, recent - 3, recent, tuple(reversed(counts)))


def _weight(chart: Chart, iso3: str) -> Weight:
    return 600 if iso3 == chart.focus else 400


def _label(chart: Chart, iso3: str, sizes: _Sizes) -> list[str]:
    return wrap(chart.names[iso3], min(_LABEL_MM, chart.width_mm * 0.28), sizes.text, _weight(chart, iso3))


def _recent(chart: Chart, iso3: str, sizes: _Sizes) -> str:
    """Say when a country's recent coups were, as fully as there is room for."""
    words, events = chart.words, chart.recent_successes(iso3)
    if not events:
        return ""
    under_way = [event for event in events if event.outcome is Outcome.UNDER_WAY]
    if under_way:
        return words.say("mark under way", month=words.month(under_way[-1].date))
    years = sorted({event.date.year for event in events})
    by_year = [[e.date for e in events if e.date.year == year] for year in years]
    full = ", ".join(
        ", ".join(dict.fromkeys([*(words.month(d, year=False) for d in days[:-1]), words.month(days[-1])]))
        for days in by_year
    )
    last = words.say("last of", n=len(events), month=words.month(events[-1].date))
    return full if text_width_mm(full, sizes.small, 600) <= _RECENT_MM else last


def _row(chart: Chart, iso3: str, columns: _Columns, sizes: _Sizes) -> _Row:
    mark = sizes.focus_mark if iso3 == chart.focus else sizes.mark
    events = tuple(chart.of(iso3))
    levels = _levels([_x(chart, event.date, columns) for event in events], mark)
    label = tuple(_label(chart, iso3, sizes))
    text = (len(label) - 1) * sizes.text * POINT_MM * 1.1 / 2
    above = max((max(levels, default=0) + 0.5) * mark * 1.05, sizes.text * POINT_MM * 0.5 + text)
    below = max(mark / 2, sizes.text * POINT_MM * 0.5 + text)
    return _Row(iso3, label, events, tuple(levels), _recent(chart, iso3, sizes), mark, above, below)


def _levels(xs: Sequence[float], mark: float) -> list[int]:
    """Stack marks that would touch: each takes the lowest level at which it touches none."""
    ends: list[float] = []  # the centre of the last mark at each level
    levels = []
    for x in xs:
        level = next((i for i, end in enumerate(ends) if x - end >= mark * 1.03), len(ends))
        ends[level : level + 1] = [x]
        levels.append(level)
    return levels


def _baselines(rows: Sequence[_Row], sizes: _Sizes) -> list[float]:
    """Return the height of each row's line: a pitch apart, further where a stack or a long name needs the room."""
    head = sizes.small * POINT_MM + 2.4
    y = head + max(rows[0].above + 0.6, sizes.pitch * 0.7)
    lines = [y]
    for before, row in itertools.pairwise(rows):
        gap = 1.6 if len(lines) == 1 and before.mark > row.mark else 0.3
        y += max(sizes.pitch + (1.2 if gap > 1 else 0), before.below + row.above + gap)
        lines.append(y)
    return lines


def _x(chart: Chart, day: date, columns: _Columns) -> float:
    """Return where a day stands on the axis."""
    first = date(chart.since, 1, 1).toordinal()
    last = max(chart.until.toordinal(), first + 30)
    left, right = columns.left + 1.2, columns.right - 1.6
    return left + (right - left) * (day.toordinal() - first) / (last - first)


def _end(chart: Chart, columns: _Columns) -> float:
    """Return where the rows end: with the plot, or where the data do."""
    return _x(chart, chart.known_until, columns) if chart.selection.ends_early else columns.right


def _draw_axis(sheet: Sheet, chart: Chart, columns: _Columns, sizes: _Sizes, foot: float) -> None:
    style, words = chart.style, chart.words
    baseline = sizes.small * POINT_MM * 0.9
    head = baseline + 1.5
    has_band = chart.recent > chart.since
    if has_band:
        x = _x(chart, date(chart.recent, 1, 1), columns)
        sheet.rect(x, head, _end(chart, columns) - x, foot - head, style.tint)
    ticks = _ticks(chart, columns, sizes)
    sheet.lines([[(x, head), (x, foot)] for x, _ in ticks], style.faint, 0.35)
    if chart.selection.ends_early:
        end = _end(chart, columns)
        sheet.line([(end, head), (end, foot)], style.ink, 0.6, dashes=(1.2, 1.2))
    for x, label in ticks:
        sheet.text(x, baseline, label, sizes.small, style.mid, anchor="center")
    if columns.recent is not None:
        heading = words.say("column since", year=chart.recent)
        sheet.text(columns.recent, baseline, heading, sizes.small, style.ink, weight=600)
    y = baseline - sizes.small * POINT_MM * 0.26
    for outcome, edge in columns.counts:
        label = words.columns[outcome]
        sheet.text(edge, baseline, label, sizes.small, style.mid, anchor="right")
        x = edge - text_width_mm(label, sizes.small) - 0.9 - sizes.mark / 2
        _mark(sheet, chart, [(x, y)], outcome, sizes.mark, style.mid)


def _ticks(chart: Chart, columns: _Columns, sizes: _Sizes) -> list[tuple[float, str]]:
    """Choose days to mark on the axis, as many as their labels have room for."""
    first, last = chart.since, chart.until.year
    room = columns.right - columns.left
    for step in (1, 2, 5, 10, 20, 50, 100):
        years = [year for year in range(first, last + 1) if year % step == 0 or (step > 1 and year == first)]
        if len(years) > 1 and step > 1 and years[0] % step and years[1] - years[0] < step * 0.7:
            del years[0]
        ticks = [(_x(chart, date(year, 1, 1), columns), str(year)) for year in years]
        if len(ticks) * text_width_mm("0000 ", sizes.small) * 1.5 <= room:
            break
    half = text_width_mm("0000", sizes.small) / 2
    # A year that has only begun leaves no room for its label within the plot.
    return [(x, label) for x, label in ticks if x + half <= columns.right + 1.5]


def _draw_row(sheet: Sheet, chart: Chart, row: _Row, y: float, columns: _Columns, sizes: _Sizes) -> None:
    style = chart.style
    focus = row.iso3 == chart.focus
    colour = style.accent if focus else style.ink
    weight = _weight(chart, row.iso3)
    leading = sizes.text * POINT_MM * 1.1
    middle = _CAP / 2 * sizes.text * POINT_MM
    for index, text in enumerate(row.label):
        baseline = y + middle + (index - (len(row.label) - 1) / 2) * leading
        sheet.text(0, baseline, text, sizes.text, colour, weight=weight)
    if row.iso3 in chart.selection.uncovered:
        text = chart.words.say("no data")
        tall = sizes.small * POINT_MM * 1.2
        sheet.rect(columns.left, y - tall / 2, text_width_mm(text, sizes.small) + 2.4, tall, style.paper)
        sheet.text(columns.left + 1.2, y + middle, text, sizes.small, style.mid)
        for _, edge in columns.counts:
            sheet.text(edge, y + middle, "–", sizes.text, style.mid, anchor="right")
        return
    born = chart.independent.get(row.iso3, 0)
    begins = _x(chart, date(max(born, chart.since), 1, 1), columns)
    if born <= chart.known_until.year:
        sheet.line([(begins, y), (_end(chart, columns), y)], style.faint, 0.5)
    if chart.since <= born <= chart.known_until.year:
        sheet.line([(begins, y - 0.9), (begins, y + 0.9)], style.mid, 0.5)
    for outcome, edge in columns.counts:
        count = chart.selection.count(outcome, iso3=row.iso3)
        shade = colour if count else style.mid
        sheet.text(edge, y + middle, str(count), sizes.text, shade, weight=weight, anchor="right")
    if columns.recent is not None and row.recent:
        x = columns.recent
        if any(event.outcome is Outcome.UNDER_WAY for event in row.events):
            _mark(sheet, chart, [(x + sizes.mark / 2, y)], Outcome.UNDER_WAY, sizes.mark, colour)
            x += sizes.mark + 0.8
        sheet.text(x, y + _CAP / 2 * sizes.small * POINT_MM, row.recent, sizes.small, colour, weight=weight)


def _draw_marks(sheet: Sheet, chart: Chart, rows: Sequence[_Row], lines: Sequence[float], columns: _Columns) -> None:
    """Draw the marks of all rows, those of one look together."""
    looks: dict[tuple[Outcome, float, str], list[tuple[float, float]]] = {}
    for row, y in zip(rows, lines, strict=True):
        for event, level in zip(row.events, row.levels, strict=True):
            recent = chart.style.ink if event.date.year >= chart.recent else chart.style.mid
            colour = chart.style.accent if row.iso3 == chart.focus else recent
            spot = (_x(chart, event.date, columns), y - level * row.mark * 1.05)
            looks.setdefault((event.outcome, row.mark, colour), []).append(spot)
    for (outcome, size, colour), spots in looks.items():
        _mark(sheet, chart, spots, outcome, size, colour)


def _mark(
    sheet: Sheet, chart: Chart, spots: list[tuple[float, float]], outcome: Outcome, size: float, colour: str
) -> None:
    edge = max(0.35, min(0.9, size * 0.42))
    if outcome is Outcome.UNDER_WAY:
        sheet.halves(spots, size, colour, edge, chart.style.paper)
    else:
        fill = colour if outcome is Outcome.SUCCESSFUL else chart.style.paper
        sheet.dots(spots, size, fill, colour, edge)


def _draw_totals(sheet: Sheet, chart: Chart, columns: _Columns, sizes: _Sizes, foot: float) -> None:
    style, words = chart.style, chart.words
    sheet.line([(0, foot), (chart.width_mm, foot)], style.ink, 0.6)
    baseline = foot + 4.0
    label = words.say("countries", n=len(chart.order))
    sheet.text(0, baseline, label, sizes.text, style.ink, weight=600)
    for outcome, edge in columns.counts:
        count = str(chart.selection.count(outcome))
        sheet.text(edge, baseline, count, sizes.text, style.ink, weight=600, anchor="right")
    under_way = chart.selection.count(Outcome.UNDER_WAY)
    if under_way and columns.recent is not None:
        text = words.say("totals under way", n=under_way)
        sheet.text(columns.recent, baseline, text, sizes.small, style.ink, weight=600)


def _draw_foot(sheet: Sheet, chart: Chart, columns: _Columns, sizes: _Sizes, baseline: float) -> None:
    """Say beneath the plot that it is empty, or where the data end."""
    style, words = chart.style, chart.words
    left, room = columns.left + 1.2, columns.right - columns.left - 1.2
    if chart.selection.ends_early:
        text = words.say("data end", day=words.short_day(chart.known_until))
        half = text_width_mm(text, sizes.small) / 2
        x = max(left + half, min(_end(chart, columns), columns.right - half))
        sheet.text(x, baseline, text, sizes.small, style.ink, anchor="center")
        room = x - half - left - 2
    if not chart.selection.events and len(chart.order) > 1:
        text = words.say("no event")
        if text_width_mm(text, sizes.small) <= room:
            sheet.text(left, baseline, text, sizes.small, style.ink)
