"""The answer to `briefing build` where nothing has changed, before the library of the command line is even brought in.

That library, with what it brings, takes longer than the whole answer. Only the plainest calls are understood here; all
others, and every fault, are left to the whole command line.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from briefing.cli.folders import find_folders
from briefing.problems import BriefingError
from briefing.workspace import find_workspace

if TYPE_CHECKING:
    from briefing.build import Built
    from briefing.pages.compose import Paper

Answer = Literal["unchanged", "one to build", "left to the command line"]


@dataclass(frozen=True)
class Call:
    """A plain call of `briefing build`, as its words say it."""

    paths: tuple[Path, ...]
    out: Path | None = None
    paper: Paper = "a4"
    as_json: bool = False
    anew: bool = False


def answer(words: Sequence[str]) -> Answer:
    """Tell what was built, as `build` would, where nothing has changed; else say nothing, and how much is to do."""
    call = understand(words)
    if not call:
        return "left to the command line"
    try:
        folders = find_folders(list(call.paths))
    except BriefingError:
        return "left to the command line"
    found = [] if call.anew else [_find(folder, call) for folder in folders]
    built = [(folder, one) for folder, one in zip(folders, found, strict=False) if one]
    if len(built) < len(folders) or len({one.pdf.resolve() for _, one in built}) < len(built):
        return "one to build" if len(folders) == 1 else "left to the command line"
    from briefing.cli.outcome import tell_built

    for folder, one in built:
        tell_built(folder, one, as_json=call.as_json)
    return "unchanged"


def understand(words: Sequence[str]) -> Call | None:
    """The call that some words make; None where it is not of the plainest."""
    if list(words[:1]) != ["build"]:
        return None
    paths: list[Path] = []
    out: Path | None = None
    paper: Paper = "a4"
    as_json = anew = False
    left = list(words[1:])
    while left:
        word = left.pop(0)
        if word == "--out" and left and not left[0].startswith("-"):
            out = Path(left.pop(0))
        elif word == "--paper" and left and left[0] in ("a4", "letter"):
            paper = "a4" if left.pop(0) == "a4" else "letter"
        elif word == "--json":
            as_json = True
        elif word in ("--force", "--draft"):
            anew = True
        elif word.startswith("-"):
            return None
        else:
            paths.append(Path(word))
    return Call(tuple(paths), out, paper, as_json, anew)


def _find(folder: Path, call: Call) -> Built | None:
    from briefing.build import find_built

    workspace = find_workspace(folder, Path.cwd())
    return find_built(folder, workspace, call.out or workspace.out, call.paper)
