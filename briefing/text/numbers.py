"""Numbers, percentages, measures, dates and times in a text, and whether another text has them in any usual way of writing.

`1,000`, `1 000`, `1000` and `one thousand` are one number; `40%` and `forty per cent` one share; `26 July`, `July 26` and
`2023-07-26` one day. A weekday, or a word such as `yesterday`, is the day it means counted from the day of publication.
English and French are read. Of the numbers in words of a text, only those from twenty on are looked for: smaller ones are often
no figures (`one of them`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from briefing.text.number_words import DECADE, SpelledNumber, decade_values, find_spelled_numbers

_MONTHS = """
    January Jan janvier|February Feb février|March Mar mars|April Apr avril|May mai|June Jun juin|July Jul juillet|
    August Aug août|September Sept Sep septembre|October Oct octobre|November Nov novembre|December Dec décembre
"""
WEEKDAYS = """
    Monday Mon lundi|Tuesday Tues Tue mardi|Wednesday Wed mercredi|Thursday Thurs Thur Thu jeudi|Friday Fri vendredi|
    Saturday Sat samedi|Sunday Sun dimanche
"""
MONTH_OF = {name: number for number, names in enumerate(_MONTHS.split("|"), start=1) for name in names.split()}
WEEKDAY_OF = {name: number for number, names in enumerate(WEEKDAYS.split("|")) for name in names.split()}

_MONTH = rf"(?P<month>{'|'.join(sorted(MONTH_OF, key=len, reverse=True))})\b\.?"
_YEAR = r"(?P<year>(?:1[5-9]|20|21)\d\d)"
_DAY = r"(?P<day>[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th|er)?"
_FIRST = r"(?:(?P<first>[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th|er)?\s*(?:–|-|and|to|or|et|au|ou|,)\s*)?"
_DATES = (
    re.compile(rf"\b{_YEAR}-(?P<month>0[1-9]|1[0-2])(?:-(?P<day>[12]\d|3[01]|0[1-9]))?\b"),
    re.compile(rf"(?<![\w.,]){_FIRST}\b{_DAY}\s+(?:of\s+)?{_MONTH}(?:,?\s+{_YEAR}\b)?"),
    re.compile(rf"\b{_MONTH}\s+{_FIRST}{_DAY}\b(?![.,]?\d)(?:,?\s+{_YEAR}\b)?"),
    re.compile(rf"\b{_MONTH}\s+{_YEAR}\b"),
)
_NUMERIC = re.compile(rf"(?<![\w./-])(?P<first>\d{{1,2}})(?P<mark>[/.])(?P<second>\d{{1,2}})(?P=mark){_YEAR}(?![\w/])")
_SPACE = "\u00a0\u2009\u202f "
_NUMBER = re.compile(
    # After a hyphen only in a range or as less than nothing: not in a name such as F-16.
    rf"(?:(?<![\w.,/-])|(?<=\d-)|(?<=[\s(]-))(?P<sign>[A-Z]{{0,2}}[$€£])?\s?(?P<number>\d{{1,3}}(?:[,.’'{_SPACE}]\d{{3}})+(?:[.,]\d+)?(?!\d)|\d+(?:[.,]\d+)?)"
    r"(?P<after>(?:st|nd|rd|th|s|er|e)\b)?"
)
_SET_PHRASES = re.compile(r"(?<![\d/])(?:24/7|9/11)(?![\d/])")
_RANGE_OF_YEARS = re.compile(r"(?P<century>1[5-9]|20)\d\d[-–]$")
_SCALES = {
    "thousand": 3,
    "k": 3,
    "mille": 3,
    "million": 6,
    "m": 6,
    "mn": 6,
    "billion": 9,
    "bn": 9,
    "milliard": 9,
    "trillion": 12,
}
_SCALE = re.compile(rf"[{_SPACE}-]?(?P<scale>{'|'.join(sorted(_SCALES, key=len, reverse=True))})s?\b")
_UNITS = {
    "%": ("%", "per cent", "percent", "pour cent", "percentage points", "percentage point"),
    "mile": ("miles", "mile", "mi"),
    "km": ("kilometres", "kilometre", "kilometers", "kilometer", "kilomètres", "kilomètre", "km"),
    "metre": ("metres", "metre", "meters", "meter", "mètres", "mètre"),
    "tonne": ("tonnes", "tonne", "tons", "ton"),
    "$": ("US dollars", "dollars", "dollar"),
    "€": ("euros", "euro", "€"),
    "£": ("pounds sterling", "pounds", "£"),
    "hour": ("hours", "hour", "heures", "heure"),
    "day": ("days", "day", "jours", "jour"),
    "year": ("years", "year", "ans", "années"),
}
_UNIT_OF = {name: unit for unit, names in _UNITS.items() for name in names}
_UNIT = re.compile(rf"[{_SPACE}-]?(?P<unit>{'|'.join(sorted(_UNIT_OF, key=len, reverse=True))})(?!\w)")
_CLOCK = re.compile(
    r"(?<![\w:])(?P<hour>[01]?\d|2[0-3])(?:[:.](?P<minute>[0-5]\d))?\s?(?P<half>[ap])\.?m\b\.?|"
    r"(?<![\w:])(?P<hour24>[01]?\d|2[0-3])(?::|\s?[hH]\s?)(?P<minute24>[0-5]\d)(?:Z\b|(?![\w:]))"
)

_LEAST_IN_WORDS = 20


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


@dataclass(frozen=True)
class Amount:
    """A number with its unit, if that is a known one; `1.000` can be read in two ways, and then has two `values`."""

    written: str
    values: frozenset[Decimal]
    unit: str = ""


@dataclass(frozen=True)
class StatedFigures:
    """The figures of one text; `clock` has each time as written and in minutes of the day."""

    days: tuple[Day, ...]
    amounts: tuple[Amount, ...]
    clock: tuple[tuple[str, int], ...]


@lru_cache(maxsize=4096)
def read_figures(text: str) -> StatedFigures:
    """Return the figures of a text: those in digits, and those in words from twenty on."""
    days, rest = _take_days(_SET_PHRASES.sub(_spaces, text))
    clock = tuple((m[0].strip(), _minutes(m)) for m in _CLOCK.finditer(rest))
    rest = _CLOCK.sub(_spaces, rest)
    in_words = (
        amount for amount, number in spelled_amounts(text) if number.is_whole and max(number.values) >= _LEAST_IN_WORDS
    )
    return StatedFigures(tuple(days), (*_amounts(rest), *in_words), clock)


def _spaces(match: re.Match[str]) -> str:
    return " " * len(match[0])


def _take_days(text: str) -> tuple[list[Day], str]:
    """Return the dates of a text, and the text with spaces in their place."""
    days = [_numeric(match) for match in _NUMERIC.finditer(text)]
    text = _NUMERIC.sub(_spaces, text)
    for form in _DATES:
        for match in form.finditer(text):
            parts = match.groupdict()
            month = parts["month"]
            number = MONTH_OF.get(month) or int(month)
            year = int(parts["year"]) if parts.get("year") else None
            both: list[int | None] = [int(day) for day in (parts.get("first"), parts.get("day")) if day] or [None]
            days += [Day(match[0].strip(), year, number, day) for day in both]
        text = form.sub(_spaces, text)
    return list(dict.fromkeys(days)), text


def _numeric(match: re.Match[str]) -> Day:
    """`26/07/2023`: the day first, unless that can only be the month."""
    day, month = int(match["first"]), int(match["second"])
    day, month = (month, day) if month > 12 else (day, month)
    return Day(match[0], int(match["year"]), month, day)


def _minutes(match: re.Match[str]) -> int:
    if match["hour24"]:
        return int(match["hour24"]) * 60 + int(match["minute24"])
    return (int(match["hour"]) % 12 + (12 if match["half"].lower() == "p" else 0)) * 60 + int(match["minute"] or 0)


def _amounts(text: str) -> Iterator[Amount]:
    for match in _NUMBER.finditer(text):
        end = match.end()
        values = _values(match["number"])
        if match["after"] == "s" and not min(values) % 10:
            yield Amount(match[0].strip(), decade_values(min(values)), DECADE)
            continue
        if len(match["number"]) == 2 and (years := _RANGE_OF_YEARS.search(text, match.start() - 5, match.start())):
            values |= {Decimal(years["century"] + match["number"])}
        if scale := _SCALE.match(text, end):
            scaled = frozenset(value.scaleb(_SCALES[scale["scale"]]) for value in values)
            # `500m` may be metres.
            values = values | scaled if scale["scale"] == "m" and not match["sign"] else scaled
            end = scale.end()
        if end < len(text) and text[end].isalpha():
            continue  # 5G, 16h: a name, not a number
        unit = _UNIT.match(text, end)
        end = unit.end() if unit else end
        kind = _UNIT_OF[unit["unit"]] if unit else (match["sign"] or "").removeprefix("US")
        yield Amount(text[match.start() : end].strip(), values, kind)


def _values(written: str) -> frozenset[Decimal]:
    """Return the values a number can have: `1.000` is a thousand or one; `2,5` is two and a half."""
    bare = re.sub(rf"[’'{_SPACE}]", "", written)
    if re.match("0[.,]", bare):
        return frozenset({Decimal(bare.replace(",", "."))})
    if not re.search("[.,]", bare):
        return frozenset({Decimal(bare)})
    marks = re.findall("[.,]", bare)
    if re.fullmatch(r"\d{1,3},\d{3}", bare):
        return frozenset({Decimal(bare.replace(",", ""))})
    grouped = re.fullmatch(r"\d{1,3}([.,]\d{3})+", bare) and len(set(marks)) == 1
    values = {Decimal(re.sub("[.,]", "", bare))} if grouped else set()
    if not grouped or len(marks) == 1:
        whole, last = bare[: bare.rfind(marks[-1])], bare[bare.rfind(marks[-1]) + 1 :]
        values.add(Decimal(f"{re.sub('[.,]', '', whole)}.{last}"))
    return frozenset(values)


@lru_cache(maxsize=4096)
def spelled_amounts(text: str) -> tuple[tuple[Amount, SpelledNumber], ...]:
    """Return the numbers in words of a text, with their units."""
    found = []
    for number in find_spelled_numbers(text):
        unit = _UNIT.match(text, number.end) if not number.kind else None
        written = text[number.start : unit.end() if unit else number.end]
        found.append((Amount(written, number.values, _UNIT_OF[unit["unit"]] if unit else number.kind), number))
    return tuple(found)
