"""How one row of a coup dataset is read as an event, and what is wrong with one that cannot be."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from briefing.figures.data.events import CoupEvent
from briefing.figures.data.layouts import NO_EVENT, OWN
from briefing.figures.data.rows import DatasetRow
from briefing.problems import Problem

_LONGEST_NAME = 60


def read_event(
    row: DatasetRow,
    codes: Mapping[str, str],
    latest: date,
    problems: list[Problem],
) -> CoupEvent | None:
    """Read one row, adding a problem for each invalid value; None for a bad row and for one that is no attempt.

    `codes` maps the layout's country codes to ISO 3166-1 alpha-3, `latest` is the last day on which the event can have begun.
    """
    layout = row.file.layout
    outcome = layout.outcomes.get(row[layout.outcome])
    iso3 = codes.get(row[layout.country], "")
    found = [
        _source_problem(row),
        None if iso3 else _country_problem(row),
        _outcome_problem(row),
    ]
    day = None
    if row[layout.outcome] != NO_EVENT or layout is not OWN:
        try:
            day = read_date(row)
        except ValueError:
            what = f"{'-'.join(_date_parts(row)).strip('-') or 'nothing'} is not a date"
            found.append(Problem("data-date", what, row.place(date_columns(row)[0]), "Write year, month and day."))
    if day and day > latest:
        what = f"{day} is after {latest}, by when the file was written"
        found.append(Problem("data-date", what, row.place(date_columns(row)[0]), "Is the year right?"))
    bad = [problem for problem in found if problem]
    problems += bad
    return CoupEvent(day, iso3, outcome) if outcome and day and not bad else None


def date_columns(row: DatasetRow) -> tuple[str, ...]:
    """Return the columns that a row has its date in."""
    return ("date",) if "date" in row.file.layout.columns else ("year", "month", "day")


def _date_parts(row: DatasetRow) -> list[str]:
    return [row[column] for column in date_columns(row)]


def read_date(row: DatasetRow) -> date:
    """Return a row's date. Raises ValueError."""
    parts = _date_parts(row)
    # Python would also take 20100218, 2010-W07-4, 1_960 and numbers of thousands of digits.
    if len(parts) == 1 and re.fullmatch(r"\d{4}-\d\d-\d\d", parts[0]):
        return date.fromisoformat(parts[0])
    if len(parts) == 3 and all(re.fullmatch(r"[0-9]{1,4}", part) for part in parts):
        return date(*map(int, parts))
    raise ValueError(parts)


def _source_problem(row: DatasetRow) -> Problem | None:
    columns = [name for name in ("version", "coder") if name in row.file.layout.columns]
    bad = [name for name in columns if not row[name] or len(row[name]) > _LONGEST_NAME]
    if not bad:
        return None
    what = f"the {' and the '.join(bad)} must have 1 to {_LONGEST_NAME} characters"
    return Problem("data-source", what, row.place(bad[0]), "They say on the chart whose data these are.")


def _country_problem(row: DatasetRow) -> Problem:
    layout = row.file.layout
    kind = "a Correlates of War" if layout.coder else "an ISO 3166-1 alpha-3"
    what = f"{row[layout.country] or 'nothing'} is not {kind} country code that is known here"
    return Problem(
        "data-country",
        what,
        row.place(layout.country),
        row.values.get("country", "") and f"The row says {row['country']}.",
    )


def _outcome_problem(row: DatasetRow) -> Problem | None:
    layout = row.file.layout
    outcome = row[layout.outcome]
    if outcome in layout.outcomes:
        return None
    known = ", ".join(
        f"{text} ({value})" if value and str(value) != text else text for text, value in layout.outcomes.items()
    )
    hint = f"In {layout.name} layout it is one of {known}."
    return Problem("data-outcome", f"{outcome or 'nothing'} is not an outcome", row.place(layout.outcome), hint)
