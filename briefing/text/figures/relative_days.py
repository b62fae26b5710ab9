"""The days that weekdays and words such as `yesterday` mean, counted from the day on which a text was published."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from briefing.text.figures.dates import WEEKDAY, Day, named_weekdays
from briefing.text.languages.calendar import (
    AGO,
    DAY_AFTER,
    DAY_BEFORE,
    FROM_PUBLISHED,
    LAST_YEAR,
    LATER,
    NEXT_YEAR,
    THIS_YEAR,
    WEEKDAY_OF,
)
from briefing.text.languages.number_names import NAMES

_RELATIVE = re.compile(
    # Weekdays with their case: `sat` and `sun` are other words.
    rf"\b({WEEKDAY}|(?i:{'|'.join(map(re.escape, sorted(FROM_PUBLISHED, key=len, reverse=True)))}))\b"
)


def _any_of(words: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(part.strip() for part in words.split('|'))})\b", re.IGNORECASE)


_DAY_BEFORE, _DAY_AFTER, _LATER, _AGO = map(_any_of, (DAY_BEFORE, DAY_AFTER, LATER, AGO))
_YEARS = [(_any_of(words), by) for words, by in ((THIS_YEAR, 0), (LAST_YEAR, -1), (NEXT_YEAR, 1))]
_ONE_DAY = timedelta(1)


def meant_days(text: str, before: str, published: date | None) -> Iterator[Day]:
    """Yield the days that weekdays and words such as `yesterday` mean, counted from the day of publication."""
    for day in _meant(text, before, published) if published else ():
        yield Day(str(day), day.year, day.month, day.day)


def _meant(text: str, before: str, published: date) -> list[date]:
    named = [_day(match[1], published) for match in _RELATIVE.finditer(text)]
    earlier = [_day(match[1], published) for match in _RELATIVE.finditer(before)]
    for pattern, by in ((_DAY_BEFORE, -_ONE_DAY), (_DAY_AFTER, _ONE_DAY)):
        if pattern.search(text):
            named += [day + by for day in [*named, *(earlier or [published])]]
    named += [published - timedelta(_small(match["n"] or match["fr"])) for match in _AGO.finditer(text)]
    # A weekday may also be the one to come.
    return [*named, *(day + timedelta(7) for day in named)]


def _small(word: str) -> int:
    if word.isdigit():
        return int(word)
    return next((names.values[word.lower()] for names in NAMES.values() if word.lower() in names.values), 0)


def _day(word: str, published: date) -> date:
    if word in WEEKDAY_OF:
        return published - timedelta((published.weekday() - WEEKDAY_OF[word]) % 7)
    return published + timedelta(FROM_PUBLISHED[word.lower()])


def meant_years(text: str, published: date | None) -> Iterator[int]:
    """Yield the year of publication, and those that words such as `last year` mean."""
    if published:
        yield published.year
        yield from (published.year + by for pattern, by in _YEARS if pattern.search(text))


def possible_weekdays(
    paragraphs: Sequence[tuple[str, str]], days: Sequence[Day], published: date | None
) -> frozenset[int]:
    """Return the weekdays, Monday being 0, that some paragraphs may mean; none where they tell nothing of a day."""
    if any(_LATER.search(text) for text, _ in paragraphs):
        return frozenset()
    years = range(published.year - 1, published.year + 2) if published else range(0)
    named = {number for text, _ in paragraphs for _, number in named_weekdays(text)}
    named |= {weekday for day in days for weekday in day.falls_on(years)}
    return frozenset(named | {published.weekday()} if named and published else named)
