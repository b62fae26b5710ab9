"""Dates as people write them: a year, a month, a day or a moment, never more or less precise than was written."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import Literal

Precision = Literal["year", "month", "day", "minute", "second"]

_FORMS: tuple[tuple[re.Pattern[str], Precision, str], ...] = (
    (re.compile(r"\d{4}"), "year", "%Y"),
    (re.compile(r"\d{4}-\d{2}"), "month", "%Y-%m"),
    (re.compile(r"\d{4}-\d{2}-\d{2}"), "day", "%Y-%m-%d"),
)
# ISO 8601 has fractions of hours and minutes; the library drops them, and people mean minutes and seconds by them.
_FRACTION = re.compile(r"\d[T ](?:\d{2}|\d{2}:?\d{2})[.,]\d")
_SECONDS = re.compile(r"[T ]\d{2}:?\d{2}:?\d{2}")


@dataclass(frozen=True, order=True)
class When:
    """A written date: its first instant (UTC), how precise it was written, and the offset from UTC it was written with.

    They are in the order of their instants, whatever their zones.
    """

    start: datetime
    precision: Precision
    offset: timedelta = timedelta(0)

    @property
    def has_time(self) -> bool:
        """Whether a time of day was written."""
        return self.precision in ("minute", "second")

    @property
    def written(self) -> datetime:
        """The first instant on the clock and calendar that it was written by."""
        return self.start.astimezone(timezone(self.offset))

    def first_instant(self, zone: tzinfo) -> datetime:
        """Return the first instant; that of a day, a month or a year is midnight in the zone."""
        return self.start if self.has_time else self.start.replace(tzinfo=zone)

    def __str__(self) -> str:
        if not self.has_time:
            return self.written.isoformat()[: {"year": 4, "month": 7}.get(self.precision, 10)]
        precision = "minutes" if self.precision == "minute" else "auto"
        return self.written.isoformat(timespec=precision).replace("+00:00", "Z")


def parse_when(text: str) -> When:
    """Parse `2023`, `2023-07`, `2023-07-26` or a moment with its time zone. Raises ValueError with what is wrong."""
    for form, precision, layout in _FORMS:
        if form.fullmatch(text):
            try:
                return When(datetime.strptime(text, layout).replace(tzinfo=UTC), precision)
            except ValueError:
                raise ValueError(f'there is no such date as "{text}"') from None
    moment = _parse_aware(text)
    precision = "second" if _SECONDS.search(text) else "minute"
    return When(_in_utc(moment, text), precision, moment.utcoffset() or timedelta(0))


def parse_moment(text: str) -> datetime:
    """Parse a moment with its time zone (`2023-07-27T20:00Z`) as UTC. Raises ValueError with what is wrong."""
    return _in_utc(_parse_aware(text), text)


def _parse_aware(text: str) -> datetime:
    try:
        if _FRACTION.search(text):
            raise ValueError("a fraction")
        moment = datetime.fromisoformat(text)
    except ValueError:
        shaped = re.match(r"\d{4}-\d{2}-\d{2}([T ]|$)", text)
        message = f'there is no such date or time as "{text}"' if shaped else f'"{text}" is not a date'
        raise ValueError(message) from None
    if moment.tzinfo is None:
        raise ValueError(f'"{text}" has no time zone')
    return moment


def _in_utc(moment: datetime, text: str) -> datetime:
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        raise ValueError(f'there is no such date or time as "{text}"') from None
