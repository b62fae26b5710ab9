"""Lists of countries and named regions on the command line, and the list of the regions there are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from briefing.cli.output import count, print_json, print_line, print_table

if TYPE_CHECKING:
    from briefing.model.regions import NamedRegion


_SHORT = 8


@dataclass(frozen=True)
class ListedCountries:
    """The countries of a list on a day, as codes, and the regions that it names."""

    codes: tuple[str, ...]
    regions: tuple[NamedRegion, ...]
    day: date

    def print(self) -> None:
        """Print a line for each region: what was meant, and how many countries it has."""
        from briefing.figures.phrases import name_region
        from briefing.i18n import get_translator

        for region in self.regions:
            print_line(
                f"{name_region(get_translator('en-GB'), region, self.day)}: {' '.join(region.countries(self.day))}"
            )

    def objects(self) -> list[dict[str, object]]:
        """Return the regions for JSON."""
        return [region_object(region, self.day) for region in self.regions]


def parse_countries(text: str, day: date) -> ListedCountries:
    """Return the countries of a list with commas, of codes and regions. Raises UsageError naming every unknown one."""
    from briefing.model.countries import COUNTRIES, suggest_countries
    from briefing.model.regions import (
        PREFIX,
        expand_countries,
        find_region,
        is_region_entry,
        not_on_record,
        regions_in,
        suggest_regions,
    )
    from briefing.problems import Problem, UsageError

    words = [word.strip() for word in text.split(",") if word.strip()]
    entries = [word if is_region_entry(word) else word.upper() for word in words]
    problems = []
    unknown = [entry for entry in entries if not is_region_entry(entry) and entry not in COUNTRIES]
    if unknown or not entries:
        what = f"{', '.join(unknown) or 'nothing'} is not a country code"
        as_region = f"write {PREFIX}{unknown[0]}" if unknown and find_region(unknown[0]) else ""
        meant = as_region or suggest_countries(unknown[0]) if len(unknown) == 1 else ""
        hint = meant or f"write ISO 3166-1 codes of three letters, or regions: NER,MLI,{PREFIX}Central Africa"
        problems.append(Problem("usage-country", what, hint=hint))
    for entry in filter(is_region_entry, entries):
        if not find_region(entry):
            what = f'"{entry.lstrip()[len(PREFIX) :].strip()}" is not a region on our list'
            problems.append(Problem("unknown-region", what, hint=suggest_regions(entry)))
    regions = regions_in(entries)
    for region in regions:
        if not region.is_known_on(day):
            what, hint = not_on_record(region, day)
            problems.append(Problem("region-date", what, hint=hint))
    if problems:
        raise UsageError(problems)
    return ListedCountries(expand_countries(entries, day), regions, day)


def list_regions(name: str, day: date, *, as_json: bool) -> None:
    """Print all regions, or the countries of one on a day. Raises UsageError for an unknown one, or one unknown on that day."""
    from briefing.model.countries import COUNTRIES
    from briefing.model.regions import PREFIX, is_region_entry, read_regions

    if not name:
        every = list(read_regions().values())
        if as_json:
            print_json([region_object(region, day) for region in every], indent=2)
            return
        rows = [(r.names[0], _also(r), _number(r, day), r.as_of.isoformat(), r.sources[0]) for r in every]
        print_table([("region", "also", "countries", "on record to", "as defined by"), *rows])
        print_line(f"{count(len(every), 'region')}; write {PREFIX}NAME where a list of countries is asked for")
        return
    plain = name.replace(",", " ")
    listed = parse_countries(plain if is_region_entry(plain) else f"{PREFIX}{plain}", day)
    if as_json:
        print_json(listed.objects(), indent=2)
        return
    for region in listed.regions:
        print_table([("code", "country"), *((iso3, COUNTRIES[iso3].name) for iso3 in region.countries(day))])
        _print_definition(region, day)


def _also(region: NamedRegion) -> str:
    """Return the other names of a region that are not longer than its own: abbreviations, and French."""
    english, french = region.names
    others = (french, *(alias for alias in region.aliases if len(alias) <= max(len(english), _SHORT)))
    return ", ".join(dict.fromkeys(name for name in others if name != english))


def _print_definition(region: NamedRegion, day: date) -> None:
    names = ", ".join(dict.fromkeys((*region.names, *region.aliases)))
    print_line(f"{len(region.countries(day))} countries on {region.known_on(day)}: {names}")
    print_line(f"as defined by {region.sources[0]}")
    since = f" from {region.since}" if region.since else ""
    print_line(f"on record{since} to {region.as_of}{'; it is no more' if region.ended else ''}")
    for change in region.changes:
        joined, left = (
            f"{word} {day}" if day else "" for word, day in (("joined", change.joined), ("left", change.left))
        )
        print_line(f"{change.iso3} {', '.join(filter(None, (joined, left)))}")


def _number(region: NamedRegion, day: date) -> str:
    return str(len(region.countries(day))) if region.is_known_on(day) else "–"


def region_object(region: NamedRegion, day: date) -> dict[str, object]:
    """Return a region for JSON; its countries are null on a day for which they are not on record."""
    known = region.is_known_on(day)
    return {
        "name": region.names[0],
        "name_fr": region.names[1],
        "aliases": list(region.aliases),
        "kind": region.kind,
        "source": region.sources[0],
        "since": region.since.isoformat() if region.since else None,
        "as_of": region.known_on(day).isoformat(),
        "countries": list(region.countries(day)) if known else None,
    }
