"""`briefing data`: import coup datasets, show what of them would be drawn, compare what their coders say."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from briefing.figures.data.compare import Difference
    from briefing.figures.data.events import CoupEvent, EventTable

app = typer.Typer(help="Coup-event data: import, show, compare.", no_args_is_help=True, rich_markup_mode=None)

Codes = Annotated[str, typer.Option(metavar="NER,MLI,…", help="ISO 3166-1 codes of three letters, with commas.")]
Json = Annotated[bool, typer.Option("--json", help="Write JSON, for a script.")]
_DAY = ["%Y-%m-%d"]


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="A dataset as its authors publish it.")],
    version: Annotated[str, typer.Option(help="Its version, where neither the file nor its name tells it.")] = "",
    replace: Annotated[bool, typer.Option("--replace", help="Take the place of another file of that version.")] = False,
    json: Json = False,
) -> None:
    """Check a dataset and keep it in the workspace, with its version and digest."""
    from dataclasses import asdict

    from briefing.figures.data.imported import import_dataset

    kept = import_dataset(file, _folder(), today=date.today(), version=version, replacing=replace)
    if json:
        _write_json(asdict(kept))
    else:
        print(f"{kept.name}: {kept.events} events, to {kept.ends}, sha256 {kept.sha256[:16]}…")


@app.command()
def show(
    countries: Codes,
    since: Annotated[int, typer.Option(min=1, max=9999, help="The first year.")] = 1950,
    as_of: Annotated[datetime | None, typer.Option(formats=_DAY, help="The last day; today if not given.")] = None,
    data: Annotated[str, typer.Option(help='"bundled", or the name of an imported dataset.')] = "bundled",
    json: Json = False,
) -> None:
    """Print the events that a chart would draw, and what they add up to."""
    from briefing.figures.data.events import CoupOutcome, select
    from briefing.figures.data.imported import read_events

    codes = _codes(countries)
    table = read_events(_folder(), data)
    until = as_of.date() if as_of else date.today()
    selection = select(table, countries=codes, since=since, as_of=until)
    counts = {outcome.value.replace(" ", "_"): selection.count(outcome) for outcome in CoupOutcome}
    if json:
        _write_json({**counts, "events": [_as_json(event) for event in selection.events]})
        return
    rows = [(event.date.isoformat(), _name(event), event.outcome.value) for event in selection.events]
    _print_table([("date", "country", "outcome"), *rows])
    print(f"{table}: " + ", ".join(f"{count} {name.replace('_', ' ')}" for name, count in counts.items()))
    for correction in selection.corrections:
        iso3, day = correction.event
        print(f"corrected: {iso3} {day}, {correction.field} {correction.was} is {correction.now} ({correction.why})")
    if selection.ends_early:
        print(f"the data end on {table.ends}, before {until}")
    if selection.uncovered:
        print(f"not in the data: {', '.join(selection.uncovered)}")


@app.command()
def compare(
    first: Annotated[str, typer.Argument(help='A file, "bundled", or the name of an imported dataset.')],
    second: Annotated[str, typer.Argument(help="Another.")],
    region: Codes,
    since: Annotated[int, typer.Option(min=1, max=9999, help="The first year.")] = 1950,
    window: Annotated[int, typer.Option(min=0, help="The days two dates of one event may lie apart.")] = 10,
    json: Json = False,
) -> None:
    """List, event by event, what two datasets say differently, in the time that both cover."""
    from briefing.figures.data.compare import compare as compare_tables

    one, other = _table(first), _table(second)
    codes = _codes(region)
    found = compare_tables(one, other, countries=codes, since=since, window_days=window)
    if json:
        about = {"first": str(one), "second": str(other), "window_days": window}
        _write_json({**about, "differences": [_difference_as_json(difference) for difference in found]})
        return
    rows = [
        (_name(difference.event), *(_told(event) for event in (difference.first, difference.second)), _kind(difference))
        for difference in found
    ]
    _print_table([("country", str(one), str(other), "differs in"), *rows])
    apart = [iso3 for iso3 in codes if not (one.covers(iso3) and other.covers(iso3))]
    if apart:
        print(f"not compared, for they are not in both: {', '.join(apart)}")
    differences = "1 difference" if len(found) == 1 else f"{len(found)} differences"
    print(f"{differences}; dates up to {window} days apart are taken for the same event")


def _folder() -> Path:
    from briefing.workspace import find_workspace

    return find_workspace(Path.cwd()).data


def _table(named: str) -> EventTable:
    from briefing.figures.data.datasets import read_dataset
    from briefing.figures.data.imported import read_events

    file = Path(named)
    return read_dataset(file) if file.is_file() else read_events(_folder(), named)


def _codes(text: str) -> list[str]:
    """Read a list of country codes, all of its faults at once."""
    from briefing.model.countries import COUNTRIES
    from briefing.problems import Problem, UsageError

    codes = list(dict.fromkeys(code.strip().upper() for code in text.split(",") if code.strip()))
    unknown = [code for code in codes if code not in COUNTRIES]
    if unknown or not codes:
        what = f"{', '.join(unknown) or 'nothing'} is not a country code"
        raise UsageError(Problem("usage-country", what, hint="Write ISO 3166-1 codes of three letters: NER,MLI,BFA."))
    return codes


def _name(event: CoupEvent) -> str:
    from briefing.model.countries import COUNTRIES

    return COUNTRIES[event.iso3].name


def _told(event: CoupEvent | None) -> str:
    return f"{event.date} {event.outcome.value}" if event else "–"


def _kind(difference: Difference) -> str:
    return ", ".join(difference.kinds)


def _as_json(event: CoupEvent | None) -> dict[str, str] | None:
    if event is None:
        return None
    return {"date": event.date.isoformat(), "iso3": event.iso3, "country": _name(event), "outcome": event.outcome.value}


def _difference_as_json(difference: Difference) -> dict[str, object]:
    sides = {"first": _as_json(difference.first), "second": _as_json(difference.second)}
    return {"iso3": difference.event.iso3, "differs_in": list(difference.kinds), **sides}


def _print_table(rows: Sequence[Sequence[str]]) -> None:
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    for row in rows:
        print(_aligned(zip(row, widths, strict=True)))


def _aligned(cells: Iterable[tuple[str, int]]) -> str:
    return "  ".join(f"{cell:<{width}}" for cell, width in cells).rstrip()


def _write_json(value: object) -> None:
    import json

    print(json.dumps(value, ensure_ascii=False, indent=2))
