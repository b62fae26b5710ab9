"""What `briefing build` does once its words are understood."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from briefing.apart import Hands
from briefing.build import HANDS, Built, Order
from briefing.cli.lines import complain
from briefing.cli.outcome import complain_of_failures, tell_built
from briefing.cli.side_by_side import build_side_by_side, cores
from briefing.problems import BriefingError, Exit
from briefing.workspace import find_workspace

if TYPE_CHECKING:
    from briefing.pages.compose import Paper


def build_folders(
    folders: Sequence[Path],
    out: Path | None,
    paper: Paper,
    *,
    force: bool = False,
    draft: bool = False,
    as_json: bool = False,
    jobs: int | None = None,
    hands: Hands = HANDS,
) -> int:
    """Build the briefings of some folders, say what became of each, and return the exit code."""
    orders = [_order(folder, out, paper, draft=draft) for folder in folders]
    jobs = min(jobs or cores(), len(orders))
    outcomes = build_side_by_side(orders, jobs, force=force) if jobs > 1 else _build(orders, force, hands)
    failed: list[tuple[Path, BriefingError]] = []
    for folder, outcome in zip(folders, outcomes, strict=True):
        if isinstance(outcome, BriefingError):
            complain(outcome)
            failed.append((folder, outcome))
        else:
            tell_built(folder, outcome, as_json=as_json)
    if len(folders) > 1:
        complain_of_failures(failed, len(folders))
    if not failed:
        return Exit.DONE
    return failed[0][1].exit_code if len(folders) == 1 else Exit.BATCH


def _order(folder: Path, out: Path | None, paper: Paper, *, draft: bool) -> Order:
    workspace = find_workspace(folder, Path.cwd())
    return Order(folder, workspace, out or workspace.out, paper, draft)


def _build(orders: Sequence[Order], force: bool, hands: Hands) -> Iterator[Built | BriefingError]:
    """Build one after the other."""
    from briefing.build import build_briefing
    from briefing.cli.progress import Progress

    taken: dict[Path, Path] = {}
    for order in orders:
        try:
            with Progress(order.folder.name) as progress:
                built = build_briefing(
                    order.folder,
                    order.workspace,
                    order.out,
                    order.paper,
                    force=force,
                    say=progress.say,
                    taken=taken,
                    draft=order.draft,
                    hands=hands,
                )
        except BriefingError as error:
            yield error
            continue
        taken[built.pdf.resolve()] = order.folder
        yield built
