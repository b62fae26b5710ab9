"""Publish the next edition of a folder's briefing: check it, compare it with the last edition, print it, and store it.

The briefing is locked from the comparison to the end, so that the number that is printed is the number it gets.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from briefing.archive.archive import Archive, StoredEdition
from briefing.archive.changes import compare_editions
from briefing.archive.contents import ATTACH_OPTION, DATA, digest_edition, edition_files, name_sources
from briefing.archive.ocfl.inventory import User, digest_of
from briefing.archive.signing.identity import Sign
from briefing.build import DrawnBriefing, ReportProgress, draw_briefing, render_edition
from briefing.build_output import BuildRequest
from briefing.comparison.lines import change_line
from briefing.fingerprint import current_toolchain
from briefing.house.look import House
from briefing.i18n import SOURCE_LANGUAGE, get_translator
from briefing.model.briefing import Briefing, Contact
from briefing.model.edition_statement import EditionStatement
from briefing.model.field_types import ATTACHABLE
from briefing.model.markings import SCHEMES, Scheme, may_repeat
from briefing.problems import ArchiveError, Problem, Severity
from briefing.settings import read_settings
from briefing.workspace import Workspace, readable_files

if TYPE_CHECKING:
    from briefing.edition import Edition
    from briefing.load.folder import Loaded
    from briefing.model.paper import Paper


Verify = Callable[["Loaded"], Mapping[str, str]]
"""Compares a briefing with texts that it does not store, raises where it differs, and returns their SHA-256 by source."""


@dataclass(frozen=True)
class PublishRequest:
    """A briefing to be published: `note` says why, `minor` that nothing material has changed, `sign` signs its PDF.

    `verify` compares it once more with texts that are not stored.
    """

    folder: Path
    workspace: Workspace
    paper: Paper
    note: str = ""
    minor: bool = False
    sign: Sign | None = None
    verify: Verify | None = None


@dataclass(frozen=True)
class Published:
    """The edition that is now the newest; `unchanged` where nothing had changed since, and none was added."""

    edition: StoredEdition
    warnings: tuple[Problem, ...] = ()
    unchanged: bool = False


@dataclass(frozen=True)
class PreparedEdition:
    """An edition that is built and not yet stored; `last` is the newest one in the archive, None where it is the first."""

    edition: Edition
    statement: EditionStatement
    last: StoredEdition | None
    warnings: tuple[Problem, ...]


Confirm = Callable[[PreparedEdition], None]
"""Shows a person what would be published, and raises where it may not be."""


def publish_briefing(
    request: PublishRequest, archive: Archive, now: datetime, report: ReportProgress, confirm: Confirm | None = None
) -> Published:
    """Publish the next edition of a folder's briefing at `now` (UTC), unless nothing has changed since the last.

    With `confirm` a person is asked first, while other desks can go on publishing. Raises a BriefingError, and publishes
    nothing, where it cannot; also ArchiveError (`edition-added`) where another edition was stored after the question.
    """
    build = BuildRequest(request.folder, request.workspace, request.workspace.out, request.paper)
    drawn = draw_briefing(build, report)
    candidate = _Candidate(request, drawn, now.replace(microsecond=0), report)
    verified = request.verify(drawn.loaded) if request.verify else {}
    briefing = drawn.loaded.briefing
    shown: PreparedEdition | None = None
    if confirm:
        last = archive.newest(briefing.id)
        if last and candidate.is_same(last):
            return Published(last, unchanged=True)
        shown = candidate.prepare(last)
        confirm(shown)
    report("waiting for other desks")
    with archive.open_writer(briefing.id) as writer:
        if shown:
            _check_still_last(shown.last, writer.last)
        elif writer.last and candidate.is_same(writer.last):
            return Published(writer.last, unchanged=True)
        prepared = shown or candidate.prepare(writer.last)
        files = candidate.files(prepared, verified)
        message = f"Edition {writer.number}{f': {request.note}' if request.note else ''}"
        stored = writer.store_edition(files, prepared.statement.published, message, _user(briefing.contact))
    return Published(stored, prepared.warnings)


class _Candidate:
    """A drawn briefing that is to become the next edition."""

    def __init__(
        self, request: PublishRequest, drawn: DrawnBriefing, published: datetime, report: ReportProgress
    ) -> None:
        self._request, self._drawn, self._published, self._report = request, drawn, published, report
        self._source = briefing_source(drawn.loaded, request.folder, request.workspace)
        self._options = {"paper": str(request.paper)}
        if drawn.attach != ATTACHABLE:
            self._options[ATTACH_OPTION] = " ".join(drawn.attach) or "none"

    def is_same(self, last: StoredEdition) -> bool:
        """Tell whether nothing has changed since an edition."""
        made_of_same = has_source(last, self._source) and has_house(last, self._drawn.house)
        return made_of_same and last.manifest.options == self._options

    def prepare(self, last: StoredEdition | None) -> PreparedEdition:
        """Return the edition that follows `last`."""
        request, drawn = self._request, self._drawn
        self._report("comparing")
        statement = _statement(request, drawn, last, self._published, self._source)
        edition = render_edition(drawn, request.paper, self._report, statement)
        warnings = (*edition.warnings, *_warnings(request, statement, last))
        return PreparedEdition(edition, statement, last, warnings)

    def files(self, prepared: PreparedEdition, verified: Mapping[str, str]) -> dict[str, bytes]:
        """Return the files of the edition, with its signed PDF where it is to be signed."""
        sign = self._request.sign
        if sign:
            self._report("signing")
        signed = sign(prepared.edition.pdf.content) if sign else None
        self._report("storing")
        toolchain = current_toolchain(self._options, self._drawn.house)
        edition, note = prepared.edition, self._request.note
        return edition_files(edition, prepared.statement, toolchain, self._source, note, signed, verified)


def _check_still_last(shown: StoredEdition | None, last: StoredEdition | None) -> None:
    """Raise ArchiveError (`edition-added`) where the newest edition is not the one that a person was shown."""
    states = [(edition.number, edition.notice) if edition else None for edition in (shown, last)]
    if last and states[0] != states[1]:
        what = f"{last.name} was published or withdrawn while you were asked; nothing was published"
        hint = "publish again, and look at what has changed since"
        raise ArchiveError(Problem("edition-added", what, hint=hint))


def briefing_source(loaded: Loaded, folder: Path, workspace: Workspace) -> dict[str, bytes]:
    """Return all files of the author's that an edition of a briefing is made from, by the names they are archived under."""
    read = {**loaded.read, **read_datasets(loaded.briefing, workspace.data)}
    return name_sources(read, source_roots(folder, workspace))


def has_source(edition: StoredEdition, source: Mapping[str, bytes]) -> bool:
    """Tell whether an edition was made from exactly these files."""
    return edition.source_digests() == _digests(source)


def has_house(edition: StoredEdition, house: House) -> bool:
    """Tell whether an edition was made in exactly this look of its desk."""
    return edition.house_digests() == _digests(dict(house.stored))


def _digests(source: Mapping[str, bytes]) -> dict[str, str]:
    return {name: digest_of(content) for name, content in source.items()}


def source_roots(folder: Path, workspace: Workspace) -> list[Path]:
    """Return the folders that a briefing's files may be in, in the order of the search."""
    return [folder, workspace.assets, workspace.root]


def read_datasets(briefing: Briefing, folder: Path) -> dict[Path, bytes]:
    """Return the workspace's files of coup data that a briefing's chart uses; none for the bundled data alone."""
    if not briefing.history:
        return {}
    from briefing.figures.data.imported import BUNDLED_NAME, imported_datasets

    names = ["corrections.csv"]
    if briefing.history.data != BUNDLED_NAME:
        names += [name for dataset in imported_datasets(folder) for name in (dataset.file, f"{dataset.name}.json")]
    paths = [folder.resolve() / name for name in names]
    readable = readable_files(folder.resolve())
    return {path: path.read_bytes() for path in paths if path in readable}


def _statement(
    request: PublishRequest,
    drawn: DrawnBriefing,
    last: StoredEdition | None,
    published: datetime,
    source: Mapping[str, bytes],
) -> EditionStatement:
    briefing, number = drawn.loaded.briefing, last.number + 1 if last else 1
    digest = digest_edition(briefing.id, number, published, source, dict(drawn.house.stored))
    changed = last.manifest.changed if last and request.minor else published
    state = partial(EditionStatement, briefing.id, number, published, changed, request.minor, source_digest=digest)
    if not last or not may_quote(last, briefing.marking, request.workspace):
        return state(since=None, changes=())
    data = {name.removeprefix(DATA): last.read(name) for name in last.names(DATA)}
    new_data = {f"{figure.name}.csv": figure.csv for figure in drawn.drawings.figures}
    images = last.source_digests(), _digests(source)
    try:
        return state(since=last.number, changes=compare_editions(last.briefing, briefing, data, new_data, images))
    except ArchiveError as error:
        if error.problems[0].code != "edition-too-old":
            raise
        # An edition in a form that is no longer read cannot be compared.
        return state(since=None, changes=())


def may_quote(last: StoredEdition, marking: str, workspace: Workspace) -> bool:
    """Tell whether the next edition, with its marking, may repeat words of the last.

    What was withdrawn, or was for fewer people, is not repeated, not even as what has been removed.
    """
    return not last.notice and may_repeat(last.marking, marking, _schemes(workspace))


def _schemes(workspace: Workspace) -> tuple[Scheme, ...]:
    own = read_settings(workspace).marking
    return (*SCHEMES, Scheme(own.scheme, own.markings)) if own.markings else SCHEMES


def _warnings(request: PublishRequest, statement: EditionStatement, last: StoredEdition | None) -> Iterator[Problem]:
    if last and statement.published < last.published:
        dates = [f"{moment:%Y-%m-%d %H:%M:%S} UTC" for moment in (statement.published, last.published)]
        what = f"dated {dates[0]}, before {last.name}, which is dated {dates[1]}"
        hint = "correct the clock of this desk or the other; the higher number is the later edition"
        yield Problem("clock", what, None, hint, Severity.WARNING)
    material = [change for change in statement.changes if change.material]
    if request.minor and material:
        example = change_line(material[0], get_translator(SOURCE_LANGUAGE))
        what = f"published as minor, though {len(material)} of its changes look material: {example}"
        hint = "if they are, publish the next edition without --minor"
        yield Problem("minor-edition", what, None, hint, Severity.WARNING)


def _user(contact: Contact) -> User:
    address = f"mailto:{contact.email}" if contact.email else f"tel:{(contact.phone or '').replace(' ', '-')}"
    return User(contact.name, address)
