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
from pathlib import Path, PurePosixPath

from briefing.archive.ocfl.durable import locked, make_folder, sync_folder, sync_tree, write_durably
from briefing.archive.ocfl.inventory import (
    CONTENT,
    NAME,
    SIDECAR,
    Inventory,
    User,
    Version,
    digest_of,
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
)
from briefing.archive.ocfl.objects import read_newest_version
from briefing.archive.ocfl.recover import (
    OBJECT_ID,
    lock_file,
    recover_object,
    remove_staging,
    staging_folder,
)
from briefing.problems import ArchiveError


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
        staging, folder = staging_folder(self.root, self.object_id), self.root / object_path(self.object_id)
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
            remove_staging(staging)
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
    refuse_links(root, object_path(object_id), staging_folder(root, object_id).relative_to(root))
    with ExitStack() as stack:
        try:
            lock = locked(
                lock_file(root, object_id), wait_seconds, f"another desk is publishing {_short_name(object_id)}"
            )
            stack.enter_context(lock)
            recover_object(root, object_id)
        except OSError as error:
            raise cannot_write(root, error) from error
        yield WriteTransaction(root, object_id, read_newest_version(root, object_id))


@contextmanager
def exclude_writers(root: Path, object_id: str, wait_seconds: float) -> Iterator[None]:
    """Lock an object while it is read, if the archive is writable at all. Raises ArchiveError (`archive-busy`)."""
    lock = lock_file(root, object_id)
    refuse_links(root, lock.parent.relative_to(root))
    with ExitStack() as stack:
        with suppress(OSError):
            lock.parent.mkdir(parents=True, exist_ok=True)
            stack.enter_context(locked(lock, wait_seconds, f"another desk is publishing {_short_name(object_id)}"))
        yield


def _short_name(object_id: str) -> str:
    return object_id.partition(":")[2] or object_id


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
    write_durably(staging / OBJECT_ID, object_id.encode())
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


def _undo(root: Path, object_id: str, name: str) -> None:
    """Undo a commit that the disk refused, unless the new inventory is in its place."""
    staging, folder = staging_folder(root, object_id), root / object_path(object_id)
    moved = (folder / name).is_dir() and not (staging / name).exists() and (staging / NAME).exists()
    if moved and name != "v1":
        (folder / name).rename(staging / name)
        sync_folder(folder)
    recover_object(root, object_id)
