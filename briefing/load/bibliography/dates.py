"""Dates of a bibliography: as CSL-JSON has them, in the Extended Date/Time Format (ISO 8601-2), and in words.

A date keeps what makes it less than certain, in the keys of CSL-JSON: `circa`, `season`, and an end without a year (`[0]`) for
a range that is open. What is lost is reported.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TypeAlias

CslDate: TypeAlias = dict[str, list[list[int]] | int]
"""`{"date-parts": [[2023, 7, 27]]}`, with two lists for a range; `circa` is 1, `season` is 1 (spring) to 4 (winter)."""

OPEN_END = [0]
"""The second list of a range that is open."""

_NUMERIC_DATE = re.compile(r"[1-9]\d{3}(-\d{1,2}){0,2}")
_MONTH_NAMES = (
    *("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november"),
    "december",
)
_SEASONS = {"spring": 1, "summer": 2, "autumn": 3, "fall": 3, "winter": 4} | {
    "printemps": 1, "été": 2, "automne": 3, "hiver": 4, "primavera": 1, "verano": 2, "otoño": 3, "invierno": 4,
}  # fmt: skip
_SEASON_WORD = re.compile(rf"\b(?:{'|'.join(_SEASONS)})\b", re.IGNORECASE)
_SEASON_NUMBER = re.compile(r"(\d{4})-2([1-4])")
_CIRCA = re.compile(
    r"^(?:(?:c|ca|cca|approx|env)\.|(?:c|ca|circa|about|around|approximately|vers|environ|hacia)\b)\s*", re.IGNORECASE
)
_QUALIFIED = re.compile(r"(\d{4}(?:-\d\d){0,2})\s?[~?%]")
_YEARS = re.compile(r"([1-9]\d{3})\s?[-–—]{1,3}\s?([1-9]\d{3}|present|)", re.IGNORECASE)
_OPEN = ("", "..", "open", "unknown", "present")
_NO_DATE = re.compile(r"\W*(?:n\.?\s?d|s\.?\s?d|s\.?\s?f|o\.?\s?J|no date|undated)\.?\W*", re.IGNORECASE)
"""What says that a source has no date, in English, French, Spanish and German."""
_NO_MORE = frozenset(("of", "st", "nd", "rd", "th", "t", "z", "utc", "gmt"))
"""Words of a date that say nothing that its numbers do not."""


@dataclass(frozen=True)
class EntryDate:
    """A date or the two ends of a range, each as year, month and day as far as they are known; none of an unknown date."""

    parts: list[list[int]] = field(default_factory=list)
    circa: bool = False
    season: int = 0

    def as_csl(self) -> CslDate:
        """Return it as CSL-JSON has it; empty for an unknown date."""
        if not self.parts:
            return {}
        whole: CslDate = {"date-parts": self.parts}
        return whole | ({"circa": 1} if self.circa else {}) | ({"season": self.season} if self.season else {})


def read_date(value: object, lost: list[str]) -> CslDate:
    """Return a date as JSON has it, in any of the shapes that programs export; name in `lost` what of it is not kept."""
    text = _date_text(value)
    if not isinstance(value, Mapping):
        return parse_date(text, lost).as_csl()
    found = _read_parts(value.get("date-parts"), [] if text else lost)
    if not found.parts:
        found = parse_date(text, lost)
    elif text and len(found.parts) == 1 and not _NO_DATE.fullmatch(text):
        beside = _qualified(text)
        lost += _unread(text, beside.rest, found.parts)
        found = replace(found, circa=beside.circa, season=found.season or beside.season)
    if found.parts and str(value.get("circa") or "0").lower() not in ("0", "false"):
        found = replace(found, circa=True)
    if found.parts and value.get("season"):
        season = str(value["season"]).strip().lower()
        number = _SEASONS.get(season, int(season) % 20 if re.fullmatch("2?[1-4]", season) else 0)
        lost += [] if number else [f'of the date, the season "{value["season"]}" is not printed']
        found = replace(found, season=number)
    return _sound(found).as_csl()


def parse_date(text: str, lost: list[str]) -> EntryDate:
    """Return a date that is written as a text; name in `lost` what of it is not kept."""
    if not text or _NO_DATE.fullmatch(text):
        return EntryDate()
    years = _YEARS.fullmatch(text)
    ends = [years[1], years[2]] if years else re.split(r"\s*/\s*", text)
    if len(ends) == 2 and all(end.lower() in _OPEN or _date_parts(_qualified(end).rest) for end in ends):
        return _parse_range(text, ends, lost)
    found = _qualified(text)
    parts = _date_parts(found.rest)
    lost += _unread(text, found.rest, [parts] if parts else [])
    return EntryDate([parts], found.circa, found.season if len(parts) == 1 else 0) if parts else EntryDate()


def _parse_range(text: str, ends: list[str], lost: list[str]) -> EntryDate:
    start, end = (_qualified(one) for one in ends)
    first, last = _date_parts(start.rest), _date_parts(end.rest)
    if not first:  # it would be printed as certain, or as a date of its own
        lost.append(f'the date "{text}" is not printed')
        return EntryDate()
    # CSL has one word for both ends.
    if start.circa != end.circa or start.season or end.season:
        lost.append(f'the date "{text}" is not printed: only one of its ends is certain, or is a season')
        return EntryDate()
    for written, parts in ((start, first), (end, last)):
        lost += _unread(text, written.rest, [parts]) if parts else []
    return EntryDate([first, last or OPEN_END], start.circa)


@dataclass(frozen=True)
class _Qualified:
    """A date as text, without the words and signs that say that it is a season, or not certain."""

    rest: str
    circa: bool = False
    season: int = 0


def _qualified(text: str) -> _Qualified:
    rest, about = _CIRCA.subn("", text)
    if sign := _QUALIFIED.fullmatch(rest):
        rest, about = sign[1], 1
    if number := _SEASON_NUMBER.fullmatch(rest):
        return _Qualified(number[1], bool(about), int(number[2]))
    words = _SEASON_WORD.findall(rest)
    if len(words) == 1 and len(_date_parts(without := _SEASON_WORD.sub("", rest).strip(" ,"))) == 1:
        return _Qualified(without, bool(about), _SEASONS[words[0].lower()])
    return _Qualified(rest, bool(about))


def _read_parts(written: object, lost: list[str]) -> EntryDate:
    """Return a date as the lists of numbers of CSL-JSON have it; none where the first has no year."""
    lists = [one for one in written[:2] if isinstance(one, list)] if isinstance(written, list) else []
    texts = ["-".join(str(part) for part in one if part) for one in lists]
    parts = [
        [int(part) for part in text.split("-")] if _NUMERIC_DATE.fullmatch(text) else _date_parts(text)
        for text in texts
    ]
    if not parts or not parts[0]:
        lost += [f'the date "{"/".join(texts)}" is not printed'] if any(texts) else []
        return EntryDate()
    if len(parts) == 2 and not parts[1] and texts[1]:
        lost.append(f'of the date "{"/".join(texts)}" only the first half is printed, as if it had no end')
    if len(parts) == 1 and (season := _SEASON_NUMBER.fullmatch(texts[0])):
        return EntryDate([[int(season[1])]], season=int(season[2]))
    return EntryDate([one or OPEN_END for one in parts])  # the model reports a day that is none


def _sound(found: EntryDate) -> EntryDate:
    """Return a date without a month or day that does not exist, where it is no date of the model that would be refused."""
    if not (found.circa or found.season or OPEN_END in found.parts):
        return found
    parts = [one if one == OPEN_END else _date_parts("-".join(map(str, one))) for one in found.parts]
    return replace(found, parts=parts, season=found.season if len(parts) == len(parts[0]) == 1 else 0)


def _date_text(value: object) -> str:
    """Return a date that is written as a text or a number, and not in parts."""
    if isinstance(value, Mapping):
        value = value.get("raw") or value.get("edtf") or value.get("literal")
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    return " ".join(str(value).split()) if isinstance(value, str | int) and not isinstance(value, bool) else ""


def month_number(word: str) -> int:
    """Return the number of a month by its English name, or the first three letters or more of it; 0 for other words."""
    short = "sep" if word.lower() == "sept" else word.lower()
    return next((n for n, name in enumerate(_MONTH_NAMES, 1) if len(short) > 2 and name.startswith(short)), 0)


def _unread(text: str, rest: str, parts: list[list[int]]) -> list[str]:
    """Return what to tell of a date of which not all is kept: "1999 or 2000" as 1999; `rest` is what was read as one date."""
    if not parts:
        return [f'the date "{text}" is not printed']
    day = re.sub(r"[T ]*\d\d?:\d\d.*", "", rest)
    words = re.findall(r"[^\W\d_]+", day)
    figures = re.findall(r"\d+", day)
    numbers = [number for number in figures if len(number) < 3]
    more = [word for word in words if not month_number(word) and word.lower() not in _NO_MORE]
    several = len({number for number in figures if len(number) > 3}) > 1
    incomplete = len(numbers) + sum(map(bool, map(month_number, words))) >= len(parts[0])
    if more or several or incomplete or re.search(r"[\[\]{}?~%<>≤≥±©]", day):
        return [f'of the date "{text}" only {"-".join(map(str, parts[0]))} is printed']
    return []


def _date_parts(written: str) -> list[int]:
    """Return year, month and day as far as a text gives them: `2023-07-27`, `2011 mar`, `March 5, 2011`, `2020/2021`.

    A month in figures counts only after the year: `07/08/2023` may be either of two days, and gives the year. A year before our
    era, or of fewer than four figures, gives nothing.
    """
    if re.match(r"\s*[-−–]\s*\d", written):
        return []
    written = re.sub(r"^\s*(\d{4})/(\d\d?)/(\d\d?)\s*$", r"\1-\2-\3", written)
    written = re.sub(r"^\s*(\d\d?)\.\s?(\d\d?)\.\s?(\d{4})\s*$", r"\3-\2-\1", written)  # with points the day is first
    words = re.findall(r"\d+|[^\W\d_]+", written.split("/")[0] if re.match(r"\s*\d{4}", written) else written)
    year = next((int(word) for word in words if re.fullmatch(r"[1-9]\d{3}", word)), 0)
    if not year:
        return []
    named = [number for word in words if (number := month_number(word))]
    numbers = [int(word) for word in words if word.isdigit() and len(word) <= 2]
    if not named and int(words[0] if words[0].isdigit() else 0) != year:
        return [year]
    month, *days = [*named[:1], *numbers, 0]
    if not 1 <= month <= 12:
        return [year]
    try:
        return [year, month, date(year, month, days[0]).day]
    except (ValueError, IndexError):
        return [year, month]
