"""Verify that the archive is as it was stored: each object by the specification, each digest, each PDF, each signature.

Every check is recorded as a PREMIS event outside the objects, in `extensions/briefing/checks/`: one file per run.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from xml.etree import ElementTree

from briefing.archive.archive import Archive, StoredEdition
from briefing.archive.metadata import PREMIS, Agent, Event, write_premis
from briefing.archive.ocfl.commit import exclude_writers
from briefing.archive.ocfl.durable import make_folder, sync_folder, write_durably
from briefing.archive.ocfl.inventory import MAX_BYTES, NAME, digest_of
from briefing.archive.ocfl.layout import OURS, SCHEME, check_root, object_path, refuse_links
from briefing.archive.ocfl.objects import read_ledger, record_digest
from briefing.archive.ocfl.validate import check_object
from briefing.atomic import read_regular_file
from briefing.problems import ArchiveError, BriefingError, Place, Problem, Severity, reason_of, writable_hint

CheckPdf = Callable[[bytes], None]
"""Raises a BriefingError that says what is wrong with a PDF."""

WAIT_SECONDS = 60.0
_CHECKS = f"{OURS}/checks"
_MAX_LOG_BYTES = 64_000_000
_VERSION_FOLDER = re.compile(r"v([1-9][0-9]{0,5})")


@dataclass(frozen=True)
class VerifyOptions:
    """How far a check goes: whether digests are computed, and how each PDF and each signed PDF is checked."""

    digests: bool
    pdf: CheckPdf | None = None
    signed: CheckPdf | None = None


@dataclass(frozen=True)
class VerifiedObject:
    """A briefing's object after its check, with all problems; `version` is the newest it had then."""

    briefing_id: str
    version: int
    problems: tuple[Problem, ...]

    @property
    def faults(self) -> tuple[Problem, ...]:
        """The problems that make the check fail: all but the warnings."""
        return tuple(problem for problem in self.problems if problem.severity is Severity.ERROR)


def verify_root(archive: Archive) -> list[Problem]:
    """Return the faults of the archive outside its objects; none for an archive that does not exist yet."""
    root = archive.root
    if not root.is_dir() or not any(root.iterdir()):
        return []
    try:
        recorded = sorted({str(Path(name).parents[1]) for name in read_ledger(root)})
    except ArchiveError as error:
        return [*check_root(root), *error.problems]
    what = "is not the object of a briefing, or not in the folder of its id"
    return [
        *check_root(root),
        *(Problem("misplaced", what, Place(_name(folder, root))) for folder in archive.misplaced_objects()),
        *(
            Problem("ledger", "the whole object is missing", Place(folder))
            for folder in recorded
            if not (root / folder).is_dir()
        ),
    ]


def verify_objects(archive: Archive, briefing_ids: Sequence[str], options: VerifyOptions) -> Iterator[VerifiedObject]:
    """Check objects one after the other, each while no desk can publish to it.

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
    return _verify_each(archive, folders, options)


def _verify_each(archive: Archive, folders: Mapping[str, Path], options: VerifyOptions) -> Iterator[VerifiedObject]:
    recorded: dict[str, dict[str, str]] = {}
    ledger: dict[str, str] = {}
    with suppress(ArchiveError):  # `verify_root` reports it
        ledger = read_ledger(archive.root)
    for name, digest in ledger.items():
        recorded.setdefault(name.rpartition("/v")[0], {})[name] = digest
    for_many = archive.for_many()
    for briefing_id, folder in folders.items():
        with exclude_writers(archive.root, f"{SCHEME}{briefing_id}", WAIT_SECONDS):
            problems = check_object(archive.root, folder, digests=options.digests)
            digests = recorded.get(_name(folder, archive.root), {})
            problems += _compare_with_ledger(archive.root, folder, digests, record_new=not _has_errors(problems))
            if not _has_errors(problems):
                problems += _check_editions(for_many, briefing_id, options)
            matches = (_VERSION_FOLDER.fullmatch(path.name) for path in folder.glob("v*"))
            newest = max((int(match[1]) for match in matches if match), default=0)
        yield VerifiedObject(briefing_id, newest, tuple(problems))


def _name(folder: Path, root: Path) -> str:
    return folder.relative_to(root).as_posix()


def _has_errors(problems: Sequence[Problem]) -> bool:
    return any(problem.severity is Severity.ERROR for problem in problems)


def _compare_with_ledger(
    root: Path, folder: Path, recorded: Mapping[str, str], *, record_new: bool
) -> Iterator[Problem]:
    """Compare every version's inventory with the digest recorded when it was stored; record those that never were."""
    for path in sorted(folder.glob(f"v*/{NAME}")):
        name = _name(path, root)
        try:
            digest = digest_of(read_regular_file(path, MAX_BYTES))
        except OSError:  # `check_object` reports it
            continue
        if name not in recorded and record_new:
            # A read-only archive can be checked, too.
            with suppress(OSError):
                record_digest(root, name, digest)
        elif recorded.get(name, digest) != digest:
            what = "is not the inventory that was stored: its digest differs from the one in the ledger"
            yield Problem("ledger", what, Place(name))
    for name in sorted(recorded):
        if not (root / name).is_file():
            yield Problem("ledger", "is missing, though the ledger says it was stored", Place(name))


def _check_editions(archive: Archive, briefing_id: str, options: VerifyOptions) -> Iterator[Problem]:
    """Yield what is wrong with the editions of an object that is valid in itself."""
    try:
        editions = archive.editions(briefing_id)
    except ArchiveError as error:
        yield from error.problems
        return
    if not editions:
        yield Problem("manifest", "contains no edition", Place(str(object_path(f"{SCHEME}{briefing_id}"))))
    for edition in editions:
        try:
            yield from _check_edition(edition, options)
        except ArchiveError as error:
            yield from error.problems


def _check_edition(edition: StoredEdition, options: VerifyOptions) -> Iterator[Problem]:
    place = Place(f"{edition.name}/{edition.manifest.pdf}")
    missing = [name for name in edition.manifest.files if name not in edition.state]
    for name in missing:
        yield Problem("manifest", "is in the manifest and not in the edition", Place(f"{edition.name}/{name}"))
    if missing or not options.digests:
        return
    pdf = edition.pdf
    yield from _check_pdf(options.pdf, pdf, place)
    signed = edition.signed
    if signed is not None:
        place = Place(f"{edition.name}/{edition.manifest.signed}")
        if not signed.startswith(pdf):
            yield Problem("signature", "does not begin with the unsigned file", place)
        yield from _check_pdf(options.pdf, signed, place)
        yield from _check_pdf(options.signed, signed, place)


def _check_pdf(check: CheckPdf | None, pdf: bytes, place: Place) -> Iterator[Problem]:
    try:
        if check:
            check(pdf)
    except BriefingError as error:
        for problem in error.problems:
            yield Problem(problem.code, problem.what, place, problem.hint, problem.severity)


def log_checks(archive: Archive, verified: Sequence[VerifiedObject], now: datetime, options: VerifyOptions) -> None:
    """Record checks as PREMIS events. Raises ArchiveError (`not-recorded`)."""
    kind = "fixity check" if options.digests else "validation"
    events = [
        Event(
            kind,
            now,
            "fail" if one.faults else "success",
            "; ".join([f"v{one.version}", *(str(fault).split("\n")[0] for fault in one.faults[:20])]),
            f"{SCHEME}{one.briefing_id}",
        )
        for one in verified
    ]
    content = write_premis("", {}, events, Agent("briefing", version("briefing")))
    folder = archive.root / _CHECKS
    stamp = f"{now:%Y%m%dT%H%M%SZ}"
    refuse_links(archive.root, _CHECKS)
    try:
        make_folder(folder)
        names = [f"{stamp}{f'-{number}' if number else ''}.xml" for number in range(1000)]
        path = folder / next(name for name in names if not (folder / name).exists())
        temporary = path.with_suffix(".new")
        temporary.unlink(missing_ok=True)
        write_durably(temporary, content)
        temporary.rename(path)
        sync_folder(folder)
    except OSError as error:
        what = f"this check could not be recorded: {reason_of(error)}"
        hint = f"{writable_hint(error)}; without a record the check does not count for --since"
        raise ArchiveError(Problem("not-recorded", what, Place(str(folder)), hint)) from error


def checked_since(archive: Archive, moment: datetime) -> set[str]:
    """Return the briefings all of whose digests were found sound at or after a moment (UTC), by the log.

    A briefing to which a version was added since its check is not among them.
    """
    sound: dict[str, int] = {}
    # Of the logs of one second the first has no number, and the tenth comes after the second.
    logs = sorted((archive.root / _CHECKS).glob("*.xml"), key=lambda path: (path.name[:16], len(path.name), path.name))
    for path in logs:
        if path.name < f"{moment:%Y%m%dT%H%M%SZ}":
            continue
        try:
            content = read_regular_file(path, _MAX_LOG_BYTES)
            events = ElementTree.fromstring(content).iter(f"{{{PREMIS}}}event")  # noqa: S314 - expat limits entities
        except (OSError, ElementTree.ParseError, ValueError):
            continue
        for event in events:
            text = {str(element.tag).partition("}")[2]: element.text or "" for element in event.iter()}
            if text.get("eventType") == "fixity check":
                checked = re.match(r"v([1-9][0-9]{0,5})\b", text.get("eventOutcomeDetailNote", ""))
                briefing_id = text.get("linkingObjectIdentifierValue", "").removeprefix(SCHEME)
                sound[briefing_id] = int(checked[1]) if checked and text.get("eventOutcome") == "success" else 0
    folders = {one: archive.root / object_path(f"{SCHEME}{one}") for one in sound}
    return {one for one, number in sound.items() if number and not (folders[one] / f"v{number + 1}").exists()}
