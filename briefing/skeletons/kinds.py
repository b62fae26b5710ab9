"""The kinds of briefing that can be started, each with the parts of its skeleton."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

GENERAL = ""
"""The kind of a briefing of no kind: all that is usual, explained."""


@dataclass(frozen=True)
class Kind:
    """A kind of briefing: what it is for, how its title and its series read, and its parts, by the names of their files.

    `page` is the order of the parts on the page, where that is not the usual one.
    """

    purpose: str
    title: str
    series: str
    parts: tuple[str, ...]
    page: tuple[str, ...] = ()


KINDS: Mapping[str, Kind] = {
    GENERAL: Kind(
        "any event",
        "Country: what has happened, in one line",
        "Desk flash briefing",
        (
            *("figures-offered", "summary", "assessment", "actors", "reactions", "timeline", "history-offered"),
            *("sections", "section-free", "gaps"),
        ),
    ),
    "coup": Kind(
        "a seizure of power",
        "Country: who has taken power, and who backs them",
        "Desk flash briefing",
        (
            *(
                "figures-offered",
                "summary",
                "assessment",
                "actors",
                "stances-talks",
                "reactions",
                "history",
                "timeline",
                "map",
            ),
            *("sections", "section-next", "gaps"),
        ),
    ),
    "crisis": Kind(
        "a conflict or a political crisis",
        "Country: what has changed in the crisis",
        "Crisis update",
        (
            *("figures", "summary", "assessment", "actors", "stances-talks", "reactions", "timeline", "map"),
            *("sections", "section-people", "section-access", "section-next", "gaps"),
        ),
    ),
    "disaster": Kind(
        "an earthquake, a flood, a storm",
        "Country: what has struck, and what is needed most",
        "Disaster flash update",
        (
            *("figures", "summary", "map", "sections", "section-needs", "section-response", "section-access"),
            *("images-offered", "stances-aid", "reactions", "timeline", "charts-offered", "gaps"),
        ),
        ("figures", "bottom_line", "summary", "map", "sections", "reactions", "timeline", "gaps"),
    ),
    "outbreak": Kind(
        "an outbreak of a disease",
        "Country: which disease, how many cases, and where",
        "Outbreak update",
        (
            *("figures", "summary", "assessment", "map", "sections", "section-spread", "section-measures"),
            *("section-advice", "charts-offered", "timeline", "gaps"),
        ),
        ("figures", "bottom_line", "summary", "assessment", "map", "sections", "timeline", "gaps"),
    ),
    "visit": Kind(
        "a visit or a meeting",
        "Visit of whom, to whom, and what it is for",
        "Visit brief",
        (
            *("figures-offered", "summary", "sections", "section-programme", "section-points", "section-raised"),
            *("actors", "timeline", "map", "gaps"),
        ),
        ("bottom_line", "summary", "sections", "actors", "timeline", "map", "gaps"),
    ),
    "blank": Kind(
        "anything, with no more than it needs",
        "What has happened, in one line",
        "Briefing",
        ("figures-offered", "summary", "gaps"),
    ),
}
"""Each kind by its name after `--kind`."""
