"""`briefing check`: the findings of the editorial rules as lines, as JSON, or as SARIF for editors and code forges."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from urllib.parse import quote

import typer

from briefing.cli.options import FoldersArgument, JsonOption, find_folders
from briefing.cli.output import count, print_json, print_line, problem_object, sarif_log, sarif_message
from briefing.cli.remedies import complete_hints, options_for
from briefing.problems import ContentError, ExitCode, Problem, Severity, fold_repeats
from briefing.workspace import find_workspace

if TYPE_CHECKING:
    from briefing.check.review import Review

_COUNTS = ("statements", "cited", "own", "quotations", "verified")


class OutputFormat(StrEnum):
    """How the findings are printed."""

    TEXT = "text"
    JSON = "json"
    SARIF = "sarif"


@dataclass(frozen=True)
class CheckedFolder:
    """The problems of one folder; no review where it cannot be loaded as a briefing."""

    folder: Path
    problems: tuple[Problem, ...]
    review: Review | None = None


def check(
    paths: FoldersArgument = None,
    output: Annotated[
        OutputFormat, typer.Option("--format", case_sensitive=False, help="The format of the findings.")
    ] = OutputFormat.TEXT,
    strict: Annotated[bool, typer.Option("--strict", help="Fail on warnings too.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Check briefings by their sources and the rules. Nothing is drawn or built."""
    now = datetime.now(UTC)
    checked = [_check_folder(folder, now) for folder in find_folders(paths or [])]
    output = OutputFormat.JSON if as_json else output
    problems = [problem for one in checked for problem in one.problems]
    match output:
        case OutputFormat.TEXT:
            for one in checked:
                for problem in fold_repeats(one.problems):
                    print_line(problem)
                print_line(f"{one.folder}: {_summary(one)}")
        case OutputFormat.JSON:
            print_json([_as_json(one) for one in checked], indent=2)
        case OutputFormat.SARIF:
            print_json(_as_sarif(problems), indent=2)
    if any(strict or problem.severity is Severity.ERROR for problem in problems):
        raise typer.Exit(ExitCode.CONTENT)


def _check_folder(folder: Path, now: datetime) -> CheckedFolder:
    from briefing.build import find_map_problems, load_and_check
    from briefing.check.review import overdue

    workspace = find_workspace(folder)
    options = options_for(folder, workspace)
    try:
        loaded, review = load_and_check(folder, workspace)
    except ContentError as error:
        return CheckedFolder(folder, complete_hints(error.problems, options))
    late = overdue(loaded.briefing, loaded.values, now)
    problems = (*loaded.warnings, *review.problems, *find_map_problems(loaded), *([late] if late else []))
    return CheckedFolder(folder, complete_hints(problems, options), review)


def _summary(checked: CheckedFolder) -> str:
    """Return the result of a check in a line: `0 errors, 1 warning; 34 statements, 31 cited, 3 the desk's own; …`."""
    errors = sum(problem.severity is Severity.ERROR for problem in checked.problems)
    found = f"{count(errors, 'error')}, {count(len(checked.problems) - errors, 'warning')}"
    if checked.review is None:
        return f"{found}; cannot be loaded"
    allowed, sourcing = checked.review.allowed, checked.review.sourcing
    parts = [
        f"{found}, {len(allowed)} allowed" if allowed else found,
        f"{count(sourcing.statements, 'statement')}, {sourcing.cited} cited, {sourcing.own} the desk's own",
        f"{count(sourcing.quotations, 'quotation')}, {sourcing.verified} verified word for word",
    ]
    return "; ".join(parts)


def _as_json(checked: CheckedFolder) -> dict[str, object]:
    review = checked.review
    allowed = review.allowed if review else ()
    return {
        "folder": str(checked.folder),
        "problems": [problem_object(problem) for problem in checked.problems],
        "allowed": [{**problem_object(problem), "reason": reason} for problem, reason in allowed],
        "sourcing": {name: getattr(review.sourcing, name) for name in _COUNTS} if review else None,
    }


def _as_sarif(problems: Sequence[Problem]) -> dict[str, object]:
    """Return problems as a log of SARIF 2.1.0 (OASIS) with every rule there is."""
    from briefing.check.rules import OTHER_CODES, RULES

    requirements = {rule.code: rule.requirement for rule in RULES} | {code: text for code, _, text in OTHER_CODES}
    codes = list(dict.fromkeys([*requirements, *(problem.code for problem in problems)]))
    rules = [
        {"id": code, **({"shortDescription": {"text": requirements[code]}} if code in requirements else {})}
        for code in codes
    ]
    results = [_as_sarif_result(problem, codes.index(problem.code)) for problem in problems]
    return sarif_log({"results": results}, rules)


def _as_sarif_result(problem: Problem, rule: int) -> dict[str, object]:
    level, message = str(problem.severity), sarif_message(problem)
    result = {"ruleId": problem.code, "ruleIndex": rule, "level": level, "message": message}
    if not (place := problem.place):
        return result
    path = Path(place.file)
    uri = path.as_uri() if path.is_absolute() else quote(path.as_posix())
    location: dict[str, object] = {"artifactLocation": {"uri": uri}}
    if place.line:
        location["region"] = {"startLine": place.line, "startColumn": max(place.column, 1)}
    return {**result, "locations": [{"physicalLocation": location}]}
