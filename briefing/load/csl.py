"""The content of a bibliography's entry in CSL-JSON (https://docs.citationstyles.org), made sound for the processor.

What programs export strays from the format in many ways: numbers for texts, dates and authors as plain text, empty parts. An
entry keeps what a style can print: texts, names and dates.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
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
_MONTH_NAMES = "january february march april may june july august september october november december"
_MONTHS = {name[:3]: number for number, name in enumerate(_MONTH_NAMES.split(), start=1)}


def read_content(entry: Mapping[str, object]) -> CslContent:
    """Return the sound content of an entry as JSON has it; what cannot be printed is left out."""
    content: CslContent = {"type": str(entry.get("type") or "document")}
    for variable, value in entry.items():
        if variable in _DATES:
            if parts := _read_date(value):
                content[variable] = {"date-parts": parts}
        elif variable in _NAMES:
            if names := _read_names(value):
                content[variable] = names
        elif variable not in ("id", "type") and (text := _read_text(value)):
            content[variable] = text
    return content


def _read_text(value: object) -> str:
    return " ".join(str(value).split()) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""


def _read_date(value: object) -> list[list[int]]:
    """Return one or two lists of year, month and day, as far as they are given; none where there is no year."""
    if not isinstance(value, Mapping):
        parts = date_parts(str(value or ""))
        return [parts] if parts else []
    written = value.get("date-parts")
    if isinstance(written, list):
        texts = ["-".join(str(part) for part in one if part) for one in written[:2] if isinstance(one, list)]
        if all(_NUMERIC_DATE.fullmatch(text) for text in texts):  # the model reports a day that does not exist
            return [[int(part) for part in text.split("-")] for text in texts]
    else:
        texts = [str(value.get("raw") or value.get("literal") or "")]
    return [parts for parts in map(date_parts, texts) if parts]


def _read_names(value: object) -> Names:
    names: Names = []
    for name in value if isinstance(value, list) else [value]:
        if isinstance(name, Mapping):
            names.append({part: text for part in _NAME_PARTS if isinstance(text := name.get(part), str) and text})
        else:
            names.append({"literal": name} if isinstance(name, str) and name else {})
    return [name for name in names if name]


def date_parts(written: str) -> list[int]:
    """Return year, month and day as far as a text gives them: `2023-07-27`, `2011 mar`, `March 5, 2011`, `2020/2021`.

    A month in figures counts only after the year: `07/08/2023` may be either of two days, and gives the year.
    """
    words = re.findall(r"\d+|[^\W\d_]+", written.split("/")[0] if re.match(r"\s*\d{4}", written) else written)
    year = next((int(word) for word in words if re.fullmatch(r"[1-9]\d{3}", word)), 0)
    if not year:
        return []
    named = [_MONTHS[word[:3].lower()] for word in words if word[:3].lower() in _MONTHS]
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
