"""A new version of an object, whole and on the disk, or none at all.

The order is what makes it safe. Under the object's lock: the version is written and synced in the staging folder; renamed
into the object; then the root inventory is replaced, then its sidecar; last, the staging folder goes. As long as a staging
folder lies there without a lock, its writer has died: `recover` ends what it had begun (where the version is in the object,
and whole) or undoes it.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path, PurePosixPath

from briefing.archive.ocfl.durable import locked, make_folder, sync_folder, sync_tree, write_through
from briefing.archive.ocfl.inventory import (
    CONTENT,
    NAME,
    SIDECAR,
    Inventory,
    User,
    Version,
    digest_of,
    read_sidecar,
    sidecar_of,
    write_inventory,
)
from briefing.archive.ocfl.layout import (
    OBJECT_MARK,
    OBJECT_TEXT,
    OURS,
    ROOT_WAIT_SECONDS,
    cannot_write,
    drop_empty,
    make_root,
    object_path,
)
from briefing.archive.ocfl.parse import check_inventory, parse_inventory
from briefing.problems import ArchiveError, Place, Problem, Severity

_NOTE = "object-id"
"""In a staging folder, says which object it is for."""


@dataclass(frozen=True)
class Draft:
    """The right to add one version to an object, held under its lock; `inventory` is None where there is no object yet."""

    root: Path
    object_id: str
    inventory: Inventory | None

    def commit(
        self,
        files: Mapping[str, bytes],
        carried: Mapping[str, str],
        created: datetime,
        message: str,
        user: User,
    ) -> Inventory:
        """Add a version that holds `files`, and of earlier versions what `carried` names (digest by logical path).

        When this returns, the version is on the disk. Raises ArchiveError (`cannot-write`) and leaves the object as it
        was, where the disk refuses.
        """
        staging, folder = _staging(self.root, self.object_id), self.root / object_path(self.object_id)
        old = self.inventory or Inventory(self.object_id, {}, ())
        name = f"v{old.head + 1}"
        added, content = _new_content(old, files, name)
        state = {**carried, **{path: digest_of(written) for path, written in files.items()}}
        new = old.with_version(Version(created, state, message, user), added)
        try:
            _begin(staging, self.object_id)
            _stage(staging, name, content, write_inventory(new))
            if self.inventory is None:
                _enter_object(self.root, staging / "object", folder)
            else:
                _enter_version(staging, name, folder)
            _drop(staging)
        except OSError as error:
            with suppress(OSError, ArchiveError):
                _undo(self.root, self.object_id, name)
            raise cannot_write(self.root, error, stored=(folder / name).is_dir()) from error
        return new


@contextmanager
def open_draft(root: Path, object_id: str, wait_seconds: float) -> Iterator[Draft]:
    """Hold an object's lock, in an archive that is made where there is none, with all that a crash left mended.

    Raises ArchiveError: `archive-busy` where another desk holds it for longer than we wait, `archive-damaged`, `cannot-write`.
    """
    make_root(root)
    with ExitStack() as held:
        try:
            lock = locked(_lock(root, object_id), wait_seconds, f"another desk is publishing {_name(object_id)}")
            held.enter_context(lock)
            _recover(root, object_id)
        except OSError as error:
            raise cannot_write(root, error) from error
        yield Draft(root, object_id, read_object(root, object_id))


def read_object(root: Path, object_id: str) -> Inventory | None:
    """The inventory of an object, or None where there is no such object."""
    path = root / object_path(object_id) / NAME
    try:
        inventory = parse_inventory(path.read_bytes(), path.relative_to(root).as_posix())
    except FileNotFoundError as error:
        if not path.parent.is_dir() or not any(path.parent.iterdir()):
            return None
        # An object comes into being whole: this one has lost what says what it holds.
        hint = "see what is wrong with: briefing editions verify"
        raise ArchiveError(Problem("archive-damaged", "the inventory is missing", Place(str(path)), hint)) from error
    except OSError as error:
        what = f"cannot be read: {(error.strerror or str(error)).lower()}"
        raise ArchiveError(Problem("archive-damaged", what, Place(str(path)))) from error
    if inventory.id != object_id:
        what = f'the object of "{object_id}" says that it is "{inventory.id}"'
        raise ArchiveError(Problem("archive-damaged", what, Place(str(path))))
    return inventory


def recover_all(root: Path) -> None:
    """Mend what dead writers left. Objects at which a writer is still at work, and archives we may not write in, are let be."""
    staging = root / OURS / "staging"
    left = sorted(folder for folder in staging.iterdir() if folder.is_dir()) if staging.is_dir() else []
    for folder in left:
        with suppress(OSError, ArchiveError), locked(root / OURS / "locks" / folder.name, 0, "in use"):
            _clear(root, folder)


def _clear(root: Path, staging: Path) -> None:
    note = staging / _NOTE
    object_id = note.read_text(encoding="utf-8") if note.is_file() else ""
    if _staging(root, object_id) == staging:
        _recover(root, object_id)
    else:
        # The note is what a writer writes first: nothing had been begun.
        _drop(staging)


@contextmanager
def at_rest(root: Path, object_id: str, wait_seconds: float) -> Iterator[None]:
    """Keep writers from an object while it is looked at, where the archive may be written in at all."""
    lock = _lock(root, object_id)
    with ExitStack() as held:
        with suppress(OSError):
            lock.parent.mkdir(parents=True, exist_ok=True)
            held.enter_context(locked(lock, wait_seconds, f"another desk is publishing {_name(object_id)}"))
        yield


def _name(object_id: str) -> str:
    return object_id.partition(":")[2] or object_id


def _key(object_id: str) -> str:
    return sha256(object_id.encode()).hexdigest()[:32]


def _lock(root: Path, object_id: str) -> Path:
    return root / OURS / "locks" / _key(object_id)


def _staging(root: Path, object_id: str) -> Path:
    return root / OURS / "staging" / _key(object_id)


def _new_content(old: Inventory, files: Mapping[str, bytes], name: str) -> tuple[dict[str, str], dict[str, bytes]]:
    """The content paths a version adds, with their digests and their bytes: what the object holds already is not added."""
    known = set(old.manifest.values())
    added: dict[str, str] = {}
    content: dict[str, bytes] = {}
    for path, written in sorted(files.items()):
        digest = digest_of(written)
        if digest not in known:
            known.add(digest)
            added[f"{name}/{CONTENT}/{path}"] = digest
            content[f"{CONTENT}/{path}"] = written
    return added, content


def _begin(staging: Path, object_id: str) -> None:
    shutil.rmtree(staging, ignore_errors=True)
    make_folder(staging)
    write_through(staging / _NOTE, object_id.encode())
    sync_folder(staging)


def _stage(staging: Path, name: str, content: Mapping[str, bytes], inventory: bytes) -> None:
    """Write all that will be renamed, so that afterwards no disk can be too full."""
    papers = {NAME: inventory, SIDECAR: sidecar_of(inventory)}
    if name == "v1":
        files = {f"object/v1/{path}": written for path, written in {**content, **papers}.items()}
        files |= {f"object/{path}": written for path, written in {OBJECT_MARK: OBJECT_TEXT, **papers}.items()}
    else:
        files = {f"{name}/{path}": written for path, written in {**content, **papers}.items()} | papers
    for path, written in files.items():
        target = staging / PurePosixPath(path)
        target.parent.mkdir(parents=True, exist_ok=True)
        write_through(target, written)
    sync_tree(staging)


def _enter_object(root: Path, staged: Path, folder: Path) -> None:
    # No other may take the folders above away as empty before the object is in them.
    with locked(root / OURS / "locks" / "root", ROOT_WAIT_SECONDS, "another desk is making an object"):
        make_folder(folder.parent)
        staged.rename(folder)
        sync_folder(folder.parent)


def _enter_version(staging: Path, name: str, folder: Path) -> None:
    (staging / name).rename(folder / name)
    sync_folder(folder)
    for paper in (NAME, SIDECAR):
        (staging / paper).replace(folder / paper)
        sync_folder(folder)


def _drop(staging: Path) -> None:
    shutil.rmtree(staging)
    sync_folder(staging.parent)


def _undo(root: Path, object_id: str, name: str) -> None:
    """Take back what a refusing disk let us do, unless the new inventory is in its place."""
    staging, folder = _staging(root, object_id), root / object_path(object_id)
    entered = (folder / name).is_dir() and not (staging / name).exists() and (staging / NAME).exists()
    if entered and name != "v1":
        (folder / name).rename(staging / name)
        sync_folder(folder)
    _recover(root, object_id)


def _recover(root: Path, object_id: str) -> None:
    """End or undo what a dead writer began; to be called under the object's lock."""
    staging = _staging(root, object_id)
    if not staging.is_dir():
        return
    folder = root / object_path(object_id)
    if folder.is_dir() and any(folder.iterdir()):
        _mend(staging, folder)
    else:
        drop_empty(root, folder)
    _drop(staging)


def _mend(staging: Path, folder: Path) -> None:
    root_text = (folder / NAME).read_bytes()
    inventory, _ = check_inventory(root_text, NAME)
    if inventory is None:
        # No crash of ours does this: the file is replaced in one step. It is for `verify` to report.
        return
    begun = folder / f"v{inventory.head + 1}"
    if not begun.is_dir():
        begun = folder / f"v{inventory.head}"
        if (begun / NAME).read_bytes() == root_text:
            _replace(staging, folder, SIDECAR, sidecar_of(root_text))
        return
    if (staging / begun.name).exists() or not (staging / NAME).is_file():
        # Ours had not been renamed yet: this is the work of another, who knows no locks.
        return
    text = _whole(begun, folder)
    if text is None:
        # It was never published: its writer had not come to the end.
        begun.rename(staging / f"undone-{begun.name}")
        sync_folder(folder)
        return
    _replace(staging, folder, NAME, text)
    _replace(staging, folder, SIDECAR, sidecar_of(text))


def _replace(staging: Path, folder: Path, name: str, content: bytes) -> None:
    if (folder / name).is_file() and (folder / name).read_bytes() == content:
        return
    aside = staging / f"mended-{name}"
    aside.unlink(missing_ok=True)
    write_through(aside, content)
    aside.replace(folder / name)
    sync_folder(folder)


def _whole(version: Path, folder: Path) -> bytes | None:
    """The inventory of a version folder, where all that it adds to the object is there and as the inventory says."""
    try:
        text = (version / NAME).read_bytes()
        if read_sidecar((version / SIDECAR).read_bytes()) != digest_of(text):
            return None
        inventory, problems = check_inventory(text, version.name)
        if inventory is None or any(problem.severity is Severity.ERROR for problem in problems):
            return None
        added = {path: digest for path, digest in inventory.manifest.items() if path.startswith(f"{version.name}/")}
        return (
            text if all(digest_of((folder / path).read_bytes()) == digest for path, digest in added.items()) else None
        )
    except OSError:
        return None
