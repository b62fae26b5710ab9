"""Coup-event data: read from the three layouts it comes in, checked line by line, and put right where it is known wrong.

The layouts are the project's own (`date,iso3,outcome,coder,version`), Powell & Thyne's as published (tab-separated, 1 =
failed, 2 = successful) and the Cline Center's as published (conspiracies are not attempts, and are left out).
"""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from briefing.figures.record import Correction, Event, EventTable, Outcome, correct
from briefing.problems import ContentError, Place, Problem
from briefing.shipped import ASSETS

BUNDLED = ASSETS / "data"
LARGEST_BYTES = 20_000_000
_MOST_PROBLEMS = 50
_POWELL_THYNE = "Powell & Thyne"
_CLINE = "Cline Center"
_SEPARATORS = {"\t": "tabs", ",": "commas", ";": "semicolons", "|": "bars"}
# "none" says that the coder records no attempt in a country: not the same as saying nothing of it.
_OWN_OUTCOMES = {"successful": Outcome.SUCCESSFUL, "failed": Outcome.FAILED, "none": None}
_POWELL_THYNE_OUTCOMES = {"1": Outcome.FAILED, "2": Outcome.SUCCESSFUL}
_CLINE_OUTCOMES = {"attempted": Outcome.FAILED, "coup": Outcome.SUCCESSFUL, "conspiracy": None}

Row = Mapping[str, str]


@dataclass(frozen=True)
class _Layout:
    """How one kind of file writes an event: its separator, the columns that tell it, and how to read each value."""

    name: str
    separator: str
    columns: tuple[str, ...]
    outcomes: Mapping[str, Outcome | None]
    outcome: str
    country: str
    day: Callable[[Row], date | None]
    coder: str = ""

    def source(self, row: Row, version: str) -> tuple[str, str]:
        """Return who codes the row so, and in which version of their data."""
        return self.coder or row["coder"], row.get("version", version)


def _one_column(row: Row) -> date | None:
    return date.fromisoformat(row["date"]) if row["outcome"] != "none" else None


def _three_columns(row: Row) -> date:
    return date(int(row["year"]), int(row["month"]), int(row["day"]))


_LAYOUTS = (
    _Layout(
        "the project's own",
        ",",
        ("date", "iso3", "outcome", "coder", "version"),
        _OWN_OUTCOMES,
        "outcome",
        "iso3",
        _one_column,
    ),
    _Layout(
        _POWELL_THYNE,
        "\t",
        ("country", "ccode", "year", "month", "day", "coup", "version"),
        _POWELL_THYNE_OUTCOMES,
        "coup",
        "ccode",
        _three_columns,
        _POWELL_THYNE,
    ),
    _Layout(
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


def read_bundled(folder: Path = BUNDLED) -> EventTable:
    """Read the shipped coup record with its corrections; further coders of the same events are in `others`.

    Raises ContentError, naming each bad line.
    """
    return read_dataset(folder / "coups.csv", corrections=read_corrections(folder / "corrections.csv"))


def read_dataset(
    file: Path, *, version: str = "", corrections: tuple[Correction, ...] = (), cow: Mapping[str, str] | None = None
) -> EventTable:
    """Read a dataset in any of the layouts, and apply the corrections that fit it.

    `version` is needed where neither the file nor its name tells it. `cow` maps Correlates of War codes to ISO 3166-1
    alpha-3, the shipped table by default. Raises ContentError with one problem for each bad line.
    """
    text = _read_text(file)
    cow = cow or read_cow()
    lines = text.splitlines()
    layout = _recognise(file.name, lines)
    version = version or _version_in_name(file.name)
    records: defaultdict[tuple[str, str], list[Event]] = defaultdict(list)
    covered: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    problems: list[Problem] = []
    for number, row in _rows(file.name, lines, layout, problems):
        event = _event(row, layout, cow, Place(file.name, number), problems)
        source = layout.source(row, version)
        if event:
            records[source].append(event)
        if not layout.coder:
            covered[source].add(row[layout.country])
        if len(problems) >= _MOST_PROBLEMS:
            problems.append(Problem("data-many-faults", "there may be more faults", Place(file.name)))
            break
    if records or not problems:
        problems.extend(_whole_file(file.name, records, layout))
    if problems:
        raise ContentError(problems)
    tables = [
        correct(
            EventTable(*source, _ends(source[1], events), tuple(sorted(events)), (), tuple(sorted(covered[source]))),
            corrections,
        )
        for source, events in records.items()
    ]
    return replace(tables[0], others=tuple(tables[1:]))


def read_cow(file: Path = BUNDLED / "cow.csv") -> dict[str, str]:
    """Read the shipped table of Correlates of War country codes as a mapping to ISO 3166-1 alpha-3."""
    return {row["cow"]: row["iso3"] for row in csv.DictReader(_read_text(file).splitlines())}


def read_corrections(file: Path) -> tuple[Correction, ...]:
    """Read corrections: who coded the event, the event as published ("NER 2023-06-26"), field, was, is, and on whose word.

    Raises ContentError, naming each bad line.
    """
    corrections: list[Correction] = []
    problems: list[Problem] = []
    for number, row in enumerate(csv.DictReader(_read_text(file).splitlines()), start=2):
        try:
            corrections.append(_correction(row))
        except (KeyError, ValueError, AttributeError, TypeError):
            hint = (
                'Write coder,event,field,was,is,why with an event such as "NER 2023-06-26" and field date or outcome.'
            )
            problems.append(
                Problem("data-correction", "this correction cannot be read", Place(file.name, number), hint)
            )
    if problems:
        raise ContentError(problems)
    return tuple(corrections)


def _correction(row: Mapping[str, str]) -> Correction:
    iso3, day = row["event"].split()
    correction = Correction(
        row["coder"].strip(),
        (iso3, date.fromisoformat(day)),
        {"date": "date", "outcome": "outcome"}[row["field"]],
        row["was"].strip(),
        row["is"].strip(),
        row["why"].strip(),
    )
    correction.applied(Event(correction.event[1], iso3, Outcome.FAILED))
    return correction


def _read_text(file: Path) -> str:
    try:
        size = file.stat().st_size
        if size > LARGEST_BYTES:
            what = f"the file is {size / 1e6:,.0f} MB; a coup dataset is under {LARGEST_BYTES / 1e6:.0f} MB"
            raise ContentError(Problem("data-too-large", what, Place(file.name), "Is this the right file?"))
        return file.read_bytes().decode("utf-8-sig")
    except OSError as error:
        what = f"the file cannot be read: {error.strerror}"
        raise ContentError(Problem("data-unreadable", what, Place(str(file)))) from error
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        hint = "Save it as UTF-8."
        raise ContentError(
            Problem("data-encoding", "the file is not UTF-8 text", Place(file.name, line), hint)
        ) from error


def _fields(line: str, separator: str) -> list[str] | None:
    """Split one line; None where a quotation is not closed, which is what a line cut short looks like."""
    try:
        return next(csv.reader([line], delimiter=separator, strict=True), [])
    except csv.Error:
        return None


def _recognise(name: str, lines: list[str]) -> _Layout:
    first = lines[0] if lines else ""
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


def _rows(name: str, lines: list[str], layout: _Layout, problems: list[Problem]) -> Iterator[tuple[int, Row]]:
    header = _fields(lines[0], layout.separator) or []
    for number, line in enumerate(lines[1:], start=2):
        if not line.strip():
            continue
        fields = _fields(line, layout.separator)
        if fields is None or len(fields) != len(header):
            found = "an unclosed quotation" if fields is None else f"{len(fields)} values"
            what = f"the line has {found} where {len(header)} values are expected"
            hint = "It may be cut short: fetch the file again."
            problems.append(Problem("data-truncated", what, Place(name, number), hint))
        else:
            yield number, dict(zip(header, fields, strict=True))


def _event(row: Row, layout: _Layout, cow: Mapping[str, str], place: Place, problems: list[Problem]) -> Event | None:
    """Read one row, adding a problem for each value that cannot be; None for a bad row or one that is no attempt."""
    before = len(problems)
    code, outcome = row[layout.country], row[layout.outcome]
    iso3 = cow.get(code, "") if layout.coder else code
    if iso3 not in cow.values():
        kind = "Correlates of War" if layout.coder else "ISO 3166-1 alpha-3"
        what = f"{code or 'nothing'} is not a {kind} country code that is known here"
        problems.append(
            Problem("data-country", what, place, row.get("country", "") and f"The row says {row['country']}.")
        )
    if outcome not in layout.outcomes:
        what = f"{outcome or 'nothing'} is not an outcome"
        known = ", ".join(
            f"{text} ({value})" if value and str(value) != text else text for text, value in layout.outcomes.items()
        )
        problems.append(Problem("data-outcome", what, place, f"In {layout.name} layout it is one of {known}."))
    try:
        day = layout.day(row)
    except ValueError:
        written = row.get("date") or "-".join(row.get(part, "") for part in ("year", "month", "day"))
        problems.append(Problem("data-date", f"{written} is not a date", place, "Write year, month and day."))
    if len(problems) > before:
        return None
    kept = layout.outcomes[outcome]
    return Event(day, iso3, kept) if kept and day else None


def _whole_file(name: str, records: Mapping[tuple[str, str], list[Event]], layout: _Layout) -> Iterator[Problem]:
    """Find what no single line shows: no events, no version, several versions of one coder."""
    place = Place(name)
    if not records:
        yield Problem("data-empty", "there are no events in the file", place)
    for coder, count in Counter(coder for coder, _ in records).items():
        if count > 1:
            yield Problem(
                "data-version", f"rows of {coder} are of {count} versions", place, "Keep one version in a file."
            )
    if any(not version for _, version in records):
        hint = "Give it with --version, or keep the number in the file's name (cline_v2.1.2.csv)."
        yield Problem("data-version", f"the version of this {layout.name} file is not known", place, hint)


def _version_in_name(name: str) -> str:
    found = re.search(r"[vV](\d+(?:\.\d+)+)", name)
    return found[1] if found else ""


def _ends(version: str, events: list[Event]) -> date:
    """Return the last day covered: the day a dated version was issued, else the day of its last event."""
    dated = re.fullmatch(r"[vV]?(\d{4})\.(\d{1,2})\.(\d{1,2})", version)
    try:
        return date(*(int(part) for part in dated.groups())) if dated else max(event.date for event in events)
    except ValueError:
        return max(event.date for event in events)
