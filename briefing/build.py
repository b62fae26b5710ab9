"""Build a briefing: load, check, draw, compose, render. The only module that knows the order of the steps."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from briefing.build_output import (
    RECORDS,
    BuildRequest,
    BuildResult,
    Due,
    Parameters,
    RenderedBriefing,
    find_unchanged,
    write_build,
)
from briefing.fingerprint import digest, environment_fingerprint
from briefing.problems import ContentError, Problem, Severity, UsageError
from briefing.workspace import Workspace, display_name

# What each step needs is imported in it: an unchanged briefing needs none of it, a faulty one only what loads and checks.
if TYPE_CHECKING:
    from briefing.check.check_input import CoupData
    from briefing.check.review import Review
    from briefing.edition import Edition
    from briefing.figures.figure import Drawings
    from briefing.house.look import House
    from briefing.load.folder import Loaded
    from briefing.model.briefing import Briefing
    from briefing.model.edition_statement import EditionStatement
    from briefing.model.key_figures.since import EarlierFigures
    from briefing.model.paper import Paper
    from briefing.pages.document import Document, Pdf
    from briefing.settings import Settings
    from briefing.text.matching import SourceText

NO_TEXTS: Mapping[str, SourceText] = {}
ReportProgress = Callable[[str], None]
"""Called with a few words on each step as it begins."""


@dataclass(frozen=True)
class DrawnBriefing:
    """A briefing that has been loaded, checked and drawn.

    `attach` is what its PDF will carry, in words of `ATTACHABLE`; `mail_bytes` is the size of the largest message that is sent;
    `house` is the look of the desk. `earlier` are the key figures of the last edition, for a briefing that becomes none.
    """

    loaded: Loaded
    drawings: Drawings
    review: Review
    attach: tuple[str, ...]
    mail_bytes: int
    house: House
    earlier: EarlierFigures | None = None


def build_briefing(
    request: BuildRequest, *, force: bool, report: ReportProgress, taken: Mapping[Path, Path]
) -> BuildResult:
    """Build the PDF of a briefing, unless nothing has changed since the last build.

    A draft is built whatever its check finds, to a file of its own. `taken` maps the PDFs written by this run to the
    folders that own them. Raises a BriefingError, and writes nothing, where it cannot be built.
    """
    if not (force or request.draft) and (unchanged := find_unchanged(request)):
        return unchanged
    rendered = render_briefing(request, report)
    report("writing")
    return write_build(rendered, request, taken)


def render_briefing(request: BuildRequest, report: ReportProgress) -> RenderedBriefing:
    """Build a briefing without writing it; only the drawn figures are cached for the next build."""
    started = time.monotonic()
    drawn = draw_briefing(request, report)
    edition = render_edition(drawn, request.paper, report, draft=request.draft)
    return RenderedBriefing(
        name=f"{edition.briefing.id}{'-draft' if request.draft else ''}.pdf",
        content=edition.pdf.content,
        pages=edition.pdf.pages,
        seconds=time.monotonic() - started,
        warnings=tuple(problem for problem in edition.warnings if problem.severity is Severity.WARNING),
        due=_next_update(drawn.loaded),
        read={str(path): digest(content) for path, content in sorted(edition.read.items())},
        missing=tuple(sorted(map(str, edition.missing))),
        environment_fingerprint=environment_fingerprint(request.workspace.data),
        errors=tuple(problem for problem in edition.warnings if problem.severity is Severity.ERROR),
    )


def draw_briefing(request: BuildRequest, report: ReportProgress, house: House | None = None) -> DrawnBriefing:
    """Load a briefing, check it and draw its figures, in the look of a desk: without one, that of the workspace.

    Raises ContentError where the check finds errors, but in a draft.
    """
    report("reading")
    from briefing.house.read import read_house

    house = house or read_house(request.workspace)
    loaded, review = load_and_check(request.folder, request.workspace, request.parameters)
    if review.errors and not request.draft:
        raise ContentError(review.problems)
    report("drawing")
    from briefing.figure_cache import draw_cached
    from briefing.figures.draw import draw_figures
    from briefing.settings import read_settings

    draw = partial(draw_cached, figure_cache_folder(request.out))
    data = request.workspace.data
    drawings = draw_figures(loaded.briefing, loaded.values, request.paper, data, draw, loaded.charts, house.accent)
    settings = read_settings(request.workspace)
    attached = _attached(loaded.briefing, settings)
    return DrawnBriefing(loaded, drawings, review, attached, settings.mail.max_bytes, house, request.earlier)


def render_edition(
    drawn: DrawnBriefing,
    paper: Paper,
    report: ReportProgress,
    statement: EditionStatement | None = None,
    *,
    draft: bool = False,
) -> Edition:
    """Compose a drawn briefing and render it: with its statement where it is published, as a draft with its problems."""
    report("composing the pages")
    from briefing.check.spots import locate_problems, without_folder
    from briefing.load.images.printed import printed_images
    from briefing.model.key_figures.figure import KEY_FIGURES_FILE
    from briefing.pages.attached.briefing_copy import attached_files
    from briefing.pages.attached.chart_files import chart_files
    from briefing.pages.attached.figures_copy import key_figures_copy
    from briefing.pages.attached.table_files import table_files
    from briefing.pages.compose import compose_document
    from briefing.pages.document import DocumentInput

    loaded, review = drawn.loaded, drawn.review
    problems = (*loaded.warnings, *review.problems)
    shown = tuple(map(without_folder, problems)) if draft else None
    images = printed_images(loaded.briefing, loaded.images, paper)
    key_figures, charts = key_figures_copy(loaded.values), chart_files(drawn.drawings, loaded.charts)
    given = DocumentInput(
        attached_files(
            loaded.values,
            drawn.attach,
            _bibliography_copy(loaded),
            charts,
            loaded.tables,
            has_evidence=bool(review.evidence),
        ),
        images,
        review.sourcing,
        loaded.items,
        loaded.style,
        statement,
        shown,
        locate_problems(problems, loaded.values) if draft else {},
        "figures" in drawn.attach,
        key_figures,
        drawn.earlier,
        loaded.tables,
        review.evidence,
        drawn.house,
    )
    document = compose_document(loaded.briefing, drawn.drawings, paper, given)
    report("rendering")
    from briefing.edition import Edition
    from briefing.rendering import render_document

    pdf = render_document(document)
    warnings = (*problems, *_pdf_warnings(drawn, document, pdf, images))
    data = {f"{figure.name}.csv": figure.csv for figure in drawn.drawings.figures}
    data |= table_files(loaded.tables)
    data |= {KEY_FIGURES_FILE: key_figures} if key_figures else {}
    return Edition(
        loaded.briefing,
        document,
        pdf,
        loaded.read,
        loaded.missing,
        warnings,
        review.allowed,
        data,
        review.sourcing.withheld,
    )


def _pdf_warnings(drawn: DrawnBriefing, document: Document, pdf: Pdf, images: Mapping[str, bytes]) -> Iterator[Problem]:
    """Yield what only the finished PDF shows: too much on page one, tables too wide, and too many bytes for a message."""
    from briefing.check.review import crowded, overfull, too_large

    briefing, values = drawn.loaded.briefing, drawn.loaded.values
    sizes = {name: len(content) for name, content in images.items()}
    found = (
        overfull(briefing, values, pdf.front),
        too_large(briefing, values, len(pdf.content), drawn.mail_bytes, sizes),
    )
    yield from filter(None, found)
    yield from crowded(briefing, values, document.crowded_tables)


def load_and_check(folder: Path, workspace: Workspace, parameters: Parameters = ()) -> tuple[Loaded, Review]:
    """Load a briefing and check it against the editorial rules. Raises ContentError where it cannot be loaded."""
    loaded = load_from_workspace(folder, workspace, parameters)
    return loaded, check_loaded(loaded, workspace)


def check_loaded(loaded: Loaded, workspace: Workspace, texts: Mapping[str, SourceText] = NO_TEXTS) -> Review:
    """Check a briefing against the editorial rules; `texts` are of sources, by id, whose texts are not stored with it.

    Nothing that is built depends on these. Raises ContentError where it names a dataset that there is not.
    """
    from briefing.check.review import review_briefing
    from briefing.load.images.printed import stated_sizes

    sizes, sources = stated_sizes(loaded.briefing, loaded.images), {**loaded.texts, **texts}
    check = partial(review_briefing, loaded.briefing, loaded.values, sources)
    rest = (sizes, loaded.tables, loaded.receipts)
    try:
        return check(_coup_data(loaded, workspace.data), *rest)
    except UsageError as error:  # the author named a dataset that does not exist
        place = loaded.values.place(("history", "data"))
        problems = [replace(problem, place=place) for problem in error.problems]
        raise ContentError([*problems, *check(None, *rest).problems]) from error


def find_map_problems(loaded: Loaded) -> tuple[Problem, ...]:
    """Return what is wrong with a briefing's map on A4, as a build would say it."""
    from briefing.figures.draw import find_map_problems as find_problems

    return find_problems(loaded.briefing, loaded.values, "a4")


def load_from_workspace(folder: Path, workspace: Workspace, parameters: Parameters = ()) -> Loaded:
    """Load a briefing with the workspace's assets and markings. Raises ContentError with every problem of its content."""
    from briefing.load.folder import load_briefing
    from briefing.model.markings import MARKINGS
    from briefing.pages.fonts import covered
    from briefing.settings import read_settings

    settings, assets = read_settings(workspace), [workspace.assets]
    markings = (*MARKINGS, *settings.marking.markings)
    private = workspace.root / settings.sources.private
    return load_briefing(folder, assets, covered, display_name(folder), markings, dict(parameters), private)


def figure_cache_folder(out: Path) -> Path:
    """Return the folder in which drawn figures are cached for the next build."""
    return out / RECORDS / "figures"


def _bibliography_copy(loaded: Loaded) -> bytes:
    """Return the copy of the bibliography that is attached; nothing where no entry of one is in use."""
    if not loaded.items:
        return b""
    from briefing.pages.attached.bibliography_copy import bibliography_copy
    from briefing.pages.source_list import HOUSE_STYLE
    from briefing.resources import TEMPLATES

    style = loaded.style[1] if loaded.style else (TEMPLATES / HOUSE_STYLE).read_bytes()
    return bibliography_copy(loaded.items, style)


def _attached(briefing: Briefing, settings: Settings) -> tuple[str, ...]:
    """Return what is attached to the PDF: as the briefing says, else as the workspace does, else all."""
    from briefing.model.field_types import ATTACHABLE

    chosen = briefing.attach if briefing.attach is not None else settings.publish.attach
    return ATTACHABLE if chosen is None else chosen


def _coup_data(loaded: Loaded, data: Path) -> CoupData | None:
    """Return what is known of the coup data, where its chart is asked for. Raises UsageError for an unknown dataset."""
    briefing, history = loaded.briefing, loaded.briefing.history
    if not history:
        return None
    from briefing.check.check_input import CoupData
    from briefing.figures.data.events import select
    from briefing.figures.data.imported import read_events

    table = read_events(data, history.data)
    selection = select(table, countries=briefing.chart_countries, since=history.since, as_of=briefing.as_of.date())
    return CoupData(str(table), table.ends, selection.covered, selection.uncovered)


def _next_update(loaded: Loaded) -> Due | None:
    """Return when the next update is due, with the warning to print once that is past, unless the desk allows it."""
    from briefing.check.review import overdue

    due = loaded.briefing.due
    late = overdue(loaded.briefing, loaded.values, datetime.max.replace(tzinfo=UTC))
    return (due.isoformat(), late) if due and late else None
