"""What `briefing build` does once its words are understood."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from briefing.build_output import BuildRequest, BuildResult
from briefing.cli.outcome import complain_of_failures, tell_built, tell_failed
from briefing.cli.side_by_side import build_side_by_side, cores, on_cluster
from briefing.problems import BriefingError, ExitCode
from briefing.workspace import find_workspace

if TYPE_CHECKING:
    from briefing.model.paper import Paper


def build_folders(
    folders: Sequence[Path],
    out: Path | None,
    paper: Paper,
    *,
    force: bool = False,
    draft: bool = False,
    as_json: bool = False,
    jobs: int | None = None,
    matrix: Path | None = None,
    cluster: str | None = None,
    shared: Path | None = None,
) -> int:
    """Build the briefings of some folders, say what became of each, and return the exit code.

    With a matrix, each of its rows makes one report of each folder. `cluster` is the address of one that builds them; PDFs
    come back from it through the folder `shared`, if given.
    """
    orders = [_order(folder, out, paper, draft=draft) for folder in folders]
    if matrix:
        orders = _reports(orders, matrix)
    jobs = min(jobs or cores(), len(orders))
    make = on_cluster(cluster, orders[0].workspace, shared) if cluster else None
    outcomes = build_side_by_side(orders, jobs, force=force, make=make) if make or jobs > 1 else _build(orders, force)
    failed: list[tuple[BuildRequest, BriefingError]] = []
    for order, outcome in zip(orders, outcomes, strict=True):
        if isinstance(outcome, BriefingError):
            tell_failed(order, outcome, as_json=as_json)
            failed.append((order, outcome))
        else:
            tell_built(order, outcome, as_json=as_json)
    if len(orders) > 1:
        complain_of_failures(failed, len(orders))
    if not failed:
        return ExitCode.DONE
    return failed[0][1].exit_code if len(orders) == 1 else ExitCode.BATCH


def watch_folders(
    folders: Sequence[Path], out: Path | None, paper: Paper, *, force: bool, draft: bool, as_json: bool
) -> None:
    """Build the briefings of some folders, and again after each save, until Ctrl-C."""
    from briefing.cli.watching import watch_orders

    watch_orders([_order(folder, out, paper, draft=draft) for folder in folders], force=force, as_json=as_json)


def _reports(orders: Sequence[BuildRequest], matrix: Path) -> list[BuildRequest]:
    """An order for each row of a matrix, of each of some orders. Raises ContentError where it cannot be read."""
    from briefing.batch.matrix import read_matrix

    rows = read_matrix(matrix)
    return [replace(order, parameters=parameters, row=line) for order in orders for line, parameters in rows]


def _order(folder: Path, out: Path | None, paper: Paper, *, draft: bool) -> BuildRequest:
    workspace = find_workspace(folder, Path.cwd())
    return BuildRequest(folder, workspace, out or workspace.out, paper, draft)


def _build(orders: Sequence[BuildRequest], force: bool) -> Iterator[BuildResult | BriefingError]:
    """Build one after the other."""
    from briefing.build import build_briefing
    from briefing.cli.progress import Progress

    taken: dict[Path, Path] = {}
    for order in orders:
        try:
            with Progress(order.shown.name) as progress:
                built = build_briefing(order, force=force, report=progress.say, taken=taken)
        except BriefingError as error:
            yield error
            continue
        taken[built.pdf.resolve()] = order.shown
        yield built
