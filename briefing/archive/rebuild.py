"""Restore the working folder of an edition, and rebuild the edition from it to see whether the same bytes come out."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import cast, get_args

from briefing.archive.archive import StoredEdition
from briefing.archive.contents import ATTACH_OPTION, BRIEF, HOUSE, HTML, PAGE
from briefing.archive.ocfl.inventory import digest_of
from briefing.atomic import is_unfinished, read_regular_file, write_atomically
from briefing.build import ReportProgress, draw_briefing, render_edition
from briefing.build_output import BuildRequest
from briefing.fingerprint import current_toolchain
from briefing.house.look import House
from briefing.model.field_types import ATTACHABLE
from briefing.model.paper import Paper
from briefing.problems import ArchiveError, Place, Problem, UsageError
from briefing.workspace import BRIEFING_FILE, Workspace

RESTORING = ".restoring"
"""The file that a folder has while an edition is restored into it."""

_MAX_MARKER_BYTES = 1000


@dataclass(frozen=True)
class RebuildComparison:
    """The files of a rebuilt edition that differ from the stored ones, and what it was made with that is not the same now."""

    differing: tuple[str, ...]
    causes: tuple[str, ...]


def restore_edition(edition: StoredEdition, folder: Path) -> list[Path]:
    """Write everything that the author put into an edition into a new or empty folder, and return the files.

    Files from the workspace's shared folders are written too, by the names the briefing gives them, so that the folder
    builds by itself. Until all is written, the folder has a file `.restoring` and no `briefing.yaml`; called again after an
    interruption, this goes on. Raises UsageError (`not-empty`), ArchiveError where a file is not as it was stored.
    """
    files = {name.removeprefix(BRIEF): edition.read(name) for name in edition.names(BRIEF)}
    marker = folder / RESTORING
    if os.path.lexists(folder) and not _is_empty(folder):
        _continue_restoring(edition, folder, files)
    else:
        write_atomically(marker, _marker_text(edition))
    for name in sorted(files, key=lambda name: (name == BRIEFING_FILE, name)):
        write_atomically(folder / PurePosixPath(name), files[name])
    marker.unlink(missing_ok=True)
    return [folder / PurePosixPath(name) for name in files]


def _is_empty(folder: Path) -> bool:
    """Whether there is nothing in a folder, or only what a restoration left that was interrupted at its very beginning."""
    if folder.is_symlink() or not folder.is_dir():
        return False
    begun = [path for path in folder.iterdir() if is_unfinished(path) and path.name.startswith(f".{RESTORING}.")]
    for path in begun:
        path.unlink()
    return not any(folder.iterdir())


def _marker_text(edition: StoredEdition) -> bytes:
    return f"{edition.name} is being restored here; to go on: briefing editions restore {edition.name} DIR\n".encode()


def _continue_restoring(edition: StoredEdition, folder: Path, files: Mapping[str, bytes]) -> None:
    """Remove what an interrupted restoration was writing. Raises UsageError where a folder has anything else."""
    hint = "name a folder that is new or empty"
    try:
        if read_regular_file(folder / RESTORING, _MAX_MARKER_BYTES) != _marker_text(edition):
            what = "another edition is being restored here"
            raise UsageError(Problem("not-empty", what, Place(str(folder)), hint))
    except OSError as error:
        what = "there is something here already"
        raise UsageError(Problem("not-empty", what, Place(str(folder)), hint)) from error
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink() or not (path.is_dir() or name == RESTORING or _is_restored(path, name, files)):
            what = f'"{name}" has been put here, or changed, since the restoration began'
            raise UsageError(Problem("not-empty", what, Place(str(folder)), hint))


def _is_restored(path: Path, name: str, files: Mapping[str, bytes]) -> bool:
    """Whether a file is one that was restored, or was being written when the restoration ended; the latter is removed."""
    if is_unfinished(path):
        path.unlink()
        return True
    return (
        name in files
        and path.is_file()
        and path.stat().st_size == len(files[name])
        and path.read_bytes() == files[name]
    )


def rebuild_edition(edition: StoredEdition, report: ReportProgress) -> RebuildComparison:
    """Build an edition again from what is stored, and compare.

    Raises ArchiveError with every file that is not as it was stored, and a BriefingError where it can no longer be built.
    """
    _require_sound(edition)
    with TemporaryDirectory(prefix="briefing-rebuild-") as name:
        folder = Path(name) / edition.id
        restore_edition(edition, folder)
        workspace = Workspace(folder)
        paper = _paper(edition)
        # As a draft, so that rules which did not exist at the time do not prevent the comparison.
        house = edition.house()
        drawn = draw_briefing(BuildRequest(folder, workspace, workspace.out, paper, draft=True), report, house)
        # The settings of its workspace are not stored, but what they chose is.
        attach = edition.manifest.options.get(ATTACH_OPTION, " ".join(ATTACHABLE))
        drawn = replace(drawn, attach=() if attach == "none" else tuple(attach.split()))
        rebuilt = render_edition(drawn, paper, report, edition.manifest.statement)
    files = {edition.manifest.pdf: rebuilt.pdf.content, HTML: rebuilt.document.html.encode()}
    files |= {f"{PAGE}{name}": content for name, content in rebuilt.document.files.items()}
    differing = tuple(name for name, content in files.items() if edition.state.get(name) != digest_of(content))
    return RebuildComparison(differing, tuple(_causes(edition, house)))


def _require_sound(edition: StoredEdition) -> None:
    """Raise ArchiveError (`archive-damaged`) with every file of an edition that is not as the inventory says."""
    problems: list[Problem] = []
    for name in edition.names():
        try:
            edition.read(name)
        except ArchiveError as error:
            problems += error.problems
    if problems:
        raise ArchiveError(problems)


def _paper(edition: StoredEdition) -> Paper:
    paper = edition.manifest.options.get("paper")
    if paper not in get_args(Paper):
        what = f'{edition.name} is on "{paper}", a paper that this version of briefing does not have'
        raise ArchiveError(Problem("edition-too-old", what, Place(str(edition.folder))))
    return cast("Paper", paper)


def _causes(edition: StoredEdition, house: House) -> Iterator[str]:
    now, then = current_toolchain({}, house), edition.manifest
    for before, after in ((then.made_with, now.made_with), (then.fonts, now.fonts)):
        for name, version in after.items():
            if before.get(name) != version:
                length = 12 if name == "briefing program" else None
                yield f"{name}: {before.get(name, 'none')[:length]} then, {version[:length]} now"
    stored = {name.removeprefix(HOUSE): edition.state[name] for name in edition.names(HOUSE)}
    for name in sorted(stored.keys() | now.house.keys()):
        if name not in now.house:
            yield f"{name}: was removed"
        elif stored.get(name) != digest_of(now.house[name]):
            yield f"{name}: {'has changed' if name in stored else 'is new'}"
