"""Countries and territories by their ISO 3166-1 code of three letters, and Kosovo by XKX, the code in common use."""

from __future__ import annotations

import csv
import difflib
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from briefing.resources import ASSETS


@dataclass(frozen=True)
class CountryRecord:
    """A country or territory: English common name and UN name, ISO code of two letters, year of independence where known."""

    name: str
    un_name: str
    iso2: str
    independent: int | None


def _read() -> dict[str, CountryRecord]:
    with (ASSETS / "data" / "countries.csv").open(encoding="utf-8", newline="") as file:
        return {
            row["iso3"]: CountryRecord(
                row["name"], row["un_name"] or row["name"], row["iso2"], int(row["independent"] or 0) or None
            )
            for row in csv.DictReader(file)
        }


COUNTRIES = _read()

COUNTRY_ALIASES = {
    "ALG": "DZA", "ANG": "AGO", "BOT": "BWA", "BUL": "BGR", "BUR": "BFA MMR", "CAM": "KHM", "CGO": "COG", "CHA": "TCD",
    "CHI": "CHL CHN", "CRC": "CRI", "CRO": "HRV", "DEN": "DNK", "GAM": "GMB", "GBS": "GNB", "GEQ": "GNQ", "GER": "DEU",
    "GRE": "GRC", "GUA": "GTM", "GUI": "GIN GUY", "HAI": "HTI", "HON": "HND", "INA": "IDN", "IRI": "IRN", "KOS": "XKX",
    "KSA": "SAU", "KSV": "XKX", "KUW": "KWT", "LAT": "LVA", "LBA": "LBY", "LES": "LSO", "LIB": "LBN LBR LBY",
    "MAD": "MDG", "MAS": "MYS", "MAW": "MWI", "MGL": "MNG", "MTN": "MRT", "MYA": "MMR", "NED": "NLD", "NEP": "NPL",
    "NGR": "NGA", "NIG": "NER NGA", "PAR": "PRY", "PHI": "PHL", "PLE": "PSE", "POR": "PRT", "RKS": "XKX", "ROM": "ROU",
    "RSA": "ZAF", "SEY": "SYC", "SLO": "SVK SVN", "SRI": "LKA", "SUD": "SDN", "SUI": "CHE", "TAN": "TZA", "TMP": "TLS",
    "TOG": "TGO", "TPE": "TWN", "UAE": "ARE", "UK": "GBR", "US": "USA", "URU": "URY", "VIE": "VNM", "ZAM": "ZMB", "ZAR": "COD",
    "ZIM": "ZWE",
    "BIRMANIE": "MMR", "BURMA": "MMR", "CAPE VERDE": "CPV", "CENTRAFRIQUE": "CAF", "CEYLON": "LKA", "CONGO": "COD COG",
    "CZECH REPUBLIC": "CZE", "DAHOMEY": "BEN", "DR CONGO": "COD", "DRC": "COD", "EAST TIMOR": "TLS", "ENGLAND": "GBR",
    "HOLLAND": "NLD", "IVORY COAST": "CIV", "KAMPUCHEA": "KHM", "MACAU": "MAC", "PEOPLE'S REPUBLIC OF CHINA": "CHN",
    "RDC": "COD", "REPUBLIC OF CHINA": "CHN TWN", "RÉPUBLIQUE DU CONGO": "COG",
    "RÉPUBLIQUE DÉMOCRATIQUE DU CONGO": "COD", "SAINT-SIÈGE": "VAT", "SCOTLAND": "GBR", "SWAZILAND": "SWZ",
    "TURKEY": "TUR",
    "UPPER VOLTA": "BFA", "VATICAN": "VAT", "VIET NAM": "VNM", "WALES": "GBR", "ZAIRE": "COD",
}  # fmt: skip
"""Codes that are not ISO's, mostly the International Olympic Committee's, and other names, with the ISO codes they may mean."""

LANGUAGES = ("en", "fr", "ar", "es", "pt", "ru", "zh")
"""The languages in which a country is recognised by the name that Unicode's CLDR gives it."""

MOST_GUESSES = 3
_CLOSE = 0.87
"""How similar a misspelt name must be to one: "Nigerria" is, "Somaliland" is not."""

_FILLERS = {
    "a", "and", "d", "da", "das", "de", "del", "der", "des", "do", "dos", "du", "e", "et", "l", "la", "las", "le",
    "les", "los", "of", "s", "the", "y",
}  # fmt: skip
_FORMS_OF_STATE = {
    "arab", "arabe", "bolivarian", "commonwealth", "confederation", "democratic", "democratique", "etat", "federal",
    "federale", "federated", "federation", "hashemite", "islamic", "islamique", "kingdom", "people", "peoples",
    "plurinational", "populaire", "principality", "republic", "republica", "republique", "royaume", "socialist",
    "state", "states", "sultanate", "uni", "unie", "union", "united",
}  # fmt: skip
"""What the name of a state may have more than its common name: "Islamic Republic of Iran"."""
_DIRECTIONS = {
    "central", "east", "eastern", "island", "islands", "new", "north", "northern", "south", "southern", "west",
}  # fmt: skip


def find_countries(text: str) -> list[str]:
    """Return the codes that a wrong code or a name means: one where it is clear, each where it may be two or three.

    Names are those of `LANGUAGES`, whole or a whole word of them; none is returned for a text that is only a little like one.
    """
    short = re.sub(r"[\s.]", "", text).upper()  # "U.S.A."
    by_iso2 = {country.iso2: code for code, country in COUNTRIES.items()}
    if known := (short if short in COUNTRIES else "") or COUNTRY_ALIASES.get(short) or by_iso2.get(short):
        return known.split()
    words = name_words(text)
    for found in (_names().get(words, set()), set(_of_part(words)), set(_of_longer(words)), set(_of_misspelt(words))):
        if found:
            return sorted(found) if len(found) <= MOST_GUESSES else []
    return []


def country_code(text: str) -> str | None:
    """Return the code of the country that a text is the code, a name or the usual abbreviation of, and of no other."""
    short = _abbreviation(text)
    known = short if short in COUNTRIES else COUNTRY_ALIASES.get(short)
    codes = {known} if known in COUNTRIES else _names().get(name_words(text), set())
    return min(codes) if len(codes) == 1 else None


def names_country(text: str, code: str) -> bool:
    """Tell whether a text has a name or the usual abbreviation of a country in it, as whole words: "US Congress"."""
    words = name_words(text)
    short = {_abbreviation(word) for word in re.findall(r"(?<!\w)(?:[A-Z]\.?){2,}(?!\w)", text)}
    if short & _abbreviations(code) or any(_is_within(name, words) for name in _own_names(code)):
        return True
    return any(_is_within(name, words) for name in _names_of(code))


def _own_names(code: str) -> list[tuple[str, ...]]:
    """Return the names of a country in our own table that no other has: to read those of all languages takes long."""
    names = (COUNTRIES[code].name, COUNTRIES[code].un_name)
    return [name_words(name) for name in names if name.upper() not in COUNTRY_ALIASES]


def says_country(text: str, code: str) -> bool:
    """Tell whether a text has a name of a country or the adjective of its people in it: "French Foreign Ministry".

    An adjective of several countries (Congolese, Dominican) says none. They are those of English and French.
    """
    if names_country(text, code):
        return True
    words = name_words(text)
    found: dict[int, str] = {}
    for length in (1, 2):  # the longer one counts: South Sudanese is not Sudanese
        for at in range(len(words) - length + 1):
            if other := _adjectives().get(words[at : at + length]):
                found |= dict.fromkeys(range(at, at + length), other)
    return code in found.values()


def countries_said(text: str) -> frozenset[str]:
    """Return the codes of the countries whose name, adjective or usual abbreviation is in a text.

    Names are those of our own table and of CLDR in `LANGUAGES`, adjectives those of English and French.
    """
    words = name_words(text)
    shorts = set(re.findall(r"\b[A-Z]{2,3}\b", re.sub(r"(?<=\b[A-Z])\.", "", text)))
    found = {code for code in ("USA", "GBR", "ARE", "COD") if _abbreviations(code) & shorts}
    at = 0
    while at < len(words):
        for length in range(min(_LONGEST_NAME, len(words) - at), 0, -1):
            part = words[at : at + length]
            codes = {_adjectives()[part]} if part in _adjectives() else _names().get(part, set())
            if codes:
                found |= codes if len(codes) == 1 else set()
                at += length - 1
                break
        at += 1
    return frozenset(found)


_LONGEST_NAME = 5


@cache
def nationality_words() -> frozenset[str]:
    """Return the adjectives of all countries in small letters, in English and French, also in the plural."""
    return frozenset(form.casefold() for _, form in _adjective_forms())


@cache
def _adjectives() -> dict[tuple[str, ...], str]:
    """Return the code of each adjective of one country, in words as `name_words` gives them; the longest have two."""
    return {name_words(form): code for code, form in _adjective_forms()}


def _adjective_forms() -> Iterator[tuple[str, str]]:
    """Yield each adjective with its country's code, in the singular and the plural."""
    with (ASSETS / "data" / "adjectives.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for adjective in f"{row['english']} {row['french']}".split():
                yield row["iso3"], adjective
                yield row["iso3"], f"{adjective}s"


@cache
def _names_of(code: str) -> tuple[tuple[str, ...], ...]:
    """Return the names of a country that no other has, in words as `name_words` gives them."""
    return tuple(name for name, codes in _names().items() if codes == {code})


def _abbreviation(text: str) -> str:
    return re.sub(r"[\s.]", "", text)


@cache
def _abbreviations(code: str) -> set[str]:
    return {code} | {short for short, codes in COUNTRY_ALIASES.items() if codes == code and len(short) <= len("NER")}


def suggest_countries(text: str) -> str:
    """Return `did you mean TZA (Tanzania)?` for what `find_countries` finds, or an empty text."""
    meant = [f"{code} ({COUNTRIES[code].name})" for code in find_countries(text)]
    last = " or ".join(filter(None, [", ".join(meant[:-1]), *meant[-1:]]))
    return f"did you mean {last}?" if meant else ""


def _of_part(words: tuple[str, ...]) -> Iterator[str]:
    """Yield the countries whose name has these words: "Bosnia", "Virgin Islands"."""
    if set(words) - _FORMS_OF_STATE - _DIRECTIONS:
        for name, codes in _names().items():
            if _is_within(words, name):
                yield from codes


def _of_longer(words: tuple[str, ...]) -> Iterator[str]:
    """Yield the countries whose name is in these words with nothing but a form of state: "Federal Republic of Nigeria"."""
    for name, codes in _names().items():
        if _is_within(name, words) and set(words) - set(name) <= _FORMS_OF_STATE:
            yield from codes


def _of_misspelt(words: tuple[str, ...]) -> Iterator[str]:
    names = {" ".join(name): codes for name, codes in _names().items()}
    for name in difflib.get_close_matches(" ".join(words), list(names), n=MOST_GUESSES + 1, cutoff=_CLOSE):
        yield from names[name]


def _is_within(part: tuple[str, ...], whole: tuple[str, ...]) -> bool:
    return any(whole[at : at + len(part)] == part for at in range(len(whole) - len(part) + 1))


@cache
def _names() -> dict[tuple[str, ...], set[str]]:
    """Return the codes by each name, in words as `name_words` gives them."""
    from babel import Locale  # slow to import, and only needed where a code is wrong

    codes: dict[tuple[str, ...], set[str]] = defaultdict(set)
    territories = [Locale.parse(language).territories for language in LANGUAGES]
    for code, country in COUNTRIES.items():
        for name in (country.name, country.un_name, *(names.get(country.iso2, "") for names in territories)):
            codes[name_words(str(name))].add(code)
    for name, known in COUNTRY_ALIASES.items():
        if len(name) > len("NER"):
            codes[name_words(name)] = set(known.split())
    codes.pop((), None)
    return dict(codes)


def name_words(text: str) -> tuple[str, ...]:
    """Return the words of a name without accents, articles and the like: "Côte d’Ivoire" and "cote d'ivoire" are one."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    words = ("saint" if word in ("st", "ste") else word for word in re.findall(r"\w+", plain))
    return tuple(word for word in words if word not in _FILLERS)
