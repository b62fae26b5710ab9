"""`briefing send`: mail a published edition, or a draft."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from briefing.cli.options import ArchiveOption, JsonOption
from briefing.problems import Problem, UsageError

if TYPE_CHECKING:
    from briefing.mail.outgoing import Purpose


class Notice(StrEnum):
    """What the message is, where it is not simply a new edition."""

    CORRECTION = "correction"
    WITHDRAWAL = "withdrawal"
    UPDATE = "update"


PURPOSES: Mapping[Notice | None, Purpose] = {
    None: "edition",
    Notice.CORRECTION: "correction",
    Notice.WITHDRAWAL: "withdrawal",
    Notice.UPDATE: "update",
}


def send(
    edition: Annotated[str, typer.Argument(metavar="ID[@N]", help="An edition; with --draft-to, a folder.")],
    to: Annotated[
        list[str] | None,
        typer.Option(metavar="FILE|ADDRESS", help="A list of recipients (CSV or YAML), or one address. Repeatable."),
    ] = None,
    archive: ArchiveOption = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Decide as for sending, and list who would receive it; send nothing.")
    ] = False,
    eml: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Write the messages to files in DIR, for others to send.")
    ] = None,
    notice: Annotated[
        Notice | None,
        typer.Option(
            case_sensitive=False, help="Send it as a correction or an update, or give notice that it is withdrawn."
        ),
    ] = None,
    skip_refused: Annotated[
        bool, typer.Option("--skip-refused", help="Send to the others where the marking excludes a recipient.")
    ] = False,
    resend_uncertain: Annotated[
        bool, typer.Option("--resend-uncertain", help="Send again to those who may or may not have received it.")
    ] = False,
    smime: Annotated[bool, typer.Option("--smime", help="Sign the messages with the identity in [sign].")] = False,
    draft_to: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="Mail a draft to one address in the sender's own domain.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Mail a published edition to its recipients.

    It is sent once to each recipient, and to nobody whom its marking excludes.
    """
    # Imported here, so that the help does not wait for them.
    from briefing.cli.send.draft import send_draft
    from briefing.cli.send.run import SendRequest, send_edition

    if draft_to is not None:
        if to or notice or eml or dry_run:
            what = "--draft-to cannot be combined with --to, --notice, --eml or --dry-run"
            raise UsageError(Problem("draft-alone", what, hint="remove the other options"))
        send_draft(Path(edition), draft_to, smime=smime, as_json=as_json)
        return
    send_edition(
        SendRequest(
            edition,
            tuple(to or ()),
            archive,
            PURPOSES[notice],
            dry_run,
            eml,
            skip_refused,
            resend_uncertain,
            smime,
            as_json,
        )
    )
