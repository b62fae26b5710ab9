"""`briefing editions list`, `show` and `site`: what has been published."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from briefing.cli.options import (
    ArchiveOption,
    JsonOption,
    UpToOption,
    find_edition,
    marking_filter,
    open_selected_archive,
    warn_of_other_archives,
)
from briefing.cli.output import Progress, count, note_line, print_json, print_line, print_problem, print_table
from briefing.cli.output_files import refuse_archive
from briefing.problems import ArchiveError, ExitCode, whole_line
from briefing.workspace import relative_to_cwd, require_workspace

if TYPE_CHECKING:
    from briefing.archive.archive import StoredEdition
    from briefing.archive.manifest import WithheldText
    from briefing.archive.summary import EditionSummary

PUBLIC_MARKING = "TLP:CLEAR"
"""What everyone may read; the lowest marking of another scheme may still be restricted."""


def list_editions(
    briefing_id: Annotated[str | None, typer.Argument(metavar="ID", help="One briefing. [default: all]")] = None,
    archive: ArchiveOption = None,
    up_to: UpToOption = None,
    as_json: JsonOption = False,
) -> None:
    """List editions.

    Shows number, date, status, pages, marking and note; without --up-to, of every marking.
    """
    from briefing.archive import summary
    from briefing.model.edition_names import parse_edition_name

    opened = open_selected_archive(archive)
    if not archive:
        warn_of_other_archives(require_workspace(Path.cwd()), opened)
    may_read = marking_filter(up_to) if up_to else lambda marking: True
    if briefing_id:
        name = parse_edition_name(briefing_id)
        editions, failed = opened.readable_editions(name.id)
        entries = [summary.summarise(edition) for edition in editions if name.number in (None, edition.number)]
        if not entries and not failed:
            opened.edition(name.id, name.number)  # raises the error that says so
    else:
        with Progress("editions") as progress:
            entries, failed = summary.list_editions(
                opened, lambda done, of: progress.say(f"reading {done:,} of {of:,}")
            )
    shown = [entry for entry in entries if may_read(entry.marking)]
    if as_json:
        print_json([asdict(entry) for entry in shown], indent=1)
    elif shown:
        print_table([_cells(entry) for entry in shown])
    elif entries or failed:
        print_line(f"none of them may be shown up to {' and '.join(up_to)}" if up_to else "none of them can be read")
    else:
        print_line("there are no editions yet; publish one with: briefing publish PATH")
    _exit_if_failed(failed)


def _cells(entry: EditionSummary) -> tuple[str, ...]:
    status = f"{entry.status}, see @{entry.replaced_by}" if entry.replaced_by else entry.status
    date = f"{entry.published[:16].replace('T', ' ')} UTC"
    note = note_line(entry.reason or entry.note, 100)
    note = " · ".join(part for part in ("minor" if entry.minor else "", note) if part)
    return (f"{entry.id}@{entry.number}", date, status, f"{entry.pages} p.", entry.marking, note)


def show(
    name: Annotated[str, typer.Argument(metavar="ID[@N]", help="An edition; without a number, the newest.")],
    archive: ArchiveOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show the details of an edition.

    Shows what it is, what it was made with, and what was new in it.
    """
    edition = find_edition(open_selected_archive(archive), name, numbered=False)
    if as_json:
        manifest = json.loads(edition.read("manifest.json"))
        notice = asdict(edition.notice) if edition.notice else None
        print_json({**manifest, "status": edition.status, "notice": notice}, indent=1)
    else:
        print_line("\n".join(_description(edition)))


def _description(edition: StoredEdition) -> list[str]:
    from briefing.comparison.lines import change_report
    from briefing.i18n import SOURCE_LANGUAGE, get_translator

    manifest, notice = edition.manifest, edition.notice
    signed = f"{manifest.signed} (signed)" if manifest.signed else "not signed"
    tools = manifest.made_with
    lines = [
        f"{edition.name}: {note_line(manifest.title)}",
        f"  status     {edition.status}",
        *([f"  withdrawn  {notice.withdrawn:%Y-%m-%d %H:%M} UTC: {note_line(notice.reason)}"] if notice else []),
        *([f"  replaced   by {edition.id}@{notice.replaced_by}"] if notice and notice.replaced_by else []),
        f"  published  {manifest.published:%Y-%m-%d %H:%M} UTC{', minor' if manifest.minor else ''}",
        f"  changed    {manifest.changed:%Y-%m-%d %H:%M} UTC",
        f"  as of      {manifest.as_of:%Y-%m-%d %H:%M} UTC",
        f"  marking    {manifest.marking}",
        *([f"  note       {note_line(manifest.note)}"] if manifest.note else []),
        f"  PDF        {count(manifest.pages, 'page')}, {signed}, SHA-256 {manifest.files[manifest.pdf]}",
        f"  made with  briefing {tools.get('briefing', '?')}, Python {tools.get('python', '?')}",
        f"  stored in  {relative_to_cwd(edition.folder)}",
        *(f"  not stored {_withheld_line(one)}" for one in manifest.withheld),
    ]
    changes = [f"    {whole_line(line)}" for line in change_report(edition.changes, get_translator(SOURCE_LANGUAGE))]
    return [*lines, *([f"  new since edition {manifest.since}:", *changes] if changes else [])]


def _withheld_line(text: WithheldText) -> str:
    again = f", compared again when published on {text.verified_again}" if text.verified_again else ""
    counts = f"{text.verified} of {count(text.quotations, 'quotation')} verified on {text.checked}{again}"
    return f"the text of {note_line(text.source)}, SHA-256 {text.sha256}: {counts}"


def site(
    folder: Annotated[Path, typer.Argument(metavar="DIR")],
    archive: ArchiveOption = None,
    up_to: UpToOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write a catalogue of the archive as web pages.

    They need no server; without --up-to, they contain what is TLP:CLEAR.
    """
    from briefing.archive.catalogue import Audience, write_site
    from briefing.atomic import write_atomically

    refuse_archive(folder)
    highest = up_to or [PUBLIC_MARKING]
    readers = Audience(" and ".join(highest), marking_filter(highest))
    opened = open_selected_archive(archive)
    with Progress("site") as progress:
        made = write_site(
            opened, folder, readers, write_atomically, lambda done, of: progress.say(f"{done:,} of {of:,}")
        )
    hint = "" if up_to else "; add --up-to MARKING to show more"
    left_out = f", {made.left_out} left out that may not be shown up to {readers.up_to}{hint}" if made.left_out else ""
    index = folder / "index.html"
    if as_json:
        print_json({"index": str(index), "editions": made.editions, "left_out": made.left_out, "up_to": highest})
    else:
        print_line(f"{relative_to_cwd(index)}: {count(made.editions, 'edition')}{left_out}")
    _exit_if_failed(made.errors)


def _exit_if_failed(failed: Sequence[ArchiveError]) -> None:
    for error in failed:
        print_problem(error)
    if failed:
        raise typer.Exit(ExitCode.ARCHIVE)
