"""What a build came to, in lines for people and objects for programs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from briefing.build_output import BuildRequest, BuildResult
from briefing.cli.output import print_line, print_problem
from briefing.problems import BriefingError, Problem, printable_line
from briefing.workspace import relative_to_cwd


def with_overdue(built: BuildResult, now: datetime) -> BuildResult:
    """A build's warnings, and that the next update is overdue, which only the clock can tell."""
    if built.due and datetime.fromisoformat(built.due[0]) < now:
        return replace(built, warnings=(*built.warnings, built.due[1]))
    return built


def built_line(built: BuildResult) -> str:
    """What was built, in a line for people."""
    parts = [
        f"{built.pages} page{'s' * (built.pages != 1)}",
        f"{built.size / 1000:,.0f} kB",
        "unchanged" if built.fresh else f"{built.seconds:.1f} s",
        *([_count(built.errors, "error")] if built.errors else []),
        _count(built.warnings, "warning"),
    ]
    return f"{relative_to_cwd(built.pdf)}: {', '.join(parts)}"


def _count(found: Sequence[str], noun: str) -> str:
    return f"{len(found)} {noun}{'s' * (len(found) != 1)}"


def built_object(order: BuildRequest, built: BuildResult) -> dict[str, object]:
    """What was built, for programs."""
    return {
        **_asked(order),
        "pdf": str(built.pdf),
        "pages": built.pages,
        "bytes": built.size,
        "seconds": round(built.seconds, 3),
        "unchanged": built.fresh,
        **({"errors": list(built.errors)} if order.draft else {}),
        "warnings": list(built.warnings),
    }


def failed_object(order: BuildRequest, error: BriefingError) -> dict[str, object]:
    """What was not built, for programs: there is no PDF, but the exit code it has by itself, and its problems."""
    problems = [problem_object(problem) for problem in error.problems]
    return {**_asked(order), "pdf": None, "exit": int(error.exit_code), "problems": problems}


def _asked(order: BuildRequest) -> dict[str, object]:
    return {"folder": str(order.folder), **({"parameters": dict(order.parameters)} if order.parameters else {})}


def problem_object(problem: Problem) -> dict[str, object]:
    """A problem, for programs."""
    place = problem.place
    return {
        "code": problem.code,
        "severity": str(problem.severity),
        "what": problem.what,
        "hint": problem.hint,
        "file": place.file if place else None,
        "line": place.line if place else None,
        "column": place.column if place else None,
    }


def tell_built(order: BuildRequest, built: BuildResult, *, as_json: bool) -> None:
    """Say what was built, and every warning."""
    built = with_overdue(built, datetime.now(UTC))
    for found in (*built.errors, *built.warnings):
        print_problem(found)
    print_line(json.dumps(built_object(order, built)) if as_json else built_line(built))


def tell_failed(order: BuildRequest, error: BriefingError, *, as_json: bool) -> None:
    """Say why something was not built."""
    print_problem(error)
    if as_json:
        print_line(json.dumps(failed_object(order, error)))


def complain_of_failures(failed: Sequence[tuple[BuildRequest, BriefingError]], total: int) -> None:
    """Close a run of many with what failed: a line for each folder, with the first of its problems."""
    if not failed:
        return
    print_problem(f"{len(failed)} of {total} failed:")
    width = max(len(str(relative_to_cwd(order.shown))) for order, _ in failed)
    for order, error in failed:
        first = error.problems[0]
        more = f" (and {len(error.problems) - 1} more)" if len(error.problems) > 1 else ""
        print_problem(f"  {relative_to_cwd(order.shown)!s:<{width}}  {first.code}: {printable_line(first.what)}{more}")
