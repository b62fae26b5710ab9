"""`briefing editions verify`."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from briefing.cli.options import ArchiveOption, JsonOption, open_selected_archive
from briefing.cli.output import Progress, count, print_json, print_line, print_problem, problem_object
from briefing.problems import ArchiveError, ExitCode, Place, Problem, Severity, UsageError, printable_line
from briefing.workspace import display_name

if TYPE_CHECKING:
    from briefing.archive.archive import Archive
    from briefing.archive.verify import VerifiedObject, VerifyOptions
    from briefing.model.edition_names import EditionName


def verify(
    ids: Annotated[list[str] | None, typer.Argument(metavar="ID", help="Briefings. [default: all]")] = None,
    quick: Annotated[
        bool, typer.Option("--quick", help="Check structure and presence only; do not read the files.")
    ] = False,
    since: Annotated[
        str, typer.Option(metavar="90d", help="Skip what was verified without a fault within this time: 12h, 90d, 8w.")
    ] = "",
    folder: Annotated[
        Path | None,
        typer.Option(
            "--object", metavar="DIR", help="Validate one OCFL object, whichever program wrote it, and nothing else."
        ),
    ] = None,
    archive: ArchiveOption = None,
    as_json: JsonOption = False,
) -> None:
    """Verify the archive.

    Checks structure, digests, PDFs and signatures against its own records. Each check is recorded.
    """
    if folder:
        if ids or since or quick:
            hint = "call it once for the object, and once without --object"
            raise UsageError(Problem("bad-options", "--object is used alone", hint=hint))
        _validate_object(folder, as_json=as_json)
        return
    from briefing.archive.verify import checked_since, log_checks, verify_root
    from briefing.model.edition_names import parse_edition_name

    opened, now = open_selected_archive(archive), datetime.now(UTC)
    names = [parse_edition_name(name) for name in ids or []]
    for name in names:
        _require_number(opened, name)
    wanted = [name.id for name in names] or sorted(opened.object_folders())
    skipped = checked_since(opened, now - _parse_duration(since)) if since else set()
    wanted = [briefing_id for briefing_id in wanted if briefing_id not in skipped]
    options = _verify_options(quick)
    found = [_located(fault, opened.root) for fault in ([] if ids else verify_root(opened))]
    show = print_line if not as_json else lambda line: None
    for fault in found:
        show(fault)
    checked = _verify(opened, wanted, options, show)
    found += [_located(problem, opened.root) for one in checked for problem in one.problems]
    faults = sum(problem.severity is Severity.ERROR for problem in found)
    left_out = f", {len(skipped)} skipped" if skipped else ""
    result = count(faults, "fault") if faults else "no faults"
    show(f"{count(len(checked), 'briefing')} verified{left_out}: {result}")
    if as_json:
        counts = {"briefings": len(checked), "skipped": len(skipped), "faults": faults}
        print_json({**counts, "problems": [problem_object(problem) for problem in found]}, indent=1)
    if checked:
        try:
            log_checks(opened, checked, now, options)
        except ArchiveError as error:
            # A read-only archive or a full disk must not hide what was found.
            for problem in error.problems:
                print_problem(replace(problem, severity=Severity.WARNING))
    if faults:
        raise typer.Exit(ExitCode.ARCHIVE)


def _require_number(archive: Archive, name: EditionName) -> None:
    """Raise ArchiveError (`no-edition`) where there is no such edition; any other fault is what is to be verified."""
    try:
        archive.edition(name.id, name.number)
    except ArchiveError as error:
        if name.number and error.problems[0].code == "no-edition":
            raise


def _validate_object(folder: Path, *, as_json: bool) -> None:
    """Print a line for each rule of OCFL that an object breaks, beginning with its code, and exit with 6 for any error."""
    from briefing.archive.ocfl.validate import check_any_object

    if not folder.is_dir():
        what, hint = "there is no such folder", "name the folder of one object, which contains its inventory.json"
        raise UsageError(Problem("no-object", what, Place(str(folder)), hint))
    problems = check_any_object(folder)
    errors = sum(problem.severity is Severity.ERROR for problem in problems)
    if as_json:
        described = [problem_object(problem) for problem in problems]
        print_json({"folder": str(folder), "valid": not errors, "problems": described}, indent=1)
    for problem in problems if not as_json else ():
        place = f"{problem.place}: " if problem.place else ""
        print_line(printable_line(f"{problem.code} {place}{problem.what}"))
    found = [count(number, noun) for number, noun in ((errors, "error"), (len(problems) - errors, "warning")) if number]
    verdict = "not a valid OCFL object" if errors else "a valid OCFL object"
    if not as_json:
        print_line(printable_line(", ".join([f"{folder}: {verdict}", *found])))
    if errors:
        raise typer.Exit(ExitCode.ARCHIVE)


def _verify(
    archive: Archive, briefing_ids: Sequence[str], options: VerifyOptions, show: Callable[[object], None]
) -> list[VerifiedObject]:
    """Verify some briefings, and show every problem as it is found."""
    from briefing.archive.verify import verify_objects

    checked = []
    with Progress("verify") as progress:
        for number, one in enumerate(verify_objects(archive, briefing_ids, options), 1):
            progress.say(f"{number:,} of {len(briefing_ids):,}")
            checked.append(one)
            for problem in one.problems:
                progress.clear()
                show(_located(problem, archive.root))
    return checked


def _located(problem: Problem, root: Path) -> Problem:
    """Return a problem whose place, a path in the archive, is one that leads there; names of editions (`x@1/x.pdf`) stay.

    Where a path leads through a link, that is the fault: it is named itself, and not what it leads to.
    """
    place = problem.place
    if not place or "@" in place.file:
        return problem
    file = root / place.file
    name = display_name(file) if file == root else str(Path(display_name(root), place.file))
    return replace(problem, place=replace(place, file=name or "."))


def _verify_options(quick: bool) -> VerifyOptions:
    from briefing.archive.verify import VerifyOptions

    if quick:
        return VerifyOptions(digests=False)
    from briefing.pages.conformance import check_conformance

    try:
        from briefing.archive.signing.signatures import check_signed
    except ImportError:
        return VerifyOptions(digests=True, pdf=check_conformance)
    return VerifyOptions(digests=True, pdf=check_conformance, signed=check_signed)


def _parse_duration(text: str) -> timedelta:
    units = {"h": "hours", "d": "days", "w": "weeks"}
    match = re.fullmatch(r"(\d{1,5})([hdw])", text)
    if not match:
        raise UsageError(Problem("bad-time", f'"{text}" is not a duration', hint="write it as 12h, 90d or 8w"))
    return timedelta(**{units[match[2]]: int(match[1])})
