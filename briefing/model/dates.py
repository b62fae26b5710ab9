"""Dates as people write them: a year, a month, a day or a moment, never more precise than was written."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

Precision = Literal["year", "month", "day", "minute"]

_FORMS: tuple[tuple[re.Pattern[str], Precision, str], ...] = (
    (re.compile(r"\d{4}"), "year", "%Y"),
    (re.compile(r"\d{4}-\d{2}"), "month", "%Y-%m"),
    (re.compile(r"\d{4}-\d{2}-\d{2}"), "day", "%Y-%m-%d"),
)


@dataclass(frozen=True, order=True)
class When:
    """A written date: its first instant (UTC), and how precise it was written."""

    start: datetime
    precision: Precision

    def __str__(self) -> str:
        width = {"year": 4, "month": 7, "day": 10}
        return (self.start.isoformat()[:16] + "Z")[: width.get(self.precision)]


def parse_when(text: str) -> When:
    """Parse `2023`, `2023-07`, `2023-07-26` or a moment with its time zone. Raises ValueError with what is wrong."""
    for form, precision, layout in _FORMS:
        if form.fullmatch(text):
            try:
                return When(datetime.strptime(text, layout).replace(tzinfo=UTC), precision)
            except ValueError:
                raise ValueError(f'there is no such date as "{text}"') from None
    return When(parse_moment(text), "minute")


def parse_moment(text: str) -> datetime:
    """Parse a moment with its time zone (`2023-07-27T20:00Z`) as UTC. Raises ValueError with what is wrong."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        shaped = re.match(r"\d{4}-\d{2}-\d{2}([T ]|$)", text)
        message = f'there is no such date or time as "{text}"' if shaped else f'"{text}" is not a date'
        raise ValueError(message) from None
    if moment.tzinfo is None:
        raise ValueError(f'"{text}" has no time zone')
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        raise ValueError(f'there is no such date or time as "{text}"') from None
