"""The layouts that coup datasets come in, and how one line of each is read.

The layouts are the project's own (`date,iso3,outcome,coder,version`), Powell & Thyne's as published (tab-separated, 1 =
failed, 2 = successful) and the Cline Center's as published (conspiracies are not attempts, and are left out).
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from briefing.figures.data.events import CoupEvent, CoupOutcome
from briefing.problems import ContentError, Place, Problem

_SEPARATORS = {"\t": "tabs", ",": "commas", ";": "semicolons", "|": "bars"}
_MOST_PROBLEMS = 50
_LONGEST_LINE = 10_000
_LONGEST_NAME = 60

DatasetRow = Mapping[str, str]


@dataclass(frozen=True)
class DatasetLayout:
    """How one kind of file writes an event: its separator, its columns, and what the values mean.

    `coder` is empty where each row names its own; the countries of such a file are ISO 3166-1 alpha-3 codes, those of
    the others Correlates of War codes. Outcomes that are None are read, and are no coup attempts.
    """

    name: str
    coder: str
    separator: str
    columns: tuple[str, ...]
    country: str
    outcome: str
    outcomes: Mapping[str, CoupOutcome | None]

    @property
    def has_version(self) -> bool:
        """Tell whether each row names its version."""
        return "version" in self.columns

    def coding(self, row: DatasetRow, version: str) -> tuple[str, str]:
        """Return who coded the row, and in which version of their data."""
        return self.coder or row["coder"], row.get("version", version)


NO_EVENT = "none"
"""The outcome of a row that says that the coder records no attempt in a country: not the same as not covering it."""

_OWN = DatasetLayout(
    "the project's own",
    "",
    ",",
    ("date", "iso3", "outcome", "coder", "version"),
    "iso3",
    "outcome",
    {"successful": CoupOutcome.SUCCESSFUL, "failed": CoupOutcome.FAILED, NO_EVENT: None},
)
_POWELL_THYNE = DatasetLayout(
    "Powell & Thyne",
    "Powell & Thyne",
    "\t",
    ("country", "ccode", "year", "month", "day", "coup", "version"),
    "ccode",
    "coup",
    {"1": CoupOutcome.FAILED, "2": CoupOutcome.SUCCESSFUL},
)
_CLINE = DatasetLayout(
    "Cline Center",
    "Cline Center",
    ",",
    ("coup_id", "cowcode", "country", "year", "month", "day", "event_type"),
    "cowcode",
    "event_type",
    {"attempted": CoupOutcome.FAILED, "coup": CoupOutcome.SUCCESSFUL, "conspiracy": None},
)
_LAYOUTS = (_OWN, _POWELL_THYNE, _CLINE)


def recognise(name: str, lines: list[str]) -> DatasetLayout:
    """Return a file's layout by its first line. Raises ContentError for an unknown one, or for another separator."""
    first = lines[0][:_LONGEST_LINE] if lines else ""
    headers = {separator: set(_split(first, separator) or []) for separator in _SEPARATORS}
    for layout in _LAYOUTS:
        for separator in (s for s, header in headers.items() if set(layout.columns) <= header):
            if separator == layout.separator:
                return layout
            found, expected = _SEPARATORS[separator], _SEPARATORS[layout.separator]
            what = f"the columns are separated by {found}; in {layout.name} layout they are separated by {expected}"
            hint = "Take the file as its authors publish it, not as a spreadsheet saved it."
            raise ContentError(Problem("data-separator", what, Place(name, 1), hint))
    hint = "Known are " + "; ".join(f"{layout.name}: {', '.join(layout.columns)}" for layout in _LAYOUTS)
    raise ContentError(Problem("data-layout", "the columns are of no known dataset", Place(name, 1), hint))


def read_rows(
    name: str, lines: list[str], layout: DatasetLayout, problems: list[Problem]
) -> Iterator[tuple[int, DatasetRow]]:
    """Yield each row with the number of its line, adding a problem for each faulty line; stop after 50 problems."""
    header = _split(lines[0], layout.separator) or []
    first: dict[str, int] = {}
    for number, line in enumerate(lines[1:], start=2):
        if len(problems) >= _MOST_PROBLEMS:
            problems.append(Problem("data-many-faults", "there may be more faults", Place(name)))
            return
        if not line.strip():
            continue
        place, fields = Place(name, number), _split(line, layout.separator)
        problem = _line_problem(line, fields, len(header), place)
        if not problem and first.setdefault(line, number) != number:
            what = f"the line is line {first[line]} once more: {line}"
            problem = Problem("data-duplicate", what, place, "An event would be counted twice: delete one.")
        if problem:
            problems.append(problem)
        else:
            yield number, dict(zip(header, fields or [], strict=True))


def _line_problem(line: str, fields: list[str] | None, expected: int, place: Place) -> Problem | None:
    """Return what is wrong with a line as a whole."""
    if len(line) > _LONGEST_LINE:
        hint = "No coup dataset has such lines: is it the right file?"
        return Problem("data-line", f"the line has {len(line):,} characters", place, hint)
    is_plain = line.replace("\t", "").isprintable()
    control = None if is_plain else next((c for c in line if c != "\t" and (c < " " or c == "\x7f")), None)
    if control:
        what = f"the line contains U+{ord(control):04X}, which is not text"
        return Problem("data-character", what, place, "Fetch the file again.")
    if fields is None or len(fields) != expected:
        found = "an unclosed quotation" if fields is None else f"{len(fields)} value{'s' * (len(fields) != 1)}"
        what = f"the line has {found} where {expected} values are expected"
        return Problem("data-truncated", what, place, "It may be cut short: fetch the file again.")
    return None


def _split(line: str, separator: str) -> list[str] | None:
    """Split one line; None where a quotation is not closed, as in a line that was cut short."""
    if '"' not in line:
        return line.split(separator) if line else []
    try:
        return next(csv.reader([line], delimiter=separator, strict=True), [])
    except csv.Error:
        return None


def read_event(
    row: DatasetRow,
    layout: DatasetLayout,
    codes: Mapping[str, str],
    latest: date,
    place: Place,
    problems: list[Problem],
) -> CoupEvent | None:
    """Read one row, adding a problem for each invalid value; None for a bad row and for one that is no attempt.

    `codes` maps the layout's country codes to ISO 3166-1 alpha-3, `latest` is the last day on which the event can have begun.
    """
    outcome = layout.outcomes.get(row[layout.outcome])
    iso3 = codes.get(row[layout.country], "")
    found = [
        _source_problem(row, layout, place),
        None if iso3 else _country_problem(row, layout, place),
        _outcome_problem(row, layout, place),
    ]
    day = None
    if "date" not in row or row[layout.outcome] != NO_EVENT:
        try:
            day = _date(row)
        except ValueError:
            what = f"{'-'.join(_date_parts(row)).strip('-') or 'nothing'} is not a date"
            found.append(Problem("data-date", what, place, "Write year, month and day."))
    if day and day > latest:
        what = f"{day} is after {latest}, by when the file was written"
        found.append(Problem("data-date", what, place, "Is the year right?"))
    bad = [problem for problem in found if problem]
    problems += bad
    return CoupEvent(day, iso3, outcome) if outcome and day and not bad else None


def _date_parts(row: DatasetRow) -> list[str]:
    return [row["date"]] if "date" in row else [row[part] for part in ("year", "month", "day")]


def _date(row: DatasetRow) -> date:
    """Return a row's date. Raises ValueError."""
    parts = _date_parts(row)
    # Python would also take 20100218, 2010-W07-4, 1_960 and numbers of thousands of digits.
    if len(parts) == 1 and re.fullmatch(r"\d{4}-\d\d-\d\d", parts[0]):
        return date.fromisoformat(parts[0])
    if len(parts) == 3 and all(re.fullmatch(r"[0-9]{1,4}", part) for part in parts):
        return date(*map(int, parts))
    raise ValueError(parts)


def _source_problem(row: DatasetRow, layout: DatasetLayout, place: Place) -> Problem | None:
    columns = [name for name in ("version", *(() if layout.coder else ("coder",))) if name in row]
    bad = [name for name in columns if not row[name].strip() or len(row[name]) > _LONGEST_NAME]
    if not bad:
        return None
    what = f"the {' and the '.join(bad)} must have 1 to {_LONGEST_NAME} characters"
    return Problem("data-source", what, place, "They say on the chart whose data these are.")


def _country_problem(row: DatasetRow, layout: DatasetLayout, place: Place) -> Problem:
    kind = "a Correlates of War" if layout.coder else "an ISO 3166-1 alpha-3"
    what = f"{row[layout.country] or 'nothing'} is not {kind} country code that is known here"
    return Problem("data-country", what, place, row.get("country", "") and f"The row says {row['country']}.")


def _outcome_problem(row: DatasetRow, layout: DatasetLayout, place: Place) -> Problem | None:
    outcome = row[layout.outcome]
    if outcome in layout.outcomes:
        return None
    known = ", ".join(
        f"{text} ({value})" if value and str(value) != text else text for text, value in layout.outcomes.items()
    )
    hint = f"In {layout.name} layout it is one of {known}."
    return Problem("data-outcome", f"{outcome or 'nothing'} is not an outcome", place, hint)
