"""Write a PDF with the record of its build, and find out what is up to date and who owns a PDF.

Records are in the folder of the PDFs, in `.briefing/`: one per build with the digests of all it read, and one per PDF with the
folder that owns it, so that a copied briefing that kept its id does not overwrite the first one's PDF. All of them may be
deleted at any time; the next build writes them again.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from briefing.atomic import read_regular_file, write_atomically
from briefing.fingerprint import digest, environment_matches
from briefing.load.parameters import hint_for_shared_id
from briefing.model.paper import Paper
from briefing.problems import BriefingError, ContentError, Place, Problem, Severity, UsageError
from briefing.workspace import BRIEFING_FILE, Workspace, display_name

if TYPE_CHECKING:
    from briefing.model.key_figures.since import EarlierFigures

Parameters = tuple[tuple[str, str], ...]
"""The names and values that make one of many reports of the same folder."""

Due = tuple[str, Problem]
"""When the next update is promised (ISO 8601), and the warning to print once that is past."""

RECORDS = ".briefing"
"""The folder beside the PDFs with the records and the cache of drawn figures."""


@dataclass(frozen=True)
class BuildRequest:
    """A briefing to build: its folder and workspace, the folder for its PDF, the paper, and whether it is a draft.

    `parameters` make it one of many reports of that folder, `row` is the line of the matrix they come from. `earlier` are the
    key figures of the last published edition, with which those of the briefing are compared.
    """

    folder: Path
    workspace: Workspace
    out: Path
    paper: Paper
    draft: bool = False
    parameters: Parameters = ()
    row: int = 0
    earlier: EarlierFigures | None = None

    @property
    def shown(self) -> Path:
        """The folder, with the line of the matrix where it is one of many reports."""
        return Path(f"{self.folder} (line {self.row})") if self.row else self.folder


@dataclass(frozen=True)
class RenderedBriefing:
    """A briefing that was built and is not yet written, as plain values that can pass to another process.

    `name` is the file name of the PDF; `read` are digests by absolute path, `missing` the paths that were looked for and not
    found. `due` is when the next update is promised, with the warning to print once that is past.
    """

    name: str
    content: bytes
    pages: int
    seconds: float
    warnings: tuple[Problem, ...]
    due: Due | None
    read: Mapping[str, str]
    missing: tuple[str, ...]
    environment_fingerprint: str
    errors: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class BuildResult:
    """A PDF in its folder: its pages and size in bytes, how long it took, its warnings; `fresh`: nothing had changed.

    `errors` are what the check found in a draft. `due` is as in `RenderedBriefing`: the build itself knows no clock.
    """

    pdf: Path
    pages: int
    size: int
    seconds: float
    warnings: tuple[Problem, ...]
    fresh: bool = False
    due: Due | None = None
    errors: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class BuildRecord:
    """The record of one finished build. Paths are absolute; digests are SHA-256 in hexadecimal, by path.

    `environment` is as `environment_fingerprint` returns it, `due` as in `RenderedBriefing`; `earlier` is the digest of the
    earlier key figures, empty without any. Problems name files by absolute paths: the next command may be called elsewhere.
    """

    environment: str
    paper: str
    read: dict[str, str]
    missing: list[str]
    pdf: str
    digest: str
    pages: int
    warnings: list[Problem]
    due: Due | None
    earlier: str

    def files(self) -> list[tuple[str, str]]:
        """Return every file of this build with its digest."""
        return [*self.read.items(), (self.pdf, self.digest)]


_NO_RECORD = (OSError, ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RuntimeError)
"""What reading a record raises that is not there, is of an earlier version, or was put there by anyone.

Records are read as plain JSON: to import a library of validation takes a tenth of the time of an unchanged build.
"""
_MAX_RECORD_BYTES = 20_000_000
_MAX_INPUT_BYTES = 1_000_000_000


def write_build(rendered: RenderedBriefing, request: BuildRequest, taken: Mapping[Path, Path]) -> BuildResult:
    """Write a rendered briefing, with the record of its build unless it is a draft.

    `taken` maps the PDFs written by this run to the folders that own them. Raises ContentError (`duplicate-id`,
    `cannot-write`), and writes nothing, where the PDF belongs to another folder with the same id.
    """
    pdf = request.out / rendered.name
    id_ = rendered.name.removesuffix(".pdf").removesuffix("-draft" if request.draft else "")
    hint = hint_for_shared_id(id_, dict(request.parameters))
    other = taken.get(pdf.resolve())
    if not other and (other := other_owner(pdf, request.folder, id_)):
        hint += f"; to replace the other, delete {display_name(pdf)} first"
    if other:
        what = f'{display_name(other)} has the id "{id_}" too'
        raise ContentError(Problem("duplicate-id", what, Place(display_name(request.folder / BRIEFING_FILE)), hint))
    if os.path.islink(request.out / RECORDS):  # noqa: PTH114 - a Path raises where reading is not permitted
        what = f"{RECORDS} is a link: what is written there could be elsewhere"
        raise UsageError(Problem("cannot-write", what, Place(display_name(request.out)), "delete it"))
    write_atomically(pdf, rendered.content)
    write_owner(pdf, request.folder, request.parameters)
    if not request.draft:
        record = BuildRecord(
            environment=rendered.environment_fingerprint,
            paper=request.paper,
            read=dict(rendered.read),
            missing=list(rendered.missing),
            pdf=str(pdf.resolve()),
            digest=digest(rendered.content),
            pages=rendered.pages,
            warnings=[_with_path(problem, Path.absolute) for problem in rendered.warnings],
            due=(rendered.due[0], _with_path(rendered.due[1], Path.absolute)) if rendered.due else None,
            earlier=_digest_of(request.earlier),
        )
        path = _record_path(request.out, request.folder, request.parameters)
        write_atomically(path, json.dumps(asdict(record), indent=1).encode())
    return BuildResult(
        pdf,
        rendered.pages,
        len(rendered.content),
        rendered.seconds,
        rendered.warnings,
        due=rendered.due,
        errors=rendered.errors,
    )


def find_unchanged(request: BuildRequest) -> BuildResult | None:
    """Return the result of the last build for a request, or None where building again could change something."""
    started = time.monotonic()
    record = read_current_record(request)
    if not record:
        return None
    pdf = Path(record.pdf)
    try:
        size = pdf.stat().st_size
    except OSError:
        return None  # it is gone
    seconds = time.monotonic() - started
    return BuildResult(pdf, record.pages, size, seconds, tuple(record.warnings), fresh=True, due=record.due)


def read_current_record(request: BuildRequest) -> BuildRecord | None:
    """Return the record of the last build for a request, or None where something has changed or there is none."""
    path = _record_path(request.out, request.folder, request.parameters)
    try:
        record = _read_record(path)
        current = (
            record.paper == request.paper
            and record.earlier == _digest_of(request.earlier)
            and Path(record.pdf).parent == request.out.resolve()
            and environment_matches(record.environment, request.workspace.data)
            and not any(Path(name).exists() for name in record.missing)
            and all(digest(_read_input(name)) == known for name, known in record.files())
        )
    except _NO_RECORD:
        return None
    return record if current else None


def _digest_of(earlier: EarlierFigures | None) -> str:
    return digest(repr(earlier).encode()) if earlier else ""


def _read_record(path: Path) -> BuildRecord:
    """Return a record from its file. Raises what `_NO_RECORD` names."""
    values = json.loads(read_regular_file(path, _MAX_RECORD_BYTES))
    due = values["due"]
    return BuildRecord(
        environment=str(values["environment"]),
        paper=str(values["paper"]),
        read={str(name): str(known) for name, known in values["read"].items()},
        missing=list(map(str, values["missing"])),
        pdf=str(values["pdf"]),
        digest=str(values["digest"]),
        pages=int(values["pages"]),
        warnings=list(map(_read_problem, values["warnings"])),
        due=(datetime.fromisoformat(due[0]).astimezone(UTC).isoformat(), _read_problem(due[1])) if due else None,
        earlier=str(values["earlier"]),
    )


def _read_problem(values: Mapping[str, object]) -> Problem:
    code, what, hint = (str(values[key]) for key in ("code", "what", "hint"))
    place = values["place"]
    where = Place(str(place["file"]), int(place["line"]), int(place["column"])) if isinstance(place, dict) else None
    return _with_path(Problem(code, what, where, hint, Severity(str(values["severity"]))), display_name)


def _read_input(name: str) -> bytes:
    """Return the content of a file that a build has read, or of its PDF. A record that anyone wrote may name anything."""
    return read_regular_file(Path(name).resolve(), _MAX_INPUT_BYTES)


def _with_path(problem: Problem, show: Callable[[Path], object]) -> Problem:
    """Return a problem whose place names its file in another way."""
    place = problem.place
    return replace(problem, place=replace(place, file=str(show(Path(place.file))))) if place else problem


def write_owner(pdf: Path, folder: Path, parameters: Parameters) -> None:
    """Record the folder that a PDF was built from, and with which parameters. Raises UsageError (`cannot-write`)."""
    if _read_owner(pdf) != (folder.resolve(), parameters):
        owner = {"folder": str(folder.resolve()), "parameters": parameters}
        write_atomically(_owner_path(pdf), json.dumps(owner).encode())


def other_owner(pdf: Path, folder: Path, id_: str) -> Path | None:
    """Return the other folder that a PDF belongs to, or None.

    It belongs to the folder it was built from, as long as the PDF is there and that folder has this id.
    """
    owner = _read_owner(pdf)
    if owner is None or owner[0] == folder.resolve() or not pdf.exists():
        return None
    return owner[0] if read_id(*owner) == id_ else None


def _read_owner(pdf: Path) -> tuple[Path, Parameters] | None:
    """Return the folder that a PDF was built from, and with which parameters; None where that is not recorded."""
    try:
        owner = json.loads(read_regular_file(_owner_path(pdf), _MAX_RECORD_BYTES))
        return Path(owner["folder"]), tuple((str(name), str(value)) for name, value in owner["parameters"])
    except _NO_RECORD:
        return None


def read_id(folder: Path, parameters: Parameters = ()) -> str | None:
    """Return the id that the briefing in a folder has now; None where it cannot be read."""
    # Only needed where two briefings may have one id, never for an unchanged one.
    from briefing.load.located_values import MAX_BYTES
    from briefing.load.parameters import fill_parameters
    from briefing.load.yaml_reader import read_yaml

    try:
        content = read_regular_file((folder / BRIEFING_FILE).resolve(), MAX_BYTES)
        values, _ = read_yaml(BRIEFING_FILE, content)
    except (OSError, ValueError, RuntimeError, BriefingError):
        return None
    id_ = fill_parameters(values, dict(parameters))[0].get("id")
    return id_ if isinstance(id_, str) else None


def _owner_path(pdf: Path) -> Path:
    return pdf.parent / RECORDS / f"{pdf.name}.owner"


def _record_path(out: Path, folder: Path, parameters: Parameters) -> Path:
    key = "".join(f"\0{name}\0{value}" for name, value in parameters)
    return out / RECORDS / f"{digest(os.fsencode(folder.resolve()) + key.encode())[:20]}.json"
