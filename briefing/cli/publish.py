"""`briefing publish`."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext, suppress
from datetime import UTC, datetime
from getpass import getpass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from briefing.cli.options import (
    SIGN_PASSWORD,
    ArchiveOption,
    JsonOption,
    PaperName,
    PaperOption,
    briefing_folder,
    open_selected_archive,
    parse_note,
)
from briefing.cli.output import Progress, count, print_json, print_line, print_problem
from briefing.problems import ArchiveError, ContentError, Place, Problem
from briefing.workspace import Workspace, find_workspace, relative_to_cwd, require_workspace

if TYPE_CHECKING:
    from briefing.archive.archive import StoredEdition
    from briefing.archive.publish import Published


def publish(
    path: Annotated[
        Path | None, typer.Argument(help="A folder with a briefing.yaml. [default: the current folder]")
    ] = None,
    note: Annotated[str, typer.Option(metavar="TEXT", help="Why this edition is published, for the record.")] = "",
    minor: Annotated[
        bool, typer.Option("--minor", help="Nothing of substance has changed: keep the date of the last change.")
    ] = False,
    sign: Annotated[bool, typer.Option("--sign", help="Sign the PDF as set in [sign] of briefing.toml.")] = False,
    archive: ArchiveOption = None,
    paper: PaperOption = PaperName.A4,
    as_json: JsonOption = False,
) -> None:
    """Publish a briefing as its next edition.

    The edition is numbered, dated, compared with the last one, and archived.
    """
    from briefing.archive.publish import PublishRequest, publish_briefing
    from briefing.archive.status import refuse_second_archive
    from briefing.build_output import read_id

    note = parse_note(note, "the note")
    folder = briefing_folder(path or Path.cwd())
    workspace = find_workspace(folder) if archive else require_workspace(folder)
    opened = open_selected_archive(archive, workspace)
    if not archive and (briefing_id := read_id(folder)):
        refuse_second_archive(briefing_id, folder, opened.root)
    with _open_identity(workspace) if sign else nullcontext() as signer, Progress(folder.name) as progress:
        request = PublishRequest(folder, workspace, paper.value, note, minor, signer)
        published = publish_briefing(request, opened, datetime.now(UTC), progress.say)
    edition = published.edition
    pdf = workspace.out / f"{edition.id}-edition-{edition.number}.pdf"
    error = _write_pdf(published, pdf)
    for warning in published.warnings:
        print_problem(warning)
    if as_json:
        print_json(_json_object(published, pdf))
    else:
        print_line(_summary(published, pdf))
    if error:
        raise error


def _write_pdf(published: Published, path: Path) -> ArchiveError | None:
    """Write the PDF to the output folder. Return the error if that fails: the edition is published all the same."""
    from briefing.atomic import write_atomically

    edition = published.edition
    if published.unchanged and (edition.notice or path.is_file()):
        return None
    try:
        write_atomically(path, edition.signed or edition.pdf)
    except ContentError as error:
        what = f"the edition is published, but its PDF could not be written: {error.problems[0].what}"
        hint = "correct this and publish again: an unchanged briefing is not published twice"
        return ArchiveError(Problem("not-handed-out", what, Place(str(path.parent)), hint))
    return None


def _open_identity(workspace: Workspace) -> AbstractContextManager[Callable[[bytes], bytes]]:
    """Open the identity that signs; its password comes from the environment, the keyring, or the terminal."""
    from briefing.archive.signing.identity import open_identity
    from briefing.settings import read_settings

    settings = read_settings(workspace).sign
    return open_identity(settings, workspace.root, lambda: _password(settings.pkcs12 or settings.token))


def _password(name: str) -> str:
    if SIGN_PASSWORD in os.environ:
        return os.environ[SIGN_PASSWORD]
    try:
        import keyring
        from keyring.errors import KeyringError
    except ImportError:
        pass
    else:
        with suppress(KeyringError):
            if stored := keyring.get_password("briefing-sign", name):
                return stored
    return getpass(f"Password of {name}: ") if sys.stdin.isatty() else ""


def _summary(published: Published, pdf: Path) -> str:
    edition = published.edition
    if published.unchanged:
        if edition.notice:
            withdrawn = f"it was withdrawn on {edition.notice.withdrawn:%Y-%m-%d}"
            return f"{edition.name}: {withdrawn}, and nothing has changed since; no edition was added"
        return f"{edition.name}: nothing has changed since it was published; no edition was added"
    pages = count(edition.manifest.pages, "page")
    return f"{edition.name}: published, {pages}, {_changes(edition)}, PDF: {relative_to_cwd(pdf)}"


def _changes(edition: StoredEdition) -> str:
    if edition.number == 1:
        return "the first edition"
    if not edition.manifest.since:
        return "not compared with the one before, which must not be quoted"
    return count(sum(change.material for change in edition.changes), "material change")


def _json_object(published: Published, pdf: Path) -> dict[str, object]:
    edition = published.edition
    return {
        "id": edition.id,
        "number": edition.number,
        "published": edition.published.isoformat(),
        "unchanged": published.unchanged,
        "status": edition.status,
        "pages": edition.manifest.pages,
        "pdf": str(pdf),
        "warnings": [str(warning) for warning in published.warnings],
    }
