"""An edition's working folder, written out again as it was."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from briefing.archive.archive import StoredEdition
from briefing.archive.contents import BRIEF
from briefing.atomic import write_atomically
from briefing.problems import Place, Problem, UsageError


def restore_edition(edition: StoredEdition, folder: Path) -> list[Path]:
    """Write all that the author had put into an edition into a new or empty folder, and give the files.

    What came from the workspace's shared files lies in it too, by the names the briefing gives them, so that it builds by
    itself. Raises UsageError (`not-empty`), ArchiveError where a file is not as it was stored.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        what, hint = "there is something here already", "name a folder that is new or empty"
        raise UsageError(Problem("not-empty", what, Place(str(folder)), hint))
    files = {name.removeprefix(BRIEF): edition.read(name) for name in edition.names(BRIEF)}
    for name, content in files.items():
        write_atomically(folder / PurePosixPath(name), content)
    return [folder / PurePosixPath(name) for name in files]
