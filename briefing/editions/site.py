"""A catalogue of the archive for the reading room: static pages that need no server and no network.

index.html            every briefing, with a search box
ID/index.html         its editions, with what changed, digests and downloads
ID/ID-edition-N.pdf   each edition as it was handed out
site.css  search.js
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from briefing.editions.archive import Archive, StoredEdition
from briefing.editions.redline import PARTS, Run, row_of
from briefing.editions.templates import fill
from briefing.imprint import Change
from briefing.shipped import TEMPLATES

Told = Callable[[int, int], None]
Write = Callable[[Path, bytes], None]


@dataclass(frozen=True)
class ChangeRow:
    """A change as a line of the list: what has changed, and its words struck and added."""

    heading: str
    runs: tuple[Run, ...]


@dataclass(frozen=True)
class EditionRow:
    """An edition as its page shows it."""

    number: int
    title: str
    published: str
    datetime: str
    status: str
    notice: str
    marking: str
    pages: int
    note: str
    file: str
    size: str
    digest: str
    signed: bool
    changes: tuple[ChangeRow, ...]
    small: tuple[ChangeRow, ...]


@dataclass(frozen=True)
class BriefingRow:
    """A briefing as the front page lists it."""

    id: str
    title: str
    marking: str
    language: str
    editions: int
    published: str
    datetime: str
    status: str
    words: str


def write_site(archive: Archive, folder: Path, write: Write, told: Told) -> int:
    """Write the catalogue into a folder, and give the number of editions in it; `write` writes one file.

    Raises ArchiveError where a PDF is not as it was stored.
    """
    rows: list[BriefingRow] = []
    ids, count = archive.ids(), 0
    for done, briefing_id in enumerate(ids, 1):
        told(done, len(ids))
        editions = archive.editions(briefing_id)
        for name, content in _briefing_files(editions):
            write(folder / briefing_id / name, content)
        rows.append(_briefing_row(editions))
        count += len(editions)
    rows.sort(key=lambda row: (row.datetime, row.id), reverse=True)
    write(folder / "index.html", fill("site/index.html.j2", briefings=rows, count=count).encode())
    for name in ("site.css", "search.js"):
        write(folder / name, (TEMPLATES / "site" / name).read_bytes())
    return count


def _briefing_files(editions: list[StoredEdition]) -> Iterator[tuple[str, bytes]]:
    rows = []
    for edition in editions:
        name, pdf = f"{edition.id}-edition-{edition.number}.pdf", edition.signed or edition.pdf
        rows.append(_edition_row(edition, name, pdf))
        yield name, pdf
    newest = editions[-1]
    page = fill(
        "site/briefing.html.j2",
        id=newest.id,
        title=newest.title,
        language=newest.manifest.language,
        marking=newest.marking,
        editions=rows[::-1],
    )
    yield "index.html", page.encode()


def _edition_row(edition: StoredEdition, file: str, pdf: bytes) -> EditionRow:
    manifest = edition.manifest
    return EditionRow(
        number=edition.number,
        title=edition.title,
        published=f"{manifest.published:%d %B %Y, %H:%M} UTC".lstrip("0"),
        datetime=f"{manifest.published:%Y-%m-%dT%H:%MZ}",
        status=edition.status,
        notice=_notice(edition),
        marking=edition.marking,
        pages=manifest.pages,
        note=manifest.note,
        file=file,
        size=f"{len(pdf) / 1000:,.0f} kB",
        digest=sha256(pdf).hexdigest(),
        signed=bool(manifest.signed),
        changes=tuple(_change_row(change) for change in edition.changes if change.material),
        small=tuple(_change_row(change) for change in edition.changes if not change.material),
    )


def _change_row(change: Change) -> ChangeRow:
    row, part = row_of(change), PARTS.get(change.part, change.part)
    return ChangeRow(part if row.heading == change.kind else f"{part}, {row.heading}", row.runs)


def _notice(edition: StoredEdition) -> str:
    if not edition.notice:
        return ""
    notice = edition.notice
    instead = f" It is replaced by edition {notice.replaced_by}." if notice.replaced_by else ""
    return f"Withdrawn on {notice.withdrawn:%Y-%m-%d}: {notice.reason.rstrip('.')}.{instead}"


def _briefing_row(editions: list[StoredEdition]) -> BriefingRow:
    shown = next((edition for edition in editions if edition.status == "current"), editions[-1])
    texts = [shown.id, *(edition.title for edition in editions), shown.marking, shown.manifest.series]
    return BriefingRow(
        id=shown.id,
        title=shown.title,
        marking=shown.marking,
        language=shown.manifest.language,
        editions=len(editions),
        published=f"{shown.published:%d %B %Y}".lstrip("0"),
        datetime=f"{shown.published:%Y-%m-%dT%H:%MZ}",
        status=shown.status,
        words=" ".join(re.findall(r"[\w-]+", " ".join(texts).casefold())),
    )
