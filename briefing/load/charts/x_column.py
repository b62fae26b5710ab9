"""Read the column of a chart's dates, numbers or names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from briefing.load.charts.numbers import DecimalMark, parse_cell
from briefing.model.charts.data import LONGEST_LABEL, XKind, XValue, x_position
from briefing.model.dates import When, parse_when
from briefing.model.rewritten import dates_meant
from briefing.problems import Place, Problem

_YEAR = re.compile(r"(?:1[0-9]|2[0-2])\d\d")
_LIKE_DATE = re.compile(
    r"\d{1,2}[/.-]\d{1,2}[/.-](?:\d{4}|\d{2})|\d{4}[/.]\d{1,2}[/.]\d{1,2}|\d{4}-\d{1,2}(?:-\d{1,2})?(?:[T ].*)?"
    r"|\d{1,2}(?:er)?\s+[^\W\d]+\.?\s+\d{4}|[^\W\d]+\s+\d{1,2},\s*\d{4}"
)
"""What looks like a date, so that a column of such is one of dates that cannot be read, and not of names."""

_ISO_DAY = re.compile(r"\d{4}-\d{2}(?:-\d{2})?")
_MOST_DATES = 5
"""More dates than these that cannot be read are one problem: the whole column is written so."""


@dataclass(frozen=True)
class XCell:
    """The cell of a row that says where its values stand: its text and its place."""

    text: str
    place: Place | None


def read_x(cells: Sequence[XCell], mark: DecimalMark) -> tuple[XKind, list[XValue | None], list[Problem]]:
    """Return the kind of a column, its values (None where a cell is faulty), and the problems; `mark` is as in its numbers.

    It is of dates or of numbers where most of its cells are; the others are faults then, and not names.
    """
    kind = _kind(cells, mark)
    values: list[XValue | None] = []
    problems: list[Problem] = []
    for cell in cells:
        value, problem = _read(kind, cell, mark)
        values.append(value)
        problems += [problem] if problem else []
    return kind, values, _fold(problems)


def _fold(problems: list[Problem]) -> list[Problem]:
    """Return problems with those of a whole column of dates as one: at the first, with the number of the others."""
    dates = [problem for problem in problems if problem.code == "bad-date"]
    if len(dates) <= _MOST_DATES:
        return problems
    first = replace(dates[0], what=f"{dates[0].what}, nor are {len(dates) - 1:,} others in this column")
    return [first, *(problem for problem in problems if problem.code != "bad-date")]


def order_problems(kind: XKind, values: Sequence[XValue | None], cells: Sequence[XCell]) -> Iterator[Problem]:
    """Yield the rows that stand twice, and those that are out of order; all may fall instead of rising."""
    seen: dict[XValue, Place | None] = {}
    for value, cell in zip(values, cells, strict=True):
        if value is None:
            continue
        if value in seen:
            first = f"; the first is in line {place.line}" if (place := seen[value]) else ""
            what = f'"{cell.text}" stands in two rows{first}'
            yield Problem(
                "chart-duplicate", what, cell.place, "keep one of the two rows, or add what tells them from each other"
            )
        seen.setdefault(value, cell.place)
    if kind == "category":
        return
    placed = [(x_position(value, 0), cell) for value, cell in zip(values, cells, strict=True) if value is not None]
    falls = len(placed) > 1 and placed[0][0] > placed[-1][0]
    for (before, earlier), (after, cell) in pairwise(placed):
        if after != before and (after < before) != falls:
            what = f'"{cell.text}" comes after "{earlier.text}": the rows are out of order'
            yield Problem("chart-order", what, cell.place, "sort the rows of the table by this column")
            return


def _kind(cells: Sequence[XCell], mark: DecimalMark) -> XKind:
    texts = [cell.text for cell in cells if cell.text]
    dates = sum(_date(text) is not None or bool(_LIKE_DATE.fullmatch(text)) for text in texts)
    numbers = sum(_number(text, mark) is not None for text in texts)
    if not texts or max(dates, numbers) * 2 <= len(texts):
        return "category"
    # A column of whole numbers that could all be years is one of years, unless one is no year.
    return "date" if dates == len(texts) or dates > numbers else "number"


def _read(kind: XKind, cell: XCell, mark: DecimalMark) -> tuple[XValue | None, Problem | None]:
    if not cell.text:
        return None, Problem(
            "chart-x-missing", "this row says nothing of where its values stand", cell.place, _FILL[kind]
        )
    if kind == "category":
        if len(cell.text) > LONGEST_LABEL:
            what = f"this name has {len(cell.text)} characters; a chart has room for {LONGEST_LABEL}"
            return None, Problem("text-too-long", what, cell.place, "shorten it, and say the rest in the note")
        return cell.text, None
    if kind == "number":
        if (number := _number(cell.text, mark)) is not None:
            return number, None
        return None, Problem(
            "not-a-number", f'"{cell.text}" is not a number, in a column of numbers', cell.place, _FILL[kind]
        )
    if (when := _date(cell.text)) is not None:
        return when, None
    meant = list(dict.fromkeys(dates_meant(cell.text)))
    hint = f"write it as {' or '.join(meant)}{', whichever you mean' if meant[1:] else ''}" if meant else _FILL[kind]
    what = f'"{cell.text}" is not a date that a chart can read'
    if _ISO_DAY.fullmatch(cell.text):
        what, hint = f'there is no such date as "{cell.text}"', "correct the day or the month"
    return None, Problem("bad-date", what, cell.place, hint)


_FILL = {
    "date": "write the date as 2023-07-26, 2023-07 or 2023",
    "number": "write a number, or delete the row",
    "category": "write a name, or delete the row",
}


def _date(text: str) -> When | None:
    if re.fullmatch(r"\d{4}", text) and not _YEAR.fullmatch(text):
        return None
    with suppress(ValueError):
        return parse_when(text)
    return None


def _number(text: str, mark: DecimalMark) -> Decimal | None:
    cell = parse_cell(text)
    return cell.value(mark) if cell and not cell.unit else None
