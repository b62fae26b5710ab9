"""Coup-event datasets: read in whichever layout they come, checked as a whole, and corrected where known to be wrong."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from stat import S_ISREG

from briefing.figures.data.events import Correction, CoupEvent, CoupOutcome, EventTable, correct
from briefing.figures.data.layouts import NO_EVENT, DatasetLayout
from briefing.figures.data.row_events import read_event
from briefing.figures.data.rows import read_lines, read_rows, recognise
from briefing.problems import ContentError, Place, Problem, reason_of
from briefing.resources import ASSETS

BUNDLED = ASSETS / "data"
LARGEST_BYTES = 20_000_000

ALL = "all"
"""The word for all countries, in a claim of what a file covers."""

Coding = tuple[str, str]
"""A coder, and the version of the coder's data."""


@dataclass(frozen=True)
class WholeRecord:
    """What is known of a coder's record of the whole world: its first day, and how large it was in the shipped version."""

    begins: date
    events: int
    countries: int

    def is_in(self, events: Sequence[CoupEvent]) -> bool:
        """Tell whether some events can be all of the record: an excerpt has fewer, of fewer countries."""
        return len(events) >= self.events and len({event.iso3 for event in events}) >= self.countries


WHOLE_RECORDS = {
    "Powell & Thyne": WholeRecord(date(1950, 1, 1), 491, 96),
    "Cline Center": WholeRecord(date(1945, 1, 1), 790, 121),
}
"""The coders who record the whole world: every state with a code of the Correlates of War project."""


def read_bundled(own_corrections: tuple[Correction, ...] = ()) -> EventTable:
    """Read the shipped coup record, corrected; further coders of the same events are in `others`.

    Raises ContentError, naming each bad line.
    """
    corrections = read_corrections(BUNDLED / "corrections.csv") + own_corrections
    return _parse_bundled(read_content(BUNDLED / "coups.csv"), corrections)


@lru_cache(maxsize=1)
def _parse_bundled(content: bytes, corrections: tuple[Correction, ...]) -> EventTable:
    # A build reads it twice: to check the author's text, and to draw.
    return parse_dataset(content, "coups.csv", corrections=corrections)


def read_dataset(file: Path, *, version: str = "", corrections: tuple[Correction, ...] = ()) -> EventTable:
    """Read a dataset from its file: see `parse_dataset`. Raises ContentError also where the file cannot be read."""
    with places_at(file):
        return parse_dataset(read_content(file), file.name, version=version, corrections=corrections)


@contextmanager
def places_at(file: Path) -> Iterator[None]:
    """Let the places of faults that are found in a file name it with its folder."""
    try:
        yield
    except ContentError as error:
        raise ContentError(
            replace(problem, place=replace(problem.place, file=str(file)))
            if problem.place and problem.place.file == file.name
            else problem
            for problem in error.problems
        ) from error


def read_content(file: Path) -> bytes:
    """Read a file of at most LARGEST_BYTES. Raises ContentError for a larger one, and for anything but a regular file."""
    try:
        status = file.stat()
        # Reading a pipe could block for ever.
        if not S_ISREG(status.st_mode):
            raise ContentError(Problem("data-unreadable", "this is not a file", Place(str(file))))
        with file.open("rb") as stream:
            content = stream.read(LARGEST_BYTES + 1)
    except OSError as error:
        what = f"the file cannot be read: {reason_of(error)}"
        raise ContentError(Problem("data-unreadable", what, Place(str(file)))) from error
    if len(content) > LARGEST_BYTES:
        what = f"the file is {status.st_size / 1e6:,.0f} MB; a coup dataset is under {LARGEST_BYTES / 1e6:.0f} MB"
        raise ContentError(Problem("data-too-large", what, Place(str(file)), "Is this the right file?"))
    return content


def parse_dataset(
    content: bytes,
    name: str,
    *,
    version: str = "",
    corrections: tuple[Correction, ...] = (),
    today: date = date.max,
    covers: Sequence[str] = (),
) -> EventTable:
    """Read a dataset in any of the layouts, and apply the corrections that fit it.

    `name` is the file's, for messages and because it may contain the version; `version` is needed where neither the name
    nor the rows do. No event may be later than `today`, nor than the day of a dated version. `covers` are the countries
    of which the file is said to have every event, or "all"; a file without that is an excerpt, unless it is as large as
    its coder's whole record, or has rows of countries without any event. Raises ContentError with one problem for each
    bad line.
    """
    file = recognise(name, read_lines(content, name, LARGEST_BYTES))
    layout, codes = file.layout, _codes(file.layout)
    world = set(codes.values())
    version = version or _version_in_name(name)
    events: defaultdict[Coding, list[CoupEvent]] = defaultdict(list)
    without: defaultdict[Coding, set[str]] = defaultdict(set)
    first_lines: dict[Coding, int] = {}
    problems: list[Problem] = []
    for row in read_rows(file, problems):
        coding = layout.coding(row.values, version)
        first_lines.setdefault(coding, row.number)
        latest = min(today, _issue_date(coding[1]) or today)
        event = read_event(row, codes, latest, problems)
        if event:
            events[coding].append(event)
        elif row[layout.outcome] == NO_EVENT:
            without[coding].add(row[layout.country])
    problems += _version_problems(name, first_lines, layout)
    problems += _coverage_problems(name, events, covers)
    if not events and not problems:
        problems.append(Problem("data-empty", "there are no events in the file", Place(name)))
    if problems:
        raise ContentError(problems)
    tables = [
        correct(_table(coding, coded, sorted(without[coding]), covers, world), corrections)
        for coding, coded in events.items()
    ]
    return replace(tables[0], others=tuple(tables[1:]))


def list_suspicious(content: bytes, name: str) -> list[Problem]:
    """Return warnings of what is suspicious in a dataset that can be read; none of a file that is no dataset."""
    from briefing.figures.data.suspicions import find_suspicious

    try:
        file = recognise(name, read_lines(content, name, LARGEST_BYTES))
    except ContentError:
        return []
    return find_suspicious(file, _codes(file.layout))


def _codes(layout: DatasetLayout) -> dict[str, str]:
    """Return the country codes of a layout with those of ISO 3166-1."""
    cow = read_cow()
    return cow if layout.coder else {iso3: iso3 for iso3 in set(cow.values())}


def _table(
    coding: Coding, events: Sequence[CoupEvent], without: Sequence[str], covers: Sequence[str], world: Collection[str]
) -> EventTable:
    """Return one coder's events with what they cover.

    `without` are countries that the file says are without an event, `world` those of the coders of the whole world.
    """
    coder, version = coding
    whole = WHOLE_RECORDS.get(coder)
    named = {event.iso3 for event in events} | set(without)
    is_whole = bool(whole and whole.is_in(events))
    complete = is_whole or bool(covers or without)
    of_world = is_whole or ALL in covers
    first, last = (choose(event.date for event in events) for choose in (min, max))
    return EventTable(
        coder,
        version,
        # The last day covered: the day a dated version was issued, else that of its last event.
        _issue_date(version) or last,
        tuple(sorted(events)),
        (),
        tuple(sorted(world if of_world else covers or named)),
        begins=_first_day(whole if of_world else None, first) if complete else date.min,
        complete=complete,
    )


def _first_day(whole: WholeRecord | None, first: date) -> date:
    """Return the first day covered: that of a known record, else the first day of the year of the first event."""
    return whole.begins if whole else date(first.year, 1, 1)


def read_cow(file: Path = BUNDLED / "cow.csv") -> dict[str, str]:
    """Read the shipped table of Correlates of War country codes as a mapping to ISO 3166-1 alpha-3."""
    return {row["cow"]: row["iso3"] for row in csv.DictReader(_lines(file))}


def _lines(file: Path) -> tuple[str, ...]:
    return read_lines(read_content(file), file.name, LARGEST_BYTES)


def read_corrections(file: Path) -> tuple[Correction, ...]:
    """Read corrections: who coded the event, the event as published ("NER 2023-06-26"), field, was, is, and who says so.

    Raises ContentError, naming each bad line.
    """
    corrections: list[Correction] = []
    problems: list[Problem] = []
    header, *lines = _lines(file)
    for number, line in enumerate(lines, start=2):
        try:
            corrections += map(_correction, csv.DictReader([header, line]))
        except (KeyError, ValueError, AttributeError, TypeError, csv.Error):
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
    correction.apply(CoupEvent(correction.event[1], iso3, CoupOutcome.FAILED))
    return correction


def _version_problems(name: str, first_lines: Mapping[Coding, int], layout: DatasetLayout) -> Iterator[Problem]:
    """Find what no single line shows: no version, or several of one coder. `first_lines` has each coding's first line."""
    if not layout.has_version and not all(version for _, version in first_lines):
        hint = "Give it with --version, or leave the number in the file's name (cline_v2.1.2.csv)."
        yield Problem("data-version", f"the version of this {layout.name} file is not known", Place(name), hint)
    versions: dict[str, str] = {}
    for (coder, version), number in first_lines.items():
        if version != versions.setdefault(coder, version):
            what = f"from here {coder}'s data are of version {version or 'nothing'}, above of {versions[coder]}"
            yield Problem("data-version", what, Place(name, number), "Put one version into a file.")


def _coverage_problems(
    name: str, events: Mapping[Coding, Sequence[CoupEvent]], covers: Sequence[str]
) -> Iterator[Problem]:
    """Find countries with events in a file that is said to cover others."""
    named = {event.iso3 for coded in events.values() for event in coded}
    if covers and ALL not in covers and (left_out := sorted(named - set(covers))):
        what = f"the file has events of {', '.join(left_out)}, which --covers does not name"
        hint = "Name every country of which the file has all events, or delete the rows of the others."
        yield Problem("data-coverage", what, Place(name), hint)


def _version_in_name(name: str) -> str:
    found = re.search(r"[vV](\d+(?:\.\d+)+)", name)
    return found[1] if found else ""


@cache
def _issue_date(version: str) -> date | None:
    """Return the day a dated version was issued; None for a version that is no date."""
    dated = re.fullmatch(r"[vV]?(\d{4})\.(\d{1,2})\.(\d{1,2})", version)
    try:
        return date(*(int(part) for part in dated.groups())) if dated else None
    except ValueError:
        return None
