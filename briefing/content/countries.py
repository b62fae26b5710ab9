"""Countries and territories by their ISO 3166-1 code of three letters."""

from __future__ import annotations

import csv
from dataclasses import dataclass

from briefing.shipped import ASSETS


@dataclass(frozen=True)
class Land:
    """A country or territory: English short name, ISO code of two letters, year of independence where known."""

    name: str
    iso2: str
    independent: int | None


def _read() -> dict[str, Land]:
    with (ASSETS / "data" / "countries.csv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        return {r["iso3"]: Land(r["name"], r["iso2"], int(r["independent"] or 0) or None) for r in rows}


COUNTRIES = _read()
