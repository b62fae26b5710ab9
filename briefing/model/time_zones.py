"""Time zones by their names in the IANA database, from the locked package and never the machine's own copy of it."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo

import tzdata

from briefing.problems import did_you_mean


@cache
def zone_names() -> frozenset[str]:
    """Return the name of every zone."""
    return frozenset(files(tzdata).joinpath("zones").read_text(encoding="utf-8").split())


@cache
def load_zone(name: str) -> ZoneInfo:
    """Return a zone of `zone_names`."""
    with files(tzdata).joinpath("zoneinfo", *name.split("/")).open("rb") as file:
        return ZoneInfo.from_file(file, key=name)


def zone_hint(name: str) -> str:
    """Return what to write instead of a name that is none: the zone of that city, or the one most like it."""
    city = name.rpartition("/")[2].strip().replace(" ", "_").casefold()
    same = sorted(zone for zone in zone_names() if zone.rpartition("/")[2].casefold() == city)
    if same:
        return f"did you mean {same[0]}?"
    return did_you_mean(name, zone_names()) or "use a name of the IANA database, as in Asia/Kathmandu"
