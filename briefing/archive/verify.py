"""Whether the archive is still as it was kept: each object by the specification, each digest, each PDF, each signature.

Every check is noted as a PREMIS event outside the objects, in `extensions/briefing/checks/`: one file a run.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from xml.etree import ElementTree as Tree

from briefing.archive.archive import Archive, StoredEdition
from briefing.archive.metadata import PREMIS, Event, write_premis
from briefing.archive.ocfl.checksums import read_ledger, record_digest
from briefing.archive.ocfl.commit import at_rest
from briefing.archive.ocfl.durable import make_folder, sync_folder, write_through
from briefing.archive.ocfl.inventory import NAME, digest_of
from briefing.archive.ocfl.layout import OURS, SCHEME, check_root, object_path
from briefing.archive.ocfl.validate import check_object
from briefing.problems import ArchiveError, BriefingError, Place, Problem, Severity

CheckPdf = Callable[[bytes], None]
"""Raises a BriefingError that says what is wrong with a PDF."""

WAIT_SECONDS = 60.0
_CHECKS = f"{OURS}/checks"
_MAX_LOG_BYTES = 64_000_000


@dataclass(frozen=True)
class Depth:
    """How far a check goes: whether digests are computed, and what is asked of each PDF and each signed PDF."""

    digests: bool
    pdf: CheckPdf | None = None
    signed: CheckPdf | None = None


@dataclass(frozen=True)
class Checked:
    """One briefing's object after its check, with all that is wrong; warnings are no faults.

    `version` is the newest it had then: what was stored since was not checked.
    """

    briefing_id: str
    version: int
    problems: tuple[Problem, ...]

    @property
    def faults(self) -> tuple[Problem, ...]:
        """What makes the check fail."""
        return tuple(problem for problem in self.problems if problem.severity is Severity.ERROR)


def verify_root(archive: Archive) -> list[Problem]:
    """What is wrong with the archive beside its objects; nothing for one that is not there yet."""
    root = archive.root
    if not root.is_dir() or not any(root.iterdir()):
        return []
    stored = {str(Path(name).parents[1]) for name in read_ledger(root)}
    lost = [folder for folder in sorted(stored) if not (root / folder).is_dir()]
    what = "is no briefing's object, or does not lie where its id would have it"
    strange = [Problem("misplaced", what, Place(_folder_of(folder, root))) for folder in archive.strangers()]
    return (
        check_root(root)
        + strange
        + [Problem("ledger", "the whole object is missing", Place(folder)) for folder in lost]
    )


def verify_objects(archive: Archive, briefing_ids: Sequence[str], depth: Depth) -> Iterator[Checked]:
    """Check objects one after the other, each while no desk is publishing to it.

    Raises ArchiveError (`no-edition`) before the first, where there is not an object for each id.
    """
    folders = {one: archive.root / object_path(f"{SCHEME}{one}") for one in briefing_ids}
    hint = "see: briefing editions list"
    missing = [
        Problem("no-edition", f"there is no {one} in the archive", Place(str(archive.root)), hint)
        for one, folder in folders.items()
        if not folder.is_dir()
    ]
    if missing:
        raise ArchiveError(missing)
    return _each_checked(archive, folders, depth)


def _each_checked(archive: Archive, folders: Mapping[str, Path], depth: Depth) -> Iterator[Checked]:
    noted = _by_object(read_ledger(archive.root))
    for briefing_id, folder in folders.items():
        object_id = f"{SCHEME}{briefing_id}"
        with at_rest(archive.root, object_id, WAIT_SECONDS):
            problems = check_object(archive.root, folder, digests=depth.digests)
            problems += _against_ledger(
                archive.root, folder, noted.get(_folder_of(folder, archive.root), {}), sound=not _faults(problems)
            )
            if not _faults(problems):
                problems += _check_editions(archive, briefing_id, depth)
            version = _newest(folder)
        yield Checked(briefing_id, version, tuple(problems))


def _newest(folder: Path) -> int:
    """The number of the newest version there is a folder for."""
    return max((int(path.name[1:]) for path in folder.iterdir() if re.fullmatch(r"v[1-9]\d*", path.name)), default=0)


def _by_object(noted: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """What the ledger notes, by the folder of the object."""
    grouped: dict[str, dict[str, str]] = {}
    for name, digest in noted.items():
        grouped.setdefault(name.rpartition("/v")[0], {})[name] = digest
    return grouped


def _folder_of(folder: Path, root: Path) -> str:
    return folder.relative_to(root).as_posix()


def _faults(problems: Sequence[Problem]) -> bool:
    return any(problem.severity is Severity.ERROR for problem in problems)


def _against_ledger(root: Path, folder: Path, noted: Mapping[str, str], *, sound: bool) -> list[Problem]:
    """Hold every version's inventory against the digest noted when it was stored; note those that never were."""
    problems = []
    inside = _folder_of(folder, root)
    for name_of in sorted(path.name for path in folder.iterdir() if path.name.startswith("v")):
        path = folder / name_of / NAME
        if not path.is_file():
            continue
        name, digest = f"{inside}/{name_of}/{NAME}", digest_of(path.read_bytes())
        if name not in noted:
            if sound:
                _note(root, name, digest)
        elif noted[name] != digest:
            what = "is not the inventory that was stored: its digest is another than the ledger's"
            problems.append(Problem("ledger", what, Place(name)))
    problems += [
        Problem("ledger", "is missing, though the ledger says it was stored", Place(name))
        for name in sorted(noted)
        if not (root / name).is_file()
    ]
    return problems


def _note(root: Path, name: str, digest: str) -> None:
    try:
        record_digest(root, name, digest)
    except OSError:
        # An archive that may only be read is checked all the same.
        return


def _check_editions(archive: Archive, briefing_id: str, depth: Depth) -> list[Problem]:
    """What is wrong with the editions of an object that is sound in itself."""
    try:
        editions = archive.editions(briefing_id)
    except ArchiveError as error:
        return list(error.problems)
    if not editions:
        place = Place(_folder_of(archive.root / object_path(f"{SCHEME}{briefing_id}"), archive.root))
        return [Problem("manifest", "holds no edition", place)]
    return [problem for edition in editions for problem in _check_edition(edition, depth)]


def _check_edition(edition: StoredEdition, depth: Depth) -> Iterator[Problem]:
    place = Place(f"{edition.name}/{edition.manifest.pdf}")
    missing = [name for name in edition.manifest.files if name not in edition.state]
    for name in missing:
        yield Problem("manifest", "is in the manifest and not in the edition", Place(f"{edition.name}/{name}"))
    if missing or not depth.digests:
        return
    pdf = edition.pdf
    yield from _asked(depth.pdf, pdf, place)
    signed = edition.signed
    if signed is not None:
        place = Place(f"{edition.name}/{edition.manifest.signed}")
        if not signed.startswith(pdf):
            yield Problem("signature", "does not begin with the unsigned file", place)
        yield from _asked(depth.pdf, signed, place)
        yield from _asked(depth.signed, signed, place)


def _asked(check: CheckPdf | None, pdf: bytes, place: Place) -> Iterator[Problem]:
    if check is None:
        return
    try:
        check(pdf)
    except BriefingError as error:
        for problem in error.problems:
            yield Problem(problem.code, problem.what, place, problem.hint, problem.severity)


def log_checks(archive: Archive, checked: Sequence[Checked], now: datetime, depth: Depth) -> None:
    """Note checks as PREMIS events. Raises ArchiveError (`not-recorded`)."""
    kind = "fixity check" if depth.digests else "validation"
    events = [
        Event(
            kind,
            now,
            "fail" if one.faults else "success",
            "; ".join([f"v{one.version}", *(str(fault).split("\n")[0] for fault in one.faults[:20])]),
            f"{SCHEME}{one.briefing_id}",
        )
        for one in checked
    ]
    content = write_premis("", {}, events, [("software", "briefing", version("briefing"))])
    folder = archive.root / _CHECKS
    stamp = f"{now:%Y%m%dT%H%M%SZ}"
    try:
        make_folder(folder)
        names = [f"{stamp}{f'-{more}' if more else ''}.xml" for more in range(1000)]
        path = folder / next(name for name in names if not (folder / name).exists())
        aside = path.with_suffix(".new")
        aside.unlink(missing_ok=True)
        write_through(aside, content)
        aside.rename(path)
        sync_folder(folder)
    except OSError as error:
        what = f"this check could not be recorded: {(error.strerror or str(error)).lower()}"
        hint = "what it found stands; it will not count for --since"
        raise ArchiveError(Problem("not-recorded", what, Place(str(folder)), hint)) from error


def checked_since(archive: Archive, moment: datetime) -> set[str]:
    """The briefings all of whose digests were found sound at or after a moment (UTC), by the log.

    One to which a version was added since its check is not among them.
    """
    found: dict[str, int] = {}
    folder = archive.root / _CHECKS
    # Of those of one second the first has no number, and the tenth comes after the second.
    logs = sorted(folder.glob("*.xml"), key=lambda path: (path.name[:16], len(path.name), path.name))
    for path in logs:
        if path.name < f"{moment:%Y%m%dT%H%M%SZ}" or path.stat().st_size > _MAX_LOG_BYTES:
            continue
        try:
            events = Tree.fromstring(path.read_bytes()).iter(f"{{{PREMIS}}}event")  # noqa: S314 - written by ourselves
        except (OSError, Tree.ParseError):
            continue
        for event in events:
            if event.findtext(f"{{{PREMIS}}}eventType") == "fixity check":
                name = event.findtext(f".//{{{PREMIS}}}linkingObjectIdentifierValue") or ""
                outcome = event.findtext(f".//{{{PREMIS}}}eventOutcome")
                detail = re.match(r"v(\d+)", event.findtext(f".//{{{PREMIS}}}eventOutcomeDetailNote") or "")
                found[name.removeprefix(SCHEME)] = int(detail[1]) if detail and outcome == "success" else 0
    return {one for one, version in found.items() if version and not _version(archive, one, version + 1).exists()}


def _version(archive: Archive, briefing_id: str, number: int) -> Path:
    return archive.root / object_path(f"{SCHEME}{briefing_id}") / f"v{number}"
