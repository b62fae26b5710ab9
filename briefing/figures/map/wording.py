"""What a map says in words: its title, what it shows to a reader who cannot see it, its notes and its data."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from decimal import Decimal

from briefing.figures.canvas import Canvas
from briefing.figures.figure import Figure, Table
from briefing.figures.map.bearings import ALL_ROUND, MIDDLE_EIGHTH, MIDDLE_THIRD, place_in_frame
from briefing.figures.map.below.foot import kind_names
from briefing.figures.map.geometry import distance_km
from briefing.figures.map.naming import Names
from briefing.figures.map.request import MarkedCircle, MarkedPlace
from briefing.figures.map.shown import LocatorMap
from briefing.i18n import Translator
from briefing.text.csv_text import csv_bytes

_MOST_LISTED, _MOST_NAMED = 12, 3
_MOST_COUNTRIES = 4
_ROUNDING_KM = 1.0
"""Coordinates are exact to a hundredth of a degree: nothing is said of a place so near the line of a circle."""


def describe(canvas: Canvas, shown: LocatorMap, names: Names, words: Translator) -> Figure:
    """Return the figure of a drawn map with all that is said of it: the neighbours clockwise from the north."""
    country_names = shown.request.names
    bearings = {iso3: shown.directions(iso3) for iso3 in names.neighbours}
    named = sorted(names.neighbours, key=lambda iso3: (bearings[iso3][0], country_names[iso3]))
    alt = words.gettext(
        "Locator map of {country}{places}{neighbours}.",
        country=countries(shown, words),
        # Translators: put between the country and the full stop of the sentence; so is what follows.
        places=words.gettext(", showing {places}", places=_places(shown, words)) if shown.marks else "",
        neighbours=_surroundings(shown, named, words),
    )
    findings = [*_circle_findings(shown, words), *_value_findings(shown, words), *_shading_findings(shown, words)]
    sentences = [alt]
    if shown.has_directions:
        marked = [words.gettext("Marked: {places}.", places=_places(shown, words))] if shown.marks else []
        positions = [_position(shown, iso3, words) for iso3 in shown.request.focus[:_MOST_COUNTRIES]]
        sentences = [*positions, *marked, *(_bearing(country_names[i], bearings[i], words) for i in named)]
    description = " ".join([*sentences, *findings])
    title = shown.request.title or (findings[0].rstrip(".") if findings else _title(shown, named, words))
    svg = canvas.svg(alt, description)
    notes = _notes(shown, {*shown.neighbours, *names.unnamed_countries} - set(named), words)
    said = findings if shown.request.title else findings[1:]
    table, csv = _table(shown, words), _csv(shown)
    return Figure("locator", svg, title, alt, description, notes, table, csv, findings=" ".join(said))


def countries(shown: LocatorMap, words: Translator) -> str:
    """Name the countries in focus; of many, the first three and how many more there are."""
    if shown.request.region:
        return shown.request.region
    named = [shown.request.names[iso3] for iso3 in shown.request.focus]
    if len(named) <= _MOST_COUNTRIES:
        return words.listing(named)
    rest = len(named) - 3
    more = words.ngettext("{n} other country", "{n} other countries", rest, n=words.number_word(rest))
    return words.listing([*named[:3], more])


def _title(shown: LocatorMap, named: Sequence[str], words: Translator) -> str:
    country, places = countries(shown, words), shown.request.places
    if len(places) == 1 and places[0].capital and (places[0].iso3,) == shown.request.focus:
        return words.gettext("{country} and its capital, {place}", country=country, place=places[0].name)
    if not named:
        return country
    if len(shown.request.focus) > 1 and not shown.request.region:
        return words.gettext("{countries} and their surroundings", countries=country)
    return words.gettext("{country} and its surroundings", country=country)


def _places(shown: LocatorMap, words: Translator) -> str:
    if len(shown.marks) > _MOST_LISTED:
        n = len(shown.marks)
        return words.ngettext("{n} place", "{n} places", n, n=words.number(n))
    return words.listing([place.name for place, _ in shown.marks])


def _circle_findings(shown: LocatorMap, words: Translator) -> list[str]:
    """Say of each circle how many of the places are in it, if its line is not too near to one of them."""
    return [finding for circle in shown.request.circles if (finding := _inside(circle, shown, words))]


def _inside(circle: MarkedCircle, shown: LocatorMap, words: Translator) -> str:
    centre = (circle.longitude, circle.latitude)
    distances = {
        place.name: distance_km(centre, (place.longitude, place.latitude))
        for place in shown.request.places
        if place.name != circle.name
    }
    if not distances or any(abs(km - circle.radius_km) < _ROUNDING_KM for km in distances.values()):
        return ""
    inside, n = [name for name, km in distances.items() if km < circle.radius_km], len(distances)
    distance = words.gettext("{n} km", n=words.quantity(circle.radius_km))
    if n == 1:
        (name,) = distances
        if inside:
            return words.gettext(
                "{place} is within {distance} of {centre}.", place=name, distance=distance, centre=circle.name
            )
        return words.gettext(
            "{place} is more than {distance} from {centre}.", place=name, distance=distance, centre=circle.name
        )
    if not inside:
        return words.gettext(
            "None of the other places marked is within {distance} of {centre}.",
            distance=distance, centre=circle.name,
        )  # fmt: skip
    if len(inside) == n:
        return words.gettext(
            "All other places marked are within {distance} of {centre}.",
            distance=distance, centre=circle.name,
        )  # fmt: skip
    count, counts = len(inside), {"all": words.number_word(n), "n": words.number_word(len(inside))}
    if count > _MOST_NAMED:
        return words.ngettext(
            "Of {all} other places marked, {n} is within {distance} of {centre}.",
            "Of {all} other places marked, {n} are within {distance} of {centre}.",
            count, **counts, distance=distance, centre=circle.name,
        )  # fmt: skip
    return words.ngettext(
        "Of {all} other places marked, {n} is within {distance} of {centre}: {places}.",
        "Of {all} other places marked, {n} are within {distance} of {centre}: {places}.",
        count, **counts, distance=distance, centre=circle.name, places=words.listing(inside),
    )  # fmt: skip


def _value_findings(shown: LocatorMap, words: Translator) -> list[str]:
    values = sorted(
        ((place.value, place.name) for place in shown.request.places if place.value is not None),
        key=lambda pair: -pair[0],
    )
    return _range(shown.request.values_title, values, words)


def _shading_findings(shown: LocatorMap, words: Translator) -> list[str]:
    if not (shading := shown.request.shading):
        return []
    values = sorted(((value, shown.request.names[iso3]) for iso3, value in shading.values), key=lambda pair: -pair[0])
    return _range(shading.title, values, words)


def _range(title: str, values: Sequence[tuple[float, str]], words: Translator) -> list[str]:
    """Say of what values are, the highest and the lowest, and where; all that share them."""
    if not values:
        return []
    (high, _), (low, _) = values[0], values[-1]
    most = words.listing([name for value, name in values if value == high][:_MOST_COUNTRIES])
    least = words.listing([name for value, name in values if value == low][:_MOST_COUNTRIES])
    if high == low:
        return [words.gettext("{title}: {n} ({places}).", title=title, n=words.quantity(high), places=most)]
    return [
        words.gettext(
            "{title}: from {low} ({least}) to {high} ({most}).",
            title=title,
            low=words.quantity(low),
            least=least,
            high=words.quantity(high),
            most=most,
        )
    ]


def _surroundings(shown: LocatorMap, named: Sequence[str], words: Translator) -> str:
    """Name the countries across a land border as such, others as what they are: named on the map."""
    if not named:
        return ""
    listed = words.listing([shown.request.names[iso3] for iso3 in named])
    if shown.across and set(named) <= set(shown.across):
        return words.gettext(", bordered by {countries}", countries=listed)
    return words.gettext(", with {countries} named", countries=listed)


def _position(shown: LocatorMap, iso3: str, words: Translator) -> str:
    """Say where on the map a country is: not in the middle where islands are shown with a distant coast."""
    country = shown.request.names[iso3]
    middle = MIDDLE_THIRD if len(shown.request.focus) == 1 else MIDDLE_EIGHTH
    part = place_in_frame(shown.centre_of(iso3), shown.view.frame, middle)
    if part is None:
        return words.gettext("{country} is at the centre of the map.", country=country)
    return words.gettext(
        "{country} is in the {direction} of the map.", country=country, direction=_directions(words)[part]
    )


def _bearing(country: str, eighths: tuple[int, ...], words: Translator) -> str:
    if eighths == ALL_ROUND:
        return words.gettext("{country} lies all round it.", country=country)
    directions = words.listing([_directions(words)[eighth] for eighth in eighths])
    return words.gettext("{country} lies to the {direction}.", country=country, direction=directions)


def _notes(shown: LocatorMap, unnamed_codes: Collection[str], words: Translator) -> tuple[str, ...]:
    names = shown.request.names
    notes = [
        words.gettext(
            "Boundaries and names are those of Natural Earth, generalised; they imply no endorsement or "
            "acceptance. Lambert azimuthal equal-area projection."
        )
    ]
    unnamed = sorted(names[iso3] for iso3 in unnamed_codes)
    if unnamed:
        notes.append(
            words.gettext("Not named on the map for want of room: {countries}.", countries=words.listing(unnamed))
        )
    request = shown.request
    if any(one.geonames for one in request.places) or any(one.geonames for one in request.circles):
        notes.append(words.gettext("Coordinates of places: GeoNames (geonames.org), CC BY 4.0."))
    if request.listed:
        notes.insert(0, words.gettext("Countries: {listed}.", listed=request.listed))
    return tuple(notes)


def _directions(words: Translator) -> tuple[str, ...]:
    """Return the eight directions as they follow "lies to the", clockwise from the north."""
    return (
        words.gettext("north"), words.gettext("north-east"), words.gettext("east"), words.gettext("south-east"),
        words.gettext("south"), words.gettext("south-west"), words.gettext("west"), words.gettext("north-west"),
    )  # fmt: skip


def _table(shown: LocatorMap, words: Translator) -> Table:
    headings = [words.gettext("Place"), words.gettext("Latitude"), words.gettext("Longitude")]
    places = shown.request.places
    called = kind_names(words)
    rows = [[place.name, f"{place.latitude:.2f}", f"{place.longitude:.2f}"] for place in places]
    if shown.request.is_thematic:
        headings.append(words.gettext("Kind"))
        rows = [[*row, called[place.symbol]] for row, place in zip(rows, places, strict=True)]
    if shown.request.values_title:
        headings.append(shown.request.values_title)
        values = ("" if place.value is None else words.quantity(place.value) for place in places)
        rows = [[*row, value] for row, value in zip(rows, values, strict=True)]
    return Table(words.gettext("Places marked on the map"), tuple(headings), tuple(map(tuple, rows)))


def _csv(shown: LocatorMap) -> bytes:
    """Return the places as they are marked; and, where that is more, circles and shaded countries."""
    request = shown.request
    plain = ("name", "latitude", "longitude", "capital")
    if not request.is_thematic:
        return csv_bytes(plain, ((p.name, p.latitude, p.longitude, _capital(p)) for p in request.places))
    rows: list[tuple[object, ...]] = [
        (
            "place",
            p.name,
            p.latitude,
            p.longitude,
            _capital(p),
            p.symbol,
            "" if p.value is None else _plain(p.value),
            "",
        )
        for p in request.places
    ]
    rows += [("circle", c.name, c.latitude, c.longitude, "", "", "", _plain(c.radius_km)) for c in request.circles]
    shaded = request.shading.values if request.shading else ()
    rows += [("country", iso3, "", "", "", "", _plain(value), "") for iso3, value in shaded]
    return csv_bytes(("what", *plain, "kind", "value", "radius_km"), rows)


def _plain(value: float) -> str:
    """Return a number as its author wrote it: without the decimal of a whole one."""
    return f"{Decimal(repr(value)):f}".removesuffix(".0")


def _capital(place: MarkedPlace) -> str:
    """Return "yes" or "no"; empty where the author gave the coordinates of a place only, and it is not known."""
    return "" if place.capital is None else "yes" if place.capital else "no"
