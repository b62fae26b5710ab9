"""From a folder of plain text to a PDF, the whole line once; the only module that knows the order."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from briefing.aside import write_aside
from briefing.inputs import RECORDS, Record, digest, digests, names, tool_digest, up_to_date, write_record
from briefing.problems import ContentError, Place, Problem
from briefing.workspace import BRIEF, Workspace

if TYPE_CHECKING:
    from briefing.content.load import Loaded
    from briefing.edition import Edition
    from briefing.figures.figure import Drawings
    from briefing.imprint import Imprint
    from briefing.pages.compose import Paper

Say = Callable[[str], None]
"""Told what is being done now, in a few words."""


@dataclass(frozen=True)
class Built:
    """What a build left: the PDF, its pages and bytes, the time it took, its warnings; `fresh`: nothing had changed."""

    pdf: Path
    pages: int
    size: int
    seconds: float
    warnings: tuple[str, ...]
    fresh: bool = False


def build_briefing(
    folder: Path, workspace: Workspace, out: Path, paper: Paper, *, force: bool, say: Say, taken: Mapping[Path, Path]
) -> Built:
    """Build the briefing of a folder into `out`, unless nothing has changed since.

    `taken` are the PDFs that other folders of the same run have become. Raises a BriefingError, and writes nothing,
    where it cannot.
    """
    started = time.monotonic()
    if not force and (record := up_to_date(out, folder, paper)):
        pdf = Path(record.pdf)
        seconds = time.monotonic() - started
        return Built(pdf, record.pages, pdf.stat().st_size, seconds, tuple(record.warnings), fresh=True)
    edition = make_edition(folder, workspace, out, paper, say)
    pdf = out / f"{edition.briefing.id}.pdf"
    if pdf.resolve() in taken:
        what = f'{_shown(taken[pdf.resolve()])} has the id "{edition.briefing.id}" too'
        place = Place(_shown(folder / BRIEF))
        raise ContentError(Problem("duplicate-id", what, place, "two briefings need two ids"))
    say("writing")
    write_aside(pdf, edition.pdf.content)
    warnings = tuple(str(warning) for warning in edition.warnings)
    _keep_record(out, folder, paper, pdf, edition, warnings)
    size = len(edition.pdf.content)
    return Built(pdf, edition.pdf.pages, size, time.monotonic() - started, warnings)


@dataclass(frozen=True)
class Drawn:
    """A briefing that has been read and drawn, and not yet set."""

    loaded: Loaded
    drawings: Drawings


def make_edition(folder: Path, workspace: Workspace, out: Path, paper: Paper, say: Say) -> Edition:
    """Read, draw, set and print a draft; nothing is written but drawn figures, kept in `out` for the next build."""
    return print_briefing(draw_briefing(folder, workspace, out, paper, say), paper, say)


def draw_briefing(folder: Path, workspace: Workspace, out: Path, paper: Paper, say: Say) -> Drawn:
    """Read a briefing and draw its figures."""
    # Imported as the line reaches them: an unchanged briefing needs none of them, a faulty one needs the first.
    say("reading")
    from briefing.content.load import load_briefing
    from briefing.pages.fonts import covered

    loaded = load_briefing(folder, [workspace.assets], covered, name=_shown(folder))
    say("drawing")
    from briefing.drawing import draw_figures

    kept = out / RECORDS / "figures"
    return Drawn(loaded, draw_figures(loaded.briefing, loaded.writing, paper, workspace.data, kept))


def print_briefing(drawn: Drawn, paper: Paper, say: Say, imprint: Imprint | None = None) -> Edition:
    """Set a drawn briefing and print it; a draft has no imprint."""
    say("setting the page")
    from briefing.pages.compose import compose_page

    loaded = drawn.loaded
    page = compose_page(loaded.briefing, loaded.files, loaded.images, drawn.drawings, paper, imprint)
    say("printing")
    from briefing.edition import Edition
    from briefing.pages.render import render_pdf

    pdf = render_pdf(page)
    return Edition(loaded.briefing, page, pdf, loaded.read, loaded.missing, loaded.warnings)


def _shown(folder: Path) -> str:
    """A folder as the author would name it from where they stand."""
    here = Path.cwd()
    folder = folder.resolve()
    if folder == here:
        return ""
    return str(folder.relative_to(here)) if folder.is_relative_to(here) else str(folder)


def _keep_record(out: Path, folder: Path, paper: Paper, pdf: Path, edition: Edition, warnings: tuple[str, ...]) -> None:
    record = Record(
        tool_digest(),
        paper,
        digests(edition.read),
        names(edition.missing),
        str(pdf.resolve()),
        digest(edition.pdf.content),
        edition.pdf.pages,
        list(warnings),
    )
    write_record(out, folder, record)
