"""The sentences of a chart of coup history: its finding, its alternative text, and its description."""

from __future__ import annotations

from collections.abc import Sequence

from briefing.figures.coup_history.chart import COUNTED, HistoryChart
from briefing.figures.coup_history.notes import describe_order
from briefing.figures.data.events import FAILED, SUCCESSFUL, UNDER_WAY, CoupOutcome
from briefing.figures.phrases import in_list, until_data_end, until_now
from briefing.i18n import capitalize_first


def headline(chart: HistoryChart) -> str:
    """State the finding in one sentence, without a full stop."""
    selection = chart.selection
    first = chart.first_year if len(chart.order) == 1 else chart.recent
    if not selection.table.complete:
        return capitalize_first(_list_excerpt(chart))
    if not selection.events:
        return capitalize_first(_nothing(chart))
    if not any(event.date.year >= first for event in selection.events):
        return capitalize_first(_nothing_recent(chart))
    return capitalize_first(_counts(chart, first))


def _nothing(chart: HistoryChart) -> str:
    parts = {"period": _period(chart, chart.first_year), "where": where(chart), "coder": chart.events.coder}
    if chart.is_contradicted:
        return chart.words.gettext("{period} no coup and no coup attempt is recorded by {coder} {where}", **parts)
    return chart.words.gettext("{period} no coup and no coup attempt is recorded {where}", **parts)


def _nothing_recent(chart: HistoryChart) -> str:
    words, events = chart.words, chart.selection.events
    last = max(event.date for event in events)
    countries = dict.fromkeys(chart.names[event.iso3] for event in events if event.date == last)
    parts = {
        "period": _period(chart, chart.recent),
        "where": where(chart),
        "coder": chart.events.coder,
        "country": words.listing(list(countries)),
        "month": words.month(last),
    }
    if chart.is_contradicted:
        return words.gettext(
            "{period} no coup attempt is recorded by {coder} {where}; their last was in {country} in {month}", **parts
        )
    return words.gettext("{period} no coup attempt is recorded {where}; the last was in {country} in {month}", **parts)


def _counts(chart: HistoryChart, first: int) -> str:
    words, selection, single = chart.words, chart.selection, len(chart.order) == 1
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
    return _joined(main, also, chart)


def _list_excerpt(chart: HistoryChart) -> str:
    """Return what an excerpt has: nothing about what it may lack."""
    return chart.words.gettext(
        "{where}, an excerpt of the data has, from {since} to {day}: {counts}",
        where=where(chart),
        since=chart.first_year,
        day=chart.words.day(chart.known_until),
        counts=tally(chart),
    )


def headline_by_decade(chart: HistoryChart) -> str:
    """State how the unfinished decade compares with the one before; the plain finding where there is none before."""
    words, selection = chart.words, chart.selection
    decade = chart.known_until.year // 10 * 10
    now = selection.count(SUCCESSFUL, first=decade)
    before = selection.count(SUCCESSFUL, first=decade - 10, last=decade - 1)
    is_whole = chart.first_year <= decade - 10 and not selection.ends_early and selection.table.complete
    if not is_whole or now + before == 0:
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
    return chart.words.gettext("in these {n} countries", n=chart.words.number_word(len(names)))


def tally(
    chart: HistoryChart,
    *,
    countries: Sequence[str] = (),
    first: int = 0,
    last: int = 9999,
    years: bool = False,
) -> str:
    """Count the events in words, of some countries or all: "66 successful and 60 failed"; `years` adds the year of each."""
    words, parts = chart.words, []
    for outcome in CoupOutcome:
        found = chart.selection.of(outcome, first=first, last=last)
        found = [event for event in found if not countries or event.iso3 in countries]
        if not found and (years or outcome not in COUNTED or not chart.selection.table.complete):
            continue
        count = in_list(words, outcome, len(found))
        listed = ", ".join(str(event.date.year) for event in found)
        # Translators: a count in words and the years: "two failed (1975, 1994)".
        parts.append(words.gettext("{count} ({years})", count=count, years=listed) if years and found else count)
    if chart.selection.events:
        return words.listing(parts)
    if chart.is_contradicted:
        return words.gettext("none recorded by {coder}", coder=chart.events.coder)
    return words.gettext("none")


def alternative(chart: HistoryChart) -> str:
    """Return the alternative text: one sentence on what is drawn, with the totals."""
    words = chart.words
    parts = {
        "where": where(chart),
        "since": chart.first_year,
        "day": words.day(chart.known_until),
        "counts": tally(chart),
    }
    if chart.form == "timeline" and chart.by_sub_region:
        return words.gettext(
            "Timeline of coups and coup attempts {where} by sub-region, {since} to {day}: {counts}.", **parts
        )
    if chart.form == "timeline":
        return words.gettext("Timeline of coups and coup attempts {where}, {since} to {day}: {counts}.", **parts)
    return words.gettext("Coups and coup attempts by decade {where}, {since} to {day}: {counts}.", **parts)


def describe_rows(chart: HistoryChart) -> str:
    """Describe the timeline: each row's events by outcome, a country's by year, those without any at the end."""
    words = chart.words
    with_any, silent = [row for row in chart.rows if row.events], [row for row in chart.rows if not row.events]
    without = words.listing([row.name for row in silent])
    lines = [describe_order(chart)] if len(chart.order) > 1 else []
    for row in with_any:
        counts = tally(chart, countries=row.countries, years=len(row.countries) == 1)
        lines.append(words.gettext("{country}: {counts}.", country=row.name, counts=counts))
    if chart.is_recorded_elsewhere([iso3 for row in silent for iso3 in row.countries]):
        lines.append(
            words.gettext("None recorded by {coder}: {countries}.", coder=chart.events.coder, countries=without)
        )
    elif silent:
        lines.append(words.gettext("None recorded: {countries}.", countries=without))
    return " ".join(lines)


def describe_decades(chart: HistoryChart) -> str:
    """Describe the decades: each one's events by outcome; of an excerpt, those with any."""
    first, last = chart.first_year // 10 * 10, chart.known_until.year // 10 * 10
    counted = ((decade, tally(chart, first=decade, last=decade + 9)) for decade in range(first, last + 1, 10))
    return " ".join(
        chart.words.gettext("{decade}s: {counts}.", decade=decade, counts=counts)
        for decade, counts in counted
        if counts
    )
