"""Counts of coups as the chart's sentences and headings name them, by outcome."""

from __future__ import annotations

from collections.abc import Mapping

from briefing.figures.data.events import CoupOutcome
from briefing.i18n import Translator


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
