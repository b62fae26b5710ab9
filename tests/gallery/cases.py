"""Charts and maps at the extremes, each drawn by one call."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from functools import cache

from babel.core import Locale

from briefing.figures.coup_history.chart import HistoryChart
from briefing.figures.data.datasets import read_bundled
from briefing.figures.data.events import CoupEvent, CoupOutcome, EventTable
from briefing.figures.figure import Figure
from briefing.figures.map.geometry import distance_km
from briefing.figures.map.outlines import Outlines, read_outlines
from briefing.figures.map.places.gazetteer import FILE, read_gazetteer
from briefing.figures.map.request import Extent, LocatorRequest, MarkedCircle, MarkedPlace, Shading
from briefing.figures.style import HOUSE, Style
from briefing.model.countries import COUNTRIES
from briefing.model.parts.locator_map import PlaceKind


def codes(text: str) -> tuple[str, ...]:
    """Return the country codes of a text."""
    return tuple(text.split())


WESTERN_AFRICA = codes("BEN BFA CPV CIV GMB GHA GIN GNB LBR MLI MRT NER NGA SEN SLE TGO")
REGION = (*WESTERN_AFRICA, "TCD", "SDN")
AFRICA = codes(
    "DZA AGO BEN BWA BFA BDI CPV CMR CAF TCD COM COD COG CIV DJI EGY GNQ ERI SWZ ETH GAB GMB GHA GIN GNB KEN LSO LBR LBY "
    "MDG MWI MLI MRT MUS MAR MOZ NAM NER NGA RWA STP SEN SYC SLE SOM ZAF SSD SDN TZA TGO TUN UGA ZMB ZWE ESH"
)
LONG_NAMES = ("COD", "GBR", "BOL", "LAO", "PRK", "VCT", "SGS", "FSM")
NAMES = {iso3: land.name for iso3, land in COUNTRIES.items()}
INDEPENDENT = {iso3: land.independent for iso3, land in COUNTRIES.items() if land.independent}
FLASH = date(2023, 7, 27)
A4_MM, LETTER_MM, COLUMN_MM = 170.0, 176.0, 85.0

# How a reader with no green cones, and one with no red cones, sees red, green and blue (Machado and others, 2009).
GREEN_BLIND = ((0.367, 0.861, -0.228), (0.280, 0.673, 0.047), (-0.012, 0.043, 0.969))
RED_BLIND = ((0.152, 1.053, -0.205), (0.115, 0.786, 0.099), (-0.004, -0.048, 1.052))
GREY = ((0.299, 0.587, 0.114),) * 3

Matrix = tuple[tuple[float, float, float], ...]


@dataclass(frozen=True)
class Case:
    """One page of the gallery: its name, what it shows, and how it is drawn."""

    name: str
    shows: str
    draw: Callable[[], Figure]


def chart(
    *,
    table: EventTable | None = None,
    countries: Sequence[str] = REGION,
    names: Mapping[str, str] = NAMES,
    focus: str | None = "NER",
    since: int = 1960,
    as_of: date = FLASH,
    form: str = "timeline",
    sort: str = "recent",
    width_mm: float = A4_MM,
    tallest_mm: float = 225.0,
    language: str = "en-GB",
    style: Style = HOUSE,
    listed: str = "",
) -> Callable[[], Figure]:
    """Return the function that draws a chart."""
    return HistoryChart(
        table or read_bundled(),
        names={iso3: names[iso3] for iso3 in countries},
        focus=focus,
        since=since,
        as_of=as_of,
        form="decades" if form == "decades" else "timeline",
        sort="most" if sort == "most" else "recent",
        independent=INDEPENDENT,
        width_mm=width_mm,
        tallest_mm=tallest_mm,
        language=language,
        style=style,
        listed=listed,
    ).draw


def locator(
    focus: str | Sequence[str],
    *towns: str,
    places: Sequence[MarkedPlace] = (),
    names: Mapping[str, str] = NAMES,
    width_mm: float = 110.0,
    language: str = "en-GB",
    neighbours: bool = True,
    style: Style = HOUSE,
    extent: Extent | None = None,
    circles: Sequence[MarkedCircle] = (),
    values_title: str = "",
    shading: Shading | None = None,
    inset: bool = False,
) -> Callable[[], Figure]:
    """Return the function that draws a map."""
    home = (focus,) if isinstance(focus, str) else tuple(focus)
    return LocatorRequest(
        outlines(),
        focus=home,
        places=(*(town_of(town, home) for town in towns), *places),
        with_neighbours=neighbours,
        names=names,
        width_mm=width_mm,
        language=language,
        style=style,
        extent=extent,
        circles=tuple(circles),
        values_title=values_title,
        shading=shading,
        inset=inset,
    ).draw


def town_of(name: str, home: Sequence[str]) -> MarkedPlace:
    """Return a place of our own list or, in a country, of the gazetteer."""
    own = read_gazetteer().find_own(name)
    known = (own or read_gazetteer().find_in(name, home))[0]
    return MarkedPlace(name, known.latitude, known.longitude, known.capital, geonames=not known.own)


def place(
    name: str,
    latitude: float,
    longitude: float,
    *,
    capital: bool = False,
    kind: PlaceKind | None = None,
    value: float | None = None,
) -> MarkedPlace:
    """Return a place to be marked, in degrees."""
    return MarkedPlace(name, latitude, longitude, capital, kind=kind, value=value)


@cache
def outlines() -> Outlines:
    """Return the shipped outlines, read once."""
    return read_outlines()


def seen(matrix: Matrix) -> Style:
    """Return the house style as it looks through a matrix of colour."""

    def through(colour: str) -> str:
        rgb = bytes.fromhex(colour[1:])
        return (
            "#"
            + bytes(min(255, max(0, round(sum(m * c for m, c in zip(row, rgb, strict=True))))) for row in matrix).hex()
        )

    style = Style()
    return replace(style, **{field.name: through(getattr(style, field.name)) for field in fields(Style)})


def made_up(count: int, countries: Sequence[str], years: tuple[int, int]) -> EventTable:
    """Return a made-up record: `count` events spread unevenly over countries and years."""
    first, last = years
    events = []
    for i in range(count):
        share = (i * 0.6180339887) % 1
        year = first + int(share * share * (last - first + 1)) if i % 3 else first + i % (last - first + 1)
        outcome = CoupOutcome.SUCCESSFUL if i * 7 % 5 < 2 else CoupOutcome.FAILED
        events.append(
            CoupEvent(date(year, 1 + i * 5 % 12, 1 + i * 11 % 28), countries[i * 7 % len(countries)], outcome)
        )
    return EventTable("Made-up record", "1", date(2023, 12, 31), tuple(sorted(events)))


def in_one_year(count: int) -> EventTable:
    """Return a made-up record of many events in one country and one year."""
    events = tuple(
        CoupEvent(date(1991, 1 + i % 12, 1 + i % 28), "TGO", CoupOutcome.FAILED if i % 3 else CoupOutcome.SUCCESSFUL)
        for i in range(count)
    )
    return EventTable("Made-up record", "1", date(2023, 12, 31), tuple(sorted(events)))


ARABIC = {iso3: Locale("ar").territories[land.iso2] for iso3, land in COUNTRIES.items()}
FRENCH = {iso3: Locale("fr").territories[land.iso2] for iso3, land in COUNTRIES.items()}
EMPTY = EventTable("Made-up record", "1", date(2023, 12, 31), ())
SAHEL = ("Niamey", "Agadez", "Zinder", "Maradi", "Tahoua", "Diffa", "Dosso", "Tillabéri", "Arlit", "Dirkou")

EARTHQUAKE = (
    place("Pazarcık", 37.29, 37.04, kind="epicentre"), place("Antakya", 36.21, 36.16), place("Gaziantep", 37.06, 37.38),
    place("Aleppo", 36.2, 37.16), place("Adana", 37.0, 35.32), place("Bab al-Hawa", 36.24, 36.69, kind="crossing"),
    place("A base", 37.3, 35.9, kind="base"), place("İskenderun", 36.59, 36.17, kind="port"),
    place("An airport", 36.36, 36.28, kind="airport"), place("A camp", 36.45, 36.9, kind="camp"),
    place("Damascus", 33.51, 36.29, kind="capital"),
)  # fmt: skip
CIRCLES = tuple(MarkedCircle("Pazarcık", 37.29, 37.04, km) for km in (100, 250))
TOLLS = (
    place("Antakya", 36.21, 36.16, value=24000), place("Kahramanmaraş", 37.58, 36.93, value=12600),
    place("Adıyaman", 37.76, 38.28, value=8300), place("Malatya", 38.35, 38.31, value=1400),
    place("Diyarbakır", 37.91, 40.23, value=400), place("Elazığ", 38.67, 39.22, value=0),
)  # fmt: skip
OUTBREAK = Shading("Cases (made up)", (
    ("BDI", 450), ("CAF", 3), ("COD", 8600), ("COG", 30), ("KEN", 1.5), ("RWA", 14), ("TZA", 1), ("UGA", 120)))  # fmt: skip
GREAT_LAKES = Extent(countries=codes("COD COG CAF UGA RWA BDI TZA KEN"))


def largest_towns(iso3: str, count: int, least_km: float) -> list[MarkedPlace]:
    """Return the largest towns of a country that are so far from each other."""
    rows = [line.split("\t") for line in FILE.read_text(encoding="utf-8").splitlines()]
    towns: list[MarkedPlace] = []
    for row in sorted((row for row in rows if row[2] == iso3), key=lambda row: (-int(row[5]), row[1])):
        town = MarkedPlace(row[1], float(row[3]), float(row[4]), row[6] == "yes", geonames=True)
        here = (town.longitude, town.latitude)
        if len(towns) < count and all(distance_km(here, (t.longitude, t.latitude)) > least_km for t in towns):
            towns.append(town)
    return towns


CASES = (
    Case("niger", "The worked example, on A4", chart()),
    Case("niger-letter-french", "In French, on Letter, after the data end", chart(
        names=FRENCH, language="fr-FR", width_mm=LETTER_MM, as_of=date(2026, 11, 24))),
    Case("niger-most", "Most coups first, from the first event on", chart(sort="most", since=1950)),
    Case("niger-grey", "As a grey printer leaves it", chart(style=seen(GREY))),
    Case("niger-green-blind", "To a reader with no green cones", chart(style=seen(GREEN_BLIND))),
    Case("one-country", "One country", chart(countries=["NER"])),
    Case("one-column", "Eighteen countries in a column of 85 mm", chart(width_mm=COLUMN_MM)),
    Case("africa", "55 countries and 500 events on one page", chart(
        table=made_up(500, AFRICA, (1950, 2023)), countries=AFRICA, focus="GAB", since=1950, as_of=date(2023, 8, 31))),
    Case("nothing", "No event at all", chart(table=EMPTY, focus=None, countries=["CPV", "GHA", "SEN"])),
    Case("twelve-in-a-year", "Twelve events in one year", chart(
        table=in_one_year(12), countries=["TGO", "BEN", "GHA"], focus="TGO")),
    Case("long-names", "The longest names", chart(
        table=made_up(40, LONG_NAMES, (1960, 2023)), countries=LONG_NAMES, focus="GBR")),
    Case("arabic-names", "Names written from right to left", chart(names=ARABIC)),
    Case("last-year", "From last year on", chart(since=2022)),
    Case("not-covered", "Countries that the data do not cover", chart(
        countries=["NER", "ESH", "GRL", "MLI"], as_of=date(2023, 8, 31))),
    Case("world", "The world: too many countries for a row each", chart(
        countries=tuple(NAMES), focus="BOL", since=1950, as_of=date(2024, 6, 27), tallest_mm=207.0,
        listed="World (UN M49, 248 countries), Kosovo and Taiwan")),
    Case("mainland-south-east-asia-grey", "A named region, as a grey printer leaves it", chart(
        countries=codes("KHM LAO MMR THA VNM"), focus="MMR", since=1950, as_of=date(2022, 12, 31), style=seen(GREY),
        listed="Mainland South-East Asia (customary, without Peninsular Malaysia, 5 countries)")),
    Case("decades", "By decade", chart(form="decades", since=1950)),
    Case("decades-red-blind", "By decade, in French, to a reader with no red cones", chart(
        form="decades", since=1965, style=seen(RED_BLIND), names=FRENCH, language="fr")),
    Case("decades-500", "By decade, 500 events", chart(
        form="decades", since=1950, table=made_up(500, AFRICA, (1950, 2023)), countries=AFRICA)),
    Case("decades-begun", "By decade, from last year on", chart(form="decades", since=2022)),
    Case("map-niger", "The worked example's map", locator("NER", "Niamey", "Agadez")),
    Case("map-towns-grey", "Ten towns, as a grey printer leaves them", locator(
        "NER", *SAHEL, width_mm=150.0, style=seen(GREY))),
    Case("map-gambia", "A country thinner than its name", locator("GMB", "Banjul", width_mm=COLUMN_MM)),
    Case("map-fiji", "Islands on the antimeridian", locator("FJI", places=[place("Suva", -18.14, 178.44, capital=True)])),
    Case("map-russia", "The largest country, across the antimeridian", locator("RUS", width_mm=A4_MM)),
    Case("map-nauru-arabic", "The smallest island, in Arabic", locator("NRU", names=ARABIC)),
    Case("map-earthquake", "Every kind of place and two circles", locator(
        ("TUR", "SYR"), places=EARTHQUAKE, circles=CIRCLES, extent=Extent(margin_km=40), width_mm=A4_MM, inset=True)),
    Case("map-earthquake-green-blind", "The same to a reader with no green cones, in half the width", locator(
        ("TUR", "SYR"), places=EARTHQUAKE[:1] + EARTHQUAKE[3:8:2] + EARTHQUAKE[9:], circles=CIRCLES,
        width_mm=COLUMN_MM, style=seen(GREEN_BLIND))),
    Case("map-values-grey", "Values by size, as a grey printer leaves them", locator(
        "TUR", places=TOLLS, values_title="Deaths (made up)", extent=Extent(margin_km=90), width_mm=A4_MM, inset=True,
        style=seen(GREY))),
    Case("map-shading-red-blind", "Countries by a value, to a reader with no red cones, in French", locator(
        "COD", shading=OUTBREAK, extent=GREAT_LAKES, names=FRENCH, language="fr", width_mm=A4_MM, inset=True,
        style=seen(RED_BLIND))),
    Case("map-box-antimeridian", "A box across the antimeridian", locator(
        ("FJI", "TON", "WSM"), "Suva", "Apia", extent=Extent(box=(174.0, -22.0, -170.0, -12.0)), width_mm=A4_MM, inset=True)),
    Case("map-sixteen-countries", "Sixteen countries in focus and their capitals", locator(
        WESTERN_AFRICA, "Niamey", "Bamako", "Dakar", "Accra", "Abuja", "Praia", "Freetown", "Monrovia", "Ouagadougou",
        width_mm=A4_MM, inset=True)),
    Case("map-sixty-towns", "Sixty towns, those without room by numbers", locator(
        "NGA", places=largest_towns("NGA", 60, least_km=45), width_mm=A4_MM)),
    Case("map-close", "A few kilometres about the smallest state", locator(
        "VAT", places=[place("A place in Rome", 41.893, 12.483)], extent=Extent(box=(12.3, 41.8, 12.6, 42.0)), inset=True)),
)  # fmt: skip
