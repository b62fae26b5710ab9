"""`briefing build`: one briefing, several at once, a matrix, on a cluster, or again after each save."""

from __future__ import annotations

import os
import resource
import sys
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from briefing.build import build_briefing
from briefing.build_output import BuildRequest, BuildResult, RenderedBriefing, find_unchanged, write_build
from briefing.cli.options import FoldersArgument, PaperOption, find_folders, selected_paper, with_last_figures
from briefing.cli.output import Progress, count, print_json, print_line, print_problem, problem_object
from briefing.cli.output_files import refuse_archive
from briefing.cli.remedies import complete_hints, options_for
from briefing.problems import BriefingError, ExitCode, Problem, UsageError, fold_repeats, printable_line
from briefing.workspace import Workspace, find_workspace, relative_to_cwd

if TYPE_CHECKING:
    from briefing.batch.pool import BatchProgress, BuildOutcome

PROGRESS_EACH_S = 30.0
"""Without a terminal, progress is printed as a line once in so many seconds."""

BuildMany = Callable[[Sequence[BuildRequest], "Callable[[BatchProgress], None]"], "Generator[BuildOutcome]"]
"""Builds requests, yields their outcomes in the same order, and reports the progress."""


def build(
    paths: FoldersArgument = None,
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Where the PDFs go. [default: out/ of the workspace]")
    ] = None,
    paper: PaperOption = None,
    force: Annotated[bool, typer.Option("--force", help="Build even if nothing has changed.")] = False,
    draft: Annotated[
        bool,
        typer.Option("--draft", help="Build despite errors: DRAFT on every page, the problems found on the last."),
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object per briefing.")] = False,
    jobs: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="Briefings to build at once. [default: one per core]")
    ] = None,
    matrix: Annotated[
        Path | None,
        typer.Option(metavar="CSV", help="Build a report for each row: its columns fill the {braces} of the briefing."),
    ] = None,
    watch: Annotated[bool, typer.Option("--watch", help="Keep running, and build again after each save.")] = False,
    cluster: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="Build on a Dask cluster: tcp://HOST:PORT or tls://HOST:PORT.")
    ] = None,
    shared: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="A folder that the cluster sees too: PDFs come back through it."),
    ] = None,
) -> None:
    """Build briefings into PDF files, unless the check finds errors."""
    if shared and not cluster:
        what = "--shared is the way back from a cluster, and there is none"
        raise UsageError(Problem("no-cluster", what, hint="name the cluster with --cluster ADDRESS"))
    refuse_archive(out)
    folders = find_folders(paths or [])
    if jobs and cluster:
        what = "--jobs is for this machine, and a cluster has workers of its own"
        raise UsageError(Problem("no-jobs", what, hint="leave out one of --jobs and --cluster"))
    if watch and (jobs or matrix or cluster):
        what = "--watch builds the briefings one after the other on this machine"
        raise UsageError(Problem("no-watch", what, hint="leave out --jobs, --matrix and --cluster"))
    requests = [_request(folder, out, paper, draft=draft) for folder in folders]
    if watch:
        _watch(list(map(with_last_figures, requests)), force=force, as_json=as_json)
        return
    if matrix:
        requests = _matrix_requests(requests, matrix)
    requests = list(map(with_last_figures, requests))
    jobs = min(jobs or _core_count(), len(requests), _most_jobs())
    if cluster:
        outcomes = _build_many(requests, _on_cluster(cluster, requests[0].workspace, shared), force=force)
    elif jobs > 1:
        outcomes = _build_many(requests, _in_pool(jobs), force=force)
    else:
        outcomes = _build_each(requests, force=force)
    if code := _print_all(requests, outcomes, as_json=as_json):
        raise typer.Exit(code)


def _request(folder: Path, out: Path | None, paper: PaperOption, *, draft: bool) -> BuildRequest:
    workspace = find_workspace(folder)
    return BuildRequest(folder, workspace, out or workspace.out, selected_paper(paper, workspace), draft)


def _matrix_requests(requests: Sequence[BuildRequest], matrix: Path) -> list[BuildRequest]:
    """Return a request for each row of a matrix, for each folder. Raises ContentError where the matrix cannot be read."""
    from briefing.batch.matrix import read_matrix

    rows = read_matrix(matrix)
    return [replace(request, parameters=parameters, row=line) for request in requests for line, parameters in rows]


def _most_jobs() -> int:
    """Return how many briefings can be built at once with the files that may be open; there is always one."""
    allowed, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return max(1, (allowed - 32) // 8) if allowed != resource.RLIM_INFINITY else sys.maxsize


def _core_count() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


# ---- building ----


def _build_each(requests: Sequence[BuildRequest], *, force: bool) -> Iterator[BuildResult | BriefingError]:
    """Build one after the other in this process."""
    taken: dict[Path, Path] = {}
    for request in requests:
        try:
            with Progress(request.shown.name) as progress:
                built = build_briefing(request, force=force, report=progress.say, taken=taken)
        except BriefingError as error:
            yield error
            continue
        taken[built.pdf.resolve()] = request.shown
        yield built


def _build_many(
    requests: Sequence[BuildRequest], build_many: BuildMany, *, force: bool
) -> Iterator[BuildResult | BriefingError]:
    """Build elsewhere what has changed, write it in this process, and yield all in the order of the requests."""
    known = [None if force or request.draft else find_unchanged(request) for request in requests]
    changed = [request for request, built in zip(requests, known, strict=True) if not built]
    if not changed:
        yield from (built for built in known if built)
        return
    taken: dict[Path, Path] = {}
    with Progress("building", PROGRESS_EACH_S) as progress:

        def report(batch: BatchProgress) -> None:
            left = "" if batch.left_s is None else f", {_duration(batch.left_s)} left"
            progress.say(batch.waiting or f"{batch.done} of {batch.total}{left}")

        with closing(build_many(changed, report)) as outcomes:
            for request, built in zip(requests, known, strict=True):
                written = built or _write(request, next(outcomes), taken)
                if isinstance(written, BuildResult):
                    taken.setdefault(written.pdf.resolve(), request.shown)
                progress.clear()
                yield written


def _in_pool(jobs: int) -> BuildMany:
    from briefing.batch.pool import build_in_pool

    return lambda requests, report: build_in_pool(requests, jobs, report)


def _on_cluster(address: str, workspace: Workspace, shared: Path | None) -> BuildMany:
    """Return what builds on a cluster, with the TLS files of the settings. Raises UsageError where Dask is missing."""
    from briefing.settings import read_settings

    try:
        from briefing.batch.cluster import Cluster, build_on_cluster
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] == "briefing":
            raise
        what = f"this needs Dask, and {error.name} is missing"
        raise UsageError(Problem("no-cluster", what, hint="pip install 'briefing[cluster]'")) from error
    known = read_settings(workspace).cluster
    ca, cert, key = (str(workspace.root / name) if name else "" for name in (known.ca, known.cert, known.key))
    cluster = Cluster(address, known.model_copy(update={"ca": ca, "cert": cert, "key": key}), shared)
    return lambda requests, report: build_on_cluster(requests, report, cluster)


def _write(request: BuildRequest, outcome: BuildOutcome, taken: dict[Path, Path]) -> BuildResult | BriefingError:
    if isinstance(outcome, BriefingError):
        return outcome
    try:
        return write_build(outcome, request, taken)
    except BriefingError as error:
        return error


def _watch(requests: Sequence[BuildRequest], *, force: bool, as_json: bool) -> None:
    """Build, and again whenever something changes, until Ctrl-C."""
    from briefing.batch.watch import watch_and_build

    # The current folder may be deleted meanwhile.
    lasting = [replace(request, folder=request.folder.absolute(), out=request.out.absolute()) for request in requests]
    with suppress(KeyboardInterrupt), Progress("watching") as progress:
        watching = watch_and_build(lasting, lambda request: progress.say(f"building {request.shown.name}"), force=force)
        with closing(watching) as outcomes:
            for request, outcome in outcomes:
                progress.clear()
                written = _write(request, outcome, {}) if isinstance(outcome, RenderedBriefing) else outcome
                _print_outcome(request, written, as_json=as_json)
                progress.say("press Ctrl-C to end")


# ---- printing ----


def _print_all(
    requests: Sequence[BuildRequest], outcomes: Iterator[BuildResult | BriefingError], *, as_json: bool
) -> ExitCode:
    """Print each outcome when it is available, then a table of failures if there were several; return the exit code."""
    failed: list[tuple[BuildRequest, BriefingError]] = []
    for request, outcome in zip(requests, outcomes, strict=True):
        _print_outcome(request, outcome, as_json=as_json)
        if isinstance(outcome, BriefingError):
            failed.append((request, outcome))
    if not failed:
        return ExitCode.DONE
    if len(requests) == 1:
        return failed[0][1].exit_code
    print_problem(f"{len(failed)} of {len(requests)} failed:")
    width = max(len(str(relative_to_cwd(request.shown))) for request, _ in failed)
    for request, error in failed:
        first = error.problems[0]
        more = f" (and {len(error.problems) - 1} more)" if len(error.problems) > 1 else ""
        print_problem(
            f"  {relative_to_cwd(request.shown)!s:<{width}}  {first.code}: {printable_line(first.what)}{more}"
        )
    return ExitCode.BATCH


def _print_outcome(request: BuildRequest, outcome: BuildResult | BriefingError, *, as_json: bool) -> None:
    options = options_for(request.folder, request.workspace)
    if isinstance(outcome, BriefingError):
        failed = type(outcome)(complete_hints(outcome.problems, options))
        print_problem(failed)
        if as_json:
            print_json(failed_object(request, failed))
        return
    built = with_overdue(outcome, datetime.now(UTC))
    errors, warnings = (complete_hints(found, options) for found in (built.errors, built.warnings))
    built = replace(built, errors=errors, warnings=warnings)
    for problem in fold_repeats((*built.errors, *built.warnings)):
        print_problem(problem)
    if as_json:
        print_json(built_object(request, built))
    else:
        print_line(built_line(built))


def with_overdue(built: BuildResult, now: datetime) -> BuildResult:
    """Add the warning that the next update is overdue, which depends on the clock, to those of a build."""
    if built.due and datetime.fromisoformat(built.due[0]) < now:
        return replace(built, warnings=(*built.warnings, built.due[1]))
    return built


def built_line(built: BuildResult) -> str:
    """Return a line for people on what was built."""
    parts = [
        count(built.pages, "page"),
        f"{built.size / 1000:,.0f} kB",
        "unchanged" if built.fresh else f"{built.seconds:.1f} s",
        *([count(len(built.errors), "error")] if built.errors else []),
        count(len(built.warnings), "warning"),
    ]
    return f"{relative_to_cwd(built.pdf)}: {', '.join(parts)}"


def built_object(request: BuildRequest, built: BuildResult) -> dict[str, object]:
    """Return the JSON object on what was built."""
    return {
        **_request_object(request),
        "pdf": str(built.pdf),
        "pages": built.pages,
        "bytes": built.size,
        "seconds": round(built.seconds, 3),
        "unchanged": built.fresh,
        **({"errors": [problem_object(problem) for problem in built.errors]} if request.draft else {}),
        "warnings": [problem_object(problem) for problem in built.warnings],
    }


def failed_object(request: BuildRequest, error: BriefingError) -> dict[str, object]:
    """Return the JSON object on what was not built: no PDF, but the problems, and the exit code it would have alone."""
    problems = [problem_object(problem) for problem in error.problems]
    return {**_request_object(request), "pdf": None, "exit": int(error.exit_code), "problems": problems}


def _request_object(request: BuildRequest) -> dict[str, object]:
    parameters = {"parameters": dict(request.parameters)} if request.parameters else {}
    return {"folder": str(request.folder), **parameters}


def _duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"
