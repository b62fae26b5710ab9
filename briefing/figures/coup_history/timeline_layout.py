"""The timeline, measured before it is drawn: its rows and columns, the place of every mark, and how tall it is."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from briefing.figures.coup_history.chart import COUNTED, ChartRow, HistoryChart
from briefing.figures.data.events import SUCCESSFUL, UNDER_WAY, CoupEvent, CoupOutcome
from briefing.figures.phrases import outcome_headings
from briefing.figures.style import POINT_MM, text_width_mm, wrap
from briefing.i18n import Translator
from briefing.problems import FigureError, Problem
from briefing.text.font_metrics import Weight

_LABEL_MM = 42.0
_RECENT_MM = 36.0
_ROOMY_MM = 110.0  # of plot and columns together: below this the recent coups have no column of their own
_SMALLEST_PERCENT = 55  # below this a mark is smaller than a millimetre
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
        """Return the sizes at a scale; type stays readable, rows and marks shrink first."""
        text = max(8.0 * scale, 7.0)
        return cls(text, max(7.2 * scale, 7.0), max(4.5 * scale, text * POINT_MM * 1.15), 1.75 * scale, 2.45 * scale)


@dataclass(frozen=True)
class MeasuredRow:
    """A row, measured: its label, its marks' levels above the line, and the room it takes above and below it."""

    row: ChartRow
    label: tuple[str, ...]
    levels: tuple[int, ...]
    recent: str
    mark: float
    above: float
    below: float


@dataclass(frozen=True)
class TimelineColumns:
    """The columns, in mm from the left: the plot's edges, the left edge of the recent column, the counts' right edges.

    Where `keyed`, the counts are headed by their marks alone, and a key above the axis explains them.
    """

    left: float
    right: float
    recent: float | None
    counts: tuple[tuple[CoupOutcome, float], ...]
    keyed: bool


@dataclass(frozen=True)
class TimelineLayout:
    """A timeline measured at some sizes; all places are in mm from the top left."""

    chart: HistoryChart
    sizes: TimelineSizes

    @cached_property
    def columns(self) -> TimelineColumns:
        """The columns, with one for recent coups where there is room for it."""
        chart, sizes = self.chart, self.sizes
        labels = [text_width_mm(line, sizes.text, self.weight(row)) for row in chart.rows for line in self._label(row)]
        total = text_width_mm(self.total_label, sizes.text, 600) if len(chart.order) > 1 else 0
        left = max([*labels, total]) + 3.5
        recent_texts = [text for row in chart.rows if (text := self._recent(row))]
        roomy = bool(recent_texts) and chart.width_mm - left >= _ROOMY_MM
        keyed = chart.width_mm - left < _HEADED_MM
        # Without the recent column, which says what is under way, that is counted in a column of its own.
        pending = () if roomy or not chart.selection.count(UNDER_WAY) else (UNDER_WAY,)
        counts: list[tuple[CoupOutcome, float]] = []
        edge = chart.width_mm
        for outcome in reversed(COUNTED + pending):
            counts.insert(0, (outcome, edge))
            heading = 0.0 if keyed else text_width_mm(outcome_headings(chart.words)[outcome], sizes.small) + 1.2
            edge -= max(heading + sizes.mark, text_width_mm("000", sizes.text, 600)) + 3.4
        if not roomy:
            return TimelineColumns(left, edge, None, tuple(counts), keyed)
        marks = len(self.recent_marks) * (sizes.mark + 0.8)
        widths = [text_width_mm(text, sizes.small, 600) + sizes.mark + 1 for text in recent_texts]
        recent = edge + 1.2 - max(text_width_mm(self.recent_heading, sizes.small, 600) + marks, *widths)
        return TimelineColumns(left, recent - 3, recent, tuple(counts), keyed)

    @cached_property
    def rows(self) -> tuple[MeasuredRow, ...]:
        """The rows in their order."""
        return tuple(map(self._measure, self.chart.rows))

    @cached_property
    def lines(self) -> tuple[float, ...]:
        """The height of each row's line; rows have equal distances, larger where a stack or a long name needs space."""
        rows, pitch = self.rows, self.sizes.pitch
        head = self.baseline + self.sizes.small * POINT_MM * 0.1 + 2.4
        y = head + max(rows[0].above + 0.6, pitch * 0.7)
        lines = [y]
        for before, row in itertools.pairwise(rows):
            after_focus = len(lines) == 1 and before.mark > row.mark
            least = pitch + (1.2 if after_focus else 0)
            y += max(least, before.below + row.above + (1.6 if after_focus else 0.3))
            lines.append(y)
        return tuple(lines)

    @property
    def foot(self) -> float:
        """Return the bottom of the plot."""
        return self.lines[-1] + self.rows[-1].below + 0.6

    @property
    def height(self) -> float:
        """Return the height of the canvas: with a line of totals, or of where the data end, below the plot."""
        return self.foot + (5.0 if len(self.rows) > 1 or self.chart.selection.ends_early else 0.6)

    @property
    def baseline(self) -> float:
        """Return the baseline of the years and the headings: at the top, or below the key."""
        return self.sizes.small * POINT_MM * (2.5 if self.columns.keyed else 0.9)

    @property
    def end(self) -> float:
        """Return the right end of the rows: that of the plot, or where the data end."""
        return self.x(self.chart.known_until) if self.chart.selection.ends_early else self.columns.right

    @property
    def total_label(self) -> str:
        """Return the label of the line of totals."""
        return self.chart.words.gettext("{n} countries", n=len(self.chart.order))

    @cached_property
    def recent_marks(self) -> tuple[CoupOutcome, ...]:
        """The marks that head the recent column: what is under way must not be listed under the word "succeeded"."""
        chart = self.chart
        pending = any(e.outcome is UNDER_WAY for e in chart.recent_successes(chart.selection.events))
        return (SUCCESSFUL, UNDER_WAY) if pending else ()

    @property
    def recent_heading(self) -> str:
        """Return the heading of the recent column, which says "succeeded" where marks do not say it."""
        if self.recent_marks:
            return self.chart.words.pgettext("heading", "since {year}", year=self.chart.recent)
        return self.chart.words.gettext("succeeded since {year}", year=self.chart.recent)

    def x(self, day: date) -> float:
        """Return the place of a day on the axis."""
        first = date(self.chart.first_year, 1, 1).toordinal()
        last = max(self.chart.as_of.toordinal(), first + 30)
        left, right = self.columns.left + 1.2, self.columns.right - 1.6
        return left + (right - left) * (day.toordinal() - first) / (last - first)

    def weight(self, row: ChartRow) -> Weight:
        """Return the weight in which a row's texts are set."""
        return 600 if row.is_focus else 400

    def _label(self, row: ChartRow) -> list[str]:
        width_mm = min(_LABEL_MM, self.chart.width_mm * 0.28)
        return wrap(row.name, width_mm, self.sizes.text, self.weight(row))

    def _recent(self, row: ChartRow) -> str:
        """Say when a row's recent coups were, as fully as there is room for; what is under way comes first."""
        words, events = self.chart.words, self.chart.recent_successes(row.events)
        done = [event for event in events if event.outcome is SUCCESSFUL]
        pending = [event for event in events if event.outcome is UNDER_WAY]
        now = words.gettext("{month}, under way", month=words.short_month(pending[-1].date)) if pending else ""
        if not done:
            return now
        separator = words.pgettext("between clauses", "; ")
        full = separator.join(text for text in (now, _months(words, done)) if text)
        if text_width_mm(full, self.sizes.small, 600) <= _RECENT_MM and len(row.countries) == 1:
            return full
        if now:
            return separator.join((now, words.gettext("{n} earlier", n=len(done))))
        if len(done) == 1:
            return words.short_month(done[0].date)
        return words.gettext("{n}, last {month}", n=len(done), month=words.short_month(done[-1].date))

    def _measure(self, row: ChartRow) -> MeasuredRow:
        sizes = self.sizes
        mark = sizes.focus_mark if row.is_focus else sizes.mark
        label = tuple(self._label(row))
        levels = _stack_levels([self.x(event.date) for event in row.events], mark)
        text = (len(label) - 1) * sizes.text * POINT_MM * 1.1 / 2
        above = max((max(levels, default=0) + 0.5) * mark * 1.05, sizes.text * POINT_MM * 0.5 + text)
        below = max(mark / 2, sizes.text * POINT_MM * 0.5 + text)
        return MeasuredRow(row, label, tuple(levels), self._recent(row), mark, above, below)


def lay_out_timeline(chart: HistoryChart) -> TimelineLayout:
    """Measure the timeline at the largest scale at which it is no taller than it may be: by country, else by sub-region.

    Raises FigureError where neither fits with marks that can be read.
    """
    for rows in (chart, replace(chart, by_sub_region=True)):
        for percent in range(100, _SMALLEST_PERCENT - 1, -5):
            layout = TimelineLayout(rows, TimelineSizes.at(percent / 100))
            if layout.height <= chart.tallest_mm:
                return layout
    what = f"{len(chart.selection.events)} events in {len(chart.order)} countries do not fit a page as a timeline"
    hint = "Show fewer countries or years, or use form: decades."
    raise FigureError(Problem("figure-too-dense", what, hint=hint))


def _months(words: Translator, events: Sequence[CoupEvent]) -> str:
    """List months, with each year once: "Aug 2020, Jan, Sep 2022"."""
    by_year = [[e.date for e in group] for _, group in itertools.groupby(events, key=lambda e: e.date.year)]
    return ", ".join(
        ", ".join(dict.fromkeys([*(words.short_month(d, year=False) for d in days[:-1]), words.short_month(days[-1])]))
        for days in by_year
    )


def _stack_levels(xs: Sequence[float], mark: float) -> list[int]:
    """Stack marks that would touch: each takes the lowest level at which it touches none."""
    ends: list[float] = []  # the centre of the last mark at each level
    levels = []
    for x in xs:
        level = next((i for i, end in enumerate(ends) if x - end >= mark * 1.03), len(ends))
        ends[level : level + 1] = [x]
        levels.append(level)
    return levels
