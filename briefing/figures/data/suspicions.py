"""What is suspicious in a coup dataset's file: its author may have meant something else. The file is read all the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache

from briefing.figures.data.events import CoupOutcome
from briefing.figures.data.layouts import FLAGS
from briefing.figures.data.row_events import date_columns, read_date
from briefing.figures.data.rows import DatasetFile, DatasetRow, beside_quotations, read_rows
from briefing.model.countries import COUNTRIES, find_countries, name_words
from briefing.problems import Place, Problem, Severity, fold_repeats

FIRST_YEAR = 1945
"""The first year of the longer of the two records of the world."""

FORMER_STATES = {
    **dict.fromkeys(("yugoslavia", "serbia montenegro"), "SRB BIH HRV MKD MNE SVN XKX"),
    "czechoslovakia": "CZE SVK",
    **dict.fromkeys(
        ("ussr", "soviet union"), "RUS ARM AZE BLR EST GEO KAZ KGZ LTU LVA MDA TJK TKM UKR UZB"
    ),
    **dict.fromkeys(
        ("german democratic republic", "german federal republic", "east germany", "west germany", "gdr", "ddr"), "DEU"
    ),
    **dict.fromkeys(
        (
            *("yemen arab republic", "yemen arab republic n yemen", "yemen pdr", "yemen people republic"),
            *("north yemen", "south yemen"),
        ),
        "YEM",
    ),
    **dict.fromkeys(("north vietnam", "south vietnam", "republic vietnam", "vietnam democratic republic"), "VNM"),
    "zanzibar": "TZA",
}  # fmt: skip
"""States that are no more, as coders of coups name them, with the countries that were part of them."""

_MOST_OF_A_KIND = 5
_MOST_LINES = 8
_IDS = ("coup_id", "event_id", "id")


def find_suspicious(file: DatasetFile, codes: Mapping[str, str]) -> list[Problem]:
    """Return a warning for each suspicious thing in a file, repeated ones as one with their number.

    `codes` maps the file's country codes to ISO 3166-1 alpha-3. Rows that cannot be read at all are left out.
    """
    rows = list(read_rows(file, []))
    found = (
        _contradicted_codes(rows, codes),
        _second_events(rows, codes),
        _early_years(rows),
        _contradicted_flags(rows),
        _repeated_ids(rows),
        _blanks(rows),
        _unfinished(file, rows),
    )
    return [problem for kind in found for problem in _at_most(fold_repeats(kind))]


def _at_most(problems: Sequence[Problem]) -> Iterator[Problem]:
    """Yield the problems of one kind, of many the first ones and how many more there are, with their lines."""
    yield from problems[:_MOST_OF_A_KIND]
    if rest := problems[_MOST_OF_A_KIND:]:
        lines = [str(problem.place.line) for problem in rest if problem.place]
        listed = ", ".join(lines[:_MOST_LINES]) + (" …" if len(lines) > _MOST_LINES else "")
        yield replace(rest[0], what=f"{len(rest)} more like the last one, in lines {listed}")


def _warning(code: str, what: str, place: Place, hint: str) -> Problem:
    return Problem(code, what, place, hint, Severity.WARNING)


def _contradicted_codes(rows: Sequence[DatasetRow], codes: Mapping[str, str]) -> Iterator[Problem]:
    """Find rows whose code is of another country than they name."""
    for row in rows:
        name, code = row.values.get("country", ""), row[row.file.layout.country]
        iso3 = codes.get(code)
        if iso3 and name and (meant := _countries_named(name)) and iso3 not in meant:
            country = COUNTRIES[iso3].name
            what = f"{code} is the code of {country}, but the row says {name}"
            hint = f"Find out which is right, and correct the other: the event counts for {country}."
            yield _warning("data-country-name", what, row.place(row.file.layout.country), hint)


@cache
def _countries_named(name: str) -> tuple[str, ...]:
    """Return the countries that a name may mean, of a state that is no more those that were part of it; empty if unknown."""
    former = FORMER_STATES.get(" ".join(name_words(name)))
    return tuple(former.split() if former else find_countries(name))


def _second_events(rows: Sequence[DatasetRow], codes: Mapping[str, str]) -> Iterator[Problem]:
    """Find second events of one coder, country and day."""
    first: dict[object, tuple[int, CoupOutcome]] = {}
    for row in rows:
        layout = row.file.layout
        iso3, outcome = codes.get(row[layout.country]), layout.outcomes.get(row[layout.outcome])
        day = _day_of(row)
        if not (iso3 and outcome and day):
            continue
        key = (layout.coding(row.values, ""), iso3, day)
        line, before = first.setdefault(key, (row.number, outcome))
        if line != row.number:
            differs = "successful" if outcome is CoupOutcome.SUCCESSFUL else "failed"
            other = f"which {'has succeeded' if before is CoupOutcome.SUCCESSFUL else 'has failed'}"
            what = f"a second event in {COUNTRIES[iso3].name} on {day}, {differs}; the first is in line {line}, {other}"
            hint = "Find out whether it is one event: both are counted."
            yield _warning("data-same-day", what, row.place(layout.outcome), hint)


def _day_of(row: DatasetRow) -> str:
    try:
        return read_date(row).isoformat()
    except ValueError:
        return ""


def _early_years(rows: Sequence[DatasetRow]) -> Iterator[Problem]:
    for row in rows:
        day = _day_of(row)
        if day and int(day[:4]) < FIRST_YEAR:
            what = f"{int(day[:4])} is before {FIRST_YEAR}, when the records of coups begin"
            yield _warning("data-year", what, row.place(date_columns(row)[0]), "Find out whether the year is right.")


def _contradicted_flags(rows: Sequence[DatasetRow]) -> Iterator[Problem]:
    """Find columns of 0 and 1 that contradict the kind of event: a coup that is not realized."""
    for row in rows:
        layout = row.file.layout
        for column, kinds in FLAGS.items():
            value, kind = row.values.get(column, ""), row[layout.outcome]
            expected = "1" if kind in kinds else "0"
            if kind in layout.outcomes and value and value != expected:
                what = f"{column} is {value}, but {layout.outcome} is {kind}"
                hint = f"Find out which is right, and correct the other: {layout.outcome} counts."
                yield _warning("data-realized", what, row.place(column), hint)


def _repeated_ids(rows: Sequence[DatasetRow]) -> Iterator[Problem]:
    for column in _IDS:
        first: dict[str, int] = {}
        for row in rows:
            name = row.values.get(column, "")
            if name and first.setdefault(name, row.number) != row.number:
                what = f"the {column} {name} is also that of line {first[name]}"
                hint = "Find out whether it is one event: both rows are counted."
                yield _warning("data-same-id", what, row.place(column), hint)


def _blanks(rows: Sequence[DatasetRow]) -> Iterator[Problem]:
    for row in rows:
        line, places = row.file.lines[row.number - 1], set[Place]()
        if '"' in line:
            found = beside_quotations(row.file.separator).finditer(line)
            places = {Place(row.file.name, row.number, match.start() + 1) for match in found}
        for column, field in zip(row.file.columns, row.fields, strict=True):
            if field != field.strip():
                places.add(row.place(column))
        for place in sorted(places, key=lambda place: place.column):
            what = "there are blanks around a value, which are left out"
            yield _warning("data-blanks", what, place, "Delete them in the file.")


def _unfinished(file: DatasetFile, rows: Sequence[DatasetRow]) -> Iterator[Problem]:
    """Find that the last line has no end: a row that is cut within its last value looks whole."""
    if rows and rows[-1].number == len(file.lines):
        what = "the last line has no line end, as in a file that was cut short: its last value may not be whole"
        place = Place(file.name, len(file.lines), len(file.lines[-1]) + 1)
        yield _warning("data-unfinished", what, place, "Compare its last row with the published file.")
