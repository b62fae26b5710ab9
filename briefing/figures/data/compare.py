"""Where two coders of the same history disagree, event by event."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from briefing.figures.data.events import SAME_EVENT_DAYS, CoupEvent, EventTable


@dataclass(frozen=True)
class EventDifference:
    """One event on which two datasets disagree; None on the side that does not have it."""

    first: CoupEvent | None
    second: CoupEvent | None

    @property
    def kinds(self) -> tuple[str, ...]:
        """Name what differs: "only in first", "only in second", or "date" and "outcome", either or both."""
        if self.second is None:
            return ("only in first",)
        if self.first is None:
            return ("only in second",)
        differs = {"date": self.first.date != self.second.date, "outcome": self.first.outcome != self.second.outcome}
        return tuple(kind for kind, true in differs.items() if true)

    @property
    def event(self) -> CoupEvent:
        """Return the event as the first dataset has it, else as the second has."""
        event = self.first or self.second
        assert event is not None  # noqa: S101 - a difference has at least one side
        return event


def compare(
    first: EventTable,
    second: EventTable,
    *,
    countries: Sequence[str],
    since: int = 1,
    until: date = date.max,
    window_days: int = SAME_EVENT_DAYS,
) -> list[EventDifference]:
    """List the events on which two datasets differ, in order of country and date.

    Two events of a country count as the same one where their dates differ by at most `window_days`, the closest first
    and, of equally close ones, those of the same outcome. Only the time and the countries that both cover are compared.
    """
    begins, until = max(first.begins, second.begins), min(until, first.ends, second.ends)
    differences = []
    for iso3 in sorted({iso3 for iso3 in countries if first.covers(iso3) and second.covers(iso3)}):
        ours, theirs = (
            [e for e in table.events if e.iso3 == iso3 and since <= e.date.year and begins <= e.date <= until]
            for table in (first, second)
        )
        differences += _pair(ours, theirs, window_days)
    return differences


def _pair(ours: list[CoupEvent], theirs: list[CoupEvent], window_days: int) -> list[EventDifference]:
    closeness = sorted(
        (abs((a.date - b.date).days), a.outcome != b.outcome, i, j)
        for i, a in enumerate(ours)
        for j, b in enumerate(theirs)
        if abs((a.date - b.date).days) <= window_days
    )
    partner: dict[int, int] = {}
    for _, _, i, j in closeness:
        if i not in partner and j not in partner.values():
            partner[i] = j
    found = [EventDifference(a, theirs[partner[i]] if i in partner else None) for i, a in enumerate(ours)]
    found += [EventDifference(None, b) for j, b in enumerate(theirs) if j not in partner.values()]
    return sorted((d for d in found if d.kinds), key=lambda d: d.event)
