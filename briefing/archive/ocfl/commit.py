"""Add a new version to an object: whole and on the disk, or not at all.

The order makes it safe. Under the object's lock, the version is written and synced in the staging folder; renamed into
the object; then the root inventory is replaced, then its sidecar; last, the staging folder is removed. A staging folder
without a lock is left by a writer that died: `_recover` completes what it had begun (where the version is in the object,
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

from briefing.archive.ocfl.digests import digest_file
from briefing.archive.ocfl.durable import locked, make_folder, sync_folder, sync_tree, write_durably
from briefing.archive.ocfl.inventory import (
    CONTENT,
    MAX_BYTES,
    MAX_CONTENT_BYTES,
    MAX_SIDECAR_BYTES,
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
    make_root,
    object_path,
    refuse_links,
    remove_empty_folders,
)
from briefing.archive.ocfl.objects import read_newest_version
from briefing.archive.ocfl.parse import check_inventory
from briefing.atomic import read_regular_file
from briefing.problems import ArchiveError, Severity

_OBJECT_ID = "object-id"
"""The file in a staging folder that holds the id of its object."""

_MAX_ID_BYTES = 10_000


@dataclass(frozen=True)
class WriteTransaction:
    """The right to add one version to an object, held under its lock.

    `inventory` is None where there is no object yet; it may be partial.
    """

    root: Path
    object_id: str
    inventory: Inventory | None

    def commit(
        self,
        files: Mapping[str, bytes],
        unchanged: Mapping[str, str],
        created: datetime,
        message: str,
        user: User,
    ) -> Inventory:
        """Add a version with `files`, and with files of earlier versions in `unchanged` (digest by logical path).

        Return the new inventory; the version is on the disk then. Raises ArchiveError (`cannot-write`) and leaves the
        object as it was, where the disk refuses.
        """
        staging, folder = _staging(self.root, self.object_id), self.root / object_path(self.object_id)
        old = self.inventory or Inventory(self.object_id, {}, ())
        name = f"v{old.head + 1}"
        digests = {path: digest_of(content) for path, content in files.items()}
        added = _added_content(old, digests, name)
        inventory = old.with_version(Version(created, {**unchanged, **digests}, message, user), added)
        content = {path.partition("/")[2]: files[path.removeprefix(f"{name}/{CONTENT}/")] for path in added}
        try:
            _begin(staging, self.object_id)
            _stage(staging, name, content, write_inventory(inventory))
            if self.inventory is None:
                _move_object(self.root, staging / "object", folder)
            else:
                _move_version(staging, name, folder)
            _remove(staging)
        except OSError as error:
            with suppress(OSError, ArchiveError):
                _undo(self.root, self.object_id, name)
            raise cannot_write(self.root, error, stored=(folder / name).is_dir()) from error
        return inventory


@contextmanager
def begin_transaction(root: Path, object_id: str, wait_seconds: float) -> Iterator[WriteTransaction]:
    """Lock an object, in an archive that is created if necessary, and recover it from crashes.

    Raises ArchiveError: `archive-busy` where another desk holds the lock for longer than `wait_seconds`,
    `archive-damaged`, `cannot-write`.
    """
    make_root(root)
    refuse_links(root, object_path(object_id), _staging(root, object_id).relative_to(root))
    with ExitStack() as stack:
        try:
            lock = locked(_lock(root, object_id), wait_seconds, f"another desk is publishing {_short_name(object_id)}")
            stack.enter_context(lock)
            _recover(root, object_id)
        except OSError as error:
            raise cannot_write(root, error) from error
        yield WriteTransaction(root, object_id, read_newest_version(root, object_id))


@contextmanager
def exclude_writers(root: Path, object_id: str, wait_seconds: float) -> Iterator[None]:
    """Lock an object while it is read, if the archive is writable at all. Raises ArchiveError (`archive-busy`)."""
    lock = _lock(root, object_id)
    refuse_links(root, lock.parent.relative_to(root))
    with ExitStack() as stack:
        with suppress(OSError):
            lock.parent.mkdir(parents=True, exist_ok=True)
            stack.enter_context(locked(lock, wait_seconds, f"another desk is publishing {_short_name(object_id)}"))
        yield


def recover_archive(root: Path) -> None:
    """Complete or undo what dead writers left; skip objects with a live writer, and archives we may not write in."""
    for folder in _left_folders(root):
        with suppress(OSError, ArchiveError), locked(root / OURS / "locks" / folder.name, 0, "in use"):
            object_id = _staged_id(folder)
            if _staging(root, object_id) == folder:
                refuse_links(root, object_path(object_id))
                _recover(root, object_id)
            else:
                # The id is what a writer writes first: nothing had been begun.
                _remove(folder)


def _left_folders(root: Path) -> list[Path]:
    """Return the staging folders, none where any of them could be elsewhere."""
    staging = root / OURS / "staging"
    with suppress(OSError, ArchiveError):
        refuse_links(root, f"{OURS}/staging", f"{OURS}/locks")
        return sorted(folder for folder in staging.iterdir() if folder.is_dir() and not folder.is_symlink())
    return []


def _staged_id(folder: Path) -> str:
    """Return the id of the object that a staging folder is for; empty where there is none."""
    with suppress(FileNotFoundError):
        return read_regular_file(folder / _OBJECT_ID, _MAX_ID_BYTES).decode("utf-8", errors="replace")
    return ""


def _short_name(object_id: str) -> str:
    return object_id.partition(":")[2] or object_id


def _key(object_id: str) -> str:
    return sha256(object_id.encode()).hexdigest()[:32]


def _lock(root: Path, object_id: str) -> Path:
    return root / OURS / "locks" / _key(object_id)


def _staging(root: Path, object_id: str) -> Path:
    return root / OURS / "staging" / _key(object_id)


def _added_content(old: Inventory, digests: Mapping[str, str], name: str) -> dict[str, str]:
    """Return the content paths that a version adds, with their digests: nothing that the object has already."""
    new: dict[str, str] = {}
    for path, digest in sorted(digests.items()):
        if digest not in old.content:
            new.setdefault(digest, f"{name}/{CONTENT}/{path}")
    return {path: digest for digest, path in new.items()}


def _begin(staging: Path, object_id: str) -> None:
    shutil.rmtree(staging, ignore_errors=True)
    make_folder(staging)
    write_durably(staging / _OBJECT_ID, object_id.encode())
    sync_folder(staging)


def _stage(staging: Path, name: str, content: Mapping[str, bytes], inventory: bytes) -> None:
    """Write all that will be renamed, so that no disk can be too full afterwards."""
    inventories = {NAME: inventory, SIDECAR: sidecar_of(inventory)}
    if name == "v1":
        files = {f"object/v1/{path}": data for path, data in {**content, **inventories}.items()}
        files |= {f"object/{path}": data for path, data in {OBJECT_MARK: OBJECT_TEXT, **inventories}.items()}
    else:
        files = {f"{name}/{path}": data for path, data in {**content, **inventories}.items()} | inventories
    for path, data in files.items():
        target = staging / PurePosixPath(path)
        target.parent.mkdir(parents=True, exist_ok=True)
        write_durably(target, data)
    sync_tree(staging)


def _move_object(root: Path, staged: Path, folder: Path) -> None:
    # No other writer may remove the folders above as empty before the object is in them.
    with locked(root / OURS / "locks" / "root", ROOT_WAIT_SECONDS, "another desk is making an object"):
        make_folder(folder.parent)
        staged.rename(folder)
        sync_folder(folder.parent)


def _move_version(staging: Path, name: str, folder: Path) -> None:
    (staging / name).rename(folder / name)
    sync_folder(folder)
    for file in (NAME, SIDECAR):
        (staging / file).replace(folder / file)
        sync_folder(folder)


def _remove(staging: Path) -> None:
    shutil.rmtree(staging)
    sync_folder(staging.parent)


def _undo(root: Path, object_id: str, name: str) -> None:
    """Undo a commit that the disk refused, unless the new inventory is in its place."""
    staging, folder = _staging(root, object_id), root / object_path(object_id)
    moved = (folder / name).is_dir() and not (staging / name).exists() and (staging / NAME).exists()
    if moved and name != "v1":
        (folder / name).rename(staging / name)
        sync_folder(folder)
    _recover(root, object_id)


def _recover(root: Path, object_id: str) -> None:
    """Complete or undo what a dead writer began; the caller holds the object's lock."""
    staging = _staging(root, object_id)
    if not staging.is_dir():
        return
    folder = root / object_path(object_id)
    if folder.is_dir() and any(folder.iterdir()):
        _complete_or_undo(staging, folder)
    else:
        remove_empty_folders(root, folder)
    _remove(staging)


def _complete_or_undo(staging: Path, folder: Path) -> None:
    root_text = read_regular_file(folder / NAME, MAX_BYTES)
    inventory, _ = check_inventory(root_text, NAME)
    if inventory is None:
        # No crash of this program does that: the file is replaced in one step. `verify` will report it.
        return
    begun = folder / f"v{inventory.head + 1}"
    if not begun.is_dir():
        begun = folder / f"v{inventory.head}"
        if read_regular_file(begun / NAME, MAX_BYTES) == root_text:
            _replace(staging, folder, SIDECAR, sidecar_of(root_text))
        return
    if (staging / begun.name).exists() or not (staging / NAME).is_file():
        # Our version had not been renamed yet: this is the work of another program, which knows no locks.
        return
    text = _whole_inventory(begun, folder)
    if text is None:
        # It was never published: its writer had not finished.
        begun.rename(staging / f"undone-{begun.name}")
        sync_folder(folder)
        return
    _replace(staging, folder, NAME, text)
    _replace(staging, folder, SIDECAR, sidecar_of(text))


def _replace(staging: Path, folder: Path, name: str, content: bytes) -> None:
    with suppress(FileNotFoundError):
        if read_regular_file(folder / name, MAX_BYTES) == content:
            return
    temporary = staging / f"recovered-{name}"
    temporary.unlink(missing_ok=True)
    write_durably(temporary, content)
    temporary.replace(folder / name)
    sync_folder(folder)


def _whole_inventory(version: Path, folder: Path) -> bytes | None:
    """Return the inventory of a version folder, if all that it adds to the object is there and has its digest."""
    try:
        text = read_regular_file(version / NAME, MAX_BYTES)
        if read_sidecar(read_regular_file(version / SIDECAR, MAX_SIDECAR_BYTES)) != digest_of(text):
            return None
        inventory, problems = check_inventory(text, version.name)
        if inventory is None or any(problem.severity is Severity.ERROR for problem in problems):
            return None
        added = {path: digest for path, digest in inventory.manifest.items() if path.startswith(f"{version.name}/")}
        whole = all(
            digest_file(folder / path, ["sha512"], MAX_CONTENT_BYTES)["sha512"] == digest
            for path, digest in added.items()
        )
    except OSError:
        return None
    return text if whole else None
