"""`briefing build`, `briefing new` and `briefing schema`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from briefing.build import Built, Order
from briefing.cli.folders import find_folders, near, the_folder
from briefing.cli.lines import complain, tell
from briefing.cli.outcome import complain_of_failures, tell_built
from briefing.cli.side_by_side import build_side_by_side, cores
from briefing.problems import BriefingError, Exit
from briefing.workspace import find_workspace

if TYPE_CHECKING:
    from briefing.pages.compose import Paper
    from briefing.press import Render


class PaperName(StrEnum):
    """Paper sizes by the names people use."""

    A4 = "a4"
    LETTER = "letter"


def build(
    context: typer.Context,
    paths: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[PATH]...", help="Folders with a briefing.yaml. [default: this folder, else all of the workspace]"
        ),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Where the PDFs go. [default: out/ of the workspace]")
    ] = None,
    paper: Annotated[PaperName, typer.Option(help="The paper it will be printed on.")] = PaperName.A4,
    force: Annotated[bool, typer.Option("--force", help="Build even where nothing has changed.")] = False,
    draft: Annotated[
        bool,
        typer.Option("--draft", help="Print whatever the check finds: DRAFT on every page, its findings on the last."),
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object a briefing.")] = False,
    jobs: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="Briefings to build at once. [default: the cores there are]")
    ] = None,
) -> None:
    """Build briefings into PDF files, once their check finds no errors."""
    folders = find_folders(paths or [])
    orders = [_order(folder, out, paper.value, draft=draft) for folder in folders]
    jobs = min(jobs or cores(), len(orders))
    outcomes = build_side_by_side(orders, jobs, force=force) if jobs > 1 else _build(orders, force, context.obj)
    failed: list[tuple[Path, BriefingError]] = []
    for folder, outcome in zip(folders, outcomes, strict=True):
        if isinstance(outcome, BriefingError):
            complain(outcome)
            failed.append((folder, outcome))
        else:
            tell_built(folder, outcome, as_json=as_json)
    if len(folders) > 1:
        complain_of_failures(failed, len(folders))
    if failed:
        raise typer.Exit(failed[0][1].exit_code if len(folders) == 1 else Exit.BATCH)


def _order(folder: Path, out: Path | None, paper: Paper, *, draft: bool) -> Order:
    workspace = find_workspace(folder, Path.cwd())
    return Order(folder, workspace, out or workspace.out, paper, draft)


def _build(orders: list[Order], force: bool, render: Render | None) -> Iterator[Built | BriefingError]:
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
                    render=render,
                )
        except BriefingError as error:
            yield error
            continue
        taken[built.pdf.resolve()] = order.folder
        yield built


def new(name: Annotated[str, typer.Argument(help="The id of the briefing, and the name of its folder.")]) -> None:
    """Begin a briefing: a folder with a commented briefing.yaml that builds at once."""
    from briefing.desk.scaffold import begin_briefing

    path = begin_briefing(Path.cwd(), name)
    tell(f"{near(path)}: edit it, then: briefing build {near(path.parent)}")


def schema() -> None:
    """Print the JSON Schema of briefing.yaml, for editors that complete and check as one types."""
    from briefing.content.model import Briefing

    tell(json.dumps(Briefing.model_json_schema(), indent=2, ensure_ascii=False))


__all__ = ["build", "find_folders", "near", "new", "schema", "the_folder"]
