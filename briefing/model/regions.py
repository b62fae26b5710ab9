"""Named regions of countries: those of the UN's standard M49, organisations on a day, and customary ones."""

from __future__ import annotations

import csv
import difflib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Literal, get_args

from briefing.model.countries import COUNTRIES, find_countries, name_words
from briefing.resources import ASSETS

PREFIX = "region:"
"""What a region's name has before it where a list of countries may have codes and regions."""

Kind = Literal["standard", "organisation", "customary"]

_CLOSE = 0.72
_MOST_GUESSES = 3

_NO_AGREED_LIST = {
    "middle east": ("MENA", "Western Asia", "Levant", "Gulf"),
    "near east": ("Levant", "Mashriq", "Western Asia"),
    "moyen orient": ("MENA", "Western Asia", "Levant", "Gulf"),
    "proche orient": ("Levant", "Mashriq", "Western Asia"),
    "central europe": ("Visegrád Group", "Eastern Europe", "Western Europe"),
    "europe centrale": ("Visegrád Group", "Eastern Europe", "Western Europe"),
    "indochina": ("Mainland South-East Asia",),
    "indochine": ("Mainland South-East Asia",),
    "eurasia": ("EAEU", "CIS", "Central Asia"),
    "eurasie": ("EAEU", "CIS", "Central Asia"),
    "indo pacific": ("ASEAN", "Southern Asia", "Oceania"),
    "indo pacifique": ("ASEAN", "Southern Asia", "Oceania"),
}  # fmt: skip
"""Names that mean different countries to different people, with regions that may be meant."""


@dataclass(frozen=True)
class Membership:
    """A country that joined or left a region: the first day on which it is in, and the first on which it is out."""

    iso3: str
    joined: date | None
    left: date | None

    def holds(self, day: date) -> bool:
        """Tell whether the country is in the region on a day."""
        return (self.joined is None or self.joined <= day) and (self.left is None or day < self.left)


@dataclass(frozen=True)
class NamedRegion:
    """A region: its names and who defines it, in English and French, and its members.

    `members` are codes of countries, and ids of other regions, that are in it from `since` to `as_of`, the last day on record;
    a region that is no more has none after `ended`. `changes` are the countries that joined or left in that time. A suspended
    country is a member.
    """

    id: str
    kind: Kind
    names: tuple[str, str]
    aliases: tuple[str, ...]
    sources: tuple[str, str]
    since: date | None
    as_of: date
    ended: date | None
    members: tuple[str, ...]
    changes: tuple[Membership, ...]

    def name(self, language: str) -> str:
        """Return its name in French, or else in English."""
        return self.names[language.split("-")[0] == "fr"]

    def source(self, language: str) -> str:
        """Return who defines it, in French, or else in English."""
        return self.sources[language.split("-")[0] == "fr"]

    def is_known_on(self, day: date) -> bool:
        """Tell whether its members on a day are on record: those of a later day than `as_of` are taken to be the last known."""
        return (self.since is None or self.since <= day) and (self.ended is None or day <= self.ended)

    def known_on(self, day: date) -> date:
        """Return the day whose members are given for a day: that day, or the last one on record."""
        return min(day, self.as_of)

    def countries(self, day: date) -> tuple[str, ...]:
        """Return the codes of its countries on a day, in order."""
        return tuple(sorted(set(self._countries(self.known_on(day)))))

    def _countries(self, day: date) -> Iterator[str]:
        for member in self.members:
            yield from [member] if member in COUNTRIES else read_regions()[member]._countries(day)
        yield from (change.iso3 for change in self.changes if change.holds(day))


@cache
def read_regions() -> dict[str, NamedRegion]:
    """Read the shipped regions, by id."""
    changes: dict[str, list[Membership]] = {}
    for row in _rows("region_changes.csv"):
        change = Membership(row["iso3"], _day(row["joined"]), _day(row["left"]))
        changes.setdefault(row["region"], []).append(change)
    return {row["id"]: _region(row, changes.get(row["id"], [])) for row in _rows("regions.csv")}


def _rows(name: str) -> list[dict[str, str]]:
    with (ASSETS / "data" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _region(row: dict[str, str], changes: Iterable[Membership]) -> NamedRegion:
    (kind,) = (kind for kind in get_args(Kind) if kind == row["kind"])
    return NamedRegion(
        row["id"],
        kind,
        (row["name"], row["name_fr"]),
        tuple(filter(None, row["aliases"].split(";"))),
        (row["source"], row["source_fr"] or row["source"]),
        _day(row["since"]),
        date.fromisoformat(row["as_of"]),
        _day(row["ended"]),
        tuple(row["members"].split()),
        tuple(changes),
    )


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


@cache
def _by_name() -> dict[str, tuple[str, NamedRegion]]:
    """Return each name of the regions with its region, by the name's `_key`."""
    return {
        _key(name): (name, region)
        for region in read_regions().values()
        for name in (region.id, *region.aliases, *reversed(region.names))
    }


def _key(name: str) -> str:
    return " ".join(name_words(name)) or name.strip().casefold()  # the Arab League's LAS is also a Spanish article


@cache
def _sub_regions() -> dict[str, NamedRegion]:
    standard = [region for region in read_regions().values() if region.kind == "standard"]
    return {
        member: region
        for region in sorted(standard, key=lambda region: len(region.members))
        for member in region.members
        if member in COUNTRIES
    }


def sub_region(iso3: str) -> NamedRegion | None:
    """Return the smallest region of the UN's M49 that has a country; None for Kosovo and Taiwan, which it does not list."""
    return _sub_regions().get(iso3)


def is_region_entry(text: str) -> bool:
    """Tell whether an entry of a list of countries means a region."""
    return text.lstrip().casefold().startswith(PREFIX)


def find_region(text: str) -> NamedRegion | None:
    """Return the region of a name, English or French, whatever its capitals and accents; `region:` may precede it."""
    _, region = _by_name().get(_key(_without_prefix(text)), ("", None))
    return region


def _without_prefix(text: str) -> str:
    return text.lstrip()[len(PREFIX) :] if is_region_entry(text) else text


def suggest_regions(text: str) -> str:
    """Return what to write instead of an unknown region: near names, a country's code, or how to list all."""
    name = _without_prefix(text)
    every = "list them with: briefing data regions"
    if meant := _NO_AGREED_LIST.get(_key(name)):
        return (
            f"it has no agreed list of countries: choose {_choice(f'{PREFIX}{name}' for name in meant)}, or list codes"
        )
    if near := difflib.get_close_matches(_key(name), list(_by_name()), n=_MOST_GUESSES, cutoff=_CLOSE):
        return f"did you mean {_choice(f'{PREFIX}{_by_name()[key][0]}' for key in near)}?"
    if codes := find_countries(name):
        return (
            f"a country is written by its code alone: {_choice(f'{code} ({COUNTRIES[code].name})' for code in codes)}"
        )
    return every


def _choice(names: Iterable[str]) -> str:
    listed = list(names)
    return " or ".join(filter(None, [", ".join(listed[:-1]), *listed[-1:]]))


def not_on_record(region: NamedRegion, day: date) -> tuple[str, str]:
    """Return what is wrong where the members of a region on a day are not known, and what to do."""
    name = region.names[0]
    if region.ended and day > region.ended:
        return (
            f"the members of {name} are on record to {region.ended}, not on {day}",
            "list the countries by their codes",
        )
    return (
        f"the members of {name} are on record from {region.since}, not on {day}",
        "list the countries by their codes",
    )


def expand_countries(entries: Iterable[str], day: date) -> tuple[str, ...]:
    """Return the codes of a list of codes and known regions on a day, each once, in the order of the list."""
    found: dict[str, None] = {}
    for entry in entries:
        region = find_region(entry) if is_region_entry(entry) else None
        found.update(dict.fromkeys(region.countries(day) if region else [entry]))
    return tuple(found)


def regions_in(entries: Iterable[str]) -> tuple[NamedRegion, ...]:
    """Return the regions that a list of codes and regions names, each once."""
    found = (find_region(entry) for entry in entries if is_region_entry(entry))
    return tuple(dict.fromkeys(region for region in found if region))
