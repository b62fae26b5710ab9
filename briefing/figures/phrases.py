"""Counts of coups as the chart's sentences and headings name them, by outcome."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from briefing.figures.data.events import CoupOutcome
from briefing.i18n import Translator
from briefing.model.regions import NamedRegion, expand_countries, regions_in

_MOST_NAMED = 6


def outcome_names(words: Translator) -> Mapping[CoupOutcome, str]:
    """Return what one event of each outcome is called: "successful"."""
    return {
        CoupOutcome.SUCCESSFUL: words.pgettext("one coup", "successful"),
        CoupOutcome.FAILED: words.pgettext("one coup", "failed"),
        CoupOutcome.UNDER_WAY: words.pgettext("one coup", "under way"),
    }


def outcome_headings(words: Translator) -> Mapping[CoupOutcome, str]:
    """Return the heading above the events of each outcome."""
    return {
        CoupOutcome.SUCCESSFUL: words.pgettext("several coups", "successful"),
        CoupOutcome.FAILED: words.pgettext("several coups", "failed"),
        CoupOutcome.UNDER_WAY: words.pgettext("several coups", "under way"),
    }


def until_now(words: Translator, outcome: CoupOutcome, count: int) -> str:
    """Return how many events there have been until now: "two coups have succeeded", and after that "one has failed"."""
    if outcome is CoupOutcome.SUCCESSFUL and not count:
        return words.gettext("no coup has succeeded")
    n = words.number_word(count)
    return {
        CoupOutcome.SUCCESSFUL: words.ngettext("one coup has succeeded", "{n} coups have succeeded", count, n=n),
        CoupOutcome.FAILED: words.ngettext("one has failed", "{n} have failed", count, n=n),
        CoupOutcome.UNDER_WAY: words.ngettext("one is under way", "{n} are under way", count, n=n),
    }[outcome]


def until_data_end(words: Translator, outcome: CoupOutcome, count: int) -> str:
    """Return how many events there were until the data end: "two coups succeeded", and after that "one failed"."""
    if outcome is CoupOutcome.SUCCESSFUL and not count:
        return words.gettext("no coup succeeded")
    n = words.number_word(count)
    return {
        CoupOutcome.SUCCESSFUL: words.ngettext("one coup succeeded", "{n} coups succeeded", count, n=n),
        CoupOutcome.FAILED: words.npgettext("in a sentence", "one failed", "{n} failed", count, n=n),
        CoupOutcome.UNDER_WAY: words.ngettext("one was under way", "{n} were under way", count, n=n),
    }[outcome]


def in_list(words: Translator, outcome: CoupOutcome, count: int) -> str:
    """Return a count of events as an item of a list: "two successful", "none failed"."""
    n = words.number_word(count)
    if not count:
        none = {
            CoupOutcome.SUCCESSFUL: words.gettext("none successful"),
            CoupOutcome.FAILED: words.gettext("none failed"),
            CoupOutcome.UNDER_WAY: words.gettext("none under way"),
        }
        return none[outcome]
    return {
        CoupOutcome.SUCCESSFUL: words.ngettext("one successful", "{n} successful", count, n=n),
        CoupOutcome.FAILED: words.npgettext("in a list", "one failed", "{n} failed", count, n=n),
        CoupOutcome.UNDER_WAY: words.ngettext("one under way", "{n} under way", count, n=n),
    }[outcome]


def coup_definition(words: Translator, coder: str) -> str:
    """Return what counts as a coup in the data of a coder (Powell & Thyne, 2011; Cline Center codebook)."""
    definitions = {
        "Powell & Thyne": words.gettext(
            "Coup: an illegal and overt attempt by the military or other elites within the state apparatus to "
            "unseat the sitting executive; successful if they keep power for at least seven days; under way until "
            "then, unless it has failed."
        ),
        "Cline Center": words.gettext(
            "Coup: an organised effort to remove the incumbent executive authority of a national government "
            "suddenly and irregularly, as coded by the Cline Center; conspiracies are left out. An event "
            "that has not failed is under way until it is seven days old."
        ),
    }
    other = words.gettext(
        "Coup and coup attempt as defined by {coder}; an event that has not failed is under way until it is seven "
        "days old.",
        coder=coder,
    )
    return definitions.get(coder, other)


def name_region(words: Translator, region: NamedRegion, day: date) -> str:
    """Say which region is meant on a day, and of how many countries: "Central Africa (UN M49, 9 countries)"."""
    name, count = region.name(words.tag), len(region.countries(day))
    if region.kind == "organisation":
        shown = words.day(region.known_on(day))
        # Translators: an organisation and its members: "ECOWAS (15 members on 27 July 2023)".
        return words.gettext("{organisation} ({n} members on {day})", organisation=name, n=count, day=shown)
    countries = words.gettext("{n} countries", n=count)
    # Translators: a region, who defines it, and its countries: "Central Africa (UN M49, 9 countries)".
    return words.gettext(
        "{region} ({source}, {countries})", region=name, source=region.source(words.tag), countries=countries
    )


def name_listed(words: Translator, entries: Sequence[str], day: date) -> str:
    """Say which regions and other countries a list means on a day; empty where it has codes only."""
    regions = regions_in(entries)
    if not regions:
        return ""
    within = {iso3 for region in regions for iso3 in region.countries(day)}
    others = [iso3 for iso3 in expand_countries(entries, day) if iso3 not in within]
    names = words.countries()
    more = [names[iso3] for iso3 in others]
    if len(more) > _MOST_NAMED:
        more = [words.gettext("{n} other countries", n=len(more))]
    return words.listing([*(name_region(words, region, day) for region in regions), *more])
