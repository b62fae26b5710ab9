"""`briefing editions withdraw`."""

from __future__ import annotations

import os
import shlex
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from briefing.cli.options import (
    ArchiveOption,
    EditionArgument,
    JsonOption,
    find_edition,
    open_selected_archive,
    parse_note,
)
from briefing.cli.output import count, print_json, print_line, print_problem
from briefing.problems import ArchiveError, DeliveryError, Problem, UsageError
from briefing.workspace import as_argument, nearest_workspace

if TYPE_CHECKING:
    from briefing.archive.archive import Archive, StoredEdition


def withdraw(
    name: EditionArgument,
    reason: Annotated[str, typer.Option(metavar="TEXT", help="Why it is withdrawn.")],
    replaced_by: Annotated[int | None, typer.Option(metavar="N", help="The edition that replaces it.")] = None,
    archive: ArchiveOption = None,
    as_json: JsonOption = False,
) -> None:
    """Withdraw an edition.

    It stays in the archive, with a notice that says when and why it was withdrawn.
    """
    from briefing.archive.archive import Notice
    from briefing.mail.ledger import NO_LEDGER

    opened = open_selected_archive(archive)
    edition = find_edition(opened, name)
    note = parse_note(reason, "the reason")
    if not note:
        raise UsageError(Problem("no-reason", "a withdrawal needs a reason", hint='add --reason "TEXT"'))
    now = datetime.now(UTC).replace(microsecond=0)
    opened.withdraw(edition.id, Notice(edition.number, now, note, _contact_name(edition), replaced_by))
    recipients, command = _next_step(opened, edition, archive)
    if as_json:
        shown = {"withdrawn": now.isoformat(), "reason": note, "replaced_by": replaced_by}
        print_json({"edition": edition.name, **shown, "recipients": recipients, "next": command})
        return
    print_line(f"{name}: withdrawn{f'; {edition.id}@{replaced_by} replaces it' if replaced_by else ''}")
    if recipients is None and not command:
        print_line(NO_LEDGER)
    elif recipients is None:
        print_line(f"it is not known who has received it; when the ledger is restored: {command}")
    elif recipients:
        print_line(f"{count(recipients, 'recipient')} to notify: {command}")
    else:
        print_line("the ledger has no record that anyone was sent it: there is no one to notify")


def _next_step(opened: Archive, edition: StoredEdition, archive: Path | None) -> tuple[int | None, str]:
    """Return how many have the edition, and the command that notifies them, to be pasted where this one was called.

    The number is None where there is no ledger, and where it cannot be read, which is reported: the edition is withdrawn all
    the same. The command is empty where there is no one to notify, or no ledger.
    """
    from briefing.mail.ledger import DeliveryState, Ledger, ledger_path
    from briefing.mail.outgoing import DeliveryItem

    command = f"briefing send {edition.name} --notice withdrawal"
    command = _in_workspace(command, opened, archive)
    path = ledger_path(opened.root)
    try:
        if not os.path.lexists(path):
            return None, ""
        with Ledger(path) as ledger:
            states = list(ledger.recipients(DeliveryItem(edition.id, edition.number)).values())
    except DeliveryError as error:
        print_problem(error)
        return None, command
    if set(states) == {DeliveryState.HANDED_OVER}:
        command += f" --eml notice-{edition.id}-{edition.number}"
    if set(states) == {DeliveryState.UNCERTAIN}:
        command += " --resend-uncertain"
    return len(states), command if states else ""


def _in_workspace(command: str, opened: Archive, archive: Path | None) -> str:
    """Return a command that sends from the archive's own workspace, whatever the current folder is.

    The settings of mail and the marking rules are those of the workspace of the current folder.
    """
    here, home = nearest_workspace(Path.cwd()), nearest_workspace(opened.root.parent)
    if home and home != here:
        named = f" --archive {shlex.quote(str(opened.root.resolve()))}" if archive else ""
        return f"cd {shlex.quote(str(home.root))} && {command}{named}"
    return f"{command} --archive {as_argument(archive)}" if archive else command


def _contact_name(edition: StoredEdition) -> str:
    """Return the contact in an edition; one in a format that is no longer read can still be withdrawn."""
    try:
        return edition.briefing.contact.name
    except ArchiveError as error:
        if error.problems[0].code != "edition-too-old":
            raise
        return "unknown"
