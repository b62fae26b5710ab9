"""`briefing check`: the findings of the editorial rules as lines, as JSON, or as SARIF for editors and code forges."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from urllib.parse import quote

import typer

from briefing.cli.options import FoldersArgument, JsonOption, TextOption, find_folders
from briefing.cli.output import count, print_json, print_line, problem_object, sarif_log, sarif_message
from briefing.cli.remedies import complete_hints, options_for
from briefing.problems import ContentError, ExitCode, Problem, Severity, fold_repeats
from briefing.workspace import display_name, find_workspace

if TYPE_CHECKING:
    from briefing.check.review import Review
    from briefing.load.folder import Loaded
    from briefing.verification.texts import TextAtHand

_COUNTS = ("statements", "cited", "own", "quotations", "verified")


class OutputFormat(StrEnum):
    """How the findings are printed."""

    TEXT = "text"
    JSON = "json"
    SARIF = "sarif"


@dataclass(frozen=True)
class CheckedFolder:
    """The problems of one folder; no review where it cannot be loaded as a briefing, or a text is not the one meant.

    `texts` are those it was compared with that are not stored with it, by the id of the source.
    """

    folder: Path
    problems: tuple[Problem, ...]
    review: Review | None = None
    loaded: Loaded | None = None
    texts: Mapping[str, TextAtHand] = field(default_factory=dict)


def check(
    paths: FoldersArgument = None,
    output: Annotated[
        OutputFormat, typer.Option("--format", case_sensitive=False, help="The format of the findings.")
    ] = OutputFormat.TEXT,
    strict: Annotated[bool, typer.Option("--strict", help="Fail on warnings too.")] = False,
    text: TextOption = None,
    as_json: JsonOption = False,
) -> None:
    """Check briefings by their sources and the rules. Nothing is drawn, built or written.

    Words are compared with a text that was withheld where that is in the private folder of the workspace; elsewhere its receipt
    tells what was verified, and when. Whoever has the text can compare again with --text.
    """
    from briefing.verification.texts import parse_text_options, refuse_unknown

    now, files = datetime.now(UTC), parse_text_options(text or ())
    checked = [_check_folder(folder, now, files) for folder in find_folders(paths or [])]
    if all(one.loaded for one in checked):
        refuse_unknown(files, {source.id for one in checked if one.loaded for source in one.loaded.briefing.sources})
    output = OutputFormat.JSON if as_json else output
    if output is not OutputFormat.TEXT:
        checked = [replace(one, problems=tuple(_without_withheld_words(one))) for one in checked]
    problems = [problem for one in checked for problem in one.problems]
    match output:
        case OutputFormat.TEXT:
            for one in checked:
                for problem in fold_repeats(one.problems):
                    print_line(problem)
                print_line(f"{one.folder}: {_summary(one)}")
                for line in _text_lines(one):
                    print_line(f"{one.folder}: {line}")
        case OutputFormat.JSON:
            print_json([_as_json(one) for one in checked], indent=2)
        case OutputFormat.SARIF:
            print_json(_as_sarif(problems), indent=2)
    if any(strict or problem.severity is Severity.ERROR for problem in problems):
        raise typer.Exit(ExitCode.CONTENT)


def _check_folder(folder: Path, now: datetime, files: Mapping[str, Path]) -> CheckedFolder:
    from briefing.build import check_loaded, find_map_problems, load_from_workspace
    from briefing.check.review import overdue
    from briefing.verification.receipts import outdated_receipts
    from briefing.verification.texts import texts_at_hand

    workspace = find_workspace(folder)
    options = options_for(folder, workspace)
    loaded = None
    try:
        loaded = load_from_workspace(folder, workspace)
        texts = texts_at_hand(loaded, folder, files)
        review = check_loaded(loaded, workspace, {source: one.text for source, one in texts.items()})
        outdated = outdated_receipts(loaded, texts)
    except ContentError as error:
        return CheckedFolder(folder, complete_hints(error.problems, options), loaded=loaded)
    late = overdue(loaded.briefing, loaded.values, now)
    problems = (*loaded.warnings, *review.problems, *outdated, *find_map_problems(loaded), *([late] if late else []))
    return CheckedFolder(folder, complete_hints(problems, options), review, loaded, texts)


def _without_withheld_words(checked: CheckedFolder) -> Iterator[Problem]:
    """Yield the problems of a folder without words of texts that are not stored: files of findings are handed on."""
    if not (checked.texts and checked.loaded):
        yield from checked.problems
        return
    own = " ".join(" ".join(text.split()) for _, text in checked.loaded.values.scalars())
    for problem in checked.problems:
        if problem.code.startswith(("quote-", "figure-")):
            problem = replace(problem, what=_own_words(problem.what, own), hint=_own_words(problem.hint, own))
        yield problem


def _own_words(message: str, own: str) -> str:
    """Return a message without what only a source has; it ends before the first such words in quotation marks."""
    message = re.sub(r" is attributed to .{1,80}? in ", " is attributed to another in ", message)
    message = re.sub(r", which has .*", "", message)
    for quoted in re.finditer("“([^”]*)(”|$)", message):
        if quoted[1].rstrip("…") not in own:
            return f"{message[: quoted.start()]}words of a text that is not stored here"
    return message


def _text_lines(checked: CheckedFolder) -> Iterator[str]:
    """Yield a line for each source whose text is not stored: when it was checked, or what it was compared with now."""
    from briefing.i18n import SOURCE_LANGUAGE, get_translator
    from briefing.part_names import withheld_note

    for source, one in checked.texts.items():
        where = display_name(one.file) if one.file else "its text in the private store"
        paragraphs = count(len(one.text.paragraphs), "paragraph")
        yield f"{source}: compared with {where} (SHA-256 {one.sha256[:12]}…, {paragraphs})"
    for withheld in checked.review.sourcing.withheld if checked.review else ():
        yield f"{withheld.id}: {withheld_note(withheld, get_translator(SOURCE_LANGUAGE))}"


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
        "texts": [*_texts_as_json(checked)],
    }


def _texts_as_json(checked: CheckedFolder) -> Iterator[dict[str, object]]:
    """Yield an object for each source whose text is not stored with the briefing."""
    for source, one in checked.texts.items():
        against = "file" if one.file else "private text"
        yield {"source": source, "sha256": one.sha256, "against": against, "checked": None}
    for withheld in checked.review.sourcing.withheld if checked.review else ():
        counts = {"quotations": withheld.quotations, "verified": withheld.verified}
        known = {"source": withheld.id, "sha256": withheld.sha256, "against": "receipt"}
        yield {**known, "checked": withheld.checked.isoformat(), **counts}


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
