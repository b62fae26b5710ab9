"""Read the objects of a storage root, and keep the digests of their inventories outside them.

`extensions/briefing/inventories.sha512` has a line for every version ever stored, in the form of `sha512sum`, so that an
object that was changed together with its own inventory is detected; `sha512sum --check` reads it from the root. It only
grows.
"""

from __future__ import annotations

import os
from pathlib import Path

from briefing.archive.ocfl.durable import append_durably, locked
from briefing.archive.ocfl.inventory import NAME, SIDECAR, Inventory, digest_of, read_newest, read_sidecar
from briefing.archive.ocfl.layout import OURS, ROOT_WAIT_SECONDS, object_path
from briefing.archive.ocfl.parse import parse_inventory
from briefing.problems import ArchiveError, Place, Problem

_LEDGER = f"{OURS}/inventories.sha512"
_LEDGER_TAIL_BYTES = 32_768
"""How much of the ledger's end is searched before a version is added: what is noted further up is checked in full again."""


def read_object(root: Path, object_id: str) -> Inventory | None:
    """Return the inventory of an object, or None where there is no such object. Raises ArchiveError (`archive-damaged`)."""
    return _read_object(root, object_id, newest_only=False)


def read_newest_version(root: Path, object_id: str) -> Inventory | None:
    """Return the inventory of an object as `read_object` does, if possible with its newest version only.

    That is possible where the ledger says that its bytes are those that this program wrote, from an inventory that it
    had checked: then a long history need not be parsed and checked each time a version is added.
    """
    return _read_object(root, object_id, newest_only=True)


def _read_object(root: Path, object_id: str, *, newest_only: bool) -> Inventory | None:
    path = root / object_path(object_id) / NAME
    file = path.relative_to(root).as_posix()
    try:
        content = path.read_bytes()
    except FileNotFoundError as error:
        if not path.parent.is_dir() or not any(path.parent.iterdir()):
            return None
        # An object is created whole: this one has lost its inventory.
        hint = "see what is wrong with: briefing editions verify"
        raise ArchiveError(Problem("archive-damaged", "the inventory is missing", Place(str(path)), hint)) from error
    except OSError as error:
        what = f"cannot be read: {(error.strerror or str(error)).lower()}"
        raise ArchiveError(Problem("archive-damaged", what, Place(str(path)))) from error
    known = newest_only and _is_in_ledger(root, object_path(object_id).as_posix(), digest_of(content))
    inventory = (read_newest(content) if known else None) or parse_inventory(content, file)
    if inventory.id != object_id:
        what = f'the object of "{object_id}" has the id "{inventory.id}"'
        raise ArchiveError(Problem("archive-damaged", what, Place(str(path))))
    return inventory


def _is_in_ledger(root: Path, folder: str, digest: str) -> bool:
    """Whether the last line on an object in the end of the ledger has this digest."""
    try:
        with (root / _LEDGER).open("rb") as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(max(0, size - _LEDGER_TAIL_BYTES))
            tail = file.read()
    except OSError:
        return False
    at = tail.rfind(f"  {folder}/v".encode())
    return at >= 128 and tail[at - 128 : at] == digest.encode()


def record_inventory(root: Path, inventory: Inventory) -> None:
    """Note the digest of the inventory of an object's newest version, which was just written."""
    path = object_path(inventory.id) / f"v{inventory.head}" / NAME
    digest = read_sidecar((root / path).with_name(SIDECAR).read_bytes())
    if digest:
        record_digest(root, path.as_posix(), digest)


def record_digest(root: Path, path: str, digest: str) -> None:
    """Note the digest of an inventory in the ledger, by its path under the root."""
    with locked(root / OURS / "locks" / "ledger", ROOT_WAIT_SECONDS, "another desk is writing in the ledger"):
        append_durably(root / _LEDGER, f"{digest}  {path}")


def read_ledger(root: Path) -> dict[str, str]:
    """Return the digest first noted for every inventory, by its path under the root."""
    noted: dict[str, str] = {}
    file = root / _LEDGER
    if file.is_file():
        for line in file.read_text(encoding="utf-8", errors="replace").splitlines():
            digest, _, path = line.partition("  ")
            # A crash may have cut a line short: it is ignored.
            if len(digest) == 128 and path.endswith(f"/{NAME}"):
                noted.setdefault(path, digest)
    return noted
