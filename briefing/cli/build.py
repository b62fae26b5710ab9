"""`briefing build`, `briefing new` and `briefing schema`."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from briefing.cli.folders import find_folders, near, the_folder
from briefing.cli.lines import complain, tell
from briefing.cli.outcome import tell_built
from briefing.problems import BriefingError, Exit
from briefing.workspace import find_workspace


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
) -> None:
    """Build briefings into PDF files, once their check finds no errors."""
    from briefing.build import build_briefing
    from briefing.cli.progress import Progress

    written: dict[Path, Path] = {}
    failed: list[BriefingError] = []
    folders = find_folders(paths or [])
    for folder in folders:
        workspace = find_workspace(folder, Path.cwd())
        try:
            with Progress(folder.name) as progress:
                built = build_briefing(
                    folder,
                    workspace,
                    out or workspace.out,
                    paper.value,
                    force=force,
                    say=progress.say,
                    taken=written,
                    draft=draft,
                    render=context.obj,
                )
        except BriefingError as error:
            complain(error)
            failed.append(error)
            continue
        written[built.pdf.resolve()] = folder
        tell_built(folder, built, as_json=as_json)
    if failed:
        raise typer.Exit(failed[0].exit_code if len(folders) == 1 else Exit.BATCH)


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
