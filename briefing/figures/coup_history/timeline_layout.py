"""The timeline, measured before it is drawn: its rows and columns, the place of every mark, and how tall it is."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from briefing.figures.coup_history.chart import COUNTED, HistoryChart
from briefing.figures.data.events import SUCCESSFUL, UNDER_WAY, CoupEvent, CoupOutcome
from briefing.figures.phrases import outcome_headings
from briefing.figures.style import POINT_MM, Weight, text_width_mm, wrap
from briefing.problems import FigureError, Problem

_SCALES = (1.0, 0.95, 0.9, 0.85, 0.8, 0.75, 0.7, 0.65, 0.6, 0.55, 0.5, 0.45, 0.4, 0.35, 0.3, 0.25)
_LABEL_MM = 42.0
_RECENT_MM = 36.0
_ROOMY_MM = 110.0  # of plot and columns together: below this the recent coups have no column of their own
_HEADED_MM = 80.0  # and below this the counts have no room for their headings, which go above them as a key


@dataclass(frozen=True)
class TimelineSizes:
    """The measures that shrink together when many rows must fit a page."""

    text: float  # pt
    small: float  # pt
    pitch: float  # mm
    mark: float  # mm
    focus_mark: float  # mm

    @classmethod
    def at(cls, scale: float) -> TimelineSizes:
        """Return the sizes at a scale; type stays readable, rows and marks give way first."""
        text = max(8.0 * scale, 6.2)
        return cls(text, max(7.2 * scale, 5.8), max(4.5 * scale, text * POINT_MM * 1.15), 1.75 * scale, 2.45 * scale)


@dataclass(frozen=True)
class CountryRow:
    """One country, measured: its label, its marks' levels above the line, and the room it takes above and below it."""

    iso3: str
    label: tuple[str, ...]
    events: tuple[CoupEvent, ...]
    levels: tuple[int, ...]
    recent: str
    mark: float
    above: float
    below: float


@dataclass(frozen=True)
class TimelineColumns:
    """Where the columns stand, in mm from the left: the plot's edges, the recent column, the counts' right edges.

    Where `keyed`, the counts are headed by their marks alone, and a key above the axis says what they mean.
    """

    left: float
    right: float
    recent: float | None
    counts: tuple[tuple[CoupOutcome, float], ...]
    keyed: bool


@dataclass(frozen=True)
class TimelineLayout:
    """A timeline measured: the height of each row's line, of the foot beneath them and of the whole, in mm from the top."""

    chart: HistoryChart
    sizes: TimelineSizes
    columns: TimelineColumns
    rows: tuple[CountryRow, ...]
    lines: tuple[float, ...]

    @property
    def foot(self) -> float:
        """Return where the plot ends."""
        return self.lines[-1] + self.rows[-1].below + 0.6

    @property
    def height(self) -> float:
        """Return how tall the canvas is: with a line of totals, or of where the data end, beneath the plot."""
        return self.foot + (5.0 if len(self.rows) > 1 or self.chart.selection.ends_early else 0.6)

    @property
    def baseline(self) -> float:
        """Return where the years and the headings stand."""
        return axis_baseline(self.columns, self.sizes)

    def x(self, day: date) -> float:
        """Return where a day stands on the axis."""
        return _x(self.chart, day, self.columns)

    @property
    def end(self) -> float:
        """Return where the rows end: with the plot, or where the data do."""
        return self.x(self.chart.known_until) if self.chart.selection.ends_early else self.columns.right


def lay_out_timeline(chart: HistoryChart) -> TimelineLayout:
    """Measure the timeline at the largest scale at which it is no taller than it may be.

    Raises FigureError where not even the smallest marks fit.
    """
    for scale in _SCALES:
        sizes = TimelineSizes.at(scale)
        columns = _columns(chart, sizes)
        rows = tuple(_row(chart, iso3, columns, sizes) for iso3 in chart.order)
        layout = TimelineLayout(chart, sizes, columns, rows, tuple(_baselines(rows, columns, sizes)))
        if layout.height <= chart.tallest_mm:
            return layout
    what = f"{len(chart.selection.events)} events in {len(chart.order)} countries do not fit a page as a timeline"
    hint = "Show fewer countries or years, or use form: decades."
    raise FigureError(Problem("figure-too-dense", what, hint=hint))


def weight_of(chart: HistoryChart, iso3: str) -> Weight:
    """Return the weight in which a country's words are set."""
    return 600 if iso3 == chart.focus else 400


def axis_baseline(columns: TimelineColumns, sizes: TimelineSizes) -> float:
    """Return where the years stand: at the top, or below the key."""
    line = sizes.small * POINT_MM
    return line * (2.5 if columns.keyed else 0.9)


def _columns(chart: HistoryChart, sizes: TimelineSizes) -> TimelineColumns:
    words, width = chart.words, chart.width_mm
    labels = [
        text_width_mm(line, sizes.text, weight_of(chart, iso3))
        for iso3 in chart.order
        for line in _label(chart, iso3, sizes)
    ]
    total = words.gettext("{n} countries", n=len(chart.order))
    left = max([*labels, text_width_mm(total, sizes.text, 600) if len(chart.order) > 1 else 0]) + 3.5
    counts: list[tuple[CoupOutcome, float]] = []
    edge = width
    recents = [_recent(chart, iso3, sizes) for iso3 in chart.order]
    roomy, keyed = any(recents) and width - left >= _ROOMY_MM, width - left < _HEADED_MM
    # Without the column that says what is under way, it is counted in one of its own.
    pending = () if roomy or not chart.selection.count(UNDER_WAY) else (UNDER_WAY,)
    for outcome in reversed(COUNTED + pending):
        counts.append((outcome, edge))
        heading = 0.0 if keyed else text_width_mm(outcome_headings(words)[outcome], sizes.small) + 1.2
        edge -= max(heading + sizes.mark, text_width_mm("000", sizes.text, 600)) + 3.4
    if not roomy:
        return TimelineColumns(left, edge, None, tuple(reversed(counts)), keyed)
    needed = max([_recent_heading_mm(chart, sizes), *(_recent_mm(chart, iso3, sizes) for iso3 in chart.order)])
    recent = edge + 1.2 - needed
    return TimelineColumns(left, recent - 3, recent, tuple(reversed(counts)), keyed)


def _recent_heading_mm(chart: HistoryChart, sizes: TimelineSizes) -> float:
    """Return the width of the recent column's heading, with the marks before it where something is under way."""
    marks = recent_marks(chart)
    return text_width_mm(recent_heading(chart), sizes.small, 600) + len(marks) * (sizes.mark + 0.8)


def recent_heading(chart: HistoryChart) -> str:
    """Return the heading of the recent column, which says "succeeded" where marks do not say it."""
    if recent_marks(chart):
        return chart.words.pgettext("heading", "since {year}", year=chart.recent)
    return chart.words.gettext("succeeded since {year}", year=chart.recent)


def recent_marks(chart: HistoryChart) -> tuple[CoupOutcome, ...]:
    """Return the marks that head the recent column: what is under way must not stand beneath the word "succeeded"."""
    pending = any(e.outcome is UNDER_WAY for iso3 in chart.order for e in chart.recent_successes(iso3))
    return (SUCCESSFUL, UNDER_WAY) if pending else ()


def _recent_mm(chart: HistoryChart, iso3: str, sizes: TimelineSizes) -> float:
    text = _recent(chart, iso3, sizes)
    return text_width_mm(text, sizes.small, 600) + sizes.mark + 1 if text else 0.0


def _label(chart: HistoryChart, iso3: str, sizes: TimelineSizes) -> list[str]:
    return wrap(chart.names[iso3], min(_LABEL_MM, chart.width_mm * 0.28), sizes.text, weight_of(chart, iso3))


def _recent(chart: HistoryChart, iso3: str, sizes: TimelineSizes) -> str:
    """Say when a country's recent coups were, as fully as there is room for; what is under way comes first."""
    words, events = chart.words, chart.recent_successes(iso3)
    done = [event for event in events if event.outcome is SUCCESSFUL]
    pending = [event for event in events if event.outcome is UNDER_WAY]
    now = words.gettext("{month}, under way", month=words.short_month(pending[-1].date)) if pending else ""
    if not done:
        return now
    full = words.pgettext("between clauses", "; ").join(text for text in (now, _months(chart, done)) if text)
    if text_width_mm(full, sizes.small, 600) <= _RECENT_MM:
        return full
    if now:
        return words.pgettext("between clauses", "; ").join((now, words.gettext("{n} earlier", n=len(done))))
    return words.gettext("{n}, last {month}", n=len(done), month=words.short_month(done[-1].date))


def _months(chart: HistoryChart, events: Sequence[CoupEvent]) -> str:
    """List months, each year said once: "Aug 2020, Jan, Sep 2022"."""
    words = chart.words
    by_year = [[e.date for e in group] for _, group in itertools.groupby(events, key=lambda e: e.date.year)]
    return ", ".join(
        ", ".join(dict.fromkeys([*(words.short_month(d, year=False) for d in days[:-1]), words.short_month(days[-1])]))
        for days in by_year
    )


def _row(chart: HistoryChart, iso3: str, columns: TimelineColumns, sizes: TimelineSizes) -> CountryRow:
    mark = sizes.focus_mark if iso3 == chart.focus else sizes.mark
    events = tuple(chart.of(iso3))
    levels = _levels([_x(chart, event.date, columns) for event in events], mark)
    label = tuple(_label(chart, iso3, sizes))
    text = (len(label) - 1) * sizes.text * POINT_MM * 1.1 / 2
    above = max((max(levels, default=0) + 0.5) * mark * 1.05, sizes.text * POINT_MM * 0.5 + text)
    below = max(mark / 2, sizes.text * POINT_MM * 0.5 + text)
    return CountryRow(iso3, label, events, tuple(levels), _recent(chart, iso3, sizes), mark, above, below)


def _levels(xs: Sequence[float], mark: float) -> list[int]:
    """Stack marks that would touch: each takes the lowest level at which it touches none."""
    ends: list[float] = []  # the centre of the last mark at each level
    levels = []
    for x in xs:
        level = next((i for i, end in enumerate(ends) if x - end >= mark * 1.03), len(ends))
        ends[level : level + 1] = [x]
        levels.append(level)
    return levels


def _baselines(rows: Sequence[CountryRow], columns: TimelineColumns, sizes: TimelineSizes) -> list[float]:
    """Return the height of each row's line: a pitch apart, further where a stack or a long name needs the room."""
    head = axis_baseline(columns, sizes) + sizes.small * POINT_MM * 0.1 + 2.4
    y = head + max(rows[0].above + 0.6, sizes.pitch * 0.7)
    lines = [y]
    for before, row in itertools.pairwise(rows):
        gap = 1.6 if len(lines) == 1 and before.mark > row.mark else 0.3
        y += max(sizes.pitch + (1.2 if gap > 1 else 0), before.below + row.above + gap)
        lines.append(y)
    return lines


def _x(chart: HistoryChart, day: date, columns: TimelineColumns) -> float:
    first = date(chart.first_year, 1, 1).toordinal()
    last = max(chart.as_of.toordinal(), first + 30)
    left, right = columns.left + 1.2, columns.right - 1.6
    return left + (right - left) * (day.toordinal() - first) / (last - first)
