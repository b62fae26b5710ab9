"""All editions of an archive, as a list shows them.

Each is read from its own manifest, whose digest is checked: what decides who may see an edition is never taken from a copy.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from briefing.archive.archive import Archive, StoredEdition
from briefing.archive.metadata import format_moment
from briefing.problems import ArchiveError

ReportCount = Callable[[int, int], None]
"""Is called with how many objects have been read, and of how many."""


@dataclass(frozen=True)
class EditionSummary:
    """One edition in a list; dates are UTC as `2023-07-28T09:00:00Z`."""

    id: str
    number: int
    published: str
    changed: str
    status: str
    pages: int
    marking: str
    title: str
    note: str
    minor: bool
    signed: bool
    replaced_by: int | None
    reason: str


def list_editions(archive: Archive, report: ReportCount) -> tuple[list[EditionSummary], list[ArchiveError]]:
    """Return every edition, by id and number, and the errors that prevented reading others."""
    summaries: list[EditionSummary] = []
    errors: list[ArchiveError] = []
    archive = archive.for_many()
    ids = archive.ids()
    for count, briefing_id in enumerate(ids, 1):
        report(count, len(ids))
        editions, unreadable = archive.readable_editions(briefing_id)
        summaries += map(summarise, editions)
        errors += unreadable
    return summaries, errors


def summarise(edition: StoredEdition) -> EditionSummary:
    """Return an edition as a list shows it."""
    manifest, notice = edition.manifest, edition.notice
    return EditionSummary(
        id=manifest.id,
        number=manifest.number,
        published=format_moment(manifest.published),
        changed=format_moment(manifest.changed),
        status=edition.status,
        pages=manifest.pages,
        marking=manifest.marking,
        title=manifest.title,
        note=manifest.note,
        minor=manifest.minor,
        signed=bool(manifest.signed),
        replaced_by=notice.replaced_by if notice else None,
        reason=notice.reason if notice else "",
    )
