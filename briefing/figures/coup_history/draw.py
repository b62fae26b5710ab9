"""The coup-history chart as a figure: its picture, and its texts and data computed from the same events."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from briefing.figures.canvas import Canvas
from briefing.figures.coup_history import findings
from briefing.figures.coup_history.chart import Form, HistoryChart
from briefing.figures.coup_history.decades import draw_decades
from briefing.figures.coup_history.notes import write_notes
from briefing.figures.coup_history.timeline import draw_timeline
from briefing.figures.data.events import UNDER_WAY, CoupEvent, CoupOutcome
from briefing.figures.figure import Figure, Table
from briefing.figures.phrases import outcome_names
from briefing.model.regions import sub_region
from briefing.problems import FigureError, Problem
from briefing.text.csv_text import csv_bytes


@dataclass(frozen=True)
class _FormFunctions:
    """How one form is drawn, which may change the chart, and put into words."""

    draw: Callable[[HistoryChart], tuple[Canvas, HistoryChart]]
    headline: Callable[[HistoryChart], str]
    describe: Callable[[HistoryChart], str]


_FORMS: Mapping[Form, _FormFunctions] = {
    "timeline": _FormFunctions(draw_timeline, findings.headline, findings.describe_rows),
    "decades": _FormFunctions(draw_decades, findings.headline_by_decade, findings.describe_decades),
}


def draw_history(chart: HistoryChart) -> Figure:
    """Draw a chart of the requested width, as tall as it needs to be, at most `tallest_mm`.

    The SVG has marks and labels only; the page sets title, notes and table. Where a timeline has too many countries for a row
    each, its rows are sub-regions. Raises FigureError where it cannot fit, and
    where the data cover none of the countries.
    """
    if not chart.order:
        what = f"{chart.events} covers none of the countries of the chart from {chart.since} to {chart.as_of}"
        hint = "Choose other countries or years, or data: of a dataset that covers them."
        raise FigureError(Problem("data-not-covered", what, hint=hint))
    form = _FORMS[chart.form]
    canvas, chart = form.draw(chart)
    title = form.headline(chart)
    alt = f"{title}. {findings.alternative(chart)}"
    description = f"{title}. {form.describe(chart)}"
    svg = canvas.svg(alt, description)
    return Figure("history", svg, title, alt, description, write_notes(chart), _table(chart), _csv(chart))


def _table(chart: HistoryChart) -> Table:
    """Return the events by country: one row per country in the chart's order, the years of each outcome in a column."""
    words = chart.words
    caption = words.gettext(
        "Coups and coup attempts {where}, {since} to {day}",
        where=findings.where(chart),
        since=chart.first_year,
        day=words.day(chart.known_until),
    )
    outcomes = [o for o in CoupOutcome if o is not UNDER_WAY or chart.selection.of(o)]
    where = (words.gettext("Sub-region"),) if chart.by_sub_region else ()
    headings = (words.gettext("Country"), *(outcome_names(words)[outcome] for outcome in outcomes), *where)
    rows = tuple(
        (chart.names[iso3], *_counts(chart, iso3, outcomes), *_sub_region(chart, iso3)) for iso3 in chart.order
    )
    return Table(caption, headings, rows)


def _sub_region(chart: HistoryChart, iso3: str) -> tuple[str, ...]:
    """Return the cell with a country's sub-region, where the rows of the chart are sub-regions."""
    region = sub_region(iso3)
    return (region.name(chart.language) if region else "–",) if chart.by_sub_region else ()


def _counts(chart: HistoryChart, iso3: str, outcomes: Sequence[CoupOutcome]) -> list[str]:
    return [_years(chart, chart.selection.of(outcome, iso3=iso3)) for outcome in outcomes]


def _years(chart: HistoryChart, events: list[CoupEvent]) -> str:
    """Write how many events there were, and in which years: `3: 1991 (2), 2005`."""
    if not events:
        return chart.none
    counted = Counter(event.date.year for event in events)
    years = ", ".join(f"{year} ({n})" if n > 1 else f"{year}" for year, n in counted.items())
    colon = chart.words.gettext(":")
    return f"{len(events)}{colon} {years}"


def _csv(chart: HistoryChart) -> bytes:
    """Write the events drawn, in the project's own layout with each country's name, as UTF-8."""
    coder, version = chart.events.coder, chart.events.version
    rows = ((e.date, e.iso3, chart.names[e.iso3], e.outcome.value, coder, version) for e in chart.selection.events)
    return csv_bytes(("date", "iso3", "country", "outcome", "coder", "version"), rows)
