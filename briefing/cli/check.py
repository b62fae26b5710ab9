"""`briefing check`: what the editorial rules find, as lines to read, as JSON, or as SARIF for an editor or a forge."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from urllib.parse import quote

import typer

from briefing.cli.options import FoldersArgument, find_folders
from briefing.cli.outcome import problem_object
from briefing.cli.output import print_line
from briefing.problems import ContentError, ExitCode, Problem, Severity
from briefing.workspace import find_workspace

if TYPE_CHECKING:
    from briefing.check.review import Review
    from briefing.model.sourcing import Sourcing

SARIF = "https://json.schemastore.org/sarif-2.1.0.json"


class Format(StrEnum):
    """How the findings are written."""

    TEXT = "text"
    JSON = "json"
    SARIF = "sarif"


def check(
    paths: FoldersArgument = None,
    form: Annotated[Format, typer.Option("--format", help="How the findings are written.")] = Format.TEXT,
    strict: Annotated[bool, typer.Option("--strict", help="Fail on warnings too.")] = False,
) -> None:
    """Check briefings against their sources and the editorial rules; nothing is drawn or printed."""
    now = datetime.now(UTC)
    reviews = [(folder, *_check(folder, now)) for folder in find_folders(paths or [])]
    problems = [problem for _, found, _ in reviews for problem in found]
    if form is Format.TEXT:
        for folder, found, review in reviews:
            for problem in found:
                print_line(problem)
            print_line(f"{folder}: {summary(found, review)}")
    else:
        print_line(_json(reviews) if form is Format.JSON else _sarif(problems))
    if any(strict or problem.severity is Severity.ERROR for problem in problems):
        raise typer.Exit(ExitCode.CONTENT)


def _check(folder: Path, now: datetime) -> tuple[Sequence[Problem], Review | None]:
    """What is found in a folder; no review where it cannot be read as a briefing."""
    from briefing.build import load_and_check

    try:
        loaded, review = load_and_check(folder, find_workspace(folder, Path.cwd()))
    except ContentError as error:
        return error.problems, None
    from briefing.check.review import overdue

    late = overdue(loaded.briefing, loaded.values, now)
    return [*loaded.warnings, *review.problems, *([late] if late else [])], review


def summary(problems: Iterable[Problem], review: Review | None) -> str:
    """One line on a check: `0 errors, 1 warning; 34 statements, 34 cited, 3 the desk's own; …`."""
    found = list(problems)
    errors = sum(problem.severity is Severity.ERROR for problem in found)
    parts = [f"{_count(errors, 'error')}, {_count(len(found) - errors, 'warning')}"]
    if review is None:
        return f"{parts[0]}; not read any further"
    if review.let_stand:
        parts[0] += f", {len(review.let_stand)} allowed"
    return "; ".join([*parts, *_sourced(review.sourcing)])


def _sourced(sourcing: Sourcing) -> list[str]:
    statements = _count(sourcing.statements, "statement")
    quotations = _count(sourcing.quotations, "quotation")
    return [
        f"{statements}, {sourcing.cited} cited, {sourcing.own} the desk's own",
        f"{quotations}, {sourcing.verified} verified word for word",
    ]


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'s' * (number != 1)}"


def _json(reviews: Iterable[tuple[Path, Sequence[Problem], Review | None]]) -> str:
    briefings = [
        {
            "folder": str(folder),
            "problems": [problem_object(problem) for problem in found],
            "allowed": [
                {**problem_object(problem), "reason": reason}
                for problem, reason in (review.let_stand if review else ())
            ],
            "sourcing": _numbers(review.sourcing) if review else None,
        }
        for folder, found, review in reviews
    ]
    return json.dumps(briefings, indent=2, ensure_ascii=False)


def _numbers(sourcing: Sourcing) -> dict[str, int]:
    return {
        "statements": sourcing.statements,
        "cited": sourcing.cited,
        "own": sourcing.own,
        "quotations": sourcing.quotations,
        "verified": sourcing.verified,
    }


def _sarif(problems: Sequence[Problem]) -> str:
    """The findings as SARIF 2.1.0 (OASIS), with every rule there is."""
    from briefing.check.rules import ELSEWHERE, RULES

    asked = {rule.code: rule.asks for rule in RULES} | {code: asks for code, _, asks in ELSEWHERE}
    codes = list(dict.fromkeys([*asked, *(problem.code for problem in problems)]))
    rules = [{"id": code, **({"shortDescription": {"text": asked[code]}} if code in asked else {})} for code in codes]
    driver = {"name": "briefing", "rules": rules}
    results = [_result(problem, codes.index(problem.code)) for problem in problems]
    # Our columns count characters; without a word on it, a reader may take them for units of UTF-16.
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    log = {"$schema": SARIF, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, indent=2, ensure_ascii=False)


def _result(problem: Problem, index: int) -> dict[str, object]:
    hint = f" ({problem.hint})" if problem.hint else ""
    result: dict[str, object] = {
        "ruleId": problem.code,
        "ruleIndex": index,
        "level": str(problem.severity),
        "message": {"text": problem.what + hint},
    }
    if place := problem.place:
        at: dict[str, object] = {"artifactLocation": {"uri": _uri(Path(place.file))}}
        if place.line:
            at["region"] = {"startLine": place.line, "startColumn": max(place.column, 1)}
        result["locations"] = [{"physicalLocation": at}]
    return result


def _uri(path: Path) -> str:
    """A path as SARIF has it: a URI, relative to where the command was run, or of a file."""
    return path.as_uri() if path.is_absolute() else quote(path.as_posix())
