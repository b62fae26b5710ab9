"""`briefing publish`."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext, suppress
from datetime import UTC, datetime
from functools import partial
from getpass import getpass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from briefing.cli.options import (
    SIGN_PASSWORD,
    ArchiveOption,
    JsonOption,
    PaperOption,
    TextOption,
    briefing_folder,
    open_selected_archive,
    parse_note,
    selected_paper,
)
from briefing.cli.output import Progress, count, print_json, print_line, print_problem, problem_object
from briefing.cli.remedies import Options, complete_hints, completed_hints, options_for
from briefing.problems import (
    ContentError,
    ExitCode,
    Place,
    Problem,
    Severity,
    UsageError,
    fold_repeats,
    printable_line,
    whole_line,
)
from briefing.workspace import (
    BRIEFING_FILE,
    Workspace,
    display_name,
    find_workspace,
    nearest_workspace,
    relative_to_cwd,
    require_workspace,
)

if TYPE_CHECKING:
    from briefing.archive.archive import StoredEdition
    from briefing.archive.publish import PreparedEdition, Published
    from briefing.load.folder import Loaded


def publish(
    path: Annotated[
        Path | None,
        typer.Argument(metavar="PATH", help="A briefing, by folder or by name. [default: the current folder]"),
    ] = None,
    note: Annotated[str, typer.Option(metavar="TEXT", help="Why this edition is published, for the record.")] = "",
    minor: Annotated[
        bool, typer.Option("--minor", help="Nothing of substance has changed: keep the date of the last change.")
    ] = False,
    sign: Annotated[bool, typer.Option("--sign", help="Sign the PDF as set in [sign] of briefing.toml.")] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Publish without being asked, as scripts need it.")] = False,
    archive: ArchiveOption = None,
    paper: PaperOption = None,
    text: TextOption = None,
    as_json: JsonOption = False,
) -> None:
    """Publish a briefing as its next edition.

    The edition is numbered, dated, compared with the last one, and archived. What will be published is shown first,
    with its marking, its warnings and what has changed, and you are asked. A text that was withheld
    is compared once more, where the private folder of the workspace or --text has it, and the manifest says on which day.
    """
    from briefing.archive.publish import PublishRequest, publish_briefing
    from briefing.archive.status import refuse_second_archive
    from briefing.build_output import read_id
    from briefing.verification.texts import parse_text_options

    if not (yes or (sys.stdin and sys.stdin.isatty())):
        what = "nobody can be asked whether to publish, because the input is not a terminal: add --yes"
        raise UsageError(Problem("not-confirmed", what))
    note, files = parse_note(note, "the note"), parse_text_options(text or ())
    folder = briefing_folder(path or Path.cwd())
    workspace = find_workspace(folder) if archive else require_workspace(folder)
    opened = open_selected_archive(archive, workspace)
    if briefing_id := read_id(folder):
        _refuse_shared_id(briefing_id, folder, workspace)
        refuse_second_archive(briefing_id, folder, opened, go_on=archive is not None)
    elsewhere = archive or (opened.root if nearest_workspace(Path.cwd()) != workspace else None)
    options = options_for(folder, workspace, elsewhere)
    with (
        completed_hints(options),
        _open_identity(workspace) if sign else nullcontext() as signer,
        Progress(folder.name) as progress,
    ):
        chosen = selected_paper(paper, workspace)
        request = PublishRequest(
            folder, workspace, chosen, note, minor, signer, partial(_verify, folder, workspace, files)
        )
        confirm = None if yes else partial(_confirm, progress, options, as_json)
        published = publish_briefing(request, opened, datetime.now(UTC), progress.say, confirm)
    edition = published.edition
    pdf, left = _write_pdf(published, workspace.out / f"{edition.id}-edition-{edition.number}.pdf")
    problems = [*complete_hints(published.warnings, options), *([left] if left else [])]
    if as_json:
        print_json(_json_object(published, pdf, problems))
    else:
        print_line(_summary(published, pdf))
    for problem in fold_repeats(problems):
        if yes or problem is left:  # the warnings were shown before the question
            print_problem(problem)
    if left and left.severity is Severity.ERROR:
        raise typer.Exit(ExitCode.ARCHIVE)


def _verify(folder: Path, workspace: Workspace, files: Mapping[str, Path], loaded: Loaded) -> dict[str, str]:
    """Compare a briefing with the texts it does not store, as far as they are here. Raises a BriefingError."""
    from briefing.verification.receipts import verify_again
    from briefing.verification.texts import refuse_unknown

    refuse_unknown(files, [source.id for source in loaded.briefing.sources])
    return verify_again(loaded, folder, workspace, files)


def _refuse_shared_id(briefing_id: str, folder: Path, workspace: Workspace) -> None:
    """Raise ContentError (`duplicate-id`) where another briefing of the workspace has the id: both would be one's editions."""
    from briefing.build_output import read_id

    for other in workspace.briefing_folders():
        if other.resolve() != folder.resolve() and read_id(other) == briefing_id:
            what = f'{display_name(other)} has the id "{briefing_id}" too, and would have the same editions'
            place = Place(display_name(folder / BRIEFING_FILE))
            raise ContentError(Problem("duplicate-id", what, place, "give each briefing an id of its own"))


def _confirm(progress: Progress, options: Options, as_json: bool, prepared: PreparedEdition) -> None:
    """Show what would be published, and ask. Raises typer.Exit where the answer is not yes."""
    progress.clear()
    for line in _preview(prepared):
        print_problem(line)
    for warning in fold_repeats(complete_hints(prepared.warnings, options)):
        print_problem(warning)
    answer = ""
    with suppress(KeyboardInterrupt):
        sys.stderr.write("Publish it? [y/N] ")
        sys.stderr.flush()
        answer = sys.stdin.readline()
    if answer.strip().casefold() not in ("y", "yes"):
        # After Ctrl-C, or the end of the input, the question is still on this line.
        print_problem("nothing was published" if answer.endswith("\n") else "\nnothing was published")
        if as_json:
            print_json({"exit": int(ExitCode.INTERRUPTED), "problems": []})
        raise typer.Exit(ExitCode.INTERRUPTED)


def _preview(prepared: PreparedEdition) -> Iterator[str]:
    """Yield the lines that say what would be published."""
    from briefing.comparison.lines import change_report
    from briefing.i18n import SOURCE_LANGUAGE, get_translator
    from briefing.part_names import labelled_title

    edition, statement, pdf = prepared.edition, prepared.statement, prepared.edition.pdf
    briefing = edition.briefing
    update = "final" if briefing.is_final else "next update not stated"
    if briefing.due:
        update = f"update planned for {briefing.due:%Y-%m-%d %H:%M %Z}"
    material = sum(change.material for change in statement.changes)
    attached = ", ".join(attachment.name for attachment in edition.document.attachments)
    yield f"{statement.id}@{statement.number}: {printable_line(labelled_title(briefing, get_translator(SOURCE_LANGUAGE)))}"
    yield f"  Marking   {briefing.marking}"
    yield f"  Edition   {statement.number}, {update}"
    yield f"  PDF       {count(pdf.pages, 'page')}, {len(pdf.content) / 1000:,.0f} kB"
    yield f"  Attached  {attached or 'nothing'}"
    if statement.since:
        yield f"  Changed   {count(material, 'material change')}, {len(statement.changes) - material} other"
        yield from (
            f"    {whole_line(line)}" for line in change_report(statement.changes, get_translator(SOURCE_LANGUAGE))
        )
    elif prepared.last:
        yield "  Changed   not compared with the edition before, which must not be quoted"
    yield f"  Warnings  {len(prepared.warnings) or 'none'}"


def _write_pdf(published: Published, path: Path) -> tuple[Path, Problem | None]:
    """Write the PDF to the output folder, where no file with other content has its name: that may be in someone's hands.

    Return where the PDF is, and what prevented writing it; the edition is published nevertheless.
    """
    from briefing.atomic import write_atomically

    edition = published.edition
    if published.unchanged and (edition.notice or path.is_file()):
        return path, None
    content = edition.signed or edition.pdf
    if path.is_file() and not _has_content(path, content):
        stored = edition.folder / edition.content[edition.state[edition.manifest.signed or edition.manifest.pdf]]
        what = f"is not the PDF of this {edition.name}, and was left as it is"
        shown = str(Path(display_name(path.parent)) / path.name)
        hint = f"the PDF of the edition is {display_name(stored)}"
        return stored, Problem("not-handed-out", what, Place(shown), hint, Severity.WARNING)
    try:
        write_atomically(path, content)
    except UsageError as error:
        what = f"the edition is published, but its PDF could not be written: {error.problems[0].what}"
        hint = "correct this and publish again: an unchanged briefing is not published twice"
        return path, Problem("not-handed-out", what, Place(str(path.parent)), hint)
    return path, None


def _has_content(path: Path, content: bytes) -> bool:
    from briefing.atomic import read_regular_file

    with suppress(OSError):
        return read_regular_file(path, len(content)) == content
    return False


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
    again = [one.source for one in edition.manifest.withheld if one.verified_again]
    compared = f", compared with the text of {' and '.join(again)}" if again else ""
    return f"{edition.name}: published, {pages}, {_changes(edition)}{compared}, PDF: {relative_to_cwd(pdf)}"


def _changes(edition: StoredEdition) -> str:
    if edition.number == 1:
        return "the first edition"
    if not edition.manifest.since:
        return "not compared with the one before, which must not be quoted"
    return count(sum(change.material for change in edition.changes), "material change")


def _json_object(published: Published, pdf: Path, problems: Sequence[Problem]) -> dict[str, object]:
    edition = published.edition
    return {
        "id": edition.id,
        "number": edition.number,
        "published": edition.published.isoformat(),
        "unchanged": published.unchanged,
        "status": edition.status,
        "pages": edition.manifest.pages,
        "verified_again": [one.source for one in edition.manifest.withheld if one.verified_again],
        "pdf": str(pdf),
        "warnings": [problem_object(problem) for problem in problems],
    }
