"""Look up the figures of a text in the paragraphs that it cites: whether they have them in any usual way of writing.

A weekday, or a word such as `yesterday`, is the day it means counted from the day of publication.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache

from briefing.text.number_words import DECADE
from briefing.text.numbers import WEEKDAY_OF, WEEKDAYS, Amount, Day, StatedFigures, read_figures, spelled_amounts

_FRENCH_WEEKDAYS = [names.split()[-1] for names in WEEKDAYS.split("|")]
_FROM_PUBLISHED = {"today": 0, "aujourd’hui": 0, "yesterday": -1, "hier": -1, "tomorrow": 1, "demain": 1}
_RELATIVE = re.compile(
    # Only in French can a weekday begin with a small letter: `sat` and `sun` are other words.
    rf"\b({'|'.join(WEEKDAY_OF)}|(?i:{'|'.join([*_FROM_PUBLISHED, *_FRENCH_WEEKDAYS])}))\b"
)
_DAY_BEFORE = re.compile(r"\b(a day earlier|(the )?(day before|previous day|day earlier)|la veille)\b", re.IGNORECASE)
_TWELVE = re.compile(r"\b(?:(?P<noon>noon|midday|midi)|midnight|minuit)\b", re.IGNORECASE)


def missing_figures(wanted: StatedFigures, paragraphs: Sequence[tuple[str, str]], published: date | None) -> list[str]:
    """Return the figures, as written, that none of some paragraphs has.

    Each paragraph comes with the one before it, to which `a day earlier` may refer; `published` is the day from which weekdays
    are counted.
    """
    stated = _stated(tuple(paragraphs), published)
    return [
        *(day.written for day in wanted.days if not stated.has_day(day, published)),
        *(amount.written for amount in wanted.amounts if not stated.has_amount(amount)),
        *(written for written, minutes in wanted.clock if minutes not in stated.clock),
    ]


@dataclass(frozen=True)
class _Stated:
    """The figures of some paragraphs, to be looked up: days by month, the units of each number, minutes of the day."""

    days: Mapping[int | None, Sequence[Day]]
    units: Mapping[Decimal, Collection[str]]
    years: Collection[int | None]
    clock: Collection[int]

    def has_day(self, wanted: Day, published: date | None) -> bool:
        """Tell whether a day is among these; a year without a month can be written as a plain number.

        A day without its year is of the years around the publication, unless the text has the number of another year.
        """
        year = wanted.year
        if wanted.month is None and year in self.units:
            return True
        any_year = not year or not published or abs(year - published.year) <= 1 or year in self.units
        months = self.days.values() if wanted.month is None else [self.days.get(wanted.month, ())]
        return any(wanted.fits(day) and (day.year or any_year) for days in months for day in days)

    def has_amount(self, wanted: Amount) -> bool:
        """Tell whether an amount is among these; a number without a unit can be the year of a date."""
        if any(_same_unit(wanted, unit) for value in wanted.values for unit in self.units.get(value, ())):
            return True
        return not wanted.unit and any(value in self.years for value in wanted.values)


@lru_cache(maxsize=256)
def _stated(paragraphs: tuple[tuple[str, str], ...], published: date | None) -> _Stated:
    read = [read_figures(text) for text, _ in paragraphs]
    named = [day for figures in read for day in figures.days]
    named += [day for text, before in paragraphs for day in _meant_days(text, before, published)]
    days: dict[int | None, dict[Day, None]] = {}
    for day in named:
        days.setdefault(day.month, {})[replace(day, written="")] = None
    amounts = [amount for figures in read for amount in figures.amounts]
    amounts += [amount for text, _ in paragraphs for amount, _ in spelled_amounts(text)]
    units: dict[Decimal, set[str]] = {}
    for amount in amounts:
        for value in amount.values:
            units.setdefault(value, set()).add(amount.unit)
    clock = {minutes for figures in read for _, minutes in figures.clock}
    clock |= {12 * 60 if match["noon"] else 0 for text, _ in paragraphs for match in _TWELVE.finditer(text)}
    return _Stated({month: tuple(found) for month, found in days.items()}, units, {day.year for day in named}, clock)


def _same_unit(wanted: Amount, unit: str) -> bool:
    return wanted.unit == unit or (not wanted.unit and unit != DECADE)


def _meant_days(text: str, before: str, published: date | None) -> Iterator[Day]:
    """The days that weekdays and words such as `yesterday` mean, counted from the day of publication."""
    if published is None:
        return
    named = [_meant(match[1], published) for match in _RELATIVE.finditer(text)]
    earlier = [_meant(match[1], published) for match in _RELATIVE.finditer(before)]
    if _DAY_BEFORE.search(text):
        named += [day - timedelta(1) for day in [*named, *(earlier or [published])]]
    # A weekday may also be the one to come.
    named += [day + timedelta(7) for day in named]
    for day in named:
        yield Day(str(day), day.year, day.month, day.day)


def _meant(word: str, published: date) -> date:
    small = word.lower()
    weekday = WEEKDAY_OF.get(word, WEEKDAY_OF.get(small))
    if weekday is not None:
        return published - timedelta((published.weekday() - weekday) % 7)
    return published + timedelta(_FROM_PUBLISHED[small])
