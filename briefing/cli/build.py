"""`briefing build`, `briefing new` and `briefing schema`."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from briefing.cli.lines import complain, tell
from briefing.problems import BriefingError, ContentError, Exit, Place, Problem, UsageError
from briefing.workspace import BRIEF, Workspace, find_workspace

if TYPE_CHECKING:
    from briefing.build import Built


class PaperName(StrEnum):
    """Paper sizes by the names people use."""

    A4 = "a4"
    LETTER = "letter"


def build(
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
                )
        except BriefingError as error:
            complain(error)
            failed.append(error)
            continue
        written[built.pdf.resolve()] = folder
        built = _with_overdue(built, datetime.now(UTC))
        for warning in built.warnings:
            complain(warning)
        tell(json.dumps(_object(folder, built)) if as_json else _line(built))
    if failed:
        raise typer.Exit(failed[0].exit_code if len(folders) == 1 else Exit.BATCH)


def _with_overdue(built: Built, now: datetime) -> Built:
    """A build's warnings, and that the next update is overdue, which only the clock can tell."""
    if built.due and datetime.fromisoformat(built.due[0]) < now:
        return replace(built, warnings=(*built.warnings, built.due[1]))
    return built


def _line(built: Any) -> str:
    parts = [
        f"{built.pages} page{'s' * (built.pages != 1)}",
        f"{built.size / 1000:,.0f} kB",
        "unchanged" if built.fresh else f"{built.seconds:.1f} s",
        f"{len(built.warnings)} warning{'s' * (len(built.warnings) != 1)}",
    ]
    return f"{near(built.pdf)}: {', '.join(parts)}"


def _object(folder: Path, built: Any) -> dict[str, object]:
    return {
        "folder": str(folder),
        "pdf": str(built.pdf),
        "pages": built.pages,
        "bytes": built.size,
        "seconds": round(built.seconds, 3),
        "unchanged": built.fresh,
        "warnings": list(built.warnings),
    }


def near(path: Path) -> Path:
    """A path as seen from here, where it lies below."""
    here = Path.cwd()
    return path.resolve().relative_to(here) if path.resolve().is_relative_to(here) else path


def find_folders(paths: list[Path]) -> list[Path]:
    """The folders to build. Raises UsageError where a path is none, or there is nothing to build."""
    if paths:
        named: dict[Path, Path] = {}
        for folder in map(the_folder, paths):
            named.setdefault(folder.resolve(), folder)
        return list(named.values())
    here = Path.cwd()
    if (here / BRIEF).is_file():
        return [here]
    briefs = find_workspace(here).briefs()
    if not briefs:
        what = "there is no briefing here, and none in the workspace"
        raise UsageError(Problem("no-briefing", what, Place(str(here)), "begin one with: briefing new NAME"))
    return briefs


def the_folder(path: Path) -> Path:
    folder = path.parent if path.name == BRIEF else path
    if not folder.is_dir():
        hint = "name the folder that holds the briefing.yaml"
        raise UsageError(Problem("no-briefing", "there is no such folder", Place(str(path)), hint))
    return folder


def new(name: Annotated[str, typer.Argument(help="The id of the briefing, and the name of its folder.")]) -> None:
    """Begin a briefing: a folder with a commented briefing.yaml that builds at once."""
    from briefing.desk.scaffold import begin_briefing

    path = begin_briefing(Path.cwd(), name)
    tell(f"{near(path)}: edit it, then: briefing build {near(path.parent)}")


def schema() -> None:
    """Print the JSON Schema of briefing.yaml, for editors that complete and check as one types."""
    from briefing.content.model import Briefing

    tell(json.dumps(Briefing.model_json_schema(), indent=2, ensure_ascii=False))


__all__ = ["ContentError", "Workspace", "build", "new", "schema"]
