"""The workspace: the folder a desk works in, with its briefs, its assets and what it builds."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

BRIEFING_FILE = "briefing.yaml"
MARKS = ("briefing.toml", "assets", ".git")
"""What marks the top of a workspace, the surest first."""


@dataclass(frozen=True)
class Workspace:
    """A desk's folder; `root` is absolute."""

    root: Path

    @property
    def assets(self) -> Path:
        """Images and data shared by its briefs."""
        return self.root / "assets"

    @property
    def data(self) -> Path:
        """Datasets of coups that the desk has imported."""
        return self.root / "data"

    @property
    def out(self) -> Path:
        """Where PDFs go unless told otherwise."""
        return self.root / "out"

    def briefs(self) -> list[Path]:
        """The folders of all its briefs, sorted: directly in it, in `briefs/` and in `assets/briefs/`."""
        places = (self.root, self.root / "briefs", self.assets / "briefs")
        return sorted({brief.parent for place in places for brief in place.glob(f"*/{BRIEFING_FILE}")})


def find_workspace(start: Path, otherwise: Path | None = None) -> Workspace:
    """The workspace around a folder: the nearest one above it with a mark of a workspace, else `otherwise`, else itself."""
    start = start.resolve()
    folders = [start, *start.parents]
    for mark in MARKS:
        for folder in folders:
            if os.path.exists(folder / mark):  # noqa: PTH110 - which says no, too, where it may not look
                return Workspace(folder)
    return Workspace((otherwise or start).resolve())


def relative_to_cwd(path: Path) -> Path:
    """A path as seen from here, where it lies below."""
    try:
        here, real = Path.cwd(), path.resolve()
    except FileNotFoundError:  # the folder one stood in is gone
        return path
    return real.relative_to(here) if real.is_relative_to(here) else path
