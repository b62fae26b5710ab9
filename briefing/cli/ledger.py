"""`briefing ledger`: who has received what."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Annotated

import typer

from briefing.cli.options import ArchiveOption, JsonOption, open_selected_archive
from briefing.cli.output import print_json, print_line, print_table
from briefing.problems import ArchiveError, UsageError, printable_line

if TYPE_CHECKING:
    from briefing.archive.archive import Archive
    from briefing.mail.ledger import DeliveryRecord
    from briefing.model.edition_names import EditionName


def ledger(
    edition: Annotated[str, typer.Argument(metavar="ID[@N]", help="A briefing, or one edition of it.")],
    archive: ArchiveOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show who has received what.

    Lists every recipient of the editions, and the state of each delivery.
    """
    from briefing.mail.ledger import NO_LEDGER, Ledger, ledger_path
    from briefing.model.edition_names import parse_edition_name

    name = parse_edition_name(edition)
    selected = open_selected_archive(archive)
    path = ledger_path(selected.root)
    records: list[DeliveryRecord] = []
    if exists := os.path.lexists(path):
        with Ledger(path) as opened:
            records = opened.records(name.id, name.number)
    if not records:
        _require_edition(selected, name)
    if as_json:
        print_json([_json_object(record) for record in records], indent=1)
    elif records:
        print_table([tuple(map(printable_line, _cells(record))) for record in records])
    else:
        print_line(f"the ledger has no record of {edition}" if exists else NO_LEDGER)


def _require_edition(archive: Archive, name: EditionName) -> None:
    """Raise UsageError (`no-edition`) where neither the ledger nor the archive knows what was asked for."""
    try:
        archive.edition(name.id, name.number)
    except ArchiveError as error:
        if error.problems[0].code == "no-edition":
            raise UsageError(error.problems) from error
        raise


def _cells(record: DeliveryRecord) -> tuple[str, ...]:
    return (
        f"{record.item.briefing}@{record.item.edition}",
        "" if record.item.kind == "edition" else record.item.kind,
        f"{record.moment:%Y-%m-%d %H:%M} UTC",
        str(record.state),
        record.marking,
        str(record.recipient),
        record.answer,
    )


def _json_object(record: DeliveryRecord) -> dict[str, object]:
    return {
        "id": record.item.briefing,
        "number": record.item.edition,
        "kind": record.item.kind,
        "name": record.recipient.name,
        "address": record.recipient.address,
        "marking": record.marking,
        "state": str(record.state),
        "answer": record.answer,
        "moment": record.moment.isoformat(timespec="seconds"),
        "attempts": record.attempts,
        "message_id": record.message_id,
        "sha256": record.digest,
    }
