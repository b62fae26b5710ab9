"""`briefing editions restore` and `export`: copies of an edition outside the archive."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from briefing.cli.options import ArchiveOption, EditionArgument, JsonOption, find_edition, open_selected_archive
from briefing.cli.output import count, print_json, print_line
from briefing.cli.output_files import refuse_archive, require_output_file
from briefing.workspace import relative_to_cwd


def restore(
    name: EditionArgument,
    folder: Annotated[Path, typer.Argument(metavar="DIR")],
    archive: ArchiveOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write the folder an edition was built from."""
    from briefing.archive.rebuild import restore_edition

    refuse_archive(folder)
    files = restore_edition(find_edition(open_selected_archive(archive), name), folder)
    if as_json:
        print_json({"edition": name, "folder": str(folder), "files": list(map(str, files))}, indent=1)
    else:
        print_line(f"{relative_to_cwd(folder)}: {count(len(files), 'file')} of {name}")


def export(
    name: EditionArgument,
    bag: Annotated[Path, typer.Option("--bag", metavar="FILE.zip", help="The file to write.")],
    with_source: Annotated[
        bool,
        typer.Option("--with-source", help="Include what the author wrote and supplied, with comments and reasons."),
    ] = False,
    archive: ArchiveOption = None,
    as_json: JsonOption = False,
) -> None:
    """Export an edition as a bag (BagIt).

    The bag, with SHA-512 digests, Dublin Core and PREMIS, can be passed on to another archive. The author's own files, with
    their comments and reasons, are left out.
    """
    from briefing.archive.export import export_bag
    from briefing.atomic import write_atomically

    require_output_file(bag, "a bag")
    content = export_bag(find_edition(open_selected_archive(archive), name), with_source=with_source)
    write_atomically(bag, content)
    if as_json:
        print_json({"edition": name, "bag": str(bag), "bytes": len(content)})
    else:
        print_line(f"{relative_to_cwd(bag)}: {name}, {len(content) / 1000:,.0f} kB")
