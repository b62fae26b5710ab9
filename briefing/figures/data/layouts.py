"""The layouts that coup datasets come in, and how one line of each is read.

The layouts are the project's own (`date,iso3,outcome,coder,version`), Powell & Thyne's as published (tab-separated, 1 =
failed, 2 = successful) and the Cline Center's as published (conspiracies are not attempts, and are left out).
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from briefing.figures.data.events import CoupEvent, CoupOutcome
from briefing.problems import ContentError, Place, Problem

_POWELL_THYNE = "Powell & Thyne"
_CLINE = "Cline Center"
_SEPARATORS = {"\t": "tabs", ",": "commas", ";": "semicolons", "|": "bars"}
_MOST_PROBLEMS = 50
_LONGEST_LINE = 10_000
_LONGEST_NAME = 60
# "none" says that the coder records no attempt in a country: not the same as saying nothing of it.
_OWN_OUTCOMES = {"successful": CoupOutcome.SUCCESSFUL, "failed": CoupOutcome.FAILED, "none": None}
_POWELL_THYNE_OUTCOMES = {"1": CoupOutcome.FAILED, "2": CoupOutcome.SUCCESSFUL}
_CLINE_OUTCOMES = {"attempted": CoupOutcome.FAILED, "coup": CoupOutcome.SUCCESSFUL, "conspiracy": None}

DatasetRow = Mapping[str, str]


@dataclass(frozen=True)
class Layout:
    """How one kind of file writes an event: its separator, the columns that tell it, and how to read each value.

    `coder` is empty where each row names its own; the countries of such a file are ISO 3166-1 alpha-3 codes, those of
    the others Correlates of War codes.
    """

    name: str
    separator: str
    columns: tuple[str, ...]
    outcomes: Mapping[str, CoupOutcome | None]
    outcome: str
    country: str
    day: Callable[[DatasetRow], date | None]
    coder: str = ""

    @property
    def has_version(self) -> bool:
        """Tell whether each row names its version."""
        return "version" in self.columns

    def source(self, row: DatasetRow, version: str) -> tuple[str, str]:
        """Return who codes the row so, and in which version of their data."""
        return self.coder or row["coder"], row.get("version", version)


def _one_column(row: DatasetRow) -> date | None:
    if row["outcome"] == "none":
        return None
    # The standard library would also take 20100218 and 2010-W07-4.
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", row["date"]):
        raise ValueError(row["date"])
    return date.fromisoformat(row["date"])


def _three_columns(row: DatasetRow) -> date:
    parts = [row[name] for name in ("year", "month", "day")]
    # Nor is 1_960 a year, nor a number of thousands of digits.
    if not all(re.fullmatch(r"[0-9]{1,4}", part) for part in parts):
        raise ValueError(parts)
    return date(*map(int, parts))


_LAYOUTS = (
    Layout(
        "the project's own",
        ",",
        ("date", "iso3", "outcome", "coder", "version"),
        _OWN_OUTCOMES,
        "outcome",
        "iso3",
        _one_column,
    ),
    Layout(
        _POWELL_THYNE,
        "\t",
        ("country", "ccode", "year", "month", "day", "coup", "version"),
        _POWELL_THYNE_OUTCOMES,
        "coup",
        "ccode",
        _three_columns,
        _POWELL_THYNE,
    ),
    Layout(
        _CLINE,
        ",",
        ("coup_id", "cowcode", "country", "year", "month", "day", "event_type"),
        _CLINE_OUTCOMES,
        "event_type",
        "cowcode",
        _three_columns,
        _CLINE,
    ),
)


def recognise(name: str, lines: list[str]) -> Layout:
    """Tell a file's layout by its first line. Raises ContentError where it is none, or has another separator."""
    first = lines[0][:_LONGEST_LINE] if lines else ""
    headers = {separator: set(_fields(first, separator) or []) for separator in _SEPARATORS}
    for layout in _LAYOUTS:
        for separator, header in headers.items():
            if set(layout.columns) <= header:
                if separator == layout.separator:
                    return layout
                is_now, should_be = _SEPARATORS[separator], _SEPARATORS[layout.separator]
                what = (
                    f"the columns are separated by {is_now}; in {layout.name} layout they are separated by {should_be}"
                )
                hint = "Take the file as its authors publish it, not as a spreadsheet saved it."
                raise ContentError(Problem("data-separator", what, Place(name, 1), hint))
    hint = "; ".join(f"{layout.name}: {', '.join(layout.columns)}" for layout in _LAYOUTS)
    raise ContentError(
        Problem("data-layout", "the columns are of no known dataset", Place(name, 1), f"Known are {hint}")
    )


def read_rows(name: str, lines: list[str], layout: Layout, problems: list[Problem]) -> Iterator[tuple[int, DatasetRow]]:
    """Yield each row with the number of its line, adding a problem for each line that is none; end after too many."""
    header = _fields(lines[0], layout.separator) or []
    first: dict[str, int] = {}
    for number, line in enumerate(lines[1:], start=2):
        if len(problems) >= _MOST_PROBLEMS:
            problems.append(Problem("data-many-faults", "there may be more faults", Place(name)))
            return
        if not line.strip():
            continue
        fault = _fault_of_line(line, layout, len(header)) or _repeats(line, first.setdefault(line, number), number)
        if fault:
            code, what, hint = fault
            problems.append(Problem(code, what, Place(name, number), hint))
        else:
            yield number, dict(zip(header, _fields(line, layout.separator) or [], strict=True))


def _fault_of_line(line: str, layout: Layout, expected: int) -> tuple[str, str, str] | None:
    """Say what is wrong with a line as a whole: a code, the fault, and what to do."""
    if len(line) > _LONGEST_LINE:
        return (
            "data-line",
            f"the line has {len(line):,} characters",
            "No coup dataset has such lines: is it the right file?",
        )
    strange = next((c for c in line if c != "\t" and (c < " " or c == "\x7f")), None)
    if strange:
        return "data-character", f"the line holds U+{ord(strange):04X}, which is not text", "Fetch the file again."
    fields = _fields(line, layout.separator)
    if fields is None or len(fields) != expected:
        found = "an unclosed quotation" if fields is None else f"{len(fields)} values"
        what = f"the line has {found} where {expected} values are expected"
        return "data-truncated", what, "It may be cut short: fetch the file again."
    return None


def _repeats(line: str, first: int, number: int) -> tuple[str, str, str] | None:
    if first == number:
        return None
    return (
        "data-duplicate",
        f"the line is line {first} once more: {line}",
        "An event would be counted twice: delete one.",
    )


def _fields(line: str, separator: str) -> list[str] | None:
    """Split one line; None where a quotation is not closed, which is what a line cut short looks like."""
    try:
        return next(csv.reader([line], delimiter=separator, strict=True), [])
    except csv.Error:
        return None


def read_event(
    row: DatasetRow, layout: Layout, cow: Mapping[str, str], latest: date, place: Place, problems: list[Problem]
) -> CoupEvent | None:
    """Read one row, adding a problem for each value that cannot be; None for a bad row or one that is no attempt.

    `latest` is the last day on which what the row tells can have happened.
    """
    before = len(problems)
    iso3 = cow.get(row[layout.country], "") if layout.coder else row[layout.country]
    problems += (
        problem
        for problem in (
            _bad_source(row, layout, place),
            _bad_country(row, layout, iso3 in cow.values(), place),
            _bad_outcome(row, layout, place),
        )
        if problem
    )
    try:
        day = layout.day(row)
    except ValueError:
        day, written = None, _written_date(row)
        problems.append(Problem("data-date", f"{written} is not a date", place, "Write year, month and day."))
    if day and day > latest:
        what = f"{day} is after {latest}, by when the file was written"
        problems.append(Problem("data-date", what, place, "Is the year right?"))
    if len(problems) > before:
        return None
    kept = layout.outcomes[row[layout.outcome]]
    return CoupEvent(day, iso3, kept) if kept and day else None


def _bad_source(row: DatasetRow, layout: Layout, place: Place) -> Problem | None:
    columns = [name for name in ("version", *(() if layout.coder else ("coder",))) if name in row]
    bad = [name for name in columns if not row[name].strip() or len(row[name]) > _LONGEST_NAME]
    if not bad:
        return None
    what = f"the {' and the '.join(bad)} must have 1 to {_LONGEST_NAME} characters"
    return Problem("data-source", what, place, "They say on the chart whose data these are.")


def _bad_country(row: DatasetRow, layout: Layout, known: bool, place: Place) -> Problem | None:
    if known:
        return None
    kind = "a Correlates of War" if layout.coder else "an ISO 3166-1 alpha-3"
    what = f"{row[layout.country] or 'nothing'} is not {kind} country code that is known here"
    return Problem("data-country", what, place, row.get("country", "") and f"The row says {row['country']}.")


def _bad_outcome(row: DatasetRow, layout: Layout, place: Place) -> Problem | None:
    outcome = row[layout.outcome]
    if outcome in layout.outcomes:
        return None
    known = ", ".join(
        f"{text} ({value})" if value and str(value) != text else text for text, value in layout.outcomes.items()
    )
    hint = f"In {layout.name} layout it is one of {known}."
    return Problem("data-outcome", f"{outcome or 'nothing'} is not an outcome", place, hint)


def _written_date(row: DatasetRow) -> str:
    parts = [row["date"]] if "date" in row else [row[part] for part in ("year", "month", "day")]
    return "-".join(parts).strip("-") or "nothing"
