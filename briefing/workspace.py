"""The workspace: the folder a desk works in, with its briefings, its assets, its archive and what it builds.

It is the nearest folder with a `briefing.toml`, at or above the one asked about. Links are followed first, so that a folder
is in the same workspace whatever way leads to it.
"""

from __future__ import annotations

import os
import re
import shlex
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from briefing.atomic import is_unfinished, write_atomically
from briefing.problems import Place, Problem, UsageError, reason_of
from briefing.resources import TEMPLATES
from briefing.skeletons.compose import compose_skeleton
from briefing.skeletons.kinds import GENERAL
from briefing.text.citations import SOURCE_ID

BRIEFING_FILE = "briefing.yaml"
EDITIONS = "editions"
"""The folder with the archive unless the settings name another."""

PRIVATE = "private"
"""The folder with the texts that may not be stored with briefings, unless the settings name another."""

WORKSPACE_FILE = "briefing.toml"
"""Marks the top folder of a workspace, and has its settings."""


@dataclass(frozen=True)
class Workspace:
    """A desk's folder; `root` is absolute."""

    root: Path

    @property
    def assets(self) -> Path:
        """The images and data shared by its briefings."""
        return self.root / "assets"

    @property
    def data(self) -> Path:
        """The datasets of coups that the desk has imported."""
        return self.root / "data"

    @property
    def out(self) -> Path:
        """The folder for PDFs unless another is given."""
        return self.root / "out"

    def briefing_folders(self) -> list[Path]:
        """Return the folders of all its briefings, sorted: directly in it, in `briefs/` and in `assets/briefs/`.

        Raises UsageError (`unreadable`) where one of these cannot be listed, so that no briefing is missed.
        """
        return [folder for folder in self._folders_with_briefings() if self._has(folder)]

    def folders_elsewhere(self) -> list[Path]:
        """Return the folders that seem to be its briefings, but are in another workspace or in none, as links may be."""
        return [folder for folder in self._folders_with_briefings() if not self._has(folder)]

    def _has(self, folder: Path) -> bool:
        """Tell whether this is the workspace that a folder is in."""
        nearest = nearest_workspace(folder)
        return nearest == self if nearest else folder.resolve().is_relative_to(self.root)

    def _folders_with_briefings(self) -> list[Path]:
        found: set[Path] = set()
        for parent in (self.root, self.root / "briefs", self.assets / "briefs"):
            try:
                found.update(
                    one for one in parent.iterdir() if _may_be_briefing(one, or_unreadable=parent != self.root)
                )
            except (FileNotFoundError, NotADirectoryError):
                continue
            except OSError as error:
                what = f"the folder cannot be listed: {reason_of(error)}"
                raise UsageError(Problem("unreadable", what, Place(str(parent)), "check who may read it")) from error
        return sorted(found)


def _may_be_briefing(folder: Path, *, or_unreadable: bool) -> bool:
    """Tell whether a folder has a briefing; a folder for briefings that may not be searched must not be passed over."""
    if os.path.isfile(folder / BRIEFING_FILE):  # noqa: PTH113 - a Path raises where reading is not permitted
        return True
    return or_unreadable and os.path.isdir(folder) and not os.access(folder, os.X_OK)  # noqa: PTH112


def nearest_workspace(folder: Path) -> Workspace | None:
    """Return the workspace that a folder is in; None where it is in none."""
    real = folder.resolve()
    for root in (real, *real.parents):
        if os.path.isfile(root / WORKSPACE_FILE):  # noqa: PTH113 - a Path raises where reading is not permitted
            return Workspace(root)
    return None


def find_workspace(folder: Path) -> Workspace:
    """Return the workspace of a folder, else that of the current folder; outside of any, the current folder stands for one."""
    here = Path.cwd()
    return nearest_workspace(folder) or nearest_workspace(here) or Workspace(here)


def require_workspace(folder: Path) -> Workspace:
    """Return the workspace that a folder is in, for what is stored there. Raises UsageError (`no-workspace`)."""
    if workspace := nearest_workspace(folder):
        return workspace
    if passed := _workspace_of_link(folder):
        raise UsageError(leads_elsewhere(folder, passed))
    _refuse_other_kinds(folder)
    what = f"this folder is in no workspace: neither it nor a folder above has a {WORKSPACE_FILE}"
    root = _likely_root(folder)
    hint = "go to your workspace; or start one here with: briefing new NAME"
    if Workspace(root).briefing_folders():
        hint = f"go to your workspace; or make one with: touch {as_argument(root / WORKSPACE_FILE)}"
    raise UsageError(Problem("no-workspace", what, Place(display_name(folder) or "."), hint))


def _refuse_other_kinds(folder: Path) -> None:
    """Raise UsageError (`bad-settings`) where a folder or one above has something else in the place of its settings."""
    real = folder.resolve()
    for path in (above / WORKSPACE_FILE for above in (real, *real.parents)):
        if os.path.lexists(path) and not os.path.isfile(path):  # noqa: PTH113 - a Path raises where reading is not permitted
            what = "is a link that leads nowhere" if path.is_symlink() else "is not a file, and so makes no workspace"
            place = Place(str(Path(display_name(path.parent)) / path.name))
            raise UsageError(Problem("bad-settings", what, place, "put the file itself in its place, or remove this"))


def no_briefing_here(folder: Path, workspace: Workspace) -> Problem:
    """Return the problem (`no-briefing`) that a folder has no briefing, with those that it could be meant to be."""
    names = [as_argument(one) for one in workspace.briefing_folders()]
    hint = "create one with: briefing new NAME"
    if names:
        shown = " or ".join(f"--in {name}" for name in names[:3])
        hint = f"name the briefing with {shown}{', or another' if names[3:] else ''}"
    return Problem(
        "no-briefing", f"there is no {BRIEFING_FILE} in this folder", Place(display_name(folder) or "."), hint
    )


def leads_elsewhere(folder: Path, workspace: Workspace) -> Problem:
    """Return the problem (`no-workspace`) that a folder seems to be in a workspace, and is not."""
    if inner := nearest_workspace(folder):
        what = f"belongs to another workspace, {inner.root}"
        return Problem("no-workspace", what, Place(_unresolved_name(folder)), f"go there: cd {as_argument(inner.root)}")
    what = f"is a link out of the workspace, to {folder.resolve()}, and so does not belong to it"
    hint = f"replace the link by the folder itself, in {workspace.root}"
    return Problem("no-workspace", what, Place(_unresolved_name(folder)), hint)


def _workspace_of_link(folder: Path) -> Workspace | None:
    """Return the workspace in which a folder seems to be by its path, before links are followed."""
    written = Path(os.path.abspath(folder))  # noqa: PTH100 - without following links
    for above in written.parents:
        if workspace := nearest_workspace(above):
            return workspace
    return None


def _unresolved_name(folder: Path) -> str:
    """Return the path of a folder as it was written, relative to the current folder where it is below it."""
    written, here = Path(os.path.abspath(folder)), Path.cwd()  # noqa: PTH100 - without following links
    return str(written.relative_to(here)) if written.is_relative_to(here) else str(written)


def _likely_root(folder: Path) -> Path:
    """Return the folder that would be the top of the workspace: above `briefs/` for a briefing, else the folder itself."""
    real = folder.resolve()
    if not (real / BRIEFING_FILE).is_file():
        return real
    above = real.parent
    if above.name != "briefs":
        return above
    return above.parents[1] if above.parent.name == "assets" else above.parent


def leads_outside(file: Path) -> bool:
    """Tell whether a file is a link that leads out of the workspace, whose top is the folder above that of the file."""
    return not os.path.realpath(file).startswith(
        tuple(f"{os.path.realpath(folder)}{os.sep}" for folder in (file.parent, file.parent.parent))
    )


def readable_files(folder: Path) -> list[Path]:
    """Return the regular files below a folder of the workspace that can be read and do not lead out of it, sorted."""
    inside = tuple(f"{os.path.realpath(one)}{os.sep}" for one in (folder, folder.parent))
    return sorted(
        path
        for path in folder.rglob("*")
        if os.path.isfile(path) and os.access(path, os.R_OK) and os.path.realpath(path).startswith(inside)  # noqa: PTH113
    )


def relative_to_cwd(path: Path) -> Path:
    """Return a path relative to the current folder where it is below it, else the path itself."""
    try:
        here, real = Path.cwd(), path.resolve()
    except (OSError, RuntimeError, ValueError):  # the current folder was deleted; links in a ring; a NUL in the name
        return path
    return real.relative_to(here) if real.is_relative_to(here) else path


def display_name(path: Path) -> str:
    """Return a path as messages show it: relative to the current folder (empty for that itself) or absolute."""
    relative = relative_to_cwd(path)
    if relative == Path():
        return ""
    if relative is not path:
        return str(relative)
    try:
        return str(path.resolve())
    except (OSError, RuntimeError, ValueError):
        return str(path)


def as_argument(path: Path) -> str:
    """Return a path as it can be pasted into a shell where the command was called."""
    name = display_name(path) or "."
    return shlex.quote(f"./{name}" if name.startswith("-") else name)


def create_workspace(folder: Path) -> Workspace:
    """Make a folder a workspace by writing its `briefing.toml`. Raises UsageError where that cannot be written."""
    _refuse_other_kinds(folder)
    write_atomically(folder / WORKSPACE_FILE, (TEMPLATES / "workspace.toml").read_bytes())
    return Workspace(folder.resolve())


def create_briefing(workspace: Workspace, name: str, now: datetime, kind: str = GENERAL) -> Path:
    """Write the skeleton of a kind of briefing with the as-of time `now` into `briefs/NAME`, and return its path.

    Raises UsageError where the name cannot be an id or is taken, or the folder cannot be written.
    """
    folder = check_new_name(workspace, name)
    as_of = now.astimezone(UTC)
    values = {
        "id": name,
        "today": f"{as_of:%Y-%m-%d}",
        "as_of": f"{as_of:%Y-%m-%dT%H:%MZ}",
        "next_update": f"{as_of + timedelta(days=1):%Y-%m-%dT%H:%MZ}",
    }
    text = compose_skeleton(kind, values)
    write_atomically(folder / BRIEFING_FILE, text.encode())
    return folder / BRIEFING_FILE


def check_new_name(workspace: Workspace, name: str) -> Path:
    """Return the folder of a new briefing. Raises UsageError (`bad-id`, `name-taken`) where it cannot have this name."""
    if not re.fullmatch(SOURCE_ID, name):
        hint = "use at most 64 small letters, digits, - and _, as in niger-2023"
        raise UsageError(Problem("bad-id", f'"{name}" cannot name a briefing', hint=hint))
    folder = workspace.root / "briefs" / name
    for taken in (folder, *workspace.briefing_folders()):
        if taken.name == name and os.path.lexists(taken) and not _is_empty(taken):
            what = "a file or folder of this name already exists"
            raise UsageError(Problem("name-taken", what, Place(display_name(taken) or "."), "choose another name"))
    return folder


def _is_empty(folder: Path) -> bool:
    """Tell whether a folder has nothing in it, or only what a `briefing new` left that was interrupted or had no space."""
    return folder.is_dir() and not folder.is_symlink() and all(is_unfinished(path) for path in folder.iterdir())
