"""The coup record: events, the datasets they come from, and what may be drawn of them at a given time.

Definition (Powell & Thyne 2011, Journal of Peace Research 48(2):249-259): an illegal and overt attempt by the military or
other elites within the state apparatus to unseat the sitting executive; successful if they keep power for at least seven days.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

# Seven whole days must have passed: the hour of an event is not known, so on the seventh day the seven may not be over.
DECIDED_AFTER = timedelta(days=7)

SAME_EVENT_DAYS = 10
"""Coders date the same event differently: by at most so many days."""


class CoupOutcome(StrEnum):
    """How an event ended, or that it is still under way."""

    SUCCESSFUL = "successful"
    FAILED = "failed"
    UNDER_WAY = "under way"


SUCCESSFUL, FAILED, UNDER_WAY = CoupOutcome


@dataclass(frozen=True, order=True)
class CoupEvent:
    """One coup or coup attempt: the day it began, where (ISO 3166-1 alpha-3), and its outcome."""

    date: date
    iso3: str
    outcome: CoupOutcome


@dataclass(frozen=True)
class Correction:
    """One corrected value of one published event: `event` as published, `field` is "date" or "outcome"."""

    coder: str
    event: tuple[str, date]
    field: str
    was: str
    now: str
    why: str

    def apply(self, event: CoupEvent) -> CoupEvent:
        """Return the event as corrected."""
        if self.field == "date":
            return replace(event, date=date.fromisoformat(self.now))
        return replace(event, outcome=CoupOutcome(self.now))

    def corrects(self, coder: str, event: CoupEvent) -> bool:
        """Tell whether this is the event, still with the wrong value."""
        value = event.date.isoformat() if self.field == "date" else str(event.outcome)
        return (self.coder, self.event, self.was) == (coder, (event.iso3, event.date), value)


@dataclass(frozen=True)
class EventTable:
    """What one coder records: every event of its dataset, the time and the countries it covers, its corrections.

    `countries` are those it covers, empty for the whole world; `begins` and `ends` are the first and the last day.
    `complete` tells whether it has every event that its coder records of those countries and that time; of an excerpt,
    which has not, nothing follows from the absence of an event. `others` are further datasets, to show where the coders
    disagree.
    """

    coder: str
    version: str
    ends: date
    events: tuple[CoupEvent, ...]
    corrections: tuple[Correction, ...] = ()
    countries: tuple[str, ...] = ()
    others: tuple[EventTable, ...] = ()
    begins: date = date.min
    complete: bool = True

    def __str__(self) -> str:
        return f"{self.coder} {self.version}"

    def of(self, countries: Collection[str]) -> EventTable:
        """Return the dataset with the events of some countries only, and so the others."""
        events = tuple(event for event in self.events if event.iso3 in countries)
        return replace(self, events=events, others=tuple(other.of(countries) for other in self.others))

    def covers(self, iso3: str) -> bool:
        """Tell whether the dataset covers a country."""
        return not self.countries or iso3 in self.countries


@dataclass(frozen=True)
class Selection:
    """The events that may be drawn: of these countries, from `since` to `as_of`, in order of date.

    `failed_elsewhere` are those that are shown as failed because another coder says so, with that coder.
    """

    table: EventTable
    countries: tuple[str, ...]
    since: int
    as_of: date
    events: tuple[CoupEvent, ...]
    corrections: tuple[Correction, ...]
    failed_elsewhere: tuple[tuple[CoupEvent, str], ...] = ()

    def count(self, outcome: CoupOutcome, *, iso3: str | None = None, first: int = 0, last: int = 9999) -> int:
        """Count events by outcome, in one country or all, in the years `first` to `last`."""
        return len(self.of(outcome, iso3=iso3, first=first, last=last))

    def of(self, outcome: CoupOutcome, *, iso3: str | None = None, first: int = 0, last: int = 9999) -> list[CoupEvent]:
        """List events of one outcome, in one country or all, in the years `first` to `last`."""
        return [
            event
            for event in self.events
            if event.outcome is outcome and iso3 in (None, event.iso3) and first <= event.date.year <= last
        ]

    @property
    def ends_early(self) -> bool:
        """Tell whether the dataset stops before the as-of date."""
        return self.table.ends < self.as_of

    @property
    def covered(self) -> tuple[str, ...]:
        """List the countries of which something can be said: all that a complete dataset covers at some of this time.

        An excerpt says something only of the countries of which it has an event.
        """
        table = self.table
        if not table.complete:
            named = {event.iso3 for event in self.events}
            return tuple(iso3 for iso3 in self.countries if iso3 in named)
        in_time = table.begins <= self.as_of and self.since <= table.ends.year
        return tuple(iso3 for iso3 in self.countries if in_time and table.covers(iso3))

    @property
    def uncovered(self) -> tuple[str, ...]:
        """List the other countries."""
        covered = self.covered
        return tuple(iso3 for iso3 in self.countries if iso3 not in covered)


def correct(table: EventTable, corrections: Iterable[Correction]) -> EventTable:
    """Return the table with the corrections that fit its events, and the list of those, for footnotes."""
    events, applied = list(table.events), []
    for correction in corrections:
        for index, event in enumerate(events):
            if correction.corrects(table.coder, event):
                events[index] = correction.apply(event)
                applied.append(correction)
    return replace(table, events=tuple(sorted(events)), corrections=table.corrections + tuple(applied))


def select(table: EventTable, *, countries: Sequence[str], since: int, as_of: date) -> Selection:
    """Select what may be drawn at `as_of`: nothing later, and as under way what no coder has settled by then."""
    wanted = {iso3 for iso3 in countries if table.covers(iso3)}
    found = [e for e in table.events if e.iso3 in wanted and since <= e.date.year and e.date <= as_of]
    settled = [_settle(event, table.others, as_of) for event in found]
    events = tuple(event for event, _ in settled)
    drawn = {(event.iso3, event.date) for event in events}
    corrections = tuple(c for c in table.corrections if _corrected(c) in drawn or c.event in drawn)
    elsewhere = tuple((event, coder) for event, coder in settled if coder)
    return Selection(table, tuple(countries), since, as_of, events, corrections, elsewhere)


def _settle(event: CoupEvent, others: Sequence[EventTable], as_of: date) -> tuple[CoupEvent, str]:
    """Return an event as it may be called at `as_of`, and the coder by whose word it had failed by then, else empty."""
    if event.outcome is CoupOutcome.FAILED or as_of - event.date > DECIDED_AFTER:
        return event, ""
    coder = _coded_failed_by(others, event)
    return replace(event, outcome=CoupOutcome.FAILED if coder else CoupOutcome.UNDER_WAY), coder


def _coded_failed_by(others: Sequence[EventTable], event: CoupEvent) -> str:
    """Return the coder who codes an event as failed; empty for none. It is the same event where its dates are near."""
    for other in others:
        near = [e for e in other.events if e.iso3 == event.iso3 and abs((e.date - event.date).days) <= SAME_EVENT_DAYS]
        closest = min(near, key=lambda e: (abs((e.date - event.date).days), e.outcome), default=None)
        if closest and closest.outcome is CoupOutcome.FAILED:
            return other.coder
    return ""


def _corrected(correction: Correction) -> tuple[str, date]:
    iso3, day = correction.event
    return iso3, date.fromisoformat(correction.now) if correction.field == "date" else day
