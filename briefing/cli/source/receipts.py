"""Add texts that are withheld, and write their receipts, with what there is to tell of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from briefing.cli.output import count, print_json, print_line, print_problem
from briefing.cli.remedies import complete_hints, options_for
from briefing.problems import ContentError, Place, Problem, fold_repeats
from briefing.workspace import BRIEFING_FILE, display_name, find_workspace, require_workspace

if TYPE_CHECKING:
    from briefing.sources.add import AddedSource


def print_notes(file: Path, added: AddedSource) -> None:
    """Print how a file was read, and what was left out of it."""
    from briefing.sources.left_out import list_passages

    for line in [*filter(None, [added.note]), *list_passages(added.left_out)]:
        print_line(line if line.startswith(" ") else f"{file}: {line}")


def add_withheld(folder: Path, file: Path, details: Mapping[str, str], as_json: bool) -> None:
    """Add a text to the private store with a receipt, which lists what is verified as far as the briefing can be checked."""
    from briefing.fingerprint import library_version
    from briefing.sources.add import Withholding, add_source
    from briefing.sources.private import check_store_is_separate, open_private_store

    workspace, today = require_workspace(folder), datetime.now(UTC).date()
    store = open_private_store(workspace)
    check_store_is_separate(store, workspace, folder)
    added = add_source(folder, file, details, Withholding(store, today, f"briefing {library_version('briefing')}"))
    private = store.path(added.id, added.sha256)
    shown = {"id": added.id, "receipt": str(added.path), "private": str(private), "paragraphs": added.paragraphs}
    if not as_json:
        print_line(f"{display_name(private)}: {added.id}, {count(added.paragraphs, 'paragraph')}, kept here alone")
        print_notes(file, added)
    try:
        checked, _ = write_receipts_and_tell(folder, {}, quiet=as_json)
    except ContentError as error:
        checked = []
        for problem in error.problems if not as_json else ():
            print_problem(problem)
        print_problem("nothing is verified yet: correct the briefing, then: briefing source receipt")
    if as_json:
        print_json({**shown, "sha256": added.sha256, "note": added.note or None, "receipts": checked})


def write_receipts_and_tell(
    folder: Path, files: Mapping[str, Path], *, quiet: bool
) -> tuple[list[dict[str, object]], list[Problem]]:
    """Write the receipts of a briefing, tell what was found, and return it as objects, with the problems."""
    from briefing.verification.receipts import write_receipts

    today = datetime.now(UTC).date()
    written = write_receipts(folder, find_workspace(folder), today, files)
    problems = [one for one in written.review.problems if one.code.startswith(("quote-", "figure-", "no-such-"))]
    for source in written.without_text:
        what = f"the text of {source} is withheld, and not on this machine: its receipt stays as it is"
        hint = f"name it with: briefing source receipt --text {source}=FILE"
        problems.append(Problem("text-not-held", what, Place(display_name(folder / BRIEFING_FILE)), hint))
    shown = []
    for source, made in written.receipts.items():
        listed = (*made.quotations, *made.figures)
        missing = sum(one.verdict == "not found" for one in listed)
        counts = {"quotations": len(made.quotations), "figures": len(made.figures), "not_found": missing}
        shown.append({"source": source, "sha256": made.sha256, "checked": made.checked.isoformat(), **counts})
        if not quiet:
            what = f"{count(len(made.quotations), 'quotation')} and {count(len(made.figures), 'figure')} compared"
            print_line(f"{source}: {what}, {missing or 'none'} not found (SHA-256 {made.sha256[:12]}…)")
    if not quiet:
        for problem in fold_repeats(complete_hints(problems, options_for(folder))):
            print_problem(problem)
    return shown, problems
