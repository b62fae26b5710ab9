"""Restore the working folder of an edition, and rebuild the edition from it to see whether the same bytes come out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import cast, get_args

from briefing.archive.archive import StoredEdition
from briefing.archive.contents import ATTACH_OPTION, BRIEF, HOUSE, HTML, PAGE
from briefing.archive.ocfl.inventory import digest_of
from briefing.atomic import write_atomically
from briefing.build import ReportProgress, draw_briefing, render_edition
from briefing.build_output import BuildRequest
from briefing.fingerprint import current_toolchain
from briefing.model.field_types import ATTACHABLE
from briefing.model.paper import Paper
from briefing.problems import ArchiveError, Place, Problem, UsageError
from briefing.workspace import Workspace


@dataclass(frozen=True)
class RebuildComparison:
    """The files of a rebuilt edition that differ from the stored ones, and what it was made with that is not the same now."""

    differing: tuple[str, ...]
    causes: tuple[str, ...]


def restore_edition(edition: StoredEdition, folder: Path) -> list[Path]:
    """Write everything that the author put into an edition into a new or empty folder, and return the files.

    Files from the workspace's shared folders are written too, by the names the briefing gives them, so that the folder
    builds by itself. Raises UsageError (`not-empty`), ArchiveError where a file is not as it was stored.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        what, hint = "there is something here already", "name a folder that is new or empty"
        raise UsageError(Problem("not-empty", what, Place(str(folder)), hint))
    files = {name.removeprefix(BRIEF): edition.read(name) for name in edition.names(BRIEF)}
    for name, content in files.items():
        write_atomically(folder / PurePosixPath(name), content)
    return [folder / PurePosixPath(name) for name in files]


def rebuild_edition(edition: StoredEdition, report: ReportProgress) -> RebuildComparison:
    """Build an edition again from what is stored, and compare. Raises a BriefingError where it can no longer be built."""
    with TemporaryDirectory(prefix="briefing-rebuild-") as name:
        folder = Path(name) / edition.id
        restore_edition(edition, folder)
        workspace = Workspace(folder)
        paper = _paper(edition)
        # As a draft, so that rules which did not exist at the time do not prevent the comparison.
        drawn = draw_briefing(BuildRequest(folder, workspace, workspace.out, paper, draft=True), report)
        # The settings of its workspace are not stored, but what they chose is.
        attach = edition.manifest.options.get(ATTACH_OPTION, " ".join(ATTACHABLE))
        drawn = replace(drawn, attach=() if attach == "none" else tuple(attach.split()))
        rebuilt = render_edition(drawn, paper, report, edition.manifest.statement)
    files = {edition.manifest.pdf: rebuilt.pdf.content, HTML: rebuilt.document.html.encode()}
    files |= {f"{PAGE}{name}": content for name, content in rebuilt.document.files.items()}
    differing = tuple(name for name, content in files.items() if edition.state.get(name) != digest_of(content))
    return RebuildComparison(differing, tuple(_causes(edition)))


def _paper(edition: StoredEdition) -> Paper:
    paper = edition.manifest.options.get("paper")
    if paper not in get_args(Paper):
        what = f'{edition.name} is on "{paper}", a paper that this version of briefing does not have'
        raise ArchiveError(Problem("edition-too-old", what, Place(str(edition.folder))))
    return cast("Paper", paper)


def _causes(edition: StoredEdition) -> Iterator[str]:
    now, then = current_toolchain({}), edition.manifest
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
