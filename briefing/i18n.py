"""The words a page sets of itself: set phrases, dates and country names in the briefing's language."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from babel import Locale
from babel.dates import format_date, format_skeleton, format_time
from babel.numbers import format_decimal

from briefing.model.countries import COUNTRIES
from briefing.model.dates import When
from briefing.resources import TEMPLATES

MINUTE = {"year": "y", "month": "MMMM y", "day": "d MMMM y"}


@dataclass(frozen=True)
class Words:
    """The phrases of one language, by key, and its ways with dates and names. `tag` is as in `en-GB`."""

    tag: str
    phrases: dict[str, str]
    stances: dict[str, str]
    confidence: dict[str, str]

    @property
    def _locale(self) -> Locale:
        return Locale.parse(self.tag, sep="-")

    def say(self, key: str, **parts: object) -> str:
        """A phrase with its parts filled in."""
        return self.phrases[key].format(**parts)

    def moment(self, moment: datetime) -> str:
        """A moment in UTC: `27 July 2023, 20:00 UTC`."""
        return f"{self.day(moment)}, {format_time(moment, 'HH:mm', locale=self._locale)} UTC"

    def day(self, day: datetime) -> str:
        """A day: `27 July 2023`."""
        return format_date(day, "d MMMM y", locale=self._locale)

    def number(self, number: int) -> str:
        """A number with its thousands set apart."""
        return str(format_decimal(number, locale=self._locale))

    def when(self, when: When) -> str:
        """A date as exact as it was written: `2021`, `July 2023`, `26 July 2023` or a moment."""
        if when.precision == "minute":
            return self.moment(when.start)
        return format_date(when.start, MINUTE[when.precision], locale=self._locale)

    def short(self, when: When) -> str:
        """The same for a narrow column: `26 Jul 2023`."""
        if when.precision == "year":
            return self.when(when)
        return str(format_skeleton("yMMM" if when.precision == "month" else "yMMMd", when.start, locale=self._locale))

    def countries(self) -> dict[str, str]:
        """The name of every country in this language, by its code of three letters."""
        if self._locale.language == "en":
            return {code: land.name for code, land in COUNTRIES.items()}
        names = self._locale.territories
        return {code: str(names.get(land.iso2, land.name)) for code, land in COUNTRIES.items()}


@cache
def read_words(tag: str) -> Words:
    """The words of a language, by its tag; the model has checked that it is one we ship."""
    text = (TEMPLATES / "locale" / f"{tag[:2]}.toml").read_text(encoding="utf-8")
    read = tomllib.loads(text)
    stances, confidence = read.pop("stances"), read.pop("confidence_words")
    return Words(tag, read, stances, confidence)
