"""Plain calls of `briefing build`, answered without the library of the command line.

That library, with what it brings, takes longer than to find that nothing has changed, and a while of a short build. Only
the plainest words are understood here; all others, and every fault, are left to the whole command line.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from briefing.apart import Hands, apart, here
from briefing.cli.folders import find_folders
from briefing.memory import give_back_memory
from briefing.problems import BriefingError, ExitCode
from briefing.workspace import find_workspace

if TYPE_CHECKING:
    from briefing.model.paper import Paper


@dataclass(frozen=True)
class Call:
    """A plain call of `briefing build`, as its words say it."""

    paths: tuple[Path, ...]
    out: Path | None = None
    paper: Paper = "a4"
    as_json: bool = False
    force: bool = False
    draft: bool = False


def answer(words: Sequence[str]) -> int | None:
    """Do what some words ask, and return the exit code; None where they are for the whole command line."""
    call = understand(words)
    if not call:
        return None
    try:
        folders = find_folders(list(call.paths))
    except BriefingError:
        return None
    return _build_one(folders[0], call) if len(folders) == 1 else _build(folders, call)


def _build(folders: Sequence[Path], call: Call, hands: Hands | None = None) -> int:
    from briefing.cli.building import build_folders

    return build_folders(
        folders,
        call.out,
        call.paper,
        force=call.force,
        draft=call.draft,
        as_json=call.as_json,
        hands=hands or Hands(),
    )


def _build_one(folder: Path, call: Call) -> int:
    """Tell that a briefing has not changed, or build it with the engine brought in beside the reading."""
    from briefing.build import Order, find_built, kept_figures

    workspace = find_workspace(folder, Path.cwd())
    out = call.out or workspace.out
    order = Order(folder, workspace, out, call.paper)
    if not (call.force or call.draft) and (built := find_built(order)):
        from briefing.cli.outcome import tell_built

        tell_built(order, built, as_json=call.as_json)
        return ExitCode.DONE
    # A short process ends before its garbage is worth collecting.
    gc.disable()
    with ExitStack() as processes:
        setting = processes.enter_context(apart(_ready_to_set))
        # Where figures were drawn before, they will most likely do.
        drawn_before = any(kept_figures(out).glob("*"))
        drawing = here if drawn_before else processes.enter_context(apart(_ready_to_draw))

        def leave() -> None:
            processes.close()
            gc.enable()
            gc.collect()
            give_back_memory()

        code = _build([folder], replace(call, force=True), Hands(drawing, setting, leave))
    # Python looks through everything once more before it ends, unless it is told that all of it stays.
    gc.freeze()
    return code


@contextmanager
def _ready_to_set() -> Iterator[None]:
    from briefing.pages.render import warm_up

    warm_up()
    yield


@contextmanager
def _ready_to_draw() -> Iterator[None]:
    from briefing.figures.draw import ready_to_draw

    ready_to_draw()
    yield


def understand(words: Sequence[str]) -> Call | None:
    """The call that some words make; None where it is not of the plainest."""
    if list(words[:1]) != ["build"]:
        return None
    paths: list[Path] = []
    out: Path | None = None
    paper: Paper = "a4"
    as_json = force = draft = False
    left = list(words[1:])
    while left:
        word = left.pop(0)
        if word == "--out" and left and not left[0].startswith("-"):
            out = Path(left.pop(0))
        elif word == "--paper" and left and left[0] in ("a4", "letter"):
            paper = "a4" if left.pop(0) == "a4" else "letter"
        elif word == "--json":
            as_json = True
        elif word == "--force":
            force = True
        elif word == "--draft":
            draft = True
        elif word.startswith("-"):
            return None
        else:
            paths.append(Path(word))
    return Call(tuple(paths), out, paper, as_json, force, draft)
