"""The numbers of a chart as they were read: one column of dates, numbers or names, and one or several of values."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import cached_property
from itertools import pairwise
from statistics import median
from typing import Literal, TypeAlias

from briefing.model.charts.ordered_names import have_own_order
from briefing.model.dates import When

MOST_POINTS = 2000
"""The most rows of a chart."""

MOST_SERIES = 30
"""The most columns of values."""

LONGEST_LABEL = 120
"""The most characters of a name in a chart."""

XKind = Literal["date", "number", "category"]
XValue: TypeAlias = When | Decimal | str

_LONGEST_NAME = 48
_REGULAR_STEPS, _BREAK = 7, 4.5
"""From so many steps on a table has a usual one; one so many times as long is a break."""

_DAY_SECONDS = 86_400
_EPOCH = datetime(1, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Series:
    """One column of values, with None where there is none; each number has the decimals it was written with."""

    name: str
    values: tuple[Decimal | None, ...]

    @property
    def known(self) -> list[tuple[int, Decimal]]:
        """The values there are, each with its row from 0."""
        return [(row, value) for row, value in enumerate(self.values) if value is not None]

    @property
    def floats(self) -> list[float]:
        """The values as matplotlib takes them: not a number where there is none, so that a line has a gap."""
        return [float("nan") if value is None else float(value) for value in self.values]


@dataclass(frozen=True)
class ChartData:
    """What a chart draws: `x` of one kind, and as many values in each series; `unit` is that of all values, empty for none.

    Dates and numbers rise from row to row, except in a scatter of dots; names are in the order of the file.
    """

    x_name: str
    x_kind: XKind
    x: tuple[XValue, ...]
    series: tuple[Series, ...]
    unit: str = ""

    @cached_property
    def offset(self) -> timedelta | None:
        """The offset of the axis from UTC: that of all times where they share one, else zero; None where there are no times."""
        offsets = {value.offset for value in self.x if isinstance(value, When) and value.has_time}
        return None if not offsets else offsets.pop() if len(offsets) == 1 else timedelta(0)

    @cached_property
    def positions(self) -> list[float]:
        """Where each row stands on the axis: days since 1 January of the year 1, the number itself, or the row's number."""
        days = (self.offset or timedelta(0)).total_seconds() / _DAY_SECONDS
        return [
            x_position(value, row) + (days if isinstance(value, When) and value.has_time else 0)
            for row, value in enumerate(self.x)
        ]

    @cached_property
    def breaks(self) -> list[int]:
        """The rows before which rows are missing: the step in time to them is far longer than is usual in the table.

        So a line of days does not cross two months of which nothing is known; weekends and holidays are no breaks.
        """
        steps = [after - before for before, after in pairwise(self.positions)]
        if self.x_kind != "date" or len(steps) < _REGULAR_STEPS:
            return []
        usual = median(steps)
        return [row for row, step in enumerate(steps, start=1) if step > usual * _BREAK]

    @property
    def is_ordered(self) -> bool:
        """Whether the rows follow each other in time or by number."""
        return self.x_kind != "category"

    @cached_property
    def has_own_order(self) -> bool:
        """Whether the names are quarters, ages and the like: they keep the order of the file."""
        return have_own_order([value for value in self.x if isinstance(value, str)])

    @property
    def numbers(self) -> Iterator[Decimal]:
        """Every value there is."""
        return (value for one in self.series for value in one.values if value is not None)


def x_position(value: XValue, row: int) -> float:
    """Return where a value stands on the axis; a name stands where its row does."""
    if isinstance(value, When):
        return (value.start - _EPOCH).total_seconds() / _DAY_SECONDS
    return float(value) if isinstance(value, Decimal) else float(row)


def file_names(columns: Iterable[tuple[str, ...]], kind: str = "chart") -> tuple[str, ...]:
    """Return the name of each chart's files by the headings of the columns it shows: `chart-killed-injured-date`.

    They are printed in the chart anyway; the names of the desk's own files may say where its numbers are from.
    """
    names: list[str] = []
    for headings in columns:
        plain = unicodedata.normalize("NFKD", " ".join(headings)).encode("ascii", "ignore").decode().lower()
        name = "-".join([kind, *re.findall(r"[a-z0-9]+", plain)])
        name = name if len(name) <= _LONGEST_NAME else name[:_LONGEST_NAME].rpartition("-")[0] or name[:_LONGEST_NAME]
        others = (f"{name}-{number}" for number in range(2, len(names) + 3))
        names.append(name if name not in (kind, *names) else next(other for other in others if other not in names))
    return tuple(names)
