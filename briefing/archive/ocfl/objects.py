"""Read the objects of a storage root, and keep the digests of their inventories outside them.

`extensions/briefing/inventories.sha512` has a line for every version ever stored, in the form of `sha512sum`, so that an
object that was changed together with its own inventory is detected; `sha512sum --check` reads it from the root. It only
grows.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

from briefing.archive.ocfl.durable import append_durably, locked
from briefing.archive.ocfl.inventory import (
    MAX_BYTES,
    MAX_SIDECAR_BYTES,
    NAME,
    SIDECAR,
    Inventory,
    digest_of,
    read_newest,
    read_sidecar,
)
from briefing.archive.ocfl.layout import OURS, ROOT_WAIT_SECONDS, object_path
from briefing.archive.ocfl.parse import parse_inventory
from briefing.atomic import open_regular_file, read_regular_file
from briefing.problems import ArchiveError, Place, Problem

_LEDGER = f"{OURS}/inventories.sha512"
_LEDGER_LINE = re.compile(rf"([0-9a-f]{{128}})  ([^\0]+/v[1-9][0-9]{{0,5}}/{re.escape(NAME)})")
_MAX_LEDGER_BYTES = 500_000_000
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
        content = read_regular_file(path, MAX_BYTES)
    except FileNotFoundError as error:
        if not path.parent.is_dir() or not any(path.parent.iterdir()):
            return None
        # An object is created whole: this one has lost its inventory.
        hint = "see what is wrong with: briefing editions verify"
        raise ArchiveError(Problem("archive-damaged", "the inventory is missing", Place(str(path)), hint)) from error
    except OSError as error:
        raise unreadable(path, error) from error
    known = newest_only and _is_in_ledger(root, object_path(object_id).as_posix(), digest_of(content))
    inventory = (read_newest(content) if known else None) or parse_inventory(content, file)
    if inventory.id != object_id:
        what = f'the object of "{object_id}" has the id "{inventory.id}"'
        raise ArchiveError(Problem("archive-damaged", what, Place(str(path))))
    return inventory


def _is_in_ledger(root: Path, folder: str, digest: str) -> bool:
    """Whether the last line on an object in the end of the ledger has this digest."""
    try:
        with open_regular_file(root / _LEDGER) as file:
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
    digest = read_sidecar(read_regular_file((root / path).with_name(SIDECAR), MAX_SIDECAR_BYTES))
    if digest:
        record_digest(root, path.as_posix(), digest)


def record_digest(root: Path, path: str, digest: str) -> None:
    """Note the digest of an inventory in the ledger, by its path under the root."""
    with locked(root / OURS / "locks" / "ledger", ROOT_WAIT_SECONDS, "another desk is writing in the ledger"):
        append_durably(root / _LEDGER, f"{digest}  {path}")


def read_ledger(root: Path) -> dict[str, str]:
    """Return the digest first noted for every inventory, by its path under the root.

    Raises ArchiveError (`archive-damaged`) where the ledger is no regular file, or larger than any that was written.
    """
    noted: dict[str, str] = {}
    try:
        content = read_regular_file(root / _LEDGER, _MAX_LEDGER_BYTES)
    except FileNotFoundError:
        return noted
    except OSError as error:
        raise unreadable(root / _LEDGER, error) from error
    for line in content.decode("utf-8", errors="replace").split("\n"):
        # A crash may have cut a line short: it is ignored, as is what names no inventory of an object.
        if (match := _LEDGER_LINE.fullmatch(line)) and {"", ".", ".."}.isdisjoint(match[2].split("/")):
            noted.setdefault(match[2], match[1])
    return noted


def unreadable(path: Path, error: OSError) -> ArchiveError:
    """Return the error for a file of the archive that cannot be read."""
    what = f"cannot be read: {(error.strerror or str(error)).lower()}"
    return ArchiveError(Problem("archive-damaged", what, Place(str(path))))
