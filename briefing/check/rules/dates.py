"""Rules on time: nothing is later than the as-of time, and the next update is after it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from briefing.check.check_input import CheckInput, Finding
from briefing.model.briefing import Briefing
from briefing.model.dates import When
from briefing.model.time_zones import load_zone

_HINT = "move as_of, or leave this out: readers take as_of for the time of what is known"


def source_after_as_of(given: CheckInput) -> Iterator[Finding]:
    """Find sources published after the as-of time."""
    for i, source in enumerate(given.briefing.sources):
        if source.published and _is_later(source.published, given.briefing):
            what = f"{source.id} was published {source.published}, after the as-of time"
            yield Finding(("sources", i, "published"), what, _HINT)


def retrieved_after_as_of(given: CheckInput) -> Iterator[Finding]:
    """Find sources whose text was retrieved on a day after the as-of time: it may say what was not known then."""
    for i, source in enumerate(given.briefing.sources):
        if source.retrieved and _is_later(source.retrieved, given.briefing):
            what = f"{source.id} was retrieved {source.retrieved}, after the as-of time: it may have been changed since"
            hint = "move as_of; or allow it, with the reason why its text is that of the as-of time"
            yield Finding(("sources", i, "retrieved"), what, hint)


def event_after_as_of(given: CheckInput) -> Iterator[Finding]:
    """Find key figures, entries of the timeline and reactions dated after the as-of time."""
    for i, figure in enumerate(given.briefing.figures):
        if figure.as_of and _is_later(figure.as_of, given.briefing):
            yield Finding(("figures", i, "as_of"), f"{figure.as_of} is after the as-of time", _HINT)
    for i, entry in enumerate(given.briefing.timeline):
        if _is_later(entry.when, given.briefing):
            yield Finding(("timeline", i, "when"), f"{entry.when} is after the as-of time", _HINT)
    for i, reaction in enumerate(given.briefing.reactions):
        if reaction.date and _is_later(reaction.date, given.briefing):
            yield Finding(("reactions", i, "date"), f"{reaction.date} is after the as-of time", _HINT)


def _is_later(when: When, briefing: Briefing) -> bool:
    # A day counts from its beginning: an event of the as-of day may have been before the as-of hour.
    zone = load_zone(briefing.timezone) if briefing.timezone else UTC
    return when.first_instant(zone) > briefing.as_of


def next_update_missing(given: CheckInput) -> Iterator[Finding]:
    """Find that no next update is announced: the reader cannot tell when this one is out of date."""
    if given.briefing.next_update is None:
        hint = "add next_update: 2023-07-28T12:00Z; or next_update: none, where none is planned"
        yield Finding(("as_of",), "the briefing does not say when its next update is due", hint)


def next_update_early(given: CheckInput) -> Iterator[Finding]:
    """Find a next update that is due no later than the as-of time."""
    due = given.briefing.due
    if due and due <= given.briefing.as_of:
        yield Finding(("next_update",), "the next update is not after the as-of time", "correct one of the two")


def next_update_past(briefing: Briefing, now: datetime) -> Finding | None:
    """Find that the next update is overdue at `now`."""
    due = briefing.due
    if due is None or due >= now:
        return None
    what = f"the next update was due {due:%Y-%m-%dT%H:%MZ}, which is past"
    return Finding(("next_update",), what, "update the briefing, or move next_update")
