"""Translate phrases and write dates, numbers and names in the language of a document.

English is the source language: the message in the code is the English text, with `{name}` for what is filled in. Other
languages are gettext catalogues, `templates/locale/LANGUAGE/LC_MESSAGES/briefing.po`.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cache
from gettext import GNUTranslations, NullTranslations

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_time
from babel.numbers import format_decimal, get_decimal_symbol

from briefing.model.countries import COUNTRIES
from briefing.model.dates import When
from briefing.model.time_zones import load_zone
from briefing.resources import TEMPLATES

LOCALES = TEMPLATES / "locale"
SOURCE_LANGUAGE = "en"
_MOST_DECIMALS = 15

COUNTRY_NAMES = {"fr": {"HKG": "Hong Kong", "MAC": "Macao", "PSE": "Palestine", "VAT": "Saint-Siège"}}
"""The common names by language that CLDR has no short form of, as `assets/data/countries.csv` has them in English."""


@dataclass(frozen=True)
class Translator:
    """One language as documents use it. `tag` is as in `en-GB`; `timezone` is the zone in which times are written.

    `gettext` and its sisters take a message in English, look up its translation and fill in the named parts.
    """

    tag: str
    locale: Locale
    catalogue: NullTranslations
    timezone: str = ""

    def gettext(self, message: str, /, **parts: object) -> str:
        """Return a message in this language, its parts filled in."""
        return self.catalogue.gettext(message).format(**parts)

    def pgettext(self, context: str, message: str, /, **parts: object) -> str:
        """Return a message whose English text has more than one use; `context` says which one is meant."""
        return self.catalogue.pgettext(context, message).format(**parts)

    def ngettext(self, singular: str, plural: str, count: int, /, **parts: object) -> str:
        """Return the form of a message for a count; the count is printed only where it is one of the parts."""
        return self.catalogue.ngettext(singular, plural, count).format(**parts)

    def npgettext(self, context: str, singular: str, plural: str, count: int, /, **parts: object) -> str:
        """Return the form for a count of a message that needs a context."""
        return self.catalogue.npgettext(context, singular, plural, count).format(**parts)

    def moment(self, moment: datetime) -> str:
        """Return a moment in UTC, or in the time zone of the document with UTC beside it.

        `27 July 2023, 20:00 UTC` or `28 July 2023, 01:45 UTC+05:45 (27 July, 20:00 UTC)`.
        """
        return self._moment(moment, self.day, "d MMMM")

    def day(self, day: date) -> str:
        """Return a day in full: `27 July 2023`, in French `1er juillet 2023`."""
        return self._date(day, "d MMMM y")

    def short_day(self, day: date) -> str:
        """Return a day with its month in short: `27 Jul 2023`."""
        return self._date(day, "d MMM y")

    def day_and_month(self, day: date) -> str:
        """Return a day without its year: `27 July`, in French `1er juillet`."""
        return self._date(day, "d MMMM")

    def short_day_and_month(self, day: date) -> str:
        """Return a day with its month in short and without its year, in the order usual in the country: `27 Jul`."""
        return self._date(day, self.locale.datetime_skeletons["MMMd"].pattern)

    def day_of_month(self, day: date) -> str:
        """Return a day's number alone, as before another day of its month: `27`, in French `1er`."""
        return self._date(day, "d ").strip()

    def month(self, day: date) -> str:
        """Return the month of a day: `July 2023`."""
        return self._date(day, "MMMM y")

    def short_month(self, day: date, *, year: bool = True) -> str:
        """Return the month of a day in short: `Jul 2023`, or `Jul` without its year."""
        return self._date(day, "MMM y" if year else "MMM")

    def when(self, when: When) -> str:
        """Return a date as exact as it was written: `2021`, `July 2023`, `26 July 2023` or `26 July 2023, 18:00 UTC`."""
        if when.has_time:
            return self._moment(when.written, self.day, "d MMMM", seconds=when.precision == "second")
        return self._date(when.start, {"year": "y", "month": "MMMM y"}.get(when.precision, "d MMMM y"))

    def short_when(self, when: When) -> str:
        """Return a date for a narrow column, as exact as written, in the order usual in the country: `26 Jul 2023`."""
        pattern = self.locale.datetime_skeletons["yMMMd"].pattern
        if when.has_time:
            beside = self.locale.datetime_skeletons["MMMd"].pattern
            return self._moment(
                when.written, lambda day: self._date(day, pattern), beside, seconds=when.precision == "second"
            )
        return self._date(when.start, {"year": "y", "month": "MMM y"}.get(when.precision, pattern))

    def _moment(self, moment: datetime, write_day: Callable[[date], str], beside: str, *, seconds: bool = False) -> str:
        """Return a moment on the document's clock, else on its own; `beside` is the pattern of the day in UTC."""
        shown = moment
        if self.timezone:
            with suppress(OverflowError):  # a day before the calendar's first, or after its last
                shown = moment.astimezone(load_zone(self.timezone))
        # Local mean time: Paris was 9 minutes and 21 seconds ahead of UTC until 1911, Monrovia 44:30 behind until 1972.
        seconds = seconds or _has_odd_seconds(shown) or _has_odd_seconds(moment)
        text = f"{write_day(shown)}, {self._clock(shown, seconds)} {_offset(shown)}"
        if not self.timezone or not shown.utcoffset():
            return text
        utc = moment.astimezone(UTC)
        day = "" if utc.date() == shown.date() else f"{self._date(utc, beside)}, "
        return f"{text} ({day}{self._clock(utc, seconds)} UTC)"

    def _clock(self, moment: datetime, seconds: bool) -> str:
        text = str(format_time(moment, "HH:mm:ss" if seconds else "HH:mm", locale=self.locale))
        fraction = f"{moment.microsecond:06}".rstrip("0") if seconds else ""
        return text + (f"{get_decimal_symbol(self.locale)}{fraction}" if fraction else "")

    def _date(self, day: date, pattern: str) -> str:
        if self.locale.language == "fr" and day.day == 1:
            pattern = pattern.replace("d ", "'1er' ")
        return format_date(day, pattern, locale=self.locale)

    def number(self, number: int) -> str:
        """Return a whole number in figures, its thousands separated as usual in the language."""
        return str(format_decimal(number, locale=self.locale))

    def decimal(self, number: Decimal, places: int) -> str:
        """Return a number in figures with so many decimals, its thousands separated and its minus as usual in print."""
        pattern = f"#,##0.{'0' * places}" if places else "#,##0"
        return str(format_decimal(number, pattern, locale=self.locale)).replace("-", "−")

    def quantity(self, number: float) -> str:
        """Return a number in figures with all the decimals it was written with, as usual in the language."""
        return str(format_decimal(number, f"#,##0.{'#' * _MOST_DECIMALS}", locale=self.locale)).replace("-", "−")

    def number_word(self, number: int) -> str:
        """Return a whole number in words up to ten, in figures beyond."""
        words = [
            self.pgettext("number", "none"), self.pgettext("number", "one"), self.pgettext("number", "two"),
            self.pgettext("number", "three"), self.pgettext("number", "four"), self.pgettext("number", "five"),
            self.pgettext("number", "six"), self.pgettext("number", "seven"), self.pgettext("number", "eight"),
            self.pgettext("number", "nine"), self.pgettext("number", "ten"),
        ]  # fmt: skip
        return words[number] if number < len(words) else str(number)

    def listing(self, items: Sequence[str]) -> str:
        """Return items joined as in a sentence: `a, b and c`; empty for none."""
        if len(items) < 2:
            return "".join(items)
        # Translators: a list in a sentence; {items} are joined by commas.
        return self.gettext("{items} and {last}", items=", ".join(items[:-1]), last=items[-1])

    def countries(self) -> dict[str, str]:
        """Return the common name of every country by its ISO 3166-1 code of three letters; in English, our own table's."""
        if self.locale.language == SOURCE_LANGUAGE:
            return {code: land.name for code, land in COUNTRIES.items()}
        names = self.locale.territories
        common = {code: str(names.get(land.iso2, land.name)) for code, land in COUNTRIES.items()}
        return common | COUNTRY_NAMES.get(self.locale.language, {})


@cache
def get_translator(tag: str, timezone: str | None = None) -> Translator:
    """Return the translator for a language tag (`fr-CA`), which must be of a language that is shipped.

    `timezone` is the zone in which it writes times, by its IANA name; None for UTC.
    """
    language = tag.split("-")[0]
    try:
        locale = Locale.parse(tag, sep="-")
    except UnknownLocaleError:  # not every two capitals are a country
        locale = Locale.parse(language)
    return Translator(tag, locale, _read_catalogue(language), timezone or "")


@cache
def _read_catalogue(language: str) -> NullTranslations:
    if language == SOURCE_LANGUAGE:
        return NullTranslations()
    # Imported here because English needs no catalogue.
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    compiled = io.BytesIO()
    with (LOCALES / language / "LC_MESSAGES" / "briefing.po").open("rb") as file:
        write_mo(compiled, read_po(file, locale=language))
    compiled.seek(0)
    return GNUTranslations(compiled)


def _has_odd_seconds(moment: datetime) -> bool:
    """Tell whether a moment's clock differs from UTC by no whole number of minutes."""
    return bool((moment.utcoffset() or timedelta(0)) % timedelta(minutes=1))


def _offset(moment: datetime) -> str:
    """Return the offset of a moment's clock: `UTC`, `UTC+05:45`, `UTC−05:00`."""
    offset = moment.utcoffset() or timedelta(0)
    if not offset:
        return "UTC"
    hours, _, rest = str(abs(offset)).partition(":")
    return f"UTC{'−' if offset < timedelta(0) else '+'}{hours:0>2}:{rest.removesuffix(':00')}"


def capitalize_first(text: str) -> str:
    """Return a text with its first letter as a capital and the rest unchanged."""
    return text[:1].upper() + text[1:]
