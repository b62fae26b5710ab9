"""The content of a bibliography's entry in CSL-JSON (https://docs.citationstyles.org), made sound for the processor.

What programs export strays from the format in many ways: numbers for texts, dates and authors as plain text, empty parts. An
entry keeps what a style can print: texts, names and dates.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from html import unescape
from math import isfinite
from typing import TypeAlias

Names: TypeAlias = list[dict[str, str]]
CslContent: TypeAlias = dict[str, str | Names | dict[str, list[list[int]]]]
"""The variables of an entry: a text, names, or a date as `{"date-parts": [[2023, 7, 27]]}`; `type` is always there."""

_NAME_PARTS = ("family", "given", "non-dropping-particle", "dropping-particle", "suffix", "literal")
_DATES = ("issued", "accessed", "submitted", "event-date", "original-date", "available-date")
_NAMES = (
    *("author", "editor", "translator", "director", "recipient", "interviewer", "composer", "illustrator"),
    *("reviewed-author", "container-author", "collection-editor", "editorial-director", "original-author"),
)
_NUMERIC_DATE = re.compile(r"[1-9]\d{3}(-\d{1,2}){0,2}")
_MONTH_NAMES = (
    *("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november"),
    "december",
)
_NO_DATE = re.compile(r"\W*(?:n\.?\s?d|s\.?\s?d|s\.?\s?f|o\.?\s?J|no date|undated)\.?\W*", re.IGNORECASE)
"""What says that a source has no date, in English, French, Spanish and German."""
_NO_MORE = frozenset(("of", "st", "nd", "rd", "th", "t", "z", "utc", "gmt"))
"""Words of a date that say nothing that its numbers do not."""

_TYPES = {
    "journal-article": "article-journal",
    "proceedings-article": "paper-conference",
    "book-chapter": "chapter",
    "monograph": "book",
    "posted-content": "article",
}
"""The CSL types of what Crossref calls differently."""
_VERBATIM = ("URL", "DOI", "ISBN", "ISSN", "PMID", "PMCID")
_TAG = re.compile(
    r"</?(?:i|b|u|em|strong|sup|sub|sc|scp|span|font|p|br|(?:jats|mml|xhtml):[\w-]+)(?:\s[^<>]*)?/?>", re.IGNORECASE
)


class EntryFault(Exception):
    """A fault for which an entry cannot be read: what it is, the offset in the file, and what to do."""

    def __init__(self, what: str, offset: int, hint: str = "") -> None:
        self.what, self.offset, self.hint = what, offset, hint
        super().__init__(what)


def read_content(entry: Mapping[str, object], lost: list[str]) -> CslContent:
    """Return the sound content of an entry as JSON has it; name in `lost` the dates that cannot be printed."""
    kind = entry.get("type")
    content: CslContent = {"type": _TYPES.get(kind, kind) if isinstance(kind, str) and kind else "document"}
    for variable, value in entry.items():
        if variable in _DATES:
            parts = _read_date(value)
            if parts:
                content[variable] = {"date-parts": parts}
            lost += unread_date(_date_text(value), parts)
        elif variable in _NAMES:
            if names := _read_names(value):
                content[variable] = names
        elif variable not in ("id", "type") and (text := _read_text(value, variable)):
            content[variable] = clean_doi(text) if variable == "DOI" else text
    return content


def plain_text(text: str) -> str:
    """Return a text without the tags and references of HTML that Zotero and Crossref write into titles."""
    text = re.sub("[\ud800-\udfff]", "\ufffd", text)  # JSON may have halves of a character
    if "<" in text:
        text = _TAG.sub("", text)
    if "&" in text:
        text = re.sub(
            r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]\w{1,30});", lambda found: unescape(found[0]), text, flags=re.I
        )
    return " ".join(text.split())


def clean_doi(text: str) -> str:
    """Return a DOI without the address or the word before it: styles write `https://doi.org/` themselves."""
    return re.sub(r"^\s*(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", "", text, flags=re.IGNORECASE)


def _read_text(value: object, variable: str) -> str:
    if isinstance(value, list):  # Crossref's own API has lists of titles
        value = next((part for part in value if isinstance(part, str) and part.strip()), None)
    if isinstance(value, float) and not value.is_integer():
        return str(value) if isfinite(value) else ""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(int(value)) if abs(value) < 10**15 else ""
    if not isinstance(value, str):
        return ""
    return " ".join(value.split()) if variable in _VERBATIM else plain_text(value)


def _read_date(value: object) -> list[list[int]]:
    """Return one or two lists of year, month and day, as far as they are given; none where there is no year."""
    written = value.get("date-parts") if isinstance(value, Mapping) else None
    if isinstance(written, list):
        texts = ["-".join(str(part) for part in one if part) for one in written[:2] if isinstance(one, list)]
        if any(texts) and all(_NUMERIC_DATE.fullmatch(text) for text in texts):
            return [[int(part) for part in text.split("-")] for text in texts]  # the model reports a day that is none
        if parts := [found for found in map(date_parts, texts) if found]:
            return parts
    return date_range(_date_text(value))


def _date_text(value: object) -> str:
    """Return a date that is written as a text or a number, and not in parts."""
    if isinstance(value, Mapping):
        value = value.get("raw") or value.get("literal")
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    return " ".join(str(value).split()) if isinstance(value, str | int) and not isinstance(value, bool) else ""


def _read_names(value: object) -> Names:
    names: Names = []
    for name in value if isinstance(value, list) else [value]:
        if isinstance(name, Mapping):
            known = {**name, "literal": name.get("literal") or name.get("name")}  # Crossref has organisations by `name`
            read = {part: plain_text(text) for part in _NAME_PARTS if isinstance(text := known.get(part), str)}
        else:
            read = {"literal": plain_text(name)} if isinstance(name, str) else {}
        names.append({part: text for part, text in read.items() if text})
    return [name for name in names if name]


def date_range(text: str) -> list[list[int]]:
    """Return a date as `date_parts` does, or the two ends of a range such as `2019-03/2020-04`; none where there is no year."""
    ends = [found for end in text.split("/")[:2] if (found := date_parts(end))]
    return ends if len(ends) == 2 else [found for found in [date_parts(text)] if found]


def month_number(word: str) -> int:
    """Return the number of a month by its English name, or the first three letters or more of it; 0 for other words."""
    short = "sep" if word.lower() == "sept" else word.lower()
    return next((n for n, name in enumerate(_MONTH_NAMES, 1) if len(short) > 2 and name.startswith(short)), 0)


def unread_date(text: str, parts: list[list[int]]) -> list[str]:
    """Return what to tell of a date of which not all is printed: "c. 1999" as 1999, "spring 2023" as 2023."""
    if not text or len(parts) > 1 or _NO_DATE.fullmatch(text):
        return []
    if not parts:
        return [f'the date "{text}" is not printed']
    day = re.sub(r"[T ]*\d\d?:\d\d.*", "", text)
    words = re.findall(r"[^\W\d_]+", day)
    numbers = [number for number in re.findall(r"\d+", day) if len(number) < 3]
    more = [word for word in words if not month_number(word) and word.lower() not in _NO_MORE]
    if more or re.search("[?~<>]", day) or len(numbers) + sum(map(bool, map(month_number, words))) >= len(parts[0]):
        return [f'of the date "{text}" only {"-".join(map(str, parts[0]))} is printed']
    return []


def date_parts(written: str) -> list[int]:
    """Return year, month and day as far as a text gives them: `2023-07-27`, `2011 mar`, `March 5, 2011`, `2020/2021`.

    A month in figures counts only after the year: `07/08/2023` may be either of two days, and gives the year.
    """
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
