"""What a chart of coup history shows, before it is drawn: the events, the order of the countries, the recent years."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Literal

from briefing.figures.data.events import FAILED, SUCCESSFUL, CoupEvent, EventTable, Selection, select
from briefing.figures.figure import Figure
from briefing.figures.style import HOUSE, Style
from briefing.i18n import Translator, get_translator

Form = Literal["timeline", "decades"]
Sort = Literal["recent", "most"]
COUNTED = (SUCCESSFUL, FAILED)


@dataclass(frozen=True)
class HistoryChart:
    """The coups and coup attempts of some countries from the year `since` to `as_of`.

    `names` maps ISO 3166-1 alpha-3 codes to names in the reader's language, `independent` to the years their rows begin;
    `focus` is one of them, drawn first. Countries that the data do not cover are not drawn: a note names them. `listed` says
    which named regions the countries are from, empty where they are from none.
    """

    events: EventTable
    names: Mapping[str, str]
    focus: str | None
    since: int
    as_of: date
    independent: Mapping[str, int]
    width_mm: float
    tallest_mm: float
    language: str
    form: Form = "timeline"
    sort: Sort = "recent"
    style: Style = HOUSE
    listed: str = ""

    def draw(self) -> Figure:
        """Draw the chart: see `draw_history`."""
        from briefing.figures.coup_history.draw import draw_history

        return draw_history(self)

    @cached_property
    def selection(self) -> Selection:
        """The events that may be drawn."""
        first = max(min(self.since, self.as_of.year), self.events.begins.year)
        return select(self.events, countries=tuple(self.names), since=first, as_of=self.as_of)

    @property
    def first_year(self) -> int:
        """Return the first year shown."""
        return self.selection.since

    @property
    def known_until(self) -> date:
        """Return the last day that the data cover."""
        return min(self.as_of, self.events.ends)

    @property
    def recent(self) -> int:
        """Return the year that recent events begin: the current decade's first; in its first two years, the one before's."""
        decade = self.known_until.year // 10 * 10
        return max(decade if self.known_until.year - decade >= 2 else decade - 10, self.first_year)

    @property
    def none(self) -> str:
        """Return what is written where there is no event: of an excerpt, that is not known to be none."""
        return "0" if self.events.complete else "–"

    @cached_property
    def words(self) -> Translator:
        """The phrases of the reader's language."""
        return get_translator(self.language.split("-")[0])

    @cached_property
    def order(self) -> tuple[str, ...]:
        """The countries as they are drawn: the focus first, then by their coups that have not failed."""
        return tuple(sorted(self.selection.covered, key=self._rank))

    def _rank(self, iso3: str) -> tuple[object, ...]:
        attempts = [event.date for event in self.of(iso3)]
        successes = [event.date for event in self.of(iso3) if event.outcome is not FAILED]
        measure = _latest if self.sort == "recent" else len
        return (iso3 != self.focus, -measure(successes), -measure(attempts), self.names[iso3])

    def of(self, iso3: str) -> list[CoupEvent]:
        """List a country's events, in order of date."""
        return [event for event in self.selection.events if event.iso3 == iso3]

    @property
    def silent_from(self) -> int:
        """Return the year from which nothing is recorded; 9999 where there are events, or an excerpt only."""
        if not self.events.complete:
            return 9999
        first = self.first_year if len(self.order) == 1 or not self.selection.events else self.recent
        return 9999 if any(event.date.year >= first for event in self.selection.events) else first

    def only_recorded_by(self, other: EventTable) -> list[CoupEvent]:
        """List what another coder records where this one records nothing, outcomes as they may be called at `as_of`."""
        found = select(other, countries=self.order, since=self.silent_from, as_of=self.as_of).events
        return [event for event in found if event.date <= self.known_until]

    @cached_property
    def is_contradicted(self) -> bool:
        """Tell whether another coder records an event where this one records nothing."""
        return any(self.only_recorded_by(other) for other in self.events.others)

    def recent_successes(self, iso3: str) -> list[CoupEvent]:
        """List a country's coups since `recent` that succeeded or are under way."""
        return [e for e in self.of(iso3) if e.outcome is not FAILED and e.date.year >= self.recent]


def _latest(days: Sequence[date]) -> int:
    return max(days).toordinal() if days else 0
