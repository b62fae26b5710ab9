"""`briefing send`."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from briefing.cli.options import ArchiveOption
from briefing.problems import Problem, UsageError


class Notice(StrEnum):
    """What a message says it is, where it is more than a new edition."""

    CORRECTION = "correction"
    WITHDRAWAL = "withdrawal"
    UPDATE = "update"


def send(
    edition: Annotated[str, typer.Argument(metavar="ID[@N]", help="An edition, or with --draft-to a folder.")],
    to: Annotated[
        list[str] | None,
        typer.Option(
            "--to", metavar="FILE|ADDRESS", help="A list of recipients (CSV, YAML), or an address. Repeatable."
        ),
    ] = None,
    archive: ArchiveOption = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be done, and do nothing.")] = False,
    eml: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Write the messages as files there, and send nothing.")
    ] = None,
    notice: Annotated[
        Notice | None, typer.Option(help="Say that it corrects or updates an earlier one, or is withdrawn.")
    ] = None,
    skip_refused: Annotated[
        bool, typer.Option("--skip-refused", help="Send to the others where the marking shuts someone out.")
    ] = False,
    resend_uncertain: Annotated[
        bool, typer.Option("--resend-uncertain", help="Send again where it is not known whether it arrived.")
    ] = False,
    smime: Annotated[bool, typer.Option("--smime", help="Sign the messages with the identity of [sign].")] = False,
    draft_to: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="Mail a draft to one address of the desk's own domain.")
    ] = None,
) -> None:
    """Mail a published edition: to each recipient once, and to nobody its marking shuts out."""
    if draft_to is not None:
        if to or notice or eml or dry_run:
            raise UsageError(Problem("draft-alone", "--draft-to goes with none of --to, --notice, --eml and --dry-run"))
        from briefing.cli.draft import send_draft

        send_draft(edition, draft_to, smime=smime)
        return
    from briefing.cli.sending import HEADINGS, Order, send_edition

    heading = HEADINGS[notice.value if notice else ""]
    send_edition(Order(edition, tuple(to or ()), archive, heading, dry_run, eml, skip_refused, resend_uncertain, smime))
