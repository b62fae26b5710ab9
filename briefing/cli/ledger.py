"""`briefing ledger`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated

import typer

from briefing.cli.options import ArchiveOption, open_selected_archive
from briefing.cli.output import print_line

if TYPE_CHECKING:
    from briefing.mail.ledger import DeliveryRecord


def ledger(
    edition: Annotated[str, typer.Argument(metavar="ID[@N]", help="A briefing, or one edition of it.")],
    archive: ArchiveOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON list.")] = False,
) -> None:
    """Show who has what: every recipient of a briefing's editions, and how it stands with each."""
    from briefing.mail.ledger import Ledger, ledger_path
    from briefing.model.edition_names import parse_name

    name = parse_name(edition)
    path = ledger_path(open_selected_archive(archive).root)
    rows: list[DeliveryRecord] = []
    if path.exists():
        with Ledger(path) as kept:
            rows = kept.records(name.id, name.number)
    if as_json:
        print_line(json.dumps([_object(row) for row in rows], ensure_ascii=False, indent=1))
        return
    if not rows:
        print_line(f"nothing of {edition} was sent yet")
        return
    cells = [_cells(row) for row in rows]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    for line in cells:
        print_line("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())


def _cells(row: DeliveryRecord) -> tuple[str, ...]:
    from briefing.cli.send_report import shown

    what = f"{row.item.briefing}@{row.item.edition}"
    kind = "" if row.item.kind == "edition" else row.item.kind
    return what, kind, f"{row.moment:%Y-%m-%d %H:%M} UTC", str(row.state), row.marking, shown(row.recipient), row.answer


def _object(row: DeliveryRecord) -> dict[str, object]:
    return {
        "id": row.item.briefing,
        "number": row.item.edition,
        "kind": row.item.kind,
        "name": row.recipient.name,
        "address": row.recipient.address,
        "marking": row.marking,
        "state": str(row.state),
        "answer": row.answer,
        "moment": row.moment.isoformat(timespec="seconds"),
        "attempts": row.attempts,
        "message_id": row.message_id,
        "sha256": row.digest,
    }
