"""The coup record: events, the datasets they come from, and what may be drawn of them at a given time.

Definition (Powell & Thyne 2011, Journal of Peace Research 48(2):249-259): an illegal and overt attempt by the military or
other elites within the state apparatus to unseat the sitting executive; successful if power is held at least seven days.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

# Seven whole days must have passed: the hour of an event is not known, so on the seventh day the seven may not be over.
DECIDED_AFTER = timedelta(days=7)


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
    """What one coder records: every event of its dataset, the last day it covers, and the corrections made to it.

    `countries` are those it covers, empty for the whole world. `others` are further datasets, to show where the coders
    disagree.
    """

    coder: str
    version: str
    ends: date
    events: tuple[CoupEvent, ...]
    corrections: tuple[Correction, ...] = ()
    countries: tuple[str, ...] = ()
    others: tuple[EventTable, ...] = ()

    def __str__(self) -> str:
        return f"{self.coder} {self.version}"

    def covers(self, iso3: str) -> bool:
        """Tell whether the dataset covers a country."""
        return not self.countries or iso3 in self.countries


@dataclass(frozen=True)
class Selection:
    """The events that may be drawn: of these countries, from `since` to `as_of`, in order of date."""

    table: EventTable
    countries: tuple[str, ...]
    since: int
    as_of: date
    events: tuple[CoupEvent, ...]
    corrections: tuple[Correction, ...]

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
    def uncovered(self) -> tuple[str, ...]:
        """List the countries that the dataset does not cover."""
        return tuple(iso3 for iso3 in self.countries if not self.table.covers(iso3))


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
    """Select what may be drawn at `as_of`: nothing later, and as under way whatever is not yet decided."""
    wanted = set(countries)
    events = tuple(
        replace(event, outcome=CoupOutcome.UNDER_WAY) if as_of - event.date <= DECIDED_AFTER else event
        for event in table.events
        if event.iso3 in wanted and since <= event.date.year and event.date <= as_of
    )
    drawn = {(event.iso3, event.date) for event in events}
    corrections = tuple(c for c in table.corrections if _corrected(c) in drawn or c.event in drawn)
    return Selection(table, tuple(countries), since, as_of, events, corrections)


def _corrected(correction: Correction) -> tuple[str, date]:
    iso3, day = correction.event
    return iso3, date.fromisoformat(correction.now) if correction.field == "date" else day
