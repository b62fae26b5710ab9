"""`briefing status`: the briefings of the workspace, what has been published of each, and what is due."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from briefing.cli.options import ArchiveOption, JsonOption, open_selected_archive, warn_of_other_archives
from briefing.cli.output import count, print_json, print_line, print_problem, print_table, problem_object
from briefing.cli.remedies import complete_hints, options_for
from briefing.problems import ArchiveError, BriefingError, ExitCode, Problem, Severity, printable_line
from briefing.workspace import Workspace, display_name, leads_elsewhere, require_workspace

if TYPE_CHECKING:
    from briefing.archive.archive import Archive
    from briefing.archive.status import BriefingStatus
    from briefing.load.receipts import Receipt


@dataclass(frozen=True)
class StatusRow:
    """One briefing of the list; without a status where its folder or its archive cannot be read, which `problems` explain.

    `receipts` tell of the texts that were checked and are not stored.
    """

    folder: Path
    id: str = ""
    title: str = ""
    status: BriefingStatus | None = None
    problems: tuple[Problem, ...] = ()
    receipts: tuple[Receipt, ...] = ()
    exit_code: ExitCode = ExitCode.DONE

    @property
    def state(self) -> str:
        """`draft` before the first edition, then `unchanged` or `changed`; `faulty` where that is not known."""
        if not self.status:
            return "faulty"
        return ("changed" if self.status.changed else "unchanged") if self.status.last else "draft"


def status(archive: ArchiveOption = None, as_json: JsonOption = False) -> None:
    """List the workspace.

    Shows each briefing with its last edition, whether it has changed since, and when its next update is due.
    """
    import typer

    workspace = require_workspace(Path.cwd())
    opened, now = open_selected_archive(archive, workspace).for_many(), datetime.now(UTC)
    if not archive:
        warn_of_other_archives(workspace, opened)
    for folder in workspace.folders_elsewhere():
        print_problem(replace(leads_elsewhere(folder, workspace), severity=Severity.WARNING))
    rows = [_read(folder, workspace, opened) for folder in workspace.briefing_folders()]
    if as_json:
        print_json([_object(row, now) for row in rows], indent=1)
    elif rows:
        print_table([("briefing", "last edition", "state", "next update"), *(_cells(row, now) for row in rows)])
        for row in rows:
            for receipt in row.receipts:
                print_line(f"{printable_line(display_name(row.folder) or '.')}: {_receipt_line(receipt)}")
    else:
        print_line("there are no briefings yet; start one with: briefing new NAME")
    damaged = [row for row in rows if row.exit_code is ExitCode.ARCHIVE]
    for row in damaged:
        for problem in row.problems:
            print_problem(problem)
    if damaged:
        raise typer.Exit(ExitCode.ARCHIVE)


def _read(folder: Path, workspace: Workspace, archive: Archive) -> StatusRow:
    from briefing.archive.status import read_status
    from briefing.build import load_from_workspace
    from briefing.i18n import SOURCE_LANGUAGE, get_translator
    from briefing.part_names import labelled_title

    try:
        loaded = load_from_workspace(folder, workspace)
        title = labelled_title(loaded.briefing, get_translator(SOURCE_LANGUAGE))
        found = read_status(loaded, folder, workspace, archive)
        return StatusRow(folder, loaded.briefing.id, title, found, receipts=tuple(loaded.receipts.values()))
    except ArchiveError as error:
        return StatusRow(folder, loaded.briefing.id, title, None, error.problems, exit_code=error.exit_code)
    except BriefingError as error:
        problems = complete_hints(error.problems, options_for(folder, workspace))
        return StatusRow(folder, problems=problems, exit_code=error.exit_code)


def _cells(row: StatusRow, now: datetime) -> tuple[str, str, str, str]:
    name = printable_line(display_name(row.folder) or ".")
    if not row.status:
        return name, "", f"{count(len(row.problems), 'problem')}: {row.problems[0].code}", ""
    last, due = row.status.last, row.status.due
    withdrawn = ", withdrawn" if last and last.notice else ""
    edition = f"{last.name}, {last.published:%Y-%m-%d %H:%M} UTC{withdrawn}" if last else "none"
    state = row.state if row.state == "draft" else f"{row.state} since"
    late = ", overdue" if due and due < now else ""
    none = "none planned" if row.status.final else "not stated"
    return name, edition, state, f"{due.astimezone(UTC):%Y-%m-%d %H:%M} UTC{late}" if due else none


def _receipt_line(receipt: Receipt) -> str:
    text = f"a text that is not stored here (SHA-256 {receipt.sha256[:12]}…)"
    return f"{receipt.source} was checked on {receipt.checked} against {text}"


def _object(row: StatusRow, now: datetime) -> dict[str, object]:
    last, due = (row.status.last, row.status.due) if row.status else (None, None)
    return {
        "folder": str(row.folder),
        "id": row.id or None,
        "title": row.title or None,
        "state": row.state,
        "edition": last.name if last else None,
        "published": last.published.isoformat() if last else None,
        "status": last.status if last else None,
        "due": due.isoformat() if due else None,
        "overdue": bool(due and due < now),
        "final": bool(row.status and row.status.final),
        "withheld": [
            {"source": one.source, "sha256": one.sha256, "checked": one.checked.isoformat()} for one in row.receipts
        ],
        "problems": [problem_object(problem) for problem in row.problems],
    }
