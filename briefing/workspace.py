"""The workspace: the folder a desk works in, with its briefings, its assets and what it builds."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

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
