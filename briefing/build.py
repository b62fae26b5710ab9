"""From a folder of plain text to a PDF, the whole line once; the only module that knows the order."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from briefing.atomic import write_atomically
from briefing.fingerprint import (
    RECORDS,
    Parameters,
    Record,
    digest,
    digests,
    environment_fingerprint,
    names,
    up_to_date,
    write_record,
)
from briefing.output_owner import other_owner, write_owner
from briefing.problems import ContentError, Place, Problem, Severity, UsageError
from briefing.workspace import BRIEFING_FILE, Workspace, relative_to_cwd

if TYPE_CHECKING:
    from briefing.check.review import Review
    from briefing.edition import Edition
    from briefing.figures.figure import Drawings
    from briefing.load.folder import Loaded
    from briefing.model.edition_statement import EditionStatement
    from briefing.model.paper import Paper

ReportProgress = Callable[[str], None]
"""Told what is being done now, in a few words."""


@dataclass(frozen=True)
class BuildRequest:
    """A briefing to be built: its folder, the workspace it lies in, where its PDF goes, on which paper, and how.

    `parameters` make it one of many reports of that folder, `row` is the line of their table.
    """

    folder: Path
    workspace: Workspace
    out: Path
    paper: Paper
    draft: bool = False
    parameters: Parameters = ()
    row: int = 0

    @property
    def shown(self) -> Path:
        """The folder, and the line of the table where it is one of many reports."""
        return Path(f"{self.folder} (line {self.row})") if self.row else self.folder


@dataclass(frozen=True)
class BuildResult:
    """What a build left: the PDF, its pages and bytes, the time it took, its warnings; `fresh`: nothing had changed.

    `errors` are what the check found in a draft; there are none in what is no draft.
    `due` is when the next update is promised for, with the warning to give from then on; the build itself knows no clock.
    """

    pdf: Path
    pages: int
    size: int
    seconds: float
    warnings: tuple[str, ...]
    fresh: bool = False
    due: tuple[str, str] | None = None
    errors: tuple[str, ...] = ()


def build_briefing(
    request: BuildRequest, *, force: bool, report: ReportProgress, taken: Mapping[Path, Path]
) -> BuildResult:
    """Build the PDF of a briefing, unless nothing has changed since the last build.

    A draft is built whatever its check finds, to a file of its own. `taken` maps the PDFs written by this run to the
    briefings they belong to. Raises a BriefingError, and writes nothing, where it cannot be built.
    """
    if not (force or request.draft) and (built := find_unchanged(request)):
        return built
    made = render_briefing(request, report=report)
    report("writing")
    return write_build(made, request, taken)


@dataclass(frozen=True)
class RenderedBriefing:
    """A briefing that was built and is not yet written: all that is kept of it, as plain values.

    `name` is the PDF's file name in the folder it will lie in; `read` are digests by absolute path.
    """

    name: str
    content: bytes
    pages: int
    seconds: float
    warnings: tuple[str, ...]
    due: tuple[str, str] | None
    read: Mapping[str, str]
    missing: tuple[str, ...]
    environment_fingerprint: str
    errors: tuple[str, ...] = ()


def render_briefing(request: BuildRequest, *, report: ReportProgress) -> RenderedBriefing:
    """Build a briefing, and write nothing but drawn figures, kept where it is going for the next build."""
    started = time.monotonic()
    folder, workspace, draft = request.folder, request.workspace, request.draft
    drawn = draw_briefing(
        folder, workspace, request.out, request.paper, report, draft=draft, parameters=request.parameters
    )
    edition = render_edition(drawn, request.paper, report, draft=draft)
    return RenderedBriefing(
        name=f"{edition.briefing.id}{'-draft' if draft else ''}.pdf",
        content=edition.pdf.content,
        pages=edition.pdf.pages,
        seconds=time.monotonic() - started,
        warnings=tuple(str(found) for found in edition.warnings if found.severity is Severity.WARNING),
        due=_due(drawn.loaded),
        read=digests(edition.read),
        missing=tuple(names(edition.missing)),
        environment_fingerprint=environment_fingerprint(workspace.data),
        errors=tuple(str(found) for found in edition.warnings if found.severity is Severity.ERROR),
    )


def write_build(made: RenderedBriefing, request: BuildRequest, taken: Mapping[Path, Path]) -> BuildResult:
    """Write what was made of a request, with the record of it unless it is a draft.

    Raises ContentError, and writes nothing, where another of the same run has become the same PDF, or another folder that
    still has this id did before.
    """
    pdf = request.out / made.name
    name = made.name.removesuffix(".pdf").removesuffix("-draft" if request.draft else "")
    other, hint = taken.get(pdf.resolve()), "two briefings need two ids"
    if not other and (other := other_owner(pdf, request.folder, name)):
        hint = f"two briefings need two ids; where this one is to take the place of the other, delete {pdf.name} first"
    if other:
        what = f'{_shown(other)} has the id "{name}" too'
        raise ContentError(Problem("duplicate-id", what, Place(_shown(request.folder / BRIEFING_FILE)), hint))
    write_atomically(pdf, made.content)
    write_owner(pdf, request.folder, request.parameters)
    if not request.draft:
        record = Record(
            made.environment_fingerprint,
            request.paper,
            dict(made.read),
            list(made.missing),
            str(pdf.resolve()),
            digest(made.content),
            made.pages,
            list(made.warnings),
            list(made.due) if made.due else None,
        )
        write_record(request.out, request.folder, record, request.parameters)
    return BuildResult(
        pdf, made.pages, len(made.content), made.seconds, made.warnings, due=made.due, errors=made.errors
    )


def find_unchanged(request: BuildRequest) -> BuildResult | None:
    """What the last build for a request left, where building again would change nothing; else None."""
    started = time.monotonic()
    record = up_to_date(request.out, request.folder, request.paper, request.workspace.data, request.parameters)
    if not record:
        return None
    pdf = Path(record.pdf)
    seconds = time.monotonic() - started
    promised = (record.due[0], record.due[1]) if record.due else None
    return BuildResult(pdf, record.pages, pdf.stat().st_size, seconds, tuple(record.warnings), fresh=True, due=promised)


@dataclass(frozen=True)
class DrawnBriefing:
    """A briefing that has been read, checked and drawn, and not yet set."""

    loaded: Loaded
    drawings: Drawings
    review: Review


def make_edition(folder: Path, workspace: Workspace, out: Path, paper: Paper, report: ReportProgress) -> Edition:
    """Read, draw, set and print a draft; nothing is written but drawn figures, kept in `out` for the next build."""
    return render_edition(draw_briefing(folder, workspace, out, paper, report), paper, report)


def load_from_workspace(folder: Path, workspace: Workspace, parameters: Parameters = ()) -> Loaded:
    """Read a briefing, with its parameters filled in. Raises ContentError with every fault of what is written."""
    # Imported as the line reaches them: an unchanged briefing needs none of them, a faulty one needs the first.
    from briefing.load.folder import load_briefing
    from briefing.model.markings import MARKINGS
    from briefing.pages.fonts import covered
    from briefing.settings import read_settings

    markings = (*MARKINGS, *read_settings(workspace).marking.markings)
    return load_briefing(folder, [workspace.assets], covered, _shown(folder), markings, dict(parameters))


def load_and_check(folder: Path, workspace: Workspace, parameters: Parameters = ()) -> tuple[Loaded, Review]:
    """Read a briefing and hold it against the editorial rules. Raises ContentError where it cannot be read."""
    loaded = load_from_workspace(folder, workspace, parameters)
    from briefing.check.review import review_briefing

    try:
        ends = _data_ends(loaded, workspace.data)
    except UsageError as error:  # there is no such dataset, and what the author named is wrong
        review = review_briefing(loaded.briefing, loaded.values, loaded.texts, None)
        place = loaded.values.place(("history", "data"))
        problems = [replace(problem, place=place) for problem in error.problems]
        raise ContentError([*problems, *review.problems]) from error
    return loaded, review_briefing(loaded.briefing, loaded.values, loaded.texts, ends)


def _data_ends(loaded: Loaded, data: Path) -> date | None:
    """The last day of the coup data, where its chart is asked for. Raises UsageError where there is no such dataset."""
    asked = loaded.briefing.history
    if not asked:
        return None
    from briefing.figures.data.imported import read_events

    return read_events(data, asked.data).ends


def draw_briefing(
    folder: Path,
    workspace: Workspace,
    out: Path,
    paper: Paper,
    report: ReportProgress,
    *,
    draft: bool = False,
    parameters: Parameters = (),
) -> DrawnBriefing:
    """Read a briefing, check it and draw its figures. Raises ContentError where the check finds errors, but in a draft."""
    report("reading")
    loaded, review = load_and_check(folder, workspace, parameters)
    if review.errors and not draft:
        raise ContentError(review.problems)
    report("drawing")
    from briefing.figure_cache import draw_cached
    from briefing.figures.draw import draw_figures

    drawings = draw_figures(
        loaded.briefing, loaded.values, paper, workspace.data, partial(draw_cached, figure_cache_folder(out))
    )
    return DrawnBriefing(loaded, drawings, review)


def figure_cache_folder(out: Path) -> Path:
    """Return where drawn figures are stored for the next build."""
    return out / RECORDS / "figures"


def render_edition(
    drawn: DrawnBriefing,
    paper: Paper,
    report: ReportProgress,
    imprint: EditionStatement | None = None,
    *,
    draft: bool = False,
) -> Edition:
    """Set a drawn briefing and print it: with an imprint where it is published, as a draft with its open problems."""
    report("setting the page")
    from briefing.pages.compose import DocumentInput, compose_document

    loaded, review = drawn.loaded, drawn.review
    # Where a draft was made is nobody's business, and may differ: its page names files as the folder does.
    found = (*loaded.warnings, *review.problems)
    open_problems = tuple(_in_folder(problem) for problem in found) if draft else None
    given = DocumentInput(
        loaded.files, loaded.images, review.sourcing, loaded.items, loaded.style, imprint, open_problems
    )
    document = compose_document(loaded.briefing, drawn.drawings, paper, given)
    report("printing")
    from briefing.check.review import overfull
    from briefing.edition import Edition
    from briefing.rendering import render_document

    pdf = render_document(document)
    full = overfull(loaded.briefing, loaded.values, pdf.front)
    warnings = (*found, *([full] if full else []))
    return Edition(loaded.briefing, document, pdf, loaded.read, loaded.missing, warnings, review.let_stand)


def _in_folder(problem: Problem) -> Problem:
    place = problem.place
    return replace(problem, place=replace(place, file=Path(place.file).name)) if place else problem


def _due(loaded: Loaded) -> tuple[str, str] | None:
    """When the next update is promised for, and what to say from then on, if the desk has not let that stand."""
    from briefing.check.review import overdue

    due = loaded.briefing.next_update
    late = overdue(loaded.briefing, loaded.values, datetime.max.replace(tzinfo=UTC))
    return (due.isoformat(), str(late)) if due and late else None


def _shown(folder: Path) -> str:
    """A folder as the author would name it from where they stand."""
    seen = relative_to_cwd(folder)
    if seen == Path():
        return ""
    return str(folder.resolve()) if seen is folder else str(seen)
