"""`briefing editions`: what is kept, and what can be done with it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from briefing.cli.options import (
    ArchiveOption,
    EditionArgument,
    JsonOption,
    UpToOption,
    find_edition,
    marking_filter,
    open_selected_archive,
    parse_note,
)
from briefing.cli.output import print_line, print_problem
from briefing.cli.remarks import shown
from briefing.problems import ArchiveError, ExitCode, Problem, Severity, UsageError
from briefing.workspace import relative_to_cwd

if TYPE_CHECKING:
    from briefing.archive.archive import StoredEdition

app = typer.Typer(
    help="Editions that were published: list, show, compare, verify, hand on, withdraw.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
PUBLIC = "TLP:CLEAR"
"""What everyone may read; the lowest marking of another scheme need not be."""


@app.command("list")
def list_(
    briefing_id: Annotated[str | None, typer.Argument(metavar="[ID]", help="One briefing. [default: all]")] = None,
    archive: ArchiveOption = None,
    up_to: UpToOption = None,
    as_json: JsonOption = False,
) -> None:
    """List editions: number, date, status, pages, marking and note. Without --up-to, whatever their marking."""
    from briefing.archive.index import entry_of, list_editions
    from briefing.cli.progress import Progress
    from briefing.model.edition_names import parse_name

    kept = open_selected_archive(archive)
    may_read = marking_filter(up_to) if up_to else lambda marking: True
    if briefing_id:
        name = parse_name(briefing_id)
        editions, failed = kept.readable(name.id)
        if not editions and not failed:
            kept.edition(name.id)
        entries = [entry_of(edition) for edition in editions if name.number in (None, edition.number)]
    else:
        with Progress("editions") as progress:
            entries, failed = list_editions(kept, lambda done, of: progress.say(f"reading {done:,} of {of:,}"))
    there = len(entries) + len(failed)
    entries = [entry for entry in entries if may_read(entry.marking)]
    if as_json:
        print_line(json.dumps([asdict(entry) for entry in entries], ensure_ascii=False, indent=1))
    elif entries:
        print_line(_table([_row(entry) for entry in entries]))
    elif there:
        print_line(f"none of them may be shown up to {' and '.join(up_to)}" if up_to else "none of them can be read")
    else:
        print_line("no editions yet; publish one with: briefing publish PATH")
    _fail_with(failed)


def _row(entry: Any) -> tuple[str, ...]:
    status = f"{entry.status}, see @{entry.replaced_by}" if entry.replaced_by else entry.status
    date = entry.published[:16].replace("T", " ")
    note = shown(entry.reason or entry.note, most=100)
    note = " · ".join(part for part in ("minor" if entry.minor else "", note) if part)
    return (f"{entry.id}@{entry.number}", date, status, f"{entry.pages} p.", entry.marking, note)


def _table(rows: list[tuple[str, ...]]) -> str:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows)
    return "\n".join(lines)


@app.command()
def show(
    name: Annotated[str, typer.Argument(metavar="ID[@N]", help="An edition; without a number, the newest.")],
    archive: ArchiveOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show what an edition is, what it was made of, and what was new in it."""
    edition = find_edition(open_selected_archive(archive), name, numbered=False)
    if as_json:
        value = json.loads(edition.read("manifest.json"))
        notice = asdict(edition.notice) if edition.notice else None
        print_line(
            json.dumps({**value, "status": edition.status, "notice": notice}, ensure_ascii=False, indent=1, default=str)
        )
        return
    print_line("\n".join(_about(edition)))


def _about(edition: StoredEdition) -> list[str]:
    manifest, notice = edition.manifest, edition.notice
    signed = f"{manifest.signed} (signed)" if manifest.signed else "not signed"
    lines = [
        f"{edition.name}: {shown(manifest.title)}",
        f"  status     {edition.status}",
        *([f"  withdrawn  {notice.withdrawn:%Y-%m-%d %H:%M} UTC: {shown(notice.reason)}"] if notice else []),
        *([f"  replaced   by {edition.id}@{notice.replaced_by}"] if notice and notice.replaced_by else []),
        f"  published  {manifest.published:%Y-%m-%d %H:%M} UTC{', minor' if manifest.minor else ''}",
        f"  changed    {manifest.changed:%Y-%m-%d %H:%M} UTC",
        f"  as of      {manifest.as_of:%Y-%m-%d %H:%M} UTC",
        f"  marking    {manifest.marking}",
        *([f"  note       {shown(manifest.note)}"] if manifest.note else []),
        f"  PDF        {manifest.pages} pages, {signed}, SHA-256 {manifest.files[manifest.pdf]}",
        f"  made with  briefing {manifest.made_with.get('briefing', '?')}, Python {manifest.made_with.get('python', '?')}",
        f"  lies in    {relative_to_cwd(edition.folder)}",
    ]
    changed = _changes(edition)
    return [*lines, *([f"  new since edition {manifest.since}:", *changed] if changed else [])]


def _changes(edition: StoredEdition) -> list[str]:
    from briefing.archive.redline import change_line

    return [f"    {change_line(change)}" for change in edition.changes]


@app.command()
def restore(
    name: EditionArgument, folder: Annotated[Path, typer.Argument(metavar="DIR")], archive: ArchiveOption = None
) -> None:
    """Write the working folder of an edition out again, as it was."""
    from briefing.archive.restore import restore_edition

    files = restore_edition(find_edition(open_selected_archive(archive), name), folder)
    print_line(f"{relative_to_cwd(folder)}: {len(files)} file{'s' * (len(files) != 1)} of {name}")


@app.command()
def verify(
    ids: Annotated[list[str] | None, typer.Argument(metavar="[ID]...", help="Briefings. [default: all]")] = None,
    quick: Annotated[bool, typer.Option("--quick", help="Do not read the files: structure and presence only.")] = False,
    since: Annotated[
        str, typer.Option(metavar="90d", help="Leave out what was found sound within this time: 12h, 90d, 8w.")
    ] = "",
    archive: ArchiveOption = None,
) -> None:
    """Verify that the archive is as it was kept: structure, digests, PDFs and signatures. Each check is recorded."""
    from briefing.archive.verify import checked_since, log_checks, verify_objects, verify_root
    from briefing.cli.progress import Progress
    from briefing.model.edition_names import parse_name

    kept, now = open_selected_archive(archive), datetime.now(UTC)
    wanted = [parse_name(name).id for name in ids or []] or kept.ids()
    sound = checked_since(kept, now - _time(since)) if since else set()
    wanted = [briefing_id for briefing_id in wanted if briefing_id not in sound]
    depth = _depth(quick)
    faults = [] if ids else verify_root(kept)
    for fault in faults:
        print_line(fault)
    checked = []
    with Progress("verify") as progress:
        for count, one in enumerate(verify_objects(kept, wanted, depth), 1):
            progress.say(f"{count:,} of {len(wanted):,}")
            checked.append(one)
            for problem in one.problems:
                progress.clear()
                print_line(problem)
            faults += one.faults
    left_out = f", {len(sound)} left out" if sound else ""
    what = f"{len(faults)} fault{'s' * (len(faults) != 1)}" if faults else "all sound"
    print_line(f"{len(checked)} briefing{'s' * (len(checked) != 1)} verified{left_out}: {what}")
    if checked:
        _record(lambda: log_checks(kept, checked, now, depth))
    if faults:
        raise typer.Exit(ExitCode.ARCHIVE)


def _record(log: Callable[[], None]) -> None:
    """An archive that may only be read is verified all the same, and a full disk is no reason to hold back what was found."""
    try:
        log()
    except ArchiveError as error:
        for problem in error.problems:
            print_problem(replace(problem, severity=Severity.WARNING))


def _depth(quick: bool) -> Any:
    from briefing.archive.verify import Depth

    if quick:
        return Depth(digests=False)
    from briefing.pages.conformance import check_conformance

    try:
        from briefing.archive.signing.signatures import check_signed
    except ImportError:
        return Depth(digests=True, pdf=check_conformance)
    return Depth(digests=True, pdf=check_conformance, signed=check_signed)


def _time(text: str) -> timedelta:
    units = {"h": "hours", "d": "days", "w": "weeks"}
    match = re.fullmatch(r"(\d{1,5})([hdw])", text)
    if not match:
        raise UsageError(Problem("bad-time", f'"{text}" is not a length of time', hint="write it as 12h, 90d or 8w"))
    return timedelta(**{units[match[2]]: int(match[1])})


@app.command()
def diff(
    before: EditionArgument,
    after: EditionArgument,
    archive: ArchiveOption = None,
    html: Annotated[Path | None, typer.Option(metavar="FILE", help="Write it as a web page.")] = None,
    pdf: Annotated[Path | None, typer.Option(metavar="FILE", help="Write it as a PDF: a redline.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Compare two editions by what they mean: claims, stances, likelihoods, sources, figures."""
    from briefing.archive.redline import change_line, compare_stored
    from briefing.archive.redline_pdf import redline_page, redline_pdf
    from briefing.atomic import write_atomically

    kept = open_selected_archive(archive)
    old, new = find_edition(kept, before), find_edition(kept, after)
    changes = compare_stored(old, new)
    if html:
        write_atomically(html, redline_page(old, new, changes))
    if pdf:
        write_atomically(pdf, redline_pdf(old, new, changes))
    if as_json:
        print_line(json.dumps([asdict(change) for change in changes], ensure_ascii=False, indent=1))
    elif html or pdf:
        print_line(", ".join(str(relative_to_cwd(path)) for path in (html, pdf) if path))
    else:
        print_line("\n".join(change_line(change) for change in changes) or f"{before} and {after} say the same")


@app.command()
def rebuild(name: EditionArgument, archive: ArchiveOption = None) -> None:
    """Build an edition again from what is stored, and compare: the same bytes, or what has changed since."""
    from briefing.archive.rebuild import rebuild_edition
    from briefing.cli.progress import Progress

    edition = find_edition(open_selected_archive(archive), name)
    with Progress(name) as progress:
        again = rebuild_edition(edition, progress.say)
    if not again.differing:
        print_line(f"{name}: the same bytes")
        return
    print_line(f"{name}: comes out otherwise: {', '.join(again.differing)}")
    for cause in again.causes or ("nothing it was made with has changed; the machine's own libraries may have",):
        print_line(f"  {cause}")
    raise typer.Exit(ExitCode.ARCHIVE)


@app.command()
def export(
    name: EditionArgument,
    bag: Annotated[Path, typer.Option("--bag", metavar="FILE.zip", help="The file to write.")],
    archive: ArchiveOption = None,
) -> None:
    """Hand an edition on as a bag (BagIt, SHA-512), with Dublin Core and PREMIS."""
    from briefing.archive.export import export_bag
    from briefing.atomic import write_atomically

    content = export_bag(find_edition(open_selected_archive(archive), name))
    write_atomically(bag, content)
    print_line(f"{relative_to_cwd(bag)}: {name}, {len(content) / 1000:,.0f} kB")


@app.command()
def withdraw(
    name: EditionArgument,
    reason: Annotated[str, typer.Option(metavar="TEXT", help="Why it no longer stands.")],
    replaced_by: Annotated[int | None, typer.Option(metavar="N", help="The edition that stands instead.")] = None,
    archive: ArchiveOption = None,
) -> None:
    """Withdraw an edition: it stays, marked as withdrawn, with a notice that says why."""
    from briefing.archive.archive import Notice

    kept = open_selected_archive(archive)
    edition = find_edition(kept, name)
    now = datetime.now(UTC).replace(microsecond=0)
    said = parse_note(reason, "the reason")
    if not said:
        raise UsageError(Problem("no-reason", "a withdrawal needs its reason", hint='write it as --reason "why"'))
    kept.withdraw(edition.id, Notice(edition.number, now, said, _desk(edition), replaced_by))
    instead = f"; {edition.id}@{replaced_by} stands instead" if replaced_by else ""
    print_line(f"{name}: withdrawn{instead}")


def _desk(edition: StoredEdition) -> str:
    """Whose edition it is; one in a form that is no longer read can be withdrawn all the same."""
    try:
        return edition.briefing.contact.name
    except ArchiveError as error:
        if error.problems[0].code != "edition-too-old":
            raise
        return "unknown"


@app.command()
def site(
    folder: Annotated[Path, typer.Argument(metavar="DIR")], archive: ArchiveOption = None, up_to: UpToOption = None
) -> None:
    """Write a catalogue of the archive as web pages that need no server. Without --up-to, of what is TLP:CLEAR."""
    from briefing.archive.catalogue import Readers, write_site
    from briefing.atomic import write_atomically
    from briefing.cli.progress import Progress

    highest = up_to or [PUBLIC]
    readers = Readers(" and ".join(highest), marking_filter(highest))
    kept = open_selected_archive(archive)
    with Progress("site") as progress:
        made = write_site(kept, folder, readers, write_atomically, lambda done, of: progress.say(f"{done:,} of {of:,}"))
    hint = "" if up_to else "; to show more: --up-to MARKING"
    left_out = f", {made.left_out} left out that may not be shown up to {readers.up_to}{hint}" if made.left_out else ""
    print_line(
        f"{relative_to_cwd(folder / 'index.html')}: {made.editions} edition{'s' * (made.editions != 1)}{left_out}"
    )
    _fail_with(made.failed)


def _fail_with(failed: Sequence[ArchiveError]) -> None:
    for error in failed:
        print_problem(error)
    if failed:
        raise typer.Exit(ExitCode.ARCHIVE)
