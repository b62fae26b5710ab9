"""`briefing build`, `briefing new` and `briefing schema`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from briefing.cli.building import build_folders, watch_folders
from briefing.cli.options import FoldersArgument, PaperName, PaperOption, find_folders
from briefing.cli.output import print_line
from briefing.problems import Problem, UsageError
from briefing.workspace import relative_to_cwd


def build(
    paths: FoldersArgument = None,
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Where the PDFs go. [default: out/ of the workspace]")
    ] = None,
    paper: PaperOption = PaperName.A4,
    force: Annotated[bool, typer.Option("--force", help="Build even where nothing has changed.")] = False,
    draft: Annotated[
        bool,
        typer.Option("--draft", help="Print whatever the check finds: DRAFT on every page, its findings on the last."),
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object a briefing.")] = False,
    jobs: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="Briefings to build at once. [default: the cores there are]")
    ] = None,
    matrix: Annotated[
        Path | None,
        typer.Option(metavar="CSV", help="Build a report for each row: its columns fill the {braces} of the briefing."),
    ] = None,
    watch: Annotated[
        bool, typer.Option("--watch", help="Stay, and build again after each save; Ctrl-C ends it.")
    ] = False,
    cluster: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="Build on a Dask cluster: tcp://HOST:PORT or tls://HOST:PORT.")
    ] = None,
    shared: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="A folder that the cluster sees too: PDFs come back through it."),
    ] = None,
) -> None:
    """Build briefings into PDF files, once their check finds no errors."""
    if shared and not cluster:
        what, hint = "--shared is the way back from a cluster, and there is none", "name it with --cluster ADDRESS"
        raise UsageError(Problem("no-cluster", what, hint=hint))
    folders = find_folders(paths or [])
    if jobs and cluster:
        what = "--jobs is for this machine, and a cluster has workers of its own"
        raise UsageError(Problem("no-jobs", what, hint="leave out one of --jobs and --cluster"))
    if watch:
        if jobs or matrix or cluster:
            what = "--watch builds each briefing by itself, in one process"
            raise UsageError(Problem("no-watch", what, hint="leave out --jobs, --matrix and --cluster"))
        watch_folders(folders, out, paper.value, force=force, draft=draft, as_json=as_json)
        return
    code = build_folders(
        folders,
        out,
        paper.value,
        force=force,
        draft=draft,
        as_json=as_json,
        jobs=jobs,
        matrix=matrix,
        cluster=cluster,
        shared=shared,
    )
    if code:
        raise typer.Exit(code)


def new(name: Annotated[str, typer.Argument(help="The id of the briefing, and the name of its folder.")]) -> None:
    """Begin a briefing: a folder with a commented briefing.yaml that builds at once."""
    from datetime import UTC, datetime

    from briefing.workspace import create_briefing

    path = create_briefing(Path.cwd(), name, datetime.now(UTC))
    print_line(f"{relative_to_cwd(path)}: edit it, then: briefing build {relative_to_cwd(path.parent)}")


def schema() -> None:
    """Print the JSON Schema of briefing.yaml, for editors that complete and check as one types."""
    from briefing.model.briefing import Briefing

    print_line(json.dumps(Briefing.model_json_schema(), indent=2, ensure_ascii=False))
