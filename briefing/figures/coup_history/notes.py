"""The notes below a chart of coup history: definition, order of the rows, source, corrections, and who disagrees."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from briefing.figures.coup_history.chart import COUNTED, HistoryChart
from briefing.figures.coup_history.former_states import describe_former_states
from briefing.figures.data.compare import EventDifference, compare
from briefing.figures.data.events import (
    DECIDED_AFTER,
    SUCCESSFUL,
    Correction,
    CoupEvent,
    CoupOutcome,
    EventTable,
    select,
)
from briefing.figures.phrases import coup_definition, outcome_names

SOURCES = {
    "Powell & Thyne": "Powell & Thyne (Journal of Peace Research 48(2):249–259, 2011), {version}",
    "Cline Center": "Cline Center Coup d’État Project, version {version}",
}
_MOST_NAMED = 6


def write_notes(chart: HistoryChart) -> tuple[str, ...]:
    """Return the notes below the chart: definition, source, where the data end, corrections, disagreements."""
    words, selection = chart.words, chart.selection
    table = selection.table
    lines = [words.gettext("Countries: {listed}.", listed=chart.listed)] if chart.listed else []
    lines += [coup_definition(words, table.coder)]
    lines += [_lines_note(chart)] if chart.form == "timeline" else _width_notes(chart)
    lines += [_source(chart)]
    if selection.since > min(chart.since, chart.as_of.year):
        lines.append(words.gettext("The data begin in {year}.", year=selection.since))
    if selection.ends_early:
        day = words.day(table.ends)
        lines.append(
            words.gettext("The data end on {day}, before the as-of date: later events are not shown.", day=day)
        )
    if selection.uncovered:
        countries = words.listing([chart.names[i] for i in selection.uncovered])
        lines.append(words.gettext("Not shown, because not in the data: {countries}.", countries=countries))
    if former := describe_former_states(chart):
        lines.append(former)
    lines += [_corrected(chart, correction) for correction in selection.corrections]
    lines += [_failed_elsewhere(chart, event, coder) for event, coder in selection.failed_elsewhere]
    lines += [text for other in table.others if (text := _disagreement(chart, other))]
    return tuple(lines)


def _source(chart: HistoryChart) -> str:
    """Say whose data these are, in which version, and which part of them is shown."""
    words, table = chart.words, chart.events
    source = SOURCES.get(table.coder, f"{table.coder}, {{version}}").format(version=table.version)
    if not table.complete:
        return words.gettext("Source: an excerpt of {source}. It may lack events and countries.", source=source)
    if chart.selection.ends_early:
        return words.gettext("Source: {source}.", source=source)
    return words.gettext("Source: {source}; events to {day}.", source=source, day=words.day(chart.as_of))


def _failed_elsewhere(chart: HistoryChart, event: CoupEvent, coder: str) -> str:
    return chart.words.gettext(
        "{country} on {day} is shown as failed, as {coder} codes it.",
        country=chart.names[event.iso3],
        day=chart.words.day(event.date),
        coder=coder,
    )


def describe_order(chart: HistoryChart) -> str:
    """Say in which order the countries are, and that the focus comes first."""
    words = chart.words
    orders = {
        "recent": words.gettext("their most recent coup that has not failed, then of their most recent attempt"),
        "most": words.gettext("their number of coups that have not failed, then of attempts"),
    }
    if chart.by_sub_region and not chart.rows[0].is_focus:
        return words.gettext("Sub-regions are in order of {measure}.", measure=orders[chart.sort])
    if chart.by_sub_region:
        return words.gettext(
            "{country} comes first; sub-regions are in order of {measure}.",
            country=chart.rows[0].name,
            measure=orders[chart.sort],
        )
    if chart.order[0] != chart.focus:
        return words.gettext("Countries are in order of {measure}.", measure=orders[chart.sort])
    first = chart.names[chart.order[0]]
    if len(chart.order) == 2:
        return words.gettext("{country} comes first.", country=first)
    return words.gettext(
        "{country} comes first; the other countries are in order of {measure}.",
        country=first,
        measure=orders[chart.sort],
    )


def _lines_note(chart: HistoryChart) -> str:
    words = chart.words
    if chart.by_sub_region:
        note = words.gettext(
            "There are too many countries for a row each: rows are sub-regions of the UN’s M49, and the annex has every "
            "country. A row’s line begins at the first independence in it where that is later than {year}; marks that would "
            "touch are stacked.",
            year=chart.first_year,
        )
    else:
        note = words.gettext(
            "A row’s line begins at independence where that is later than {year}; marks that would touch are stacked.",
            year=chart.first_year,
        )
    notes = [note]
    # The marks of the focus are all in the one accent.
    years = [event.date.year for row in chart.rows if not row.is_focus for event in row.events]
    if years and min(years) < chart.recent <= max(years):
        notes.append(words.gettext("Marks since {year} are darker.", year=chart.recent))
    return " ".join(notes + ([describe_order(chart)] if len(chart.order) > 1 else []))


def _width_notes(chart: HistoryChart) -> list[str]:
    words, first, last = chart.words, chart.first_year, chart.known_until
    lines, begun, current = [], first // 10 * 10, last.year // 10 * 10
    if first > begun:
        text = words.gettext(
            "The {decade}s are drawn as narrow as the part of them from {year}.", decade=begun, year=first
        )
        lines.append(text)
    if last < date(current + 9, 12, 31):
        day = words.day(last)
        text = words.gettext(
            "The {decade}s are drawn as narrow as the part of them up to {day}.", decade=current, day=day
        )
        lines.append(text)
    return lines


def _corrected(chart: HistoryChart, correction: Correction) -> str:
    words = chart.words
    iso3, day = correction.event
    if correction.field == "date":
        was, now = (words.day(date.fromisoformat(text)) for text in (correction.was, correction.now))
    else:
        was, now = (outcome_names(words)[CoupOutcome(text)] for text in (correction.was, correction.now))
    parts = {"country": chart.names[iso3], "was": was, "now": now, "why": correction.why}
    if correction.field == "date":
        return words.gettext("Corrected: {country}, dated {was} in the data, was on {now} ({why}).", **parts)
    return words.gettext(
        "Corrected: {country} on {day}, {was} in the data, is {now} ({why}).", day=words.day(day), **parts
    )


def _disagreement(chart: HistoryChart, other: EventTable) -> str:
    """Describe where another coder differs, and in how many of the countries the two can be compared."""
    words = chart.words
    points = _difference_points(chart, other)
    if not points:
        return ""
    name = SOURCES.get(other.coder, other.coder).split(" (")[0].split(", ")[0]
    both = sum(map(other.covers, chart.order))
    details = other.version
    if both < len(chart.order):
        details += words.ngettext(
            ", compared in one of these countries",
            ", compared in {n} of these countries",
            both,
            n=words.number_word(both),
        )
    separator = words.pgettext("between clauses", "; ")
    return words.gettext("{other} differs: {points}.", other=f"{name} ({details})", points=separator.join(points))


def _difference_points(chart: HistoryChart, other: EventTable) -> list[str]:
    """List the differences: outcomes and recent successes one by one, the rest by number."""
    words = chart.words
    found = compare(chart.events, other, countries=chart.order, since=chart.first_year, until=chart.as_of)
    # What an excerpt lacks, its coder may well have.
    lacking_in = {"only in first": other, "only in second": chart.events}
    found = [d for d in found if all(table.complete for kind, table in lacking_in.items() if kind in d.kinds)]
    # An outcome of the last days was not known; that an event was recorded was.
    found = [d for d in found if not (d.first and d.second and _is_late(chart, d.first, d.second))]
    points, named = [], 0
    late = {(d.event.iso3, d.event.date) for d in found if _is_late(chart, d.event)}
    if recorded := _recorded_by(chart, other, late):
        days = {(event.iso3, event.date) for event in recorded}
        found = [d for d in found if d.first or (d.event.iso3, d.event.date) not in days]
        points.append(words.gettext("it records {events}", events=_listed_with_outcome(chart, recorded)))
    for outcome in COUNTED:
        these = [d for d in found if "outcome" in d.kinds and d.second and d.second.outcome is outcome]
        if these:
            name = outcome_names(words)[outcome]
            points.append(words.gettext("it codes {events} as {outcome}", events=_listed(chart, these), outcome=name))
        named += len(these)
    recent = [
        d
        for d in found
        if (d.event.iso3, d.event.date) in late or (d.event.date.year >= chart.recent and d.event.outcome is SUCCESSFUL)
    ]
    if lacking := [d for d in recent if "only in first" in d.kinds]:
        points.append(words.gettext("it does not have {events}", events=_listed(chart, lacking)))
    if added := [d for d in recent if "only in second" in d.kinds]:
        points.append(words.gettext("it adds {events}", events=_listed(chart, added)))
    rest = len(found) - named - len(lacking) - len(added)
    if rest:
        further = words.ngettext(
            "one further event, on another date or in one of the two only",
            "{n} further events, on other dates or in one of the two only",
            rest,
            n=rest,
        )
        points.append(further)
    return points


def _is_late(chart: HistoryChart, *events: CoupEvent) -> bool:
    """Tell whether one of some events is of the days before the as-of date in which no outcome is decided."""
    return any(chart.as_of - event.date <= DECIDED_AFTER for event in events)


def _recorded_by(chart: HistoryChart, other: EventTable, late: Collection[tuple[str, date]]) -> list[CoupEvent]:
    """List what another coder alone records of the time of which this one has nothing, and of the last days.

    `late` are the countries and dates of events of the last days that one of the two lacks. Outcomes are as they may be
    called at `as_of`.
    """
    alone = chart.only_recorded_by(other)
    settled = select(other, countries=chart.order, since=chart.first_year, as_of=chart.as_of).events
    return sorted({*alone, *(event for event in settled if (event.iso3, event.date) in late)})


def _listed_with_outcome(chart: HistoryChart, events: Sequence[CoupEvent]) -> str:
    """List events in order of date; of many, the latest ones."""
    words, names = chart.words, outcome_names(chart.words)
    listed = [f"{chart.names[e.iso3]} {words.short_day(e.date)} ({names[e.outcome]})" for e in events[-_MOST_NAMED:]]
    return words.listing(listed + ([f"+{len(events) - _MOST_NAMED}"] if len(events) > _MOST_NAMED else []))


def _listed(chart: HistoryChart, differences: Sequence[EventDifference]) -> str:
    words = chart.words
    events = [f"{chart.names[d.event.iso3]} {words.short_month(d.event.date)}" for d in differences[:_MOST_NAMED]]
    if len(differences) > _MOST_NAMED:
        events.append(f"+{len(differences) - _MOST_NAMED}")
    return words.listing(events)
