"""The words a message sets of itself: set phrases and dates in the recipient's language."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_time

from briefing.resources import TEMPLATES


@dataclass(frozen=True)
class Wording:
    """The phrases of one language, by key; `tag` is as in `en-GB`."""

    tag: str
    phrases: dict[str, str]

    def say(self, key: str, **parts: object) -> str:
        """A phrase with its parts filled in."""
        return self.phrases[key].format(**parts)

    def moment(self, moment: datetime) -> str:
        """A moment in UTC: `27 July 2023, 20:00 UTC`."""
        try:
            locale = Locale.parse(self.tag, sep="-")
        except UnknownLocaleError:
            # Of a country that is none, the language remains.
            locale = Locale.parse(self.tag[:2])
        day = format_date(moment, "d MMMM y", locale=locale)
        return f"{day}, {format_time(moment, 'HH:mm', locale=locale)} UTC"


@cache
def read_wording(tag: str) -> Wording:
    """The words of a language, by its tag, which has been checked to be one we ship."""
    text = (TEMPLATES / "locale" / "mail" / f"{tag[:2]}.toml").read_text(encoding="utf-8")
    return Wording(tag, tomllib.loads(text))
