"""Complete or undo what a writer that died had begun: where its version is in the object, and whole, it is completed."""

from __future__ import annotations

import shutil
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from briefing.archive.ocfl.digests import digest_file
from briefing.archive.ocfl.durable import locked, sync_folder, write_durably
from briefing.archive.ocfl.inventory import (
    MAX_BYTES,
    MAX_CONTENT_BYTES,
    MAX_SIDECAR_BYTES,
    NAME,
    SIDECAR,
    digest_of,
    read_sidecar,
    sidecar_of,
)
from briefing.archive.ocfl.layout import OURS, object_path, refuse_links, remove_empty_folders
from briefing.archive.ocfl.parse import check_inventory
from briefing.atomic import read_regular_file
from briefing.problems import ArchiveError, Severity

OBJECT_ID = "object-id"
"""The file in a staging folder that holds the id of its object."""

_MAX_ID_BYTES = 10_000


def _key(object_id: str) -> str:
    return sha256(object_id.encode()).hexdigest()[:32]


def lock_file(root: Path, object_id: str) -> Path:
    """Return the file that is locked while an object is written."""
    return root / OURS / "locks" / _key(object_id)


def staging_folder(root: Path, object_id: str) -> Path:
    """Return the folder in which a version of an object is written before it is moved into the object."""
    return root / OURS / "staging" / _key(object_id)


def recover_archive(root: Path) -> None:
    """Complete or undo what dead writers left; skip objects with a live writer, and archives we may not write in."""
    for folder in _left_folders(root):
        with suppress(OSError, ArchiveError), locked(root / OURS / "locks" / folder.name, 0, "in use"):
            object_id = _staged_id(folder)
            if staging_folder(root, object_id) == folder:
                refuse_links(root, object_path(object_id))
                recover_object(root, object_id)
            else:
                # The id is what a writer writes first: nothing had been begun.
                remove_staging(folder)


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
        return read_regular_file(folder / OBJECT_ID, _MAX_ID_BYTES).decode("utf-8", errors="replace")
    return ""


def recover_object(root: Path, object_id: str) -> None:
    """Complete or undo what a dead writer began; the caller holds the object's lock."""
    staging = staging_folder(root, object_id)
    if not staging.is_dir():
        return
    folder = root / object_path(object_id)
    if folder.is_dir() and any(folder.iterdir()):
        _complete_or_undo(staging, folder)
    else:
        remove_empty_folders(root, folder)
    remove_staging(staging)


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


def remove_staging(staging: Path) -> None:
    """Remove a staging folder, and sync that."""
    shutil.rmtree(staging)
    sync_folder(staging.parent)
