"""The regional coup-history chart, with everything said about it computed from the same events."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from briefing.figures.canvas import Canvas
from briefing.figures.coup_history import findings as finding
from briefing.figures.coup_history.chart import Chart, Sort, prepare_chart
from briefing.figures.coup_history.decades import draw_decades
from briefing.figures.coup_history.timeline import draw_timeline
from briefing.figures.data.events import CoupEvent, CoupOutcome, EventTable
from briefing.figures.figure import Figure, Table
from briefing.figures.phrases import outcome_names
from briefing.figures.style import HOUSE, Style
from briefing.i18n import get_translator

TALLEST_MM = 225.0
"""What a page of A4 leaves to a chart beneath a heading and a title of two lines."""

Form = Literal["timeline", "decades"]


@dataclass(frozen=True)
class _Form:
    draw: Callable[[Chart], Canvas]
    headline: Callable[[Chart], str]
    describe: Callable[[Chart], str]


_FORMS: Mapping[str, _Form] = {
    "timeline": _Form(draw_timeline, finding.headline, finding.describe_countries),
    "decades": _Form(draw_decades, finding.headline_by_decade, finding.describe_decades),
}


def draw_history(
    events: EventTable,
    *,
    countries: Mapping[str, str],
    focus: str | None,
    since: int,
    as_of: date,
    form: Form = "timeline",
    sort: Sort = "recent",
    independent: Mapping[str, int],
    width_mm: float,
    tallest_mm: float = TALLEST_MM,
    language: str,
    style: Style = HOUSE,
) -> Figure:
    """Draw the coups and coup attempts of some countries from `since` to `as_of`.

    `countries` maps ISO 3166-1 alpha-3 codes to names in the reader's language, `independent` to the years their rows
    begin; `focus` is one of them, drawn first. The SVG is `width_mm` wide and as tall as it needs, at most `tallest_mm`;
    it holds marks and labels only: title, notes and table are for the page to set. Raises FigureError where it cannot fit.
    """
    chart = prepare_chart(
        events,
        countries=countries,
        focus=focus,
        since=since,
        as_of=as_of,
        sort=sort,
        independent=independent,
        width_mm=width_mm,
        tallest_mm=tallest_mm,
        words=get_translator(language.split("-")[0]),
        style=style,
    )
    chosen = _FORMS[form]
    title = chosen.headline(chart)
    alt = finding.alternative(chart, form)
    description = f"{title}. {chosen.describe(chart)}"
    svg = chosen.draw(chart).svg(alt, description)
    notes = finding.notes(chart, form)
    return Figure("history", svg, title, alt, description, notes, _table(chart), _csv(chart))


def _table(chart: Chart) -> Table:
    """Set the events out by country: a row each in the chart's order, the years of each outcome in a column."""
    words = chart.words
    caption = words.gettext(
        "Coups and coup attempts {where}, {since} to {day}",
        where=finding.where(chart),
        since=chart.since,
        day=words.day(chart.until),
    )
    outcomes = [
        outcome for outcome in CoupOutcome if outcome is not CoupOutcome.UNDER_WAY or chart.selection.of(outcome)
    ]
    headings = (words.gettext("Country"), *(outcome_names(words)[outcome] for outcome in outcomes))
    rows = tuple((chart.names[iso3], *_years_by_outcome(chart, iso3, outcomes)) for iso3 in chart.order)
    return Table(caption, headings, rows)


def _years_by_outcome(chart: Chart, iso3: str, outcomes: list[CoupOutcome]) -> list[str]:
    """Write each outcome's years, or that the data say nothing of the country: which is not the same as none."""
    if iso3 in chart.selection.uncovered:
        return [chart.words.gettext("not in the data")] * len(outcomes)
    return [_years(chart.selection.of(outcome, iso3=iso3)) for outcome in outcomes]


def _years(events: list[CoupEvent]) -> str:
    """Write how many events there were, and in which years: `3: 1991 (2), 2005`."""
    if not events:
        return "0"
    counted = Counter(event.date.year for event in events)
    years = ", ".join(f"{year} ({n})" if n > 1 else f"{year}" for year, n in counted.items())
    return f"{len(events)}: {years}"


def _csv(chart: Chart) -> bytes:
    """Write the events drawn, in the project's own layout with each country's name, as UTF-8."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("date", "iso3", "country", "outcome", "coder", "version"))
    table = chart.selection.table
    for event in chart.selection.events:
        name = chart.names[event.iso3]
        writer.writerow((event.date, event.iso3, name, event.outcome.value, table.coder, table.version))
    return text.getvalue().encode()
