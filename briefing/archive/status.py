"""Where the briefings of a workspace stand: which archives have editions of one, and how it differs from the last.

Where no folder above a briefing had a `briefing.toml`, earlier versions of this program published to `editions/` beside the
briefing, or beside the nearest `assets` or `.git`. Such an archive is complete and stays readable.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from briefing.archive.archive import Archive, StoredEdition
from briefing.archive.ocfl.layout import ROOT_MARK
from briefing.archive.publish import briefing_source, has_house, has_source, may_quote
from briefing.atomic import read_regular_file
from briefing.build_output import Parameters
from briefing.load.located_values import MAX_BYTES
from briefing.load.parameters import fill_parameters
from briefing.load.yaml_reader import read_yaml
from briefing.model.key_figures.since import EarlierFigures, earlier_figures
from briefing.problems import ArchiveError, BriefingError, Place, Problem, UsageError
from briefing.settings import SETTINGS_FILE, ArchiveSettings, read_settings
from briefing.workspace import BRIEFING_FILE, Workspace, as_argument, display_name

if TYPE_CHECKING:
    from briefing.load.folder import Loaded


@dataclass(frozen=True)
class BriefingStatus:
    """Where a briefing stands: its newest edition, None where there is none, and whether its folder has changed since.

    `due` is the next update: as the newest edition promises it, or as the folder does where that is not published; `final`
    says that none is planned.
    """

    last: StoredEdition | None
    changed: bool
    due: datetime | None
    final: bool


def read_status(loaded: Loaded, folder: Path, workspace: Workspace, archive: Archive) -> BriefingStatus:
    """Compare the briefing of a folder with its newest edition. Raises ArchiveError where that cannot be read."""
    last = archive.newest(loaded.briefing.id)
    if last is None:
        return BriefingStatus(None, changed=True, due=loaded.briefing.due, final=loaded.briefing.is_final)
    changed = not has_source(last, briefing_source(loaded, folder, workspace)) or not _has_look_of(last, workspace)
    promising = loaded.briefing
    with suppress(ArchiveError):  # an edition in a form that is no longer read
        promising = promising if last.notice else last.briefing
    return BriefingStatus(last, changed, promising.due, promising.is_final)


def _has_look_of(last: StoredEdition, workspace: Workspace) -> bool:
    """Tell whether an edition was made in the look that its workspace has now; not where that cannot be read."""
    from briefing.house.read import read_house  # with what fills templates, which a status of nothing does not need

    with suppress(UsageError):
        return has_house(last, read_house(workspace))
    return False


def last_figures(folder: Path, workspace: Workspace, parameters: Parameters = ()) -> EarlierFigures | None:
    """Return the key figures of the last edition of a folder's briefing, to be compared with those of the folder.

    None where there is no such edition, it has none or must not be quoted, or anything cannot be read: a build goes on then.
    """
    with suppress(BriefingError, OSError, ValueError):
        root = workspace.root / read_settings(workspace).archive.path
        values, _ = read_yaml(BRIEFING_FILE, read_regular_file((folder / BRIEFING_FILE).resolve(), MAX_BYTES))
        values, _ = fill_parameters(values, dict(parameters))
        last = Archive(root.resolve()).newest(str(values.get("id"))) if _is_archive(root) else None
        if last and last.briefing.figures and may_quote(last, str(values.get("marking")), workspace):
            return earlier_figures(last.number, last.briefing.figures)
    return None


def refuse_second_archive(briefing_id: str, folder: Path, selected: Archive, *, go_on: bool) -> None:
    """Raise ArchiveError (`two-archives`) where another archive than the selected one has editions of a folder's briefing.

    With `go_on`, where the archive was named, one that has at least as many of them is accepted.
    """
    for other in archives_around(folder, selected.root):
        editions, errors = Archive(other).readable_editions(briefing_id)
        if not (editions or errors):
            continue
        mine, _ = selected.readable_editions(briefing_id) if go_on else ([], [])
        if mine and editions and not errors and mine[-1].number >= editions[-1].number:
            continue
        newest = f", the last of them {editions[-1].name}" if editions else ""
        what = (
            f"{display_name(other)} has editions of {briefing_id} already{newest}; this would publish to "
            f"{display_name(selected.root)}"
        )
        command = f"briefing publish {as_argument(folder)} --archive {as_argument(other)}"
        raise ArchiveError(Problem("two-archives", what, Place(display_name(folder) or "."), f"go on there: {command}"))


def archives_around(folder: Path, selected: Path) -> list[Path]:
    """Return the archives other than the selected one that are in a folder or above it, the nearest first."""
    real = folder.resolve()
    found = [root.resolve() for above in (real, *real.parents) for root in _possible_archives(above)]
    return [root for root in dict.fromkeys(found) if root != selected.resolve() and _is_archive(root)]


def archives_beside(folders: Sequence[Path], selected: Path) -> list[Path]:
    """Return the archives other than the selected one that are beside briefings, as earlier versions made them."""
    found = [(folder / ArchiveSettings().path).resolve() for folder in folders]
    return [root for root in dict.fromkeys(found) if root != selected.resolve() and _is_archive(root)]


def _possible_archives(folder: Path) -> Iterator[Path]:
    yield folder / ArchiveSettings().path
    with suppress(OSError, UsageError):  # a folder that may not be read, or settings that cannot
        if (folder / SETTINGS_FILE).is_file():
            yield folder / read_settings(Workspace(folder)).archive.path


def _is_archive(root: Path) -> bool:
    with suppress(OSError):
        return (root / ROOT_MARK).is_file()
    return False
