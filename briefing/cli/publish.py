"""`briefing publish`."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext, suppress
from datetime import UTC, datetime
from getpass import getpass
from pathlib import Path
from typing import Annotated, Any

import typer

from briefing.cli.folders import the_folder
from briefing.cli.options import (
    SIGN_PASSWORD,
    ArchiveOption,
    JsonOption,
    PaperName,
    PaperOption,
    open_selected_archive,
    parse_note,
)
from briefing.cli.output import print_line, print_problem
from briefing.problems import ArchiveError, ContentError, Place, Problem
from briefing.workspace import Workspace, find_workspace, relative_to_cwd


def publish(
    path: Annotated[Path | None, typer.Argument(help="A folder with a briefing.yaml. [default: this folder]")] = None,
    note: Annotated[str, typer.Option(metavar="TEXT", help="Why this edition is published, for the record.")] = "",
    minor: Annotated[bool, typer.Option("--minor", help="Nothing that matters has changed: keep the date.")] = False,
    sign: Annotated[bool, typer.Option("--sign", help="Sign it, as [sign] in briefing.toml says.")] = False,
    archive: ArchiveOption = None,
    paper: PaperOption = PaperName.A4,
    as_json: JsonOption = False,
) -> None:
    """Publish a briefing as its next edition: numbered, dated, compared with the last, and kept."""
    from briefing.archive.publish import Order, publish_briefing
    from briefing.cli.progress import Progress

    said = parse_note(note, "the note")
    folder = the_folder(path or Path.cwd())
    workspace = find_workspace(folder)
    kept = open_selected_archive(archive, workspace)
    with identity(workspace) if sign else nullcontext() as signing, Progress(folder.name) as progress:
        order = Order(folder, workspace, paper.value, said, minor, signing)
        published = publish_briefing(order, kept, datetime.now(UTC), progress.say)
    edition = published.edition
    handed_out = workspace.out / f"{edition.id}-edition-{edition.number}.pdf"
    lost = _hand_out(published, handed_out)
    for warning in published.warnings:
        print_problem(warning)
    print_line(json.dumps(_object(published, handed_out)) if as_json else _line(published, handed_out))
    if lost:
        raise lost


def _hand_out(published: Any, handed_out: Path) -> ArchiveError | None:
    """Write the PDF where the desk takes it from, and give what kept us from it: the edition is published all the same."""
    from briefing.atomic import write_atomically

    edition = published.edition
    if published.fresh and (edition.notice or handed_out.is_file()):
        return None
    try:
        write_atomically(handed_out, edition.signed or edition.pdf)
    except ContentError as error:
        what = f"the edition is published, but its PDF is not here: {error.problems[0].what}"
        hint = "mend this, and publish again: what has not changed is not published twice"
        return ArchiveError(Problem("not-handed-out", what, Place(str(handed_out.parent)), hint))
    return None


def identity(workspace: Workspace) -> AbstractContextManager[Callable[[bytes], bytes]]:
    """What editions are signed with; its password comes from the environment, the keyring, or is asked for."""
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
            if kept := keyring.get_password("briefing-sign", name):
                return kept
    return getpass(f"Password of {name}: ") if sys.stdin.isatty() else ""


def _line(published: Any, handed_out: Path) -> str:
    edition = published.edition
    if published.fresh and edition.notice:
        withdrawn = f"it was withdrawn on {edition.notice.withdrawn:%Y-%m-%d}"
        return f"{edition.name}: {withdrawn}, and nothing has changed since; no edition was added"
    if published.fresh:
        return f"{edition.name}: nothing has changed since it was published; no edition was added"
    pages = edition.manifest.pages
    parts = [
        f"{pages} page{'s' * (pages != 1)}",
        _new(edition),
        f"to hand out: {relative_to_cwd(handed_out)}",
    ]
    return f"{edition.name}: published, {', '.join(parts)}"


def _new(edition: Any) -> str:
    if edition.number == 1:
        return "the first edition"
    if not edition.manifest.since:
        return "not compared with the one before, of which it may say nothing"
    material = sum(change.material for change in edition.changes)
    return f"{material} material change{'s' * (material != 1)}"


def _object(published: Any, handed_out: Path) -> dict[str, object]:
    edition = published.edition
    return {
        "id": edition.id,
        "number": edition.number,
        "published": edition.published.isoformat(),
        "unchanged": published.fresh,
        "status": edition.status,
        "pages": edition.manifest.pages,
        "pdf": str(handed_out),
        "warnings": [str(warning) for warning in published.warnings],
    }
