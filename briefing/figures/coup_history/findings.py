"""What a chart of coup history says in words: its finding, its notes, and the text that stands for it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from briefing.figures.coup_history.chart import COUNTED, Chart
from briefing.figures.data.compare import Difference, compare
from briefing.figures.data.events import Correction, CoupOutcome, EventTable

SOURCES = {
    "Powell & Thyne": "Powell & Thyne (Journal of Peace Research 48(2):249–259, 2011), {version}",
    "Cline Center": "Cline Center Coup d’État Project, version {version}",
}
_DEFINED = {"Powell & Thyne": "definition", "Cline Center": "definition Cline Center"}
_MOST_NAMED = 6


def headline(chart: Chart) -> str:
    """State the finding in one sentence, without a full stop."""
    words, selection = chart.words, chart.selection
    single = len(chart.order) == 1
    first = chart.since if single else chart.recent
    if not selection.events:
        return words.sentence(words.say("nothing", period=_period(chart, chart.since), where=where(chart)))
    if not any(event.date.year >= first for event in selection.events):
        last = max(selection.events)
        period, month = _period(chart, chart.recent), words.long_month(last.date)
        country = chart.names[last.iso3]
        text = words.say("quiet", period=period, where=where(chart), country=country, month=month)
        return words.sentence(text)
    forms = words.then if selection.ends_early else words.headline
    successes, failures, under_way = (selection.count(o, first=first) for o in CoupOutcome)
    main = words.say(
        "finding",
        period=_period(chart, first),
        what=words.form(forms[CoupOutcome.SUCCESSFUL], successes),
        where=where(chart),
    )
    also = [words.form(forms[CoupOutcome.FAILED], failures)] if failures and (single or not successes) else []
    if under_way:
        also.append(words.form(forms[CoupOutcome.UNDER_WAY], under_way))
    return words.sentence(_joined(main, also, chart))


def headline_by_decade(chart: Chart) -> str:
    """State how the unfinished decade compares with the one before; the plain finding where there is none before."""
    words, selection = chart.words, chart.selection
    decade = chart.known_until.year // 10 * 10
    now = selection.count(CoupOutcome.SUCCESSFUL, first=decade)
    before = selection.count(CoupOutcome.SUCCESSFUL, first=decade - 10, last=decade - 1)
    if chart.since > decade - 10 or selection.ends_early or now + before == 0:
        return headline(chart)
    text = words.say(
        "decades",
        where=where(chart),
        what=words.form(words.headline[CoupOutcome.SUCCESSFUL], now),
        year=decade,
        before=words.number(before) if before or words.code == "fr" else "none",
        decade=decade - 10,
    )
    under_way = selection.count(CoupOutcome.UNDER_WAY)
    also = [words.form(words.headline[CoupOutcome.UNDER_WAY], under_way)] if under_way else []
    return words.sentence(_joined(text, also, chart))


def _joined(main: str, also: Sequence[str], chart: Chart) -> str:
    words = chart.words
    if len(also) == 1:
        return f"{main},{words.and_}{also[0]}"
    return words.listing([main, *also])


def _period(chart: Chart, first: int) -> str:
    words = chart.words
    if chart.selection.ends_early:
        return words.say("between", year=first, day=words.day(chart.known_until))
    return words.say("since", year=first)


def where(chart: Chart) -> str:
    """Say of which countries the chart speaks: "in Niger", "in these 18 countries"."""
    names = [chart.names[iso3] for iso3 in chart.order]
    if len(names) == 1:
        return chart.words.say("in country", country=names[0])
    covered = len(names) - len(chart.selection.uncovered)
    if covered < len(names):
        return chart.words.say("in covered", n=chart.words.number(covered), total=chart.words.number(len(names)))
    return chart.words.say("in countries", n=chart.words.number(len(names)))


def tally(chart: Chart, *, iso3: str | None = None, first: int = 0, last: int = 9999, years: bool = False) -> str:
    """Count the events in words: "66 successful, 60 failed and one under way", with years where asked."""
    words, parts = chart.words, []
    for outcome in CoupOutcome:
        found = chart.selection.of(outcome, iso3=iso3, first=first, last=last)
        if not found and outcome not in (() if years else COUNTED):
            continue
        count = words.form(words.events[outcome], len(found))
        listed = ", ".join(str(event.date.year) for event in found)
        parts.append(words.say("with years", count=count, years=listed) if years and found else count)
    return words.listing(parts) if chart.selection.events else words.say("no counts")


def alternative(chart: Chart, form: str) -> str:
    """Say in one sentence what the picture is and what it adds up to."""
    return chart.words.say(
        f"alt {form}",
        where=where(chart),
        since=chart.since,
        day=chart.words.day(chart.until),
        counts=tally(chart),
    )


def describe_countries(chart: Chart) -> str:
    """Tell the timeline in words: each country's events by outcome and year, those without any at the end."""
    words = chart.words
    uncovered = chart.selection.uncovered
    with_any = [iso3 for iso3 in chart.order if chart.of(iso3)]
    without = [chart.names[i] for i in chart.order if i not in with_any and i not in uncovered]
    lines = [words.say("order " + chart.sort)] if len(chart.order) > 1 else []
    lines += [
        words.say("country line", country=chart.names[iso3], counts=tally(chart, iso3=iso3, years=True))
        for iso3 in with_any
    ]
    if without:
        lines.append(words.say("none", countries=words.listing(without)))
    return " ".join(lines)


def describe_decades(chart: Chart) -> str:
    """Tell the decades in words: each one's events by outcome."""
    first, last = chart.since // 10 * 10, chart.known_until.year // 10 * 10
    return " ".join(
        chart.words.say("decade line", decade=decade, counts=tally(chart, first=decade, last=decade + 9))
        for decade in range(first, last + 1, 10)
    )


def notes(chart: Chart, form: str) -> tuple[str, ...]:
    """List what the reader must know: definition, source, where the data end, corrections, disagreements."""
    words, selection = chart.words, chart.selection
    table = selection.table
    source = SOURCES.get(table.coder, f"{table.coder}, {{version}}").format(version=table.version)
    lines = [words.say(_DEFINED.get(table.coder, "definition other"), coder=table.coder)]
    lines += [_lines_note(chart)] if form == "timeline" else _width_notes(chart)
    lines.append(words.say("source", source=source, day=words.day(chart.until)))
    if selection.ends_early:
        lines.append(words.say("ends", day=words.day(table.ends)))
    if selection.uncovered:
        lines.append(words.say("uncovered", countries=words.listing([chart.names[i] for i in selection.uncovered])))
    lines += [_corrected(chart, correction) for correction in selection.corrections]
    lines += [text for other in table.others if (text := _disagreement(chart, other))]
    return tuple(lines)


def _lines_note(chart: Chart) -> str:
    order = f" {chart.words.say('order ' + chart.sort)}" if len(chart.order) > 1 else ""
    return chart.words.say("lines", year=chart.since) + order


def _width_notes(chart: Chart) -> list[str]:
    words, lines = chart.words, []
    if chart.since % 10:
        lines.append(words.say("begun", decade=chart.since // 10 * 10, year=chart.since))
    last = chart.known_until
    if last < date(last.year // 10 * 10 + 9, 12, 31):
        lines.append(words.say("unfinished", decade=last.year // 10 * 10, day=words.day(last)))
    return lines


def _corrected(chart: Chart, correction: Correction) -> str:
    words = chart.words
    iso3, day = correction.event
    if correction.field == "date":
        was, now = (words.day(date.fromisoformat(text)) for text in (correction.was, correction.now))
    else:
        was, now = (words.outcomes[CoupOutcome(text)] for text in (correction.was, correction.now))
    values = {"country": chart.names[iso3], "day": words.day(day), "was": was, "now": now, "why": correction.why}
    return words.say(f"corrected {correction.field}", **values)


def _disagreement(chart: Chart, other: EventTable) -> str:
    """Say where another coder differs: outcomes and recent successes one by one, the rest by number."""
    words, selection = chart.words, chart.selection
    until = date.fromordinal(chart.until.toordinal() - 7)
    found = compare(selection.table, other, countries=chart.order, since=chart.since, until=until)
    points, named = [], []
    for outcome in COUNTED:
        these = [d for d in found if "outcome" in d.kinds and d.second and d.second.outcome is outcome]
        points += _point(chart, "other outcome", these, outcome)
        named += these
    recent = [d for d in found if d.event.date.year >= chart.recent and d.event.outcome is CoupOutcome.SUCCESSFUL]
    for key, kind in (("other lacks", "only in first"), ("other has", "only in second")):
        these = [d for d in recent if kind in d.kinds]
        points += _point(chart, key, these, CoupOutcome.SUCCESSFUL)
        named += these
    rest = len(found) - len(named)
    if rest:
        points.append(words.say("other rest one") if rest == 1 else words.say("other rest", n=rest))
    if not points:
        return ""
    name = SOURCES.get(other.coder, other.coder).split(" (")[0].split(", ")[0]
    both = sum(other.covers(iso3) and selection.table.covers(iso3) for iso3 in chart.order)
    told = other.version
    if both < len(chart.order) - len(selection.uncovered):
        told += words.say("compared in", n=both)
    return words.say("disagree", other=f"{name} ({told})", points=words.semicolon.join(points))


def _point(chart: Chart, key: str, differences: Sequence[Difference], outcome: CoupOutcome) -> list[str]:
    if not differences:
        return []
    words = chart.words
    events = [f"{chart.names[d.event.iso3]} {words.month(d.event.date)}" for d in differences[:_MOST_NAMED]]
    if len(differences) > _MOST_NAMED:
        events.append(f"+{len(differences) - _MOST_NAMED}")
    return [words.say(key, events=words.listing(events), outcome=words.outcomes[outcome])]
