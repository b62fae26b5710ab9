"""The workspace: the folder a desk works in, with its briefings, its assets and what it builds."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from string import Template

from briefing.atomic import write_atomically
from briefing.problems import Place, Problem, UsageError
from briefing.resources import TEMPLATES
from briefing.text.citations import SOURCE_ID

BRIEFING_FILE = "briefing.yaml"
WORKSPACE_MARKERS = ("briefing.toml", "assets", ".git")
"""What marks the top folder of a workspace, the most certain first."""


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
        """Return the folders of all its briefings, sorted: directly in it, in `briefs/` and in `assets/briefs/`."""
        parents = (self.root, self.root / "briefs", self.assets / "briefs")
        return sorted({file.parent for parent in parents for file in parent.glob(f"*/{BRIEFING_FILE}")})


def find_workspace(start: Path, default: Path | None = None) -> Workspace:
    """Return the nearest workspace at or above a folder; where none has a marker, the one at `default` or `start`."""
    start = start.resolve()
    folders = [start, *start.parents]
    for marker in WORKSPACE_MARKERS:
        for folder in folders:
            if os.path.exists(folder / marker):  # noqa: PTH110 - a Path raises where reading is not permitted
                return Workspace(folder)
    return Workspace((default or start).resolve())


def relative_to_cwd(path: Path) -> Path:
    """Return a path relative to the current folder where it is below it, else the path itself."""
    try:
        here, real = Path.cwd(), path.resolve()
    except FileNotFoundError:  # the current folder was deleted
        return path
    return real.relative_to(here) if real.is_relative_to(here) else path


def display_name(path: Path) -> str:
    """Return a path as messages show it: relative to the current folder (empty for that itself) or absolute."""
    relative = relative_to_cwd(path)
    if relative == Path():
        return ""
    return str(path.resolve()) if relative is path else str(relative)


def create_briefing(parent: Path, name: str, now: datetime) -> Path:
    """Write the skeleton of a briefing with the as-of time `now` into a new folder, and return its path.

    Raises UsageError where the name cannot be an id or is taken, ContentError where the folder cannot be written.
    """
    if not re.fullmatch(SOURCE_ID, name):
        hint = "use at most 64 small letters, digits, - and _, as in niger-2023"
        raise UsageError(Problem("bad-id", f'"{name}" cannot name a briefing', hint=hint))
    folder = parent / name
    if os.path.lexists(folder):
        what = "a file or folder of this name already exists"
        raise UsageError(Problem("name-taken", what, Place(name), "choose another name"))
    as_of = now.astimezone(UTC)
    text = Template((TEMPLATES / "new.yaml").read_text(encoding="utf-8")).substitute(
        id=name,
        today=f"{as_of:%Y-%m-%d}",
        as_of=f"{as_of:%Y-%m-%dT%H:%MZ}",
        next_update=f"{as_of + timedelta(days=1):%Y-%m-%dT%H:%MZ}",
    )
    write_atomically(folder / BRIEFING_FILE, text.encode())
    return folder / BRIEFING_FILE
