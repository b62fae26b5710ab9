"""`briefing data`: import coup datasets, show what a chart would draw of them, compare what their coders say, list regions."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from briefing.cli.options import JsonOption
from briefing.cli.output import count, print_json, print_line, print_problem, print_table, problem_object
from briefing.cli.regions import list_regions, parse_countries

if TYPE_CHECKING:
    from briefing.figures.data.compare import EventDifference
    from briefing.figures.data.events import CoupEvent, EventTable

app = typer.Typer(
    help="Coup-event data: import, show, compare; named regions.", no_args_is_help=True, rich_markup_mode=None
)

ALL = "all"
CodesOption = Annotated[
    str,
    typer.Option(
        metavar="NER,region:NAME,…",
        help="Codes of three letters, and regions as `data regions` lists them, with commas.",
    ),
]
AsOfOption = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The last day; today if not given.")]
WorkspaceOption = Annotated[Path, typer.Option("--in", metavar="DIR", help="A folder of the workspace.")]
SinceOption = Annotated[int, typer.Option(metavar="YEAR", min=1, max=9999, help="The first year.")]


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A dataset as its authors publish it.")],
    version: Annotated[
        str, typer.Option(metavar="VERSION", help="Its version, where neither the file nor its name contains it.")
    ] = "",
    covers: Annotated[
        str,
        typer.Option(
            metavar="all|NER,MLI,…",
            help="The countries of which the file has every event. Without it, a file that is smaller than its coder's "
            "whole record is an excerpt: nothing is said of what it lacks.",
        ),
    ] = "",
    replace: Annotated[bool, typer.Option("--replace", help="Replace a different file of the same version.")] = False,
    folder: WorkspaceOption = Path(),
    json: JsonOption = False,
) -> None:
    """Check and store a dataset. It goes to the workspace, with its version and digest."""
    from dataclasses import asdict

    from briefing.dataset_import import import_dataset
    from briefing.figures.data.imported import read_events
    from briefing.workspace import require_workspace

    data = require_workspace(folder).data
    today = date.today()
    codes = () if not covers else (ALL,) if covers.strip().lower() == ALL else parse_countries(covers, today).codes
    imported = import_dataset(file, data, today=today, version=version, replacing=replace, covers=codes)
    record = imported.record
    if json:
        print_json({**asdict(record), "warnings": [problem_object(one) for one in imported.warnings]}, indent=2)
        return
    for warning in imported.warnings:
        print_problem(warning)
    print_line(f"{record.name}: {count(record.events, 'event')}, to {record.ends}, sha256 {record.sha256[:16]}…")
    if not read_events(data, record.name).complete:
        print_line(
            "an excerpt: charts will say so, and print no zero; --covers says of which countries it has every event"
        )


@app.command()
def show(
    countries: CodesOption,
    since: SinceOption = 1950,
    as_of: AsOfOption = None,
    data: Annotated[
        str, typer.Option(metavar="NAME", help='"bundled", or the name of an imported dataset.')
    ] = "bundled",
    folder: WorkspaceOption = Path(),
    json: JsonOption = False,
) -> None:
    """Print the events that a chart would draw, and their totals."""
    from briefing.figures.data.events import CoupOutcome, select
    from briefing.figures.data.imported import read_events
    from briefing.problems import ContentError, Problem

    until = as_of.date() if as_of else date.today()
    listed = parse_countries(countries, until)
    codes = listed.codes
    table = read_events(_data_folder(folder), data)
    selection = select(table, countries=codes, since=since, as_of=until)
    totals = {outcome.value: selection.count(outcome) for outcome in CoupOutcome}
    if json:
        known = {name.replace(" ", "_"): n if n or table.complete else None for name, n in totals.items()}
        events = [_event_json(event) for event in selection.events]
        regions = {"regions": listed.objects()} if listed.regions else {}
        print_json({**known, "events": events, "not_in_the_data": selection.uncovered, **regions}, indent=2)
        return
    if not selection.covered:
        what = f"{table} has nothing on {', '.join(codes)} from {since} to {until}"
        hint = "Choose other countries or years, or --data of a dataset that covers them."
        raise ContentError(Problem("data-not-covered", what, hint=hint))
    rows = [(event.date.isoformat(), _country(event), event.outcome.value) for event in selection.events]
    print_table([("date", "country", "outcome"), *rows])
    listed.print()
    counts = ", ".join(f"{n} {name}" for name, n in totals.items() if n or table.complete)
    print_line(f"{table}: {counts}" if table.complete else f"{table}, an excerpt: {counts}")
    for correction in selection.corrections:
        iso3, day = correction.event
        change = f"{correction.field} {correction.was} is {correction.now} ({correction.why})"
        print_line(f"corrected: {iso3} {day}, {change}")
    for event, coder in selection.failed_elsewhere:
        print_line(f"failed, as {coder} codes it: {event.iso3} {event.date}")
    if selection.ends_early:
        print_line(f"the data end on {table.ends}, before {until}")
    if selection.uncovered:
        print_line(f"not in the data: {', '.join(selection.uncovered)}")


@app.command()
def compare(
    first: Annotated[
        str, typer.Argument(metavar="DATASET", help='A file, "bundled", or the name of an imported dataset.')
    ],
    second: Annotated[str, typer.Argument(metavar="DATASET", help="The other.")],
    region: CodesOption,
    since: SinceOption = 1950,
    as_of: AsOfOption = None,
    window: Annotated[
        int, typer.Option(metavar="DAYS", min=0, help="The most days between two dates of one event.")
    ] = 10,
    folder: WorkspaceOption = Path(),
    json: JsonOption = False,
) -> None:
    """List the events on which two datasets differ. Only the time that both cover is compared."""
    from briefing.figures.data.compare import compare as compare_tables
    from briefing.problems import ContentError, Problem

    last = as_of.date() if as_of else date.today()
    listed = parse_countries(region, last)
    codes = listed.codes
    one, other = _read_table(first, folder), _read_table(second, folder)
    uncompared = [iso3 for iso3 in codes if not (one.covers(iso3) and other.covers(iso3))]
    until = min(one.ends, other.ends, last)
    if len(uncompared) == len(codes) or until.year < since:
        what = f"{one} and {other} have no country of {', '.join(codes)} and no year since {since} in common"
        hint = "Choose other countries or years, or other datasets."
        raise ContentError(Problem("data-not-covered", what, hint=hint))
    differences = compare_tables(one, other, countries=codes, since=since, until=until, window_days=window)
    if json:
        regions = {"regions": listed.objects()} if listed.regions else {}
        heading = {
            **regions,
            "first": str(one),
            "second": str(other),
            "window_days": window,
            "not_compared": uncompared,
        }
        print_json({**heading, "differences": [_difference_json(found) for found in differences]}, indent=2)
        return
    rows = [(_country(d.event), _cell(d.first), _cell(d.second), ", ".join(d.kinds)) for d in differences]
    print_table([("country", str(one), str(other), "differs in"), *rows])
    listed.print()
    if uncompared:
        print_line(f"not compared, because only one covers them or neither: {', '.join(uncompared)}")
    for table in (one, other):
        if not table.complete:
            print_line(f"{table} is an excerpt: its coder may have events that it lacks")
    found = f"{count(len(differences), 'difference')} from {max(since, one.begins.year, other.begins.year)} to {until}"
    print_line(f"{found}; events whose dates differ by at most {window} days count as the same event")


@app.command()
def regions(
    name: Annotated[str, typer.Argument(metavar="[NAME]", help="A region, to list its countries.")] = "",
    as_of: AsOfOption = None,
    json: JsonOption = False,
) -> None:
    """List the regions that may be written as region:NAME, or the countries of one, with their source and dates."""
    list_regions(name, as_of.date() if as_of else date.today(), as_json=json)


def _data_folder(folder: Path) -> Path:
    from briefing.workspace import find_workspace

    return find_workspace(folder).data


def _read_table(name: str, folder: Path) -> EventTable:
    from briefing.figures.data.datasets import read_dataset
    from briefing.figures.data.imported import read_events

    file = Path(name)
    return read_dataset(file) if file.is_file() else read_events(_data_folder(folder), name)


def _country(event: CoupEvent) -> str:
    from briefing.model.countries import COUNTRIES

    return COUNTRIES[event.iso3].name


def _cell(event: CoupEvent | None) -> str:
    return f"{event.date} {event.outcome.value}" if event else "–"


def _event_json(event: CoupEvent | None) -> dict[str, str] | None:
    if event is None:
        return None
    date_text = event.date.isoformat()
    return {"date": date_text, "iso3": event.iso3, "country": _country(event), "outcome": event.outcome.value}


def _difference_json(difference: EventDifference) -> dict[str, object]:
    sides = {"first": _event_json(difference.first), "second": _event_json(difference.second)}
    return {"iso3": difference.event.iso3, "differs_in": list(difference.kinds), **sides}
