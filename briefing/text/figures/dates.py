"""Dates, weekdays and times of day in a text, in the languages of `briefing.text.languages.calendar`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from briefing.text.languages.calendar import LATE, MIDNIGHT, MONTH_OF, NOON, WEEKDAY_OF

_MONTH = rf"(?P<month>{'|'.join(sorted(MONTH_OF, key=len, reverse=True))})\b\.?"
_YEAR = r"(?P<year>(?:1[5-9]|20|21)\d\d)"
_ONE_DAY = r"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th|er|[ºª°]|\.(?=\s))?"
_DAY = rf"(?P<day>{_ONE_DAY})"
_FIRST = rf"(?P<first>(?:{_ONE_DAY}\s*(?:–|-|and|to|or|et|au|ou|y|al|e|a|und|bis|و|إلى|,)\s*){{0,4}})"
_OF = r"(?:of\s+|de\s+|d[’'])?"
_OF_YEAR = r"(?:,?\s+(?:de[l]?\s+)?"
_DATES = (
    re.compile(rf"\b{_YEAR}-(?P<month>0[1-9]|1[0-2])(?:-(?P<day>[12]\d|3[01]|0[1-9]))?\b"),
    re.compile(rf"(?<![\w.,]){_FIRST}\b{_DAY}\s+{_OF}{_MONTH}{_OF_YEAR}{_YEAR}\b)?"),
    re.compile(rf"\b{_MONTH}\s+{_FIRST}{_DAY}\b(?![.,]?\d)(?:,?\s+{_YEAR}\b)?"),
    re.compile(rf"\b{_MONTH}\s+(?:de[l]?\s+|of\s+)?{_YEAR}\b"),
)
_NUMERIC = re.compile(rf"(?<![\w./-])(?P<first>\d{{1,2}})(?P<mark>[/.-])(?P<second>\d{{1,2}})(?P=mark){_YEAR}(?![\w/])")
_DIGITS = re.compile(r"\d+")
_CLOCK = re.compile(
    r"(?<![\w:])(?P<hour>[01]?\d|2[0-3])(?:[:.](?P<minute>[0-5]\d))?\s?(?P<half>[ap])\.?m\b\.?|"
    r"(?<![\w:])(?P<hour24>[01]?\d|2[0-3])(?::|\s?[hH]\s?)(?P<minute24>[0-5]\d)(?:Z\b|(?![\w:]))"
)
_WHOLE_HOUR = re.compile(
    r"(?<![\w:.,])(?P<hour>[01]?\d|2[0-3])(?:\s?h(?:eures?)?\b|\s?Uhr\b|\s?horas?\b|\s?o[’']clock\b)"
    r"|\b(?:a|à|às)\s+l?a?s?\s?(?P<at>[01]?\d|2[0-3])\b|الساعة\s+(?P<arabic>\d{1,2})"
)
_TWELVE = re.compile(rf"\b(?:(?P<noon>{NOON})|(?:{MIDNIGHT}))\b", re.IGNORECASE)
_LATE = re.compile(rf"\b(?:{LATE})\b", re.IGNORECASE)
WEEKDAY = rf"(?:{'|'.join(sorted(WEEKDAY_OF, key=len, reverse=True))})"
_WEEKDAY = re.compile(rf"\b(?:{WEEKDAY})\b")
_DATED_WEEKDAY = re.compile(
    rf"\b(?P<weekday>{WEEKDAY})\b\.?,?\s+(?:the\s+|le\s+|den\s+|el\s+|dem\s+)?(?=\d|[A-Z][a-z]+\.?\s\d)"
)
_IN_NAME_BEFORE = re.compile(r"(?<![.!?:;“] )(?<!^)\b[A-Z]\w+\s$")
_IN_NAME_AFTER = re.compile(r"[’']?s?\s(?=[A-Z])")
_DATE_AFTER = re.compile(rf"\.?,?\s*\(?(?:the\s+|le\s+)?(?:\d|(?:{'|'.join(MONTH_OF)})\b)")
_SHORT = 4
"""Abbreviations of weekdays have at most so many letters."""
NOON_MINUTES = 12 * 60


@dataclass(frozen=True)
class Day:
    """A date as far as it is given; `written` is the text of it."""

    written: str
    year: int | None = None
    month: int | None = None
    day: int | None = None

    def fits(self, other: Day) -> bool:
        """Tell whether this date agrees with another, which may lack the year, but nothing else that this one has."""
        return (
            self.month in (None, other.month)
            and self.day in (None, other.day)
            and (self.year in (None, other.year) or other.year is None)
        )

    def falls_on(self, years: Iterable[int]) -> set[int]:
        """Return the weekdays, Monday being 0, that a day is in some years, or in its own year if it has one."""
        if not (self.month and self.day):
            return set()
        found = set()
        for year in (self.year,) if self.year else years:
            try:
                found.add(date(year, self.month, self.day).weekday())
            except ValueError:
                continue
        return found


def take_days(text: str) -> tuple[list[Day], str]:
    """Return the dates of a text, and the text with spaces in their place."""
    days: list[Day] = []
    for form in (_NUMERIC, *_DATES):
        found = list(form.finditer(text))
        for match in found:
            days += [_numeric(match)] if form is _NUMERIC else _days(match)
        text = _blank(text, found)
    return list(dict.fromkeys(days)), text


def _blank(text: str, found: Sequence[re.Match[str]]) -> str:
    """Return a text with spaces in place of what was found in it."""
    for match in found:
        text = f"{text[: match.start()]}{' ' * len(match[0])}{text[match.end() :]}"
    return text


def _days(match: re.Match[str]) -> list[Day]:
    parts = match.groupdict()
    month = MONTH_OF.get(parts["month"]) or int(parts["month"])
    year = int(parts["year"]) if parts.get("year") else None
    days: list[int | None] = [int(n) for n in _DIGITS.findall(f"{parts.get('first') or ''} {parts.get('day') or ''}")]
    return [Day(match[0].strip(), year, month, day) for day in days or [None]]


def _numeric(match: re.Match[str]) -> Day:
    """`26/07/2023`: the day first, unless that can only be the month."""
    day, month = int(match["first"]), int(match["second"])
    day, month = (month, day) if month > 12 else (day, month)
    return Day(match[0], int(match["year"]), month, day)


def take_clock(text: str) -> tuple[list[tuple[str, int]], str]:
    """Return the times of day in a text, each as written and in minutes, and the text with spaces in their place."""
    twelves = list(_TWELVE.finditer(text))
    clock = [(match[0].strip(), NOON_MINUTES if match["noon"] else 0) for match in twelves]
    times = list(_CLOCK.finditer(text := _blank(text, twelves)))
    return clock + [(match[0].strip(), _minutes(match)) for match in times], _blank(text, times)


def _minutes(match: re.Match[str]) -> int:
    if match["hour24"]:
        return int(match["hour24"]) * 60 + int(match["minute24"])
    return (int(match["hour"]) % 12 + (12 if match["half"].lower() == "p" else 0)) * 60 + int(match["minute"] or 0)


def possible_clock(text: str) -> set[int]:
    """Return the minutes of the day that a text may mean in other ways: `à 20 heures`, `at 8:30 in the evening`."""
    hours = (match["hour"] or match["at"] or match["arabic"] for match in _WHOLE_HOUR.finditer(text))
    found = {int(hour) * 60 for hour in hours} | {minutes for _, minutes in take_clock(text)[0]}
    if _LATE.search(text):
        found |= {minutes + NOON_MINUTES for minutes in found if minutes < NOON_MINUTES}
    return found


def named_weekdays(text: str) -> list[tuple[str, int]]:
    """Return the weekdays that a text names, each as written and by its number, Monday being 0."""
    return [(match[0], WEEKDAY_OF[match[0]]) for match in _WEEKDAY.finditer(text)]


def undated_weekdays(text: str) -> Iterator[tuple[str, int]]:
    """Yield the weekdays of a text without a date beside them, but not those in names such as *Good Friday*."""
    for match in _WEEKDAY.finditer(text):
        before, end = text[max(match.start() - 20, 0) : match.start()], match.end()
        is_named = _IN_NAME_BEFORE.search(before) or _IN_NAME_AFTER.match(text, end)
        if len(match[0]) > _SHORT and not is_named and not _DATE_AFTER.match(text, end):
            yield match[0], WEEKDAY_OF[match[0]]


def dated_weekdays(text: str) -> Iterator[tuple[str, int, Day]]:
    """Yield each weekday with a date beside it: the words as written, its number, and the day."""
    for match in _DATED_WEEKDAY.finditer(text):
        rest = text[match.end() : match.end() + 40]
        for form in _DATES[1:3]:
            found = form.match(rest)
            if found and len(days := _days(found)) == 1:
                yield f"{match[0]}{found[0].strip()}", WEEKDAY_OF[match["weekday"]], days[0]
                break
