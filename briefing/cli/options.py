"""Options and arguments that several commands share, and what they resolve to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from briefing.cli.output import print_line, print_problem
from briefing.problems import ArchiveError, Place, Problem, Severity, UsageError, did_you_mean, is_control, reason_of
from briefing.workspace import (
    BRIEFING_FILE,
    EDITIONS,
    WORKSPACE_FILE,
    Workspace,
    as_argument,
    display_name,
    find_workspace,
    leads_elsewhere,
    relative_to_cwd,
    require_workspace,
)

if TYPE_CHECKING:
    from briefing.archive.archive import Archive, StoredEdition
    from briefing.build_output import BuildRequest
    from briefing.model.paper import Paper

SIGN_PASSWORD = "BRIEFING_SIGN_PASSWORD"  # noqa: S105 - the name of the variable, not a password
MAX_BRIEFING_BYTES = 5_000_000
MAX_NOTE_CHARACTERS = 1000
"""A note or a reason is printed on one line wherever its edition is listed."""


class PaperName(StrEnum):
    """Paper sizes of the page."""

    A4 = "a4"
    LETTER = "letter"


FoldersArgument = Annotated[
    list[Path] | None,
    typer.Argument(
        metavar="PATH",
        help="Briefings, by folder or by name in the workspace. [default: the current folder, else all of the workspace]",
        readable=False,  # a folder that cannot be read must not stop the others
    ),
]
PaperOption = Annotated[
    PaperName | None,
    typer.Option("--paper", case_sensitive=False, help="The paper size. [default: as set in briefing.toml, else a4]"),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON.")]
ArchiveOption = Annotated[
    Path | None,
    typer.Option(
        "--archive",
        metavar="DIR",
        envvar="BRIEFING_ARCHIVE",
        help="The archive of editions. [default: as set in briefing.toml, else editions/ in the workspace]",
    ),
]
TextOption = Annotated[
    list[str] | None,
    typer.Option(
        "--text",
        metavar="ID=FILE",
        help="Compare with the text in this file, for a source whose text is not stored; repeat it for each.",
    ),
]
UpToOption = Annotated[
    list[str] | None,
    typer.Option("--up-to", metavar="MARKING", help="The highest marking to include; repeat it for each scheme."),
]
EditionArgument = Annotated[str, typer.Argument(metavar="ID@N", help="An edition, such as niger-2023@2.")]


def _show_version(wanted: bool) -> None:
    if wanted:
        from briefing.fingerprint import library_version

        print_line(f"briefing {library_version('briefing')}")
        raise typer.Exit


def program_options(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """Take the options of the program itself, which come before a command."""


def find_folders(paths: Sequence[Path]) -> list[Path]:
    """Return the briefing folders named, each once; without any, the current folder or all of the workspace.

    Raises UsageError where one is not a folder, or there is no briefing.
    """
    if paths:
        named: dict[Path, Path] = {}
        for folder in map(briefing_folder, paths):
            named.setdefault(folder.resolve(), folder)
        return list(named.values())
    current = Path.cwd()
    if (current / BRIEFING_FILE).is_file():
        return [current]
    folders = find_workspace(current).briefing_folders()
    if not folders:
        what = "there is no briefing in this folder, and none in the workspace"
        raise UsageError(Problem("no-briefing", what, Place(str(current)), "start one with: briefing new NAME"))
    return folders


def briefing_folder(path: Path) -> Path:
    """Return the folder of a briefing, given itself, its briefing.yaml, or its name in the current workspace.

    Raises UsageError where there is none.
    """
    folder = path.parent if path.name == BRIEFING_FILE else path
    if folder.is_dir():
        return folder
    workspace = find_workspace(Path.cwd())
    known = {one.name: one for one in workspace.briefing_folders()}
    if str(path) in known:
        return relative_to_cwd(known[str(path)])
    if elsewhere := next((one for one in workspace.folders_elsewhere() if one.name == str(path)), None):
        raise UsageError(leads_elsewhere(elsewhere, workspace))
    hint = did_you_mean(path.name, known) or "name the folder that contains the briefing.yaml"
    raise UsageError(
        Problem(
            "no-briefing",
            "there is no such folder, and no briefing of this name in the workspace",
            Place(str(path)),
            hint,
        )
    )


def selected_paper(paper: PaperName | None, workspace: Workspace) -> Paper:
    """Return the paper that a command names, else the one in `[house]` of the workspace, else A4."""
    from briefing.house.files import default_paper

    if paper:
        return paper.value
    # What is not a paper is told where the settings are read.
    return "letter" if default_paper(workspace.root) == "letter" else "a4"


def open_selected_archive(archive: Path | None, workspace: Workspace | None = None) -> Archive:
    """Open the archive named by `--archive`, else the one in the settings of the workspace (default: the current one).

    Raises UsageError (`no-workspace`) where neither names one.
    """
    from briefing.archive.archive import open_archive
    from briefing.settings import read_settings

    if not archive:
        workspace = workspace or require_workspace(Path.cwd())
        archive = workspace.root / read_settings(workspace).archive.path
    try:
        return open_archive(archive)
    except OSError as error:
        what = f"the archive cannot be read: {reason_of(error)}"
        place = Place(str(error.filename or archive))
        raise ArchiveError(Problem("archive-unreadable", what, place, "check who may read it")) from error


def with_last_figures(request: BuildRequest) -> BuildRequest:
    """Return a request with the key figures of the last edition, where its briefing has key figures to compare with them."""
    from briefing.atomic import read_regular_file

    root = request.workspace.root
    with suppress(OSError, ValueError, RuntimeError):  # the build itself says what is wrong with a file
        briefing = read_regular_file((request.folder / BRIEFING_FILE).resolve(), MAX_BRIEFING_BYTES)
        # Where there is no archive, what reads one is not imported: that takes longer than an unchanged build.
        named = (root / EDITIONS).is_dir() or b"archive" in read_regular_file(root / WORKSPACE_FILE, MAX_BRIEFING_BYTES)
        if named and b"figures:" in briefing:
            from briefing.archive.status import last_figures

            return replace(request, earlier=last_figures(request.folder, request.workspace, request.parameters))
    return request


def warn_of_other_archives(workspace: Workspace, selected: Archive) -> None:
    """Print a warning for each archive beside a briefing, as earlier versions made them, that is not the selected one."""
    from briefing.archive.status import archives_beside

    for root in archives_beside(workspace.briefing_folders(), selected.root):
        name = display_name(root)
        hint = f"list it with: briefing editions list --archive {as_argument(root)}"
        print_problem(Problem("other-archive", "another archive is here", Place(name), hint, Severity.WARNING))


def find_edition(archive: Archive, name: str, *, numbered: bool = True) -> StoredEdition:
    """Find an edition by its name, `ID@N`; with `numbered=False` also `ID`, which is the newest edition.

    Raises UsageError where the name is malformed, ArchiveError where there is no such edition.
    """
    from briefing.model.edition_names import parse_edition_name

    parsed = parse_edition_name(name, numbered=numbered)
    return archive.edition(parsed.id, parsed.number)


def marking_filter(highest: Sequence[str]) -> Callable[[str], bool]:
    """Return a function that tells whether a marking is no higher than the highest one allowed in its scheme.

    The schemes include the workspace's own. Raises UsageError where one of `highest` is unknown, or two are of one scheme.
    """
    from briefing.mail.server import read_marking_rules
    from briefing.model.markings import is_within, scheme_of
    from briefing.settings import read_settings

    workspace = find_workspace(Path.cwd())
    schemes = read_marking_rules(read_settings(workspace).marking, workspace.root).schemes
    spelling = {marking.casefold(): marking for scheme in schemes for marking in scheme.markings}
    highest = [spelling.get(marking.casefold(), marking) for marking in highest]
    known = ", ".join(marking for scheme in schemes for marking in scheme.markings)
    problems = [
        Problem("bad-marking", f'"{marking}" is not a known marking', hint=f"choose one of {known}")
        for marking in highest
        if scheme_of(marking, schemes) is None
    ]
    names = [scheme.name for marking in highest if (scheme := scheme_of(marking, schemes))]
    problems += [
        Problem("bad-marking", f"--up-to names two markings of {name}", hint="name one marking of each scheme")
        for name in sorted({name for name in names if names.count(name) > 1})
    ]
    if problems:
        raise UsageError(problems)
    return lambda marking: is_within(marking, highest, schemes)


def parse_note(text: str, label: str) -> str:
    """Return a note or reason with its white space collapsed to single spaces; `label` names it in errors (`the note`).

    Raises UsageError (`bad-remark`) where it is too long or contains control characters.
    """
    note = " ".join(text.split())
    if len(note) > MAX_NOTE_CHARACTERS:
        hint = f"shorten it to {MAX_NOTE_CHARACTERS:,} characters, and put details into the briefing"
        raise UsageError(Problem("bad-remark", f"{label} has {len(note):,} characters", hint=hint))
    if any(map(is_control, note)):
        raise UsageError(Problem("bad-remark", f"{label} contains control characters", hint="write plain text"))
    return note
