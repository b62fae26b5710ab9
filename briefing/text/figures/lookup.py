"""Look up the figures of a text in the paragraphs that it cites: whether they have them in any usual way of writing.

A weekday, or a word such as `yesterday`, is the day it means counted from the day of publication. A measure in other units is
the same if it is rightly converted, a number that the text calls rounded if it is rightly rounded. A number of one thing is not
the same number of another thing, where the paragraphs have another number of the first.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import lru_cache

from briefing.text.figures.counted import stems
from briefing.text.figures.dates import Day, possible_clock
from briefing.text.figures.number_words import DECADE, MANY_OF, SHARE
from briefing.text.figures.numbers import Amount, StatedFigures, read_figures, spelled_amounts, with_ascii_digits
from briefing.text.figures.relative_days import meant_days, meant_years, possible_weekdays
from briefing.text.figures.units import YEAR, converts, is_rounded, measure_of, names_of

_OF_TIME = ("time", "years")
_OF_SPACE = ("length", "temperature")
_TENTH = Decimal("0.1")
_QUARTER = Decimal("0.25")
_MOST_ADDED = 6
"""The most numbers of one thing whose sum a text may state."""


def missing_figures(wanted: StatedFigures, paragraphs: Sequence[tuple[str, str]], published: date | None) -> list[str]:
    """Return the figures, as written, that none of some paragraphs has, or that they have for something else.

    Each paragraph comes with the one before it, to which `a day earlier` may refer; `published` is the day from which weekdays
    are counted.
    """
    stated = _stated(tuple(paragraphs), published)
    return [
        *(day.written for day in wanted.days if not stated.has_day(day, published)),
        *(amount.written for amount in wanted.amounts if not stated.has_amount(amount)),
        *(count.written for count in wanted.counts if stated.contradicts(count)),
        *(written for written, minutes in wanted.clock if minutes not in stated.clock),
        *(name for name, weekday in wanted.weekdays if stated.weekdays and weekday not in stated.weekdays),
    ]


def other_figure(written: str, wanted: StatedFigures, paragraphs: Sequence[tuple[str, str]]) -> str:
    """Return the figure of some paragraphs that stands where a missing one would, as written there; empty if none does."""
    stated = _stated(tuple(paragraphs), None)
    for amount in (*wanted.amounts, *wanted.counts):
        if amount.written == written:
            same = [one for one in stated.amounts if _counts_same(amount, one) and one.values.isdisjoint(amount.values)]
            found = list(dict.fromkeys(" ".join(one.written.split()) for one in same))
            return found[0] if len(found) == 1 else ""
    return ""


@dataclass(frozen=True)
class _Stated:
    """The figures of some paragraphs, to be looked up: days by month, amounts by value, minutes of the day, weekdays."""

    days: Mapping[int | None, Sequence[Day]]
    amounts: Sequence[Amount]
    by_value: Mapping[Decimal, Sequence[Amount]]
    years: Collection[int | None]
    clock: Collection[int]
    weekdays: Collection[int]

    def has_day(self, wanted: Day, published: date | None) -> bool:
        """Tell whether a day is among these; a year without a month can be written as a plain number.

        A day without its year is of the years around the publication, unless the text has the number of another year.
        """
        year = wanted.year
        if wanted.month is None and year in self.by_value:
            return True
        any_year = not year or not published or abs(year - published.year) <= 1 or year in self.by_value
        months = self.days.values() if wanted.month is None else [self.days.get(wanted.month, ())]
        return any(wanted.fits(day) and (day.year or any_year) for days in months for day in days)

    def has_amount(self, wanted: Amount) -> bool:
        """Tell whether an amount is among these; a number without a unit can be the year of a date."""
        same = [one for value in wanted.values for one in self.by_value.get(value, ()) if _same_unit(wanted, one)]
        if same:
            return not self._is_of_another_thing(wanted, same)
        if not wanted.unit and any(value in self.years for value in wanted.values):
            return True
        return any(_stands_for(wanted, one) for one in self.amounts) or self._is_sum(wanted)

    def _is_of_another_thing(self, wanted: Amount, same: Sequence[Amount]) -> bool:
        """Tell whether a number is only that of other things here, and the thing it should be of has another number."""
        if not wanted.counted or wanted.unit or any(not one.counted or one.counted & wanted.counted for one in same):
            return False
        return any(one.counted & wanted.counted and not one.unit for one in self.amounts)

    def contradicts(self, count: Amount) -> bool:
        """Tell whether what a small number in words counts has another number here, or that number another unit."""
        if same := [one for value in count.values for one in self.by_value.get(value, ())]:
            return all(_is_of_another_unit(count, one) for one in same)
        if self._is_sum(count):
            return False
        if any(_stands_for(count, one) for one in self.amounts):
            return False
        around = stems(count.near)
        for one in self.amounts:
            # “Over four days” may mean during them, and no other number of days is in it.
            is_open = one.rough and not (one.rough == "above" and measure_of(one.unit) in _OF_TIME)
            if not _counts_same(count, one) or not 1 < min(one.values) < 100 or is_open:
                continue
            shared = frozenset[str]() if one.unit else count.counted & one.counted
            if len(shared) > 1 or (around & stems(one.near)) - shared - stems(count.written) - stems(one.written):
                return True
        return False

    def _is_sum(self, wanted: Amount) -> bool:
        """Tell whether an amount is the sum of those of the same thing here."""
        parts = {value for one in self.amounts if _counts_same(wanted, one) for value in one.values}
        if not 2 <= len(parts) <= _MOST_ADDED:
            return False
        pairs = {one + other for one in parts for other in parts if one != other}
        return bool(wanted.values & (pairs | {sum(parts, Decimal(0))}))


def _is_of_another_unit(one: Amount, other: Amount) -> bool:
    """Tell whether two amounts with one number are of two units of one kind: nine months and nine years."""
    kinds = ["time" if measure_of(unit) in _OF_TIME else measure_of(unit) for unit in (one.unit, other.unit)]
    return one.unit != other.unit and bool(kinds[0]) and kinds[0] == kinds[1]


def _counts_same(one: Amount, other: Amount) -> bool:
    """Tell whether two amounts are of one thing, or of one unit."""
    if one.unit or other.unit:
        return one.unit == other.unit and one.unit not in (SHARE, MANY_OF, DECADE)
    return bool(one.counted & other.counted)


@lru_cache(maxsize=256)
def _stated(paragraphs: tuple[tuple[str, str], ...], published: date | None) -> _Stated:
    read = [_read(text) for text, _ in paragraphs]
    named = [day for figures, _, _ in read for day in figures.days]
    named += [day for text, before in paragraphs for day in meant_days(text, before, published)]
    days: dict[int | None, dict[Day, None]] = {}
    for day in named:
        days.setdefault(day.month, {})[replace(day, written="")] = None
    amounts = [amount for _, amounts, _ in read for amount in amounts]
    by_value: dict[Decimal, list[Amount]] = {}
    for amount in amounts:
        for value in amount.values if amount.unit != MANY_OF else ():
            by_value.setdefault(value, []).append(amount)
    years = {day.year for day in named} | {year for text, _ in paragraphs for year in meant_years(text, published)}
    clock = {minutes for _, _, clock in read for minutes in clock}
    weekdays = possible_weekdays(paragraphs, named, published)
    return _Stated({month: tuple(found) for month, found in days.items()}, amounts, by_value, years, clock, weekdays)


@lru_cache(maxsize=4096)
def _read(text: str) -> tuple[StatedFigures, tuple[Amount, ...], frozenset[int]]:
    """Return the figures of a paragraph, all of its amounts, small ones in words too, and the times it may mean."""
    figures, plain = read_figures(text), with_ascii_digits(text)
    amounts = (*figures.amounts, *(amount for amount, _ in spelled_amounts(plain)))
    return figures, tuple(dict.fromkeys(amounts)), frozenset(possible_clock(plain))


def _same_unit(wanted: Amount, stated: Amount) -> bool:
    """Tell whether two amounts with one number can be the same by their units."""
    unit = stated.unit
    if wanted.unit == unit:
        return True
    if wanted.unit == "age":
        return unit in ("", YEAR)
    if wanted.unit:
        return (not unit and stated.is_bare and measure_of(wanted.unit) in _OF_TIME) or (
            wanted.unit == YEAR and unit == "age"
        )
    # A number of people is no share of them, and no sum of money.
    return unit not in (DECADE, MANY_OF) and not (wanted.counted and measure_of(unit) in ("share", "money"))


def _stands_for(wanted: Amount, stated: Amount) -> bool:
    """Tell whether an amount stands for another: uncounted for counted, in other units, or rounded and said to be so."""
    if wanted.unit == MANY_OF:
        return _is_many(wanted, stated)
    if stated.unit == MANY_OF or DECADE in (wanted.unit, stated.unit):
        return False
    for value in wanted.values:
        for exact in stated.values:
            if wanted.unit != stated.unit and converts(value, wanted.unit, exact, stated.unit):
                return True
            if wanted.rough and _same_unit(wanted, stated) and _is_rounded(value, exact, wanted.rough):
                return True
    return False


def _is_rounded(value: Decimal, exact: Decimal, side: str) -> bool:
    if side in ("near", "scaled"):
        return is_rounded(value, exact) and abs(value - exact) <= exact * _TENTH
    more, step = exact - value, Decimal(10) ** int(value.normalize().as_tuple().exponent)
    most = _QUARTER if side == "above" else _TENTH
    return 0 <= (more if side == "above" else -more) < step and abs(more) <= exact * most


@lru_cache(maxsize=64)
def _stems_of_unit(unit: str) -> frozenset[str]:
    return frozenset(stems(" ".join(name.replace("_", " ") for name in names_of(unit))))


def _is_many(wanted: Amount, stated: Amount) -> bool:
    """Tell whether an uncounted number (`hundreds`) is that of another text, or of a counted one of the same size."""
    power = int(max(wanted.values))
    if stated.unit == MANY_OF:
        return wanted.values == stated.values
    if wanted.counted and measure_of(stated.unit) in _OF_SPACE and not wanted.counted & _stems_of_unit(stated.unit):
        return False  # dozens of engineers are no 35 metres
    least, most = Decimal(10) ** power, Decimal(10) ** (power + 1) * 2
    return any(least * Decimal("1.3") <= value < most for value in stated.values) and measure_of(stated.unit) != "share"
