"""The fields of a briefing as the texts that are compared and listed."""

from __future__ import annotations

from briefing.i18n import get_translator
from briefing.model.briefing import Briefing, Reaction
from briefing.model.charts.chart import Chart
from briefing.model.parts.images import ListedImage
from briefing.model.parts.locator_map import BOX, Map, MapPlace
from briefing.model.parts.next_update import NONE_PLANNED
from briefing.model.parts.placed_images import place_images
from briefing.model.parts.sections import SectionTable
from briefing.model.parts.sources import Source
from briefing.model.regions import find_region, is_region_entry

AUTO_TITLE = "auto"
"""The title of a chart that is written from its numbers, whose changes are listed themselves."""


def field_text(item: object, field: str, edition: Briefing | None = None) -> str:
    """Return the text of a field of a briefing or of an item in it; an item that is a text itself has that for each.

    `edition` is the briefing that the item is in, in whose language countries are named; without it they are codes.
    """
    match item, field:
        case str(), _:
            return item
        case Briefing(), "as_of" | "next_update":
            moment = item.as_of if field == "as_of" else item.due
            none = NONE_PLANNED if field == "next_update" and item.is_final else ""
            return f"{moment:%Y-%m-%d %H:%M} UTC" if moment else none
        case Briefing(), "exercise":
            return "true" if item.exercise else ""
        case Briefing(), "region" if item.region:
            return ", ".join((item.region.name, *_countries(item, item.region.focus, *item.region.countries)))
        case Briefing(), "map" if item.map:
            return ", ".join((*_countries(item, *item.map.focus), *_map_texts(item, item.map)))
        case Briefing(), "expect":
            return ", ".join(item.expect)
        case Briefing(), "contact":
            return ", ".join(filter(None, (item.contact.name, item.contact.email, item.contact.phone)))
        case _, "own":
            return "true" if getattr(item, field) else ""
        case Reaction(), "country" if edition and item.country:
            return get_translator(edition.language).countries()[item.country]
        case Reaction(), "speaker":
            return ", ".join(filter(None, (item.speaker, item.capacity)))
        case Chart(), "title" if item.title == AUTO_TITLE:
            return ""
        case Chart(), "name":
            return field_text(item, "title") or ", ".join(item.y)
        case SectionTable(), "name":
            return item.caption or next(
                (one.title for one in (edition.sections if edition else ()) if item in one.table), ""
            )
        case ListedImage(), "name":
            return item.caption or item.alt or _description_in_prose(item, edition)
        case Source(), "title":
            return f"{item.publisher}: {item.title}"
        case Source(), "grade":
            return f"{item.reliability or ''}{item.credibility or ''}"
        case Source(), "text":
            return f"SHA-256 {item.sha256[:12]}" if item.sha256 else ""
    return str(getattr(item, field) or "")


def _description_in_prose(image: ListedImage, edition: Briefing | None) -> str:
    placed = place_images(edition) if edition else ()
    return next((one.alt for one in placed if one.listed == image), "")


def _countries(edition: Briefing, *entries: str) -> list[str]:
    """Return the names of countries, each once, and of regions with the number of their countries: the focus first."""
    names = get_translator(edition.language).countries()
    regions = {entry: find_region(entry) for entry in entries if is_region_entry(entry)}
    for entry, region in regions.items():
        if region:
            names[entry] = f"{region.name(edition.language)} ({len(region.countries(edition.as_of.date()))})"
    return list(dict.fromkeys(names[entry] for entry in entries))


def _map_texts(edition: Briefing, drawn: Map) -> list[str]:
    """Return all that a map says beside its countries in focus."""
    extent = drawn.extent
    countries = _countries(edition, *(extent.countries or ())) if extent else []
    edges = [
        f"{key}: {getattr(extent, key):g}" for key in (*BOX, "margin_km") if extent and getattr(extent, key) is not None
    ]
    shading = drawn.shading
    shaded = [f"{_countries(edition, code)[0]} {value:g}" for code, value in shading.values.items()] if shading else []
    circles = [f"{_place(circle.around)} {circle.radius_km:g} km" for circle in drawn.circles]
    texts = (drawn.title, drawn.caption, drawn.values, shading.title if shading else None)
    return [*countries, *edges, *map(_place, drawn.show), *circles, *filter(None, texts), *shaded]


def _place(place: MapPlace) -> str:
    where = [place.country, place.latitude, place.longitude, place.kind, place.value]
    stated = ", ".join(f"{part:.15g}" if isinstance(part, float) else part for part in where if part is not None)
    return f"{place.name} ({stated})" if stated else place.name
