"""The timeline, measured before it is drawn: its rows and columns, the place of every mark, and how tall it is."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from briefing.figures.coup_history.chart import COUNTED, ChartRow, HistoryChart
from briefing.figures.coup_history.stacks import stack_offsets
from briefing.figures.data.events import SUCCESSFUL, UNDER_WAY, CoupEvent, CoupOutcome
from briefing.figures.phrases import outcome_headings
from briefing.figures.style import POINT_MM, text_width_mm, wrap
from briefing.i18n import Translator
from briefing.problems import FigureError, Problem
from briefing.text.font_metrics import Weight

_LABEL_MM = 42.0
_RECENT_MM = 36.0
_ROOMY_MM = 110.0  # of plot and columns together: below this the recent coups have no column of their own
_SMALLEST_PERCENT = 55  # of the full size of type, rows and marks
_SMALLEST_MARK_MM = 0.95
_MARK_PERCENTS = range(100, 65, -5)  # what marks may shrink to beside their type, so that rows with stacks stay close
_CLOSE_ROWS = 1.15  # how many times the smallest distance of rows is still close
_CLEAR_MM = 0.4  # between the marks of two rows, at least
_RULE_MM = 1.3  # more than that where a rule parts the focus from the others
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
    def at(cls, scale: float, marks: float = 1.0) -> TimelineSizes:
        """Return the sizes at a scale; type stays readable, rows and marks shrink first, and marks by a scale of their own."""
        text = max(8.0 * scale, 7.5)
        mark = max(1.75 * scale * marks, _SMALLEST_MARK_MM)
        return cls(text, 7.5, max(4.5 * scale, text * POINT_MM * 1.05), mark, 1.4 * mark)


@dataclass(frozen=True)
class MeasuredRow:
    """A row, measured in mm: how far its marks are above its line, and how far these and its texts reach from it."""

    row: ChartRow
    label: tuple[str, ...]
    offsets: tuple[float, ...]
    recent: str
    mark: float
    text_reach: float

    @property
    def reach(self) -> float:
        """Return how far the outermost mark's centre is from the line."""
        return max(map(abs, self.offsets), default=0)

    @property
    def half(self) -> float:
        """Return the room that the row takes above its line, and as much below it."""
        return max(self.reach + self.mark / 2, self.text_reach)

    def distance(self, below: MeasuredRow) -> float:
        """Return the least distance to the line of the row below: every mark is nearer to its own line than to the other."""
        beside = self.reach + below.reach + (self.mark + below.mark) / 2 + _CLEAR_MM
        return max(2 * max(self.reach, below.reach) + _CLEAR_MM, beside, self.text_reach + below.text_reach + 0.3)


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
    """A timeline measured at some sizes; all places are in mm from the top left.

    Where `even`, all rows have the same distance; only the focus may be further from the others.
    """

    chart: HistoryChart
    sizes: TimelineSizes
    even: bool = True

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
        headings = [heading for _, heading in self.recent_headings]
        widths = [text_width_mm(text, sizes.small, 600) + sizes.mark + 1 for text in (*headings, *recent_texts)]
        recent = edge + 1.2 - max(widths)
        return TimelineColumns(left, recent - 3, recent, tuple(counts), keyed)

    @cached_property
    def rows(self) -> tuple[MeasuredRow, ...]:
        """The rows in their order."""
        return tuple(map(self._measure, self.chart.rows))

    @cached_property
    def distances(self) -> tuple[float, ...]:
        """The distances of the rows' lines, from the first row down."""
        least = [max(self.sizes.pitch, row.distance(below)) for row, below in itertools.pairwise(self.rows)]
        if self.has_rule:
            least[0] = max(self.sizes.pitch, least[0], self.rows[0].half + self.rows[1].half + _RULE_MM)
        if not self.even:
            return tuple(least)
        others = max(least[self.has_rule :], default=0)
        return tuple(max(others, distance) if i == 0 else others for i, distance in enumerate(least))

    @cached_property
    def lines(self) -> tuple[float, ...]:
        """The height of each row's line."""
        head = self.baseline + self.sizes.small * POINT_MM * 0.1 + 2.4
        first = head + max(self.rows[0].half + 0.6, self.sizes.pitch * 0.7)
        return tuple(itertools.accumulate(self.distances, initial=first))

    @property
    def has_rule(self) -> bool:
        """Tell whether a rule parts the focus from the rows below it."""
        return len(self.rows) > 1 and self.rows[0].row.is_focus

    @property
    def rule(self) -> float:
        """Return the height of the rule below the focus: half-way between what the first two rows take up."""
        return (self.lines[0] + self.rows[0].half + self.lines[1] - self.rows[1].half) / 2

    @property
    def foot(self) -> float:
        """Return the bottom of the plot."""
        return self.lines[-1] + self.rows[-1].half + 0.6

    @property
    def height(self) -> float:
        """Return the height of the canvas: with a line of totals, or of where the data end, below the plot."""
        return self.foot + (5.0 if len(self.rows) > 1 or self.chart.selection.ends_early else 0.6)

    @property
    def baseline(self) -> float:
        """Return the baseline of the years and the headings: at the top, or below the key or the first line of a heading."""
        two_lines = self.columns.recent is not None and len(self.recent_headings) > 1
        return self.sizes.small * POINT_MM * (2.5 if self.columns.keyed else 2.1 if two_lines else 0.9)

    @property
    def end(self) -> float:
        """Return the right end of the rows: that of the plot, or where the data end."""
        return self.x(self.chart.known_until) if self.chart.selection.ends_early else self.columns.right

    @property
    def total_label(self) -> str:
        """Return the label of the line of totals."""
        return self.chart.words.gettext("{n} countries", n=len(self.chart.order))

    @cached_property
    def recent_headings(self) -> tuple[tuple[CoupOutcome, str], ...]:
        """The lines that head the recent column, each with its mark: what succeeded, and what is under way if anything is."""
        chart = self.chart
        succeeded = (SUCCESSFUL, chart.words.gettext("succeeded since {year}", year=chart.recent))
        if not any(e.outcome is UNDER_WAY for e in chart.recent_successes(chart.selection.events)):
            return (succeeded,)
        return succeeded, (UNDER_WAY, outcome_headings(chart.words)[UNDER_WAY])

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
        offsets = stack_offsets([self.x(event.date) for event in row.events], mark)
        text_reach = sizes.text * POINT_MM * (0.5 + (len(label) - 1) * 1.1 / 2)
        return MeasuredRow(row, label, tuple(offsets), self._recent(row), mark, text_reach)


def lay_out_timeline(chart: HistoryChart) -> TimelineLayout:
    """Measure the timeline at the largest scale at which it is no taller than it may be: by country, else by sub-region.

    Rows have equal distances where these fit, else each what its own stacks need. Raises FigureError where neither fits with
    marks that can be read.
    """
    for rows in (chart, replace(chart, by_sub_region=True)):
        for even in (True, False):
            for percent in range(100, _SMALLEST_PERCENT - 1, -5):
                layout = _at_scale(rows, percent / 100, even=even)
                if layout.height <= chart.tallest_mm:
                    return layout
    what = f"{len(chart.selection.events)} events in {len(chart.order)} countries do not fit a page as a timeline"
    hint = "Show fewer countries or years, or use form: decades."
    raise FigureError(Problem("figure-too-dense", what, hint=hint))


def _at_scale(chart: HistoryChart, scale: float, *, even: bool) -> TimelineLayout:
    """Return the layout with the largest marks whose stacks leave the rows close, else with the smallest ones."""
    for percent in _MARK_PERCENTS:
        layout = TimelineLayout(chart, TimelineSizes.at(scale, percent / 100), even)
        if max(layout.distances, default=0) <= layout.sizes.pitch * _CLOSE_ROWS:
            break
    return layout


def _months(words: Translator, events: Sequence[CoupEvent]) -> str:
    """List months, with each year once: "Aug 2020, Jan, Sep 2022"."""
    by_year = [[e.date for e in group] for _, group in itertools.groupby(events, key=lambda e: e.date.year)]
    return ", ".join(
        ", ".join(dict.fromkeys([*(words.short_month(d, year=False) for d in days[:-1]), words.short_month(days[-1])]))
        for days in by_year
    )
