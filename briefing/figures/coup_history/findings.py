"""The texts of a chart of coup history: its finding, its notes, and its alternative text."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from briefing.figures.coup_history.chart import COUNTED, HistoryChart
from briefing.figures.data.compare import EventDifference, compare
from briefing.figures.data.events import (
    DECIDED_AFTER,
    FAILED,
    SUCCESSFUL,
    UNDER_WAY,
    Correction,
    CoupOutcome,
    EventTable,
)
from briefing.figures.phrases import coup_definition, in_list, outcome_names, until_data_end, until_now
from briefing.i18n import capitalize_first

SOURCES = {
    "Powell & Thyne": "Powell & Thyne (Journal of Peace Research 48(2):249–259, 2011), {version}",
    "Cline Center": "Cline Center Coup d’État Project, version {version}",
}
_MOST_NAMED = 6


def headline(chart: HistoryChart) -> str:
    """State the finding in one sentence, without a full stop."""
    words, selection = chart.words, chart.selection
    single = len(chart.order) == 1
    first = chart.first_year if single else chart.recent
    if not selection.events:
        period = _period(chart, chart.first_year)
        text = words.gettext(
            "{period} no coup and no coup attempt is recorded {where}", period=period, where=where(chart)
        )
        return capitalize_first(text)
    if not any(event.date.year >= first for event in selection.events):
        last = max(selection.events)
        text = words.gettext(
            "{period} no coup has been attempted {where}; the last was in {country} in {month}",
            period=_period(chart, chart.recent),
            where=where(chart),
            country=chart.names[last.iso3],
            month=words.month(last.date),
        )
        return capitalize_first(text)
    happened = until_data_end if selection.ends_early else until_now
    successes, failures, under_way = (selection.count(o, first=first) for o in CoupOutcome)
    main = words.gettext(
        "{period} {what} {where}",
        period=_period(chart, first),
        what=happened(words, SUCCESSFUL, successes),
        where=where(chart),
    )
    also = [happened(words, FAILED, failures)] if failures and (single or not successes) else []
    if under_way:
        also.append(happened(words, UNDER_WAY, under_way))
    return capitalize_first(_joined(main, also, chart))


def headline_by_decade(chart: HistoryChart) -> str:
    """State how the unfinished decade compares with the one before; the plain finding where there is none before."""
    words, selection = chart.words, chart.selection
    decade = chart.known_until.year // 10 * 10
    now = selection.count(SUCCESSFUL, first=decade)
    before = selection.count(SUCCESSFUL, first=decade - 10, last=decade - 1)
    if chart.first_year > decade - 10 or selection.ends_early or now + before == 0:
        return headline(chart)
    text = words.gettext(
        "{where}, {what} since {year}, against {before} in the whole of the {decade}s",
        where=where(chart),
        what=until_now(words, SUCCESSFUL, now),
        year=decade,
        before=words.number_word(before),
        decade=decade - 10,
    )
    under_way = selection.count(UNDER_WAY)
    also = [until_now(words, UNDER_WAY, under_way)] if under_way else []
    return capitalize_first(_joined(text, also, chart))


def _joined(main: str, also: Sequence[str], chart: HistoryChart) -> str:
    words = chart.words
    if len(also) == 1:
        # Translators: two findings: "Since 2020 two coups have succeeded in Mali, and one has failed".
        return words.gettext("{main}, and {also}", main=main, also=also[0])
    return words.listing([main, *also])


def _period(chart: HistoryChart, first: int) -> str:
    words = chart.words
    if chart.selection.ends_early:
        return words.gettext(
            "between {year} and {day}, where the data end,", year=first, day=words.day(chart.known_until)
        )
    # Translators: begins a finding; it is followed by what has happened: "Since 2020 two coups have succeeded".
    return words.gettext("since {year}", year=first)


def where(chart: HistoryChart) -> str:
    """Name the countries of the chart: "in Niger", "in these 18 countries"."""
    names = [chart.names[iso3] for iso3 in chart.order]
    if len(names) == 1:
        # Translators: ends a finding: "two coups have succeeded in Mali".
        return chart.words.gettext("in {country}", country=names[0])
    covered = len(names) - len(chart.selection.uncovered)
    if covered < len(names):
        return chart.words.gettext(
            "in the {n} of these {total} countries that the data cover",
            n=chart.words.number_word(covered),
            total=chart.words.number_word(len(names)),
        )
    return chart.words.gettext("in these {n} countries", n=chart.words.number_word(len(names)))


def tally(
    chart: HistoryChart, *, iso3: str | None = None, first: int = 0, last: int = 9999, years: bool = False
) -> str:
    """Count the events in words: "66 successful, 60 failed and one under way"; `years` adds the year of each."""
    words, parts = chart.words, []
    for outcome in CoupOutcome:
        found = chart.selection.of(outcome, iso3=iso3, first=first, last=last)
        if not found and outcome not in (() if years else COUNTED):
            continue
        count = in_list(words, outcome, len(found))
        listed = ", ".join(str(event.date.year) for event in found)
        # Translators: a count in words and the years: "two failed (1975, 1994)".
        parts.append(words.gettext("{count} ({years})", count=count, years=listed) if years and found else count)
    return words.listing(parts) if chart.selection.events else words.gettext("none")


def alternative(chart: HistoryChart) -> str:
    """Return the alternative text: one sentence on what is drawn, with the totals."""
    words = chart.words
    parts = {"where": where(chart), "since": chart.first_year, "day": words.day(chart.as_of), "counts": tally(chart)}
    if chart.form == "timeline":
        return words.gettext("Timeline of coups and coup attempts {where}, {since} to {day}: {counts}.", **parts)
    return words.gettext("Coups and coup attempts by decade {where}, {since} to {day}: {counts}.", **parts)


def describe_countries(chart: HistoryChart) -> str:
    """Describe the timeline: each country's events by outcome and year, the countries without any at the end."""
    words = chart.words
    uncovered = chart.selection.uncovered
    with_any = [iso3 for iso3 in chart.order if chart.of(iso3)]
    without = [chart.names[i] for i in chart.order if i not in with_any and i not in uncovered]
    lines = [_order_note(chart)] if len(chart.order) > 1 else []
    lines += [
        words.gettext("{country}: {counts}.", country=chart.names[iso3], counts=tally(chart, iso3=iso3, years=True))
        for iso3 in with_any
    ]
    if without:
        lines.append(words.gettext("None recorded: {countries}.", countries=words.listing(without)))
    return " ".join(lines)


def describe_decades(chart: HistoryChart) -> str:
    """Describe the decades: each one's events by outcome."""
    first, last = chart.first_year // 10 * 10, chart.known_until.year // 10 * 10
    return " ".join(
        chart.words.gettext("{decade}s: {counts}.", decade=decade, counts=tally(chart, first=decade, last=decade + 9))
        for decade in range(first, last + 1, 10)
    )


def notes(chart: HistoryChart) -> tuple[str, ...]:
    """Return the notes below the chart: definition, source, where the data end, corrections, disagreements."""
    words, selection = chart.words, chart.selection
    table = selection.table
    source = SOURCES.get(table.coder, f"{table.coder}, {{version}}").format(version=table.version)
    lines = [coup_definition(words, table.coder)]
    lines += [_lines_note(chart)] if chart.form == "timeline" else _width_notes(chart)
    lines.append(words.gettext("Source: {source}. As of {day}.", source=source, day=words.day(chart.as_of)))
    if selection.ends_early:
        day = words.day(table.ends)
        lines.append(
            words.gettext("The data end on {day}, before the as-of date: later events are not shown.", day=day)
        )
    if selection.uncovered:
        countries = words.listing([chart.names[i] for i in selection.uncovered])
        lines.append(words.gettext("The data do not cover {countries}.", countries=countries))
    lines += [_corrected(chart, correction) for correction in selection.corrections]
    lines += [text for other in table.others if (text := _disagreement(chart, other))]
    return tuple(lines)


def _order_note(chart: HistoryChart) -> str:
    if chart.sort == "recent":
        return chart.words.gettext("Countries are in order of their most recent success.")
    return chart.words.gettext("Countries are in order of their number of successes.")


def _lines_note(chart: HistoryChart) -> str:
    note = chart.words.gettext(
        "A row’s line begins at independence where that is later than {year}; marks that would touch are stacked.",
        year=chart.first_year,
    )
    return f"{note} {_order_note(chart)}" if len(chart.order) > 1 else note


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
    words, selection = chart.words, chart.selection
    points = _difference_points(chart, other)
    if not points:
        return ""
    name = SOURCES.get(other.coder, other.coder).split(" (")[0].split(", ")[0]
    both = sum(other.covers(iso3) and selection.table.covers(iso3) for iso3 in chart.order)
    details = other.version
    if both < len(chart.order) - len(selection.uncovered):
        details += words.gettext(", compared in {n} of these countries", n=both)
    separator = words.pgettext("between clauses", "; ")
    return words.gettext("{other} differs: {points}.", other=f"{name} ({details})", points=separator.join(points))


def _difference_points(chart: HistoryChart, other: EventTable) -> list[str]:
    """List the differences: outcomes and recent successes one by one, the rest by number."""
    words = chart.words
    until = chart.as_of - DECIDED_AFTER
    found = compare(chart.events, other, countries=chart.order, since=chart.first_year, until=until)
    points, named = [], 0
    for outcome in COUNTED:
        these = [d for d in found if "outcome" in d.kinds and d.second and d.second.outcome is outcome]
        if these:
            name = outcome_names(words)[outcome]
            points.append(words.gettext("it codes {events} as {outcome}", events=_listed(chart, these), outcome=name))
        named += len(these)
    recent = [d for d in found if d.event.date.year >= chart.recent and d.event.outcome is SUCCESSFUL]
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


def _listed(chart: HistoryChart, differences: Sequence[EventDifference]) -> str:
    words = chart.words
    events = [f"{chart.names[d.event.iso3]} {words.short_month(d.event.date)}" for d in differences[:_MOST_NAMED]]
    if len(differences) > _MOST_NAMED:
        events.append(f"+{len(differences) - _MOST_NAMED}")
    return words.listing(events)
