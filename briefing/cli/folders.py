"""Which folders a command is about, and how a path is shown."""

from __future__ import annotations

from pathlib import Path

from briefing.problems import Place, Problem, UsageError
from briefing.workspace import BRIEFING_FILE, find_workspace


def find_folders(paths: list[Path]) -> list[Path]:
    """The folders to build. Raises UsageError where a path is none, or there is nothing to build."""
    if paths:
        named: dict[Path, Path] = {}
        for folder in map(the_folder, paths):
            named.setdefault(folder.resolve(), folder)
        return list(named.values())
    here = Path.cwd()
    if (here / BRIEFING_FILE).is_file():
        return [here]
    briefs = find_workspace(here).briefing_folders()
    if not briefs:
        what = "there is no briefing here, and none in the workspace"
        raise UsageError(Problem("no-briefing", what, Place(str(here)), "begin one with: briefing new NAME"))
    return briefs


def the_folder(path: Path) -> Path:
    """The folder of a briefing, by its own path or its file's. Raises UsageError where there is none."""
    folder = path.parent if path.name == BRIEFING_FILE else path
    if not folder.is_dir():
        hint = "name the folder that holds the briefing.yaml"
        raise UsageError(Problem("no-briefing", "there is no such folder", Place(str(path)), hint))
    return folder
