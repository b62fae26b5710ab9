"""A catalogue of the archive for the reading room: static pages that need no server and no network.

index.html            every briefing, with a search box
ID/index.html         its editions, with what changed, digests and downloads
ID/ID-edition-N.pdf   each edition as it was handed out
site.css  search.js

Only what the readers of the catalogue may see is in it. Nothing of an edition that is left out is told, but that a later
one may have superseded what is shown; what an earlier catalogue in the same folder held of it is removed first.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from briefing.archive.archive import Archive, StoredEdition
from briefing.archive.redline import PARTS, Run, row_of
from briefing.i18n import get_translator
from briefing.model.edition_statement import Change
from briefing.problems import ArchiveError, Place, Problem, UsageError
from briefing.resources import TEMPLATES
from briefing.templating import fill_template

Told = Callable[[int, int], None]
Write = Callable[[Path, bytes], None]
MAKER = "briefing editions site"
"""What pages of the catalogue say they were made by."""


@dataclass(frozen=True)
class Readers:
    """Who a catalogue is for: `may_read` says it of a marking, `up_to` in words."""

    up_to: str
    may_read: Callable[[str], bool]


@dataclass(frozen=True)
class Catalogue:
    """How many editions a catalogue shows, how many its readers may not see, and what kept others from being read."""

    editions: int
    left_out: int
    failed: tuple[ArchiveError, ...]


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


def write_site(archive: Archive, folder: Path, readers: Readers, write: Write, told: Told) -> Catalogue:
    """Write the catalogue for some readers into a folder: a new or empty one, or one that holds a catalogue.

    `write` writes one file. Raises UsageError (`not-empty`). An edition that is not as it was stored is not in it.
    """
    _claim(folder)
    rows: list[BriefingRow] = []
    ids, count, left_out, failed = archive.ids(), 0, 0, list[ArchiveError]()
    # Empty, and before all else: a run that is broken off is known for ours, and tells no more than it should.
    write(folder / "index.html", _front([], 0, readers))
    _remove_strange(folder, set(ids))
    for done, briefing_id in enumerate(ids, 1):
        told(done, len(ids))
        editions, unread = archive.readable(briefing_id)
        allowed = [edition for edition in editions if readers.may_read(edition.marking)]
        left_out += len(editions) - len(allowed)
        pdfs, damaged = _handed_out(allowed)
        failed += [*unread, *damaged]
        shown = [edition for edition in allowed if edition.number in pdfs]
        _remove(folder / briefing_id, {_file(edition) for edition in shown})
        if shown:
            for name, content in _briefing_files(shown, pdfs):
                write(folder / briefing_id / name, content)
            rows.append(_briefing_row(shown))
            count += len(shown)
    rows.sort(key=lambda row: (row.datetime, row.id), reverse=True)
    for name in ("site.css", "search.js"):
        write(folder / name, (TEMPLATES / "site" / name).read_bytes())
    write(folder / "index.html", _front(rows, count, readers))
    return Catalogue(count, left_out, tuple(failed))


def _handed_out(editions: list[StoredEdition]) -> tuple[dict[int, bytes], list[ArchiveError]]:
    """The PDF of every edition as it was handed out, by number, and what kept others from being read."""
    pdfs: dict[int, bytes] = {}
    failed: list[ArchiveError] = []
    for edition in editions:
        try:
            pdfs[edition.number] = edition.signed or edition.pdf
        except ArchiveError as error:
            failed.append(error)
    return pdfs, failed


def _front(rows: list[BriefingRow], count: int, readers: Readers) -> bytes:
    page = fill_template(
        "site/index.html.j2", get_translator("en"), briefings=rows, count=count, up_to=readers.up_to, maker=MAKER
    )
    return page.encode()


def _claim(folder: Path) -> None:
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        return
    if not _is_ours(folder / "index.html"):
        what, hint = "there is something here that is no catalogue of editions", "name a folder that is new or empty"
        raise UsageError(Problem("not-empty", what, Place(str(folder)), hint))


def _is_ours(page: Path) -> bool:
    if not page.is_file():
        return False
    with page.open("rb") as file:
        return f'name="generator" content="{MAKER}"'.encode() in file.read(1000)


def _remove_strange(folder: Path, ids: set[str]) -> None:
    """Remove what an earlier catalogue held of briefings that are no longer in the archive."""
    for inner in folder.iterdir():
        if inner.is_dir() and not inner.is_symlink() and inner.name not in ids and _is_ours(inner / "index.html"):
            _remove(inner, set())


def _remove(folder: Path, kept: set[str]) -> None:
    """Remove what an earlier catalogue held of a briefing, but for the files of this one; what is not ours stays."""
    if not folder.is_dir():
        return
    edition = re.compile(rf"{re.escape(folder.name)}-edition-[1-9]\d*\.pdf")
    for path in sorted(folder.iterdir()):
        if path.name not in kept and (edition.fullmatch(path.name) or _is_page(path)):
            path.unlink()
    if not any(folder.iterdir()):
        folder.rmdir()


def _is_page(path: Path) -> bool:
    return path.name == "index.html" and _is_ours(path)


def _file(edition: StoredEdition) -> str:
    return f"{edition.id}-edition-{edition.number}.pdf"


def _briefing_files(editions: list[StoredEdition], pdfs: Mapping[int, bytes]) -> Iterator[tuple[str, bytes]]:
    rows, shown = [], {edition.number for edition in editions}
    for edition in editions:
        name, pdf = _file(edition), pdfs[edition.number]
        rows.append(_edition_row(edition, name, pdf, shown))
        yield name, pdf
    newest = editions[-1]
    page = fill_template(
        "site/briefing.html.j2",
        get_translator("en"),
        id=newest.id,
        title=newest.title,
        written_in=newest.manifest.language,
        marking=" · ".join(dict.fromkeys(edition.marking for edition in reversed(editions))),
        editions=rows[::-1],
        maker=MAKER,
    )
    yield "index.html", page.encode()


def _edition_row(edition: StoredEdition, file: str, pdf: bytes, shown: set[int]) -> EditionRow:
    manifest = edition.manifest
    return EditionRow(
        number=edition.number,
        title=edition.title,
        published=f"{manifest.published:%d %B %Y, %H:%M} UTC".lstrip("0"),
        datetime=f"{manifest.published:%Y-%m-%dT%H:%MZ}",
        status=edition.status,
        notice=_notice(edition, shown),
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


def _notice(edition: StoredEdition, shown: set[int]) -> str:
    if not edition.notice:
        return ""
    notice, instead = edition.notice, ""
    if notice.replaced_by:
        by = f"edition {notice.replaced_by}" if notice.replaced_by in shown else "one that is not in this catalogue"
        instead = f" It is replaced by {by}."
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
