"""`briefing editions diff` and `rebuild`: what differs between two editions, or from what is built today."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from briefing.cli.options import ArchiveOption, EditionArgument, JsonOption, find_edition, open_selected_archive
from briefing.cli.output import Progress, print_json, print_line
from briefing.cli.output_files import require_output_file
from briefing.problems import ExitCode, whole_line
from briefing.workspace import relative_to_cwd


def diff(
    before: EditionArgument,
    after: EditionArgument,
    archive: ArchiveOption = None,
    html: Annotated[Path | None, typer.Option(metavar="FILE", help="Write the comparison as a web page.")] = None,
    pdf: Annotated[Path | None, typer.Option(metavar="FILE", help="Write it as a PDF, a redline.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Compare two editions by their meaning.

    Lists changed statements, stances, likelihoods, sources and figures.
    """
    from briefing.archive.redline import compare_stored, redline_page, redline_pdf
    from briefing.atomic import write_atomically
    from briefing.comparison.lines import change_line, change_report
    from briefing.i18n import SOURCE_LANGUAGE, get_translator

    if html:
        require_output_file(html, "a comparison as a web page")
    if pdf:
        require_output_file(pdf, "a PDF")
    opened = open_selected_archive(archive)
    old, new = find_edition(opened, before), find_edition(opened, after)
    changes, translator = compare_stored(old, new), get_translator(SOURCE_LANGUAGE)
    if html:
        write_atomically(html, redline_page(old, new, changes))
    if pdf:
        write_atomically(pdf, redline_pdf(old, new, changes))
    if as_json:
        lines = [str(change_line(change, translator)) for change in changes]
        print_json([{**asdict(change), "line": line} for change, line in zip(changes, lines, strict=True)], indent=1)
    elif html or pdf:
        print_line(", ".join(str(relative_to_cwd(path)) for path in (html, pdf) if path))
    else:
        print_line(
            "\n".join(map(whole_line, change_report(changes, translator))) or f"{before} and {after} say the same"
        )


def rebuild(name: EditionArgument, archive: ArchiveOption = None, as_json: JsonOption = False) -> None:
    """Build an edition again, and compare.

    Builds it from what is stored, and tells whether the bytes are the same, and if not, why.
    """
    from briefing.archive.rebuild import rebuild_edition

    edition = find_edition(open_selected_archive(archive), name)
    with Progress(name) as progress:
        again = rebuild_edition(edition, progress.say)
    if as_json:
        same = not again.differing
        print_json({"edition": name, "same": same, "differing": again.differing, "causes": again.causes}, indent=1)
    elif not again.differing:
        print_line(f"{name}: the same bytes")
    else:
        print_line(f"{name}: differs in {', '.join(again.differing)}")
        for cause in again.causes or ("nothing recorded has changed; the system's own libraries may have",):
            print_line(f"  {cause}")
    if again.differing:
        raise typer.Exit(ExitCode.ARCHIVE)
