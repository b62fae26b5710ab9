"""What a chart of coup history shows, before it is drawn: the events, the order of the countries, the recent years."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Literal

from briefing.figures.data.events import FAILED, SAME_EVENT_DAYS, SUCCESSFUL, CoupEvent, EventTable, Selection, select
from briefing.figures.figure import Figure
from briefing.figures.style import HOUSE, Style
from briefing.i18n import Translator, get_translator
from briefing.model.regions import sub_region

Form = Literal["timeline", "decades"]
Sort = Literal["recent", "most"]
COUNTED = (SUCCESSFUL, FAILED)


@dataclass(frozen=True)
class ChartRow:
    """A row of the timeline: its name, its countries, of which there is one but in a sub-region's row, and their events."""

    name: str
    countries: tuple[str, ...]
    events: tuple[CoupEvent, ...]
    is_focus: bool


@dataclass(frozen=True)
class HistoryChart:
    """The coups and coup attempts of some countries from the year `since` to `as_of`.

    `names` maps ISO 3166-1 alpha-3 codes to names in the reader's language, `independent` to the years their rows begin;
    `focus` is one of them, drawn first. Countries that the data do not cover are not drawn: a note names them. `listed` says
    which named regions the countries are from, empty where they are from none. Where there are too many countries for a page,
    the rows of a timeline are `by_sub_region`.
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
    by_sub_region: bool = False

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
        return (iso3 != self.focus, *self._measures(self.of(iso3)), self.names[iso3])

    def _measures(self, events: Sequence[CoupEvent]) -> tuple[int, int]:
        """Return what rows are ordered by: their coups that have not failed, then their attempts."""
        successes = [event.date for event in events if event.outcome is not FAILED]
        measure = _latest if self.sort == "recent" else len
        return -measure(successes), -measure([event.date for event in events])

    @cached_property
    def rows(self) -> tuple[ChartRow, ...]:
        """The rows of the timeline: the countries in their order, or the focus and the sub-regions in theirs."""
        if not self.by_sub_region:
            return tuple(self._row(self.names[iso3], (iso3,)) for iso3 in self.order)
        groups: dict[str, list[str]] = {}
        for iso3 in self.order:
            region = sub_region(iso3)
            is_alone = iso3 == self.focus or not region
            groups.setdefault(iso3 if is_alone or not region else region.id, []).append(iso3)
        rows = [self._row(self._group_name(countries), tuple(countries)) for countries in groups.values()]
        return tuple(sorted(rows, key=lambda row: (not row.is_focus, *self._measures(row.events), row.name)))

    def _row(self, name: str, countries: tuple[str, ...]) -> ChartRow:
        events = tuple(event for event in self.selection.events if event.iso3 in countries)
        return ChartRow(name, countries, events, countries == (self.focus,))

    def _group_name(self, countries: Sequence[str]) -> str:
        """Return the name of a sub-region's row: of its one country, else of the region and how many of its countries."""
        region = sub_region(countries[0])
        if len(countries) == 1 or not region:
            return self.names[countries[0]]
        parts = {"region": region.name(self.language), "n": len(countries)}
        focus = self.focus if self.focus in self.order else None
        if focus and sub_region(focus) is region:
            return self.words.gettext("{region} without {country}, {n} countries", country=self.names[focus], **parts)
        return self.words.gettext("{region}, {n} countries", **parts)

    def of(self, iso3: str) -> list[CoupEvent]:
        """List a country's events, in order of date."""
        return [event for event in self.selection.events if event.iso3 == iso3]

    @property
    def silent_since(self) -> date | None:
        """Return the first day from which the headline says that nothing is recorded; None where it does not say so.

        That is the day after the last event, or of the same event as another coder may date it.
        """
        days = [event.date for event in self.selection.events]
        first = self.first_year if len(self.order) == 1 or not days else self.recent
        if not self.events.complete or any(day.year >= first for day in days):
            return None
        return max(days) + timedelta(days=SAME_EVENT_DAYS + 1) if days else date(first, 1, 1)

    def only_recorded_by(self, other: EventTable, countries: Sequence[str] = ()) -> list[CoupEvent]:
        """List what another coder records where this one records nothing, outcomes as they may be called at `as_of`.

        That is since `silent_since`, or at any time in some `countries`.
        """
        since = date(self.first_year, 1, 1) if countries else self.silent_since
        if since is None:
            return []
        found = select(other, countries=countries or self.order, since=since.year, as_of=self.as_of).events
        return [event for event in found if since <= event.date <= self.known_until]

    def is_recorded_elsewhere(self, countries: Sequence[str]) -> bool:
        """Tell whether another coder records an event in some countries, of which this one records none."""
        return bool(countries) and any(self.only_recorded_by(other, countries) for other in self.events.others)

    @cached_property
    def is_contradicted(self) -> bool:
        """Tell whether another coder records an event where this one records nothing."""
        return any(self.only_recorded_by(other) for other in self.events.others)

    def recent_successes(self, events: Sequence[CoupEvent]) -> list[CoupEvent]:
        """List the events since `recent` that succeeded or are under way."""
        return [e for e in events if e.outcome is not FAILED and e.date.year >= self.recent]


def _latest(days: Sequence[date]) -> int:
    return max(days).toordinal() if days else 0
