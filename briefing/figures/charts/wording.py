"""Numbers, units and dates as a chart writes them, in the document's language."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from unicodedata import bidirectional

from briefing.i18n import Translator
from briefing.model.charts.data import ChartData, XValue
from briefing.model.dates import When

LEFT_TO_RIGHT = "\u200e"
MINUS = "−"
_MOST_DECIMALS = 9
_CURRENCY = re.compile(r"(?:[A-Z]{1,3})?[$£€¥₹₦₽₺₵₪]")
_SIGNS = frozenset({"%", "‰", "°", "°C", "°F"})


@dataclass(frozen=True)
class Wording:
    """The words, numbers and dates of one chart: `unit` is that of its values, `year` the one that is left out of dates."""

    translator: Translator
    unit: str = ""
    year: int = 0

    def number(self, value: Decimal | float, decimals: int | None = None) -> str:
        """Return a number with its thousands grouped, and with the decimals it was written with unless `decimals` says."""
        exact = value if isinstance(value, Decimal) else Decimal(repr(value))
        places = min(max(-int(exact.as_tuple().exponent), 0), _MOST_DECIMALS) if decimals is None else decimals
        return self.translator.decimal(exact, places)

    def value(self, value: Decimal | float, decimals: int | None = None) -> str:
        """Return a value as the chart labels it: with its unit where that is a sign, which is written beside numbers."""
        text = self.number(value, decimals)
        return self._beside(text) if self.has_sign else text

    def full(self, value: Decimal) -> str:
        """Return a value as it is written in a sentence, with its unit; a unit that the sentence names anyway is left out."""
        text = self.number(value)
        return self._beside(text) if self.unit else text

    @property
    def has_sign(self) -> bool:
        """Whether the unit is a sign such as % or €."""
        return self.unit in _SIGNS or bool(_CURRENCY.fullmatch(self.unit))

    def _beside(self, text: str) -> str:
        french = self.translator.locale.language == "fr"
        if not french and _CURRENCY.fullmatch(self.unit):
            return f"{MINUS}{self.unit}{text[1:]}" if text.startswith(MINUS) else f"{self.unit}{text}"
        space = "" if self.unit in _SIGNS and not french else "\u00a0"
        return f"{text}{space}{self.unit}"

    def x(self, value: XValue) -> str:
        """Return a date, number or name of the x column in full."""
        if isinstance(value, When):
            return self.date(value)
        return self.number(value) if isinstance(value, Decimal) else value

    def date(self, when: When) -> str:
        """Return a date as exact as it was written, without the year where that goes without saying."""
        if when.precision == "day" and when.start.year == self.year:
            return self.translator.day_and_month(when.start.date())
        return self.translator.when(when)

    def since(self, first: XValue, last: XValue, name: str) -> str:
        """Return the span of two values as it follows a verb: `between 12 and 14 February`, `as depth goes from 1 to 9`.

        `name` is that of the column.
        """
        if not (isinstance(first, When) and isinstance(last, When)):
            ends = {"first": self.x(first), "last": self.x(last)}
            return self.translator.gettext("as {name} goes from {first} to {last}", name=name, **ends)
        days = "day" in (first.precision, last.precision) and not (first.has_time or last.has_time)
        # A year that is left out at one end alone would be read as that of the other.
        dates = self if first.precision == last.precision else replace(self, year=0)
        written, until = dates.date(first), dates.date(last)
        if days and first.precision == last.precision:
            if (first.start.year, first.start.month) == (last.start.year, last.start.month):
                written = self.translator.day_of_month(first.start.date())
            elif first.start.year == last.start.year:
                written = self.translator.day_and_month(first.start.date())
        if days:
            return self.translator.pgettext("two days", "between {first} and {last}", first=written, last=until)
        return self.translator.pgettext("two dates", "between {first} and {last}", first=written, last=until)

    def at(self, value: XValue, name: str) -> str:
        """Return where a value stands as it follows the value: `on 14 February`, `in July 2023`, `at depth 9`.

        `name` is that of the column.
        """
        if not isinstance(value, When):
            return self.translator.pgettext("after a value", "at {name} {number}", name=name, number=self.x(value))
        if value.precision == "year":
            return self.translator.pgettext("after a value", "in {year}", year=self.date(value))
        if value.precision == "month":
            return self.translator.pgettext("after a value", "in {month}", month=self.date(value))
        return self.translator.pgettext("after a value", "on {day}", day=self.date(value))


def closed(name: str) -> str:
    """Return a name, or a unit, as it stands in a sentence: a right-to-left one between marks of the sentence's direction.

    Without the mark after it a number would precede it, and without the one before it the sentence would run as its first name.
    """
    strong = {bidirectional(character) for character in name}
    return f"{LEFT_TO_RIGHT}{name}{LEFT_TO_RIGHT}" if strong & {"R", "AL"} else name


def with_closed_names(data: ChartData) -> ChartData:
    """Return numbers whose series, rows and unit are named as in sentences."""
    series = tuple(replace(one, name=closed(one.name)) for one in data.series)
    names = tuple(closed(x) if isinstance(x, str) else x for x in data.x)
    return replace(data, x_name=closed(data.x_name), x=names, series=series, unit=closed(data.unit))


@lru_cache(maxsize=4096)
def moment_at(position: float) -> datetime:
    """Return the moment of a position on an axis of days since 1 January of the year 1."""
    return datetime(1, 1, 1) + timedelta(seconds=round(position * 86_400))
