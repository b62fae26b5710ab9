"""What a chart of coup history shows, before it is drawn: the events, the order of the countries, the recent years."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from briefing.figures.data.events import CoupEvent, CoupOutcome, EventTable, Selection, select
from briefing.figures.style import Style
from briefing.i18n import Translator

Sort = Literal["recent", "most"]
COUNTED = (CoupOutcome.SUCCESSFUL, CoupOutcome.FAILED)


@dataclass(frozen=True)
class Chart:
    """One chart: `order` lists the countries as they are drawn, the focus first; `recent` is the year the last ones begin."""

    selection: Selection
    order: tuple[str, ...]
    names: Mapping[str, str]
    focus: str | None
    recent: int
    sort: Sort
    independent: Mapping[str, int]
    width_mm: float
    tallest_mm: float
    words: Translator
    style: Style

    @property
    def since(self) -> int:
        """Return the first year shown."""
        return self.selection.since

    @property
    def until(self) -> date:
        """Return the last day shown."""
        return self.selection.as_of

    @property
    def known_until(self) -> date:
        """Return the last day of which the data can speak."""
        return min(self.selection.as_of, self.selection.table.ends)

    def of(self, iso3: str) -> list[CoupEvent]:
        """List a country's events, in order of date."""
        return [event for event in self.selection.events if event.iso3 == iso3]

    def recent_successes(self, iso3: str) -> list[CoupEvent]:
        """List a country's coups since `recent` that succeeded or are under way."""
        return [e for e in self.of(iso3) if e.outcome is not CoupOutcome.FAILED and e.date.year >= self.recent]


def prepare_chart(
    table: EventTable,
    *,
    countries: Mapping[str, str],
    focus: str | None,
    since: int,
    as_of: date,
    sort: Sort,
    independent: Mapping[str, int],
    width_mm: float,
    tallest_mm: float,
    words: Translator,
    style: Style,
) -> Chart:
    """Select what may be drawn and settle its order."""
    selection = select(table, countries=tuple(countries), since=min(since, as_of.year), as_of=as_of)
    known_until = min(as_of, table.ends)
    return Chart(
        selection,
        _ordered(selection, countries, focus, sort),
        countries,
        focus if focus in countries else None,
        max(_recent(known_until), selection.since),
        sort,
        independent,
        width_mm,
        tallest_mm,
        words,
        style,
    )


def _recent(known_until: date) -> int:
    """Return the year the current decade began; in its first two years, the one before, which still tells more."""
    decade = known_until.year // 10 * 10
    return decade if known_until.year - decade >= 2 else decade - 10


def _ordered(selection: Selection, countries: Mapping[str, str], focus: str | None, sort: Sort) -> tuple[str, ...]:
    def rank(iso3: str) -> tuple[object, ...]:
        mine = [event for event in selection.events if event.iso3 == iso3]
        successes = [event.date for event in mine if event.outcome is not CoupOutcome.FAILED]
        attempts = [event.date for event in mine]
        latest = (-_ordinal(successes), -_ordinal(attempts))
        most = (-len(successes), -len(attempts))
        return (iso3 != focus, *(latest if sort == "recent" else most), countries[iso3])

    return tuple(sorted(countries, key=rank))


def _ordinal(days: Sequence[date]) -> int:
    return max(days).toordinal() if days else 0
