"""Rules on time: nothing later than the as-of time, and a next update that is still to come."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from briefing.check.claims import Copy
from briefing.check.rules.finding import Finding
from briefing.model.briefing import Briefing
from briefing.model.dates import When

_LATER = "move as_of, or leave it out: the reader takes as_of for what was known"


def source_after_as_of(copy: Copy) -> Iterator[Finding]:
    """A source published, or read, after the as-of time."""
    for i, source in enumerate(copy.briefing.sources):
        if source.published and _is_later(source.published, copy.briefing):
            what = f"{source.id} was published {source.published}, after the as-of time"
            yield Finding(("sources", i, "published"), what, _LATER)


def event_after_as_of(copy: Copy) -> Iterator[Finding]:
    """An entry of the timeline, or a reaction, dated after the as-of time."""
    for i, entry in enumerate(copy.briefing.timeline):
        if _is_later(entry.when, copy.briefing):
            yield Finding(("timeline", i, "when"), f"{entry.when} is after the as-of time", _LATER)
    for i, reaction in enumerate(copy.briefing.reactions):
        if reaction.date and _is_later(reaction.date, copy.briefing):
            yield Finding(("reactions", i, "date"), f"{reaction.date} is after the as-of time", _LATER)


def _is_later(when: When, briefing: Briefing) -> bool:
    # A day counts from its beginning: what is dated the day of the as-of time may have been before its hour.
    return when.start > briefing.as_of


def next_update_missing(copy: Copy) -> Iterator[Finding]:
    """No next update is announced: the reader cannot tell when this becomes stale."""
    if copy.briefing.next_update is None:
        hint = "add next_update: 2023-07-28T12:00Z, or allow it with the reason that none is planned"
        yield Finding(("as_of",), "the briefing does not say when its next update is due", hint)


def next_update_early(copy: Copy) -> Iterator[Finding]:
    """The next update is due before what this one already tells."""
    due = copy.briefing.next_update
    if due and due <= copy.briefing.as_of:
        yield Finding(("next_update",), "the next update is not after the as-of time", "mend one of the two")


def next_update_past(briefing: Briefing, now: datetime) -> Finding | None:
    """The next update is overdue at `now`: this edition promises what has not come."""
    due = briefing.next_update
    if due is None or due >= now:
        return None
    what = f"the next update was due {due:%Y-%m-%dT%H:%MZ}, which is past"
    return Finding(("next_update",), what, "bring the briefing up to date, or move next_update")


def data_ends_early(copy: Copy) -> Iterator[Finding]:
    """The coup data stops before the as-of date: the chart may lack the last events."""
    ends, as_of = copy.data_ends, copy.briefing.as_of.date()
    if ends and ends < as_of:
        what = f"the coup data ends on {ends}, before the as-of date"
        yield Finding(("history",), what, "import newer data, or allow it: the chart's note says where the data ends")
