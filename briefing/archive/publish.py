"""From a folder to the next edition in the archive: checked, compared with the last one, set, and stored whole.

The right to publish is held from the comparison to the end, so that the number that is printed is the number it gets.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from briefing.archive.archive import Archive, Publishing, StoredEdition
from briefing.archive.changes import compare_editions
from briefing.archive.contents import (
    BRIEF,
    DATA,
    digest_edition,
    edition_files,
    name_sources,
)
from briefing.archive.ocfl.inventory import User, digest_of
from briefing.archive.redline import heading
from briefing.archive.signing.identity import Sign
from briefing.build import DrawnBriefing, ReportProgress, draw_briefing, render_edition
from briefing.build_output import BuildRequest
from briefing.fingerprint import current_toolchain
from briefing.model.briefing import Briefing, Contact
from briefing.model.edition_statement import EditionStatement
from briefing.model.markings import SCHEMES, Scheme, may_repeat
from briefing.problems import ArchiveError, Problem, Severity
from briefing.settings import read_settings
from briefing.workspace import Workspace

if TYPE_CHECKING:
    from briefing.model.paper import Paper


@dataclass(frozen=True)
class Order:
    """What is asked for: `note` says why the edition is published, `minor` that it changes nothing that matters."""

    folder: Path
    workspace: Workspace
    paper: Paper
    note: str = ""
    minor: bool = False
    sign: Sign | None = None


@dataclass(frozen=True)
class Published:
    """The edition that is now the newest; `fresh` where nothing had changed and none was added."""

    edition: StoredEdition
    warnings: tuple[Problem, ...] = ()
    fresh: bool = False


def publish_briefing(order: Order, archive: Archive, now: datetime, say: ReportProgress) -> Published:
    """Publish the next edition of a folder's briefing at `now` (UTC), unless nothing has changed since the last.

    Raises a BriefingError, and publishes nothing, where it cannot.
    """
    published = now.replace(microsecond=0)
    drawn = draw_briefing(BuildRequest(order.folder, order.workspace, order.workspace.out, order.paper), say)
    briefing = drawn.loaded.briefing
    read = {**drawn.loaded.read, **read_datasets(briefing, order.workspace.data)}
    source = name_sources(read, source_roots(order.folder, order.workspace))
    options = {"paper": str(order.paper)}
    say("waiting for other desks")
    with archive.publishing(briefing.id) as publishing:
        last = publishing.last
        if last and _is_same(last, source, options):
            return Published(last, fresh=True)
        say("comparing")
        statement = _statement(
            order, drawn, publishing, published, digest_edition(briefing.id, publishing.number, published, source)
        )
        edition = render_edition(drawn, order.paper, say, statement)
        if order.sign:
            say("signing")
        signed = order.sign(edition.pdf.content) if order.sign else None
        say("storing")
        files = edition_files(edition, statement, current_toolchain(options), source, order.note, signed)
        message = f"Edition {statement.number}{f': {order.note}' if order.note else ''}"
        stored = publishing.put_edition(files, published, message, _user(briefing.contact))
    return Published(stored, (*edition.warnings, *_doubts(order, statement, last)))


def source_roots(folder: Path, workspace: Workspace) -> list[Path]:
    """Where a briefing's files may lie, in the order they are looked for."""
    return [folder, workspace.assets, workspace.root]


def read_datasets(briefing: Briefing, folder: Path) -> dict[Path, bytes]:
    """The workspace's own files of coup data that a briefing's chart is drawn from: none for the bundled data alone."""
    asked = briefing.history
    if not asked:
        return {}
    from briefing.figures.data.imported import BUNDLED_NAME, imported_datasets

    names = ["corrections.csv"]
    if asked.data != BUNDLED_NAME:
        names += [name for kept in imported_datasets(folder) for name in (kept.file, f"{kept.name}.json")]
    paths = [folder.resolve() / name for name in names]
    return {path: path.read_bytes() for path in paths if path.is_file()}


def _is_same(last: StoredEdition, source: Mapping[str, bytes], options: Mapping[str, str]) -> bool:
    kept = {name.removeprefix(BRIEF): last.state[name] for name in last.names(BRIEF)}
    return kept == {name: digest_of(content) for name, content in source.items()} and last.manifest.options == options


def _statement(
    order: Order, drawn: DrawnBriefing, publishing: Publishing, published: datetime, seal: str
) -> EditionStatement:
    briefing, last = drawn.loaded.briefing, publishing.last
    changed = last.manifest.changed if last and order.minor else published
    if not last:
        return EditionStatement(briefing.id, 1, published, changed, order.minor, None, (), seal)
    if last.notice or not may_repeat(last.marking, briefing.marking, _schemes(order.workspace)):
        # What was withdrawn, or was for fewer people, is not said again, not even as what has been taken out.
        return EditionStatement(briefing.id, publishing.number, published, changed, order.minor, None, (), seal)
    data = {name.removeprefix(DATA): last.read(name) for name in last.names(DATA)}
    drawings = (drawn.drawings.history, drawn.drawings.locator)
    now = {f"{figure.name}.csv": figure.csv for figure in drawings if figure}
    try:
        changes = compare_editions(last.briefing, briefing, data, now)
    except ArchiveError as error:
        if error.problems[0].code != "edition-too-old":
            raise
        # Of an edition in a form that is no longer read, no more can be said than that it went before.
        return EditionStatement(briefing.id, publishing.number, published, changed, order.minor, None, (), seal)
    return EditionStatement(briefing.id, publishing.number, published, changed, order.minor, last.number, changes, seal)


def _schemes(workspace: Workspace) -> tuple[Scheme, ...]:
    own = read_settings(workspace).marking
    return (*SCHEMES, Scheme(own.scheme, own.markings)) if own.markings else SCHEMES


def _doubts(order: Order, statement: EditionStatement, last: StoredEdition | None) -> list[Problem]:
    doubts = []
    if last and statement.published < last.published:
        what = f"dated {_moment(statement.published)}, before {last.name}, which is dated {_moment(last.published)}"
        hint = "the clock here or at the other desk is wrong; the number says which is the later"
        doubts.append(Problem("clock", what, None, hint, Severity.WARNING))
    material = [change for change in statement.changes if change.material]
    if order.minor and material:
        one = heading(material[0])[:60]
        what = f"published as minor, though {len(material)} of its changes look material, {one} among them"
        hint = "if they are, publish the next edition without --minor"
        doubts.append(Problem("minor-edition", what, None, hint, Severity.WARNING))
    return doubts


def _moment(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S} UTC"


def _user(contact: Contact) -> User:
    address = f"mailto:{contact.email}" if contact.email else f"tel:{(contact.phone or '').replace(' ', '-')}"
    return User(contact.name, address)
