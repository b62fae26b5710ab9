"""`briefing editions withdraw`."""

from __future__ import annotations

from datetime import UTC, datetime
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
from briefing.cli.output import print_json, print_line
from briefing.problems import ArchiveError, Problem, UsageError

if TYPE_CHECKING:
    from briefing.archive.archive import StoredEdition


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

    opened = open_selected_archive(archive)
    edition = find_edition(opened, name)
    note = parse_note(reason, "the reason")
    if not note:
        raise UsageError(Problem("no-reason", "a withdrawal needs a reason", hint='add --reason "TEXT"'))
    now = datetime.now(UTC).replace(microsecond=0)
    opened.withdraw(edition.id, Notice(edition.number, now, note, _contact_name(edition), replaced_by))
    if as_json:
        shown = {"withdrawn": now.isoformat(), "reason": note, "replaced_by": replaced_by}
        print_json({"edition": edition.name, **shown})
        return
    print_line(f"{name}: withdrawn{f'; {edition.id}@{replaced_by} replaces it' if replaced_by else ''}")


def _contact_name(edition: StoredEdition) -> str:
    """Return the contact in an edition; one in a format that can no longer be read can be withdrawn all the same."""
    try:
        return edition.briefing.contact.name
    except ArchiveError as error:
        if error.problems[0].code != "edition-too-old":
            raise
        return "unknown"
