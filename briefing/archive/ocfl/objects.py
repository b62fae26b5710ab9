"""Read the objects of a storage root, and keep the digests of their inventories outside them.

`extensions/briefing/inventories.sha512` has a line for every version ever stored, in the form of `sha512sum`, so that an
object that was changed together with its own inventory is detected; `sha512sum --check` reads it from the root. It only
grows.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
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
from briefing.archive.ocfl.layout import OBJECT_MARK, OURS, ROOT_WAIT_SECONDS, declares_object, object_path
from briefing.archive.ocfl.parse import parse_inventory
from briefing.atomic import read_regular_file
from briefing.problems import ArchiveError, Place, Problem, reason_of

LastNoted = Mapping[str, tuple[int, str]]
"""The latest version of each object in the ledger and the digest of its inventory, by the folder of the object."""

_LEDGER = f"{OURS}/inventories.sha512"
_LEDGER_LINE = re.compile(rf"([0-9a-f]{{128}})  ([^\0]+/v[1-9][0-9]{{0,5}}/{re.escape(NAME)})")
_MAX_LEDGER_BYTES = 500_000_000
_VERIFY_HINT = "put the object back from a copy of the archive; see what is wrong with: briefing editions verify"


def read_object(root: Path, object_id: str, noted: LastNoted | None = None) -> Inventory | None:
    """Return the inventory of an object, or None where there never was such an object.

    Who reads many objects reads the ledger once before them, with `read_last_noted`.
    Raises ArchiveError (`archive-damaged`), also where the ledger has noted a version that the object no longer has.
    """
    return _read_object(root, object_id, noted, newest_only=False)


def read_newest_version(root: Path, object_id: str) -> Inventory | None:
    """Return the inventory of an object as `read_object` does, if possible with its newest version only.

    That is possible where the ledger says that its bytes are those that this program wrote, from an inventory that it
    had checked: then a long history need not be parsed and checked each time a version is added.
    """
    return _read_object(root, object_id, None, newest_only=True)


def _read_object(root: Path, object_id: str, noted: LastNoted | None, *, newest_only: bool) -> Inventory | None:
    folder = object_path(object_id).as_posix()
    path = root / folder / NAME
    # First, because a desk that publishes meanwhile notes its version after it has stored it.
    version, digest = _last_noted(root, folder) if noted is None else noted.get(folder, (0, ""))
    try:
        content = read_regular_file(path, MAX_BYTES)
    except FileNotFoundError as error:
        if not path.parent.is_dir() or not any(path.parent.iterdir()):
            if version:
                raise _damaged(
                    path.parent, "the whole object is missing, though the ledger says it was stored"
                ) from error
            return None
        # An object is created whole: this one has lost its inventory.
        raise _damaged(path, "the inventory is missing") from error
    except OSError as error:
        raise _damaged(path, f"cannot be read: {reason_of(error)}") from error
    if not declares_object(path.parent):
        raise _damaged(path.parent, f"the file {OBJECT_MARK} of the object is missing")
    known = newest_only and digest_of(content) == digest
    inventory = (read_newest(content) if known else None) or parse_inventory(content, str(path))
    if inventory.id != object_id:
        what = f'the object of "{object_id}" has the id "{inventory.id}"'
        raise ArchiveError(Problem("archive-damaged", what, Place(str(path))))
    if inventory.head < version:
        raise _damaged(
            path, f"the object ends with v{inventory.head}, though the ledger says that v{version} was stored"
        )
    # A later version is not noted yet where its writer died: `verify` does that.
    if inventory.head == version and digest_of(content) != digest:
        raise _damaged(path, "is not the inventory that was stored: its digest differs from the one in the ledger")
    return inventory


def _damaged(path: Path, what: str) -> ArchiveError:
    return ArchiveError(Problem("archive-damaged", what, Place(str(path)), _VERIFY_HINT))


def _last_noted(root: Path, folder: str) -> tuple[int, str]:
    """Return the latest version of an object in the ledger and the digest of its inventory; 0 and none where there is none."""
    content = b""
    with suppress(OSError):  # `verify` reports a ledger that cannot be read
        content = read_regular_file(root / _LEDGER, _MAX_LEDGER_BYTES)
    noted: dict[int, str] = {}
    # Only the lines on this object are parsed: a ledger is long.
    wanted, at = f"  {folder}/v".encode(), -1
    while (at := content.find(wanted, at + 1)) >= 0:
        start, end = content.rfind(b"\n", 0, at) + 1, content.find(b"\n", at)
        line = content[start : end if end >= 0 else None].decode("utf-8", errors="replace")
        match = _LEDGER_LINE.fullmatch(line)
        if match and match[2].startswith(f"{folder}/v"):
            noted.setdefault(int(Path(match[2]).parent.name.removeprefix("v")), match[1])
    return max(noted.items(), default=(0, ""))


def read_last_noted(root: Path) -> LastNoted:
    """Return what the ledger says of every object; nothing where it cannot be read, which `verify` reports."""
    noted: dict[str, tuple[int, str]] = {}
    with suppress(ArchiveError):
        for path, digest in read_ledger(root).items():
            folder, version, _ = path.rsplit("/", 2)
            noted[folder] = max(noted.get(folder, (0, "")), (int(version.removeprefix("v")), digest))
    return noted


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
    what = f"cannot be read: {reason_of(error)}"
    return ArchiveError(Problem("archive-damaged", what, Place(str(path))))
