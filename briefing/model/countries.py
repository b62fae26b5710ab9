"""Countries and territories by their ISO 3166-1 code of three letters."""

from __future__ import annotations

import csv
import difflib
from dataclasses import dataclass

from briefing.resources import ASSETS


@dataclass(frozen=True)
class CountryRecord:
    """A country or territory: English short name, ISO code of two letters, year of independence where known."""

    name: str
    iso2: str
    independent: int | None


def _read() -> dict[str, CountryRecord]:
    with (ASSETS / "data" / "countries.csv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        return {r["iso3"]: CountryRecord(r["name"], r["iso2"], int(r["independent"] or 0) or None) for r in rows}


COUNTRIES = _read()

COUNTRY_ALIASES = {
    "ALG": "DZA", "ANG": "AGO", "BOT": "BWA", "BUL": "BGR", "BUR": "BFA", "CAM": "KHM", "CGO": "COG", "CHA": "TCD",
    "CHI": "CHL", "CRC": "CRI", "CRO": "HRV", "DEN": "DNK", "GAM": "GMB", "GBS": "GNB", "GEQ": "GNQ", "GER": "DEU",
    "GRE": "GRC", "GUA": "GTM", "GUI": "GIN", "HAI": "HTI", "HON": "HND", "INA": "IDN", "IRI": "IRN", "KSA": "SAU",
    "KUW": "KWT", "LAT": "LVA", "LBA": "LBY", "LES": "LSO", "LIB": "LBN", "MAD": "MDG", "MAS": "MYS", "MAW": "MWI",
    "MGL": "MNG", "MTN": "MRT", "MYA": "MMR", "NED": "NLD", "NEP": "NPL", "NGR": "NGA", "NIG": "NER", "PAR": "PRY",
    "PHI": "PHL", "PLE": "PSE", "POR": "PRT", "RSA": "ZAF", "SEY": "SYC", "SLO": "SVN", "SRI": "LKA", "SUD": "SDN",
    "SUI": "CHE", "TAN": "TZA", "TOG": "TGO", "TPE": "TWN", "UAE": "ARE", "UK": "GBR", "URU": "URY", "VIE": "VNM",
    "ZAM": "ZMB", "ZIM": "ZWE",
    "BURMA": "MMR", "CAPE VERDE": "CPV", "CZECH REPUBLIC": "CZE", "DRC": "COD", "IVORY COAST": "CIV", "LAOS": "LAO",
    "NORTH KOREA": "PRK", "SOUTH KOREA": "KOR", "SWAZILAND": "SWZ", "TURKEY": "TUR", "VIETNAM": "VNM",
}  # fmt: skip
"""Codes that are not ISO's, mostly the International Olympic Committee's, and names that are not the UN's, by ISO code."""


def find_countries(text: str) -> list[str]:
    """Return the codes that a wrong code or a name most likely means: one where it is clear, at most three."""
    short = text.strip().upper()
    by_iso2 = {country.iso2: code for code, country in COUNTRIES.items()}
    names = {country.name.casefold(): code for code, country in COUNTRIES.items()}
    if short in COUNTRIES:
        return [short]
    if code := COUNTRY_ALIASES.get(short) or by_iso2.get(short) or names.get(short.casefold()):
        return [code]
    if len(short) > len("NER"):
        if matching := [code for name, code in names.items() if name.startswith(short.casefold())]:
            return matching[:3]
        return [names[name] for name in difflib.get_close_matches(text.casefold(), list(names), n=1, cutoff=0.6)]
    return difflib.get_close_matches(short, list(COUNTRIES), n=3, cutoff=0.6)
